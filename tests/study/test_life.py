"""Party life by rule: days are proposed, accepted or moved, and held in one line; who is spared is asked nothing."""

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.kit import clock, workdays
from qingyuan.kit.errors import Forbidden, Missing
from qingyuan.org.testing import a_branch, a_client, a_duty, a_person
from qingyuan.study.errors import CannotKeepLife, CannotSwitch
from qingyuan.study.kinds import DayState, EventKind, Often
from qingyuan.study.models import LifeDate, LifeRule, SpecialDuty
from qingyuan.study.policy import life as policy
from qingyuan.study.queries import life as queries
from qingyuan.study.queries.special import suspended
from qingyuan.study.rules import events, special
from qingyuan.study.rules import life as rules
from qingyuan.trail.models import Entry
from tests.study.conftest import City

DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
APRIL = date(2021, 4, 1)


@given(st.sampled_from(Often), DAYS, DAYS)
def test_periods_follow_one_another_without_a_gap_and_hold_their_days(often, one, other):
    first, last = sorted((one, other))
    found = policy.periods(often, first, last)
    assert found[0].first <= first <= found[0].last
    assert found[-1].first <= last <= found[-1].last
    assert all(a.last + timedelta(days=1) == b.first for a, b in pairwise(found))


@given(
    DAYS,
    st.sampled_from(Often),
    st.integers(1, 4),
    st.integers(1, 7),
    st.sets(st.integers(0, 400)),
    st.data(),
)
def test_the_proposed_day_is_free_and_in_its_period_or_there_is_none(day, often, week, weekday, busy, data):
    period = policy.period_of(often, day)
    month = data.draw(st.integers(1, policy.MONTHS[often]))
    wanted = policy.target(period, month, week, weekday)
    assert period.first <= wanted <= period.last
    assert wanted.isoweekday() == weekday
    free = [one for n, one in enumerate(period.days()) if n not in busy]
    found = policy.propose(wanted, period, lambda one: one in free)
    assert (found is None) == (not free)
    if found is not None:
        assert found in free
        assert found == wanted or wanted not in free
        assert found >= wanted or not any(one >= wanted for one in free)


@given(DAYS, st.booleans(), st.none() | DAYS, st.booleans(), st.none() | DAYS, st.sampled_from(Often))
def test_how_one_stands_never_blames_who_was_not_asked_or_whose_day_has_not_come(
    today, asked, day, accepted, held_on, often
):
    period = policy.period_of(often, day or today)
    found = policy.state(period=period, today=today, asked=asked, day=day, accepted=accepted, held_on=held_on)
    if held_on is not None:
        assert found is DayState.HELD
    elif not asked:
        assert found is DayState.NOT_ASKED
    elif found in (DayState.NO_RECORD, DayState.NOT_HELD):
        assert (day is not None and day < today) or period.last < today
    else:
        assert period.last >= today


def test_the_first_friday_is_proposed_and_a_holiday_moves_it(db) -> None:
    proposed = {}
    for month in range(1, 13):
        period = policy.period_of(Often.MONTH, date(2021, month, 1))
        proposed[month] = policy.propose(policy.target(period, 1, 1, 5), period, workdays.is_workday)
    assert [proposed[n] for n in (4, 5, 6)] == [date(2021, 4, 2), date(2021, 5, 7), date(2021, 6, 4)]
    assert proposed[10] == date(2021, 10, 8)  # the first was a holiday
    assert proposed[1] == date(2021, 1, 4)  # New Year's Day


@pytest.fixture(autouse=True)
def _begun(request: pytest.FixtureRequest) -> None:
    if "city" in request.fixturenames:
        request.getfixturevalue("city")
        LifeRule.objects.update(from_on=date(2021, 1, 1))


def test_nothing_is_asked_before_the_office_begins_the_rules_and_nothing_of_the_time_before(
    city: City, at
) -> None:
    LifeRule.objects.update(from_on=None)
    with clock.stopped_at(at):
        office = a_client(city.office)
        month = reverse("study:life") + "?month=2021-03"
        assert "这个月没有要开展的项目" in office.get(month).content.decode()
        assert "启用规则" in office.get(reverse("study:life_rules")).content.decode()
        address = reverse("study:begin_rules")
        assert "前后一年之内" in office.post(address, {"on": "2001-01-01"}).content.decode()
        assert a_client(city.clerk).get(address).status_code == 403
        office.post(address, {"on": "2021-03-08"})
    found = queries.lines([city.branch], first=date(2021, 1, 1), last=date(2021, 3, 31), at=at)
    march = {line.rule.pk: line.day for line in found if line.period.last == date(2021, 3, 31)}
    assert march == {"group_meeting": date(2021, 3, 17)}  # the first Friday lay before
    assert {line.period.last.year for line in found} == {2021}
    assert all(line.state is DayState.PROPOSED for line in found)


