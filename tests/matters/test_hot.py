"""The fast lane: marked by the office with a reason, answered in time, counted with n, told upwards when late."""

from datetime import date, timedelta
from statistics import median

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingyuan.kit import workdays
from qingyuan.kit.errors import Forbidden, Missing
from qingyuan.matters import policy, queries, rules
from qingyuan.matters.errors import CannotMarkHot
from qingyuan.matters.kinds import Act, Kind, State
from qingyuan.matters.models import Hot, Matter, Sent
from qingyuan.matters.testing import a_matter, at_work, closed, submitted
from qingyuan.trail.api import acts


@pytest.fixture
def matter(city, at):
    found = a_matter(campaign=city.campaign, unit=city.ours, by=city.clerk, at=at)
    return at_work(found, owner=city.owner, by=city.clerk, at=at, due_on=date(2021, 4, 16))


def hot(city, matter, at, reason="窗口排队三小时", place="市长热线"):
    return rules.mark_hot(matter_id=matter.pk, reason=reason, place=place, by=city.office, at=at)


def respond(city, matter, at, by=None, words="已电话告知：增开两个窗口"):
    return rules.respond(matter_id=matter.pk, words=words, by=by or city.owner, at=at)


def codes(refused):
    return [reason.code for reason in refused.value.reasons]


def test_marking_starts_a_clock_of_its_own_and_moves_nothing_else(city, matter, at):
    made = hot(city, matter, at)
    now = Matter.objects.get(pk=matter.pk)
    assert made.due_on == date(2021, 3, 23), "two working days after a Friday: Tuesday"
    assert (now.state, now.due_on) == (State.WORKING, date(2021, 4, 16))
    told = acts().filter(subject=f"matter:{matter.pk}", act="matters.mark_hot").get()
    assert "窗口" not in told.detail


def test_no_move_of_the_fast_lane_leads_to_another_state():
    for (state, act), to in policy.MOVES.items():
        assert act not in (Act.MARK_HOT, Act.RESPOND) or state is to
    assert (State.CLOSED, Act.RESPOND) in policy.MOVES
    assert (State.CLOSED, Act.MARK_HOT) not in policy.MOVES
    assert not {state for state, _act in policy.MOVES if state is State.VOID}


def test_every_reason_against_marking_is_told_at_once(city, at):
    about = a_matter(
        campaign=city.campaign, unit=city.ours, by=city.office, at=at, names=(city.head,), statement="被反映"
    )
    with pytest.raises(CannotMarkHot) as refused:
        hot(city, about, at, reason=" ", place="")
    assert codes(refused) == ["not_for_the_public", "no_hot_reason", "no_hot_place"]
    assert policy.hot_gaps(Kind.LEAD, False, True, "何事", "何处") == ["not_for_the_public", "hot_already"]


def test_only_the_office_marks_and_only_the_responsible_side_responds(city, matter, at):
    with pytest.raises(Forbidden):
        rules.mark_hot(matter_id=matter.pk, reason="何事", place="何处", by=city.clerk, at=at)
    with pytest.raises(Missing):
        rules.mark_hot(matter_id=matter.pk, reason="何事", place="何处", by=city.stranger, at=at)
    hot(city, matter, at)
    with pytest.raises(Forbidden):
        respond(city, matter, at, by=city.inspector)
    with pytest.raises(Missing):
        respond(city, matter, at, by=city.stranger)
    with pytest.raises(CannotMarkHot) as refused:
        hot(city, matter, at)
    assert codes(refused) == ["hot_already"]


