"""The wall chart (挂图作战): units by tasks and problems, drawn from the ledger and never typed.

Every number is a sum over kept figures (``matters.api.cells``), so the chart reads a few rows for each unit shown,
however long the ledger is. What a person may not see is not in it, not even as a count.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from qingyuan.campaign.api import Campaign, Task, timeline
from qingyuan.kit import workdays
from qingyuan.kit.clock import local_day
from qingyuan.ledger.kinds import LaneGroup, Mark
from qingyuan.matters.api import Category, Figures, cells, policy, queries
from qingyuan.matters.api import kinds as matter_kinds
from qingyuan.org.api import Person, Unit, reach

LANES_AT_MOST = 18  # columns that can still be read on a screen of 1920 pixels and on A3
CATEGORIES_AT_MOST = 12
TASKS_AT_LEAST = 4

Placed = dict[tuple[str, str], Figures]
"""Figures by (path of the unit, key of the lane)."""


@dataclass(frozen=True)
class Lane:
    """A column: a task of the plan, a category of problems, or a kind of what has neither.

    ``members``: keys of all that is counted in it; more than one where the last column of a group gathers
    what finds no room, which is all of its group but what the columns ``beside`` it hold. A key is
    ``task:<id>``, ``category:<code>`` or ``kind:<kind>``.
    """

    key: str
    group: LaneGroup
    words: str
    members: tuple[str, ...]
    due_on: date | None = None
    beside: tuple[str, ...] = ()

    @property
    def rest(self) -> bool:
        """Whether it gathers what finds no room."""
        return bool(self.beside)

    @property
    def asked(self) -> str:
        """What a list is asked for to show what is counted here: short, however much the rest gathers."""
        return ",".join(f"but:{key}" for key in self.beside) if self.beside else ",".join(self.members)


@dataclass(frozen=True)
class Row:
    """A unit with all below it; ``own``: what stands at the upper unit itself. One figure for each lane."""

    unit_id: int
    code: str
    name: str
    label: str
    own: bool
    deeper: bool
    figures: tuple[Figures, ...]
    leaders: Figures

    @property
    def total(self) -> Figures:
        return queries.total(self.figures)


@dataclass(frozen=True)
class Phase:
    """A phase of the campaign; ``begin`` and ``end`` in thousandths of its span."""

    words: str
    starts_on: date
    ends_on: date
    begin: int
    end: int
    closed: bool
    current: bool
    overdue: bool


@dataclass(frozen=True)
class Phases:
    """The timeline. ``today`` in thousandths, None outside the campaign's days; ``day`` of ``days``."""

    first: date
    last: date
    phases: tuple[Phase, ...]
    today: int | None
    day: int
    days: int


@dataclass(frozen=True)
class Wall:
    """Rows by lanes. The rows add up to ``sums``, and these to ``whole``; ``leaders`` are a part of them (其中).

    ``unit``: the one whose units are shown; None where the person answers for several that stand side by side.
    """

    campaign: Campaign
    unit: Unit | None
    lanes: tuple[Lane, ...]
    rows: tuple[Row, ...]
    sums: tuple[Figures, ...]
    leaders: tuple[Figures, ...]
    phases: Phases
    at: datetime

    @property
    def whole(self) -> Figures:
        return queries.total(self.sums)

    @property
    def leaders_whole(self) -> Figures:
        return queries.total(self.leaders)

    @property
    def groups(self) -> list[tuple[LaneGroup, int]]:
        """The headings above the lanes, each with how many lanes stand below it."""
        counted = [(group, sum(lane.group is group for lane in self.lanes)) for group in LaneGroup]
        return [(group, width) for group, width in counted if width]


def mark(figures: Figures) -> Mark:
    """The state of a cell, by its worst matter."""
    if not figures.all:
        return Mark.NONE
    if figures.overdue:
        return Mark.LATE
    if figures.soon:
        return Mark.SOON
    if figures.open > figures.long_open:
        return Mark.GOING
    return Mark.LONG if figures.long_open else Mark.DONE


def wall(campaign: Campaign, *, by: Person, at: datetime, below: Unit | None = None) -> Wall:
    """The chart as far as ``by`` sees it: the units below the campaign's, or below one of them.

    Who answers for one unit only gets the units below that one. The caller has made sure that ``below`` is in
    the person's sight; a unit outside it would show no figures.
    """
    top, tops = _top(campaign, by, at, below)
    units = _units(top, tops)
    today = local_day(at)
    soon = workdays.shift(today, policy.SOON)
    found = cells(campaign.pk, _paths(top, units), by=by, at=at, today=today, soon=soon)
    return _drawn(campaign, top, units, found, at)


def public_wall(campaign: Campaign, unit: Unit, *, at: datetime) -> Wall:
    """The chart of a unit for a screen on a wall: kept figures only, so nothing that is hidden from anybody."""
    units = _units(unit, [])
    today = local_day(at)
    soon = workdays.shift(today, policy.SOON)
    found = queries.tallied(campaign.pk, _paths(unit, units), today=today, soon=soon)
    return _drawn(campaign, unit, units, found, at)


def _top(campaign: Campaign, by: Person, at: datetime, below: Unit | None) -> tuple[Unit | None, list[str]]:
    """Below which unit the rows stand; or the places of the rows, where they stand below different ones."""
    if below is not None:
        return below, []
    far = reach(by, "matters.see", at)
    if any(campaign.unit.path.startswith(path) for path in far.paths):
        return campaign.unit, []
    tops = [path for path in far.paths if path.startswith(campaign.unit.path)]
    if len(tops) == 1:
        return Unit.objects.filter(path=tops[0]).first(), []
    return None, tops


