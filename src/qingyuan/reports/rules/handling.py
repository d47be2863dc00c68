"""What a handler does: open a report, answer, take it up, decline it, tell the result, let a later holder read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from qingyuan.campaign.api import Campaign
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason, Refused
from qingyuan.kit.words import _
from qingyuan.matters.api import kinds as matter_kinds
from qingyuan.matters.api import queries as held_matters
from qingyuan.matters.api import rules as matters
from qingyuan.org.api import Person, Unit, require
from qingyuan.reports.errors import WRONG_FACTS, CannotHandle, missing
from qingyuan.reports.kinds import Ground, Organ, Outcome, Part, Side, Stage
from qingyuan.reports.models import Allowed, Desk, DutyKey, Envelope, Opening, Report, Slot
from qingyuan.reports.policy import clocks, sealing
from qingyuan.reports.queries.reading import levels, my_slots, readable, unsealed, without_slot
from qingyuan.reports.queries.routing import Facts
from qingyuan.reports.rules._told import act, append
from qingyuan.trail.api import record_many

SOURCE = "reports"
WRONG_STAGE = Reason("stage", _("这件举报现在不能这样办理，请刷新页面查看最新状态"))
NOT_OPENED = Reason("not_opened", _("请先打开举报内容，再作决定"))
NOT_CLOSED = Reason("not_closed", _("线索还没有验收销号，不能告知结果：结果须以办结的线索为依据"))
SENT_FIRST = Reason("lead_open", _("这件举报的线索还在办理；线索转出后才能移送举报"))
REVIEWED = Reason("reviewed", _("举报人已请求复查，请由复查人答复"))


def locked(report_id: int, by: Person, at: datetime) -> Report:
    """A report that exists for this person, locked; Missing or Forbidden."""
    require(by, "reports.handle", at=at)
    found = readable(by).select_for_update(of=("self",)).filter(pk=report_id).first()
    if found is None:
        raise missing()
    return found


@transaction.atomic
def open_report(*, report_id: int, by: Person, at: datetime) -> list[Slot]:
    """Hand a handler his slots (one of each of his keys), after it stands in the record that he had them."""
    report = locked(report_id, by, at)
    slots = list(my_slots(by).filter(report=report).select_related("key"))
    Opening.objects.bulk_create([Opening(report=report, person=by, key=slot.key, at=at) for slot in slots])
    record_many([act(report, "open", at, by=by, key=slot.key.key) for slot in slots])
    return slots


@transaction.atomic
def reply(*, report_id: int, sealed: bytes, by: Person, at: datetime) -> Envelope:
    """A message to the reporter, sealed in the handler's browser to the report's own key."""
    report = locked(report_id, by, at)
    if not sealing.is_text(sealed):
        raise CannotHandle(sealing.BAD_SEAL)
    return append(report, Part.MESSAGE, sealed, side=Side.HANDLER, by=by, at=at)


def _read_before(report: Report, by: Person) -> None:
    if not Opening.objects.filter(report=report, person=by).exists():
        raise CannotHandle(NOT_OPENED)


def _desk_of(report: Report, by: Person) -> Desk:
    slot = my_slots(by).filter(report=report).select_related("key__holder__desk__unit").order_by("pk")[0]
    return slot.key.holder.desk


@transaction.atomic
def take_up(*, report_id: int, by: Person, at: datetime, summary: str = "") -> Report:
    """Accept a report (受理): it becomes a lead, a matter that exists for its readers only.

    The lead says nothing but the report's number, unless the handler writes a ``summary`` of his own: those words are
    plain, in the ledger, the database and its copies. The page says so before.
    """
    report = locked(report_id, by, at)
    if report.stage not in (Stage.RECEIVED, Stage.DECLINED, Stage.SENT_ON):
        raise CannotHandle(WRONG_STAGE)
    _read_before(report, by)
    desk = _desk_of(report, by)
    unit = desk.unit or Unit.objects.order_by("path")[0]
    campaign = _campaign(unit)
    if campaign is not None and report.matter_id is None:
        draft = matters.Draft(
            kind=matter_kinds.Kind.LEAD,
            statement=summary.strip() or f"举报线索 {report.public_id}",
            unit=unit,
            source=SOURCE,
            source_ref=report.public_id,
            number=f"XS-{report.public_id}",
        )
        report.matter = matters.open_matter(campaign=campaign, draft=draft, by=by, at=at)
    report.stage, report.desk, report.accepted_at, report.ground = Stage.ACCEPTED, desk, at, ""
    report.save(update_fields=["stage", "desk", "accepted_at", "ground", "matter"])
    own_words = bool(summary.strip()) and report.matter_id is not None
    record_many([act(report, "take_up", at, by=by, desk=desk.key, summary=own_words, **_lead(report))])
    return report


def _lead(report: Report) -> dict[str, str | bool]:
    """Whether there is a lead, and the digest of what of it never changes: the record holds it for the receipt."""
    if report.matter_id is None:
        return {"lead": False}
    return {"lead": True, "digest": held_matters.for_good([report.matter_id])[report.matter_id].hex()}


def _campaign(unit: Unit) -> Campaign | None:
    """The campaign that runs where the lead is handled: the nearest, then the latest."""
    places = [unit.path[:end] for end in range(Unit.steplen, len(unit.path) + 1, Unit.steplen)]
    running = Campaign.objects.filter(ended_at__isnull=True, unit__path__in=places)
    return running.order_by("-unit__path", "-starts_on", "-pk").first()


@transaction.atomic
def decline(*, report_id: int, ground: Ground, by: Person, at: datetime) -> Report:
    """Say that a report does not belong here, and where it does."""
    report = locked(report_id, by, at)
    if report.stage != Stage.RECEIVED:
        raise CannotHandle(WRONG_STAGE)
    _read_before(report, by)
    report.stage, report.ground, report.desk = Stage.DECLINED, ground, _desk_of(report, by)
    report.save(update_fields=["stage", "ground", "desk"])
    record_many([act(report, "decline", at, by=by, ground=ground.value)])
    return report


@transaction.atomic
def send_on(*, report_id: int, to: Organ, by: Person, at: datetime) -> Report:
    """Send on what is not ours to handle (移送), and tell the reporter where. A lead is struck out first."""
    report = locked(report_id, by, at)
    if report.stage not in (Stage.RECEIVED, Stage.DECLINED, Stage.ACCEPTED):
        raise CannotHandle(WRONG_STAGE)
    if report.matter is not None and report.matter.state != matter_kinds.State.VOID:
        raise CannotHandle(SENT_FIRST)
    _read_before(report, by)
    report.stage, report.sent_to, report.sent_at, report.desk = Stage.SENT_ON, to, at, _desk_of(report, by)
    report.save(update_fields=["stage", "sent_to", "sent_at", "desk"])
    in_time = clocks.sent_in_time(local_day(report.received_at), local_day(at))
    record_many([act(report, "send_on", at, by=by, to=to.value, in_time=in_time)])
    return report


@transaction.atomic
def tell_result(*, report_id: int, outcome: Outcome, by: Person, at: datetime) -> Report:
    """Tell the result of a closed lead (rule 4 of the clocks). Its words go as a sealed message beside it."""
    report = locked(report_id, by, at)
    if report.stage not in (Stage.ACCEPTED, Stage.ANSWERED):
        raise CannotHandle(WRONG_STAGE)
    _read_before(report, by)
    if report.matter is not None and report.matter.state != matter_kinds.State.CLOSED:
        raise CannotHandle(NOT_CLOSED)
    if report.reviews.exists():
        raise CannotHandle(REVIEWED)
    report.stage, report.outcome, report.answered_at, report.answered_by = Stage.ANSWERED, outcome, at, by
    report.save(update_fields=["stage", "outcome", "answered_at", "answered_by"])
    lead = report.matter_id is not None
    record_many([act(report, "tell_result", at, by=by, outcome=outcome.value, lead=lead)])
    return report


@transaction.atomic
def reseal(
    *, report_id: int, slots: Mapping[str, bytes], facts: Facts, by: Person, at: datetime
) -> list[Slot]:
    """Let a later holder of the same desks read, or one with a new key: sealed by one who reads already.

    ``facts`` with their nonce come out of the sealed report; only if they are what was promised does routing say
    who may be added, and it says so anew. A desk above reads when the report has gone up to it, as before.
    """
    report = locked(report_id, by, at)
    if facts.promised != bytes(report.promised):
        raise CannotHandle(WRONG_FACTS)
    able = {row.key: row for row in without_slot(report, facts, at)}
    if not slots or set(slots) - set(able):
        raise CannotHandle(sealing.WRONG_READERS)
    if not all(map(sealing.is_slot, slots.values())):
        raise CannotHandle(sealing.BAD_SEAL)
    return _put(report, {able[key]: sealed for key, sealed in slots.items()}, by, at)


def _put(report: Report, slots: Mapping[DutyKey, bytes], by: Person, at: datetime) -> list[Slot]:
    height = levels(report)
    Allowed.objects.bulk_create([Allowed(report=report, key=key) for key in slots])
    made = [
        Slot(report=report, key=key, sealed=sealed, by=by, level=height.get(key.holder.desk_id, 0))
        for key, sealed in slots.items()
    ]
    Slot.objects.bulk_create(made)
    record_many([act(report, "reseal", at, by=by, key=key.key) for key in slots])
    return made


@dataclass(frozen=True)
class Again:
    """One report of a batch: the slots by name of key, and the facts that lay in it."""

    public_id: str
    slots: Mapping[str, bytes]
    facts: Facts


AT_ONCE = 20


@transaction.atomic
def open_batch(*, after: str, by: Person, at: datetime) -> list[tuple[Report, list[Slot]]]:
    """Hand out one's slots of the next reports that some key of their desks cannot open yet; recorded first.

    In the order of their public ids, beginning ``after`` one.
    """
    require(by, "reports.handle", at=at)
    found = list(unsealed(by, at).filter(public_id__gt=after).order_by("public_id")[:AT_ONCE])
    return [(report, open_report(report_id=report.pk, by=by, at=at)) for report in found]


@transaction.atomic
def reseal_batch(*, again: Sequence[Again], by: Person, at: datetime) -> list[str]:
    """Keep slots of several reports; gives the numbers of those that routing or the seal refused."""
    require(by, "reports.handle", at=at)
    ids = dict(
        readable(by).filter(public_id__in=[one.public_id for one in again]).values_list("public_id", "pk")
    )
    refused = []
    for one in again:
        try:
            if one.public_id not in ids:
                raise missing()
            with transaction.atomic():
                reseal(report_id=ids[one.public_id], slots=one.slots, facts=one.facts, by=by, at=at)
        except Refused:
            refused.append(one.public_id)
    return refused
