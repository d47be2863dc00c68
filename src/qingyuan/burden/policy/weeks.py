"""The week in which minutes are counted (rule 5), and until when."""

import calendar
from collections.abc import Sequence
from datetime import date, datetime, timedelta

IDLE_SECONDS = 30 * 60  # rule 5
MONTHS_AT_MOST = 12  # rule 1
FILE_AWAY_DAYS = 2  # a week's minutes of persons are kept until the Wednesday after


def week_of(day: date) -> date:
    """The Monday of a day's week.

    >>> week_of(date(2021, 3, 19)), week_of(date(2021, 3, 15))
    (datetime.date(2021, 3, 15), datetime.date(2021, 3, 15))
    """
    return day - timedelta(days=day.weekday())


def counted_seconds(opened_at: datetime, saved_at: datetime) -> int:
    """From opening to saving, at most half an hour; nothing if the clock went back."""
    return min(max(int((saved_at - opened_at).total_seconds()), 0), IDLE_SECONDS)


def in_minutes(seconds: int) -> int:
    """Seconds as minutes, rounded; what took any time at all counts as one."""
    return max(round(seconds / 60), 1) if seconds > 0 else 0


def lowered(kept: Sequence[int], less: int) -> list[int]:
    """Seconds that were told, in the order in which they were, with so many taken back from the last ones.

    >>> lowered([600, 300], 400), lowered([600], 900)
    ([500, 0], [0])
    """
    left = []
    for seconds in reversed(kept):
        taken = min(seconds, less)
        less -= taken
        left.append(seconds - taken)
    return left[::-1]


def is_filed(week: date, today: date) -> bool:
    """Whether a week is over for good: its minutes of persons are added up and gone."""
    return today >= week + timedelta(days=7 + FILE_AWAY_DAYS)


def last_day(approved_on: date, months: int = MONTHS_AT_MOST) -> date:
    """The last day that a passport approved on a day may name.

    >>> last_day(date(2020, 2, 29)), last_day(date(2021, 3, 19))
    (datetime.date(2021, 2, 28), datetime.date(2022, 3, 19))
    """
    month = approved_on.month - 1 + months
    year, month = approved_on.year + month // 12, month % 12 + 1
    return date(year, month, min(approved_on.day, calendar.monthrange(year, month)[1]))
