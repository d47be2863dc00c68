"""The calendar of submissions: nobody is owed a figure twice, what was given is given again, late ones are told."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingyuan.kit import workdays
from qingyuan.kit.errors import Forbidden, Missing
from qingyuan.matters.testing import a_matter
from qingyuan.publication import rules
from qingyuan.publication.errors import CannotKeepTemplate, CannotOwe, CannotWrite
from qingyuan.publication.jobs import remind_of_submissions
from qingyuan.publication.kinds import Cadence, Genre, Origin
from qingyuan.publication.models import Asked, Given, Submission, SubmissionSent, Template, Weekly
from qingyuan.publication.policy import calendar
from qingyuan.publication.queries import calendar as queries
from qingyuan.trail.api import acts_on

WEEKLY = rules.Owed(
    name="教育整顿周报",
    receiver="市委教育整顿办公室",
    basis="市委整顿办〔2021〕2号",
    cadence=Cadence.WEEKLY,
    day=5,
    begins_on=date(2021, 3, 1),
)
QUARTER = rules.Owed(
    name="季度整改报告",
    receiver="市局政治部",
    basis="每季度要向市局政治部报送",
    cadence=Cadence.QUARTERLY,
    day=10,
    begins_on=date(2021, 1, 1),
    origin=Origin.TEMPLATE,
)


@pytest.fixture
def quarter(db):
    return replace(QUARTER, template=Template.objects.get(code="report"))


def owe(city, owed, at, unit=None, by=None):
    return rules.owe_submission(
        campaign=city.campaign, unit=unit or city.root, owed=owed, by=by or city.office, at=at
    )


def codes(refusal):
    return [reason.code for reason in refusal.value.reasons]


def problem(city, at, unit=None):
    a_matter(campaign=city.campaign, unit=unit or city.ours, by=city.office, at=at)


def test_a_second_line_that_asks_the_same_figures_of_the_same_receiver_is_refused_naming_the_first(city, at):
    first = owe(city, WEEKLY, at)
    assert first.asked.count() == Asked.objects.filter(running=True).count() > 10
    again = replace(WEEKLY, name="数据周报", receiver="市委 教育整顿办公室。", day=1)
    with pytest.raises(
        CannotOwe, match="《教育整顿周报》已经每周向“市委教育整顿办公室”报送 问题新增、"
    ) as refusal:
        owe(city, again, at)
    assert codes(refusal) == ["twice"]
    brief = replace(again, origin=Origin.TEMPLATE, template=Template.objects.get(code="briefing"))
    with pytest.raises(CannotOwe, match="问题累计"):
        owe(city, brief, at)
    assert Submission.objects.count() == 1
    owe(city, replace(again, receiver="省公安厅教育整顿办公室"), at)
    owe(city, again, at, unit=city.ours, by=city.office)
    owe(city, replace(brief, cadence=Cadence.QUARTERLY), at)
    rules.end_submission(submission_id=first.pk, ended_on=at.date(), by=city.office, at=at)
    owe(city, again, at)
    assert [e.act for e in acts_on(f"submission:{first.pk}")] == [
        "publication.owe_submission",
        "publication.end_submission",
    ]


def test_every_reason_against_a_line_is_told_at_once(city, at):
    with pytest.raises(CannotOwe) as refusal:
        owe(city, replace(WEEKLY, name=" ", receiver="", basis="", day=9), at)
    assert codes(refusal) == ["no_name", "no_receiver", "no_basis", "day"]
    with pytest.raises(CannotOwe) as refusal:
        owe(city, QUARTER, at)
    assert codes(refusal) == ["no_template"]
    line = owe(city, WEEKLY, at)
    with pytest.raises(CannotOwe, match="不能早于开始"):
        rules.end_submission(submission_id=line.pk, ended_on=date(2021, 2, 1), by=city.office, at=at)
    rules.end_submission(submission_id=line.pk, ended_on=at.date(), by=city.office, at=at)
    with pytest.raises(CannotOwe, match="已经停止"):
        rules.end_submission(submission_id=line.pk, ended_on=at.date(), by=city.office, at=at)


def test_weekly_figures_are_given_with_one_press_and_issued_with_it(city, at):
    line = owe(city, WEEKLY, at)
    problem(city, at)
    friday = at + timedelta(days=1)
    with pytest.raises(CannotOwe, match="还不能报送"):
        rules.send_submission(submission_id=line.pk, last_on=friday.date(), by=city.office, at=at)
    made = rules.send_submission(submission_id=line.pk, last_on=friday.date(), by=city.office, at=friday)
    assert (made.period_from, made.period_to, made.due_on) == (
        date(2021, 3, 13),
        date(2021, 3, 19),
        date(2021, 3, 19),
    )
    assert made.weekly == Weekly.objects.get() and not made.late
    assert made.figures.get(fact="problems_new").part == 1
    for wrong, said in ((friday.date(), "已经报送"), (date(2021, 3, 18), "没有这一期")):
        with pytest.raises(CannotOwe, match=said):
            rules.send_submission(submission_id=line.pk, last_on=wrong, by=city.office, at=friday)
    late = rules.send_submission(submission_id=line.pk, last_on=date(2021, 3, 5), by=city.office, at=friday)
    assert late.late
    row = queries.rows([line], friday.date())[0]
    waits = row.waiting[0]
    assert (waits.turn.last_on, waits.state, waits.late) == (date(2021, 3, 12), "late", 7)
    assert [due.state for due in row.given] == ["given", "given_late"]


def test_a_report_is_begun_from_the_calendar_and_given_once_it_is_issued(city, at, quarter):
    line = owe(city, quarter, at)
    april = at + timedelta(days=16)
    last = date(2021, 3, 31)
    early = rules.begin_turn(submission_id=line.pk, last_on=last, by=city.office, at=at)
    assert (early.period_from, early.period_to) == (date(2021, 1, 1), last)
    assert early.addressees == "市局政治部"
    assert rules.begin_turn(submission_id=line.pk, last_on=last, by=city.office, at=april) == early
    with pytest.raises(CannotOwe, match="还没有签发"):
        rules.send_submission(submission_id=line.pk, last_on=last, by=city.office, at=april)
    rules.issue_writing(writing_id=early.pk, by=city.head, at=april)
    made = rules.send_submission(submission_id=line.pk, last_on=last, by=city.office, at=april)
    assert made.writing == early and made.figures.count() == early.figures.count()
    with pytest.raises(CannotWrite, match="已经报送，不能撤回"):
        rules.withdraw_writing(writing_id=early.pk, reason="改", by=city.head, at=april)


def test_figures_that_were_given_are_given_again_and_the_ledger_says_if_they_moved_since(city, at, quarter):
    from qingyuan.publication.queries import writing

    line, other = owe(city, quarter, at), owe(city, replace(quarter, receiver="省公安厅"), at)
    april, last = at + timedelta(days=16), date(2021, 3, 31)
    problem(city, at)
    first = rules.begin_turn(submission_id=line.pk, last_on=last, by=city.office, at=april)
    rules.issue_writing(writing_id=first.pk, by=city.head, at=april)
    rules.send_submission(submission_id=line.pk, last_on=last, by=city.office, at=april)
    again = Template.objects.get(code="summary")
    rules.end_submission(submission_id=other.pk, ended_on=april.date(), by=city.office, at=april)
    other = owe(city, replace(quarter, receiver="省公安厅", template=again), april)
    a_matter(campaign=city.campaign, unit=city.ours, by=city.office, at=april, statement="补登")
    from qingyuan.matters.models import Matter

    Matter.objects.filter(statement="补登").update(opened_on=at.date())
    second = rules.begin_turn(submission_id=other.pk, last_on=last, by=city.office, at=april)
    taken = second.figures.filter(given__isnull=False)
    shared = {one.fact for one in first.figures.all()} & {one.fact for one in second.figures.all()}
    assert {one.fact for one in taken} == shared and shared
    for one in taken:
        given = first.figures.get(fact=one.fact)
        assert (one.part, one.whole) == (given.part, given.whole)
    desk = writing.desk(second, city.office, at=april)
    assert {line.given_to for line in desk.lines if line.figure.fact in shared} == {"市局政治部"}


def test_only_the_office_keeps_the_calendar_and_only_who_writes_for_the_unit_sends(city, at):
    for by in (city.clerk, city.head, city.guidance, city.officer):
        with pytest.raises(Forbidden):
            owe(city, WEEKLY, at, by=by)
    line = owe(city, WEEKLY, at, unit=city.ours, by=city.office)
    last = date(2021, 3, 12)
    for by in (city.their_clerk, city.stranger, city.officer):
        with pytest.raises(Missing):
            rules.send_submission(submission_id=line.pk, last_on=last, by=by, at=at)
    for by in (city.guidance, city.head, city.discipline):
        with pytest.raises(Forbidden):
            rules.send_submission(submission_id=line.pk, last_on=last, by=by, at=at)
    assert list(queries.submissions(city.their_clerk, at=at)) == []
    assert [due.turn.last_on for due in queries.waiting(city.clerk, at=at)] == [date(2021, 3, 5), last]
    assert queries.waiting(city.their_clerk, at=at) == []
    rules.send_submission(submission_id=line.pk, last_on=last, by=city.clerk, at=at)
    assert Given.objects.get().figures.get(fact="problems_all").part == 0


def test_reminders_go_to_the_clerk_before_the_day_and_to_the_head_once_it_is_late_each_once(city, at):
    line = owe(city, replace(WEEKLY, begins_on=at.date()), at, unit=city.ours)
    assert remind_of_submissions(at) == 1 and remind_of_submissions(at) == 0
    assert SubmissionSent.objects.get().person == city.clerk
    late = at + timedelta(days=4)
    assert remind_of_submissions(late) == 1
    assert SubmissionSent.objects.get(step="late").person == city.head
    assert [due.line for due in queries.waiting(city.head, at=late)] == [line]
    rules.send_submission(submission_id=line.pk, last_on=date(2021, 3, 19), by=city.clerk, at=late)
    assert remind_of_submissions(late) == 0
    acts = [entry.act for entry in acts_on(f"submission:{line.pk}")]
    assert acts.count("publication.remind_of_submission") == 2


def test_a_template_cannot_be_changed_so_that_a_receiver_is_owed_a_figure_twice(city, at):
    news = Template.objects.get(code="news")
    weekly = {"cadence": Cadence.WEEKLY, "receiver": "市局政治部", "origin": Origin.TEMPLATE}
    minutes = Template.objects.get(code="notice")
    owe(city, replace(WEEKLY, **weekly, name="每周信息", template=news), at)
    line = owe(city, replace(WEEKLY, **weekly, name="每周提示", template=minutes), at)
    words = rules.TemplateWords(
        Genre.NOTICE, "通知", "关于整改的通知", [rules.SectionWords(text="本期销号{本期销号}件")]
    )
    with pytest.raises(CannotKeepTemplate, match="《每周提示》会让同一单位收到两遍同一数字：本期销号"):
        rules.keep_template(code="notice", words=words, by=city.office, at=at)
    fine = replace(words, sections=[rules.SectionWords(text="累计{问题累计}件")])
    rules.keep_template(code="notice", words=fine, by=city.office, at=at)
    assert [one.fact for one in line.asked.all()] == ["problems_all"]


# -- the calendar ----------------------------------------------------------------------------------------------


@pytest.mark.django_db
@settings(max_examples=40, deadline=None)
@given(
    cadence=st.sampled_from(("weekly", "monthly", "quarterly")),
    day=st.integers(1, 7),
    first=st.dates(date(2020, 1, 1), date(2022, 1, 1)),
    span=st.integers(0, 500),
)
def test_turns_follow_one_another_without_gap_or_overlap_and_are_due_on_working_days(
    cadence, day, first, span
):
    with workdays.remembering():
        turns = list(calendar.turns(cadence, day, first, first + timedelta(days=span)))
        assert all(workdays.is_workday(one.due_on) for one in turns)
    for one in turns:
        assert one.first_on <= one.last_on <= one.due_on and first <= one.last_on
        if cadence == "weekly":
            assert one.last_on.isoweekday() == day and (one.last_on - one.first_on).days == 6
    for one, after in pairwise(turns):
        assert after.first_on == one.last_on + timedelta(days=1)


def test_a_friday_on_a_holiday_is_due_on_the_next_working_day(db):
    found = list(calendar.turns("weekly", 1, date(2021, 5, 3), date(2021, 5, 3)))
    assert [(one.last_on, one.due_on) for one in found] == [(date(2021, 5, 3), date(2021, 5, 6))]
    quarter = list(calendar.turns("quarterly", 10, date(2021, 3, 1), date(2021, 4, 30)))
    assert [(one.first_on, one.last_on, one.due_on) for one in quarter] == [
        (date(2021, 1, 1), date(2021, 3, 31), date(2021, 4, 12))
    ]


def test_reminders_come_two_working_days_before_and_once_it_is_late(db):
    due = date(2021, 3, 19)
    said = {day: calendar.steps_due(due, date(2021, 3, day)) for day in (16, 17, 19, 20)}
    assert said == {16: [], 17: ["soon"], 19: ["soon"], 20: ["late"]}
