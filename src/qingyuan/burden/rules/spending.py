"""Minutes: measured between opening and saving, or told by the room that knows them; added up when the week is over.

They are no acts, so none of them stands in the record: it would keep for ever who needed how long for what.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

from django.core import signing
from django.db import transaction
from django.db.models import Sum

from qingyuan.burden import policy
from qingyuan.burden.errors import CannotSpend
from qingyuan.burden.kinds import POLICE, Group, Spending
from qingyuan.burden.models import Share, Spent, Use, Week
from qingyuan.burden.queries import places
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person
from qingyuan.trail.api import record, take_turn

CLOCK = "clock"
SALT = "qingyuan.burden.opened"
MINUTES_AT_MOST = 24 * 60
AT_ONCE = 2000
KEPT = ("", Spending.FORM)  # of what how long it took is kept by unit and group


def opening(*, form: str, by: Person, at: datetime) -> str:
    """What a form carries in a hidden field: that this person opened it now, signed."""
    return signing.dumps([form, by.pk, at.isoformat()], salt=SALT, compress=True)


def opened_at(stamp: str, *, form: str, by: Person) -> datetime | None:
    """When a form was opened, by its stamp; None if it is not ours, another form's or another person's."""
    try:
        said, person, moment = signing.loads(stamp, salt=SALT)
        found = datetime.fromisoformat(moment)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return found if (said, person) == (form, by.pk) and found.tzinfo else None


@transaction.atomic
def measure(*, form: str, stamp: str, by: Person, at: datetime, kind: Spending = Spending.FORM) -> int:
    """Count the time from opening a form to now, half an hour at most; how many seconds.

    ``form``: a room's own code ("inspection.answer"). A stamp that is not good counts nothing and stops nobody.
    """
    begun = opened_at(stamp, form=form, by=by)
    seconds = policy.weeks.counted_seconds(begun, at) if begun else 0
    if seconds:
        _keep({by.pk: seconds}, kind=kind, on=local_day(at), source=form, at=at)
    return seconds


@transaction.atomic
def spend(
    *, kind: Spending, people: Mapping[int, int], on: date, source: str, at: datetime, times: int = 1
) -> int:
    """Count minutes of many people at once, by their ids: a session in the evening, a meeting. How many were counted.
    ``times``: in how many sittings.

    Two queries and one for each two thousand people. In a week that is added up already they count in the present one.
    """
    if any(not 0 < minutes <= MINUTES_AT_MOST for minutes in people.values()):
        raise CannotSpend(Reason("minutes", _("每人用时在1分钟到24小时之间")))
    return _keep(
        {key: 60 * minutes for key, minutes in people.items()},
        kind=kind,
        on=on,
        source=source,
        at=at,
        times=times,
    )


@transaction.atomic
def take_back(*, kind: Spending, people: Mapping[int, int], on: date, source: str, at: datetime) -> int:
    """Take minutes back that were told by mistake: somebody was not there after all. How many people had some.

    A week that is added up stays as it is: nobody's minutes are known there any more. Two queries and one for each two
    thousand rows.
    """
    week = policy.weeks.week_of(on)
    if policy.weeks.is_filed(week, local_day(at)):
        return 0
    told: dict[int, list[Spent]] = defaultdict(list)
    rows = Spent.objects.select_for_update().filter(week=week, kind=kind, source=source, person__in=people)
    for row in rows.order_by("pk"):
        told[row.person_id].append(row)
    fewer, none = list[Spent](), list[int]()
    for person, his in told.items():
        for row, seconds in zip(
            his, policy.weeks.lowered([one.seconds for one in his], 60 * people[person]), strict=True
        ):
            if seconds == 0:
                none.append(row.pk)
            elif seconds < row.seconds:
                row.seconds = seconds
                fewer.append(row)
    Spent.objects.bulk_update(fewer, ["seconds"], batch_size=AT_ONCE)
    for begin in range(0, len(none), AT_ONCE):
        Spent.objects.filter(pk__in=none[begin : begin + AT_ONCE]).delete()
    return len(told)


def _keep(
    seconds: Mapping[int, int], *, kind: Spending, on: date, source: str, at: datetime, times: int = 1
) -> int:
    today = local_day(at)
    week = policy.weeks.week_of(on)
    if on > today:
        raise CannotSpend(Reason("future", _("还没有到的日子不能计时")))
    if policy.weeks.is_filed(week, today):
        week = policy.weeks.week_of(today)
    rows = [
        Spent(
            person_id=key,
            unit_id=unit,
            group=group,
            week=week,
            kind=kind,
            source=source,
            seconds=seconds[key],
            times=times,
        )
        for key, unit, group in places.homes(seconds, on=on)
    ]
    Spent.objects.bulk_create(rows, batch_size=AT_ONCE)
    return len(rows)


def told_so_far(*, week: date) -> dict[int, int]:
    """Seconds by person in a week that is not added up: for who tells the rest of it, and for no page."""
    rows = Spent.objects.filter(week=week).order_by().values_list("person")
    return dict(rows.annotate(sum=Sum("seconds")))


@transaction.atomic
def add_up_weeks(*, at: datetime) -> int:
    """Add up every week that is over, and forget who spent what. How many weeks; of two clocks one finds nothing."""
    today, done = local_day(at), 0
    if _due(today) is None:
        return 0
    take_turn()
    while (week := _due(today)) is not None:
        _add_up(week, at)
        done += 1
    return done


def _due(today: date) -> date | None:
    """The first week that is over and not added up yet."""
    last = Week.objects.order_by("-first").values_list("first", flat=True).first()
    first = Spent.objects.order_by("week").values_list("week", flat=True).first()
    week = last + timedelta(days=7) if last else first
    return week if week and policy.weeks.is_filed(week, today) else None


def _add_up(week: date, at: datetime) -> None:
    rows = Spent.objects.filter(week=week)
    whole: dict[tuple[int, int, str], Counter[str]] = defaultdict(Counter)
    spent = Spent.objects.filter(week=week).values_list("person", "unit", "group", "kind")
    for person, unit, group, kind, seconds in spent.annotate(sum=Sum("seconds")).order_by():
        found = whole[person, unit, group]
        found[kind] += seconds
        found[""] += seconds
    shares: Counter[tuple[int, str, str, int]] = Counter()
    at_work: Counter[tuple[int, str]] = Counter()
    for (_person, unit, group), by_kind in whole.items():
        at_work[unit, group] += 1
        for kind in KEPT:
            shares[unit, group, kind, policy.weeks.in_minutes(by_kind[kind])] += 1
    for unit, group, people in places.headcounts(week + timedelta(days=6)):
        idle = people - at_work[unit, group]
        if idle > 0:
            for kind in KEPT:
                shares[unit, group, kind, 0] += idle
    _write(week, shares)
    gone, _by_kind = rows.delete()
    detail: dict[str, str | int | bool | None] = {"people": sum(at_work.values()), "rows": gone}
    record(actor=CLOCK, act="burden.add_up_week", subject=f"week:{week.isoformat()}", at=at, detail=detail)


def _write(week: date, shares: Mapping[tuple[int, str, str, int], int]) -> None:
    Share.objects.bulk_create(
        (
            Share(week=week, unit_id=unit, group=group, kind=kind, minutes=minutes, people=people)
            for (unit, group, kind, minutes), people in sorted(shares.items())
        ),
        batch_size=AT_ONCE,
    )
    officers: Counter[int] = Counter()
    for (_unit, group, kind, minutes), people in shares.items():
        if not kind and group in POLICE:
            officers[minutes] += people
    Week.objects.create(first=week, officers=dict(sorted(officers.items())))
    sources = Spent.objects.filter(week=week).values_list("unit", "group", "kind", "source")
    used: Iterable[tuple[int, Group, Spending, str, int, int]] = sources.annotate(
        sum=Sum("seconds"), times=Sum("times")
    ).order_by("unit", "group", "kind", "source")
    Use.objects.bulk_create(
        (
            Use(
                week=week,
                unit_id=unit,
                group=group,
                kind=kind,
                source=source,
                minutes=policy.weeks.in_minutes(seconds),
                times=times,
            )
            for unit, group, kind, source, seconds, times in used
        ),
        batch_size=AT_ONCE,
    )
