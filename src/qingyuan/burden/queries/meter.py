"""The meter: minutes of groups by unit and week, what they went into, who is over; the figures of the first page."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q, QuerySet, Sum

from qingyuan.burden import policy
from qingyuan.burden.kinds import POLICE, SPENDING_WORDS, AskState, Cap, Group, PassportState, Spending, Unfit
from qingyuan.burden.models import Ask, Claim, OwnRefusal, Passport, Share, Use, Value, Week
from qingyuan.burden.policy import Load
from qingyuan.burden.queries import register
from qingyuan.burden.queries.budget import caps
from qingyuan.burden.shelves import Measure, measures, named, own_forms
from qingyuan.kit import disclosure
from qingyuan.kit.clock import local_day
from qingyuan.org.api import Person, Unit, reach, scope
from qingyuan.org.api import queries as org

SEE = "burden.see_meter"
WEEKS_SHOWN = 26
Weeks = dict[date, Counter[int]]


def period(weeks: Iterable[date]) -> list[date]:
    """Of closed weeks those that the figures are of: the last few."""
    return sorted(set(weeks))[-policy.PERIOD_WEEKS :]


def baseline(weeks: Iterable[date]) -> list[date]:
    """Of closed weeks those of the first month: what the campaign found."""
    known = sorted(set(weeks))
    return [week for week in known if (week.year, week.month) == (known[0].year, known[0].month)]


def by_week(rows: QuerySet[Share]) -> Weeks:
    """How many officer-weeks had how many minutes, week by week. One query."""
    found: Weeks = defaultdict(Counter)
    told = rows.order_by().values_list("week", "minutes").annotate(sum=Sum("people"))
    for week, minutes, people in told:
        found[week][minutes] += people
    return found


def police(kind: str = "") -> QuerySet[Share]:
    """The weeks of police officers of all rank groups."""
    return Share.objects.filter(kind=kind, group__in=POLICE)


# -- the first page ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Headline:
    """The burden beside the results: forms now and at first, officer-weeks now and in the first month."""

    active: int
    first_active: int
    retired: int
    retired_quarter: int
    twice: int
    load: Load
    first: Load
    since: date | None

    @property
    def told(self) -> bool:
        """Whether there is anything to show."""
        return bool(self.active or self.retired or self.load.people)


def headline(at: datetime) -> Headline:
    """The figures of the whole bureau, beside its results. Three queries."""
    today = local_day(at)
    lives = register.lives()
    rows = Week.objects.order_by("first").values_list("first", "officers")
    weeks = {week: {int(minutes): n for minutes, n in told.items()} for week, told in rows}
    first = baseline(weeks) if weeks else []
    quarter = register.quarter_of(today)
    begun = min((one[0] for one in lives), default=today)
    return Headline(
        active=register.active_on(lives, today),
        first_active=register.active_on(lives, max(begun, first[-1] if first else begun)),
        retired=sum(gone is not None for _begun, _until, gone in lives),
        retired_quarter=sum(gone is not None and gone >= quarter for _begun, _until, gone in lives),
        twice=register.asked_twice(today),
        load=policy.load([weeks[week] for week in period(weeks)]),
        first=policy.load([weeks[week] for week in first]),
        since=first[0] if first else None,
    )


# -- by unit and group -------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class UnitLine:
    """A unit with all below it: each group's load, and how officers stand with their forms."""

    unit: Unit
    groups: tuple[tuple[Group, Load], ...]
    forms: Load

    @property
    def over(self) -> bool:
        """Whether more than one officer-week in ten was over the cap of forms."""
        return not self.forms.hidden and 10 * self.forms.over > self.forms.weeks


def tops(by: Person, *, at: datetime) -> list[Unit]:
    """The units that the meter shows a person: where his reach begins, and what is right below."""
    paths = reach(by, SEE, at).paths
    below = Unit.objects.filter(scope(by, SEE, at=at, path="path")).order_by("path")
    return [one for one in below if any(len(one.path) <= len(path) + Unit.steplen for path in paths)]


