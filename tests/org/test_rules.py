"""The verbs of the organisation: who may, what is refused, what is written and what the trail is told."""

from datetime import UTC, date, datetime, timedelta

import pytest

from qingyuan.kit import bus, clock
from qingyuan.kit.errors import Forbidden
from qingyuan.org import rules
from qingyuan.org.errors import (
    CannotAppoint,
    CannotChangePerson,
    CannotChangeUnit,
    CannotFound,
    CannotOpenAccount,
)
from qingyuan.org.events import PersonLeftPost, UnitMoved
from qingyuan.org.kinds import ADMINISTRATORS, Category, Level, Rank, Role
from qingyuan.org.models import Account, DayOff, Person, Post, RoleHolding, Unit
from qingyuan.org.queries import may, second_factor_roles, setting
from qingyuan.org.testing import a_branch, a_bureau, a_person, a_unit, an_account, holds
from qingyuan.trail.models import Entry

pytestmark = pytest.mark.django_db

AT = datetime(2026, 3, 19, 2, 0, tzinfo=UTC)
ON = date(2026, 3, 19)
NEW_UNIT = {"code": "990100070000", "area": "990100", "name": "交警支队", "level": Level.CITY}


def acts() -> list[tuple[str, str, str]]:
    return list(Entry.objects.order_by("index").values_list("actor", "act", "subject"))


def codes(refused) -> list[str]:
    return [reason.code for reason in refused.value.reasons]


@pytest.fixture
def bureau():
    return a_bureau()


@pytest.fixture
def told():
    heard: list[object] = []
    for fact in (UnitMoved, PersonLeftPost):
        bus.hear(fact, heard.append)
    yield heard
    for fact in (UnitMoved, PersonLeftPost):
        bus._hearers[fact].remove((heard.append, "during"))


# --- units


def test_a_unit_is_added_below_another_and_the_trail_told(bureau):
    unit = rules.add_unit(above=bureau.unit, by=bureau.system, at=AT, **NEW_UNIT)
    assert unit.path.startswith(bureau.unit.path)
    assert acts() == [(bureau.system.key, "org.add_unit", "unit:990100070000")]


@pytest.mark.parametrize("who", ["security", "audit"])
def test_only_the_system_administrator_adds_units(bureau, who):
    with pytest.raises(Forbidden):
        rules.add_unit(above=bureau.unit, by=getattr(bureau, who), at=AT, **NEW_UNIT)
    assert not Entry.objects.exists()


def test_every_reason_why_a_unit_cannot_be_is_told_at_once(bureau):
    wrong = {"code": "12", "area": "九九", "name": " ", "level": Level.CITY}
    with pytest.raises(CannotChangeUnit) as refused:
        rules.add_unit(above=bureau.unit, by=bureau.system, at=AT, **wrong)
    assert codes(refused) == ["code", "area", "name"]
    assert [reason.field for reason in refused.value.reasons] == ["code", "area", "name"]


def test_a_code_is_given_once(bureau):
    rules.add_unit(above=bureau.unit, by=bureau.system, at=AT, **NEW_UNIT)
    with pytest.raises(CannotChangeUnit) as refused:
        rules.add_unit(above=bureau.unit, by=bureau.system, at=AT, **NEW_UNIT)
    assert codes(refused) == ["code_taken"]


def test_a_unit_moves_with_all_below_and_scope_moves_with_it(bureau, told):
    old, new = a_unit(bureau.unit), a_unit(bureau.unit)
    unit = a_unit(old)
    station = a_unit(unit)
    head = a_person(new, Role.UNIT_HEAD)
    before = unit.path
    assert not may(head, "org.see_units", at=clock.now(), unit=station)
    moved = rules.move_unit(unit=unit, above=new, by=bureau.system, at=AT)
    station.refresh_from_db()
    assert station.path.startswith(moved.path)
    assert may(Person.objects.get(pk=head.pk), "org.see_units", at=clock.now(), unit=station)
    assert told == [UnitMoved(unit.pk, before, moved.path, AT)]
    assert not any(Unit.objects.find_problems())


def test_a_unit_moves_neither_below_itself_nor_to_where_it_is(bureau):
    unit = a_unit(bureau.unit)
    for above, code in ((a_unit(unit), "circle"), (unit, "circle"), (bureau.unit, "there")):
        with pytest.raises(CannotChangeUnit) as refused:
            rules.move_unit(unit=unit, above=above, by=bureau.system, at=AT)
        assert codes(refused) == [code]


