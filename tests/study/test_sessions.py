"""Sessions: recorded once, with whom a roster excuses, made up, signed into; and what others see of it."""

import random
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.burden.kinds import Cap
from qingyuan.burden.models import OwnSeen, Spent
from qingyuan.burden.rules.caps import set_cap
from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing
from qingyuan.org.kinds import DutyKind
from qingyuan.org.testing import a_client, a_duty, a_person
from qingyuan.study.errors import CannotRecord
from qingyuan.study.kinds import EXCUSED, Attended, SessionState
from qingyuan.study.models import Attendance, Node, Session, SignIn
from qingyuan.study.policy import sessions as policy
from qingyuan.study.queries import figures, sessions
from qingyuan.study.rules import sessions as rules
from qingyuan.study.rules.curriculum import use_pattern
from qingyuan.study.testing import a_lesson, a_plan, sessions_of
from qingyuan.trail.models import Entry

SHANGHAI = ZoneInfo("Asia/Shanghai")
TUESDAY = date(2021, 3, 9)
AFTER = datetime(2021, 3, 9, 17, tzinfo=SHANGHAI)
BEGIN, END = datetime(2021, 3, 9, 15, tzinfo=SHANGHAI), datetime(2021, 3, 9, 16, 30, tzinfo=SHANGHAI)
SPAN = st.tuples(st.integers(-40, 40), st.integers(1, 30))


def opened(city, at):
    """The session of our branch on a Tuesday afternoon, from a plan that was settled."""
    plan = a_plan(city.campaign, city.ours, date(2021, 3, 8), [(TUESDAY, a_lesson())], by=city.clerk, at=at)
    (session,) = sessions_of(plan)
    return session


def record(session, by, at=AFTER, words="", **states):
    return rules.record_session(
        session_id=session.pk, states=states.get("states", {}), words=words, by=by, at=at
    )


def on_duty(person, hours, until, *, kind=DutyKind.DUTY, day=TUESDAY):
    begin = datetime.combine(day, time(), SHANGHAI) + timedelta(hours=hours)
    end = datetime.combine(day, time(), SHANGHAI) + timedelta(hours=until)
    return a_duty(person, begin.date(), end.date(), kind=kind, span=(begin, end))


# -- what a roster excuses ----------------------------------------------------------------------------------


@given(st.lists(st.tuples(SPAN, st.booleans(), st.booleans()), max_size=5))
def test_who_is_on_duty_leave_or_resting_after_a_night_is_excused_and_nobody_else(spans):
    midnight = datetime(2021, 3, 9, tzinfo=SHANGHAI)
    taken = [
        policy.Taken(
            midnight + timedelta(hours=first), midnight + timedelta(hours=first + length), duty, leave
        )
        for (first, length), duty, leave in spans
    ]
    minutes = [BEGIN + timedelta(minutes=5 * n) for n in range(18)]
    expected = set()
    for one in taken:
        over_night = one.duty and one.from_at.date() != one.to_at.date()
        until = one.to_at + timedelta(hours=8) if over_night else one.to_at
        if any(one.from_at <= moment < until for moment in minutes):
            expected.add(Attended.LEAVE if one.leave else Attended.DUTY)
    found = policy.excused(taken, BEGIN, END)
    assert (found is None) == (not expected)
    assert found is None or found in expected


@given(st.lists(st.tuples(st.sampled_from(Attended), st.booleans(), st.booleans()), max_size=30))
def test_counts_add_up_and_a_rate_never_passes_what_was_expected(rows):
    counted = policy.tally(
        policy.Row(state, leader, made_up and state in EXCUSED) for state, leader, made_up in rows
    )
    assert (
        counted.present + counted.on_duty + counted.on_leave + counted.absent == counted.expected == len(rows)
    )
    assert counted.made_up <= counted.to_make_up
    assert counted.took_part <= counted.expected
    assert counted.leaders_took_part <= counted.leaders_expected
    assert counted.members_took_part + counted.leaders_took_part == counted.took_part
    assert 0 <= counted.members_took_part <= counted.members_expected


# -- recording ----------------------------------------------------------------------------------------------


def test_a_session_is_recorded_once_by_the_branch_with_those_on_duty_filled_in(city, at):
    session = opened(city, at)
    on_duty(city.officer, -4, 8)  # a night shift that ended at eight
    on_duty(city.mate, 0, 24, kind=DutyKind.LEAVE)
    made = record(session, city.secretary, words="讨论了值班交接")
    assert (made.expected, made.present, made.on_duty, made.on_leave, made.absent) == (5, 3, 1, 1, 0)
    assert (made.leaders_expected, made.leaders_present) == (1, 1)
    assert Attendance.objects.get(person=city.officer).state == Attended.DUTY
    entry = Entry.objects.get(act="study.record")
    assert entry.subject == f"study_session:{session.pk}"
    assert "讨论" not in str(entry.detail)


