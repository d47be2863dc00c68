"""Acts in the order of time: everything that happens in the demo city is one call of a rule at its moment."""

import heapq
import random
from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import count
from zoneinfo import ZoneInfo

from qingyuan.kit import clock, workdays

SHANGHAI = ZoneInfo("Asia/Shanghai")
SEED = 20210308
SNAPSHOTS = {
    "A": datetime(2021, 3, 19, 10, tzinfo=SHANGHAI),
    "B": datetime(2021, 6, 30, 10, tzinfo=SHANGHAI),
}
YEAR = 2021
OPENS, SHUTS = time(8, 30), time(18)

Act = Callable[[datetime], None]


def moment(day: date, hour: int = 9, minute: int = 0) -> datetime:
    """A moment on a day, where the bureau is."""
    return datetime.combine(day, time(hour, minute), SHANGHAI)


def day_of(text: str) -> date:
    """A day of the campaign's year as the data files write it: 03-08."""
    month, day = text.split("-")
    return date(YEAR, int(month), int(day))


def moment_of(text: str) -> datetime:
    """A moment of the campaign's year as the data files write it: 03-08 09:00."""
    day, at = text.split(" ")
    return datetime.combine(day_of(day), time.fromisoformat(at), SHANGHAI)


class Story:
    """The acts still to come, earliest first. What lies after the end is never done.

    ``dice`` is the one source of chance, seeded: the same story comes out each time.
    """

    def __init__(self, end: datetime) -> None:
        self.end = end
        self.dice = random.Random(SEED)
        self.done = 0
        self.now: datetime | None = None
        self._acts: list[tuple[datetime, int, Act]] = []
        self._turn = count()

    def at(self, when: datetime, act: Act) -> None:
        """Have an act done at a moment; of two at the same moment the one said first comes first.

        Nothing happens in the past: ValueError, so that the record goes forward in time.
        """
        if self.now is not None and when < self.now:
            raise ValueError(f"{when} lies before {self.now}")
        heapq.heappush(self._acts, (when, next(self._turn), act))

    def __len__(self) -> int:
        return sum(when <= self.end for when, _turn, _act in self._acts)

    def tell(self) -> Iterator[datetime]:
        """Do the acts one after the other, with the clock standing at each; yields after each act."""
        while self._acts and self._acts[0][0] <= self.end:
            when, _turn, act = heapq.heappop(self._acts)
            self.now = when
            with clock.stopped_at(when):
                act(when)
            self.done += 1
            yield when


class Days:
    """The working days of the campaign, counted once: days after days without asking the calendar again."""

    def __init__(self, first: date, last: date) -> None:
        span = (last - first).days + 1
        every = [first + timedelta(days=n) for n in range(span)]
        self.all = [day for day in every if workdays.is_workday(day)]
        self._place = {day: place for place, day in enumerate(self.all)}

    def after(self, day: date, days: int) -> date:
        """The working day so many working days after one (which may lie on a weekend)."""
        while day not in self._place:
            day += timedelta(days=1)
        return self.all[min(self._place[day] + days, len(self.all) - 1)]

    def between(self, first: date, last: date) -> list[date]:
        """The working days from one day to another, both included."""
        return [day for day in self.all if first <= day <= last]