def test_a_unit_is_renamed_and_keeps_its_code(bureau):
    unit = a_unit(bureau.unit)
    rules.rename_unit(unit=unit, name="新名", name_en="New", by=bureau.system, at=AT)
    kept = Unit.objects.get(pk=unit.pk)
    assert (kept.name, kept.name_en, kept.code) == ("新名", "New", unit.code)


def test_an_administrator_of_one_unit_does_not_reach_the_next(bureau):
    here, beside = a_unit(bureau.unit), a_unit(bureau.unit)
    system, security = a_person(here, Role.SYSTEM_ADMIN), a_person(here, Role.SECURITY_ADMIN)
    victim = a_person(beside)
    account = an_account(victim)
    refused = [
        lambda: rules.add_unit(above=beside, by=system, at=AT, **NEW_UNIT),
        lambda: rules.rename_unit(unit=beside, name="x", by=system, at=AT),
        lambda: rules.move_unit(unit=here, above=beside, by=system, at=AT),
        lambda: rules.transfer(person=victim, unit=here, title="x", from_on=ON, by=system, at=AT),
        lambda: rules.appoint(person=victim, role=Role.CLERK, unit=beside, by=security, at=AT),
        lambda: rules.dismiss(holding=victim.holdings.get(), by=security, at=AT),
        lambda: rules.open_account(person=victim, by=security, at=AT),
        lambda: rules.reset_password(account=account, by=security, at=AT),
        lambda: rules.close_account(account=account, by=security, at=AT),
        lambda: rules.reset_second_factor(account=account, by=security, at=AT),
    ]
    for act in refused:
        with pytest.raises(Forbidden):
            act()
    assert not Entry.objects.exists()


# --- people


def test_a_person_comes_with_a_post_and_the_role_that_everybody_has(bureau):
    branch = a_branch(bureau.unit)
    person = rules.add_person(
        police_no="040001", name="李新", category=Category.POLICE, unit=bureau.unit, title="民警",
        from_on=ON, rank=Rank.MIDDLE, leader=True, branch=branch, by=bureau.system, at=AT,
    )  # fmt: skip
    assert person.posts.get().leader
    assert list(person.holdings.values_list("role", flat=True)) == [Role.OFFICER]
    assert acts() == [(bureau.system.key, "org.add_person", f"person:{person.key}")]
    assert "李新" not in Entry.objects.get().detail


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"police_no": " "}, "police_no"),
        ({"name": ""}, "name"),
        ({"police_no": "99010119900101001X"}, "identity_number"),
    ],
)
def test_a_person_without_number_or_name_or_with_an_identity_number_is_refused(bureau, change, code):
    about = {
        "police_no": "040001",
        "name": "李新",
        "category": Category.POLICE,
        "title": "民警",
        "from_on": ON,
    }
    with pytest.raises(CannotChangePerson) as refused:
        rules.add_person(unit=bureau.unit, by=bureau.system, at=AT, **{**about, **change})
    assert codes(refused) == [code]


def test_a_transfer_ends_the_post_on_the_eve_and_the_roles_with_it(bureau, told):
    old, new = a_unit(bureau.unit), a_unit(bureau.unit)
    person = a_person(old, Role.CLERK, branch=a_branch(old))
    rules.transfer(person=person, unit=new, title="副大队长", from_on=ON, by=bureau.system, at=AT)
    kept = [(post.unit, post.to_on) for post in person.posts.order_by("from_on")]
    assert kept == [(old, ON - timedelta(days=1)), (new, None)]
    open_roles = person.holdings.filter(to_on=None).values_list("role", "unit_id")
    assert list(open_roles) == [(Role.OFFICER, new.pk)]
    person.refresh_from_db()
    assert person.branch is None
    assert told == [PersonLeftPost(person.pk, old.pk, AT)]


def test_a_transfer_before_the_present_post_began_is_refused(bureau):
    person = a_person(bureau.unit, from_on=ON)
    with pytest.raises(CannotChangePerson) as refused:
        rules.transfer(person=person, unit=a_unit(), title="x", from_on=ON, by=bureau.system, at=AT)
    assert codes(refused) == ["too_early"]
    assert Post.objects.filter(person=person).count() == 1


