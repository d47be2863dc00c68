"""What is due when, and what happens when a clock passes: up a level by itself, once."""

import os
from datetime import date, datetime, timedelta

import pytest
from django.db import DatabaseError, transaction

from qingyuan.kit.errors import Missing
from qingyuan.matters.api import visible
from qingyuan.reports import rules
from qingyuan.reports.errors import CannotHandle, CannotReport, Forbidden
from qingyuan.reports.kinds import DeskKind, More, Organ, Outcome, Stage
from qingyuan.reports.models import Report, Rise
from qingyuan.reports.policy import clocks
from qingyuan.reports.policy.clocks import Course, Reviewed, may_ask_review_until, next_deadline
from qingyuan.reports.queries.reading import deadline, readable
from qingyuan.reports.queries.routing import Facts
from qingyuan.reports.testing import Told, a_report, a_seat
from qingyuan.trail.api import acts_on
from tests.reports.conftest import City, close_lead

pytestmark = pytest.mark.django_db  # the bureau's own calendar is asked first
DAY = date(2021, 4, 26)  # a Monday before the holiday of May; 8 May, a Saturday, was worked in exchange


def test_deadlines_count_working_days_over_holidays_and_sixty_days_through_them() -> None:
    assert next_deadline(Course(Stage.RECEIVED, DAY)).on == date(2021, 5, 19)  # type: ignore[union-attr]
    accepted = Course(Stage.ACCEPTED, DAY, accepted_on=DAY)
    assert next_deadline(accepted).on == date(2021, 6, 25)  # type: ignore[union-attr]
    longer = Course(Stage.ACCEPTED, DAY, accepted_on=DAY, extended=True)
    assert next_deadline(longer).on == date(2021, 7, 25)  # type: ignore[union-attr]
    closed = Course(Stage.ACCEPTED, DAY, accepted_on=DAY, closed_on=DAY)
    assert next_deadline(closed).clock is clocks.TELL  # type: ignore[union-attr]
    for stage in (Stage.ANSWERED, Stage.DECLINED, Stage.SENT_ON):
        assert next_deadline(Course(stage, DAY, answered_on=DAY)) is None


def test_five_working_days_are_left_to_send_on_what_belongs_elsewhere() -> None:
    assert clocks.sent_in_time(DAY, date(2021, 5, 6))  # 27 to 30 April and 6 May
    assert not clocks.sent_in_time(DAY, date(2021, 5, 7))


def test_a_review_may_be_asked_for_twice_within_thirty_days_of_each_answer() -> None:
    told = Course(Stage.ANSWERED, DAY, answered_on=DAY)
    assert may_ask_review_until(told) == DAY + timedelta(days=30)
    once = Course(Stage.ANSWERED, DAY, answered_on=DAY, reviews=[Reviewed(DAY)])
    assert may_ask_review_until(once) is None  # not before the first is answered
    assert next_deadline(once).on == DAY + timedelta(days=30)  # type: ignore[union-attr]
    later = DAY + timedelta(days=20)
    answered = Course(Stage.ANSWERED, DAY, answered_on=DAY, reviews=[Reviewed(DAY, later)])
    assert may_ask_review_until(answered) == later + timedelta(days=30)
    twice = Course(Stage.ANSWERED, DAY, answered_on=DAY, reviews=[Reviewed(DAY, DAY), Reviewed(DAY, DAY)])
    assert may_ask_review_until(twice) is None


def a_told(at: datetime) -> Told:
    return a_report(at=at, facts=Facts(units=(("990101010000", "head"),), nonce=os.urandom(16)))


