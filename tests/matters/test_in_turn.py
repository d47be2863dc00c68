"""Locks are asked for in one order, clocks that run twice do nothing twice, and a unit that moves takes all along."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from qingyuan.matters import policy
from qingyuan.matters.errors import CannotClose, CannotFix, CannotMove, CannotRegister, Missing
from qingyuan.matters.kinds import Answer, Ground, Kind, Result
from qingyuan.matters.models import Category, Extension, Matter, Sent
from qingyuan.matters.rules import (
    ask_extension,
    close_matter,
    fix_many,
    fix_matter,
    make_common,
    open_many,
    reassign_matter,
    recheck_matter,
    reminding,
    send_reminders,
    take_back,
)
from qingyuan.matters.rules.fixing import Plan
from qingyuan.matters.rules.opening import Draft
from qingyuan.matters.rules.working import Statement
from qingyuan.matters.testing import EFFECT, a_matter, at_work, closed, submitted
from qingyuan.org.api import Role, Unit
from qingyuan.org.api import rules as org_rules
from qingyuan.org.testing import a_person
from qingyuan.trail.api import acts_on

from .conftest import City

DUE = date(2021, 4, 16)
HEAD = 'FROM "trail_head"'


def registered(city: City, at: datetime, **more: object) -> Matter:
    return a_matter(campaign=city.campaign, unit=city.ours, by=city.clerk, at=at, **more)  # type: ignore[arg-type]


def in_work(city: City, at: datetime) -> Matter:
    return at_work(registered(city, at), owner=city.owner, by=city.head, at=at, due_on=DUE)


def asked_of(act: Callable[[], object]) -> list[str]:
    """The statements of an act, up to the first that asks for the record's lock, and that one."""
    with CaptureQueriesContext(connection) as said:
        act()
    statements = [query["sql"] for query in said.captured_queries]
    place = next(n for n, sql in enumerate(statements) if HEAD in sql)
    return statements[: place + 1]


# -- who waits for whom: whoever holds a matter may be waiting for the record, never the other way round ---------


def test_several_matters_are_locked_before_the_first_act_is_recorded(city: City, at: datetime) -> None:
    matters = [registered(city, at) for _ in range(3)]
    plan = Plan(owner=city.owner, measures="逐案核对", due_on=DUE)
    before = asked_of(lambda: fix_many(matter_ids=[m.pk for m in matters], plan=plan, by=city.head, at=at))
    together = ", ".join(str(matter.pk) for matter in matters)
    assert any(f"IN ({together})" in sql and 'FROM "matters_matter"' in sql for sql in before)


def test_numbers_are_asked_for_after_the_record_because_a_campaign_has_recorded_by_then(
    city: City, at: datetime
) -> None:
    before = asked_of(lambda: registered(city, at))
    assert not any('"matters_counter"' in sql for sql in before)
    several = [registered(city, at), *(
        a_matter(campaign=city.campaign, unit=unit, by=city.office, at=at)
        for unit in (city.theirs, city.station)
    )]  # fmt: skip
    before = asked_of(
        lambda: make_common(
            matter_ids=[m.pk for m in several], statement="登记不及时", unit=city.root, by=city.office, at=at
        )
    )
    assert not any('"matters_counter"' in sql for sql in before)


def test_matters_of_a_moved_unit_are_locked_before_the_move_is_recorded(city: City, at: datetime) -> None:
    in_work(city, at)
    system = a_person(city.root, Role.SYSTEM_ADMIN)
    before = asked_of(
        lambda: org_rules.move_unit(
            unit=city.ours, above=Unit.objects.get(pk=city.theirs.pk), by=system, at=at
        )
    )
    assert any('UPDATE "matters_matter"' in sql for sql in before)


def test_all_reminders_are_written_before_any_is_recorded(city: City, at: datetime, monkeypatch) -> None:
    for _ in range(5):
        in_work(city, at)
    monkeypatch.setattr(reminding, "AT_ONCE", 2)
    before = asked_of(lambda: send_reminders(at=at + timedelta(days=26)))
    assert sum('INSERT INTO "matters_sent"' in sql for sql in before) == 3
    assert Sent.objects.count() == 5


# -- the clock -------------------------------------------------------------------------------------------------------


def test_a_clock_that_runs_twice_tells_and_records_each_reminder_once(city: City, at: datetime) -> None:
    matter = in_work(city, at)
    late = at + timedelta(days=32)
    with CaptureQueriesContext(connection) as said:
        first = send_reminders(at=late)
    waits = [n for n, query in enumerate(said.captured_queries) if '"matters_counter"' in query["sql"]]
    looks = [n for n, query in enumerate(said.captured_queries) if 'FROM "matters_sent"' in query["sql"]]
    assert waits and max(waits) < min(looks)
    assert first
    assert send_reminders(at=late) == 0
    told = [entry for entry in acts_on(f"matter:{matter.pk}") if entry.act == "matters.remind"]
    assert len(told) == first == Sent.objects.count()


# -- the tree --------------------------------------------------------------------------------------------------------


