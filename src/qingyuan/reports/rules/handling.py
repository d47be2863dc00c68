"""What a handler does: open a report, answer, take it up, decline it, tell the result, let a later holder read."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from qingyuan.campaign.api import Campaign
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.matters.api import kinds as matter_kinds
from qingyuan.matters.api import rules as matters
from qingyuan.org.api import Person, Unit, require
from qingyuan.reports.errors import WRONG_FACTS, CannotHandle, missing
from qingyuan.reports.kinds import Ground, Outcome, Part, Side, Stage
from qingyuan.reports.models import Allowed, Desk, Envelope, Opening, Report, Slot
from qingyuan.reports.policy import sealing
from qingyuan.reports.queries.reading import my_slots, readable, without_slot
from qingyuan.reports.queries.routing import Facts
from qingyuan.reports.rules._told import act, append
from qingyuan.trail.api import record_many

SOURCE = "reports"
WRONG_STAGE = Reason("stage", _("这件举报现在不能这样办理，请刷新页面查看最新状态"))
NOT_OPENED = Reason("not_opened", _("请先打开举报内容，再作决定"))


def _locked(report_id: int, by: Person, at: datetime) -> Report:
    """A report that exists for this person, locked; Missing or Forbidden."""
    require(by, "reports.handle", at=at)
    found = readable(by).select_for_update(of=("self",)).filter(pk=report_id).first()
    if found is None:
        raise missing()
    return found


@transaction.atomic
def open_report(*, report_id: int, by: Person, at: datetime) -> list[Slot]:
    """Hand a handler his slots (one of each of his keys), after it stands in the record that he had them."""
    report = _locked(report_id, by, at)
    slots = list(my_slots(by).filter(report=report).select_related("key"))
    Opening.objects.bulk_create([Opening(report=report, person=by, key=slot.key, at=at) for slot in slots])
    record_many([act(report, "open", at, by=by, key=slot.key.key) for slot in slots])
    return slots


@transaction.atomic
def reply(*, report_id: int, sealed: bytes, by: Person, at: datetime) -> Envelope:
    """A message to the reporter, sealed in the handler's browser to the report's own key."""
    report = _locked(report_id, by, at)
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
def take_up(*, report_id: int, by: Person, at: datetime) -> Report:
    """Accept a report (受理): it becomes a lead, a matter that exists for its readers only and says nothing of it."""
    report = _locked(report_id, by, at)
    if report.stage not in (Stage.RECEIVED, Stage.DECLINED):
        raise CannotHandle(WRONG_STAGE)
    _read_before(report, by)
    desk = _desk_of(report, by)
    unit = desk.unit or Unit.objects.order_by("path")[0]
    campaign = _campaign(unit)
    if campaign is not None and report.matter_id is None:
        draft = matters.Draft(
            kind=matter_kinds.Kind.LEAD,
            statement=f"举报线索 {report.public_id}",
            unit=unit,
            source=SOURCE,
            source_ref=report.public_id,
            number=f"XS-{report.public_id}",
        )
        report.matter = matters.open_matter(campaign=campaign, draft=draft, by=by, at=at)
    report.stage, report.desk, report.accepted_at, report.ground = Stage.ACCEPTED, desk, at, ""
    report.save(update_fields=["stage", "desk", "accepted_at", "ground", "matter"])
    record_many([act(report, "take_up", at, by=by, desk=desk.key, lead=report.matter_id is not None)])
    return report


def _campaign(unit: Unit) -> Campaign | None:
    """The campaign that runs where the lead is handled: the nearest, then the latest."""
    places = [unit.path[:end] for end in range(Unit.steplen, len(unit.path) + 1, Unit.steplen)]
    running = Campaign.objects.filter(ended_at__isnull=True, unit__path__in=places)
    return running.order_by("-unit__path", "-starts_on", "-pk").first()


@transaction.atomic
def decline(*, report_id: int, ground: Ground, by: Person, at: datetime) -> Report:
    """Say that a report does not belong here, and where it does."""
    report = _locked(report_id, by, at)
    if report.stage != Stage.RECEIVED:
        raise CannotHandle(WRONG_STAGE)
    _read_before(report, by)
    report.stage, report.ground, report.desk = Stage.DECLINED, ground, _desk_of(report, by)
    report.save(update_fields=["stage", "ground", "desk"])
    record_many([act(report, "decline", at, by=by, ground=ground.value)])
    return report


@transaction.atomic
def tell_result(*, report_id: int, outcome: Outcome, by: Person, at: datetime) -> Report:
    """Tell the result. Its words go as a sealed message beside it."""
    report = _locked(report_id, by, at)
    if report.stage not in (Stage.ACCEPTED, Stage.ANSWERED):
        raise CannotHandle(WRONG_STAGE)
    _read_before(report, by)
    report.stage, report.outcome, report.answered_at = Stage.ANSWERED, outcome, at
    report.save(update_fields=["stage", "outcome", "answered_at"])
    record_many([act(report, "tell_result", at, by=by, outcome=outcome.value)])
    return report


@transaction.atomic
def reseal(
    *, report_id: int, slots: Mapping[str, bytes], facts: Facts, by: Person, at: datetime
) -> list[Slot]:
    """Let a later holder of the same desks read, or one with a new key: sealed by one who reads already.

    ``facts`` with their nonce come out of the sealed report; only if they are what was promised does routing say
    who may be added, and it says so anew.
    """
    report = _locked(report_id, by, at)
    if facts.promised != bytes(report.promised):
        raise CannotHandle(WRONG_FACTS)
    able = {row.key: row for row in without_slot(report, facts, at)}
    if not slots or set(slots) - set(able):
        raise CannotHandle(sealing.WRONG_READERS)
    if not all(map(sealing.is_slot, slots.values())):
        raise CannotHandle(sealing.BAD_SEAL)
    Allowed.objects.bulk_create([Allowed(report=report, key=able[key]) for key in slots])
    made = [Slot(report=report, key=able[key], sealed=sealed, by=by) for key, sealed in slots.items()]
    Slot.objects.bulk_create(made)
    record_many([act(report, "reseal", at, by=by, key=key) for key in slots])
    return made
