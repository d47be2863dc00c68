"""Weeks: on which days a rule falls, what last week leaves to this one, and how much study after hours is too much."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import TypeVar

T = TypeVar("T")
WEEK = timedelta(days=7)
LONGEST = 240  # minutes of one session


def week_meant(day: date) -> date:
    """The Monday of the week that a plan made on a day is for: from Friday on, the next one."""
    return monday_of(day) + WEEK if day.weekday() >= 4 else monday_of(day)


@dataclass(frozen=True)
class Rule:
    """When a rule of recurrence falls: weekdays as bits (1 Monday to 64 Sunday), ``nth`` 0 every week."""

    weekdays: int
    nth: int
    from_on: date
    until_on: date | None = None


def monday_of(day: date) -> date:
    """The Monday of the week that a day lies in."""
    return day - timedelta(days=day.weekday())


def falls(rule: Rule, monday: date, worked: Callable[[date], bool]) -> list[date]:
    """The days of the week from ``monday`` on which a rule falls; never on a day that is not worked.

    The first Friday of a month: ``Rule(16, 1, ...)``.
    """
    days = (monday + timedelta(days=n) for n in range(7))
    return [
        day
        for day in days
        if rule.weekdays >> day.weekday() & 1
        and (not rule.nth or (day.day - 1) // 7 + 1 == rule.nth)
        and rule.from_on <= day
        and (rule.until_on is None or day <= rule.until_on)
        and worked(day)
    ]


def due_on(monday: date, worked: Callable[[date], bool]) -> date:
    """The day by which the plan of a week is settled: Monday, or the first day that is worked in that week."""
    days = [monday + timedelta(days=n) for n in range(7)]
    return next((day for day in days if worked(day)), monday)


@dataclass(frozen=True)
class Caps:
    """How much study outside office hours a week may hold , as the room ``burden`` keeps them."""

    sessions: int
    minutes: int


@dataclass(frozen=True)
class Load:
    """What a branch has in one week outside office hours: sessions and minutes."""

    sessions: int = 0
    minutes: int = 0

    def __add__(self, other: "Load") -> "Load":
        return Load(self.sessions + other.sessions, self.minutes + other.minutes)


def load_of(minutes: Iterable[int]) -> Load:
    """The load of sessions with so many minutes each outside office hours."""
    counted = [one for one in minutes if one]
    return Load(len(counted), sum(counted))


def over(load: Load, caps: Caps) -> bool:
    """Whether the caps are passed: then nothing more is planned."""
    return load.sessions > caps.sessions or load.minutes > caps.minutes


def at_cap(load: Load, caps: Caps) -> bool:
    """Whether the next session after hours would pass a cap: time for a warning. No load, no warning."""
    return bool(load.sessions) and (load.sessions >= caps.sessions or load.minutes >= caps.minutes)


EARLIEST, LATEST = time(7), time(19)  # office hours lie between these
DAY_AT_MOST = 600  # minutes from opening to closing, the break at noon included


@dataclass(frozen=True)
class Hours:
    """Office hours of the bureau; shipped as follows."""

    opens: time = time(8, 30)
    shuts: time = time(18)


def hours_faults(opens: time, shuts: time) -> list[str]:
    """What is wrong with office hours, all at once. Longer ones would make study at night look like none."""
    length = _minutes(shuts) - _minutes(opens)
    faults = ["reversed"] if length <= 0 else []
    faults += ["early"] if opens < EARLIEST else []
    faults += ["late"] if shuts > LATEST else []
    return faults + (["long"] if length > DAY_AT_MOST else [])


def change_faults(before: Hours, after: Hours, *, head: bool, reason: str) -> list[str]:
    """What stands against other office hours. What lies in longer ones is no load any more: that raises the cap of
    study after hours, so everybody in charge may shorten them, and only the head lets them begin earlier or end later.

    >>> change_faults(Hours(), Hours(time(9)), head=False, reason="")
    []
    >>> change_faults(Hours(), Hours(time(8)), head=False, reason="夏天")
    ['head_only']
    """
    faults = ["same"] if after == before else []
    if after.opens < before.opens or after.shuts > before.shuts:
        faults += [] if head else ["head_only"]
        faults += [] if reason.strip() else ["no_reason"]
    return faults


def outside(starts: time, ends: time, *, worked: bool, hours: Hours) -> int:
    """The minutes of a session that lie outside office hours; all of them on a day that is not worked."""
    begin, end = _minutes(starts), _minutes(ends)
    if not worked:
        return max(0, end - begin)
    inside = min(end, _minutes(hours.shuts)) - max(begin, _minutes(hours.opens))
    return max(0, end - begin) - max(0, inside)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def without_doubles(lines: Sequence[T], key: Callable[[T], object]) -> list[T]:
    """Lines in their order, of those alike the first."""
    seen: set[object] = set()
    kept = []
    for line in lines:
        if (same := key(line)) not in seen:
            seen.add(same)
            kept.append(line)
    return kept
