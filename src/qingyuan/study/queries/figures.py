"""Study in figures: participation by unit with leaders apart, kinds of education, load after hours. Never by name."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from qingyuan.campaign.api import Campaign, units_of
from qingyuan.engines.sheets import ExportColumn
from qingyuan.org.api import Person, Unit, scope
from qingyuan.study.kinds import SessionState
from qingyuan.study.models import EducationType, Session
from qingyuan.study.policy.sessions import Tally
from qingyuan.study.queries.places import FIGURES
from qingyuan.study.queries.sessions import counted

SUMS = tuple(Tally.__dataclass_fields__)
HELD = Q(state=SessionState.HELD)


@dataclass(frozen=True)
class Line:
    """Figures of one unit, or of all (``unit`` None). ``planned``: sessions that were not cancelled, up to the day."""

    unit: Unit | None
    planned: int
    held: int
    tally: Tally
    outside_sessions: int
    outside_minutes: int


def sessions_of(
    by: Person, campaign: Campaign, first: date, last: date, *, at: datetime
) -> QuerySet[Session]:
    """The sessions of a span of days whose figures a person reads."""
    rows = counted(by, at=at).filter(campaign=campaign, day__gte=first, day__lte=last)
    return rows.exclude(state=SessionState.CANCELLED)


def by_unit(rows: QuerySet[Session], units: Iterable[Unit]) -> list[Line]:
    """A line for each unit, sessions of those below it counted with it. One query."""
    asked = {name: Sum(name) for name in SUMS}
    told = list(
        rows.order_by()
        .values("unit__path")
        .annotate(
            planned=Count("pk"),
            held=Count("pk", filter=HELD),
            outside_sessions=Count("pk", filter=Q(outside__gt=0)),
            outside_minutes=Sum("outside"),
            **asked,
        )
    )
    return [_line(unit, [one for one in told if one["unit__path"].startswith(unit.path)]) for unit in units]


def _line(unit: Unit | None, told: list[Any]) -> Line:
    def total(name: str) -> int:
        return sum(one[name] or 0 for one in told)

    return Line(
        unit,
        total("planned"),
        total("held"),
        Tally(**{name: total(name) for name in SUMS}),
        total("outside_sessions"),
        total("outside_minutes"),
    )


def whole(lines: Iterable[Line]) -> Line:
    """All lines together; units of one campaign do not overlap."""
    lines = list(lines)
    return Line(
        None,
        sum(line.planned for line in lines),
        sum(line.held for line in lines),
        Tally(**{name: sum(getattr(line.tally, name) for line in lines) for name in SUMS}),
        sum(line.outside_sessions for line in lines),
        sum(line.outside_minutes for line in lines),
    )


def units_shown(by: Person, campaign: Campaign, *, at: datetime) -> QuerySet[Unit]:
    """The campaign's units whose figures a person reads."""
    return units_of(campaign).filter(scope(by, FIGURES, at=at, path="path"))


@dataclass(frozen=True)
class Education:
    """A type of education with how many sessions were held under it."""

    type: EducationType | None
    held: int


def by_education(rows: QuerySet[Session]) -> list[Education]:
    """Sessions held by type of education, computed from the sessions (requirement 026); last those without one."""
    told = rows.filter(HELD).order_by().values_list("node__education").annotate(n=Count("pk"))
    held = dict(told)
    found = [Education(one, held.get(one.pk, 0)) for one in EducationType.objects.all()]
    return [*found, *([Education(None, held[None])] if held.get(None) else [])]


def business_share(rows: Iterable[Education]) -> tuple[int, int]:
    """Sessions of law and skills among all held with a type (requirement 051)."""
    known = [one for one in rows if one.type is not None]
    return sum(one.held for one in known if one.type and one.type.business), sum(one.held for one in known)


@dataclass(frozen=True)
class Month:
    """What was planned and what was held in a month (requirement 237)."""

    first: date
    planned: int
    held: int


def by_month(rows: QuerySet[Session]) -> list[Month]:
    """Planned against held, by month. One query."""
    told = rows.order_by().values_list("day").annotate(n=Count("pk"), held=Count("pk", filter=HELD))
    months: dict[date, list[int]] = {}
    for day, planned, held in told:
        sums = months.setdefault(day.replace(day=1), [0, 0])
        sums[0] += planned
        sums[1] += held
    return [Month(first, planned, held) for first, (planned, held) in sorted(months.items())]


def of_span(campaign: Campaign, unit: Unit, first: date, last: date) -> Line:
    """The sessions of a unit and everything below it in a span of days: for documents, whoever writes them."""
    rows = Session.objects.filter(
        campaign=campaign, unit__path__startswith=unit.path, day__gte=first, day__lte=last
    )
    return by_unit(rows.exclude(state=SessionState.CANCELLED), [unit])[0]


def totals(campaign: Campaign, at: datetime) -> Line:
    """All of a campaign's sessions up to a moment: what the figures of the demo city are asked from."""
    rows = Session.objects.filter(campaign=campaign, starts_at__lte=at).exclude(state=SessionState.CANCELLED)
    return by_unit(rows, [campaign.unit])[0]


def columns() -> list[ExportColumn]:
    """The columns of the study sheet (学习记录); no names, no hours summed up, no marks."""
    names = (
        *((_("单位"), 20), (_("支部"), 24), (_("日期"), 12), (_("时段"), 14), (_("学习主题"), 36)),
        *(
            (_("教育类型"), 14),
            (_("形式"), 12),
            (_("状态"), 8),
            (_("应到"), 8),
            (_("实到"), 8),
            (_("值班"), 8),
        ),
        *((_("请假"), 8), (_("缺席"), 8), (_("需补学"), 8), (_("已补学"), 8), (_("要点"), 50)),
    )
    return [ExportColumn(name, width) for name, width in names]


def sheet(rows: QuerySet[Session]) -> Iterator[list[Any]]:
    """A line for each session. One query."""
    told = rows.select_related("unit", "branch", "node__education").order_by(
        "unit__path", "branch", "starts_at"
    )
    for one in told.iterator(chunk_size=1000):
        begin, end = localtime(one.starts_at), localtime(one.ends_at)
        counts = (one.expected, one.present, one.on_duty, one.on_leave, one.absent)
        yield [
            *(str(one.unit), str(one.branch), one.day, f"{begin:%H:%M}-{end:%H:%M}", one.title),
            *(str(one.node.education) if one.node else "", one.get_kind_display(), one.get_state_display()),
            *(counts if one.state == SessionState.HELD else (None,) * 5),
            *((one.on_duty + one.on_leave, one.made_up) if one.state == SessionState.HELD else (None, None)),
            one.note,
        ]
