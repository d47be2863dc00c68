"""Working days in China: weekends, public holidays and the weekends worked in exchange (调休).

Source: the State Council's yearly notices, as kept by the library ``chinesecalendar``. For a year that it
does not know yet, Saturdays and Sundays are off and the rest is worked; a bureau can enter the days of its
own through :data:`exceptions`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, timedelta

import chinese_calendar

Exceptions = Callable[[date], bool | None]
_exceptions: list[Exceptions] = []
_known: ContextVar[dict[date, bool] | None] = ContextVar("known", default=None)


def ask_first(source: Exceptions) -> None:
    """Have a room's own calendar asked first: True worked, False off, None do not know."""
    if source not in _exceptions:
        _exceptions.append(source)


@contextmanager
def remembering() -> Iterator[None]:
    """Within it each day is asked about once: for long work that counts thousands of deadlines."""
    token = _known.set({})
    try:
        yield
    finally:
        _known.reset(token)


def is_workday(day: date) -> bool:
    """Whether offices work on this day."""
    known = _known.get()
    if known is None:
        return _asked(day)
    if day not in known:
        known[day] = _asked(day)
    return known[day]


def _asked(day: date) -> bool:
    for source in _exceptions:
        if (known := source(day)) is not None:
            return known
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def shift(day: date, days: int) -> date:
    """The day that lies ``days`` working days after (before, if negative) ``day``; 0 gives ``day`` itself.

    >>> shift(date(2021, 4, 30), 1)  # a Friday before the May holiday of 2021, which ends on the 5th
    datetime.date(2021, 5, 6)
    """
    step = timedelta(days=1 if days >= 0 else -1)
    left = abs(days)
    while left:
        day += step
        left -= is_workday(day)
    return day


def between(first: date, last: date) -> int:
    """How many working days lie after ``first`` up to and including ``last``; negative if it lies before."""
    if last < first:
        return -between(last, first)
    return sum(is_workday(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))