def units(by: Person, weeks: Sequence[date], *, at: datetime) -> list[UnitLine]:
    """The load of each unit in sight over some weeks, by group. Five queries, however many units."""
    shown = tops(by, at=at)
    rows = Share.objects.filter(scope(by, SEE, at=at), week__in=list(weeks), kind__in=["", Spending.FORM])
    rows = rows.exclude(kind=Spending.FORM, group__in=[one for one in Group if one is not Group.OFFICER])
    heaps: dict[tuple[str, str, str], dict[date, Counter[int]]] = defaultdict(lambda: defaultdict(Counter))
    known = {unit.path for unit in shown}
    counted = rows.values_list("unit__path", "kind", "group", "week", "minutes", "people")
    for path, kind, group, week, minutes, people in counted:
        for end in range(Unit.steplen, len(path) + 1, Unit.steplen):
            if path[:end] in known:
                heaps[path[:end], kind, group][week][minutes] += people
    most = caps()[Cap.OFFICER_FORM_MINUTES]
    together = told(weeks)
    always = frozenset.intersection(*(one.keys for one in together.values())) if together else frozenset()
    return [_line(unit, heaps, weeks, most, always) for unit in shown]


def _line(
    unit: Unit,
    heaps: dict[tuple[str, str, str], dict[date, Counter[int]]],
    weeks: Sequence[date],
    most: int,
    told: frozenset[disclosure.Place],
) -> UnitLine:
    def of(kind: str, group: Group, cap: int | None = None) -> Load:
        found = heaps.get((unit.path, kind, group), {})
        shown = (unit.path, group) in told
        return policy.load([found.get(week, Counter()) for week in weeks], cap, shown=shown)

    groups = tuple((group, of("", group)) for group in Group)
    return UnitLine(unit, groups, of(Spending.FORM, Group.OFFICER, most))


@dataclass(frozen=True)
class WeekLine:
    """A week of all in sight; ``officers``: of the officers alone, where all police together would give few away."""

    week: date
    load: Load
    officers: bool = False


def weeks_of(by: Person, *, at: datetime, path: str = "") -> list[WeekLine]:
    """Week by week, the last first, officer-weeks in reach (below a unit, if one is named). Three queries at most."""
    rows = police().filter(scope(by, SEE, at=at))
    if path:
        rows = rows.filter(unit__path__startswith=path)
    found = by_week(rows)
    weeks = sorted(found, reverse=True)[:WEEKS_SHOWN]
    together = told(weeks)
    places = [path] if path else reach(by, SEE, at).paths

    def shown(week: date, group: str) -> bool:
        return all((place, group) in together[week] for place in places)

    last = period(weeks)
    officers = not all(shown(week, disclosure.TOGETHER) for week in last)
    if officers:
        found = by_week(rows.filter(group=Group.OFFICER))
    group = Group.OFFICER if officers else disclosure.TOGETHER
    return [
        WeekLine(week, policy.load([found.get(week, {})], shown=shown(week, group)), officers)
        for week in weeks
    ]


def told(
    weeks: Iterable[date], together: tuple[str, ...] = POLICE
) -> dict[date, disclosure.Told[disclosure.Place, disclosure.Place]]:
    """Week by week which figures of units and groups are shown at all, to whomever. One query.

    ``together``: groups in one figure; all of them: it stands for itself, not beside those of the groups.
    """
    rows = Share.objects.filter(kind="", week__in=list(weeks)).order_by()
    counted: dict[date, list[tuple[str, str, int]]] = {week: [] for week in weeks}
    every = set(together) == set(Group)
    for week, place, group, people in rows.values_list("week", "unit__path", "group").annotate(
        n=Sum("people")
    ):
        counted[week].append((place, disclosure.TOGETHER if every else group, people))
    kinds = (disclosure.TOGETHER,) if every else together
    return {
        week: disclosure.told_of_tree(
            disclosure.Sizes.of(found, Unit.steplen), together=kinds, fewest=policy.FEW
        )
        for week, found in counted.items()
    }


# -- where it went -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class UseLine:
    """Something that took time: how often, how long in all and each time."""

    words: str
    kind: Spending
    minutes: int
    times: int

    @property
    def each(self) -> float:
        return self.minutes / self.times if self.times else 0.0


def uses_told(by: Person, weeks: Sequence[date], *, at: datetime, path: str = "") -> bool:
    """Whether it may be shown where the time of everybody in reach went: of five people and more, and of so many
    beside what others are shown. One query.
    """
    return _everybody_told(weeks, [path] if path else reach(by, SEE, at).paths)


