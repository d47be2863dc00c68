"""Minutes: measured, told in bulk, added up and forgotten; claims under caps."""

from datetime import date, timedelta

import pytest
from django.db.models import Sum
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.burden import api, policy
from qingyuan.burden.errors import CannotSpend
from qingyuan.burden.kinds import Cap, Filler, Group, Spending
from qingyuan.burden.models import Claim, Share, Spent, Use, Week
from qingyuan.burden.rules import claims, spending
from qingyuan.org.api import Person
from qingyuan.org.testing import a_person
from qingyuan.trail.api import Entry
from tests.burden.conftest import TODAY

MONDAY = date(2021, 3, 15)
LATER = timedelta(days=9)  # the week is over, and the days after it in which one may still tell


def test_a_form_is_measured_from_opening_to_saving_and_idle_time_is_dropped(city, at):
    stamp = api.opening(form="inspection.answer", by=city.clerk, at=at)
    said = {"form": "inspection.answer", "stamp": stamp, "by": city.clerk}
    assert api.measure(**said, at=at + timedelta(minutes=4, seconds=30)) == 270
    assert api.measure(**said, at=at + timedelta(hours=3)) == 30 * 60
    assert Spent.objects.get(seconds=270).group == Group.OFFICER
    assert Spent.objects.values_list("unit", "week", "kind").distinct().get() == (
        city.ours.pk,
        MONDAY,
        "form",
    )


@pytest.mark.parametrize("wrong", ["", "x", "another person", "another form"])
def test_a_stamp_that_is_not_good_counts_nothing_and_stops_nobody(city, at, wrong):
    by, form = city.clerk, "ledger.progress"
    stamps = {
        "another person": api.opening(form=form, by=city.head, at=at),
        "another form": api.opening(form="a.b", by=by, at=at),
    }
    stamp = stamps.get(wrong, wrong)
    assert api.measure(form=form, stamp=stamp, by=by, at=at + timedelta(minutes=2)) == 0
    assert not Spent.objects.exists()


def test_many_people_are_told_at_once_in_a_few_queries(city, at, django_assert_max_num_queries):
    people = {a_person(city.station).pk: 60 for _ in range(40)}
    with django_assert_max_num_queries(5):
        done = api.spend(kind=Spending.STUDY, people=people, on=TODAY, source="study.session", at=at)
    assert done == 40
    assert Spent.objects.filter(source="study.session").count() == 40


@pytest.mark.parametrize(("minutes", "on"), [(0, TODAY), (1441, TODAY), (5, TODAY + timedelta(days=1))])
def test_minutes_that_cannot_be_are_refused(city, at, minutes, on):
    with pytest.raises(CannotSpend):
        api.spend(kind=Spending.MEETING, people={city.clerk.pk: minutes}, on=on, source="m", at=at)
    assert not Spent.objects.exists()


def test_a_week_is_added_up_by_unit_and_group_and_who_spent_what_is_forgotten(city, at):
    aux = a_person(city.station, category="auxiliary")
    api.spend(
        kind=Spending.FORM,
        people={city.officer.pk: 12, aux.pk: 7},
        on=TODAY,
        source="passport:1",
        at=at,
    )
    api.spend(kind=Spending.STUDY, people={city.officer.pk: 60}, on=TODAY, source="study", at=at)
    assert spending.add_up_weeks(at=at) == 0
    assert spending.add_up_weeks(at=at + timedelta(days=4)) == 0  # Tuesday: it may still be told
    assert spending.add_up_weeks(at=at + timedelta(days=5)) == 1
    assert spending.add_up_weeks(at=at + timedelta(days=5)) == 0
    assert not Spent.objects.exists()
    here = Share.objects.filter(unit=city.station, week=MONDAY)
    assert sorted(here.values_list("group", "kind", "minutes", "people").filter(kind__in=["", "form"])) == [
        ("auxiliary", "", 7, 1),
        ("auxiliary", "form", 7, 1),
        ("officer", "", 72, 1),
        ("officer", "form", 12, 1),
    ]
    assert Share.objects.get(unit=city.theirs, kind="", group="officer").minutes == 0
    police = Person.objects.filter(category="police").count()
    assert (
        sum(Share.objects.filter(kind="").exclude(group="auxiliary").values_list("people", flat=True))
        == police
    )
    assert sum(Week.objects.get().officers.values()) == police
    assert Week.objects.get().officers["72"] == 1
    assert Use.objects.get(source="study").minutes == 60
    entry = Entry.objects.get(act="burden.add_up_week")
    assert entry.subject == "week:2021-03-15"
    # told late, in a week that is gone: it counts in the present one
    api.spend(kind=Spending.FORM, people={city.clerk.pk: 5}, on=TODAY, source="late", at=at + LATER)
    assert Spent.objects.get().week == MONDAY + timedelta(days=7)


