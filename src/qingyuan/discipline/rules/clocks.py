"""Clocks: changed by the office, extended once by a second person; a lead whose clock passed goes up by itself."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from qingyuan.discipline.errors import CannotChangeClock, CannotHandle, Reason, missing
from qingyuan.discipline.events import LeadRose
from qingyuan.discipline.kinds import Effect, Event, Grade, Measure
from qingyuan.discipline.models import Clock, Escalation, Handling, Lead, MoreTime
from qingyuan.discipline.policy import routing
from qingyuan.discipline.queries import handling as handlings
from qingyuan.discipline.queries import leads as queries
from qingyuan.discipline.queries import people
from qingyuan.discipline.rules._desk import CLOCK, happened, locked, note
from qingyuan.kit import bus
from qingyuan.kit.clock import local_day
from qingyuan.kit.words import _
from qingyuan.matters.api import kinds
from qingyuan.org.api import Person, Unit, require
from qingyuan.trail.api import record

AT_ONCE = 500


@transaction.atomic
def change_clock(
    *,
    code: str,
    amount: int,
    measure: Measure,
    more: int,
    source: str,
    grade: Grade,
    confirmed: bool,
    active: bool,
    by: Person,
    at: datetime,
) -> Clock:
    """Change the value of a clock with its source. One whose source was not found runs only once confirmed."""
    require(by, "discipline.change_clock", at=at)
    clock = Clock.objects.select_for_update().filter(pk=code).first()
    if clock is None:
        raise missing()
    problems = []
    if active and amount < 1:
        problems.append(Reason("no_amount", _("启用的时限至少为1"), "amount"))
    if not source.strip():
        problems.append(Reason("no_source", _("请写明出处"), "source"))
    if active and grade is Grade.U and not confirmed:
        words = _("没有查到原文的时限，须经确认才能启用")
        problems.append(Reason("not_confirmed", words, "confirmed"))
    if problems:
        raise CannotChangeClock(problems)
    clock.amount, clock.measure, clock.more = amount, measure, more
    clock.source, clock.grade = source.strip(), grade
    clock.confirmed, clock.active = confirmed, active
    clock.save()
    detail: dict[str, str | int | bool | None] = {
        "amount": amount,
        "measure": measure.value,
        "grade": grade.value,
        "active": active,
    }
    record(actor=by.key, act="discipline.change_clock", subject=f"clock:{code}", at=at, detail=detail)
    return clock


@transaction.atomic
def ask_more_time(*, lead_id: int, code: str, reason: str, by: Person, at: datetime) -> MoreTime:
    """Ask for the one extension that a clock allows."""
    lead = locked(lead_id, by=by, at=at)
    shown = {one.clock.code: one for one in queries.readings([lead], local_day(at))[lead.pk]}
    problems = []
    if code not in shown or not shown[code].reading.running:
        problems.append(Reason("not_running", _("这个时限现在没有在计时"), "code"))
    elif not shown[code].clock.more:
        problems.append(Reason("no_more", _("这个时限不能延长"), "code"))
    if not reason.strip():
        problems.append(Reason("no_reason", _("请写明延期理由"), "reason"))
    if lead.more_time.filter(clock=code).exists():
        problems.append(Reason("again", _("这个时限已经申请过延长，只能延长一次"), "code"))
    if problems:
        raise CannotHandle(problems)
    asked = MoreTime.objects.create(lead=lead, clock_id=code, reason=reason.strip(), at=at, by=by)
    note(lead, "ask_more_time", by=by, at=at, detail={"clock": code})
    return asked


@transaction.atomic
def answer_more_time(*, lead_id: int, answer: kinds.Answer, by: Person, at: datetime) -> MoreTime:
    """Grant or refuse the extension that waits; somebody else than who asked for it or handles the lead."""
    lead = locked(lead_id, by=by, at=at)
    asked = lead.more_time.filter(answer="").first()
    if asked is None:
        raise missing()
    if by.pk in (asked.by_id, lead.matter.owner_id):
        raise CannotHandle(Reason("same_person", _("延期须由申请人和承办人以外的人批准")))
    asked.answer, asked.answered_at, asked.answered_by = answer, at, by
    asked.save(update_fields=["answer", "answered_at", "answered_by"])
    note(lead, "answer_more_time", by=by, at=at, detail={"clock": asked.clock_id, "answer": answer.value})
    return asked


@transaction.atomic
def raise_late(*, at: datetime) -> int:
    """Have every lead with a clock that passed go up a level: once a clock and deadline. Returns how many did."""
    list(
        Clock.objects.select_for_update().order_by("pk")
    )  # of two that run at once the second finds nothing left
    found = Lead.objects.exclude(matter__state=kinds.State.VOID).select_related("matter").order_by("pk")
    holders = people.holders(at)
    units = {unit.path: unit for unit in Unit.objects.all()}
    rose = 0
    batch: list[Lead] = []
    for lead in found.iterator(chunk_size=AT_ONCE):
        batch.append(lead)
        if len(batch) == AT_ONCE:
            rose += _raise(batch, holders, units, at)
            batch = []
    return rose + _raise(batch, holders, units, at)


def _raise(
    batch: Sequence[Lead], holders: Sequence[routing.Holder], units: dict[str, Unit], at: datetime
) -> int:
    today = local_day(at)
    done = set(Escalation.objects.filter(lead__in=batch).values_list("lead", "clock", "due_on"))
    shown = queries.readings(batch, today)
    waits = Handling.objects.filter(lead__in=batch, appeals__answer="").distinct()
    appealed = list(waits.prefetch_related("appeals"))
    leads_of = {made.pk: made.lead_id for made in appealed}
    for made_id, read in handlings.readings(appealed, today).items():
        shown[leads_of[made_id] or 0] += read
    rose = 0
    for lead in batch:
        passed = {
            (one.clock.code, one.reading.due_on): one
            for one in shown[lead.pk]
            if one.late
            and one.reading.running
            and one.clock.effect == Effect.RISE
            and (lead.pk, one.clock.code, one.reading.due_on) not in done
        }
        if not passed:
            continue
        before = Escalation.objects.filter(lead=lead).order_by("-pk").select_related("unit").first()
        stands = before.unit.path if before and before.unit else lead.matter.unit_path
        up = routing.level_above(stands, people.about_matter(lead.matter), holders)
        for one in passed.values():
            unit = units.get(up)
            Escalation.objects.create(lead=lead, clock=one.clock, due_on=one.reading.due_on, unit=unit, at=at)
            happened(lead, Event.ROSE, by=None, at=at)
            note(
                lead,
                "raise_late",
                by=None,
                actor=CLOCK,
                at=at,
                detail={"clock": one.clock.code, "unit": unit.pk if unit else None},
            )
            bus.tell(LeadRose(lead.pk, one.clock.code, unit.pk if unit else None, at))
            rose += 1
    return rose
