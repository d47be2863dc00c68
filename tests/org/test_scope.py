"""Scope is one predicate: what the database leaves is what the policy covers, for every tree and every role."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden
from qingyuan.org import policy, shelves
from qingyuan.org.kinds import Reach, Role
from qingyuan.org.models import Person, Post, RoleHolding, Unit
from qingyuan.org.queries import (
    headcounts,
    holders,
    home_path,
    leaders,
    may,
    members,
    posts,
    reach,
    require,
    rights,
    scope,
    units_within,
)
from qingyuan.org.testing import a_bureau, a_person, a_unit, holds

pytestmark = pytest.mark.django_db

SLOW_ENOUGH = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
roles = st.sampled_from(list(Role))


@pytest.fixture
def permission(monkeypatch):
    """A way to leave a permission for one test only."""
    left: shelves.Shelf = shelves.Shelf("permissions")
    monkeypatch.setattr("qingyuan.org.queries.permission.permissions", left)

    def leave(reaches: dict[Role, Reach], name: str = "test.do") -> str:
        left._things[name] = shelves.Permission(name, "做试验", reaches)
        return name

    return leave


def grow(shape: list[int]) -> list[Unit]:
    """A tree: each number says below which of the units so far the next one hangs (the first is the root)."""
    units = [a_unit()]
    for below in shape:
        units.append(a_unit(units[below % len(units)]))
    return list(Unit.objects.order_by("path"))


@SLOW_ENOUGH
@given(
    shape=st.lists(st.integers(0, 9), max_size=9),
    held=st.lists(st.tuples(roles, st.integers(0, 9)), max_size=4, unique=True),
    grant=st.dictionaries(roles, st.sampled_from(list(Reach)), max_size=8),
)
def test_the_database_leaves_what_the_policy_covers(permission, shape, held, grant):
    point = transaction.savepoint()
    try:
        _agree(permission(grant), shape, held)
    finally:
        transaction.savepoint_rollback(point)


def _agree(name: str, shape: list[int], held: list[tuple[Role, int]]) -> None:
    """Database and policy say the same of every unit and every post of one tree."""
    units = grow(shape)
    asker = Person.objects.create(police_no="asker", name="询问人", category="police")
    for role, where in dict.fromkeys((role, where % len(units)) for role, where in held):
        holds(asker, role, units[where])
    owners = [a_person(unit) for unit in units]
    own = Post.objects.create(person=asker, unit=units[-1], title="民警", from_on=date(2019, 1, 1))
    at = clock.now()
    far = reach(asker, name, at)
    found = set(Unit.objects.filter(scope(asker, name, at=at, path="path")).values_list("pk", flat=True))
    assert found == {unit.pk for unit in units if policy.covers(far, path=unit.path)}
    left = set(Post.objects.filter(scope(asker, name, at=at, owner="person")).values_list("pk", flat=True))
    rows = [*Post.objects.filter(person__in=owners).select_related("unit"), own]
    covered = {p.pk for p in rows if policy.covers(far, path=p.unit.path, own=p.person_id == asker.pk)}
    assert left == covered
    for unit in units:
        assert may(asker, name, at=at, unit=unit) == (unit.pk in found)


def test_a_permission_that_nobody_left_opens_nothing_to_anybody():
    bureau = a_bureau()
    everybody = a_person(bureau.unit, roles=tuple(Role))
    at = clock.now()
    assert not Unit.objects.filter(scope(everybody, "nobody.left", at=at, path="path")).exists()
    assert not may(everybody, "nobody.left", at=at, unit=bureau.unit, own=True)
    with pytest.raises(Forbidden):
        require(everybody, "nobody.left", at=at)


def test_scope_is_ranges_of_paths_and_never_a_list_of_ids():
    head = a_person(role=Role.UNIT_HEAD)
    sql = str(units_within(head, "org.see_units", at=clock.now()).query)
    assert ">=" in sql
    assert "<" in sql
    assert " IN " not in sql


def test_who_owns_who_is_beside_and_who_must_see_nothing():
    root = a_unit()
    here, beside = a_unit(root), a_unit(root)
    below = a_unit(here)
    head, officer = a_person(here, Role.UNIT_HEAD), a_person(here)
    at = clock.now()
    assert set(units_within(head, "org.see_units", at=at)) == {here, below}
    assert beside not in units_within(head, "org.see_units", at=at)
    assert not units_within(officer, "org.see_units", at=at)


def test_none_of_the_three_administrators_can_do_what_another_can():
    bureau = a_bureau()
    at = clock.now()
    can = {
        who: {right.words for right in rights(getattr(bureau, who), at)}
        for who in ("system", "security", "audit")
    }
    names = (
        "org.change_units",
        "org.change_people",
        "org.change_settings",
        "org.appoint",
        "org.manage_accounts",
    )
    allowed = {
        who: {name for name in names if may(getattr(bureau, who), name, at=at, unit=bureau.unit)}
        for who in can
    }
    assert allowed["system"] == {"org.change_units", "org.change_people", "org.change_settings"}
    assert allowed["security"] == {"org.appoint", "org.manage_accounts"}
    assert allowed["audit"] == set()


def test_a_role_counts_from_its_first_to_its_last_day():
    person = a_person()
    unit = person.posts.get().unit
    today = clock.today()
    holding = holds(person, Role.UNIT_HEAD, unit, from_on=today + timedelta(days=1))
    assert not may(Person.objects.get(pk=person.pk), "org.see_units", at=clock.now(), unit=unit)
    RoleHolding.objects.filter(pk=holding.pk).update(from_on=today, to_on=today)
    assert may(Person.objects.get(pk=person.pk), "org.see_units", at=clock.now(), unit=unit)
    RoleHolding.objects.filter(pk=holding.pk).update(
        from_on=date(2019, 1, 1), to_on=today - timedelta(days=1)
    )
    assert not may(Person.objects.get(pk=person.pk), "org.see_units", at=clock.now(), unit=unit)


def test_rights_in_words_say_what_and_where():
    head = a_person(a_unit(name="交警支队"), Role.UNIT_HEAD)
    assert ("查看单位和人员", ("交警支队",)) in {(str(r.words), r.units) for r in rights(head, clock.now())}
    assert "查看单位和人员" not in {str(right.words) for right in rights(a_person(), clock.now())}


def test_asking_twice_costs_two_queries_once(django_assert_num_queries):
    head = Person.objects.get(pk=a_person(role=Role.UNIT_HEAD).pk)
    at = clock.now()
    with django_assert_num_queries(2):
        for _time in range(5):
            may(head, "org.see_units", at=at)


def test_heads_are_found_at_the_unit_or_upwards():
    root = a_unit()
    unit = a_unit(a_unit(root))
    top, head = a_person(root, Role.UNIT_HEAD), a_person(unit, Role.UNIT_HEAD)
    at = clock.now()
    assert list(holders(Role.UNIT_HEAD, unit=unit, at=at)) == [head]
    assert set(holders(Role.UNIT_HEAD, unit=unit, at=at, upwards=True)) == {top, head}


def test_leaders_are_those_who_hold_a_flagged_post():
    root = a_unit()
    chief, officer = a_person(root, leader=True), a_person(root)
    assert list(leaders(clock.now())) == [chief]
    assert officer in members([root], clock.now())
    assert [post.person for post in posts(chief, clock.now())] == [chief]


def test_headcounts_take_in_all_below_and_cost_one_query(django_assert_num_queries):
    root = a_unit()
    unit = a_unit(root)
    station = a_unit(unit)
    a_person(unit)
    a_person(station)
    a_person(station, category="auxiliary")
    with django_assert_num_queries(1):
        counted = headcounts([root, unit, station], clock.now())
    assert [(counted[u.pk].police, counted[u.pk].auxiliary) for u in (root, unit, station)] == [
        (2, 1),
        (2, 1),
        (1, 1),
    ]


def test_who_has_left_every_post_stays_in_the_charge_of_the_last_unit():
    unit = a_unit(a_unit())
    person = a_person(unit)
    person.posts.update(to_on=clock.today() - timedelta(days=1))
    assert home_path(Person.objects.get(pk=person.pk), clock.now()) == unit.path