def _everybody_told(weeks: Sequence[date], places: Sequence[str]) -> bool:
    found = told(weeks, tuple(Group))
    return all((place, disclosure.TOGETHER) in found[week] for week in weeks for place in places)


def uses(
    by: Person, weeks: Sequence[date], *, at: datetime, path: str = "", at_most: int = 15
) -> list[UseLine]:
    """What took most of the time in these weeks; ask `uses_told` first. Two queries."""
    rows = Use.objects.filter(scope(by, SEE, at=at), week__in=list(weeks))
    if path:
        rows = rows.filter(unit__path__startswith=path)
    told = rows.order_by().values_list("source", "kind").annotate(sum=Sum("minutes"), n=Sum("times"))
    found = sorted(told, key=lambda row: (-row[2], row[0]))[:at_most]
    keys = [int(source.partition(":")[2]) for source, *_rest in found if source.startswith("passport:")]
    forms = Passport.objects.in_bulk(keys)
    return [
        UseLine(_words(source, Spending(kind), forms), Spending(kind), minutes, n)
        for source, kind, minutes, n in found
    ]


def _words(source: str, kind: Spending, forms: dict[int, Passport]) -> str:
    if source.startswith("passport:") and (form := forms.get(int(source.partition(":")[2]))):
        return form.name
    own = own_forms.get(source)
    return str(own.name if own else named.get(source) or SPENDING_WORDS[kind])


@dataclass(frozen=True)
class Spell:
    """Minutes that a source took in the weeks that the figures are of, from a first day to a last."""

    minutes: int
    first: date
    last: date


def spent_on(source: str, places: Sequence[str]) -> Spell | None:
    """What a room's own work took of everybody at some places of the tree; None if too few are there to tell it, or no
    week is over. Three queries.
    """
    weeks = period(Week.objects.order_by("-first").values_list("first", flat=True)[: policy.PERIOD_WEEKS])
    if not weeks or not places or not _everybody_told(weeks, places):
        return None
    rows = Use.objects.filter(org.within(places, "unit__path"), week__in=weeks, source=source)
    minutes = rows.aggregate(sum=Sum("minutes"))["sum"] or 0
    return Spell(minutes, weeks[0], weeks[-1] + timedelta(days=6))


def claimed(unit: Unit, first: date) -> QuerySet[Claim]:
    """Who has asked for the time of a unit, from a day on."""
    return Claim.objects.filter(unit=unit, on__gte=first).select_related("sender").order_by("on", "pk")


# -- the other measures ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Counts:
    """What else the page of the meter says."""

    expired: int
    refusals: tuple[tuple[Unfit, int], ...]
    filled: int
    brought: int
    evenings: int


def counts(by: Person, *, at: datetime) -> Counts:
    """Of the units in sight: forms that can no longer be sent, refusals by reason, what was filled by itself, and
    study outside duty in the last four weeks. Five queries.
    """
    today = local_day(at)
    refused = dict(
        Ask.objects.filter(scope(by, SEE, at=at), state=AskState.REFUSED)
        .order_by()
        .values_list("refusal")
        .annotate(n=Count("pk"))
    )
    own = OwnRefusal.objects.filter(scope(by, SEE, at=at)).order_by().values_list("why")
    for why, times in own.annotate(n=Count("pk")):
        refused[why] = refused.get(why, 0) + times
    values = Value.objects.filter(scope(by, SEE, at=at, path="ask__unit__path")).aggregate(
        whole=Count("pk"), brought=Count("pk", filter=Q(prefilled=True))
    )
    first = policy.weeks.week_of(today) - timedelta(days=7 * policy.PERIOD_WEEKS)
    study = Claim.objects.filter(scope(by, SEE, at=at), kind=Spending.STUDY, on__gte=first, on__lte=today)
    expired = Passport.objects.filter(state=PassportState.IN_FORCE, valid_until__lt=today)
    return Counts(
        expired=expired.count(),
        refusals=tuple((why, refused.get(why, 0)) for why in Unfit),
        filled=values["whole"],
        brought=values["brought"],
        evenings=study.count(),
    )


def others(by: Person, *, at: datetime) -> list[Measure]:
    """The figures that rooms above have left, of the units in sight."""
    paths = reach(by, SEE, at).paths
    return [found for ask in measures.values() if (found := ask(paths, at)) is not None]
