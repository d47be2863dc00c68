"""Figures of any period, computed from rows: nothing is typed and nothing is kept.

A matter counts from the day it was found. What was closed, or late, at the end of a period that has passed is
told from its story: a closing that was undone since still counts for the week in which it stood, and a deadline
that was moved since is the old one then. Matters struck out as mistakes never count.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from qingyuan.campaign.api import Campaign
from qingyuan.kit.clock import local_day
from qingyuan.matters.api import Extension, Matter, Sent, Step, kinds, policy, visible
from qingyuan.org.api import Person, Unit
from qingyuan.publication.models import Bulletin


@dataclass(frozen=True)
class Week:
    """A period of whole days, usually from Monday on, with the one before it of the same length.

    A part of a week is compared with the same weekdays of the week before.
    """

    first_on: date
    last_on: date

    @property
    def days(self) -> int:
        return (self.last_on - self.first_on).days + 1

    @property
    def before(self) -> "Week":
        return self._shifted(-max(7, self.days))

    @property
    def after(self) -> "Week":
        return self._shifted(max(7, self.days))

    def _shifted(self, days: int) -> "Week":
        return Week(self.first_on + timedelta(days=days), self.last_on + timedelta(days=days))

    @property
    def begins(self) -> datetime:
        return _midnight(self.first_on)

    @property
    def ends(self) -> datetime:
        """The first moment after the period."""
        return _midnight(self.last_on + timedelta(days=1))


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


def week_until(day: date) -> Week:
    """From Monday until this day."""
    return Week(day - timedelta(days=day.weekday()), day)


def late_until(week: Week, today: date) -> date:
    """A deadline up to this day has passed without closing: the last day, or yesterday while the period runs."""
    return min(week.last_on, today - timedelta(days=1))


@dataclass(frozen=True)
class Counts:
    """Counts of one group of matters in a period and at its end."""

    new: int = 0
    all: int = 0
    closed_in: int = 0
    closed: int = 0
    dated_closed: int = 0
    on_time: int = 0
    long_open: int = 0
    late: int = 0
    reopened_in: int = 0

    @property
    def due(self) -> int:
        """应销号: all but open long-term matters, as on the wall chart."""
        return self.all - self.long_open

    def __add__(self, other: "Counts") -> "Counts":
        return Counts(
            **{name: getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__}
        )


Key = tuple[str, str, bool]
"""Place of the responsible unit, kind of the matter, whether a leader's."""


def counts(rows: QuerySet[Matter], week: Week, today: date) -> dict[Key, Counts]:
    """Counts by unit, kind and key few. Three queries, whatever the number of matters.

    What was never reopened and whose deadline did not move since is summed in the database; the rest, few, are
    told one by one from their steps.
    """
    end, last, late = week.ends, week.last_on, late_until(week, today)
    counted = rows.filter(opened_on__lte=last).exclude(state=kinds.State.VOID).order_by()
    moved = Extension.objects.filter(matter=OuterRef("pk"), answer=kinds.Answer.GRANTED, answered_at__gte=end)
    told = Q(reopened__gt=0) | Exists(moved)
    was_closed = Q(closed_at__lt=end)
    open_then = Q(closed_at__isnull=True) | Q(closed_at__gte=end)
    fixed = Q(fixed_at__lt=end)
    dated, long = Q(term=kinds.Term.DATED), Q(term=kinds.Term.LONG)
    sums = {
        "new": Q(opened_on__gte=week.first_on),
        "all": Q(),
        "closed_in": was_closed & Q(closed_at__gte=week.begins),
        "closed": was_closed,
        "dated_closed": was_closed & dated,
        "on_time": was_closed & dated & Q(on_time=True),
        "long_open": open_then & fixed & long,
        "late": open_then & fixed & dated & Q(due_on__lte=late),
    }
    numbers = {f"n_{name}": Count("pk", filter=which) for name, which in sums.items()}
    plain = counted.exclude(told).values("unit_path", "kind", "key_few").annotate(**numbers)
    found: dict[Key, Counts] = defaultdict(Counts)
    rows_of: Iterable[Mapping[str, Any]] = plain
    for row in rows_of:
        found[row["unit_path"], row["kind"], row["key_few"]] += Counts(
            **{name: row[f"n_{name}"] for name in sums}
        )
    for key, one in _told_one_by_one(counted.filter(told), week, late):
        found[key] += one
    return dict(found)


