"""Leads: put on the ledger at the level that is not involved, accepted, told, transferred, given more time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from qingyuan.campaign.api import Campaign
from qingyuan.discipline.errors import CannotHandle, CannotRegister, Reason
from qingyuan.discipline.kinds import Channel, Event
from qingyuan.discipline.models import Lead
from qingyuan.discipline.policy import routing, telling
from qingyuan.discipline.queries import leads as clocks
from qingyuan.discipline.queries import people as queries
from qingyuan.discipline.rules._desk import happened, locked, note
from qingyuan.kit.clock import local_day
from qingyuan.kit.words import _
from qingyuan.matters.api import Category, Matter, kinds, rules
from qingyuan.matters.events import MatterClosed, MatterMoved, MatterOpened, MatterReopened
from qingyuan.org.api import Person, Unit, reach
from qingyuan.org.api import queries as org

REGISTER = "discipline.register_lead"
SOURCE = "discipline.lead"


@dataclass(frozen=True)
class LeadDraft:
    """What is known of a lead when it comes in. ``at_unit``: where it came in, for a lead that names nobody."""

    channel: Channel
    statement: str
    received_on: date
    at_unit: Unit
    category: Category | None = None
    assigned_by: str = ""
    outside_number: str = ""
    real_name: bool = False
    repeat: bool = False
    about: str = ""
    people: tuple[Person, ...] = ()
    units: tuple[Unit, ...] = ()
    place: str = ""


def destination(
    draft: LeadDraft, holders: Sequence[routing.Holder], at: datetime
) -> tuple[str, routing.Concerned]:
    """Where a lead goes, and whom it is about; the place is empty if nobody here may handle it."""
    concerned = queries.about(draft.people, draft.units, at)
    start = routing.start_of(concerned, draft.at_unit.path)
    place = routing.route(start, concerned, holders)
    return (routing.desk(place, concerned, holders) if place else ""), concerned


def register_lead(*, campaign: Campaign, draft: LeadDraft, by: Person, at: datetime) -> Lead:
    """Put one lead on the ledger of the nearest level that it does not concern, or say why not."""
    return register_leads(campaign=campaign, drafts=[draft], by=by, at=at)[0]


@transaction.atomic
def register_leads(
    *, campaign: Campaign, drafts: Sequence[LeadDraft], by: Person, at: datetime, dry: bool = False
) -> list[Lead]:
    """Put leads on the ledger: all of them, or none. ``dry``: only look whether they could be."""
    if not reach(by, REGISTER, at):
        raise org.forbidden(REGISTER)
    holders = queries.holders(at)
    problems: list[Reason] = []
    ready = []
    for draft in drafts:
        problems += _problems(draft, by, at)
        path, concerned = destination(draft, holders, at)
        if not path:
            words = _("这条线索涉及的范围内没有可以办理的人，不能在本局登记，应当直接报送上级纪检监察机关")
            problems.append(Reason("nobody", words, draft.place or "units"))
        ready.append((draft, path, concerned))
    if problems:
        raise CannotRegister(problems)
    if dry:
        return []
    paths = {path for _draft, path, about in ready for path in (path, *about.paths)}
    units = {unit.path: unit for unit in Unit.objects.filter(path__in=paths)}
    return [_register(campaign, draft, units, path, about, by, at) for draft, path, about in ready]


def _problems(draft: LeadDraft, by: Person, at: datetime) -> list[Reason]:
    found = []
    if not draft.statement.strip():
        found.append(Reason("no_statement", _("请写明反映的问题"), draft.place or "statement"))
    if draft.received_on > local_day(at):
        found.append(Reason("ahead", _("收到日期不能晚于今天"), draft.place or "received_on"))
    if draft.channel is Channel.ASSIGNED and not draft.assigned_by.strip():
        found.append(Reason("no_assigner", _("上级交办的线索请写明交办单位"), draft.place or "assigned_by"))
    if by.pk in {person.pk for person in draft.people}:
        words = _("不能登记反映本人的线索，应当回避")
        found.append(Reason("own_case", words, draft.place or "people"))
    return found


def _register(
    campaign: Campaign,
    draft: LeadDraft,
    units: dict[str, Unit],
    path: str,
    about: routing.Concerned,
    by: Person,
    at: datetime,
) -> Lead:
    matter = rules.put_on_ledger(
        campaign=campaign,
        drafts=[
            rules.Draft(
                kind=kinds.Kind.LEAD,
                statement=draft.statement,
                unit=units[path],
                category=draft.category,
                source=SOURCE,
                opened_on=draft.received_on,
                names_people=draft.people,
                names_units=tuple(units[one] for one in about.paths),
            )
        ],
        by=by,
        at=at,
    )[0]
    lead = Lead.objects.get(matter=matter)
    lead.channel, lead.assigned_by = draft.channel, draft.assigned_by.strip()
    lead.outside_number, lead.about = draft.outside_number.strip(), draft.about.strip()
    lead.real_name, lead.repeat = draft.real_name, draft.repeat
    lead.save()
    detail: dict[str, str | int | bool | None] = {
        "channel": draft.channel.value,
        "received": str(draft.received_on),
        "unit": matter.unit_id,
    }
    note(lead, "register_lead", by=by, at=at, detail=detail)
    return lead


def lead_opened(fact: MatterOpened) -> None:
    """Every matter of the kind LEAD has its row here, whoever opened it: one to one."""
    if fact.kind is not kinds.Kind.LEAD:
        return
    matter = Matter.objects.get(pk=fact.matter_id)
    own_form = fact.source.startswith("report")
    lead = Lead.objects.create(
        matter=matter,
        channel=Channel.REPORT if own_form else Channel.OTHER,
        received_on=matter.opened_on,
    )
    by = None if own_form else matter.opened_by
    happened(lead, Event.RECEIVED, by=by, at=fact.at, on=matter.opened_on)


def lead_moved(fact: MatterMoved) -> None:
    """A lead is accepted with its handler and deadline."""
    if fact.kind is kinds.Kind.LEAD and fact.act is kinds.Act.FIX:
        _mirror(fact.matter_id, Event.ACCEPTED, fact.at)


def lead_closed(fact: MatterClosed) -> None:
    """A lead was signed off."""
    if fact.kind is kinds.Kind.LEAD:
        _mirror(fact.matter_id, Event.CLOSED, fact.at)


def lead_reopened(fact: MatterReopened) -> None:
    """A lead is looked into again."""
    if fact.kind is kinds.Kind.LEAD:
        _mirror(fact.matter_id, Event.REOPENED, fact.at)


def _mirror(matter_id: int, event: Event, at: datetime) -> None:
    step = Matter.objects.get(pk=matter_id).steps.order_by("-pk").first()
    lead = Lead.objects.get(matter=matter_id)
    happened(lead, event, by=step.by if step else None, at=at)


@transaction.atomic
def accept_lead(*, lead_id: int, handler: Person, due_on: date, plan: str, by: Person, at: datetime) -> Lead:
    """Accept a lead (受理): a handler whom it does not concern, what is to be done, and a deadline."""
    lead = locked(lead_id, by=by, at=at)
    if not queries.able(lead, at).filter(pk=handler.pk).exists():
        words = _("承办人须是有办理权限、与被反映人和单位没有关系的人")
        raise CannotHandle(Reason("concerned", words, "handler"))
    fix = rules.Plan(owner=handler, measures=plan, due_on=due_on)
    rules.fix_matter(matter_id=lead.matter_id, plan=fix, by=by, at=at)
    note(lead, "accept_lead", by=by, at=at, detail={"handler": handler.key, "due": str(due_on)})
    return lead


@transaction.atomic
def transfer_lead(*, lead_id: int, to: str, reason: str, by: Person, at: datetime) -> Lead:
    """Send a lead on to the organ it belongs to (转出), which somebody outside the unit does."""
    lead = locked(lead_id, by=by, at=at)
    if not to.strip():
        raise CannotHandle(Reason("no_addressee", _("请写明转往的机关"), "to"))
    rules.void_matter(matter_id=lead.matter_id, reason=reason, by=by, at=at)
    lead.transferred_to = to.strip()
    lead.save(update_fields=["transferred_to"])
    happened(lead, Event.TRANSFERRED, by=by, at=at, words=reason)
    note(lead, "transfer_lead", by=by, at=at)
    return lead


@transaction.atomic
def note_event(*, lead_id: int, event: Event, on: date, words: str, by: Person, at: datetime) -> Lead:
    """Write down that somebody was told, answered, objected or asked for a review, on a day (``policy.telling``)."""
    lead = locked(lead_id, by=by, at=at)
    state = lead.matter.state
    problems = []
    if event not in telling.NOTED:
        problems.append(Reason("event", _("这一步由相应的办理动作记录"), "event"))
    if on > local_day(at) or on < lead.received_on:
        problems.append(Reason("day", _("日期应在收到线索之后、今天之前"), "on"))
    if event is Event.TOLD_RESULT and state != kinds.State.CLOSED:
        problems.append(Reason("not_closed", _("线索办结后才能反馈结果"), "event"))
    if event in (Event.TALKED, Event.ANSWERED) and state != kinds.State.WORKING:
        problems.append(Reason("not_working", _("只有办理中的线索可以谈话函询"), "event"))
    if state == kinds.State.VOID:
        problems.append(Reason("gone", _("线索已经转出")))
    if not problems and event not in clocks.notable(lead):
        problems.append(Reason("not_now", _("线索到了相应的一步，才能记录这件事"), "event"))
    if event in telling.IN_WORDS and not words.strip():
        problems.append(Reason("no_words", _("请写明内容和理由"), "words"))
    if event in telling.ANSWERS and by.pk == lead.matter.owner_id:
        problems.append(Reason("same_person", _("复查、复核意见由承办人以外的人答复")))
    if clocks.too_late(lead, event, on):
        problems.append(Reason("lapsed", _("已过可以请求复查、复核的期限"), "on"))
    if problems:
        raise CannotHandle(problems)
    happened(lead, event, by=by, at=at, on=on, words=words)
    note(lead, "note_event", by=by, at=at, detail={"event": event.value, "on": str(on)})
    return lead
