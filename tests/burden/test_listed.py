"""The list of burdens: each item has an owner, a day and an answer; nobody reads who said it."""

from datetime import date, timedelta

import pytest

from qingyuan.burden.errors import CannotSay
from qingyuan.burden.kinds import Outcome, Sign
from qingyuan.burden.queries import listed as queries
from qingyuan.burden.rules import listed
from qingyuan.kit.errors import Missing
from qingyuan.org.testing import a_person
from qingyuan.portal.queries import PRIVATE
from qingyuan.trail.api import Entry
from tests.burden.conftest import TODAY


def codes(refused):
    return [reason.code for reason in refused.value.reasons]


def test_what_a_survey_brought_up_has_an_owner_and_is_answered_before_its_day(city, at):
    held = listed.hold_survey(year=2021, opens_on=TODAY, closes_on=date(2021, 3, 26), by=city.office, at=at)
    first, second = (
        listed.say(sign=Sign.TRACES, words=f"拍照{n}", survey_id=held.pk, by=city.officer, at=at)
        for n in (1, 2)
    )
    assert first.owner == city.root
    listed.hand_over(item_id=first.pk, owner=city.ours, by=city.office, at=at)
    with pytest.raises(Missing):
        listed.answer_item(item_id=second.pk, outcome=Outcome.KEPT, words="按规定", by=city.head, at=at)
    with pytest.raises(CannotSay) as refused:
        listed.answer_item(item_id=first.pk, outcome=Outcome.STOPPED, words=" ", by=city.head, at=at)
    assert codes(refused) == ["no_words"]
    listed.answer_item(item_id=first.pk, outcome=Outcome.STOPPED, words="取消", by=city.head, at=at)
    with pytest.raises(CannotSay) as refused:
        listed.answer_item(item_id=first.pk, outcome=Outcome.STOPPED, words="取消", by=city.head, at=at)
    assert codes(refused) == ["answered"]
    late = at + timedelta(days=60)
    listed.answer_item(item_id=second.pk, outcome=Outcome.KEPT, words="按规定", by=city.office, at=late)
    found = queries.counts(TODAY + timedelta(days=60))
    assert (found.whole, found.open, found.answered, found.on_time) == (2, 0, 2, 1)
    [line] = queries.surveys()
    assert (line.said, line.done) == (2, 2)


def test_a_complaint_is_late_after_five_working_days(city, at):
    listed.say(sign=Sign.SYSTEM, words="打不开", by=city.officer, at=at)
    assert queries.counts(date(2021, 3, 26)).late == 0
    assert queries.counts(date(2021, 3, 27)).late == 1


def test_somebody_who_waits_for_twenty_answers_is_heard_already(city, at):
    for n in range(listed.OPEN_AT_MOST):
        listed.say(sign=Sign.OTHER, words=str(n), by=city.officer, at=at)
    with pytest.raises(CannotSay) as refused:
        listed.say(sign=Sign.OTHER, words="", by=city.officer, at=at)
    assert codes(refused) == ["no_words", "many"]
    listed.say(sign=Sign.OTHER, words="另一个人", by=a_person(city.station), at=at)


@pytest.mark.parametrize(
    ("days", "code"),
    [((TODAY, TODAY - timedelta(days=1)), "reversed"), ((date(2021, 1, 1), date(2021, 2, 1)), "past")],
)
def test_a_survey_that_nobody_could_answer_is_not_held(city, at, days, code):
    with pytest.raises(CannotSay) as refused:
        listed.hold_survey(year=2021, opens_on=days[0], closes_on=days[1], by=city.office, at=at)
    assert code in codes(refused)


def test_the_record_does_not_lead_from_a_complaint_to_who_said_it(city, at):
    item = listed.say(sign=Sign.OTHER, words="重复要数", by=city.officer, at=at)
    assert Entry.objects.get(act="burden.say").subject == f"complaint:{item.pk}"
    assert "complaint" in PRIVATE
    assert "said_by_id" not in queries.to_handle(city.office, at=at).get().__dict__
