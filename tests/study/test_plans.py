"""Weekly plans: the days of rules, what is copied, the caps, who plans where, what a settled plan opens."""

import re
from datetime import date, time, timedelta

import chinese_calendar
import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.burden.kinds import Cap
from qingyuan.burden.models import Spent
from qingyuan.burden.rules.caps import set_cap
from qingyuan.burden.rules.spending import add_up_weeks
from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing
from qingyuan.org.testing import a_branch, a_client, a_duty, a_person
from qingyuan.study import testing
from qingyuan.study.errors import CannotPlan
from qingyuan.study.kinds import SessionKind, SessionState
from qingyuan.study.models import PlanLine, Recurrence, Session, WeeklyPlan
from qingyuan.study.policy import plans as policy
from qingyuan.study.queries import plans as queries
from qingyuan.study.queries.places import Place
from qingyuan.study.rules import hours, plans
from qingyuan.study.rules.curriculum import use_pattern
from qingyuan.study.rules.special import switch_on
from qingyuan.trail.models import Entry

MONDAY = date(2021, 3, 8)
DAYS = st.dates(date(2020, 1, 1), date(2022, 12, 31))


def a_draft(title="政治学习", begin="15:00", end="16:30", **given):
    return plans.LessonDraft(
        SessionKind.GROUP, title, time.fromisoformat(begin), time.fromisoformat(end), **given
    )


def a_rule(city, weekdays=(1, 3), *, unit=None, by=None, nth=0, at, **given):
    return plans.keep_recurrence(
        campaign=city.campaign, unit=unit or city.root, draft=a_draft(**given), weekdays=weekdays, nth=nth,
        from_on=date(2021, 3, 1), until_on=None, by=by or city.office, at=at,
    )  # fmt: skip


def a_plan(city, here, *, by, at, monday=MONDAY):
    return plans.make_plan(campaign=city.campaign, here=here, monday=monday, by=by, at=at)


# -- the days of a rule -------------------------------------------------------------------------------------


