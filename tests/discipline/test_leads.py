"""Leads: kept from whom they concern, routed, clocked, raised once, never closed on an old ground alone."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from qingyuan.discipline import testing
from qingyuan.discipline.errors import CannotChangeClock, CannotHandle, CannotRegister
from qingyuan.discipline.kinds import Channel, DisposalKind, Event, Grade, Measure, Result
from qingyuan.discipline.models import Clock, Escalation, Lead
from qingyuan.discipline.queries import figures
from qingyuan.discipline.queries import leads as queries
from qingyuan.discipline.rules import clocks, disposal, leads
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Forbidden, Missing
from qingyuan.matters.api import Matter, kinds, rules, visible
from qingyuan.matters.errors import CannotClose, CannotFix
from qingyuan.trail.api import acts


def codes(info) -> set[str]:
    return {reason.code for reason in info.value.reasons}


@pytest.fixture
def lead(city, at):
    return testing.a_lead(
        campaign=city.campaign,
        by=city.handler,
        at=at,
        at_unit=city.root,
        people=(city.officer,),
        real_name=True,
    )


@pytest.fixture
def working(city, lead, at):
    return testing.accepted(lead, handler=city.handler, by=city.handler, at=at)


def test_a_lead_exists_only_for_those_who_handle_leads_and_are_not_concerned(city, lead, at):
    seeing = {
        name for name, one in vars(city).items() if hasattr(one, "police_no") and queries.leads(one, at=at)
    }
    assert seeing == {"handler", "helper", "approver", "resident", "third"}
    on_ledger = {
        name for name, one in vars(city).items() if hasattr(one, "police_no") and visible(one, at=at).exists()
    }
    assert on_ledger == seeing


def test_a_lead_about_a_constable_stays_in_the_county_and_one_about_its_head_does_not(city, at):
    near = testing.a_lead(
        campaign=city.campaign, by=city.local, at=at, at_unit=city.ours, people=(city.constable,)
    )
    assert near.matter.unit == city.ours
    assert queries.one(city.local, near.pk, at=at)
    far = testing.a_lead(campaign=city.campaign, by=city.local, at=at, at_unit=city.ours, people=(city.head,))
    assert far.matter.unit == city.supervision
    assert queries.one(city.local, far.pk, at=at) is None


def test_nobody_registers_a_lead_about_himself_and_one_that_nobody_may_handle_is_sent_up(city, at):
    with pytest.raises(CannotRegister) as info:
        testing.a_lead(campaign=city.campaign, by=city.local, at=at, at_unit=city.ours, people=(city.local,))
    assert "own_case" in codes(info)
    with pytest.raises(CannotRegister) as info:
        testing.a_lead(campaign=city.campaign, by=city.handler, at=at, at_unit=city.root, units=(city.root,))
    assert codes(info) == {"nobody"}
    assert not Lead.objects.exists()


def test_a_clerk_registers_no_lead(city, at):
    with pytest.raises(Forbidden):
        testing.a_lead(campaign=city.campaign, by=city.clerk, at=at, at_unit=city.ours)


def test_what_was_assigned_says_by_whom(city, at):
    draft = leads.LeadDraft(Channel.ASSIGNED, "交办", local_day(at), city.ours)
    with pytest.raises(CannotRegister) as info:
        leads.register_lead(campaign=city.campaign, draft=draft, by=city.handler, at=at)
    assert codes(info) == {"no_assigner"}


def test_every_lead_of_the_spine_has_its_row_whoever_opened_it(city, at):
    draft = rules.Draft(kind=kinds.Kind.LEAD, statement="举报", unit=city.root, source="reports.report")
    matter = rules.put_on_ledger(campaign=city.campaign, drafts=[draft], by=city.handler, at=at)[0]
    lead = Lead.objects.get(matter=matter)
    assert (lead.channel, lead.received_on) == (Channel.REPORT, local_day(at))
    assert matter.restricted
    assert list(lead.happened.values_list("event", "by")) == [(Event.RECEIVED, None)]


def test_a_handler_from_the_chain_of_whom_it_is_about_is_refused(city, lead, at):
    for person in (city.local, city.head, city.officer, city.office):
        with pytest.raises((CannotHandle, CannotFix)) as info:
            testing.accepted(lead, handler=person, by=city.handler, at=at)
        assert codes(info) == {"concerned"}


def test_the_spine_refuses_him_too_and_so_does_the_team(city, working, at):
    with pytest.raises(CannotFix):
        rules.reassign_matter(
            matter_id=working.matter_id,
            owner=city.head,
            unit=city.root,
            reason="分工",
            by=city.handler,
            at=at,
        )
    with pytest.raises(CannotHandle) as info:
        disposal.join_team(lead_id=working.pk, person=city.local, chief=False, by=city.handler, at=at)
    assert codes(info) == {"concerned"}


def test_who_recused_himself_does_not_come_back_and_no_approver_joins(city, working, at):
    testing.disposed(working, DisposalKind.VERIFY, by=city.handler, approver=city.approver, at=at)
    disposal.join_team(lead_id=working.pk, person=city.helper, chief=True, by=city.handler, at=at)
    disposal.recuse_member(
        lead_id=working.pk, person=city.helper, why="与被反映人是同学", by=city.helper, at=at
    )
    for person, code in ((city.helper, "again"), (city.approver, "approver")):
        with pytest.raises(CannotHandle) as info:
            disposal.join_team(lead_id=working.pk, person=person, chief=False, by=city.handler, at=at)
        assert codes(info) == {code}
    with pytest.raises(CannotHandle) as info:
        disposal.submit_report(lead_id=working.pk, words="查", result=Result.FOUNDED, by=city.handler, at=at)
    assert "no_team" in codes(info)


def test_the_one_who_proposes_or_handles_does_not_approve(city, working, at):
    disposal.propose_disposal(
        lead_id=working.pk, kind=DisposalKind.VERIFY, opinion="核实", by=city.helper, at=at
    )
    for person in (city.helper, city.handler):
        with pytest.raises(CannotHandle) as info:
            disposal.decide_disposal(lead_id=working.pk, approve=True, words="", by=person, at=at)
        assert codes(info) == {"same_person"}
    with pytest.raises(IntegrityError), transaction.atomic():
        working.disposals.update(state="approved", decided_by=city.helper, decided_at=at)
    made = disposal.decide_disposal(lead_id=working.pk, approve=True, words="", by=city.approver, at=at)
    assert made.decided_by == city.approver


def test_a_lead_closes_only_with_disposal_report_and_a_signer_from_outside(city, working, at):
    ask = {"by": city.handler, "signer": city.resident, "at": at}
    with pytest.raises(CannotClose) as info, transaction.atomic():
        testing.closed(working, **ask)
    assert "no_disposal" in codes(info)
    testing.disposed(working, DisposalKind.VERIFY, by=city.handler, approver=city.approver, at=at)
    with pytest.raises(CannotClose) as info, transaction.atomic():
        testing.closed(working, **ask)
    assert codes(info) == {"no_report"}
    testing.reported(
        working,
        Result.FOUNDED,
        by=city.handler,
        team=(city.helper, city.handler),
        approver=city.approver,
        at=at,
    )
    with pytest.raises(CannotClose) as info, transaction.atomic():
        testing.closed(working, **ask)
    assert codes(info) == {"no_handling"}


def test_an_unfounded_lead_is_closed_and_every_step_is_in_story_and_record(city, working, at):
    testing.disposed(working, DisposalKind.VERIFY, by=city.handler, approver=city.approver, at=at)
    testing.reported(
        working,
        Result.UNFOUNDED,
        by=city.handler,
        team=(city.helper, city.handler),
        approver=city.approver,
        at=at,
    )
    with pytest.raises(CannotHandle) as info:
        leads.note_event(
            lead_id=working.pk, event=Event.TOLD_RESULT, on=local_day(at), words="", by=city.handler, at=at
        )
    assert codes(info) == {"not_closed"}
    testing.closed(working, by=city.handler, signer=city.resident, at=at)
    assert Matter.objects.get(pk=working.matter_id).state == kinds.State.CLOSED
    told = list(working.happened.values_list("event", flat=True))
    assert told == ["received", "accepted", "opinion", "approved", "reported", "concluded", "closed"]
    recorded = set(acts().filter(subject=f"lead:{working.pk}").values_list("act", flat=True))
    assert recorded >= {
        "discipline.register_lead",
        "discipline.accept_lead",
        "discipline.propose_disposal",
        "discipline.decide_disposal",
        "discipline.join_team",
        "discipline.submit_report",
        "discipline.decide_report",
        "discipline.ask_closing",
        "discipline.close_lead",
    }


def test_already_investigated_needs_a_fresh_note_and_a_second_reviewer_who_is_not_concerned(
    city, working, at
):
    testing.disposed(working, DisposalKind.CONCLUDE, by=city.handler, approver=city.approver, at=at)
    disposal.ask_closing(
        lead_id=working.pk, effect="去年已查过", ground=kinds.Ground.ALREADY_INVESTIGATED,
        cause=kinds.Cause.OTHER, cause_words="同一反映", rule_change=kinds.RuleChange.NONE, rule_words="无",
        by=city.handler, at=at,
    )  # fmt: skip
    close = {"lead_id": working.pk, "words": "", "by": city.resident, "at": at}
    with pytest.raises(CannotClose) as info:
        disposal.close_lead(**close)
    assert codes(info) == {"no_review_note", "no_second_reviewer"}
    with pytest.raises(CannotHandle) as info:
        disposal.close_lead(**close, review_note="新调取了监控", reviewer=city.local)
    assert codes(info) == {"concerned"}
    disposal.close_lead(**close, review_note="新调取了三段监控，未见", reviewer=city.third)
    assert Matter.objects.get(pk=working.matter_id).reviewer == city.third


def test_a_reopened_lead_counts_as_such(city, working, at):
    testing.disposed(working, DisposalKind.CONCLUDE, by=city.handler, approver=city.approver, at=at)
    testing.closed(working, by=city.handler, signer=city.resident, at=at)
    disposal.reopen_lead(lead_id=working.pk, reason="出现新证据", by=city.resident, at=at)
    found = figures.figures(city.handler, at=at)
    assert (found.all.received, found.all.closed, found.all.reopened) == (1, 0, 1)
    assert figures.figures(city.local, at=at).all == figures.Count()


# -- clocks ---------------------------------------------------------------------------------------------------------


def shown(lead, day):
    return {one.clock.code: one for one in queries.readings([Lead.objects.get(pk=lead.pk)], day)[lead.pk]}


def test_the_clocks_of_a_real_name_report_run_in_working_days(city, lead, at):
    found = shown(lead, local_day(at))
    assert set(found) == {"report_transfer", "report_told"}
    assert found["report_transfer"].reading.due_on == date(2021, 3, 26)
    assert found["report_told"].reading.due_on == date(2021, 4, 12)  # three days off for Qingming
    later = at + timedelta(days=5)
    leads.note_event(
        lead_id=lead.pk,
        event=Event.TOLD_ACCEPTANCE,
        on=local_day(later),
        words="电话",
        by=city.handler,
        at=later,
    )
    told = shown(lead, date(2021, 5, 1))["report_told"]
    assert (told.reading.running, told.late) == (False, False)


def test_anonymous_leads_have_nobody_to_tell(city, at):
    lead = testing.a_lead(campaign=city.campaign, by=city.handler, at=at, at_unit=city.root)
    assert set(shown(lead, local_day(at))) == {"report_transfer"}


def test_a_petition_gets_one_extension_by_a_second_person(city, at):
    lead = testing.a_lead(
        campaign=city.campaign, by=city.handler, at=at, at_unit=city.root, channel=Channel.LETTER
    )
    testing.accepted(lead, handler=city.handler, by=city.handler, at=at)
    assert shown(lead, local_day(at))["petition_done"].reading.due_on == date(2021, 5, 18)
    ask = {"lead_id": lead.pk, "code": "petition_done", "reason": "等鉴定", "by": city.handler, "at": at}
    clocks.ask_more_time(**ask)
    with pytest.raises(CannotHandle) as info:
        clocks.answer_more_time(lead_id=lead.pk, answer=kinds.Answer.GRANTED, by=city.handler, at=at)
    assert codes(info) == {"same_person"}
    clocks.answer_more_time(lead_id=lead.pk, answer=kinds.Answer.GRANTED, by=city.approver, at=at)
    assert shown(lead, local_day(at))["petition_done"].reading.due_on == date(2021, 6, 17)
    with pytest.raises(CannotHandle) as info:
        clocks.ask_more_time(**ask)
    assert codes(info) == {"again"}


def test_a_lead_whose_clock_passed_goes_up_by_itself_once_and_is_shown(city, at):
    lead = testing.a_lead(
        campaign=city.campaign, by=city.local, at=at, at_unit=city.ours, people=(city.constable,)
    )
    assert clocks.raise_late(at=at + timedelta(days=7)) == 0  # on the last day it is not late
    after = at + timedelta(days=10)
    assert clocks.raise_late(at=after) == 1
    assert clocks.raise_late(at=after + timedelta(days=20)) == 0
    rose = Escalation.objects.get()
    assert (rose.lead, rose.unit) == (lead, city.root)
    watched = queries.Choice(watched=True)
    assert list(queries.listed(city.handler, watched, at=after)) == [lead]
    assert acts().filter(act="discipline.raise_late", actor="clock").count() == 1


def test_at_the_top_a_late_lead_is_for_the_higher_organ(city, lead, at):
    clocks.raise_late(at=at + timedelta(days=10))
    assert Escalation.objects.get().unit is None


def test_a_clock_whose_source_was_not_found_does_not_run_before_it_is_confirmed(city, lead, at):
    assert not Clock.objects.filter(grade=Grade.U, active=True).exists()
    assert not Clock.objects.filter(grade=Grade.U, amount__gt=0).exists()
    change = {
        "code": "national_opinion", "amount": 1, "measure": Measure.MONTHS, "more": 0, "source": "规则第二十一条",
        "grade": Grade.U, "active": True, "by": city.handler, "at": at,
    }  # fmt: skip
    with pytest.raises(CannotChangeClock) as info:
        clocks.change_clock(**change, confirmed=False)
    assert codes(info) == {"not_confirmed"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Clock.objects.filter(pk="national_opinion").update(amount=1, active=True)
    clocks.change_clock(**change, confirmed=True)
    assert shown(lead, local_day(at))["national_opinion"].reading.due_on == date(2021, 4, 19)
    with pytest.raises(Forbidden):
        clocks.change_clock(**{**change, "by": city.local}, confirmed=True)


# -- alike, silent, transferred --------------------------------------------------------------------------------------


def test_leads_that_read_alike_are_shown_among_those_one_may_read(city, lead, at):
    twin = testing.a_lead(
        campaign=city.campaign, by=city.local, at=at, at_unit=city.ours, people=(city.constable,),
        statement="反映民警办案中接受当事人吃请，还收了烟酒",
    )  # fmt: skip
    testing.a_lead(
        campaign=city.campaign, by=city.handler, at=at, at_unit=city.root, statement="窗口态度冷硬"
    )
    assert [other for other, _share in queries.alike(lead, city.handler, at=at)] == [twin]
    assert queries.alike(twin, city.local, at=at) == []


def test_a_silent_lead_is_listed_after_the_days_and_rising_is_no_movement(city, lead, at):
    later = at + timedelta(days=16)
    clocks.raise_late(at=later)
    assert queries.silent(city.handler, 15, at=later) == [(lead, 16)]
    assert queries.silent(city.handler, 16, at=later) == []
    assert queries.silent(city.local, 0, at=later) == []


def test_only_somebody_outside_the_unit_sends_a_lead_away(city, at):
    lead = testing.a_lead(
        campaign=city.campaign, by=city.local, at=at, at_unit=city.ours, people=(city.constable,)
    )
    send = {"lead_id": lead.pk, "to": "区纪委监委", "reason": "不属公安机关管辖", "at": at}
    with pytest.raises(Exception, match="责任单位"):
        leads.transfer_lead(**send, by=city.local)
    with pytest.raises(Missing):
        leads.transfer_lead(**send, by=city.clerk)
    leads.transfer_lead(**send, by=city.handler)
    assert figures.figures(city.handler, at=at).all.transferred == 1
