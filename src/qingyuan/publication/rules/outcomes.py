"""Outcomes (处理情况): how many persons, decided when, by whom, on what basis. Names are refused."""

from datetime import date, datetime

from django.db import transaction

from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.matters.api import Matter, visible
from qingyuan.org.api import Person, Unit, require
from qingyuan.publication import policy
from qingyuan.publication.errors import CannotRecordOutcome, Missing, reasons
from qingyuan.publication.kinds import OutcomeKind
from qingyuan.publication.models import Bulletin, Outcome
from qingyuan.publication.policy import Decision
from qingyuan.publication.queries import roster_names
from qingyuan.publication.rules._desk import draft
from qingyuan.trail.api import record

MAY = "publication.record_outcome"


def _check(said: Decision, unit: Unit, at: datetime) -> None:
    problems = reasons(policy.outcome_gaps(said, local_day(at)))
    root = Unit.objects.get(path=unit.path[: Unit.steplen])
    for field, text in (("decided_by", said.decided_by), ("basis", said.basis)):
        if policy.names_in([text], roster_names(root)):
            problems.append(Reason("named", _("这里不写姓名，只写单位和条款"), field))
    if problems:
        raise CannotRecordOutcome(problems)


def _place(
    matter_id: int | None, bulletin_id: int | None, by: Person, at: datetime
) -> tuple[Matter | None, Bulletin | None]:
    found = draft(bulletin_id, by=by, at=at) if bulletin_id is not None else None
    matter = visible(by, at=at).select_related("unit").filter(pk=matter_id).first() if matter_id else None
    if matter_id is not None and matter is None:
        raise Missing(Reason("missing", _("没有找到这个事项，或者它不在您的权限范围内")))
    if found and matter and not found.items.filter(matter=matter, included=True).exists():
        raise CannotRecordOutcome(Reason("not_in_it", _("这个事项没有列入这期通报"), "matter"))
    if matter is None and found is None:
        raise CannotRecordOutcome(Reason("of_nothing", _("处理结果须对应一个事项或一期通报"), "matter"))
    return matter, found


@transaction.atomic
def record_outcome(
    *,
    said: Decision,
    by: Person,
    at: datetime,
    bulletin_id: int | None = None,
    matter_id: int | None = None,
    unit: Unit | None = None,
) -> Outcome:
    """Write down an outcome of a draft bulletin, of a matter, or of a matter in a draft bulletin.

    Without a matter the unit is named; it lies below the bulletin's. In a draft only who drafts writes.
    """
    matter, found = _place(matter_id, bulletin_id, by, at)
    place = matter.unit if matter else unit
    if place is None or (found and not place.path.startswith(found.unit.path)):
        raise CannotRecordOutcome(Reason("no_unit", _("请选择事项，或者选择发文单位范围内的单位"), "unit"))
    require(by, MAY, at=at, unit=place)
    _check(said, place, at)
    made = Outcome.objects.create(
        bulletin=found,
        matter=matter,
        unit=place,
        kind=said.kind,
        persons=said.persons,
        heard_on=said.heard_on,
        decided_on=said.decided_on,
        decided_by=said.decided_by.strip(),
        basis=said.basis.strip(),
        duty_checked=said.duty_checked,
        recorded_at=at,
        recorded_by=by,
    )
    _note(made, "record_outcome", by, at)
    return made


def _note(made: Outcome, act: str, by: Person, at: datetime) -> None:
    subject = f"matter:{made.matter_id}" if made.matter_id else f"bulletin:{made.bulletin_id}"
    detail: dict[str, str | int | bool | None] = {
        "outcome": made.pk,
        "kind": str(made.kind),
        "persons": made.persons,
        "decided": made.decided_on is not None,
        "duty_checked": made.duty_checked,
        "bulletin": made.bulletin_id,
    }
    record(actor=by.key, act=f"publication.{act}", subject=subject, at=at, detail=detail)


def _locked(outcome_id: int, by: Person, at: datetime) -> Outcome:
    """The outcome, locked after its bulletin: who issues a bulletin locks it first and its outcomes then."""
    told_in = Outcome.objects.filter(pk=outcome_id).values_list("bulletin", flat=True).first()
    if told_in is not None:
        draft(told_in, by=by, at=at)
    made = (
        Outcome.objects.select_for_update(of=("self",)).select_related("unit").filter(pk=outcome_id).first()
    )
    hidden = made and made.matter_id and not visible(by, at=at).filter(pk=made.matter_id).exists()
    if made is None or hidden:
        raise Missing(Reason("missing", _("没有找到这条处理结果")))
    require(by, MAY, at=at, unit=made.unit)
    if made.bulletin_id != told_in:
        raise CannotRecordOutcome(Reason("told", _("这条处理结果刚刚随通报印发或撤回，请刷新后再看")))
    return made


@transaction.atomic
def decide_outcome(
    *,
    outcome_id: int,
    decided_on: date,
    decided_by: str,
    basis: str,
    by: Person,
    at: datetime,
    heard_on: date | None,
    duty_checked: bool = False,
) -> Outcome:
    """Say that a pending outcome is decided now. What was decided is not decided again."""
    made = _locked(outcome_id, by, at)
    if made.decided_on is not None:
        raise CannotRecordOutcome(Reason("decided", _("这条处理结果已经决定")))
    said = Decision(
        OutcomeKind(made.kind), made.persons, decided_on, decided_by, basis, heard_on, duty_checked
    )
    _check(said, made.unit, at)
    made.decided_on, made.heard_on = decided_on, heard_on
    made.decided_by, made.basis, made.duty_checked = decided_by.strip(), basis.strip(), duty_checked
    made.save(update_fields=["decided_on", "heard_on", "decided_by", "basis", "duty_checked"])
    _note(made, "decide_outcome", by, at)
    return made


@transaction.atomic
def remove_outcome(*, outcome_id: int, by: Person, at: datetime) -> None:
    """Take an outcome that was written down by mistake off a draft or a matter. The record keeps that it was there."""
    made = _locked(outcome_id, by, at)
    _note(made, "remove_outcome", by, at)
    made.delete()
