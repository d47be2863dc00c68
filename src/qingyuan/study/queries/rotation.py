"""Rotation training: cycles, who is not placed yet by unit, and who could be placed into a batch."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from qingyuan.kit.clock import local_day
from qingyuan.org.api import Person, Unit, reach, scope
from qingyuan.org.api import kinds as org_kinds
from qingyuan.org.api import queries as org
from qingyuan.study.models import Batch, Placement, Rotation
from qingyuan.study.policy.life import Candidate
from qingyuan.study.queries.events import places_above

SEE, KEEP = "study.see_rotation", "study.keep_rotation"


def visible(by: Person, *, at: datetime) -> QuerySet[Rotation]:
    """The cycles that a person sees: those of his units and of units above which place his people."""
    return Rotation.objects.filter(scope(by, SEE, at=at) | Q(pk__in=_above(by, at))).select_related(
        "unit", "came_by"
    )


def _above(by: Person, at: datetime) -> QuerySet[Rotation, int]:
    above = [path for top in reach(by, SEE, at).paths for path in places_above(top)]
    return Rotation.objects.filter(unit__path__in=above).values_list("pk", flat=True)


def everybody(rotation: Rotation, at: datetime) -> QuerySet[Person]:
    """Whom a cycle is for: the officers of the unit and of all below it."""
    inside = Unit.objects.filter(path__startswith=rotation.unit.path)
    return org.members(inside, at).filter(category=org_kinds.Category.POLICE)


@dataclass(frozen=True)
class UnitPlaced:
    """A unit with how many of its people are placed. Counts only."""

    unit: Unit
    people: int
    placed: int

    @property
    def waiting(self) -> int:
        return self.people - self.placed


def by_unit(rotation: Rotation, by: Person, *, at: datetime) -> list[UnitPlaced]:
    """Placed and waiting by unit within reach, in the order of the tree. Three queries."""
    inside = Q(path__startswith=rotation.unit.path)
    units = list(Unit.objects.filter(inside & scope(by, SEE, at=at, path="path")).order_by("path"))
    every = everybody(rotation, at)
    homes = _homes(every, at)
    placed = _homes(every.filter(pk__in=Placement.objects.filter(rotation=rotation).values("person")), at)
    lines = (UnitPlaced(unit, homes.get(unit.pk, 0), placed.get(unit.pk, 0)) for unit in units)
    return [line for line in lines if line.people]


def _homes(people: QuerySet[Person], at: datetime) -> dict[int, int]:
    rows = (
        people.filter(posts__main=True, posts__from_on__lte=local_day(at))
        .filter(Q(posts__to_on__isnull=True) | Q(posts__to_on__gte=local_day(at)))
        .order_by()
    )
    return dict(rows.values_list("posts__unit").annotate(n=Count("pk")))


def waiting(rotation: Rotation, *, at: datetime) -> list[Candidate]:
    """Who is not placed yet, in the order of numbers; a shift worker is who stands on a duty roster in the cycle."""
    placed = Placement.objects.filter(rotation=rotation).values("person")
    people = list(everybody(rotation, at).exclude(pk__in=placed).prefetch_related(org.post_on(at)))
    taken, shifts = org.away_of(everybody(rotation, at), rotation.from_on, rotation.to_on)
    return [
        Candidate(
            person.pk,
            person.homes[0].unit_id,  # type: ignore[attr-defined]
            person.pk in shifts,
            tuple(taken.get(person.pk, ())),
        )
        for person in people
    ]


def own(person: Person, first: date, last: date) -> QuerySet[Placement]:
    """A person's own placements that touch these days."""
    rows = Placement.objects.filter(person=person, batch__first_on__lte=last, batch__last_on__gte=first)
    return rows.select_related("batch", "rotation").order_by("batch__first_on")


def names(batch: Batch) -> Iterable[Person]:
    """Who is placed in a batch: for those who plan it."""
    return Person.objects.filter(pk__in=batch.placements.values("person")).order_by("police_no")


def batches(rotation: Rotation) -> QuerySet[Batch]:
    """The batches of a cycle with how many are placed in each. One query."""
    return rotation.batches.annotate(placed=Count("placements"))
