"""Reminders: the database finds whom to remind, and finds the same as the ladder says."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.matters import policy
from qingyuan.matters.rules import send_reminders
from qingyuan.matters.testing import a_matter, at_work
from tests.matters.conftest import City

pytestmark = pytest.mark.django_db

DAYS = st.dates(date(2020, 12, 1), date(2022, 3, 1))


@given(today=DAYS, ahead=st.integers(-40, 40), step=st.sampled_from([*policy.LADDER, *policy.HOT_LADDER]))
def test_the_deadlines_of_a_step_are_those_for_which_the_ladder_says_it_is_due(
    today: date, ahead: int, step: policy.Reminder
) -> None:
    due_on = today + timedelta(days=ahead)
    first, last = policy.deadlines_of(step, today)
    assert (first <= due_on <= last) == (step in policy.reminders_due(due_on, today, (), (step,)))


def test_a_round_that_has_nothing_to_tell_looks_at_no_matter(city: City, at: datetime) -> None:
    for _ in range(3):
        matter = a_matter(campaign=city.campaign, unit=city.ours, by=city.clerk, at=at)
        at_work(matter, owner=city.owner, by=city.head, at=at, due_on=date(2021, 4, 16))
    for days, told in ((5, 0), (26, 3), (28, 3), (32, 3), (60, 3)):
        day = at + timedelta(days=days)
        assert send_reminders(at=day) == told
        with CaptureQueriesContext(connection) as said:
            assert send_reminders(at=day) == 0
        assert sum('"matters_matter"' in query["sql"] for query in said.captured_queries) <= 2
        assert not any('"org_roleholding"' in query["sql"] for query in said.captured_queries)
