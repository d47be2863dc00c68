"""Duty rosters of the 28 units: the two weeks from each snapshot's on, taken over by their clerks the Friday before.

Nobody's deadline was set with an eye on them, so some lie on a duty day: what the desk of the office then shows.
"""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from functools import partial

from qingyuan.org.api import kinds, rules
from qingyuan.site.demo.cast import Member, Place
from qingyuan.site.demo.city import City
from qingyuan.site.demo.story import moment

MONDAYS = (date(2021, 3, 15), date(2021, 6, 28))
DAYS = 14
FRIDAY = 11  # the turn begins on it: who lends the officer's account is on duty on the second Friday
OFFICERS = 2  # on duty each day, with one middle leader who takes charge


def plan(city: City) -> None:
    """Put the rosters on the story's calendar."""
    for monday in MONDAYS:
        for n, unit in enumerate(city.cast.units):
            friday = moment(monday - timedelta(days=3), 16, n)
            city.story.at(friday, partial(_take, city, unit=unit, monday=monday))


def _take(city: City, at: datetime, *, unit: Place, monday: date) -> None:
    rules.import_duty(
        unit=city.units[unit.code],
        lines=list(_lines(city, unit, monday)),
        source=f"{unit.name}{monday.month}月值班表.xlsx",
        by=city.clerk(unit.code),
        at=at,
    )


def _lines(city: City, unit: Place, monday: date) -> Iterator[rules.DutyLine]:
    """Everybody in turn, a day and a night from half past eight; one officer on leave, one leader in training."""
    middles, officers = city.cast.middles[unit.code], city.cast.officers[unit.code]
    away: list[tuple[Member, kinds.DutyKind, int, int]] = []
    if len(officers) > OFFICERS + 1:
        away.append((officers[-1], kinds.DutyKind.LEAVE, 2, 3))
    if len(middles) > 2:
        away.append((middles[-1], kinds.DutyKind.TRAINING, 7, 5))
    for member, kind, first, days in away:
        yield _line(member, kind, monday + timedelta(days=first), days)
    gone = {member.police_no for member, *_rest in away}
    for number, turn in ((1, middles), (OFFICERS, officers)):
        able = [member for member in turn if member.police_no not in gone]
        for day in range(DAYS):
            for member in _next(able, (day - FRIDAY) * number, number):
                yield _line(member, kinds.DutyKind.DUTY, monday + timedelta(days=day), 1, 8, 30)


def _next(able: Sequence[Member], place: int, number: int) -> list[Member]:
    """So many from a place on, round and round; none twice."""
    return [able[(place + n) % len(able)] for n in range(min(number, len(able)))]


def _line(
    member: Member, kind: kinds.DutyKind, day: date, days: int, hour: int = 0, minute: int = 0
) -> rules.DutyLine:
    begin = moment(day, hour, minute)
    return rules.DutyLine(member.name, kind, begin, begin + timedelta(days=days), member.police_no)
