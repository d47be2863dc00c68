"""Who is responsible for a unit on a day, who leads, and who looks after whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Max, Prefetch, Q, QuerySet

from qingyuan.campaign import policy
from qingyuan.campaign.kinds import Duty
from qingyuan.campaign.models import (
    Campaign,
    ContactPoint,
    Deployment,
    GroupMember,
    GroupSection,
    LeadingGroup,
    Responsibility,
)
from qingyuan.campaign.models.people import held_on
from qingyuan.kit.clock import local_day
from qingyuan.org.api import Person, Unit


def _places(units: Iterable[Unit]) -> list[str]:
    return sorted({u.path[:end] for u in units for end in range(Unit.steplen, len(u.path) + 1, Unit.steplen)})


def _nearest(units: Iterable[Unit], found: Iterable[tuple[str, Responsibility]]) -> dict[int, Responsibility]:
    """For each unit the responsibility whose place is the unit's own or the nearest above; the latest wins a tie."""
    best: dict[int, tuple[int, date, int, Responsibility]] = {}
    places = list(found)
    for unit in units:
        for path, row in places:
            if unit.path.startswith(path):
                rank = (len(path), row.from_on, row.pk, row)
                if unit.pk not in best or rank[:3] > best[unit.pk][:3]:
                    best[unit.pk] = rank
    return {key: rank[3] for key, rank in best.items()}


def portfolio_leaders(units: Iterable[Unit], at: datetime) -> dict[int, Person]:
    """By id of the unit, the leader whose line of work (一岗双责) covers it on the day; a page needs one call.

    A unit that nobody covers itself has the leader of the nearest unit above it. Running campaigns only.
    """
    units = list(units)
    places = _places(units)
    rows = Responsibility.objects.filter(
        held_on(local_day(at)), kind=Duty.DUAL, campaign__ended_at__isnull=True
    )
    rows = rows.filter(covers__path__in=places).select_related("person").distinct()
    through = Responsibility.covers.through.objects.filter(
        responsibility__in=[row.pk for row in rows], unit__path__in=places
    ).values_list("responsibility", "unit__path")
    by_id = {row.pk: row for row in rows}
    return {k: r.person for k, r in _nearest(units, ((path, by_id[pk]) for pk, path in through)).items()}


def portfolio_leader(unit: Unit, at: datetime) -> Person | None:
    """The leader whose line of work covers a unit on the day (requirement 009)."""
    return portfolio_leaders([unit], at).get(unit.pk)


def first_responsible(unit: Unit, at: datetime) -> Person | None:
    """The first responsible person (第一责任人) of a unit on the day, of the nearest unit above if it has none."""
    rows = Responsibility.objects.filter(
        held_on(local_day(at)),
        kind=Duty.FIRST,
        campaign__ended_at__isnull=True,
        unit__path__in=_places([unit]),
    ).select_related("person", "unit")
    found = _nearest([unit], [(row.unit.path, row) for row in rows])
    return found[unit.pk].person if unit.pk in found else None


@dataclass(frozen=True)
class UnitResponsibility:
    """A line of the matrix; ``faults``: stretches without exactly one first responsible person."""

    unit: Unit
    first: Responsibility | None
    others: tuple[Responsibility, ...]
    past: tuple[Responsibility, ...]
    faults: tuple[tuple[date, date, int], ...]


def responsibility_matrix(campaign: Campaign, seen: Q, on: date) -> list[UnitResponsibility]:
    """The campaign's own unit and every unit covered that is in sight, with who is responsible. Four queries."""
    covered = Deployment.objects.filter(campaign=campaign).values("unit")
    units = Unit.objects.filter(Q(pk__in=covered) | Q(pk=campaign.unit_id)).filter(seen).order_by("path")
    rows: dict[int, list[Responsibility]] = {}
    given = Responsibility.objects.filter(campaign=campaign, unit__in=units).select_related("person")
    for row in given.prefetch_related("covers").order_by("kind", "from_on", "pk"):
        rows.setdefault(row.unit_id, []).append(row)
    begun = campaign.kicked_off_on or campaign.starts_on
    last = min(on, campaign.ends_on)
    lines = []
    for unit in units:
        held = rows.get(unit.pk, [])
        now = [r for r in held if r.from_on <= on and (r.to_on is None or r.to_on >= on)]
        firsts = [r.period for r in held if r.kind == Duty.FIRST]
        lines.append(
            UnitResponsibility(
                unit,
                next((r for r in now if r.kind == Duty.FIRST), None),
                tuple(r for r in now if r.kind != Duty.FIRST),
                tuple(r for r in held if r not in now),
                policy.sole_holder_faults(firsts, begun, last) if begun <= last else (),
            )
        )
    return lines


def group_of(campaign: Campaign, unit: Unit) -> LeadingGroup | None:
    """A unit's leading group with sections and everybody who ever sat in it, in four queries."""
    sitting = GroupMember.objects.select_related("person").order_by("from_on", "pk")
    sections = GroupSection.objects.prefetch_related(Prefetch("members", sitting)).order_by("order", "pk")
    return (
        LeadingGroup.objects.filter(campaign=campaign, unit=unit)
        .select_related("unit", "campaign__unit")
        .prefetch_related(Prefetch("members", sitting), Prefetch("sections", sections))
        .first()
    )


def contact_points(campaign: Campaign) -> QuerySet[ContactPoint]:
    """Contact points with when they were last visited and how many visits found something."""
    return (
        campaign.contact_points.select_related("leader", "unit")
        .annotate(
            visit_count=Count("visits"),
            found_count=Count("visits", filter=~Q(visits__finding="")),
            last_visited_on=Max("visits__visited_on"),
        )
        .order_by("unit__path", "pk")
    )


@dataclass(frozen=True)
class ContactFigures:
    """``points`` that hold on the day, between ``leaders`` and ``units``; ``demonstration``: shown to others."""

    points: int
    leaders: int
    units: int
    demonstration: int


def contact_figures(campaign: Campaign, at: datetime) -> ContactFigures:
    """How many contact points hold on the day. One query."""
    found = campaign.contact_points.filter(held_on(local_day(at))).aggregate(
        points=Count("pk"),
        leaders=Count("leader", distinct=True),
        units=Count("unit", distinct=True),
        demonstration=Count("pk", filter=Q(shown_on__isnull=False)),
    )
    return ContactFigures(**found)
