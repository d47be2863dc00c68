"""Party life by rule: each of them with its day and how it stands, for many branches in a few queries."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.db.models import Q, QuerySet

from qingyuan.kit import workdays
from qingyuan.kit.clock import local_day
from qingyuan.kit.words import Words
from qingyuan.org.api import Level, Person, Unit, reach, scope
from qingyuan.org.api import queries as org
from qingyuan.study.kinds import DAY_STATE_WORDS, DayState, EventKind, EventState, Often, Whom
from qingyuan.study.models import Event, LifeDate, LifeRule
from qingyuan.study.policy import life as policy
from qingyuan.study.policy.life import Period
from qingyuan.study.queries.special import spans_of, suspended_paths

SEE, KEEP, CHANGE_RULE = "study.see_life", "study.keep_life", "study.change_life_rule"
OPEN = (DayState.PLANNED, DayState.PROPOSED, DayState.NO_RECORD)


@dataclass(frozen=True)
class Line:
    """One of them: what, whose, in which period, its day (accepted, or proposed) and how it stands."""

    rule: LifeRule
    unit: Unit
    branch: Any
    period: Period
    day: date | None
    state: DayState
    held_on: date | None
    theme: str
    mine: bool

    @property
    def key(self) -> str:
        return f"{self.rule.pk}-{self.branch.pk if self.branch else 0}-{self.period.first.isoformat()}"

    @property
    def on(self) -> date | None:
        """The day to show: when it was held, else its day."""
        return self.held_on or self.day

    @property
    def open(self) -> bool:
        return self.state in OPEN

    @property
    def state_words(self) -> Words:
        return DAY_STATE_WORDS[self.state]

    @property
    def asked(self) -> bool:
        """Whether it is asked for at all: what lay before the rule began is not, unless it was held or planned."""
        begun = self.rule.from_on
        told = self.held_on is not None or self.state is DayState.PLANNED
        return told or (begun is not None and (self.day or self.period.last) >= begun)

    @property
    def typed(self) -> bool:
        """Whether it is recorded here, and not told by an event."""
        return not self.rule.by_event


def branches_seen(by: Person, *, at: datetime) -> QuerySet[Any]:
    """The branches whose party life a person sees: those of his units, or the one of which he is the secretary."""
    rows = org.branches(Unit.objects.all())
    return rows.filter(scope(by, SEE, at=at, path="unit__path", owner="secretary"))


def branches_kept(by: Person, *, at: datetime) -> QuerySet[Any]:
    """The branches whose dates a person keeps."""
    rows = org.branches(Unit.objects.all())
    return rows.filter(scope(by, KEEP, at=at, path="unit__path", owner="secretary"))


def committees_seen(by: Person, *, at: datetime) -> list[Unit]:
    """The units within reach that have a party committee: the top of the tree, and the county bureaus."""
    rows = Unit.objects.filter(scope(by, SEE, at=at, path="path"), Q(depth=1) | Q(level=Level.COUNTY))
    return list(rows.order_by("path"))


def lines(
    branches: Iterable[Any],
    committees: Iterable[Unit] = (),
    *,
    first: date,
    last: date,
    at: datetime,
    by: Person | None = None,
    rosters: bool = True,
) -> list[Line]:
    """What is asked of these branches and committees in the periods that touch [first, last]. Six queries.

    ``rosters`` not: days are proposed without looking who is on duty, for figures over a long time.
    """
    branches, committees = list(branches), list(committees)
    rules = list(LifeRule.objects.filter(active=True, from_on__isnull=False))
    spans = {rule.pk: policy.periods(Often(rule.often), first, last) for rule in rules}
    bounds = [period for found in spans.values() for period in found]
    if not bounds:
        return []
    begin, end = min(p.first for p in bounds), max(p.last for p in bounds)
    made = _Maker(branches, committees, Period(begin, end), Period(first, last), rosters, at)
    kept = _kept(by, at)
    found: list[Line] = []
    for rule in rules:
        whom: Sequence[Any] = branches if rule.whom == Whom.BRANCH else committees
        for period in spans[rule.pk]:
            found += [made.line(rule, one, period, kept(one)) for one in whom]
    return [line for line in found if line.asked]


def _kept(by: Person | None, at: datetime) -> Any:
    """Whether ``by`` keeps the dates of a branch: so that a page asks once, not for each."""
    far = reach(by, KEEP, at) if by is not None else None

    def kept(whose: Any) -> bool:
        if far is None or isinstance(whose, Unit):
            return False
        return any(whose.unit.path.startswith(path) for path in far.paths) or (
            far.own and by is not None and whose.secretary_id == by.pk
        )

    return kept


class _Maker:
    """What is known of all lines of one page, asked once."""

    def __init__(
        self,
        branches: list[Any],
        committees: list[Unit],
        whole: Period,
        shown: Period,
        rosters: bool,
        at: datetime,
    ) -> None:
        self.today = local_day(at)
        self.suspended = suspended_paths(whole.first, whole.last)
        rows = LifeDate.objects.filter(period_on__gte=whole.first, period_on__lte=whole.last)
        if len(branches) < 50:
            rows = rows.filter(branch__in=branches)
        self.rows = {(row.rule_id, row.branch_id, row.period_on): row for row in rows}
        self.events = _events(branches, committees, whole)
        self.away: dict[int, Counter[date]] = {}
        self.members: dict[int, int] = {}
        if rosters and branches:
            self.away, self.members = org.away_by_branch(branches, shown.first, shown.last)
        self._workday = lru_cache(maxsize=None)(workdays.is_workday)
        self._wanted: dict[tuple[str, date], date | None] = {}

    def line(self, rule: LifeRule, whose: Any, period: Period, mine: bool) -> Line:
        branch = None if isinstance(whose, Unit) else whose
        unit: Unit = whose if branch is None else branch.unit
        planned, held, theme = self._told(rule, whose, period)
        spans = spans_of(unit.path, self.suspended) if self.suspended else []
        day = planned or self._proposed(rule, branch, period, spans)
        asked = not spans or any(
            self._workday(one) and not policy.covers(spans, one) for one in period.days()
        )
        state = policy.state(
            period=period, today=self.today, asked=asked, day=day, accepted=planned is not None, held_on=held
        )
        return Line(rule, unit, branch, period, day, state, held, theme, mine and not rule.by_event)

    def _told(self, rule: LifeRule, whose: Any, period: Period) -> tuple[date | None, date | None, str]:
        if rule.by_event:
            keys = ("unit", whose.pk) if isinstance(whose, Unit) else ("giver", whose.secretary_id)
            inside = [
                event
                for event in self.events.get((rule.by_event, *keys), ())
                if period.first <= event.on <= period.last
            ]
            held = next((one for one in inside if one.state == EventState.HELD), None)
            ahead = next((one for one in inside if one.state == EventState.PLANNED), None)
            told = held or ahead
            return (ahead.on if ahead else None), (held.on if held else None), told.title if told else ""
        row = self.rows.get((rule.pk, whose.pk, period.first))
        return (row.planned_on, row.held_on, row.theme) if row else (None, None, "")

    def _proposed(
        self, rule: LifeRule, branch: Any, period: Period, spans: list[tuple[date, date]]
    ) -> date | None:
        """The rule's day moved to one that is free; the same for all branches that nothing keeps from it."""
        wanted = policy.target(period, rule.month, rule.week, rule.weekday)
        away = self.away.get(branch.pk) if branch is not None else None
        if not away and not spans:
            key = (rule.pk, period.first)
            if key not in self._wanted:
                self._wanted[key] = policy.propose(wanted, period, self._workday)
            return self._wanted[key]
        members = self.members.get(branch.pk, 0) if branch is not None else 0

        def free(day: date) -> bool:
            busy = bool(away) and policy.most_away(away[day], members)  # type: ignore[index]
            return not busy and not policy.covers(spans, day) and self._workday(day)

        return policy.propose(wanted, period, free)