def _told_one_by_one(rows: QuerySet[Matter], week: Week, late: date) -> Iterable[tuple[Key, Counts]]:
    matters = list(
        rows.values("pk", "unit_path", "kind", "key_few", "term", "due_on", "fixed_at", "opened_on")
    )
    ids = rows.order_by().values("pk")  # asked again and not listed: a database takes only so many parameters
    story: dict[int, list[tuple[datetime, str]]] = defaultdict(list)
    told = (kinds.Act.SUBMIT, kinds.Act.CLOSE, kinds.Act.REOPEN)
    steps = Step.objects.filter(matter__in=ids, act__in=told, at__lt=week.ends).order_by("at", "pk")
    for matter_id, at, act in steps.values_list("matter", "at", "act"):
        story[matter_id].append((at, act))
    moves: dict[int, list[tuple[datetime, date]]] = defaultdict(list)
    granted = Extension.objects.filter(matter__in=ids, answer=kinds.Answer.GRANTED).order_by(
        "answered_at", "pk"
    )
    for matter_id, moved_at, old in granted.values_list("matter", "answered_at", "old_due_on"):
        if moved_at is not None:
            moves[matter_id].append((moved_at, old))
    for matter in matters:
        key = (matter["unit_path"], matter["kind"], matter["key_few"])
        yield key, _one(matter, story[matter["pk"]], moves[matter["pk"]], week, late)


def _due_at(now: date | None, moves: list[tuple[datetime, date]], at: datetime) -> date | None:
    """The deadline as it stood at a moment: the old one of the first move that came after it."""
    return next((old for moved_at, old in moves if moved_at >= at), now)


def _one(
    matter: Mapping[str, object],
    story: list[tuple[datetime, str]],
    moves: list[tuple[datetime, date]],
    week: Week,
    late: date,
) -> Counts:
    turns = [(at, act) for at, act in story if act != kinds.Act.SUBMIT]
    closed = bool(turns) and turns[-1][1] == kinds.Act.CLOSE
    dated = matter["term"] == kinds.Term.DATED
    due_now, fixed_at, opened_on = matter["due_on"], matter["fixed_at"], matter["opened_on"]
    known_due = due_now if isinstance(due_now, date) else None
    fixed = isinstance(fixed_at, datetime) and fixed_at < week.ends
    due = _due_at(known_due, moves, week.ends)
    on_time = False
    if closed and dated:
        submits = [at for at, act in story if act == kinds.Act.SUBMIT and at <= turns[-1][0]]
        asked = submits[-1] if submits else turns[-1][0]
        on_time = policy.is_on_time(_due_at(known_due, moves, turns[-1][0]), local_day(asked))
    return Counts(
        new=int(isinstance(opened_on, date) and opened_on >= week.first_on),
        all=1,
        closed_in=int(closed and turns[-1][0] >= week.begins),
        closed=int(closed),
        dated_closed=int(closed and dated),
        on_time=int(on_time),
        long_open=int(not closed and fixed and not dated),
        late=int(not closed and fixed and dated and due is not None and due <= late),
        reopened_in=sum(act == kinds.Act.REOPEN and at >= week.begins for at, act in turns),
    )


def summed(parts: Mapping[Key, Counts], path: str = "", kind: str = "", few: bool | None = None) -> Counts:
    """The sum over a subtree, of one kind, of leaders or of the others."""
    whole = Counts()
    for (place, what, leader), one in parts.items():
        if place.startswith(path) and kind in ("", what) and few in (None, leader):
            whole = whole + one
    return whole


# -- what does not come from matters -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Pair:
    """A part of a whole, both by the end of the period."""

    part: int = 0
    whole: int = 0


def deployed(campaign: Campaign, unit: Unit, week: Week) -> Pair:
    """Units that had set to work by the end of the period, of those that the campaign covers."""
    covered = campaign.deployments.filter(unit__path__startswith=unit.path)
    found = covered.aggregate(part=Count("pk", filter=Q(deployed_on__lte=week.last_on)), whole=Count("pk"))
    return Pair(**found)


def reminded(rows: QuerySet[Matter], week: Week) -> int:
    """Reminders that went out in the period about these matters."""
    sent = Sent.objects.filter(at__gte=week.begins, at__lt=week.ends, matter__in=rows.order_by().values("pk"))
    return sent.count()


def bulletins_in(campaign: Campaign, unit: Unit, week: Week) -> int:
    """Bulletins that were issued in the period by a unit or those below it; withdrawn ones do not count."""
    return (
        Bulletin.objects.filter(campaign=campaign, unit__path__startswith=unit.path)
        .filter(issued_at__gte=week.begins, issued_at__lt=week.ends, withdrawn_at__isnull=True)
        .count()
    )


def in_sight(by: Person | None, campaign: Campaign, unit: Unit, *, at: datetime) -> QuerySet[Matter]:
    """The matters that are counted: those of the campaign and unit that the reader may see (None: all)."""
    seen: QuerySet[Matter] = visible(by, at=at) if by is not None else Matter.objects.all()
    return seen.filter(campaign=campaign, unit_path__startswith=unit.path)


def open_to_all(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    """Of some matters those that may be told of to whoever is concerned: no leads, nothing that names somebody."""
    return rows.filter(restricted=False).exclude(kind=kinds.Kind.LEAD)
