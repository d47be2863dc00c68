"""Deadlines of a report, as data: what the reporter is promised and the handler held to.

X1: 信访工作条例 (2022), art. 23, 34-36. X3: 纪检监察机关处理检举控告工作规则 (2020), art. 15, 16, 25, 29. Working days
after the State Council's calendar, all others calendar days.

1. One clock of a report runs at a time; the first matching line of :func:`next_deadline` says which.
2. Whether it is late is derived from the day and stored nowhere. That a report went up because of it is stored.
3. FINISH may be given 30 days more, once, by a second person, with a reason that the reporter is told (X1, art. 34).
4. A result is told once the lead behind it is closed, never before (X3: so many days *from closing*). Where no lead
   could be opened, because no campaign ran, it is told without one.
5. The reporter may ask for a review (复查) within 30 days of being told, and for a second (复核) within 30 days of its
   answer; each is answered within 30 days by somebody who has not answered before (X1, art. 35, 36).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qingyuan.kit import workdays
from qingyuan.kit.words import Words, _
from qingyuan.reports.kinds import Stage


@dataclass(frozen=True)
class Clock:
    """So many ``days`` (working or calendar) from one event, ``more`` of them once, and the article."""

    code: str
    words: Words
    days: int
    working: bool
    basis: Words
    more: int = 0

    def due(self, start: date) -> date:
        """The last day."""
        return workdays.shift(start, self.days) if self.working else start + timedelta(days=self.days)


ACCEPT = Clock(
    "accept", _("告知是否受理"), 15, True, _("纪检监察机关处理检举控告工作规则：收到之日起15个工作日")
)
TRANSFER = Clock(
    "transfer", _("移送有权办理的机关"), 5, True, _("纪检监察机关处理检举控告工作规则：5个工作日")
)
FINISH = Clock(
    "finish", _("办结"), 60, False, _("信访工作条例第三十四条：受理之日起60日，经批准可延长30日"), more=30
)
TELL = Clock("tell", _("告知结果"), 15, True, _("纪检监察机关处理检举控告工作规则：办结之日起15个工作日"))
ASK_REVIEW = Clock(
    "ask", _("请求复查、复核"), 30, False, _("信访工作条例第三十五、三十六条：收到答复之日起30日内提出")
)
REVIEW = Clock(
    "review", _("答复复查、复核"), 30, False, _("信访工作条例第三十五、三十六条：收到请求之日起30日内答复")
)
CLOCKS = (ACCEPT, TRANSFER, FINISH, TELL, ASK_REVIEW, REVIEW)
ROUNDS = 2


@dataclass(frozen=True)
class Reviewed:
    """One review: when it was asked for, and when it was answered, if it was."""

    asked_on: date
    answered_on: date | None = None


@dataclass(frozen=True)
class Course:
    """What of a report decides its deadline. ``extended``: more time to finish was granted."""

    stage: Stage
    received_on: date
    accepted_on: date | None = None
    closed_on: date | None = None
    answered_on: date | None = None
    extended: bool = False
    reviews: Sequence[Reviewed] = ()


@dataclass(frozen=True)
class Deadline:
    """The next thing that is due."""

    clock: Clock
    on: date

    def late(self, today: date) -> bool:
        return self.on < today


def next_deadline(course: Course) -> Deadline | None:
    """What is due next; None once the result is told and no review waits, or the report is with others."""
    waiting = [one for one in course.reviews if one.answered_on is None]
    if waiting:
        return Deadline(REVIEW, REVIEW.due(waiting[-1].asked_on))
    if course.stage is Stage.RECEIVED:
        return Deadline(ACCEPT, ACCEPT.due(course.received_on))
    if course.stage is Stage.ACCEPTED and course.closed_on is not None:
        return Deadline(TELL, TELL.due(course.closed_on))
    if course.stage is Stage.ACCEPTED and course.accepted_on is not None:
        more = timedelta(days=FINISH.more if course.extended else 0)
        return Deadline(FINISH, FINISH.due(course.accepted_on) + more)
    return None


def sent_in_time(received_on: date, sent_on: date) -> bool:
    """Whether what does not belong here was sent on within the five working days."""
    return sent_on <= TRANSFER.due(received_on)


def may_ask_review_until(course: Course) -> date | None:
    """The last day on which the reporter may ask for the next review; None if there is none to ask for."""
    answers = [course.answered_on, *(one.answered_on for one in course.reviews)]
    if course.stage is not Stage.ANSWERED or len(course.reviews) >= ROUNDS or answers[-1] is None:
        return None
    return ASK_REVIEW.due(answers[-1])