def test_a_transfer_does_not_take_an_administrators_role_away(bureau):
    rules.transfer(
        person=bureau.security, unit=a_unit(bureau.unit), title="x", from_on=ON, by=bureau.system, at=AT
    )
    assert bureau.security.holdings.filter(role=Role.SECURITY_ADMIN, to_on=None).exists()


def test_a_record_is_corrected_but_not_with_another_units_branch(bureau):
    person, elsewhere = a_person(bureau.unit), a_branch(a_unit(bureau.unit))
    about = {"name": "改名", "category": Category.CIVILIAN, "rank": Rank.MIDDLE}
    with pytest.raises(CannotChangePerson):
        rules.change_person(person=person, branch=elsewhere, by=bureau.system, at=AT, **about)
    changed = rules.change_person(
        person=person, branch=a_branch(bureau.unit), by=bureau.system, at=AT, **about
    )
    assert (changed.name, changed.category) == ("改名", Category.CIVILIAN)


# --- roles


def test_a_role_counts_from_today_and_ends_from_today(bureau):
    person = a_person(bureau.unit)
    at = clock.now()
    holding = rules.appoint(person=person, role=Role.CLERK, unit=bureau.unit, by=bureau.security, at=at)
    assert may(person, "org.see_units", at=at, unit=bureau.unit)
    RoleHolding.objects.filter(pk=holding.pk).update(from_on=date(2020, 1, 1))
    rules.dismiss(holding=holding, by=bureau.security, at=at)
    assert not may(Person.objects.get(pk=person.pk), "org.see_units", at=at, unit=bureau.unit)
    assert RoleHolding.objects.get(pk=holding.pk).to_on is not None
    assert [act for _actor, act, _subject in acts()] == ["org.appoint", "org.dismiss"]


def test_nobody_gives_himself_a_role_or_takes_one_from_himself(bureau):
    with pytest.raises(CannotAppoint) as refused:
        rules.appoint(person=bureau.security, role=Role.CLERK, unit=bureau.unit, by=bureau.security, at=AT)
    assert set(codes(refused)) == {"self", "conflict"}
    another = a_person(bureau.unit, Role.SECURITY_ADMIN)
    own = another.holdings.get(role=Role.SECURITY_ADMIN)
    with pytest.raises(CannotAppoint) as refused:
        rules.dismiss(holding=own, by=another, at=AT)
    assert codes(refused) == ["self"]


@pytest.mark.parametrize("held", sorted(ADMINISTRATORS))
@pytest.mark.parametrize("wanted", sorted(ADMINISTRATORS))
def test_nobody_is_two_administrators(bureau, held, wanted):
    person = a_person(bureau.unit, held)
    with pytest.raises(CannotAppoint) as refused:
        rules.appoint(person=person, role=wanted, unit=bureau.unit, by=bureau.security, at=AT)
    assert codes(refused) == ["held" if held == wanted else "conflict"]


def test_a_role_that_begins_tomorrow_already_excludes_others(bureau):
    person = a_person(bureau.unit)
    holds(person, Role.AUDIT_ADMIN, bureau.unit, from_on=ON + timedelta(days=1))
    with pytest.raises(CannotAppoint) as refused:
        rules.appoint(person=person, role=Role.CLERK, unit=bureau.unit, by=bureau.security, at=AT)
    assert codes(refused) == ["conflict"]


def test_the_last_administrator_of_a_kind_stays(bureau):
    security = a_person(bureau.unit, Role.SECURITY_ADMIN)
    with pytest.raises(CannotAppoint) as refused:
        rules.dismiss(holding=bureau.audit.holdings.get(role=Role.AUDIT_ADMIN), by=security, at=AT)
    assert codes(refused) == ["last"]
    rules.dismiss(holding=bureau.security.holdings.get(role=Role.SECURITY_ADMIN), by=security, at=AT)


# --- accounts


def test_an_account_is_opened_with_a_password_that_only_its_owner_will_keep(bureau):
    person = a_person(bureau.unit, police_no="FJ0123")
    opened = rules.open_account(person=person, by=bureau.security, at=AT)
    assert opened.account.username == "fj0123"
    assert opened.account.check_password(opened.password)
    assert opened.account.password_changed_at is None
    assert opened.password not in str(list(Entry.objects.values()))
    with pytest.raises(CannotOpenAccount) as refused:
        rules.open_account(person=person, by=bureau.security, at=AT)
    assert codes(refused) == ["open"]


