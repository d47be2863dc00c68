"""Scope against somebody who goes from unit to unit by hand, and knows neither paths nor ranges nor the policy."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from qingyuan.org import shelves
from qingyuan.org.kinds import Reach, Role
from qingyuan.org.models import Person, Post, RoleHolding, Unit
from qingyuan.org.queries import scope, units_within
from qingyuan.org.testing import a_unit

pytestmark = pytest.mark.django_db

ON = date(2021, 3, 19)
AT = datetime(2021, 3, 19, 0, 30, tzinfo=ZoneInfo("Asia/Shanghai"))  # still the day before in UTC
ADMINISTER = {Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN}
PERMISSION = "test.by_hand"

Span = tuple[date, date | None]
spans = st.builds(
    lambda first, length: (
        ON + timedelta(days=first),
        None if length is None else ON + timedelta(days=first + length),
    ),
    st.integers(-3, 1),
    st.none() | st.integers(0, 4),
)
numbers = st.integers(0, 11)
roles = st.sampled_from(list(Role))


@dataclass(frozen=True)
class Held:
    """A role at the unit of a number, from one day to another."""

    role: Role
    unit: int
    span: Span


def counts(span: Span) -> bool:
    first, last = span
    return first <= ON and (last is None or last >= ON)


def reached(
    held: list[Held], grant: dict[Role, Reach], parents: list[int], owned: set[int]
) -> tuple[set[int], set[int]]:
    """The units he reaches, and of some things, one in each unit, those that he reaches."""
    now = [one for one in held if counts(one.span)]
    if any(one.role in ADMINISTER for one in now):
        now = [one for one in now if one.role is not Role.OFFICER]
    units: set[int] = set()
    things: set[int] = set()
    for one in now:
        match grant.get(one.role):
            case Reach.BUREAU if one.unit == 0:
                units |= set(range(len(parents)))
            case Reach.UNIT:
                units |= {unit for unit in range(len(parents)) if lies_below(unit, one.unit, parents)}
            case Reach.OWN:
                things |= owned
    return units, units | things


def lies_below(unit: int, top: int, parents: list[int]) -> bool:
    while unit != top and unit != 0:
        unit = parents[unit]
    return unit == top


@settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    shape=st.lists(numbers, max_size=9),
    held=st.lists(st.builds(Held, roles, numbers, spans), max_size=5),
    grant=st.dictionaries(roles, st.sampled_from(list(Reach)), min_size=2, max_size=8),
    owned=st.sets(numbers, max_size=4),
)
@example(shape=[0] * 36, held=[Held(Role.CLERK, 35, (ON, ON))], grant={Role.CLERK: Reach.UNIT}, owned=set())
@example(
    shape=[0, 1],
    held=[Held(Role.OFFICER, 1, (ON, None)), Held(Role.AUDIT_ADMIN, 0, (ON, ON))],
    grant={Role.OFFICER: Reach.OWN, Role.CLERK: Reach.UNIT},
    owned={1},
)
def test_the_database_leaves_exactly_what_is_found_by_hand(monkeypatch, shape, held, grant, owned):
    left: shelves.Shelf = shelves.Shelf("permissions")
    left._things[PERMISSION] = shelves.Permission(PERMISSION, "做试验", grant)
    with monkeypatch.context() as patch, transaction.atomic():
        patch.setattr("qingyuan.org.queries.permission.permissions", left)
        _agree(shape, held, grant, owned)
        transaction.set_rollback(True)


def _agree(shape: list[int], held: list[Held], grant: dict[Role, Reach], owned: set[int]) -> None:
    """A tree in which each number says below which of the units so far the next one hangs; units 0, 1, 2 ..."""
    units, parents = [a_unit()], [0]
    for below in shape:
        parents.append(below % len(units))
        units.append(a_unit(Unit.objects.get(pk=units[parents[-1]].pk)))
    whole = len(units)
    asker, other = (
        Person.objects.create(police_no=name, name="某人", category="police") for name in ("asker", "other")
    )
    placed = {(one.role, one.unit % whole): Held(one.role, one.unit % whole, one.span) for one in held}
    for one in placed.values():
        first, last = one.span
        RoleHolding.objects.create(
            person=asker, unit=units[one.unit], role=one.role, from_on=first, to_on=last
        )
    own = {number % whole for number in owned}
    things = [
        Post.objects.create(
            person=asker if number in own else other, unit=unit, title="民警", main=False, from_on=ON
        )
        for number, unit in enumerate(units)
    ]
    in_reach, to_have = reached(list(placed.values()), grant, parents, own)
    found = Unit.objects.filter(scope(asker, PERMISSION, at=AT, path="path"))
    assert {unit.pk for unit in found} == {units[number].pk for number in in_reach}
    assert [unit.pk for unit in units_within(asker, PERMISSION, at=AT)] == [
        unit.pk
        for unit in Unit.objects.filter(pk__in=[units[number].pk for number in in_reach]).order_by("path")
    ]
    rows = Post.objects.filter(scope(asker, PERMISSION, at=AT, owner="person"))
    assert {row.pk for row in rows} == {things[number].pk for number in to_have}
