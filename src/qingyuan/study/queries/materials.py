"""What was handed out, to whom, and what of it came."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F, Q, QuerySet, Sum

from qingyuan.campaign.api import Campaign, units_of
from qingyuan.engines.sheets import ExportColumn
from qingyuan.kit.words import _
from qingyuan.org.api import Person, Unit, scope
from qingyuan.study.kinds import MaterialKind
from qingyuan.study.models import Handout, Material
from qingyuan.study.policy.materials import Sum as Copies

SEE = "study.see_materials"


def handouts(by: Person, *, at: datetime) -> QuerySet[Handout]:
    """The handouts that a person sees: those to units in reach."""
    rows = Handout.objects.filter(scope(by, SEE, at=at))
    return rows.select_related("unit", "material__campaign__unit", "by", "received_by")


def receivers(campaign: Campaign) -> QuerySet[Unit]:
    """Whom material is handed out to: the campaign's own unit, for its leaders, and the units it covers."""
    found: QuerySet[Unit] = Unit.objects.filter(
        Q(pk=campaign.unit_id) | Q(pk__in=units_of(campaign).values("pk"))
    ).order_by("path")
    return found


def materials(campaign: Campaign) -> list[Material]:
    """Every material of a campaign, in its order."""
    return list(Material.objects.filter(campaign=campaign))


def reading_list(campaign: Campaign) -> list[Material]:
    """The books that one is recommended to read."""
    return list(Material.objects.filter(campaign=campaign, reading=True, active=True))


@dataclass(frozen=True)
class Line:
    """A unit and what it got of each material, in the order of the columns."""

    unit: Unit
    cells: tuple[tuple[Material, Copies], ...]


@dataclass(frozen=True)
class Given:
    """Units by materials, with the sum of each material."""

    materials: tuple[Material, ...]
    lines: tuple[Line, ...]
    sums: tuple[Copies, ...]

    @property
    def columns(self) -> list[tuple[Material, Copies]]:
        return list(zip(self.materials, self.sums, strict=True))


def given(campaign: Campaign, by: Person, *, at: datetime) -> Given:
    """What units in reach got. Two queries, whatever the number of units."""
    every = materials(campaign)
    rows = (
        Handout.objects.filter(scope(by, SEE, at=at), material__campaign=campaign)
        .order_by()
        .values("unit", "material")
        .annotate(
            copies=Sum("quantity"),
            came=Sum("received"),
            waiting=Sum("quantity", filter=Q(received__isnull=True)),
            lacking=Sum(F("quantity") - F("received"), filter=Q(received__isnull=False)),
        )
    )
    cells = {
        (row["unit"], row["material"]): Copies(
            row["copies"], row["came"] or 0, row["lacking"] or 0, row["waiting"] or 0
        )
        for row in rows
    }
    units = Unit.objects.filter(pk__in={unit for unit, _material in cells}).order_by("path")
    lines = tuple(
        Line(unit, tuple((one, cells.get((unit.pk, one.pk), Copies())) for one in every)) for unit in units
    )
    sums = tuple(sum((line.cells[n][1] for line in lines), Copies()) for n in range(len(every)))
    return Given(tuple(every), lines, sums)


def waiting(campaign: Campaign, by: Person, *, at: datetime, permission: str) -> QuerySet[Handout]:
    """What a unit's clerk has still to count: never counted, or counted short."""
    rows = handouts(by, at=at).filter(scope(by, permission, at=at), material__campaign=campaign)
    return rows.filter(Q(received__isnull=True) | Q(received__lt=F("quantity"))).order_by("handed_on", "pk")


def copies(campaign: Campaign, kind: MaterialKind, *, at: datetime) -> int:
    """Copies of a kind of material handed out up to a moment."""
    rows = Handout.objects.filter(material__campaign=campaign, material__kind=kind, at__lte=at)
    return int(rows.aggregate(n=Sum("quantity"))["n"] or 0)


def columns() -> list[ExportColumn]:
    """The columns of the exported handouts."""
    names = (
        (_("单位"), 20), (_("资料"), 30), (_("类别"), 14), (_("发放日期"), 12), (_("发放数量"), 10),
        (_("实收数量"), 10), (_("短少"), 8), (_("短少的原因"), 40), (_("签收日期"), 12), (_("签收人"), 10),
    )  # fmt: skip
    return [ExportColumn(str(name), width) for name, width in names]


def table(campaign: Campaign, by: Person, *, at: datetime) -> Iterator[list[Any]]:
    """A row for each handout in reach, in the order of the units."""
    rows = handouts(by, at=at).filter(material__campaign=campaign).order_by("unit__path", "handed_on", "pk")
    for one in rows.iterator(500):
        yield [
            one.unit.name,
            one.material.title,
            one.material.get_kind_display(),
            one.handed_on,
            one.quantity,
            one.received,
            one.short if one.received is not None else None,
            one.words,
            one.received_at.date() if one.received_at else None,
            one.received_by.name if one.received_by else "",
        ]