def test_a_matter_stands_where_its_unit_stands_though_the_unit_moved_since_the_form_was_opened(
    city: City, at: datetime
) -> None:
    opened_before = Unit.objects.get(pk=city.station.pk)
    system = a_person(city.root, Role.SYSTEM_ADMIN)
    org_rules.move_unit(unit=city.station, above=city.theirs, by=system, at=at)
    now = Unit.objects.get(pk=city.station.pk)
    assert now.path != opened_before.path
    draft = Draft(Kind.PROBLEM, "接报案登记不及时", opened_before, Category.objects.get(pk="no_case_filing"))
    matter = open_many(campaign=city.campaign, drafts=[draft], by=city.office, at=at)[0]
    assert Matter.objects.get(pk=matter.pk).unit_path == now.path
    other = in_work(city, at)
    reassign_matter(
        matter_id=other.pk, owner=city.owner, unit=opened_before, reason="属地办理", by=city.office, at=at
    )
    assert Matter.objects.get(pk=other.pk).unit_path == now.path


# -- those whom a matter is about ------------------------------------------------------------------------------------


def test_nobody_is_given_a_matter_about_himself_or_about_his_unit(city: City, at: datetime) -> None:
    category = Category.objects.get(pk="no_case_filing")
    fixed = {"owner": city.owner, "measures": "核对", "due_on": DUE}
    about_him = Draft(Kind.PROBLEM, "一", city.ours, category, names_people=(city.owner,), **fixed)  # type: ignore[arg-type]
    with pytest.raises(CannotRegister) as refusal:
        open_many(campaign=city.campaign, drafts=[about_him], by=city.office, at=at)
    assert {reason.code for reason in refusal.value.reasons} == {"named"}
    about_his_unit = a_matter(
        campaign=city.campaign, unit=city.root, by=city.office, at=at, names_units=(city.ours,)
    )
    plan = Plan(owner=city.owner, measures="核对", due_on=DUE)
    with pytest.raises(CannotFix) as fixing:
        fix_matter(matter_id=about_his_unit.pk, plan=plan, by=city.office, at=at)
    assert {reason.code for reason in fixing.value.reasons} == {"named"}


def test_a_matter_handed_to_a_leader_counts_among_those_of_leaders(city: City, at: datetime) -> None:
    matter = in_work(city, at)
    assert not matter.key_few
    reassign_matter(
        matter_id=matter.pk, owner=city.head, unit=city.ours, reason="由主要负责人牵头", by=city.office, at=at
    )
    assert Matter.objects.get(pk=matter.pk).key_few


# -- looks back ------------------------------------------------------------------------------------------------------


def test_a_look_back_that_found_nothing_does_not_count_long_before_its_day(city: City, at: datetime) -> None:
    matter = closed(submitted(in_work(city, at), by=city.owner, at=at), by=city.office, at=at)
    last = matter.rechecks.get(months=12)
    with pytest.raises(CannotMove) as refusal:
        recheck_matter(recheck_id=last.pk, result=Result.HELD, words="看过", by=city.inspector, at=at)
    assert [reason.code for reason in refusal.value.reasons] == ["too_early"]
    near = at + (last.due_on - at.date()) - policy.RECHECK_AHEAD
    held = recheck_matter(recheck_id=last.pk, result=Result.HELD, words="看过", by=city.inspector, at=near)
    assert held.result == Result.HELD


@pytest.mark.parametrize(
    ("closed_on", "months", "due"),
    [
        (date(2021, 8, 31), 6, date(2022, 2, 28)),
        (date(2023, 8, 31), 6, date(2024, 2, 29)),
        (date(2021, 1, 31), 3, date(2021, 4, 30)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2021, 12, 15), 12, date(2022, 12, 15)),
    ],
)
def test_months_end_where_the_month_ends(closed_on: date, months: int, due: date) -> None:
    assert policy.months_after(closed_on, months) == due


# -- what the database says too --------------------------------------------------------------------------------------


def test_the_database_refuses_an_answer_without_who_and_when(city: City, at: datetime) -> None:
    matter = in_work(city, at)
    asked = ask_extension(
        matter_id=matter.pk, new_due_on=date(2021, 5, 31), reason="人手不足", by=city.owner, at=at
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        Extension.objects.filter(pk=asked.pk).update(answer=Answer.GRANTED)


def test_the_database_refuses_already_investigated_without_note_and_another_reviewer(
    city: City, at: datetime
) -> None:
    said = Statement(**{**EFFECT.__dict__, "ground": Ground.ALREADY_INVESTIGATED})
    matter = submitted(in_work(city, at), by=city.owner, at=at, statement=said)
    with pytest.raises(CannotClose):
        close_matter(matter_id=matter.pk, by=city.office, at=at)
    close_matter(
        matter_id=matter.pk, by=city.office, at=at, review_note="重新调取台账核对", reviewer=city.inspector
    )
    for wrong in (
        {"review_note": ""},
        {"reviewer": None},
        {"reviewer": city.office},
        {"reviewer": city.owner},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Matter.objects.filter(pk=matter.pk).update(**wrong)


def test_without_an_import_there_is_nothing_to_take_back(city: City, at: datetime) -> None:
    matter = registered(city, at)
    with pytest.raises(Missing):
        take_back(import_ref="", by=city.office, at=at)
    assert Matter.objects.filter(pk=matter.pk).exists()


def test_a_task_with_a_long_criterion_becomes_a_matter(city: City, at: datetime) -> None:
    """The plan takes 500 characters; PostgreSQL refused more than 300 on the ledger."""
    longest = Matter._meta.get_field("criterion").max_length
    from qingyuan.campaign.models import Task

    assert longest >= Task._meta.get_field("criterion").max_length