def test_a_week_without_any_minutes_is_a_week_of_zeros(city, at):
    api.spend(kind=Spending.FORM, people={city.clerk.pk: 5}, on=TODAY, source="x", at=at)
    assert spending.add_up_weeks(at=at + timedelta(days=12)) == 2
    assert set(Share.objects.filter(week=MONDAY + timedelta(days=7)).values_list("minutes", flat=True)) == {0}


def test_study_in_the_evening_has_room_once_a_week_for_each_branch(city, at):
    said = {"kind": Spending.STUDY, "minutes": 60, "sender": city.ours, "label": "夜校", "units": [city.ours]}
    claims.claim(**said, on=TODAY, part="branch:1", source="study.session:1")
    claims.claim(**said, on=TODAY, part="branch:2", source="study.session:2")
    with pytest.raises(api.OverCap) as refused:
        claims.claim(**said, on=MONDAY, part="branch:1", source="study.session:3")
    assert [reason.code for reason in refused.value.reasons] == ["over_study_outside_sessions"]
    assert "夜校（源河分局）" in str(refused.value)
    claims.claim(**said, on=MONDAY, part="branch:1", source="study.session:1")  # moved, not asked twice
    claims.claim(**said, on=MONDAY + timedelta(days=7), part="branch:1", source="study.session:3")
    assert Claim.objects.count() == 3
    found = api.left(city.ours, kind=Spending.STUDY, on=TODAY, minutes=90, part="branch:1")
    assert [(one.cap, one.used, one.full) for one in found] == [
        (Cap.STUDY_OUTSIDE_MINUTES, 60, True),
        (Cap.STUDY_OUTSIDE_SESSIONS, 1, True),
    ]
    assert claims.release(source="study.session:1") == 1


def test_inspections_of_a_unit_are_counted_by_the_month_and_by_body(city, at):
    said = {"kind": Spending.INSPECTION, "minutes": 0, "label": "检查", "units": [city.station]}
    claims.claim(**said, on=TODAY, sender=city.root, source="a:1")
    with pytest.raises(api.OverCap) as refused:
        claims.claim(**said, on=TODAY, sender=city.root, source="a:2")
    assert [reason.code for reason in refused.value.reasons] == ["over_inspections_body_month"]
    claims.claim(**said, on=TODAY, sender=city.ours, source="b:1")
    with pytest.raises(api.OverCap) as refused:
        claims.claim(**said, on=TODAY, sender=city.theirs, source="c:1")
    assert [reason.code for reason in refused.value.reasons] == ["over_inspections_month"]
    claims.claim(**said, on=date(2021, 4, 1), sender=city.root, source="a:2")


def test_what_is_asked_of_clerks_does_not_use_up_what_officers_have(city, at):
    said = {"kind": Spending.FORM, "on": TODAY, "sender": city.root, "label": "表", "units": [city.ours]}
    claims.claim(**said, minutes=15, filler=Filler.OFFICER, source="r:1")
    with pytest.raises(api.OverCap):
        claims.claim(**said, minutes=1, filler=Filler.OFFICER, source="r:2")
    claims.claim(**said, minutes=180, filler=Filler.CLERK, source="r:3")
    assert api.cap(Cap.BULLETIN_CHARACTERS) == 4000


@given(st.lists(st.integers(0, 900), max_size=6), st.integers(0, 4000))
def test_no_more_is_taken_back_than_was_told_and_the_last_is_lowered_first(kept, less):
    left = policy.weeks.lowered(kept, less)
    assert sum(kept) - sum(left) == min(less, sum(kept))
    changed = [n for n, (old, new) in enumerate(zip(kept, left, strict=True)) if old != new]
    assert all(0 <= new <= old for old, new in zip(kept, left, strict=True))
    assert all(left[n] == 0 for n in range(changed[0] + 1, len(kept))) if changed else left == list(kept)


def test_minutes_told_by_mistake_are_taken_back_while_their_week_lasts(
    city, at, django_assert_max_num_queries
):
    people = {a_person(city.station).pk: 60 for _ in range(20)}
    said = {"kind": Spending.STUDY, "on": TODAY, "source": "study.session"}
    for _twice in range(2):
        api.spend(people=people, at=at, **said)
    some = dict.fromkeys(list(people)[:5], 90)
    with django_assert_max_num_queries(8):
        assert api.take_back(people=some, at=at, **said) == 5
    whole = Spent.objects.values_list("person").annotate(n=Sum("seconds"))
    assert dict(whole) == {key: 60 * (30 if key in some else 120) for key in people}
    assert api.take_back(people={city.clerk.pk: 5}, at=at, **said) == 0
    assert api.take_back(people=some, at=at + LATER, **said) == 0
    assert api.take_back(people=some, at=at, **said | {"kind": Spending.MEETING}) == 0
