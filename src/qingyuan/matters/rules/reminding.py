"""Reminders and escalation: to the person, then the unit head, then the level above; each step once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from qingyuan.kit.clock import local_day
from qingyuan.matters import policy
from qingyuan.matters.kinds import AT_UNIT, Audience, State, Term
from qingyuan.matters.models import Counter, Hot, Matter, Naming, Sent
from qingyuan.org.api import Person, Role, Unit, queries
from qingyuan.trail.api import Act, record_many

CLOCK = "clock"
AT_ONCE = 500


@transaction.atomic
def send_reminders(*, at: datetime) -> int:
    """Send every reminder that is due and not yet sent. Returns how many. Run as often as you like.

    Of two clocks that run at once, the second waits for the first and finds nothing left. All reminders are
    written before any is recorded: whoever holds a matter may be waiting for the record's lock.
    """
    Counter.objects.get_or_create(prefix=CLOCK)
    Counter.objects.select_for_update().get(prefix=CLOCK)
    today = local_day(at)
    due = Matter.objects.filter(_unsent(today), state__in=AT_UNIT, term=Term.DATED).order_by("pk")
    sent: list[Sent] = []
    batch: list[Matter] = []
    for matter in due.iterator(chunk_size=AT_ONCE):
        batch.append(matter)
        if len(batch) == AT_ONCE:
            sent += _send(batch, today, at)
            batch = []
    sent += _send(batch, today, at)
    sent += _send_hot(today, at)
    record_many(
        Act(CLOCK, "matters.remind", f"matter:{one.matter_id}", at, {"step": one.step, "to": one.person_id})
        for one in sent
    )
    return len(sent)


def _unsent(today: date) -> Q:
    """Matters with a step of the ladder that is due and that nobody was told of for this deadline.

    The database looks for them, each minute: of a million matters few are left to look at here.
    """
    unsent = Q()
    for step in policy.LADDER:
        told = Sent.objects.filter(matter=OuterRef("pk"), step=step.name, due_on=OuterRef("due_on"))
        unsent |= Q(due_on__range=policy.deadlines_of(step, today)) & ~Q(Exists(told))
    return unsent


def _send(batch: Iterable[Matter], today: date, at: datetime) -> list[Sent]:
    matters = {matter.pk: matter for matter in batch}
    if not matters:
        return []
    gone: dict[tuple[int, date], set[str]] = defaultdict(set)
    for matter_id, name, due_on in Sent.objects.filter(matter__in=matters).values_list(
        "matter", "step", "due_on"
    ):
        gone[matter_id, due_on].add(name)
    barred = _barred(matters)
    heads = queries.holders_by_path(Role.UNIT_HEAD, at=at)
    offices = queries.holders_by_path(Role.CAMPAIGN_OFFICE, at=at)
    fresh = []
    for matter in matters.values():
        if matter.due_on is None:
            continue
        for step in policy.reminders_due(matter.due_on, today, gone[matter.pk, matter.due_on]):
            people = _audience(step.audience, matter, heads, offices, barred[matter.pk])
            fresh += [
                Sent(matter=matter, step=step.name, due_on=matter.due_on, person_id=person_id, at=at)
                for person_id in sorted(people)
            ]
    Sent.objects.bulk_create(fresh, batch_size=AT_ONCE)
    return fresh


def _send_hot(today: date, at: datetime) -> list[Sent]:
    """The same ladder's way for first responses that are due: owner, head, the office above. A few queries."""
    waiting = list(
        Hot.objects.filter(responded_at__isnull=True, due_on__lte=today)
        .exclude(matter__state=State.VOID)
        .select_related("matter")
        .order_by("pk")
    )
    if not waiting:
        return []
    steps = [step.name for step in policy.HOT_LADDER]
    gone: dict[int, set[str]] = defaultdict(set)
    for matter_id, name in Sent.objects.filter(
        matter__in=[hot.matter_id for hot in waiting], step__in=steps
    ).values_list("matter", "step"):
        gone[matter_id].add(name)
    heads = queries.holders_by_path(Role.UNIT_HEAD, at=at)
    offices = queries.holders_by_path(Role.CAMPAIGN_OFFICE, at=at)
    fresh = [
        Sent(matter=hot.matter, step=step.name, due_on=hot.due_on, person_id=person_id, at=at)
        for hot in waiting
        for step in policy.reminders_due(hot.due_on, today, gone[hot.matter_id], policy.HOT_LADDER)
        for person_id in sorted(_audience(step.audience, hot.matter, heads, offices, Barred()))
    ]
    Sent.objects.bulk_create(fresh, batch_size=AT_ONCE)
    return fresh


@dataclass
class Barred:
    """Whom a matter is about, and who therefore is told nothing of it."""

    people: set[int] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)

    def passes(self, path: str, people: Iterable[int]) -> list[int]:
        """Those of the people at a place who may be told."""
        if any(path.startswith(named) for named in self.paths):
            return []
        return [person for person in people if person not in self.people]


def _barred(matters: Iterable[int]) -> dict[int, Barred]:
    barred: dict[int, Barred] = defaultdict(Barred)
    named = Naming.objects.filter(matter__in=list(matters)).values_list("matter", "person", "unit__path")
    for matter_id, person_id, path in named:
        if person_id is not None:
            barred[matter_id].people.add(person_id)
        else:
            barred[matter_id].paths.add(path)
    return barred


def _audience(
    audience: Audience,
    matter: Matter,
    heads: dict[str, list[int]],
    offices: dict[str, list[int]],
    barred: Barred,
) -> list[int]:
    """The people of one step: at the nearest place, upwards, that has somebody who is not involved."""
    if audience is Audience.OWNER and matter.owner_id:
        return barred.passes("", [matter.owner_id])
    by_path = offices if audience is Audience.ABOVE else heads
    path = matter.unit_path
    if audience is Audience.ABOVE:
        path = path[: -Unit.steplen] or path
    for end in range(len(path), 0, -Unit.steplen):
        if people := barred.passes(path[:end], by_path.get(path[:end], [])):
            return people
    return []


@transaction.atomic
def mark_read(*, by: Person, at: datetime) -> int:
    """The person has seen his reminders."""
    return Sent.objects.filter(person=by, read_at__isnull=True).update(read_at=at)