def of(city: City, at: datetime, rule: str, month: date = APRIL, branch=None) -> queries.Line:
    last = policy.period_of(Often.MONTH, month).last
    lines = queries.lines([branch or city.branch], first=month, last=last, at=at, by=city.secretary)
    return next(line for line in lines if line.rule.pk == rule)


def accept(city: City, at: datetime, day: date, by=None, branch=None) -> LifeDate:
    return rules.accept_day(
        rule_code="party_day",
        branch_id=(branch or city.branch).pk,
        period_on=APRIL,
        day=day,
        by=by or city.secretary,
        at=at,
    )


def test_a_day_on_which_most_of_the_branch_is_on_duty_is_not_proposed(city: City, at) -> None:
    assert of(city, at, "party_day").day == date(2021, 4, 2)
    a_duty(city.officer, date(2021, 4, 2))
    a_duty(city.mate, date(2021, 4, 2))
    assert of(city, at, "party_day").day == date(2021, 4, 2)  # two of five
    a_duty(city.clerk, date(2021, 4, 1), date(2021, 4, 2))
    assert of(city, at, "party_day").day == date(2021, 4, 6)  # after the holiday of the 3rd to the 5th


def test_the_secretary_accepts_moves_and_records_on_the_pages(city: City, at) -> None:
    client = a_client(city.secretary)
    month = reverse("study:life") + "?month=2021-04"
    key = ["party_day", city.branch.pk, "2021-04-01"]
    with clock.stopped_at(at):
        page = client.get(month).content.decode()
        assert "全部采用建议日期（3项）" in page
        assert "2021-04-02" in page
        client.post(reverse("study:accept_proposed", args=[city.branch.pk]) + "?month=2021-04")
        page = client.get(month).content.decode()
        assert "全部采用建议日期" not in page
        assert "日期已定" in page
        address = reverse("study:accept_day", args=key)
        assert "2021-04-02" in client.get(address).content.decode()
        assert "不是工作日" in client.post(address, {"day": "2021-04-04"}).content.decode()
        assert (
            "须在2021-04-01至2021-04-30之间" in client.post(address, {"day": "2021-05-06"}).content.decode()
        )
        client.post(address, {"day": "2021-04-09"})
    assert LifeDate.objects.get(rule="party_day").planned_on == date(2021, 4, 9)
    later = at + timedelta(days=33)
    with clock.stopped_at(later):
        client = a_client(city.secretary)
        assert "日期已过，还没有记录" in client.get(month).content.decode()
        address = reverse("study:record_held", args=key)
        assert (
            "不能晚于今天" in client.post(address, {"held_on": "2021-04-29", "theme": "清"}).content.decode()
        )
        client.post(address, {"held_on": "2021-04-09", "theme": "清明祭扫"})
        page = client.get(month).content.decode()
        assert "清明祭扫" in page
        assert (
            "已经开展"
            in client.post(reverse("study:accept_day", args=key), {"day": "2021-04-30"}).content.decode()
        )
        months = client.get(reverse("study:life_months")).content.decode()
        assert "2021-04" in months
        for odd in ("0001-01", "9999-12", "2021-13", "x", "２０２１-04"):
            assert client.get(reverse("study:life"), {"month": odd}).status_code == 200
            assert client.get(reverse("study:life_months"), {"year": odd[:4]}).status_code == 200
        assert a_client(city.officer).get(month).status_code == 403
        assert a_client(city.outsider).get(reverse("study:accept_day", args=key)).status_code == 404
        assert (
            client.get(
                reverse("study:accept_day", args=["party_day", city.branch.pk, "nonsense"])
            ).status_code
            == 404
        )
        assert (
            client.get(
                reverse("study:accept_day", args=["nothing", city.branch.pk, "2021-04-01"])
            ).status_code
            == 404
        )
    assert Entry.objects.filter(act="study.accept_day").count() == 4
    assert Entry.objects.filter(act="study.record_held").count() == 1
    assert "清明" not in str(list(Entry.objects.values_list("detail", flat=True)))