def _units(top: Unit | None, tops: Collection[str]) -> list[Unit]:
    if top is None:
        return list(Unit.objects.filter(path__in=tops).order_by("path")) if tops else []
    below = Unit.objects.filter(depth=top.depth + 1, path__startswith=top.path)
    return list(below.order_by("path")) if top.numchild else []


def _paths(top: Unit | None, units: Iterable[Unit]) -> list[str]:
    return [*(unit.path for unit in units), *([top.path] if top else [])]


def _drawn(
    campaign: Campaign, top: Unit | None, units: Sequence[Unit], found: Iterable[queries.Cell], at: datetime
) -> Wall:
    everybody, led = _placed(found)
    whole = [top.path] if top else [unit.path for unit in units]
    lanes = _lanes(_by_key(everybody, whole))
    sums, leaders = _line(everybody, whole, lanes), _line(led, whole, lanes)
    rows = [
        Row(
            unit_id=unit.pk,
            code=unit.code,
            name=str(unit),
            label=unit.label,
            own=False,
            deeper=unit.numchild > 0,
            figures=_line(everybody, [unit.path], lanes),
            leaders=queries.total(_line(led, [unit.path], lanes)),
        )
        for unit in units
    ]
    if top is not None:
        own = tuple(part - queries.total(row.figures[n] for row in rows) for n, part in enumerate(sums))
        if not rows or any(figures.all for figures in own):
            own_leaders = queries.total(leaders) - queries.total(row.leaders for row in rows)
            rows.insert(0, Row(top.pk, top.code, str(top), top.label, True, False, own, own_leaders))
    return Wall(campaign, top, lanes, tuple(rows), sums, leaders, _phases(campaign, local_day(at)), at)


def _placed(found: Iterable[queries.Cell]) -> tuple[Placed, Placed]:
    """Everybody's figures, and the leaders' among them."""
    everybody: Placed = {}
    led: Placed = {}
    for cell in found:
        key = f"kind:{cell.kind}" if cell.lane == "category:" else cell.lane
        for placed in (everybody, led) if cell.key_few else (everybody,):
            before = placed.get((cell.path, key))
            placed[cell.path, key] = before + cell.figures if before else cell.figures
    return everybody, led


def _line(placed: Placed, paths: Sequence[str], lanes: Sequence[Lane]) -> tuple[Figures, ...]:
    """The figures of these units in each lane."""
    parts = (
        [placed[path, key] for path in paths for key in lane.members if (path, key) in placed]
        for lane in lanes
    )
    return tuple(part[0] if len(part) == 1 else queries.total(part) for part in parts)


def _by_key(placed: Placed, paths: Collection[str]) -> dict[str, Figures]:
    found: dict[str, Figures] = {}
    for (path, key), figures in placed.items():
        if path in paths:
            found[key] = found.get(key, Figures()) + figures
    return found


# -- lanes -------------------------------------------------------------------------------------------------


def _lanes(found: Mapping[str, Figures]) -> tuple[Lane, ...]:
    """The columns of what occurs: tasks by deadline, categories in the order of their table, kinds. Two queries."""
    keys = [key for key, figures in found.items() if figures.all]
    ids = [int(key.removeprefix("task:")) for key in keys if key.startswith("task:")]
    codes = [key.removeprefix("category:") for key in keys if key.startswith("category:")]
    tasks = Task.objects.filter(pk__in=ids).order_by("due_on", "pk") if ids else []
    categories = Category.objects.filter(pk__in=codes) if codes else []
    kinds = [kind for kind in matter_kinds.Kind if f"kind:{kind.value}" in keys]
    by_task = [_lane(f"task:{task.pk}", LaneGroup.TASK, task.title, task.due_on) for task in tasks]
    by_category = [_lane(f"category:{c.pk}", LaneGroup.CATEGORY, str(c)) for c in categories]
    by_kind = [
        _lane(f"kind:{kind.value}", LaneGroup.OTHER, str(matter_kinds.KIND_WORDS[kind])) for kind in kinds
    ]
    by_category = _fitted(by_category, found, CATEGORIES_AT_MOST, _("其余类别（%(count)d类）"))
    room = max(TASKS_AT_LEAST, LANES_AT_MOST - len(by_category) - len(by_kind))
    return (*_fitted(by_task, found, room, _("其余任务（%(count)d项）")), *by_category, *by_kind)


def _lane(key: str, group: LaneGroup, words: str, due_on: date | None = None) -> Lane:
    return Lane(key, group, words, (key,), due_on)


def _fitted(lanes: list[Lane], found: Mapping[str, Figures], room: int, words: str) -> list[Lane]:
    """No more lanes than there is room for: the ones with most to do stay, the last one gathers the rest."""
    if len(lanes) <= room:
        return lanes
    urgent = sorted(
        lanes, key=lambda lane: (-found[lane.key].overdue, -found[lane.key].open, lanes.index(lane))
    )
    kept = set(urgent[: room - 1])
    rest = tuple(lane.key for lane in lanes if lane not in kept)
    group = lanes[0].group
    beside = tuple(lane.key for lane in lanes if lane in kept)
    last = Lane(f"rest:{group.value}", group, words % {"count": len(rest)}, rest, beside=beside)
    return [*(lane for lane in lanes if lane in kept), last]


def _phases(campaign: Campaign, on: date) -> Phases:
    line = timeline(campaign, on)
    return Phases(
        first=line.first,
        last=line.last,
        phases=tuple(
            Phase(
                words=part.name,
                starts_on=part.stage.starts_on,
                ends_on=part.stage.ends_on,
                begin=part.begin,
                end=part.end,
                closed=part.stage.closed,
                current=part.current,
                overdue=part.overdue,
            )
            for part in line.stages
        ),
        today=line.today,
        day=line.day_number,
        days=line.days,
    )