def test_a_session_whose_form_is_stopped_is_not_recorded_and_no_address_opens_it_all_the_same(city, at):
    session = opened(city, at)
    OwnSeen.objects.create(code="study.record", on=date(2020, 12, 1))
    page = reverse("study:session", args=[session.pk])
    with clock.stopped_at(AFTER):
        client = a_client(city.secretary)
        for address in (page, f"{page}?needed=1"):  # nobody's safety hangs on it
            assert "第十七条" in client.get(address).content.decode()
            client.post(address, {"words": ""})
            session.refresh_from_db()
            assert session.state == "planned"
        OwnSeen.objects.all().delete()
        client.post(page, {"words": ""})
    session.refresh_from_db()
    assert session.state == "held"


def test_who_is_on_a_roster_cannot_be_recorded_as_absent_but_may_have_come(city, at):
    session = opened(city, at)
    on_duty(city.officer, 12, 20)
    with pytest.raises(CannotRecord, match="有1人在值班排班上，不能记为缺席"):
        record(session, city.secretary, states={city.officer.pk: Attended.ABSENT})
    assert not Attendance.objects.exists()
    record(session, city.secretary, states={city.officer.pk: Attended.PRESENT, city.mate.pk: Attended.ABSENT})
    session.refresh_from_db()
    assert (session.present, session.absent) == (4, 1)


def test_a_correction_keeps_make_ups_and_counts_anew(city, at):
    session = opened(city, at)
    record(session, city.secretary, states={city.officer.pk: Attended.LEAVE, city.mate.pk: Attended.ABSENT})
    with pytest.raises(CannotRecord, match="补学只记值班和请假的人"):
        rules.make_up(made={session.pk: [city.mate.pk]}, on=TUESDAY, by=city.secretary, at=AFTER)
    assert rules.make_up(made={session.pk: [city.officer.pk]}, on=TUESDAY, by=city.secretary, at=AFTER) == 1
    session.refresh_from_db()
    assert (session.on_leave, session.made_up) == (1, 1)
    record(session, city.clerk, states={city.officer.pk: Attended.DUTY, city.mate.pk: Attended.LEAVE})
    session.refresh_from_db()
    assert (session.on_duty, session.on_leave, session.absent, session.made_up) == (1, 1, 0, 1)
    record(session, city.clerk, states={city.officer.pk: Attended.PRESENT})
    session.refresh_from_db()
    assert (session.present, session.made_up) == (5, 0)
    with pytest.raises(CannotRecord, match="在学习当天到今天之间"):
        rules.make_up(made={session.pk: []}, on=date(2021, 3, 10), by=city.clerk, at=AFTER)


def test_minutes_after_hours_are_told_to_the_meter_once_and_only_for_who_was_there(city, at):
    lines = [(TUESDAY, a_lesson("夜校", "17:30", "19:00"))]
    plan = a_plan(city.campaign, city.ours, date(2021, 3, 8), lines, by=city.clerk, at=at)
    (session,) = sessions_of(plan)
    later = AFTER + timedelta(hours=3)
    for _again in range(2):
        record(session, city.secretary, at=later, states={city.mate.pk: Attended.LEAVE})
    told = Spent.objects.filter(source=rules.OUTSIDE)
    assert {row.person_id for row in told} == {
        one.pk for one in (city.head, city.clerk, city.secretary, city.officer)
    }
    assert {row.seconds for row in told} == {60 * 60}