def test_nobody_else_keeps_the_dates_of_a_branch(city: City, at) -> None:
    accept(city, at, date(2021, 4, 2), by=city.clerk)
    for person, refusal in (
        (city.head, Forbidden),
        (city.guidance, Forbidden),
        (city.inspector, Forbidden),
        (city.officer, Missing),
        (city.outsider, Missing),
        (city.stranger, Missing),
        (city.system, Missing),
    ):
        with pytest.raises(refusal):
            accept(city, at, date(2021, 4, 2), by=person)
    second = a_branch(city.ours, name="第二党支部")
    with pytest.raises(Missing):
        accept(city, at, date(2021, 4, 2), branch=second)  # of the same unit, but not his
    with pytest.raises(CannotKeepLife, match="不用另填"):
        rules.record_held(
            rule_code="party_lesson", branch_id=city.branch.pk, period_on=date(2021, 1, 1),
            held_on=at.date(), theme="课", by=city.secretary, at=at,
        )  # fmt: skip
    with pytest.raises(Missing):
        rules.accept_day(
            rule_code="party_day", branch_id=city.branch.pk, period_on=date(2021, 4, 2), day=date(2021, 4, 2),
            by=city.secretary, at=at,
        )  # fmt: skip


def test_a_clerk_records_for_all_his_branches_at_once_or_for_none(city: City, at) -> None:
    second = a_branch(city.station, name="所支部")
    later = at + timedelta(days=33)

    def tell(*branches, theme="清明祭扫", by=city.clerk) -> int:
        lines = [rules.Held(branch.pk, date(2021, 4, 2), theme) for branch in branches]
        return rules.record_held_many(rule_code="party_day", period_on=APRIL, lines=lines, by=by, at=later)

    assert tell(city.branch, second) == 2
    assert tell(city.branch, theme="改一改") == 1
    assert set(LifeDate.objects.values_list("theme", flat=True)) == {"清明祭扫", "改一改"}
    for branches, theme, by, refusal in (
        ((city.branch, city.other), "题", city.clerk, Missing),
        ((city.branch,), "题", city.officer, Missing),
        ((city.branch,), " ", city.clerk, CannotKeepLife),
    ):
        with pytest.raises(refusal):
            tell(*branches, theme=theme, by=by)
    assert LifeDate.objects.count() == 2
    assert Entry.objects.filter(act="study.record_held", subject="life_rule:party_day").count() == 2


def test_what_an_event_tells_is_not_entered_twice(city: City, at) -> None:
    def line() -> queries.Line:
        found = queries.lines([], [city.root], first=at.date(), last=at.date(), at=at)
        return next(one for one in found if one.rule.pk == "central_group")

    assert line().state is DayState.NO_RECORD  # the quarter's day has gone by, the quarter has not
    draft = events.Draft(
        EventKind.CENTRAL_GROUP, city.root, "专题学习", at.date(), "定下整治重点", texts="文件汇编"
    )
    made = events.plan_event(draft=draft, by=city.office, at=at)
    assert (line().state, line().day) == (DayState.PLANNED, at.date())
    events.record_event(event_id=made.pk, came_of="定了三项", by=city.office, at=at)
    assert (line().state, line().on, line().theme) == (DayState.HELD, at.date(), "专题学习")
    second = line().period.last + timedelta(days=1)
    ahead = queries.lines([], [city.root], first=second, last=second, at=at)
    assert next(one for one in ahead if one.rule.pk == "central_group").state is DayState.PROPOSED


def test_the_secretary_s_own_lesson_is_told_by_the_event(city: City, at) -> None:
    july = date(2021, 7, 1)
    assert of(city, at, "party_lesson", july).state is DayState.PROPOSED
    with clock.stopped_at(at):
        client = a_client(city.secretary)
        page = client.get(reverse("study:life") + "?month=2021-07").content.decode()
        assert "?kind=party_lesson" in page
        said = {
            "unit": city.ours.pk, "branch": city.branch.pk, "title": "支部党课", "on": "2021-03-10", "open_to": "unit",
            "giver": city.secretary.pk, "effect": "说清一条纪律",
        }  # fmt: skip
        client.post(reverse("study:plan_event") + "?kind=party_lesson", said)
    line = of(city, at, "party_lesson", july)
    assert (line.state, line.day, line.theme) == (DayState.PLANNED, date(2021, 3, 10), "支部党课")


