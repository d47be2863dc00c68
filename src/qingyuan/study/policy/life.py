"""Party life by rule: periods, the day that a rule proposes, and how one of them stands. Also who is trained first."""

from calendar import monthrange
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qingyuan.study.kinds import DayState, Often

MONTHS = {Often.MONTH: 1, Often.QUARTER: 3, Often.YEAR: 12}
SPECIAL_DAYS_AT_MOST = 62  # special-duty mode is not a way to do without study for good
IsFree = Callable[[date], bool]


@dataclass(frozen=True)
class Period:
    """From its first day to its last, both included."""

    first: date
    last: date

    def days(self) -> list[date]:
        return [self.first + timedelta(days=n) for n in range((self.last - self.first).days + 1)]


def is_over(to_on: date, batches: Collection[date], today: date) -> bool:
    """Whether it can be said what came of a cycle: its days are over, or its batches, and no batch is yet to come.
    ``batches``: the last day of each.

    >>> day, end = date(2021, 4, 15), date(2021, 12, 31)
    >>> is_over(end, [date(2021, 4, 14)], day), is_over(end, [day], day), is_over(end, [], day)
    (True, False, False)
    """
    return all(last < today for last in batches) and (bool(batches) or to_on < today)


def period_of(often: Often, day: date) -> Period:
    """The month, quarter or year that a day lies in.

    >>> period_of(Often.QUARTER, date(2021, 5, 20))
    Period(first=datetime.date(2021, 4, 1), last=datetime.date(2021, 6, 30))
    """
    long = MONTHS[often]
    begin = (day.month - 1) // long * long + 1
    end = begin + long - 1
    return Period(date(day.year, begin, 1), date(day.year, end, monthrange(day.year, end)[1]))


def periods(often: Often, first: date, last: date) -> list[Period]:
    """The periods that share a day with [first, last], in order."""
    found = [period_of(often, first)]
    while found[-1].last < last:
        found.append(period_of(often, found[-1].last + timedelta(days=1)))
    return found


def target(period: Period, month: int, week: int, weekday: int) -> date:
    """The ``week``-th ``weekday`` (Monday is 1) of the ``month``-th month of a period.

    >>> target(period_of(Often.MONTH, date(2021, 4, 9)), 1, 1, 5)
    datetime.date(2021, 4, 2)
    """
    first = date(period.first.year, period.first.month + month - 1, 1)
    return first + timedelta(days=(weekday - first.isoweekday()) % 7 + 7 * (week - 1))


def propose(wanted: date, period: Period, is_free: IsFree) -> date | None:
    """The wanted day, if it is free; else the first free day after it in the period, else the last one before it."""
    after = (wanted + timedelta(days=n) for n in range((period.last - wanted).days + 1))
    before = (wanted - timedelta(days=n) for n in range(1, (wanted - period.first).days + 1))
    return next((day for way in (after, before) for day in way if is_free(day)), None)


def most_away(away: int, members: int) -> bool:
    """Whether most of a branch is taken on a day, so that none is proposed on it."""
    return members > 0 and 2 * away > members


def state(
    *, period: Period, today: date, asked: bool, day: date | None, accepted: bool, held_on: date | None
) -> DayState:
    """How one stands: what was held counts, whatever else; a period without a day to study on asks nothing."""
    if held_on is not None:
        return DayState.HELD
    if not asked:
        return DayState.NOT_ASKED
    if period.last < today:
        return DayState.NOT_HELD
    if day is not None and day < today:
        return DayState.NO_RECORD
    return DayState.PLANNED if accepted else DayState.PROPOSED


# -- special-duty mode -----------------------------------------------------------------------------------------


def covers(spans: Iterable[tuple[date, date]], day: date) -> bool:
    """Whether one of these spans of days, both ends included, holds a day."""
    return any(first <= day <= last for first, last in spans)


# -- rotation training -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Candidate:
    """Somebody who is not placed yet: his unit, whether he works in shifts, and the days on which he is taken."""

    person: int
    unit: int
    shift: bool
    taken: tuple[tuple[date, date], ...] = ()


def fill(seats: int, days: Period, waiting: Sequence[Candidate]) -> list[int]:
    """Whom to place into a batch: who is free on all its days, shift workers first, then the units in turn."""
    free = [one for one in waiting if not any(a <= days.last and days.first <= b for a, b in one.taken)]
    placed: list[int] = []
    for group in ([one for one in free if one.shift], [one for one in free if not one.shift]):
        placed += _in_turn(group, seats - len(placed))
    return placed


def _in_turn(group: Collection[Candidate], seats: int) -> list[int]:
    queues: dict[int, list[int]] = {}
    for one in group:
        queues.setdefault(one.unit, []).append(one.person)
    turn = [
        person
        for place in range(len(group))
        for person in (q[place] for q in queues.values() if place < len(q))
    ]
    return turn[: max(0, seats)]
