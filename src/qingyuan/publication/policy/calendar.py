"""When something is due, of which period, and that nobody is owed the same figure twice. No database, no clock.

1. Weekly: the seven days until the day of the week. Monthly: the month before, on the day of the next one. Quarterly:
   the quarter before, on the day of the first month after it. What falls on a day off is due on the next working day.
2. A receiver is owed a figure of a unit once for each turn. Who asks again is told where it is given already.
3. A figure that was given for the same unit and period is given again as it was; the ledger says if it moved on.
"""

import calendar as days
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from qingyuan.kit import workdays
from qingyuan.publication.kinds import Cadence

LOOK_AHEAD = 100  # days: the next turn of a quarter is within sight
REMIND_BEFORE = 2  # working days


@dataclass(frozen=True)
class Turn:
    """One turn of a submission: the period it tells of, and the day by which it is given."""

    first_on: date
    last_on: date
    due_on: date


def receiver_key(name: str) -> str:
    """The same for names that differ only in width, spaces, punctuation and case.

    >>> receiver_key("市局 政治部") == receiver_key("市局政治部。")
    True
    """
    plain = unicodedata.normalize("NFKC", name).casefold()
    return "".join(letter for letter in plain if letter.isalnum())


def day_fits(cadence: str, day: int) -> bool:
    """Whether a day can be the due day: 1 (Monday) to 7 of a week, 1 to 28 of a month."""
    return 1 <= day <= (7 if cadence == Cadence.WEEKLY else 28)


def worked(day: date) -> date:
    """The day, or the next one on which offices work."""
    while not workdays.is_workday(day):
        day += timedelta(days=1)
    return day


def turns(cadence: str, day: int, first: date, last: date) -> Iterator[Turn]:
    """The turns whose period ends on or after ``first`` and not after ``last``, in order."""
    if cadence == Cadence.WEEKLY:
        end = first + timedelta(days=(day - first.isoweekday()) % 7)
        while end <= last:
            yield Turn(end - timedelta(days=6), end, worked(end))
            end += timedelta(days=7)
        return
    months = 1 if cadence == Cadence.MONTHLY else 3
    year, month = first.year, (first.month - 1) // months * months + 1
    while True:
        end_month = month + months - 1
        end = date(year, end_month, days.monthrange(year, end_month)[1])
        if end > last:
            return
        if end >= first:
            after = end + timedelta(days=1)
            yield Turn(date(year, month, 1), end, worked(after.replace(day=day)))
        year, month = (year, month + months) if month + months <= 12 else (year + 1, 1)


def last_asked(cadence: str, today: date) -> date:
    """Until where turns are looked for: the present one and, of weeks, no more than that."""
    return today + timedelta(days=6 if cadence == Cadence.WEEKLY else LOOK_AHEAD)


def steps_due(due_on: date, today: date) -> list[str]:
    """The reminders that are due: before the day, and once it has passed."""
    if today > due_on:
        return ["late"]
    return ["soon"] if workdays.shift(due_on, -REMIND_BEFORE) <= today else []
