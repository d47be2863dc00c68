"""What may be decided about a campaign: gates, lateness, responsibility over time. No database, no clock."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


@dataclass(frozen=True)
class Condition:
    """One line of a gate's list: met with evidence, or waived with reason and a second person's signature."""

    text: str
    met: bool = False
    waiver_asked: bool = False
    waiver_signed: bool = False


class Lack(StrEnum):
    """Why a gate stays shut."""

    UNMET = "unmet"
    UNSIGNED = "unsigned"
    EARLIER = "earlier"
    CLOSED = "closed"


@dataclass(frozen=True)
class Shortfall:
    lack: Lack
    text: str


def gate_shortfalls(
    conditions: Iterable[Condition], *, earlier_open: Sequence[str] = (), closed: bool = False
) -> tuple[Shortfall, ...]:
    """Everything that keeps a stage from being closed, all at once; empty means it may be closed.

    ``earlier_open`` names the earlier stages that are still open. A waiver that is asked for but not signed
    does not open the gate.
    """
    if closed:
        return (Shortfall(Lack.CLOSED, ""),)
    found = [Shortfall(Lack.EARLIER, name) for name in earlier_open]
    for condition in conditions:
        if condition.met or (condition.waiver_asked and condition.waiver_signed):
            continue
        found.append(Shortfall(Lack.UNSIGNED if condition.waiver_asked else Lack.UNMET, condition.text))
    return tuple(found)


class Timeliness(StrEnum):
    """How a unit's deployment stands against the day it was due."""

    NO_DEADLINE = "no_deadline"  # not kicked off yet
    WAITING = "waiting"  # not reported, still in time
    ON_TIME = "on_time"
    LATE = "late"  # reported, after the day
    MISSING = "missing"  # not reported, the day has passed


@dataclass(frozen=True)
class Lateness:
    """``days``: calendar days after the last day (positive) or left until it (negative); 0 on the day."""

    state: Timeliness
    days: int = 0

    @property
    def bad(self) -> bool:
        return self.state in (Timeliness.LATE, Timeliness.MISSING)


def deploy_by(kicked_off_on: date, days: int) -> date:
    """The last day for deployment, T + ``days`` calendar days.

    >>> deploy_by(date(2021, 3, 8), 2)
    datetime.date(2021, 3, 10)
    """
    return kicked_off_on + timedelta(days=days)


def deployment_lateness(
    kicked_off_on: date | None, days: int, deployed_on: date | None, on: date
) -> Lateness:
    """How one unit stands on the day ``on``."""
    if kicked_off_on is None:
        return Lateness(Timeliness.ON_TIME if deployed_on else Timeliness.NO_DEADLINE)
    last = deploy_by(kicked_off_on, days)
    if deployed_on is not None:
        behind = (deployed_on - last).days
        return Lateness(Timeliness.LATE if behind > 0 else Timeliness.ON_TIME, behind)
    behind = (on - last).days
    return Lateness(Timeliness.MISSING if behind > 0 else Timeliness.WAITING, behind)


@dataclass(frozen=True)
class Period:
    """Someone (``key``) holds something from one day to another, both included; no ``to_on``: until further notice."""

    key: int
    from_on: date
    to_on: date | None = None

    @property
    def last(self) -> date:
        return self.to_on or date.max


def overlapping(periods: Collection[Period], wanted: Period) -> tuple[Period, ...]:
    """The periods that share at least one day with ``wanted``."""
    return tuple(p for p in periods if p.from_on <= wanted.last and wanted.from_on <= p.last)


def sole_holder_faults(
    periods: Collection[Period], first: date, last: date
) -> tuple[tuple[date, date, int], ...]:
    """Stretches of days within [first, last] on which not exactly one holds it: (from, to, how many).

    Each unit has exactly one first responsible person at any date (requirement 008).
    """
    edges = {first}
    for period in periods:
        if first < period.from_on <= last:
            edges.add(period.from_on)
        if period.to_on and first <= period.to_on < last:
            edges.add(period.to_on + timedelta(days=1))
    starts = sorted(edges)
    faults: list[tuple[date, date, int]] = []
    for start, following in zip(starts, [*starts[1:], None], strict=True):
        end = following - timedelta(days=1) if following else last
        count = sum(p.from_on <= start <= p.last for p in periods)
        if count == 1:
            continue
        if faults and faults[-1][2] == count and faults[-1][1] + timedelta(days=1) == start:
            faults[-1] = (faults[-1][0], end, count)
        else:
            faults.append((start, end, count))
    return tuple(faults)


def succession(periods: Collection[Period], wanted: Period) -> tuple[Period | None, tuple[Period, ...]]:
    """How ``wanted`` can follow: the open-ended predecessor that ends on its eve, and what still stands against it."""
    against = list(overlapping(periods, wanted))
    before = next((p for p in against if p.to_on is None and p.from_on < wanted.from_on), None)
    if before is not None:
        against.remove(before)
    return before, tuple(against)


