"""Who is on duty, on leave or away: by moment, by day, and which day is free."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from qingyuan.kit import workdays
from qingyuan.kit.clock import local_day
from qingyuan.kit.doubts import Doubt
from qingyuan.org import policy
from qingyuan.org.kinds import DutyKind
from qingyuan.org.models import DUTY_WORDS, Branch, Duty, Person
from qingyuan.org.queries.permission import scope

WEEK = 7


def during(start: datetime, end: datetime) -> Q:
    """The predicate "has something of this span of time in it"; both half-open, so what ends at ``start`` has not."""
    return Q(from_at__lt=end, to_at__gt=start)


def touching(first: date, last: date) -> Q:
    """The predicate "touches one of these days", both ends included."""
    return Q(first_on__lte=last, last_on__gte=first)


def duties_seen(by: Person, at: datetime) -> QuerySet[Duty]:
    """The entries that a person sees: those of the units in reach, and his own."""
    return Duty.objects.filter(scope(by, "org.see_duty", at=at, owner="person"))


def on_duty(people: Iterable[int] | QuerySet[Person], start: datetime, end: datetime) -> dict[int, DutyKind]:
    """Who of these people (ids, or a queryset) is taken within a span of time, and by what. One query.

    Of several entries the one that begins first is told. Not narrowed by any reader: for counting, not for showing.
    """
    rows = Duty.objects.filter(during(start, end), person__in=people).order_by("-from_at", "-pk")
    return {person: DutyKind(kind) for person, kind in rows.values_list("person", "kind")}


def taken(
    people: Iterable[int] | QuerySet[Person], start: datetime, end: datetime
) -> dict[int, list[tuple[datetime, datetime, DutyKind]]]:
    """What takes these people away within a span of time: from when, to when (the bureau's zone), and why. One query.

    Not narrowed by any reader: for deciding, not for showing.
    """
    rows = Duty.objects.filter(during(start, end), person__in=people).order_by("from_at", "pk")
    found: dict[int, list[tuple[datetime, datetime, DutyKind]]] = {}
    for person, begin, until, kind in rows.values_list("person", "from_at", "to_at", "kind"):
        span = (timezone.localtime(begin), timezone.localtime(until), DutyKind(kind))
        found.setdefault(person, []).append(span)
    return found


def on_duty_day(by: Person, *, at: datetime, person: str = "owner", day: str = "due_on") -> Q:
    """The predicate "this day is a duty day of this person", over any table: names of its two fields.

    One subquery. It knows only the entries that ``by`` sees, so that no list tells of a roster that he may not read.
    """
    rows = duties_seen(by, at).filter(
        person=OuterRef(person), first_on__lte=OuterRef(day), last_on__gte=OuterRef(day)
    )
    return Q(Exists(rows))


def duty_doubts(
    person: Person | None,
    days: Mapping[str, date | None],
    *,
    by: Person,
    at: datetime,
    not_before: date | None = None,
) -> list[Doubt]:
    """What speaks against these days (by field) as deadlines of a person: a duty day, with a free working day.

    Nothing is proposed before ``not_before`` or today. One query; only entries that ``by`` sees are known.
    """
    asked = {field: day for field, day in days.items() if day is not None}
    if person is None or not asked:
        return []
    around = timedelta(days=policy.FREE_WITHIN)
    rows = duties_seen(by, at).filter(
        touching(min(asked.values()) - around, max(asked.values()) + around), person=person
    )
    spans = list(rows.order_by("from_at", "pk").values_list("first_on", "last_on", "kind"))
    taken = [(first, last) for first, last, _kind in spans]
    first_free = max(not_before or local_day(at), local_day(at))
    found = []
    for field, day in asked.items():
        kind = next((kind for first, last, kind in spans if first <= day <= last), "")
        if kind:
            free = policy.nearest_free(day, taken, workdays.is_workday, not_before=first_free)
            found.append(_doubt(person, field, day, kind, free))
    return found


def _doubt(person: Person, field: str, day: date, kind: str, free: date | None) -> Doubt:
    params = {"name": person.name, "day": day.isoformat(), "kind": DUTY_WORDS[kind]}
    words = _("%(day)s这天%(name)s有“%(kind)s”安排，时限落在这一天容易误事。")
    return Doubt(
        field=field,
        about=f"{person.pk} {day.isoformat()}",
        words=words % params,
        keep=_("仍定%(day)s") % params,
        take=_("改为%(free)s（最近的空闲工作日）") % {"free": free.isoformat()} if free else "",
        instead=free,
    )


def away_by_branch(
    branches: Iterable[Branch], first: date, last: date
) -> tuple[dict[int, Counter[date]], dict[int, int]]:
    """How many members of each branch something takes on each of these days, and how many it has. Two queries.

    Not narrowed by any reader: for proposing a day, not for showing who is where.
    """
    asked = [branch.pk for branch in branches]
    away: dict[int, set[tuple[int, date]]] = {}
    rows = Duty.objects.filter(touching(first, last), person__branch__in=asked)
    for branch, person, begin, end in rows.values_list("person__branch", "person", "first_on", "last_on"):
        span = range((min(end, last) - max(begin, first)).days + 1)
        days = {(person, max(begin, first) + timedelta(days=n)) for n in span}
        away.setdefault(branch, set()).update(days)
    counted = {branch: Counter(day for _person, day in taken) for branch, taken in away.items()}
    members = Person.objects.filter(branch__in=away).order_by().values_list("branch").annotate(n=Count("pk"))
    return counted, {branch: n for branch, n in members if branch is not None}


def away_of(
    people: QuerySet[Person], first: date, last: date
) -> tuple[dict[int, list[tuple[date, date]]], set[int]]:
    """The days on which something takes each of these people between two days, and who of them works in shifts.

    One query. Not narrowed by any reader: for placing people, not for showing.
    """
    taken: dict[int, list[tuple[date, date]]] = {}
    shifts: set[int] = set()
    rows = Duty.objects.filter(touching(first, last), person__in=people)
    for person, kind, begin, end in rows.values_list("person", "kind", "first_on", "last_on"):
        taken.setdefault(person, []).append((begin, end))
        if kind == DutyKind.DUTY:
            shifts.add(person)
    return taken, shifts


# -- the page of a week -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class OnDay:
    """What a cell of the week shows: the entry, and which hours of the day it takes (empty: all of it)."""

    duty: Duty
    hours: str


@dataclass(frozen=True)
class PersonWeek:
    """One line of the week: a person, and the entries of each of the seven days."""

    person: Person
    days: tuple[tuple[date, tuple[OnDay, ...]], ...]


def week_of(people: Iterable[Person], duties: QuerySet[Duty], monday: date) -> list[PersonWeek]:
    """The week of these people from a Monday on, out of entries that the reader sees. One query."""
    shown = list(people)
    held: dict[int, list[Duty]] = {person.pk: [] for person in shown}
    rows = duties.filter(touching(monday, monday + timedelta(days=WEEK - 1)), person__in=shown)
    for duty in rows.select_related("roster").order_by("from_at", "pk"):
        held[duty.person_id].append(duty)
    week = [monday + timedelta(days=n) for n in range(WEEK)]
    return [
        PersonWeek(
            person,
            tuple(
                (
                    day,
                    tuple(OnDay(d, hours(d, day)) for d in held[person.pk] if d.first_on <= day <= d.last_on),
                )
                for day in week
            ),
        )
        for person in shown
    ]


def hours(duty: Duty, day: date) -> str:
    """The hours of a day that an entry takes, as 08:30–24:00; empty: the whole day."""
    begin, end = timezone.localtime(duty.from_at), timezone.localtime(duty.to_at)
    first = f"{begin:%H:%M}" if begin.date() == day else "00:00"
    last = f"{end:%H:%M}" if end.date() == day else "24:00"
    return "" if (first, last) == ("00:00", "24:00") else f"{first}–{last}"


def own_duties(person: Person, first: date, days: int) -> QuerySet[Duty]:
    """A person's own entries from a day on, for so many days."""
    rows = Duty.objects.filter(touching(first, first + timedelta(days=days - 1)), person=person)
    return rows.select_related("roster").order_by("from_at", "pk")
