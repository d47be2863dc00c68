"""Special-duty mode: which units are in it, and on which days."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet

from qingyuan.org.api import Person, Unit, scope, standing
from qingyuan.study.models import SpecialDuty
from qingyuan.study.policy import life as policy
from qingyuan.study.queries.events import SEE, places_above

SWITCH = "study.switch_special_duty"


def suspended(unit: Unit, day: date) -> bool:
    """Whether a unit, or one above it, is in special-duty mode on a day: then no study is asked of it. One query."""
    rows = SpecialDuty.objects.filter(
        unit__path__in=places_above(unit.path), from_on__lte=day, to_on__gte=day
    )
    return rows.exists()


def suspended_paths(first: date, last: date) -> dict[str, list[tuple[date, date]]]:
    """The places in special-duty mode between two days, each with its spans of days. One query."""
    found: dict[str, list[tuple[date, date]]] = {}
    rows = SpecialDuty.objects.filter(from_on__lte=last, to_on__gte=first)
    for path, begin, end in rows.values_list("unit__path", "from_on", "to_on"):
        found.setdefault(path, []).append((begin, end))
    return found


def spans_of(path: str, suspended: dict[str, list[tuple[date, date]]]) -> list[tuple[date, date]]:
    """The spans that hold for a unit at a place: its own and those of the units above it."""
    return [span for place in places_above(path) for span in suspended.get(place, ())]


def suspended_units(units: Iterable[Unit], day: date) -> set[int]:
    """Which of these units are in special-duty mode on a day. One query."""
    known = suspended_paths(day, day)
    return {unit.pk for unit in units if policy.covers(spans_of(unit.path, known), day)}


def seen(by: Person, *, at: datetime) -> QuerySet[SpecialDuty]:
    """What a person sees of it: within reach, and of the units that he belongs to and those above."""
    above = [path for place in standing(by, at).places for path in places_above(place)]
    rows = SpecialDuty.objects.filter(
        scope(by, SEE, at=at) | scope(by, SWITCH, at=at) | Q(unit__path__in=above)
    )
    return rows.select_related("unit", "by")