def test_a_late_report_goes_up_a_level_by_itself_and_once_for_each_clock(city: City, at: datetime) -> None:
    told = a_told(at)
    due = deadline(told.report)
    assert due is not None
    assert rules.raise_late(at=at + timedelta(days=20)) == 0
    assert not readable(city.resident.person).exists()
    with pytest.raises(Missing):
        rules.open_report(report_id=told.report.pk, by=city.resident.person, at=at)
    late = at + timedelta(days=30)
    assert rules.raise_late(at=late) == 1
    assert rules.raise_late(at=late + timedelta(days=1)) == 0
    assert readable(city.resident.person).exists()
    assert not readable(city.upper.person).exists()
    rules.open_report(report_id=told.report.pk, by=city.resident.person, at=late)
    entry = acts_on(f"report:{told.report.public_id}").filter(act="reports.raise_late").get()
    assert entry.actor == "clock"
    rules.take_up(report_id=told.report.pk, by=city.resident.person, at=late)
    assert rules.raise_late(at=late + timedelta(days=61)) == 1  # another clock: the upper level
    assert readable(city.upper.person).exists()
    for stranger in city.strangers:
        assert not readable(stranger).exists()
        assert not visible(stranger, at=late).filter(source="reports").exists()


def test_where_nobody_stands_above_it_is_late_and_stays(city: City, at: datetime) -> None:
    facts = Facts(units=(("990100000000", "head"),), nonce=os.urandom(16))
    told = a_report(at=at, facts=facts)
    assert rules.raise_late(at=at + timedelta(days=30)) == 1
    report = Report.objects.get(pk=told.report.pk)
    assert (report.level, report.rises.get().level) == (0, 0)
    with pytest.raises(CannotHandle):
        rules.raise_report(report_id=report.pk, by=city.resident.person, at=at)


def test_a_later_holder_of_a_desk_above_reads_no_sooner_than_that_desk(city: City, at: datetime) -> None:
    from qingyuan.engines import envelope

    told = a_told(at)
    later = a_seat(DeskKind.RESIDENT, None, at=at, desk=city.resident.desk)
    slot = envelope.seal(told.content.encode(), later.key.recipient)
    rules.reseal(
        report_id=told.report.pk, slots={later.key.key: slot}, facts=told.facts, by=city.city.person, at=at
    )
    assert not readable(later.person).exists()
    rules.raise_report(report_id=told.report.pk, by=city.city.person, at=at)
    assert readable(later.person).exists()


def taken_up(city: City, told: Told, at: datetime, summary: str = "") -> Report:
    rules.open_report(report_id=told.report.pk, by=city.city.person, at=at)
    return rules.take_up(report_id=told.report.pk, by=city.city.person, at=at, summary=summary)


def test_more_time_is_given_once_by_a_second_person_who_need_not_read(city: City, at: datetime) -> None:
    report = taken_up(city, a_told(at), at)
    before = deadline(report).on  # type: ignore[union-attr]
    asked = rules.ask_more_time(report_id=report.pk, why=More.EVIDENCE, by=city.city.person, at=at)
    with pytest.raises(CannotHandle) as refused:
        rules.answer_more_time(asked_id=asked.pk, granted=True, by=city.city.person, at=at)
    assert [reason.code for reason in refused.value.reasons] == ["second"]
    with pytest.raises(Forbidden):
        rules.answer_more_time(asked_id=asked.pk, granted=True, by=city.clerk, at=at)
    rules.answer_more_time(asked_id=asked.pk, granted=True, by=city.upper.person, at=at)
    report = Report.objects.get(pk=report.pk)
    assert deadline(report).on == before + timedelta(days=30)  # type: ignore[union-attr]
    with pytest.raises(CannotHandle) as refused:
        rules.ask_more_time(report_id=report.pk, why=More.COMPLEX, by=city.city.person, at=at)
    assert [reason.code for reason in refused.value.reasons] == ["once"]
    with pytest.raises(Missing):
        rules.answer_more_time(asked_id=asked.pk, granted=False, by=city.resident.person, at=at)


def test_nobody_approves_his_own_extension_in_the_database_either(city: City, at: datetime) -> None:
    report = taken_up(city, a_told(at), at)
    asked = rules.ask_more_time(report_id=report.pk, why=More.AWAY, by=city.city.person, at=at)
    with pytest.raises(DatabaseError), transaction.atomic():
        type(asked).objects.filter(pk=asked.pk).update(
            granted=True, answered_by=city.city.person, answered_at=at
        )
    with pytest.raises(DatabaseError), transaction.atomic():
        Rise.objects.create(report=report, clock="", level=1, at=at)