@given(st.integers(1, 127), st.integers(0, 4), DAYS, DAYS, st.integers(0, 400))
def test_a_rule_falls_on_its_weekdays_within_its_span_on_days_that_are_worked(bits, nth, day, start, length):
    monday, until = policy.monday_of(day), start + timedelta(days=length)
    rule = policy.Rule(bits, nth, start, until)
    found = policy.falls(rule, monday, chinese_calendar.is_workday)
    for one in (monday + timedelta(days=n) for n in range(7)):
        due = (
            bits >> one.weekday() & 1
            and start <= one <= until
            and chinese_calendar.is_workday(one)
            and nth in (0, (one.day + 6) // 7)
        )
        assert (one in found) == bool(due)


def test_the_first_friday_of_a_month_is_party_day_and_a_holiday_is_none():
    rule = policy.Rule(16, 1, date(2021, 1, 1))
    months = [date(2021, 3, 1), date(2021, 3, 29), date(2021, 5, 3), date(2021, 5, 31)]
    found = [policy.falls(rule, policy.monday_of(day), chinese_calendar.is_workday) for day in months]
    assert found == [[date(2021, 3, 5)], [date(2021, 4, 2)], [date(2021, 5, 7)], [date(2021, 6, 4)]]
    tuesdays = policy.Rule(2, 0, date(2021, 1, 1))
    assert (
        policy.falls(tuesdays, date(2021, 5, 3), chinese_calendar.is_workday) == []
    )  # the 4th was a holiday


HOURS = st.builds(
    lambda opens, long: policy.Hours(
        time(opens // 60, opens % 60), time((opens + long) // 60, (opens + long) % 60)
    ),
    st.integers(7 * 60, 10 * 60),
    st.integers(1, 540),
)


@given(st.times(), st.times(), st.booleans(), HOURS)
def test_minutes_after_hours_are_counted_by_the_minute(begin, end, worked, hours):
    begin, end = sorted((begin.replace(second=0, microsecond=0), end.replace(second=0, microsecond=0)))
    first, last = begin.hour * 60 + begin.minute, end.hour * 60 + end.minute
    opens, shuts = (one.hour * 60 + one.minute for one in (hours.opens, hours.shuts))
    office = range(opens, shuts) if worked else range(0)
    by_hand = sum(minute not in office for minute in range(first, last))
    assert policy.outside(begin, end, worked=worked, hours=hours) == by_hand


@given(st.times(), st.times())
def test_no_office_hours_make_an_evening_or_a_day_of_more_than_ten_hours_part_of_the_day(opens, shuts):
    kept = policy.Hours() if policy.hours_faults(opens, shuts) else policy.Hours(opens, shuts)
    assert policy.outside(time(19), time(20), worked=True, hours=kept) == 60
    assert policy.outside(time(0), time(23, 59), worked=True, hours=kept) >= 23 * 60 + 59 - 600


@given(HOURS, HOURS, st.times(), st.times(), st.text(max_size=2))
def test_nobody_but_the_head_with_a_reason_makes_less_study_count_as_load(before, after, begin, end, reason):
    def load(hours):
        return policy.outside(*sorted((begin, end)), worked=True, hours=hours)

    if load(after) < load(before):
        assert "head_only" in policy.change_faults(before, after, head=False, reason=reason)
        faults = policy.change_faults(before, after, head=True, reason=reason)
        assert faults == ([] if reason.strip() else ["no_reason"])
    if after.opens >= before.opens and after.shuts <= before.shuts and after != before:
        assert policy.change_faults(before, after, head=False, reason="") == []


@given(st.lists(st.integers(0, 300), max_size=6), st.integers(0, 3), st.integers(0, 300))
def test_caps_warn_before_they_block_and_nothing_over_them_is_planned(minutes, sessions, longest):
    caps = policy.Caps(sessions, longest)
    load = policy.Load()
    for one in minutes:
        more = load + policy.load_of([one])
        if policy.over(more, caps):
            break
        load = more
    assert load.sessions <= sessions
    assert load.minutes <= longest
    if load.sessions and policy.over(load + policy.Load(1, 1), caps):
        assert policy.at_cap(load, caps)


# -- plans --------------------------------------------------------------------------------------------------


def test_a_week_is_planned_by_copying_and_settling_makes_sessions_of_every_branch(city, at):
    a_branch(city.ours, name="第二党支部")
    a_rule(city, at=at)
    here = Place(city.ours)
    first = a_plan(city, here, by=city.clerk, at=at)
    assert [line.day.day for line in first.lines.all()] == [9, 11]
    plans.add_line(plan_id=first.pk, day=date(2021, 3, 10), draft=a_draft("业务学习"), by=city.clerk, at=at)
    assert plans.settle_plan(plan_id=first.pk, by=city.clerk, at=at) == 6
    assert Session.objects.filter(unit=city.ours, state=SessionState.PLANNED).count() == 6
    second = a_plan(city, here, by=city.head, at=at + timedelta(days=7), monday=date(2021, 3, 15))
    assert [(line.day.day, line.title) for line in second.lines.all()] == [
        (16, "政治学习"), (17, "业务学习"), (18, "政治学习"),
    ]  # fmt: skip
    assert {entry.act for entry in Entry.objects.filter(subject__startswith="study_plan:")} == {
        "study.plan", "study.settle_plan",
    }  # fmt: skip
    with pytest.raises(CannotPlan, match="已经有了"):
        a_plan(city, here, by=city.clerk, at=at)
    with pytest.raises(CannotPlan, match="已经定下"):
        plans.settle_plan(plan_id=first.pk, by=city.clerk, at=at)


def test_what_was_copied_leaves_out_holidays_but_keeps_a_weekend_that_was_meant(city, at):
    plan = a_plan(city, Place(city.ours), by=city.clerk, at=at, monday=date(2021, 4, 26))
    plans.add_line(plan_id=plan.pk, day=date(2021, 4, 27), draft=a_draft(), by=city.clerk, at=at)
    later = a_plan(city, Place(city.ours), by=city.clerk, at=at, monday=date(2021, 5, 3))
    assert not later.lines.exists()  # 4 May 2021 was off
    again = a_plan(city, Place(city.ours), by=city.clerk, at=at, monday=date(2021, 5, 10))
    assert not again.lines.exists()


def test_study_after_hours_warns_at_the_cap_and_is_refused_beyond_it_naming_the_branch(city, at):
    plan = a_plan(city, Place(city.ours), by=city.clerk, at=at)
    night = a_draft("夜校", "19:00", "20:30")
    plans.add_line(plan_id=plan.pk, day=date(2021, 3, 9), draft=night, by=city.clerk, at=at)
    client = a_client(city.clerk)
    address = reverse("study:week") + f"?at=u{city.ours.pk}&week=2021-03-08"
    with clock.stopped_at(at):
        page = client.get(address).content.decode()
    assert "班后和休息日学习已到1次90分钟，上限1次120分钟" in page
    line = plans.add_line(plan_id=plan.pk, day=date(2021, 3, 11), draft=night, by=city.clerk, at=at)
    with clock.stopped_at(at):
        assert "超过上限1次120分钟，定不下来" in client.get(address).content.decode()
    with pytest.raises(CannotPlan, match="第一党支部这一周班后和休息日学习已有2次180分钟"):
        plans.settle_plan(plan_id=plan.pk, by=city.clerk, at=at)
    assert not Session.objects.exists()
    plans.drop_line(line_id=line.pk, by=city.clerk, at=at)
    assert plans.settle_plan(plan_id=plan.pk, by=city.clerk, at=at) == 1
    own = a_plan(city, Place(city.ours, city.branch), by=city.secretary, at=at)
    plans.add_line(plan_id=own.pk, day=date(2021, 3, 12), draft=night, by=city.secretary, at=at)
    with pytest.raises(CannotPlan, match="班后和休息日学习已有2次"):
        plans.settle_plan(plan_id=own.pk, by=city.secretary, at=at)
    assert Session.objects.count() == 1


def test_a_cap_that_the_office_lowers_holds_for_plans_at_once(city, at):
    set_cap(cap=Cap.STUDY_OUTSIDE_MINUTES, value=60, by=city.office, at=at)
    plan = a_plan(city, Place(city.ours), by=city.clerk, at=at)
    night = a_draft("夜校", "19:00", "20:30")
    plans.add_line(plan_id=plan.pk, day=date(2021, 3, 9), draft=night, by=city.clerk, at=at)
    with pytest.raises(CannotPlan, match="上限1次60分钟"):
        plans.settle_plan(plan_id=plan.pk, by=city.clerk, at=at)


def test_a_line_dropped_from_a_settled_plan_cancels_only_what_was_not_held(city, at):
    a_rule(city, at=at)
    plan = a_plan(city, Place(city.ours), by=city.clerk, at=at)
    plans.settle_plan(plan_id=plan.pk, by=city.clerk, at=at)
    line = plan.lines.first()
    with pytest.raises(CannotPlan, match="请去掉这一项再添新的"):
        plans.change_line(line_id=line.pk, day=line.day, draft=a_draft(), by=city.clerk, at=at)
    plans.drop_line(line_id=line.pk, by=city.clerk, at=at)
    assert [one.state for one in Session.objects.order_by("day")] == ["cancelled", "planned"]
    plans.add_line(plan_id=plan.pk, day=line.day, draft=a_draft(), by=city.clerk, at=at)
    assert Session.objects.filter(state=SessionState.PLANNED).count() == 2


def test_nothing_is_planned_for_a_unit_in_special_duty_until_it_ends(city, at):
    span = {"from_on": date(2021, 3, 9), "to_on": date(2021, 3, 10)}
    switch_on(unit=city.ours, reason="安保", by=city.office, at=at, **span)
    plan = a_plan(city, Place(city.ours), by=city.clerk, at=at)
    line = plans.add_line(plan_id=plan.pk, day=date(2021, 3, 10), draft=a_draft(), by=city.clerk, at=at)
    with pytest.raises(CannotPlan, match="源河分局在2021-03-10处于战时状态，不安排学习"):
        plans.settle_plan(plan_id=plan.pk, by=city.clerk, at=at)
    plans.change_line(line_id=line.pk, day=date(2021, 3, 11), draft=a_draft(), by=city.clerk, at=at)
    assert plans.settle_plan(plan_id=plan.pk, by=city.clerk, at=at) == 1


@pytest.mark.parametrize(
    ("draft", "day", "words"),
    [
        (a_draft(" "), MONDAY, "请写明学习主题"),
        (a_draft(end="15:00"), MONDAY, "结束时间要晚于开始时间"),
        (a_draft(begin="08:00", end="13:00"), MONDAY, "不超过4小时"),
        (a_draft(), date(2021, 3, 15), "日期要在这一周里"),
    ],
)
def test_a_line_that_cannot_be_is_refused_with_its_place(city, at, draft, day, words):
    plan = a_plan(city, Place(city.ours), by=city.clerk, at=at)
    with pytest.raises(CannotPlan, match=words):
        plans.add_line(plan_id=plan.pk, day=day, draft=draft, by=city.clerk, at=at)
    assert not PlanLine.objects.exists()


def test_a_plan_needs_lines_a_monday_and_a_campaign_that_runs(city, at):
    plan = a_plan(city, Place(city.ours), by=city.clerk, at=at)
    with pytest.raises(CannotPlan, match="还没有内容"):
        plans.settle_plan(plan_id=plan.pk, by=city.clerk, at=at)
    with pytest.raises(CannotPlan, match="从周一开始"):
        a_plan(city, Place(city.ours), by=city.clerk, at=at, monday=date(2021, 3, 9))
    city.campaign.ended_at, city.campaign.ended_by = at, city.office
    with pytest.raises(CannotPlan, match="已经结束"):
        a_plan(city, Place(city.ours), by=city.clerk, at=at, monday=date(2021, 3, 15))


def test_a_secretary_plans_his_own_branch_and_nobody_elses(city, at):
    mine, whole = Place(city.ours, city.branch), Place(city.ours)
    plan = a_plan(city, mine, by=city.secretary, at=at)
    assert plan.branch == city.branch
    unit_plan = a_plan(city, whole, by=city.clerk, at=at)
    for here, person in (
        (whole, city.secretary),
        (mine, city.outsider),
        (mine, city.officer),
        (mine, city.guidance),
    ):
        with pytest.raises(Forbidden):
            a_plan(city, here, by=person, at=at, monday=date(2021, 3, 15))
    for person in (city.secretary, city.outsider, city.stranger, city.officer, city.system):
        with pytest.raises((Missing, Forbidden)):
            plans.settle_plan(plan_id=unit_plan.pk, by=person, at=at)
    second = a_person(city.ours, name="第二书记")
    with pytest.raises((Missing, Forbidden)):
        plans.add_line(plan_id=plan.pk, day=MONDAY, draft=a_draft(), by=second, at=at)


def test_the_page_of_a_week_counts_who_is_on_duty_in_a_fixed_number_of_queries(
    city, at, django_assert_max_num_queries
):
    a_rule(city, at=at)
    a_duty(city.officer, date(2021, 3, 9))
    plan = a_plan(city, Place(city.ours), by=city.clerk, at=at)
    for n in range(3):
        plans.add_line(
            plan_id=plan.pk, day=date(2021, 3, 10), draft=a_draft(f"学习{n}"), by=city.clerk, at=at
        )
    client = a_client(city.clerk)
    with clock.stopped_at(at), django_assert_max_num_queries(30):
        page = client.get(reverse("study:week") + f"?at=u{city.ours.pk}&week=2021-03-08").content.decode()
    assert "1/5" in page
    assert "0/5" in page


def test_the_whole_way_of_a_week_through_the_pages(city, at):
    use_pattern(campaign=city.campaign, by=city.office, at=at)
    office, clerk = a_client(city.office), a_client(city.clerk)
    with clock.stopped_at(at):
        rule = {
            "title": "集中学习", "kind": "group", "starts": "15:00", "ends": "16:30", "nth": "0",
            "weekdays": ["1", "3"], "from_on": "2021-03-08",
        }  # fmt: skip
        page = office.post(reverse("study:add_recurrence") + f"?at=u{city.root.pk}", rule, follow=True)
        assert "周二、周四" in page.content.decode()
        found = Recurrence.objects.get()
        bad = office.post(reverse("study:change_recurrence", args=[found.pk]), rule | {"ends": "14:00"})
        assert "结束时间要晚于开始时间" in bad.content.decode()
        page = clerk.get(reverse("study:week")).content.decode()
        assert "这一周还没有计划" in page
        page = clerk.post(reverse("study:make_plan") + f"?at=u{city.ours.pk}&week=2021-03-08", follow=True)
        assert "已带入固定学习日" in page.content.decode()
        plan = WeeklyPlan.objects.get()
        line = {
            "day": "2021-03-10",
            "title": "办案程序",
            "kind": "skills",
            "starts": "09:00",
            "ends": "10:00",
        }
        page = clerk.post(reverse("study:add_line", args=[plan.pk]), line, follow=True).content.decode()
        assert "办案程序" in page
        made = PlanLine.objects.get(title="办案程序")
        clerk.post(reverse("study:change_line", args=[made.pk]), line | {"title": "行政办案程序"})
        made.refresh_from_db()
        assert made.title == "行政办案程序"
        clerk.post(reverse("study:drop_line", args=[made.pk]))
        page = clerk.post(reverse("study:settle_plan", args=[plan.pk]), follow=True).content.decode()
        assert "各支部到时间登记即可" in page
        page = a_client(city.secretary).get(reverse("study:week") + "?week=2021-03-08").content.decode()
        assert "单位统一安排" in page
        page = office.get(reverse("study:units") + "?week=2021-03-08").content.decode()
        assert "已定下" in page
    with clock.stopped_at(at + timedelta(days=2)):
        page = a_client(city.office).get(reverse("study:units") + "?week=2021-03-08").content.decode()
        assert "应在2021-03-08前定下" in page  # theirs
    for person, status in (
        (city.stranger, 404),
        (city.outsider, 404),
        (city.officer, 403),
        (city.system, 403),
    ):
        client = a_client(person)
        with clock.stopped_at(at):
            assert client.get(reverse("study:week") + f"?at=u{city.ours.pk}").status_code == status
            assert client.post(reverse("study:settle_plan", args=[plan.pk])).status_code == status


def stamp_of(client, page):
    return re.search('name="opened" value="([^"]+)"', client.get(page).content.decode())[1]


def test_the_minutes_of_a_plan_are_measured_and_stand_beside_the_cap_that_promises_three(city, at):
    for unit in (city.ours, city.theirs):
        for _turn in range(6):
            a_person(unit)
    plan = testing.a_plan(city.campaign, city.ours, date(2021, 3, 8), by=city.clerk, at=at, settled=False)
    add, week = reverse("study:add_line", args=[plan.pk]), reverse("study:week") + f"?at=u{city.ours.pk}"
    line = {"title": "早课", "kind": "group", "day": "2021-03-10", "starts": "09:00", "ends": "10:00"}
    client, moment = a_client(city.clerk), at
    for page, press, said in ((add, add, line), (week, reverse("study:settle_plan", args=[plan.pk]), {})):
        with clock.stopped_at(moment):
            stamp = stamp_of(client, page)
        moment += timedelta(minutes=2)
        with clock.stopped_at(moment):
            client.post(press, {**said, "opened": stamp})
    plan.refresh_from_db()
    assert plan.settled_at == moment
    rows = Spent.objects.filter(source="study.plan")
    assert list(rows.values_list("person", "kind", "seconds")) == [(city.clerk.pk, "form", 120)] * 2
    whole, later = [city.root.path], at + timedelta(days=14)
    assert queries.minutes_of_plans(whole, at) is None  # no week is over
    add_up_weeks(at=later)
    found = queries.minutes_of_plans(whole, later)
    assert (found.part, found.whole, found.most) == (4, 1, 3)
    assert queries.minutes_of_plans([city.station.path], later) is None  # nobody, or few
    set_cap(cap=Cap.PLAN_MINUTES, value=2, by=city.office, at=at)
    assert queries.minutes_of_plans(whole, later).most == 2
    with clock.stopped_at(later):
        page = a_client(city.office).get(reverse("burden:meter")).content.decode()
    assert "每份周计划用时" in page


def test_the_bureau_says_when_it_works_and_plans_settled_afterwards_count_by_it(city, at):
    lines = [(date(2021, 3, 10), testing.a_lesson("早课", "08:00", "09:00"))]
    before = testing.a_plan(city.campaign, city.ours, date(2021, 3, 8), lines, by=city.clerk, at=at)
    page = reverse("study:set_hours")
    with clock.stopped_at(at):
        office = a_client(city.office)
        assert page in office.get(reverse("study:recurrences")).content.decode()
        for said, words in (
            ({"opens": "18:00", "shuts": "08:00"}, "要晚于上班时间"),
            ({"opens": "06:30", "shuts": "16:00"}, "不能早于07:00"),
            ({"opens": "10:00", "shuts": "19:30"}, "不能晚于19:00"),
            ({"opens": "08:00", "shuts": "18:30"}, "不超过10小时"),
        ):
            assert words in office.post(page, said).content.decode()
        assert queries.office_hours() == policy.Hours()
        longer = {"opens": "08:00", "shuts": "17:30"}  # no more hours, but half an hour that was load
        assert "只有市局主要负责人" in office.post(page, longer | {"reason": "夏天"}).content.decode()
        chief = a_client(city.chief)
        assert "请写明理由" in chief.post(page, longer).content.decode()
        chief.post(page, longer | {"reason": "夏季作息"})
        assert queries.office_hours() == policy.Hours(time(8), time(17, 30))
        assert "夏季作息" in office.get(reverse("study:recurrences")).content.decode()
        assert "与现在的上下班时间相同" in office.post(page, longer).content.decode()
        for person in (city.head, city.clerk, city.secretary, city.officer, city.system, city.guidance):
            assert a_client(person).get(page).status_code == 403
            with pytest.raises(Forbidden):
                hours.set_hours(opens=time(9), shuts=time(17), by=person, at=at)
        assert page not in a_client(city.clerk).get(reverse("study:recurrences")).content.decode()
    after = testing.a_plan(
        city.campaign, city.theirs, date(2021, 3, 8), lines, by=city.stranger, at=at + timedelta(hours=1)
    )
    assert [one.outside for plan in (before, after) for one in testing.sessions_of(plan)] == [30, 0]
    assert Entry.objects.filter(act="study.set_hours", detail__contains="17:30").exists()
    assert not Entry.objects.filter(detail__contains="夏季").exists()
    hours.set_hours(opens=time(9), shuts=time(17), by=city.office, at=at)  # a shorter day needs no reason
    assert queries.office_hours() == policy.Hours(time(9), time(17))