def stage_dates(starts_on: date, ends_on: date, weights: Sequence[int]) -> tuple[tuple[date, date], ...]:
    """Share out the days of a campaign among its stages by weight; the stages join without a gap.

    >>> [str(a) + " " + str(b) for a, b in stage_dates(date(2021, 3, 1), date(2021, 3, 10), (1, 1))]
    ['2021-03-01 2021-03-05', '2021-03-06 2021-03-10']
    """
    days = (ends_on - starts_on).days + 1
    if not weights or days < len(weights):
        return tuple((starts_on, ends_on) for _ in weights)
    total, done, out = sum(weights), 0, []
    start = starts_on
    for place, weight in enumerate(weights):
        done += weight
        left = len(weights) - place - 1
        end = starts_on + timedelta(days=round(days * done / total) - 1)
        end = max(start, min(end, ends_on - timedelta(days=left)))
        out.append((start, ends_on if not left else end))
        start = end + timedelta(days=1)
    return tuple(out)


def share_of_span(first: date, last: date, day: date, parts: int = 1000) -> int:
    """Where ``day`` lies between two days, 0 to ``parts``; outside it is clamped to the ends."""
    whole = max((last - first).days + 1, 1)
    return max(0, min(parts, (day - first).days * parts // whole))


@dataclass(frozen=True)
class ClauseText:
    """A clause as read from a plan: its full number (``二（三）1``), level 1 to 4, and its words."""

    number: str
    level: int
    text: str


_CHINESE = "一二三四五六七八九十百零〇"
_OPEN, _SHUT, _AFTER = "[(\uff08]", "[)\uff09]", "[\u3001.\uff0e]"
_LEVELS = (
    re.compile(rf"^\s*([{_CHINESE}]{{1,5}}){_AFTER}\s*(.*)$"),
    re.compile(rf"^\s*{_OPEN}([{_CHINESE}]{{1,5}}){_SHUT}{_AFTER}?\s*(.*)$"),
    re.compile(rf"^\s*(\d{{1,3}}){_AFTER}(?!\d)\s*(.*)$"),
    re.compile(rf"^\s*{_OPEN}(\d{{1,3}}){_SHUT}{_AFTER}?\s*(.*)$"),
)


def split_clauses(text: str) -> tuple[ClauseText, ...]:
    """Split the words of a plan by its numbering: 一、 (一) 1. (1) (GB/T 9704-2012, 7.3.3).

    A line without a number goes on with the clause above it; what stands before the first number is left out.
    A number that skips levels hangs below the nearest one above it.

    >>> [(c.number, c.text) for c in split_clauses("一、总体要求\\n(一)指导思想\\n坚持政治建警。\\n二、任务")]
    [('一', '总体要求'), ('一（一）', '指导思想\\n坚持政治建警。'), ('二', '任务')]
    """
    heads: list[str] = ["", "", "", ""]
    found: list[tuple[str, int, list[str]]] = []
    for line in text.replace("\r", "\n").split("\n"):
        if not line.strip():
            continue
        for place, pattern in enumerate(_LEVELS):
            if match := pattern.match(line):
                own = match[1] if place in (0, 2) else f"（{match[1]}）"
                heads[place] = own
                heads[place + 1 :] = [""] * (3 - place)
                found.append(("".join(heads[: place + 1]), place + 1, [match[2].strip()]))
                break
        else:
            if found:
                found[-1][2].append(line.strip())
    return tuple(ClauseText(number, level, "\n".join(filter(None, lines))) for number, level, lines in found)


def repeated_numbers(clauses: Iterable[ClauseText]) -> tuple[str, ...]:
    """Numbers that stand more than once, in the order in which they come."""
    seen: dict[str, int] = {}
    for clause in clauses:
        seen[clause.number] = seen.get(clause.number, 0) + 1
    return tuple(number for number, count in seen.items() if count > 1)


@dataclass(frozen=True)
class ClauseLine:
    """A clause of a version, in the order of the document."""

    id: int
    number: str
    level: int
    text: str


def uncovered(clauses: Sequence[ClauseLine], with_task: Collection[int]) -> tuple[ClauseLine, ...]:
    """Clauses that no task points to. A heading is covered through what stands below it.

    A heading with parts of its own is never listed itself: its parts are. A task on a heading covers its parts.
    """
    lacking: list[ClauseLine] = []
    above: list[ClauseLine] = []
    for place, clause in enumerate(clauses):
        while above and above[-1].level >= clause.level:
            above.pop()
        covered = clause.id in with_task or any(head.id in with_task for head in above)
        has_parts = place + 1 < len(clauses) and clauses[place + 1].level > clause.level
        if not has_parts and not covered:
            lacking.append(clause)
        above.append(clause)
    return tuple(lacking)


def carried_over(old: Sequence[ClauseLine], new: Sequence[ClauseLine]) -> dict[int, int]:
    """From a clause of the old version to the same words in the new one: under its own number, else the first.

    A clause whose words changed is not carried over: whether the task still fits is for a person to say. Two
    old clauses never go to the same new one.
    """

    def plain(text: str) -> str:
        return "".join(text.split())

    by_text: dict[str, list[ClauseLine]] = {}
    for clause in new:
        by_text.setdefault(plain(clause.text), []).append(clause)
    pairs: dict[int, int] = {}
    waiting: list[ClauseLine] = []
    for clause in old:
        same = by_text.get(plain(clause.text), [])
        twin = next((c for c in same if c.number == clause.number), None)
        if twin is None:
            waiting.append(clause)
        else:
            same.remove(twin)
            pairs[clause.id] = twin.id
    for clause in waiting:
        left = by_text.get(plain(clause.text))
        if left:
            pairs[clause.id] = left.pop(0).id
    return pairs