def test_what_belongs_elsewhere_is_sent_on_and_says_whether_in_time(city: City, at: datetime) -> None:
    told = a_told(at)
    with pytest.raises(CannotHandle):
        rules.send_on(report_id=told.report.pk, to=Organ.PETITION, by=city.city.person, at=at)
    rules.open_report(report_id=told.report.pk, by=city.city.person, at=at)
    late = at + timedelta(days=12)
    report = rules.send_on(report_id=told.report.pk, to=Organ.PETITION, by=city.city.person, at=late)
    assert (report.stage, report.sent_to, deadline(report)) == (Stage.SENT_ON, "petition", None)
    entry = acts_on(f"report:{report.public_id}").last()
    assert entry is not None
    assert '"in_time":false' in entry.detail.replace(" ", "")
    back = rules.take_up(report_id=report.pk, by=city.city.person, at=late)  # it came back
    with pytest.raises(CannotHandle) as refused:
        rules.send_on(report_id=back.pk, to=Organ.COURT, by=city.city.person, at=late)
    assert [reason.code for reason in refused.value.reasons] == ["lead_open"]


def test_the_result_waits_for_the_lead_and_its_clock_begins_with_the_closing(
    city: City, at: datetime
) -> None:
    report = taken_up(city, a_told(at), at)
    close_lead(city, report, at=at)
    report = Report.objects.get(pk=report.pk)
    due = deadline(report)
    assert due is not None
    assert due.clock is clocks.TELL
    late = at + timedelta(days=40)
    assert rules.raise_late(at=late) == 1
    assert rules.tell_result(report_id=report.pk, outcome=Outcome.UNFOUNDED, by=city.city.person, at=late)


def test_where_no_campaign_runs_there_is_no_lead_and_the_result_is_told_without(
    city: City, at: datetime
) -> None:
    type(city.campaign).objects.update(ended_at=at, ended_by=city.office)
    report = taken_up(city, a_told(at), at)
    assert report.matter is None
    told = rules.tell_result(report_id=report.pk, outcome=Outcome.UNPROVEN, by=city.city.person, at=at)
    assert told.stage == Stage.ANSWERED


def test_the_lead_holds_no_word_unless_the_handler_writes_his_own(city: City, at: datetime) -> None:
    silent = taken_up(city, a_told(at), at)
    assert silent.matter is not None
    assert silent.matter.statement == f"举报线索 {silent.public_id}"
    own = taken_up(city, a_told(at), at, summary=" 关于窗口服务的反映 ")
    assert own.matter is not None
    assert own.matter.statement == "关于窗口服务的反映"


def test_a_review_goes_up_and_is_answered_by_others_each_time(city: City, at: datetime) -> None:
    told = a_told(at)
    with pytest.raises(CannotReport):
        rules.ask_review(locator=told.locator, at=at)
    report = taken_up(city, told, at)
    close_lead(city, report, at=at)
    rules.tell_result(report_id=report.pk, outcome=Outcome.UNFOUNDED, by=city.city.person, at=at)
    with pytest.raises(CannotReport):
        rules.ask_review(locator=told.locator, at=at + timedelta(days=31))
    rules.ask_review(locator=told.locator, at=at + timedelta(days=30))
    assert readable(city.upper.person).exists()
    with pytest.raises(CannotReport):
        rules.ask_review(locator=told.locator, at=at + timedelta(days=30))
    rules.open_report(report_id=report.pk, by=city.resident.person, at=at)
    rules.open_report(report_id=report.pk, by=city.upper.person, at=at)
    with pytest.raises(CannotHandle):
        rules.answer_review(report_id=report.pk, outcome=Outcome.FOUNDED, by=city.city.person, at=at)
    rules.answer_review(report_id=report.pk, outcome=Outcome.PARTLY, by=city.resident.person, at=at)
    rules.ask_review(locator=told.locator, at=at)
    assert rules.raise_late(at=at + timedelta(days=40)) == 1
    with pytest.raises(CannotHandle):
        rules.answer_review(report_id=report.pk, outcome=Outcome.PARTLY, by=city.resident.person, at=at)
    rules.answer_review(report_id=report.pk, outcome=Outcome.FOUNDED, by=city.upper.person, at=at)
    with pytest.raises(CannotReport):
        rules.ask_review(locator=told.locator, at=at)