def _events(
    branches: list[Any], committees: list[Unit], whole: Period
) -> dict[tuple[str, str, int | None], list[Event]]:
    """Events that tell of what a rule asks: of the committees' units, and given by the branches' secretaries."""
    secretaries = [branch.secretary_id for branch in branches if branch.secretary_id]
    rows = Event.objects.filter(
        Q(unit__in=committees, kind=EventKind.CENTRAL_GROUP)
        | Q(giver__in=secretaries, kind=EventKind.PARTY_LESSON),
        on__gte=whole.first,
        on__lte=whole.last,
    ).exclude(state=EventState.CALLED_OFF)
    found: dict[tuple[str, str, int | None], list[Event]] = {}
    for event in rows.order_by("on", "pk"):
        found.setdefault((event.kind, "unit", event.unit_id), []).append(event)
        found.setdefault((event.kind, "giver", event.giver_id), []).append(event)
    return found


@dataclass(frozen=True)
class Month:
    """Of one month: how many are asked for, have an accepted day, were held, stand without a record, were not held."""

    first: date
    asked: int
    planned: int
    held: int
    no_record: int
    not_held: int


def months(found: Iterable[Line]) -> list[Month]:
    """Planned against held, by the month of each one's day (of its period's end where it has none)."""
    by_month: dict[date, list[Line]] = {}
    for line in found:
        if line.state is not DayState.NOT_ASKED:
            day = line.day or line.held_on or line.period.last
            by_month.setdefault(day.replace(day=1), []).append(line)
    return [_month(first, inside) for first, inside in sorted(by_month.items())]


def _month(first: date, inside: list[Line]) -> Month:
    states = Counter(line.state for line in inside)
    fixed = states[DayState.HELD] + states[DayState.PLANNED]
    return Month(
        first,
        len(inside),
        fixed,
        states[DayState.HELD],
        states[DayState.NO_RECORD],
        states[DayState.NOT_HELD],
    )


@dataclass(frozen=True)
class RuleFigures:
    """Of one rule: how many are asked for, held, and stand without a record or were not held."""

    rule: LifeRule
    asked: int
    held: int
    open: int
    without: int


def by_rule(found: Iterable[Line]) -> Iterator[RuleFigures]:
    """How each rule stands, in the order of the rules."""
    groups: dict[str, list[Line]] = {}
    for line in found:
        if line.state is not DayState.NOT_ASKED:
            groups.setdefault(line.rule.pk, []).append(line)
    for inside in groups.values():
        states = Counter(line.state for line in inside)
        without = states[DayState.NO_RECORD] + states[DayState.NOT_HELD]
        still = states[DayState.PLANNED] + states[DayState.PROPOSED]
        yield RuleFigures(inside[0].rule, len(inside), states[DayState.HELD], still, without)
