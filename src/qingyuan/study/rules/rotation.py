"""Rotation training: a cycle, its batches, who is placed, what came of it."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from qingyuan.kit import effects
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person, Unit, require
from qingyuan.study.errors import CannotPlace, missing
from qingyuan.study.models import Batch, Placement, Rotation
from qingyuan.study.policy import life as policy
from qingyuan.study.queries import rotation as queries
from qingyuan.trail.api import record

KEEP = queries.KEEP
SEATS_AT_MOST = 1000
BATCHES_AT_MOST = 100


@dataclass(frozen=True)
class BatchDraft:
    first_on: date
    last_on: date
    seats: int
    place: str = ""


@transaction.atomic
def begin_rotation(
    *, unit: Unit, name: str, effect: str, from_on: date, to_on: date, by: Person, at: datetime
) -> Rotation:
    """Begin a cycle for a unit and all below it."""
    require(by, KEEP, at=at, unit=unit)
    problems = []
    if not name.strip():
        problems.append(Reason("name", _("请填写名称"), "name"))
    if not effect.strip():
        problems.append(Reason("effect", _("请用一句话写明想达到的效果"), "effect"))
    if to_on < from_on:
        problems.append(Reason("reversed", _("结束日期不能早于开始日期"), "to_on"))
    if Rotation.objects.filter(unit=unit, name=name.strip()).exists():
        problems.append(Reason("taken", _("本单位已有同名的轮训"), "name"))
    if problems:
        raise CannotPlace(problems)
    made = Rotation.objects.create(
        unit=unit, name=name.strip(), effect=effect.strip(), from_on=from_on, to_on=to_on, by=by, at=at
    )
    record(actor=by.key, act=KEEP, subject=f"rotation:{made.pk}", at=at, detail={"unit": unit.pk})
    return made


def _locked(rotation_id: int, *, by: Person, at: datetime) -> Rotation:
    if not queries.visible(by, at=at).filter(pk=rotation_id).exists():
        raise missing()
    found = Rotation.objects.select_for_update(of=("self",)).select_related("unit").get(pk=rotation_id)
    require(by, KEEP, at=at, unit=found.unit)
    return found


@transaction.atomic
def tell_result(*, rotation_id: int, came_of: str, by: Person, at: datetime) -> Rotation:
    """Say in one line what came of a cycle whose batches are over; said again it is corrected."""
    found = _locked(rotation_id, by=by, at=at)
    batches = list(found.batches.values_list("last_on", flat=True))
    problems = []
    if not policy.is_over(found.to_on, batches, local_day(at)):
        problems.append(Reason("early", _("最后一批结束以后才能登记结果")))
    if fault := effects.fault(found.effect, came_of):
        problems.append(Reason(fault, effects.WORDS[fault], "came_of"))
    if problems:
        raise CannotPlace(problems)
    again = bool(found.came_of)
    found.came_of, found.came_at, found.came_by = came_of.strip(), at, by
    found.save(update_fields=["came_of", "came_at", "came_by"])
    detail: dict[str, str | int | bool | None] = {"again": again, "batches": len(batches)}
    record(
        actor=by.key, act="study.tell_rotation_result", subject=f"rotation:{found.pk}", at=at, detail=detail
    )
    return found


@transaction.atomic
def add_batch(*, rotation_id: int, draft: BatchDraft, by: Person, at: datetime) -> Batch:
    """Add a batch and fill it: who is free on all its days, shift workers first, then the units in turn."""
    found = _locked(rotation_id, by=by, at=at)
    number = found.batches.count() + 1
    problems = []
    if draft.last_on < draft.first_on:
        problems.append(Reason("reversed", _("结束日期不能早于开始日期"), "last_on"))
    if draft.first_on < found.from_on or draft.last_on > found.to_on:
        problems.append(Reason("outside", _("这一批的日期不在本轮期间内"), "first_on"))
    if not 1 <= draft.seats <= SEATS_AT_MOST:
        problems.append(Reason("seats", _("名额在1到1000之间"), "seats"))
    if number > BATCHES_AT_MOST:
        problems.append(Reason("many", _("一轮不超过100批")))
    if problems:
        raise CannotPlace(problems)
    made = Batch.objects.create(
        rotation=found,
        number=number,
        first_on=draft.first_on,
        last_on=draft.last_on,
        place=draft.place.strip(),
        seats=draft.seats,
    )
    days = policy.Period(draft.first_on, draft.last_on)
    chosen = policy.fill(draft.seats, days, queries.waiting(found, at=at))
    Placement.objects.bulk_create(
        [Placement(rotation=found, batch=made, person_id=person) for person in chosen], batch_size=300
    )
    detail = {"batch": number, "placed": len(chosen)}
    record(actor=by.key, act=KEEP, subject=f"rotation:{found.pk}", at=at, detail=detail)
    return made


@transaction.atomic
def move_placement(
    *, rotation_id: int, person: Person, number: int | None, by: Person, at: datetime
) -> Placement | None:
    """Place somebody into another batch of the cycle; None takes him out, to be placed later."""
    found = _locked(rotation_id, by=by, at=at)
    if not queries.everybody(found, at).filter(pk=person.pk).exists():
        raise missing()
    held = Placement.objects.filter(rotation=found, person=person).select_related("batch").first()
    batch = found.batches.filter(number=number).first() if number is not None else None
    problems = []
    if number is not None and batch is None:
        problems.append(Reason("batch", _("没有这一批"), "number"))
    if held is not None and held.batch.last_on < local_day(at):
        problems.append(Reason("trained", _("这个人本轮已经参加过")))
    if batch is not None and batch.last_on < local_day(at):
        problems.append(Reason("over", _("这一批已经结束"), "number"))
    if batch is not None and batch.placements.exclude(person=person).count() >= batch.seats:
        problems.append(Reason("full", _("这一批名额已满"), "number"))
    if problems:
        raise CannotPlace(problems)
    if held is not None:
        held.delete()
    record(actor=by.key, act=KEEP, subject=f"rotation:{found.pk}", at=at, detail={"batch": number})
    return Placement.objects.create(rotation=found, batch=batch, person=person) if batch else None