def test_a_correction_corrects_the_minutes_that_were_told_while_the_week_lasts(city, at):
    lines = [(TUESDAY, a_lesson("夜校", "17:30", "19:00")), (TUESDAY, a_lesson("早课", "07:30", "08:30"))]
    set_cap(cap=Cap.STUDY_OUTSIDE_SESSIONS, value=2, by=city.chief, at=at, reason="试点夜校")
    plan = a_plan(city.campaign, city.ours, date(2021, 3, 8), lines, by=city.clerk, at=at)
    early, late = sessions_of(plan)
    everybody = [one.pk for one in (city.head, city.clerk, city.secretary, city.officer, city.mate)]
    later = AFTER + timedelta(hours=3)

    def told() -> dict[int, int]:
        rows = Spent.objects.filter(source=rules.OUTSIDE).values_list("person").annotate(n=Sum("seconds"))
        return {person: seconds // 60 for person, seconds in rows}

    record(early, city.secretary, at=later, states={})
    record(late, city.secretary, at=later, states={})
    chance = random.Random(5)
    for _turn in range(6):
        away = {one: set(chance.sample(everybody, chance.randrange(5))) for one in (early, late)}
        for one, gone in away.items():
            record(one, city.secretary, at=later, states=dict.fromkeys(gone, Attended.LEAVE))
        assert told() == {
            person: minutes
            for person in everybody
            if (minutes := 60 * (person not in away[early]) + 60 * (person not in away[late]))
        }
    before = told()
    record(
        late, city.secretary, at=later + timedelta(days=14), states=dict.fromkeys(everybody, Attended.LEAVE)
    )
    assert told() == before  # that week is added up: nobody's minutes are known there any more


def test_what_cannot_be_recorded_is_refused_in_words(city, at):
    session = opened(city, at)
    with pytest.raises(CannotRecord, match="还没有开始"):
        record(session, city.secretary, at=at)
    with pytest.raises(CannotRecord, match="不是这个党支部的党员"):
        record(session, city.secretary, states={city.stranger.pk: Attended.PRESENT})
    with pytest.raises(CannotRecord, match="不超过300字"):
        record(session, city.secretary, words="长" * 301)
    with pytest.raises(CannotRecord, match="请写明取消原因"):
        rules.cancel_session(session_id=session.pk, why=" ", by=city.secretary, at=AFTER)
    rules.cancel_session(session_id=session.pk, why="全员出警", by=city.secretary, at=AFTER)
    with pytest.raises(CannotRecord, match="已经取消"):
        record(session, city.secretary)
    with pytest.raises(CannotRecord, match="只有还没有登记的"):
        rules.cancel_session(session_id=session.pk, why="再取消", by=city.secretary, at=AFTER)
    assert not Attendance.objects.exists()


def test_only_the_branchs_secretary_and_the_units_clerk_record(city, at):
    session = opened(city, at)
    for person in (
        city.head, city.office, city.chief, city.officer, city.stranger, city.outsider, city.inspector,
        city.guidance, city.system, city.audit,
    ):  # fmt: skip
        with pytest.raises((Missing, Forbidden)):
            record(session, person)
    assert not Attendance.objects.exists()


def test_many_sessions_are_recorded_in_as_many_queries_as_two(city, at):
    lines = [(date(2021, 3, 8), a_lesson(f"学习{n}", f"{9 + n:02}:00", f"{10 + n:02}:00")) for n in range(6)]
    a_plan(city.campaign, city.ours, date(2021, 3, 8), lines, by=city.clerk, at=at)
    found = list(Session.objects.order_by("pk"))
    asked = []
    for some in (found[:2], found[2:]):
        with CaptureQueriesContext(connection) as context:
            rules.record_sessions(held=[rules.Held(one.pk) for one in some], by=city.clerk, at=AFTER)
        asked.append(len(context))
    assert asked[0] >= asked[1]
    assert Attendance.objects.count() == 30


# -- the code on the screen ---------------------------------------------------------------------------------


def test_the_code_of_the_screen_is_taken_for_two_minutes_and_only_from_members_of_the_branch(city, at):
    session = opened(city, at)
    code = sessions.code(session, BEGIN)
    later = BEGIN + timedelta(minutes=1)
    rules.sign_in(session_id=session.pk, code=code, by=city.officer, at=later)
    rules.sign_in(session_id=session.pk, code=code, by=city.officer, at=later)
    assert SignIn.objects.count() == 1
    with pytest.raises(CannotRecord, match="数字不对"):
        rules.sign_in(session_id=session.pk, code=code, by=city.mate, at=BEGIN + timedelta(minutes=2))
    for person in (city.stranger, city.office, city.guidance):
        with pytest.raises((Missing, Forbidden)):
            rules.sign_in(session_id=session.pk, code=code, by=person, at=BEGIN)
    with pytest.raises(Missing):
        rules.sign_in(session_id=session.pk, code=code, by=city.mate, at=BEGIN + timedelta(days=1))
    assert sessions.code(session, BEGIN) != sessions.code(Session(pk=session.pk + 1), BEGIN)
    on_duty(city.officer, 12, 20)
    assert record(session, city.secretary).present == 5  # who signed in and was on the roster came


# -- one's own ----------------------------------------------------------------------------------------------


def test_an_officer_on_night_shift_is_not_asked(city, at):
    session = opened(city, at)
    on_duty(city.officer, -4, 8)
    client, other = a_client(city.officer), a_client(city.mate)
    with clock.stopped_at(at):
        page = client.get(reverse("study:mine")).content.decode()
        assert "有1次学习正好碰上您值班、夜班后休息或请假，不用参加" in page
        assert reverse("study:session", args=[session.pk]) not in page
        assert (
            reverse("study:session", args=[session.pk]) in other.get(reverse("study:mine")).content.decode()
        )
    with clock.stopped_at(BEGIN):
        client, other = a_client(city.officer), a_client(city.mate)
        page = client.get(reverse("study:session", args=[session.pk])).content.decode()
        assert "您这段时间值班或请假，不用参加" in page
        assert "输入屏幕上的数字签到" not in page
        assert (
            "输入屏幕上的数字签到" in other.get(reverse("study:session", args=[session.pk])).content.decode()
        )
    record(session, city.secretary)
    with clock.stopped_at(AFTER):
        client = a_client(city.officer)
        assert "值班" in client.get(reverse("study:mine")).content.decode()


def test_who_is_in_no_branch_is_told_so(city, at):
    nobody = a_person(city.ours, name="辅警")
    with clock.stopped_at(at):
        assert "您不在任何党支部" in a_client(nobody).get(reverse("study:mine")).content.decode()


# -- pages and figures --------------------------------------------------------------------------------------


def test_the_way_of_a_session_through_the_pages(city, at):
    session = opened(city, at)
    on_duty(city.officer, 12, 20)
    page = reverse("study:session", args=[session.pk])
    with clock.stopped_at(BEGIN):
        client = a_client(city.secretary)
        answer = client.get(reverse("study:screen", args=[session.pk]))
        shown = answer.content.decode()
        assert "不证明本人到场" in shown
        assert int(answer.headers["Refresh"]) <= 61
        code = sessions.code(session, BEGIN)
        mate = a_client(city.mate)
        sign = reverse("study:sign", args=[session.pk])
        assert "数字不对" in mate.post(sign, {"code": f"{(int(code) + 1) % 10**6:06d}"}).content.decode()
        assert "最后以支部登记为准" in mate.post(sign, {"code": code}, follow=True).content.decode()
    with clock.stopped_at(AFTER):
        client = a_client(city.secretary)
        assert "有1次学习等着登记" in client.get(reverse("study:sessions")).content.decode()
        shown = client.get(page).content.decode()
        assert shown.index(f'id="n{city.head.pk}"') < shown.index(f'id="n{city.secretary.pk}"')
        answer = client.post(page, {f"p{city.officer.pk}": "absent"})
        assert "不能记为缺席" in answer.content.decode()
        answer = client.post(page, {f"p{city.head.pk}": "leave", "words": "一句话"}, follow=True)
        assert "已登记" in answer.content.decode()
        session.refresh_from_db()
        assert (session.present, session.on_duty, session.on_leave) == (3, 1, 1)
        make_up = reverse("study:make_up", args=[session.pk])
        assert "没有选人" in client.post(make_up, {"on": "2021-03-09"}, follow=True).content.decode()
        data = {"on": "2021-03-09", "person": [city.officer.pk]}
        assert "已记为补学" in client.post(make_up, data, follow=True).content.decode()
        assert "还有人待补学" in client.get(reverse("study:sessions"), {"state": "make_up"}).content.decode()
        own = a_client(city.officer).get(page).content.decode()
        assert "已补学" in own
        assert "民警乙" not in own
        figures_page = a_client(city.office).get(page).content.decode()
        assert "3/5" in figures_page
        assert "民警甲" not in figures_page
        cancel = reverse("study:cancel", args=[session.pk])
        assert "只有还没有登记的学习可以取消" in client.post(cancel, {"why": "忙"}).content.decode()
    for person, status in ((city.stranger, 404), (city.outsider, 404), (city.system, 403)):
        with clock.stopped_at(AFTER):
            assert a_client(person).get(page).status_code == status
            assert a_client(person).post(page).status_code == status


def test_figures_say_leaders_first_by_unit_and_never_a_name(city, at):
    session = opened(city, at)
    record(session, city.secretary, states={city.head.pk: Attended.LEAVE, city.officer.pk: Attended.DUTY})
    rules.make_up(made={session.pk: [city.officer.pk]}, on=TUESDAY, by=city.secretary, at=AFTER)
    with clock.stopped_at(AFTER):
        for person in (city.office, city.guidance, city.inspector, city.head):
            page = a_client(person).get(reverse("study:figures")).content.decode()
            assert page.index("领导干部参学率") < page.index("普通党员参学率")
            assert "人数再少也单列" in page  # docs/decisions/0029-small-groups.md
            assert "0/1 · 0.0%" in page
            assert "4/4 · 100.0%" in page
            for name in ("分局长", "民警甲", "民警乙"):
                assert name == person.name or name not in page
        assert a_client(city.officer).get(reverse("study:figures")).status_code == 403
        page = a_client(city.stranger).get(reverse("study:figures")).content.decode()
        assert "源河分局" not in page
        answer = a_client(city.office).get(reverse("study:export"))
        assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert Entry.objects.filter(act="study.see_figures", subject=f"campaign:{city.campaign.pk}").exists()


def test_kept_counts_are_those_of_the_rows(city, at):
    first = opened(city, at)
    record(first, city.secretary, states={city.mate.pk: Attended.ABSENT, city.officer.pk: Attended.LEAVE})
    line = figures.totals(city.campaign, AFTER)
    rows = Attendance.objects.all()
    assert line.tally.expected == rows.count()
    for name, state in (
        ("present", "present"),
        ("on_duty", "duty"),
        ("on_leave", "leave"),
        ("absent", "absent"),
    ):
        assert getattr(line.tally, name) == rows.filter(state=state).count()
    assert line.tally.leaders_expected == rows.filter(leader=True).count()
    assert (line.held, line.planned) == (Session.objects.filter(state=SessionState.HELD).count(), 1)


def test_what_was_held_is_counted_by_type_of_education_with_the_share_of_law_and_skills(city, at):
    use_pattern(campaign=city.campaign, by=city.office, at=at)
    law = Node.objects.get(title="人民警察法")
    lines = [
        (TUESDAY, replace(a_lesson("法律学习", "09:00", "10:00"), node=law)),
        (TUESDAY, replace(a_lesson("训词"), node=Node.objects.get(title="训词精神"))),
        (TUESDAY, a_lesson("别的", "10:30", "11:30")),
    ]
    plan = a_plan(city.campaign, city.ours, date(2021, 3, 8), lines, by=city.clerk, at=at)
    first, second, third = sessions_of(plan)
    rules.record_sessions(
        held=[rules.Held(first.pk), rules.Held(second.pk), rules.Held(third.pk)], by=city.clerk, at=AFTER
    )
    rows = figures.by_education(figures.sessions_of(city.office, city.campaign, TUESDAY, TUESDAY, at=AFTER))
    held = {row.type.pk if row.type else "": row.held for row in rows}
    assert held == {
        "political": 1, "warning": 0, "role_model": 0, "party_history": 0, "law": 1, "skills": 0, "": 1,
    }  # fmt: skip
    assert figures.business_share(rows) == (1, 2)
    with clock.stopped_at(AFTER):
        page = a_client(city.guidance).get(reverse("study:figures")).content.decode()
        assert "1/2 · 50.0%" in page
        page = (
            a_client(city.secretary).get(reverse("study:sessions"), {"node": law.above_id}).content.decode()
        )
    assert "法律学习" in page
    assert "别的" not in page


def test_planned_against_held_stands_by_month(city, at):
    opened(city, at)
    lines = [(date(2021, 4, 6), a_lesson("四月"))]
    later = a_plan(city.campaign, city.ours, date(2021, 4, 5), lines, by=city.clerk, at=at)
    record(sessions_of(later)[0], city.clerk, at=datetime(2021, 4, 6, 18, tzinfo=SHANGHAI))
    rows = figures.sessions_of(city.office, city.campaign, date(2021, 3, 1), date(2021, 4, 30), at=AFTER)
    months = [(month.first.month, month.held, month.planned) for month in figures.by_month(rows)]
    assert months == [(3, 0, 1), (4, 1, 2)]  # the Tuesday of March was copied into April


def test_the_pages_ask_a_fixed_number_of_times(city, at, django_assert_max_num_queries):
    session = opened(city, at)
    client = a_client(city.secretary)
    with clock.stopped_at(AFTER), django_assert_max_num_queries(20):
        client.get(reverse("study:session", args=[session.pk]))
    with clock.stopped_at(AFTER), django_assert_max_num_queries(14):
        client.get(reverse("study:sessions"))
    office = a_client(city.office)
    with clock.stopped_at(AFTER), django_assert_max_num_queries(14):
        office.get(reverse("study:figures"))
