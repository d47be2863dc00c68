"""Where people belong and in which group their minutes are shown."""

from collections.abc import Collection, Iterator
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from qingyuan.burden import policy
from qingyuan.burden.kinds import Group
from qingyuan.org.api import Person, Unit
from qingyuan.org.api import queries as org

AT_ONCE = 500


def _at_home(on: date) -> QuerySet[Person]:
    held = Q(posts__main=True, posts__from_on__lte=on) & (
        Q(posts__to_on__isnull=True) | Q(posts__to_on__gte=on)
    )
    return Person.objects.filter(held)


def homes(people: Collection[int], *, on: date) -> Iterator[tuple[int, int, Group]]:
    """Of people that have a main post on the day: their id, its unit, their group. One query for each 500."""
    wanted = sorted(people)
    for start in range(0, len(wanted), AT_ONCE):
        rows = _at_home(on).filter(pk__in=wanted[start : start + AT_ONCE])
        for key, unit, category, rank in rows.values_list("pk", "posts__unit", "category", "rank"):
            yield key, unit, policy.group_of(category, rank)


def headcounts(on: date) -> Iterator[tuple[int, Group, int]]:
    """How many people of each group have their main post in each unit, itself alone. One query."""
    counted: dict[tuple[int, Group], int] = {}
    rows = _at_home(on).values_list("posts__unit", "category", "rank").annotate(n=Count("pk")).order_by()
    for unit, category, rank, people in rows:
        key = unit, policy.group_of(category, rank)
        counted[key] = counted.get(key, 0) + people
    for (unit, group), people in counted.items():
        yield unit, group, people


# What the rosters know of a unit with all below it, so that no form asks for it.


def police(unit: Unit, at: datetime) -> str:
    """How many police officers a unit has."""
    return str(org.headcounts([unit], at)[unit.pk].police)


def auxiliaries(unit: Unit, at: datetime) -> str:
    """How many auxiliaries a unit has."""
    return str(org.headcounts([unit], at)[unit.pk].auxiliary)


def branches(unit: Unit, at: datetime) -> str:  # noqa: ARG001
    """How many party branches a unit has."""
    return str(org.branches(Unit.objects.filter(path__startswith=unit.path)).count())
