"""What a page offers whom, and how a deadline is said: decisions without database, page or clock.

The spine refuses what must not be; this page only leaves out what would be refused, so that nobody is shown
a button that he may not press. Where the two differ, the spine is right.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta

from qingyuan.kit import workdays
from qingyuan.kit.words import Words, _
from qingyuan.ledger.kinds import Do
from qingyuan.matters.api import kinds, policy

WORKDAYS_AHEAD = 10  # nearer than this, a deadline is said in working days; farther, the date says enough
RECHECK_AHEAD = timedelta(days=14)  # from then on a recheck is what is asked next


@dataclass(frozen=True)
class Position:
    """How one person stands to one matter: the permissions that reach it, and what he has to do with it."""

    state: kinds.State
    term: kinds.Term
    may_fix: bool = False
    may_work: bool = False
    may_close: bool = False
    may_reopen: bool = False
    may_recheck: bool = False
    may_void: bool = False
    may_answer: bool = False
    owner: bool = False
    member: bool = False
    outside: bool = True
    extension_open: bool = False
    extension_mine: bool = False
    stages_open: int = 0
    recheck_due: bool = False
    recheck_planned: bool = False
    may_mark_hot: bool = False
    hot: bool = False
    unanswered: bool = False


@dataclass(frozen=True)
class Offers:
    """``asked`` is what the person is asked to do next; ``more``: what else he may do. Both may be empty."""

    asked: tuple[Do, ...] = ()
    more: tuple[Do, ...] = ()

    def __contains__(self, do: object) -> bool:
        return do in self.asked or do in self.more


def offers(who: Position) -> Offers:
    """What a person is offered on the page of a matter, what is asked of him first."""
    state = who.state
    void = who.may_void and not who.owner and not who.member
    more: list[Do] = []
    asked: list[Do] = []
    asked += [Do.RESPOND] * (who.may_work and who.unanswered and state is not kinds.State.VOID)
    if state is kinds.State.REGISTERED:
        asked += [Do.FIX] * who.may_fix
        more += [Do.VOID] * void
    elif state is kinds.State.WORKING:
        answers = who.may_answer and who.extension_open and not (who.extension_mine or who.owner)
        asked += [Do.ANSWER] * answers
        asked += [Do.PROGRESS] * who.may_work
        asked += [Do.MILESTONE] * (who.may_work and who.stages_open > 0)
        asked += [Do.SUBMIT] * (who.may_work and not who.stages_open)
        more += [Do.EXTEND] * (who.may_work and who.term is kinds.Term.DATED and not who.extension_open)
        more += [Do.REASSIGN] * who.may_fix
        more += [Do.VOID] * void
    elif state is kinds.State.SUBMITTED:
        asked += [Do.CLOSE, Do.RETURN] * who.may_close
    elif state is kinds.State.CLOSED:
        looks = who.may_recheck and who.recheck_planned and not (who.outside and who.member)
        (asked if who.recheck_due else more).extend([Do.RECHECK] * looks)
        more += [Do.REOPEN] * who.may_reopen
    more += [Do.MARK_HOT] * (who.may_mark_hot and not who.hot and state in kinds.OPEN)
    return Offers(tuple(asked), tuple(more))


@dataclass
class Calendar:
    """Working days seen from one day. Each day of the year is asked for once, however many rows ask."""

    today: date
    _known: dict[date, bool] = field(default_factory=dict)

    def _works(self, day: date) -> bool:
        if day not in self._known:
            self._known[day] = workdays.is_workday(day)
        return self._known[day]

    def between(self, first: date, last: date) -> int:
        """How many working days lie after ``first`` up to and including ``last`` (which is not before it)."""
        return sum(self._works(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))

    def late(self, due_on: date) -> int:
        """Working days since a deadline."""
        return self.between(due_on, self.today)

    @property
    def soon(self) -> date:
        """The last day that counts as due soon."""
        day, left = self.today, policy.SOON
        while left:
            day += timedelta(days=1)
            left -= self._works(day)
        return day


@dataclass(frozen=True)
class Deadline:
    """How a deadline is said: ``tone`` late, warn or nothing; ``words`` may be empty (the date says enough)."""

    tone: str = ""
    words: Words = ""


def deadline(
    state: kinds.State, term: kinds.Term, due_on: date | None, calendar: Calendar, *, soon: date
) -> Deadline:
    """A deadline in relation to today: 已超期5天, 今天到期, 还剩3个工作日."""
    today = calendar.today
    if state not in kinds.AT_UNIT or term is not kinds.Term.DATED or due_on is None:
        return Deadline()
    if policy.is_overdue(state, term, due_on, today):
        return Deadline("late", str(_("已超期%(days)s天")) % {"days": (today - due_on).days})
    if due_on == today:
        return Deadline("warn", _("今天到期"))
    if due_on - today > timedelta(days=2 * WORKDAYS_AHEAD):
        return Deadline()
    left = calendar.between(today, due_on)
    if left > WORKDAYS_AHEAD:
        return Deadline()
    return Deadline("warn" if due_on <= soon else "", str(_("还剩%(days)s个工作日")) % {"days": left})
