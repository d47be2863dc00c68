"""Builders for the tests of any room: leads at any point of their way, made by the rules that make real ones."""

from datetime import date, datetime, timedelta

from qingyuan.campaign.api import Campaign
from qingyuan.discipline.kinds import Channel, DisposalKind, Result
from qingyuan.discipline.models import Lead
from qingyuan.discipline.rules import disposal, leads
from qingyuan.kit.clock import local_day
from qingyuan.matters.api import kinds
from qingyuan.org.api import Person, Unit


def a_lead(
    *,
    campaign: Campaign,
    by: Person,
    at: datetime,
    at_unit: Unit,
    people: tuple[Person, ...] = (),
    units: tuple[Unit, ...] = (),
    channel: Channel = Channel.HOTLINE_12389,
    statement: str = "反映民警办案中接受当事人吃请",
    real_name: bool = False,
    received_on: date | None = None,
) -> Lead:
    """A lead that was registered and routed."""
    draft = leads.LeadDraft(
        channel=channel,
        statement=statement,
        received_on=received_on or local_day(at),
        at_unit=at_unit,
        people=people,
        units=units,
        real_name=real_name,
        assigned_by="省公安厅督察总队" if channel is Channel.ASSIGNED else "",
    )
    return leads.register_lead(campaign=campaign, draft=draft, by=by, at=at)


def accepted(lead: Lead, *, handler: Person, by: Person, at: datetime, days: int = 60) -> Lead:
    """A lead with a handler and a deadline."""
    due_on = local_day(at) + timedelta(days=days)
    return leads.accept_lead(
        lead_id=lead.pk, handler=handler, due_on=due_on, plan="核对案卷，当面了解", by=by, at=at
    )


def disposed(
    lead: Lead,
    kind: DisposalKind,
    *,
    by: Person,
    approver: Person,
    at: datetime,
    opinion: str = "事实具体，建议核实",
) -> Lead:
    """A lead whose disposal a second person approved."""
    disposal.propose_disposal(lead_id=lead.pk, kind=kind, opinion=opinion, by=by, at=at)
    disposal.decide_disposal(lead_id=lead.pk, approve=True, words="", by=approver, at=at)
    return lead


def reported(
    lead: Lead,
    result: Result,
    *,
    by: Person,
    team: tuple[Person, ...],
    approver: Person,
    at: datetime,
    words: str = "调阅案卷和监控，走访三人，情况如下",
) -> Lead:
    """A lead whose verification was concluded and approved."""
    for person in team:
        disposal.join_team(lead_id=lead.pk, person=person, chief=person == team[0], by=by, at=at)
    disposal.submit_report(lead_id=lead.pk, words=words, result=result, by=by, at=at)
    disposal.decide_report(lead_id=lead.pk, approve=True, words="同意", by=approver, at=at)
    return lead


def closed(
    lead: Lead,
    *,
    by: Person,
    signer: Person,
    at: datetime,
    ground: kinds.Ground = kinds.Ground.UNFOUNDED,
) -> Lead:
    """A lead signed off by a second person."""
    disposal.ask_closing(
        lead_id=lead.pk,
        effect="已查清并作出结论",
        ground=ground,
        cause=kinds.Cause.DUTY,
        cause_words="责任心不强",
        rule_change=kinds.RuleChange.NONE,
        rule_words="制度健全，未执行",
        by=by,
        at=at,
    )
    return disposal.close_lead(lead_id=lead.pk, words="同意", by=signer, at=at)