def test_a_name_is_given_to_one_account_only(bureau):
    an_account(a_person(bureau.unit, police_no="TAKEN"))
    with pytest.raises(CannotOpenAccount) as refused:
        rules.open_account(person=a_person(bureau.unit), by=bureau.security, at=AT, username="ｔaken")
    assert codes(refused) == ["username_taken"]


def test_a_closed_account_opens_again_with_a_new_password(bureau):
    account = an_account(a_person(bureau.unit))
    rules.close_account(account=account, by=bureau.security, at=AT)
    assert not Account.objects.get(pk=account.pk).is_active
    with pytest.raises(CannotOpenAccount):
        rules.close_account(account=account, by=bureau.security, at=AT)
    opened = rules.open_account(person=account.person, by=bureau.security, at=AT)
    assert (opened.account.pk, opened.account.is_active) == (account.pk, True)


def test_nobody_resets_or_closes_his_own_account(bureau):
    own = an_account(bureau.security)
    for rule in (rules.close_account, rules.reset_password):
        with pytest.raises(CannotOpenAccount) as refused:
            rule(account=own, by=bureau.security, at=AT)
        assert codes(refused) == ["self"]


def test_nobody_takes_over_an_account_that_reaches_further_than_he_does(bureau):
    """One who sits in a unit and signs off for the whole bureau: the unit's own administrator could be him tomorrow."""
    unit = a_unit(bureau.unit)
    security = a_person(unit, Role.SECURITY_ADMIN)
    person = a_person(unit, Role.DISCIPLINE, at_unit=bureau.unit)
    with pytest.raises(Forbidden):
        rules.open_account(person=person, by=security, at=AT)
    account = an_account(person)
    for rule in (rules.reset_password, rules.reset_second_factor):
        with pytest.raises(Forbidden):
            rule(account=account, by=security, at=AT)
    assert not Entry.objects.exists()
    assert rules.reset_password(account=account, by=bureau.security, at=AT).password
    assert rules.reset_password(account=an_account(a_person(unit)), by=security, at=AT).password
    rules.close_account(account=account, by=security, at=AT)


def test_the_console_can_always_bring_an_account_back_and_says_so(bureau):
    own = an_account(bureau.security)
    Account.objects.filter(pk=own.pk).update(is_active=False)
    opened = rules.recover_account(account=own, at=AT)
    assert opened.account.is_active
    assert acts() == [("console", "org.recover_account", f"person:{bureau.security.key}")]


# --- what the bureau decides


def test_a_working_day_of_ones_own_goes_before_the_public_calendar(bureau):
    from qingyuan.kit import workdays

    saturday = date(2026, 3, 21)
    assert not workdays.is_workday(saturday)
    rules.set_working_day(day=saturday, worked=True, words="值守", by=bureau.system, at=AT)
    assert workdays.is_workday(saturday)
    rules.forget_working_day(day=saturday, by=bureau.system, at=AT)
    assert not DayOff.objects.exists()
    assert not workdays.is_workday(saturday)


def test_who_needs_a_second_factor_is_for_the_security_administrator_alone(bureau):
    with pytest.raises(Forbidden):
        rules.require_second_factor(roles=[Role.CLERK], by=bureau.system, at=AT)
    with pytest.raises(Forbidden):
        rules.change_setting(name="org.second_factor_roles", value=[], by=bureau.system, at=AT)
    rules.require_second_factor(roles=[Role.CLERK, Role.LEGAL], by=bureau.security, at=AT)
    assert second_factor_roles() == {Role.CLERK, Role.LEGAL}
    rules.change_setting(name="x", value=3, by=bureau.system, at=AT)
    assert setting("x", 0) == 3


# --- founding


FOUNDERS = {
    "system": rules.Founder("000001", "张一"),
    "security": rules.Founder("000002", "李二"),
    "audit": rules.Founder("000003", "王三"),
}
BUREAU = {"code": "990100000000", "area": "990100", "name": "示例市公安局"}