def test_a_response_is_told_once_with_who_when_and_words(city, matter, at):
    with pytest.raises(CannotMarkHot) as refused:
        respond(city, matter, at, words=" ")
    assert codes(refused) == ["not_hot", "no_response"]
    hot(city, matter, at)
    made = respond(city, matter, at + timedelta(hours=5))
    assert (made.responded_by, made.response) == (city.owner, "已电话告知：增开两个窗口")
    with pytest.raises(CannotMarkHot) as refused:
        respond(city, matter, at)
    assert codes(refused) == ["responded"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Hot.objects.filter(pk=made.pk).update(responded_by=None)


def test_a_response_may_still_come_after_the_sign_off(city, matter, at):
    hot(city, matter, at)
    submitted(matter, by=city.owner, at=at)
    closed(matter, by=city.inspector, at=at)
    assert respond(city, matter, at + timedelta(days=9)).responded_at


def test_the_clock_is_data_and_what_was_marked_keeps_its_day(city, matter, at):
    assert queries.hot_days() == policy.HOT_DAYS
    first = hot(city, matter, at)
    for who in (city.clerk, city.head, city.inspector):
        with pytest.raises(Forbidden):
            rules.change_hot_clock(days=1, by=who, at=at)
    for days in (0, 16):
        with pytest.raises(CannotMarkHot):
            rules.change_hot_clock(days=days, by=city.office, at=at)
    rules.change_hot_clock(days=1, by=city.office, at=at)
    other = a_matter(campaign=city.campaign, unit=city.ours, by=city.clerk, at=at, statement="另一件")
    assert hot(city, other, at).due_on == date(2021, 3, 22)
    assert Hot.objects.get(pk=first.pk).due_on == date(2021, 3, 23)


def test_late_ones_stand_first_then_those_that_wait_then_those_answered(city, at):
    made = {}
    for name, day in (("answered", 0), ("waiting", 10), ("late", 1), ("later", 2)):
        when = at + timedelta(days=day)
        found = a_matter(campaign=city.campaign, unit=city.ours, by=city.clerk, at=when, statement=name)
        made[name] = hot(city, found, when)
    respond(city, made["answered"].matter, at + timedelta(hours=3), by=city.clerk)
    rows = list(queries.hot(city.office, at=at + timedelta(days=11)))
    assert [one.matter.statement for one in rows] == ["late", "later", "waiting", "answered"]
    assert queries.hot_figures(rows, date(2021, 3, 30)) == queries.HotFigures(4, 1, 2, 3.0)
    assert not queries.hot(city.stranger, at=at)


def test_a_void_matter_is_in_no_figure(city, at):
    found = a_matter(campaign=city.campaign, unit=city.ours, by=city.clerk, at=at)
    hot(city, found, at)
    rules.void_matter(matter_id=found.pk, reason="重复登记", by=city.office, at=at)
    assert not queries.hot(city.office, at=at)
    rules.send_reminders(at=at + timedelta(days=30))
    assert not Sent.objects.filter(step__startswith="hot").exists()


def test_a_late_response_climbs_the_ladder_each_step_once(city, matter, at):
    hot(city, matter, at)
    expected = {
        date(2021, 3, 22): set(),
        date(2021, 3, 23): {("hot_due", city.owner)},
        date(2021, 3, 24): {("hot_due", city.owner), ("hot_head", city.head)},
        date(2021, 3, 25): {("hot_due", city.owner), ("hot_head", city.head), ("hot_above", city.office)},
    }
    for day, sent in expected.items():
        for _twice in range(2):
            rules.send_reminders(at=at.replace(day=day.day))
        found = Sent.objects.filter(step__startswith="hot").select_related("person")
        assert {(one.step, one.person) for one in found} == sent
        assert len(found) == len(sent)


def test_who_has_answered_is_reminded_of_nothing(city, matter, at):
    hot(city, matter, at)
    respond(city, matter, at)
    rules.send_reminders(at=at + timedelta(days=20))
    assert not Sent.objects.filter(step__startswith="hot").exists()


@given(st.lists(st.timedeltas(timedelta(0), timedelta(days=90)), max_size=40), st.randoms())
def test_the_median_is_that_of_the_responses_whatever_their_order(spans, dice):
    found = policy.median_hours(spans)
    dice.shuffle(spans)
    assert policy.median_hours(spans) == found
    if not spans:
        assert found is None
        return
    assert found == pytest.approx(median(span.total_seconds() / 3600 for span in spans))
    below = sum(span.total_seconds() / 3600 <= found + 1e-9 for span in spans)
    above = sum(span.total_seconds() / 3600 >= found - 1e-9 for span in spans)
    assert 2 * below >= len(spans) <= 2 * above


@given(data=st.data())
@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_figures_count_what_was_answered_and_nothing_else(city, at, data):
    with transaction.atomic():
        spans, late = [], 0
        today = at + timedelta(days=30)
        for n in range(data.draw(st.integers(0, 6))):
            found = a_matter(
                campaign=city.campaign, unit=city.ours, by=city.clerk, at=at, statement=f"第{n}件"
            )
            made = hot(city, found, at)
            hours = data.draw(st.none() | st.integers(0, 24 * 14))
            if hours is not None:
                respond(city, found, at + timedelta(hours=hours), by=city.clerk)
                spans.append(hours)
            answered = at + timedelta(hours=hours) if hours is not None else today
            late += answered.date() > made.due_on
        told = queries.hot_figures(queries.hot(city.office, at=today), today.date())
        assert (told.responded, told.late) == (len(spans), late)
        assert told.median == (pytest.approx(median(spans)) if spans else None)
        transaction.set_rollback(True)


@pytest.mark.django_db
@given(st.dates(date(2021, 1, 1), date(2022, 12, 1)), st.integers(1, 15))
def test_the_last_day_of_a_response_is_a_working_day_so_many_after_the_mark(marked_on, days):
    due = policy.response_due(marked_on, days)
    assert workdays.is_workday(due)
    assert workdays.between(marked_on, due) == days
    assert not policy.is_response_late(due, due, due)
    assert policy.is_response_late(due, None, due + timedelta(days=1))
