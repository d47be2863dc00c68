"""Deadlines of a report, as data: what the reporter is promised and the handler held to.

X1: 信访工作条例 (2022), art. 23, 34. X3: 纪检监察机关处理检举控告工作规则 (2020), art. 15, 16, 29. 60 days run
from acceptance, working days after the State Council's calendar.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from qingyuan.kit import workdays
from qingyuan.kit.words import Words, _
from qingyuan.reports.kinds import Stage


@dataclass(frozen=True)
class Clock:
    """So many ``days`` (working or calendar) from one event, and the article."""

    code: str
    words: Words
    days: int
    working: bool
    basis: Words

    def due(self, start: date) -> date:
        """The last day."""
        return workdays.shift(start, self.days) if self.working else start + timedelta(days=self.days)


ACCEPT = Clock(
    "accept", _("告知是否受理"), 15, True, _("纪检监察机关处理检举控告工作规则：收到之日起15个工作日")
)
TRANSFER = Clock(
    "transfer", _("移送有权办理的机关"), 5, True, _("纪检监察机关处理检举控告工作规则：5个工作日")
)
FINISH = Clock("finish", _("办结"), 60, False, _("信访工作条例第三十四条：受理之日起60日，经批准可延长30日"))
TELL = Clock("tell", _("告知结果"), 15, True, _("纪检监察机关处理检举控告工作规则：办结之日起15个工作日"))
CLOCKS = (ACCEPT, TRANSFER, FINISH, TELL)

Code = Literal["accept", "transfer", "finish", "tell"]


@dataclass(frozen=True)
class Deadline:
    """The next thing that is due."""

    clock: Clock
    on: date

    def late(self, today: date) -> bool:
        return self.on < today


def next_deadline(
    stage: Stage, *, received_on: date, accepted_on: date | None, closed_on: date | None
) -> Deadline | None:
    """What is due next; None once the result is told, or the report declined."""
    if stage is Stage.RECEIVED:
        return Deadline(ACCEPT, ACCEPT.due(received_on))
    if stage is Stage.ACCEPTED and closed_on is not None:
        return Deadline(TELL, TELL.due(closed_on))
    if stage is Stage.ACCEPTED and accepted_on is not None:
        return Deadline(FINISH, FINISH.due(accepted_on))
    return None