def test_a_bureau_is_founded_once_with_three_people_of_whom_none_can_do_everything():
    made = rules.found_bureau(**BUREAU, **FOUNDERS, at=clock.now())
    can = {
        role: [
            name
            for name in ("org.change_units", "org.appoint")
            if may(p, name, at=clock.now(), unit=made.unit)
        ]
        for role, p in made.administrators.items()
    }
    assert can == {
        Role.SYSTEM_ADMIN: ["org.change_units"],
        Role.SECURITY_ADMIN: ["org.appoint"],
        Role.AUDIT_ADMIN: [],
    }
    for role, person in made.administrators.items():
        assert person.account.check_password(made.passwords[role])
        assert person.account.password_changed_at is None
    assert len(acts()) == 1 + 3 * 3
    assert {actor for actor, _act, _subject in acts()} == {"founding"}
    with pytest.raises(CannotFound) as refused:
        rules.found_bureau(**BUREAU, **FOUNDERS, at=clock.now())
    assert codes(refused) == ["founded"]


def test_one_person_cannot_be_two_of_the_three():
    twice = {**FOUNDERS, "audit": rules.Founder("000001 ", "张一")}
    with pytest.raises(CannotFound) as refused:
        rules.found_bureau(**BUREAU, **twice, at=AT)
    assert codes(refused) == ["same"]
    assert not Person.objects.exists()
    assert not Unit.objects.exists()


def test_the_root_needs_sound_codes():
    with pytest.raises(CannotFound) as refused:
        rules.found_bureau(code="1", area="2", name="", **FOUNDERS, at=AT)
    assert codes(refused) == ["code", "area", "name"]


# --- locks


def test_two_administrators_who_dismiss_each_other_are_asked_in_turn(bureau):
    """Whoever may be the last of his kind is judged with all of his kind locked."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    other = a_person(bureau.unit, Role.SECURITY_ADMIN)
    holding = other.holdings.get(role=Role.SECURITY_ADMIN)
    with CaptureQueriesContext(connection) as said:
        rules.dismiss(holding=holding, by=bureau.security, at=AT)
    asked = [query["sql"] for query in said.captured_queries if '"org_roleholding"' in query["sql"]]
    everyone = [n for n, sql in enumerate(asked) if "security_admin" in sql and "ORDER BY" in sql]
    alone = [n for n, sql in enumerate(asked) if "NOT" in sql and "security_admin" in sql]
    assert everyone
    assert min(everyone) < min(alone)
    if connection.vendor == "postgresql":
        assert "FOR UPDATE" in asked[min(everyone)]


def test_the_tree_is_locked_at_its_root_before_it_changes(bureau):
    """A unit added below one that is just being moved would be left behind at the old place."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    unit = a_unit(bureau.unit)
    for act in (
        lambda: rules.add_unit(
            code="990199000000",
            area="990100",
            name="新单位",
            level=Level.COUNTY,
            above=unit,
            by=bureau.system,
            at=AT,
        ),
        lambda: rules.move_unit(unit=a_unit(unit), above=bureau.unit, by=bureau.system, at=AT),
    ):
        with CaptureQueriesContext(connection) as said:
            act()
        reads = [query["sql"] for query in said.captured_queries if 'FROM "org_unit"' in query["sql"]]
        first = next(sql for sql in reads if 'ORDER BY "org_unit"."path" ASC LIMIT 1' in sql)
        if connection.vendor == "postgresql":
            assert "FOR NO KEY UPDATE" in first


def test_a_unit_that_moved_out_of_reach_meanwhile_is_not_moved(bureau):
    """What was read before the lock is asked about again under it."""
    here, beside = a_unit(bureau.unit), a_unit(bureau.unit)
    moved = a_unit(here)
    local = a_person(here, Role.SYSTEM_ADMIN)
    seen = type(moved).objects.get(pk=moved.pk)
    rules.move_unit(unit=moved, above=beside, by=bureau.system, at=AT)
    with pytest.raises(Forbidden):
        rules.move_unit(unit=seen, above=here, by=local, at=AT)


def test_who_serves_elsewhere_has_no_post_and_no_place_here(bureau):
    about = {"police_no": "Z90021", "name": "席敬之", "category": Category.CIVILIAN, "at": AT}
    with pytest.raises(Forbidden):
        rules.add_outsider(by=bureau.audit, **about)
    person = rules.add_outsider(by=bureau.system, **about)
    assert not person.posts.exists()
    assert not person.holdings.exists()
    with pytest.raises(CannotChangePerson):
        rules.add_outsider(by=bureau.system, **about)