def test_a_unit_in_special_duty_mode_is_asked_nothing_until_it_ends_by_itself(city: City, at) -> None:
    first, last = date(2021, 4, 1), date(2021, 4, 30)
    made = special.switch_on(
        unit=city.ours, reason="清明安保", from_on=first, to_on=last, by=city.head, at=at
    )
    assert suspended(city.station, date(2021, 4, 15))
    assert not suspended(city.station, date(2021, 5, 1))
    assert not suspended(city.theirs, date(2021, 4, 15))
    assert of(city, at, "party_day").state is DayState.NOT_ASKED
    assert of(city, at, "general_meeting").day >= date(2021, 5, 1)
    assert of(city, at, "party_day", branch=city.other).state is DayState.PROPOSED
    with pytest.raises(CannotKeepLife, match="战时状态"):
        accept(city, at, date(2021, 4, 2))
    with clock.stopped_at(at + timedelta(days=30)):
        client = a_client(city.head)
        page = client.get(reverse("study:special_duty")).content.decode()
        assert "进行中" in page
        assert page.count("办好了") == 10
        client.post(reverse("study:tick_item", args=[made.pk, 3]), {"done": "1"})
        assert made.items.get(order=3).done_on == date(2021, 4, 7)
        assert a_client(city.officer).post(reverse("study:end_special", args=[made.pk])).status_code == 403
        assert (
            a_client(city.stranger).get(reverse("study:special_duty")).content.decode().count("清明安保") == 0
        )
        client.post(reverse("study:end_special", args=[made.pk]))
    assert not suspended(city.ours, date(2021, 4, 8))
    assert of(city, at, "party_day").day == date(2021, 4, 8)
    assert Entry.objects.filter(subject=f"special_duty:{made.pk}").count() == 3


def test_special_duty_mode_is_bounded_and_refused_in_words(city: City, at) -> None:
    today = at.date()
    with pytest.raises(CannotSwitch) as refusal:
        special.switch_on(
            unit=city.ours, reason=" ", from_on=today - timedelta(days=1), to_on=today + timedelta(days=90),
            by=city.head, at=at,
        )  # fmt: skip
    assert {reason.code for reason in refusal.value.reasons} == {"reason", "past", "long"}
    with pytest.raises(Forbidden):
        special.switch_on(unit=city.theirs, reason="任务", from_on=today, to_on=today, by=city.head, at=at)
    with clock.stopped_at(at):
        client = a_client(city.office)
        said = {"unit": city.theirs.pk, "reason": "防汛", "from_on": "2021-03-10", "to_on": "2021-03-12"}
        client.post(reverse("study:switch_on"), said)
        assert "已经开启过" in client.post(reverse("study:switch_on"), said).content.decode()
        made = SpecialDuty.objects.get()
        client.post(reverse("study:end_special", args=[made.pk]))
    assert not SpecialDuty.objects.exists()  # it had not begun


def test_the_office_moves_a_rule_and_only_days_to_come_follow(city: City, at) -> None:
    with clock.stopped_at(at):
        client = a_client(city.office)
        assert "主题党日" in client.get(reverse("study:life_rules")).content.decode()
        address = reverse("study:change_life_rule", args=["party_day"])
        page = client.post(
            address, {"month": "2", "week": "1", "weekday": "5", "active": "on"}
        ).content.decode()
        assert "没有第2个月" in page
        client.post(
            address, {"month": "1", "week": "2", "weekday": "4", "active": "on", "from_on": "2021-01-01"}
        )
        assert of(city, at, "party_day").day == date(2021, 4, 8)
        assert a_client(city.clerk).get(address).status_code == 403
        client.post(address, {"month": "1", "week": "2", "weekday": "4"})
    assert not LifeRule.objects.get(pk="party_day").active
    with pytest.raises(Missing):
        accept(city, at, date(2021, 4, 8))


def test_many_branches_cost_no_more_queries_than_few(city: City, at) -> None:
    pages = [reverse(f"study:{name}") + "?month=2021-04&year=2021" for name in ("life", "life_months")]
    client = a_client(city.office)

    def asked() -> list[int]:
        found = []
        for page in pages:
            with clock.stopped_at(at), CaptureQueriesContext(connection) as queries_asked:
                assert client.get(page).status_code == 200
            found.append(sum("org_dayoff" not in one["sql"] for one in queries_asked))
        return found

    asked()
    few = asked()
    for n in range(14):
        secretary = a_person(city.ours, branch=None)
        a_branch(city.ours, name=f"支部{n}", secretary=secretary)
    assert asked() == few
    assert max(few) <= 15
    with clock.stopped_at(at):
        page = client.get(pages[0]).content.decode()
    assert "选一个党支部看日期" in page
    assert "/16" in page
