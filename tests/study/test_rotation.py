"""Rotation training: everybody once a cycle, shift workers first, counts by unit and names only for who plans."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing
from qingyuan.org.testing import a_client, a_duty
from qingyuan.study.errors import CannotPlace
from qingyuan.study.models import Placement, Rotation
from qingyuan.study.policy.life import Candidate, Period, fill
from qingyuan.study.queries import feed
from qingyuan.study.rules import rotation as rules
from qingyuan.trail.models import Entry
from tests.study.conftest import City

DAYS = Period(date(2021, 4, 12), date(2021, 4, 14))
APRIL = date(2021, 4, 12)


@given(
    st.integers(0, 20),
    st.lists(st.tuples(st.integers(1, 4), st.booleans(), st.booleans()), max_size=25),
)
def test_a_batch_takes_shift_workers_first_and_nobody_who_is_taken_or_twice(seats, crowd):
    taken = ((date(2021, 4, 14), date(2021, 4, 15)),)
    waiting = [
        Candidate(n, unit, shift, taken if away else ()) for n, (unit, shift, away) in enumerate(crowd)
    ]
    placed = fill(seats, DAYS, waiting)
    free = {one.person: one for one in waiting if not one.taken}
    assert len(placed) == len(set(placed)) == min(seats, len(free))
    assert set(placed) <= set(free)
    left_shift = any(one.shift for person, one in free.items() if person not in placed)
    assert not left_shift or all(free[person].shift for person in placed)


def begun(city: City, at, by=None) -> Rotation:
    return rules.begin_rotation(
        unit=city.ours, name="第一轮", effect="人人会办新流程", from_on=date(2021, 4, 1), to_on=date(2021, 6, 30),
        by=by or city.clerk, at=at,
    )  # fmt: skip


def test_a_cycle_places_everybody_once_and_shift_workers_first(city: City, at) -> None:
    a_duty(city.mate, date(2021, 4, 20))
    a_duty(city.officer, date(2021, 4, 12))
    made = begun(city, at)
    draft = rules.BatchDraft(date(2021, 4, 12), date(2021, 4, 14), 2, "警校")
    first = rules.add_batch(rotation_id=made.pk, draft=draft, by=city.clerk, at=at)
    placed = set(first.placements.values_list("person", flat=True))
    assert city.mate.pk in placed  # works in shifts
    assert city.officer.pk not in placed  # on duty on one of the days
    second = rules.add_batch(
        rotation_id=made.pk,
        draft=rules.BatchDraft(date(2021, 5, 10), date(2021, 5, 12), 50),
        by=city.clerk,
        at=at,
    )
    assert Placement.objects.filter(rotation=made).count() == 5
    assert second.placements.filter(person=city.officer).exists()
    items = feed.items(city.mate, date(2021, 4, 1), date(2021, 4, 30), at)
    assert [(str(one.title), one.place, one.ends) for one in items] == [("第一轮", "警校", date(2021, 4, 14))]
    assert not feed.items(city.stranger, date(2021, 4, 1), date(2021, 4, 30), at)
    with pytest.raises(CannotPlace, match="名额已满"):
        rules.move_placement(rotation_id=made.pk, person=city.officer, number=1, by=city.clerk, at=at)
    rules.move_placement(rotation_id=made.pk, person=city.mate, number=None, by=city.clerk, at=at)
    rules.move_placement(rotation_id=made.pk, person=city.officer, number=1, by=city.clerk, at=at)
    with pytest.raises(Missing):
        rules.move_placement(rotation_id=made.pk, person=city.stranger, number=1, by=city.clerk, at=at)
    with pytest.raises(CannotPlace, match="已经参加过"):
        rules.move_placement(
            rotation_id=made.pk, person=city.officer, number=2, by=city.clerk, at=at + timedelta(days=60)
        )
    assert Entry.objects.filter(subject=f"rotation:{made.pk}").count() == 5


def test_in_one_line_what_came_of_a_cycle_when_its_last_batch_is_over(city: City, at) -> None:
    made, over = begun(city, at), at + timedelta(days=60)

    def tell(came_of="四十人会办新流程，三人还要再练", by=city.clerk, at=over):
        return rules.tell_result(rotation_id=made.pk, came_of=came_of, by=by, at=at)

    with pytest.raises(CannotPlace) as refusal:
        tell(" ")
    assert {reason.code for reason in refusal.value.reasons} == {"early", "no_came_of"}
    rules.add_batch(rotation_id=made.pk, draft=rules.BatchDraft(APRIL, APRIL, 3), by=city.clerk, at=at)
    with pytest.raises(CannotPlace, match="最后一批"):
        tell(at=at)
    with pytest.raises(CannotPlace, match="照抄"):
        tell("人人会办新流程。")
    with pytest.raises(Forbidden):
        tell(by=city.head)
    with pytest.raises(Missing):
        tell(by=city.stranger)
    page_of = reverse("study:rotation", args=[made.pk])
    with clock.stopped_at(over):
        clerk, head = a_client(city.clerk), a_client(city.head)
        to = reverse("study:tell_rotation_result", args=[made.pk])
        page = clerk.get(page_of).content.decode()
        assert to in page
        assert "还没有登记结果" not in page  # two are not placed yet, and the cycle goes on
        rules.add_batch(rotation_id=made.pk, draft=rules.BatchDraft(APRIL, APRIL, 9), by=city.clerk, at=at)
        assert "还没有登记结果" in clerk.get(page_of).content.decode()
        assert to not in head.get(page_of).content.decode()
        assert head.get(to).status_code == 403
        assert "当初想达到的效果：人人会办新流程" in clerk.get(to).content.decode()
        assert "请用一句话写明结果" not in clerk.get(to).content.decode()
        assert "会办新流程，三人" in clerk.post(to, {"came_of": tell().came_of}, follow=True).content.decode()
        for page in (page_of, reverse("study:rotations")):
            assert "三人还要再练" in head.get(page).content.decode()
    told = Entry.objects.filter(act="study.tell_rotation_result").order_by("index")
    assert ["再练" in one.detail for one in told] == [False, False]
    assert ['"again":true' in one.detail.replace(" ", "") for one in told] == [False, True]


def test_each_reason_to_refuse_a_cycle_or_a_batch(city: City, at) -> None:
    for person in (city.head, city.officer, city.stranger, city.guidance, city.secretary):
        with pytest.raises(Forbidden):
            begun(city, at, by=person)
    with pytest.raises(CannotPlace) as refusal:
        rules.begin_rotation(
            unit=city.ours,
            name=" ",
            effect="",
            from_on=date(2021, 4, 2),
            to_on=date(2021, 4, 1),
            by=city.clerk,
            at=at,
        )
    assert {reason.code for reason in refusal.value.reasons} == {"name", "effect", "reversed"}
    made = begun(city, at)
    with pytest.raises(CannotPlace, match="同名"):
        begun(city, at)
    with pytest.raises(CannotPlace) as refusal:
        draft = rules.BatchDraft(date(2021, 7, 2), date(2021, 7, 1), 0)
        rules.add_batch(rotation_id=made.pk, draft=draft, by=city.clerk, at=at)
    assert {reason.code for reason in refusal.value.reasons} == {"reversed", "outside", "seats"}
    with pytest.raises(Missing):
        rules.add_batch(rotation_id=made.pk, draft=rules.BatchDraft(APRIL, APRIL, 1), by=city.stranger, at=at)


def test_the_pages_show_counts_to_units_and_names_to_who_plans(
    city: City, at, django_assert_max_num_queries
) -> None:
    with clock.stopped_at(at):
        clerk = a_client(city.clerk)
        said = {
            "unit": city.ours.pk,
            "name": "第一轮",
            "effect": "会办",
            "from_on": "2021-04-01",
            "to_on": "2021-06-30",
        }
        clerk.post(reverse("study:begin_rotation"), said)
        made = Rotation.objects.get()
        page_of = reverse("study:rotation", args=[made.pk])
        clerk.post(
            reverse("study:add_batch", args=[made.pk]),
            {"first_on": "2021-04-12", "last_on": "2021-04-14", "seats": "3"},
        )
        with django_assert_max_num_queries(16):
            page = clerk.get(page_of + "?batch=1").content.decode()
        assert "3/5" in page
        assert "第1批人员" in page
        head = a_client(city.head).get(page_of + "?batch=1").content.decode()
        assert "3/5" in head
        assert "第1批人员" not in head
        moved = {"person": city.clerk.police_no, "number": ""}
        clerk.post(reverse("study:move_placement", args=[made.pk]), moved)
        assert "2/5" in clerk.get(page_of).content.decode()
        assert (
            "没有找到"
            in clerk.post(
                reverse("study:move_placement", args=[made.pk]), {"person": "nobody"}
            ).content.decode()
        )
        assert "第一轮" in clerk.get(reverse("study:rotations")).content.decode()
        assert a_client(city.officer).get(page_of).status_code == 403
        assert a_client(city.stranger).get(page_of).status_code == 404
