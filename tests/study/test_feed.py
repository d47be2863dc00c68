"""A person's own calendar: what stands in it, and the secret address that can be taken back."""

from datetime import date, datetime, time, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from qingyuan.kit import clock
from qingyuan.kit.bounds import Bucket
from qingyuan.kit.errors import Forbidden
from qingyuan.matters.testing import a_matter, at_work
from qingyuan.org.models import Account, Post
from qingyuan.org.testing import a_client, a_duty, an_account
from qingyuan.study.kinds import EventKind, Openness
from qingyuan.study.models import CalendarFeed, LifeRule
from qingyuan.study.queries import feed as queries
from qingyuan.study.rules import events, life
from qingyuan.study.rules import feed as rules
from qingyuan.study.shelves import Item
from qingyuan.study.testing import a_lesson, a_plan, sessions_of
from qingyuan.study.views import own
from qingyuan.trail.models import Entry
from tests.study.conftest import AT, City

TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=120)


@given(
    TEXT,
    TEXT,
    st.dates(date(2020, 1, 1), date(2030, 12, 31)),
    st.none() | st.times(timezones=st.none()).map(lambda one: one.replace(second=0, microsecond=0)),
    st.integers(0, 9),
)
def test_whatever_stands_in_a_title_comes_back_from_the_file_as_it_was(title, place, day, begins, more):
    if begins is None:
        item = Item("event-1", day, title, place, day + timedelta(days=more))
    else:
        start = datetime.combine(day, begins, AT.tzinfo)
        item = Item("event-1", start, title, place, start + timedelta(hours=2))
    body = own.written([item], AT)
    assert all(len(line) <= 75 for line in body.split(b"\r\n"))
    read = Calendar.from_ical(body)
    entry = read.events[0]
    assert (str(entry["summary"]), str(entry["location"])) == (title, place)
    assert entry["uid"] == "event-1@study.qingyuan"
    if begins is None:
        assert (entry.start, entry.end) == (day, day + timedelta(days=more + 1))
    else:
        assert entry.start == item.starts
        assert entry["dtstart"].params["TZID"] == "Asia/Shanghai"


@pytest.fixture(autouse=True)
def _begun(request: pytest.FixtureRequest) -> None:
    if "city" in request.fixturenames:
        request.getfixturevalue("city")
        LifeRule.objects.update(from_on=date(2021, 1, 1))


def planned(city: City, at: datetime, **more: object):
    said = {
        "kind": EventKind.READING,
        "unit": city.ours,
        "title": "一起读书",
        "on": date(2021, 3, 12),
        "effect": "会用新指南",
    } | more
    return events.plan_event(draft=events.Draft(**said), by=city.office, at=at)


def test_the_calendar_holds_what_concerns_its_person_and_nothing_else(city: City, at) -> None:
    planned(city, at, begins=time(15, 30), place="三楼会议室")
    planned(city, at, title="对方的读书", unit=city.theirs)
    planned(city, at, title="支部读书", branch=city.branch)
    planned(city, at, title="集中学习", unit=city.root, kind=EventKind.CENTRAL_GROUP, texts="一篇")
    hall = planned(
        city, at, title="对方大讲堂", unit=city.theirs, kind=EventKind.LECTURE_HALL, series="大讲堂", speaker="师",
        open_to=Openness.ALL,
    )  # fmt: skip
    life.accept_day(
        rule_code="party_day", branch_id=city.branch.pk, period_on=date(2021, 4, 1), day=date(2021, 4, 2),
        by=city.secretary, at=at,
    )  # fmt: skip
    matter = a_matter(
        campaign=city.campaign, unit=city.ours, by=city.clerk, at=at, statement="不可外传的内容"
    )
    at_work(matter, owner=city.officer, by=city.clerk, at=at, due_on=date(2021, 3, 22))

    def titles(person, days=40) -> list[str]:
        found = queries.items(person, at.date(), at.date() + timedelta(days=days), at)
        return [str(item.title) for item in found]

    officer = titles(city.officer)
    assert {"一起读书", "支部读书", "主题党日"} <= set(officer)
    assert officer.count("本人负责的事项到期") == 1
    assert not {"对方的读书", "集中学习", "对方大讲堂"} & set(officer)
    assert not any("不可外传" in title for title in officer)
    assert "集中学习" in titles(city.chief)
    assert "支部读书" not in titles(city.head) or city.head.branch_id == city.branch.pk
    assert {"对方的读书", "对方大讲堂"} <= set(titles(city.stranger))
    assert "主题党日" not in titles(city.stranger)
    assert any("建议日期" in title for title in titles(city.secretary))
    assert not any("建议日期" in title for title in officer)
    events.join_event(event_id=hall.pk, unit=city.ours, headcount=5, by=city.clerk, at=at)
    assert "对方大讲堂" in titles(city.officer)


def test_a_session_of_the_branch_stands_in_the_calendar_but_not_of_who_is_on_duty(city: City, at) -> None:
    day = date(2021, 3, 9)
    plan = a_plan(
        city.campaign, city.ours, date(2021, 3, 8), [(day, a_lesson("训词学习"))], by=city.clerk, at=at
    )
    session = next(one for one in sessions_of(plan) if one.branch_id == city.branch.pk)
    a_duty(city.mate, day)
    found = {
        person.name: [
            item for item in queries.items(person, day, day, at) if item.key == f"session-{session.pk}"
        ]
        for person in (city.officer, city.mate, city.stranger)
    }
    assert [len(found[name]) for name in ("民警甲", "民警乙", "外内勤")] == [1, 0, 0]
    assert (found["民警甲"][0].starts, found["民警甲"][0].ends) == (session.starts_at, session.ends_at)


def test_an_address_is_made_renewed_and_taken_back_and_a_wrong_one_is_none(city: City, at, client) -> None:
    event = planned(city, at, begins=time(15, 30), place="三楼")
    officer = a_client(city.officer)
    with clock.stopped_at(at):
        page = officer.get(reverse("study:own_calendar")).content.decode()
        assert "一起读书" in page
        assert "开通订阅地址" in page
        opened = officer.post(reverse("study:open_feed"))
        assert opened["Cache-Control"] == "no-store"
        link = opened.content.decode().split('id="feed-link"')[1].split('value="')[1].split('"')[0]
        token = link.rsplit("/", 1)[1].removesuffix(".ics")
        assert token not in str(CalendarFeed.objects.values())
        assert token not in officer.get(reverse("study:own_calendar")).content.decode()
        address = reverse("study:feed", args=[token])
        answer = client.get(address)  # nobody is signed in
        assert answer["Content-Type"].startswith("text/calendar")
        read = Calendar.from_ical(answer.content)
        assert [str(one["tzid"]) for one in read.walk("VTIMEZONE")] == ["Asia/Shanghai"]
        found = {str(one["uid"]): one for one in read.events}
        entry = found[f"event-{event.pk}@study.qingyuan"]
        assert entry.start == datetime(2021, 3, 12, 15, 30, tzinfo=AT.tzinfo)
        assert "民警甲" not in answer.content.decode()
        assert client.get(address).content == answer.content
        assert client.get(reverse("study:feed", args=[token[:-1] + "_"])).status_code == 404
        assert client.post(address).status_code == 405
        officer.post(reverse("study:open_feed"))
        assert client.get(address).status_code == 404  # renewed: the one before no longer opens
        officer.post(reverse("study:revoke_feed"))
        officer.post(reverse("study:revoke_feed"))
    assert CalendarFeed.objects.get().token_hash is None
    acts = Entry.objects.filter(subject__startswith="calendar_feed:").values_list("act", flat=True)
    assert sorted(acts) == ["study.open_feed", "study.open_feed", "study.revoke_feed"]


def test_who_left_or_lost_his_account_has_no_address_and_an_administrator_none_at_all(
    city: City, at, client
) -> None:
    with clock.stopped_at(at):
        address = reverse("study:feed", args=[rules.open_feed(by=city.mate, at=at)])
        account = an_account(city.mate)
        assert client.get(address).status_code == 200
        Account.objects.filter(pk=account.pk).update(is_active=False)
        assert client.get(address).status_code == 404
        Account.objects.filter(pk=account.pk).update(is_active=True)
        Post.objects.filter(person=city.mate).update(to_on=at.date() - timedelta(days=1))
        assert client.get(address).status_code == 404
    with pytest.raises(Forbidden):
        rules.open_feed(by=city.system, at=at)


def test_addresses_are_asked_for_within_bounds(city: City, at, client, monkeypatch) -> None:
    monkeypatch.setattr(own, "turns", Bucket(rate=0.0001, burst=2))
    with clock.stopped_at(at):
        address = reverse("study:feed", args=["x" * 43])
        assert [client.get(address).status_code for _ in range(3)] == [404, 404, 503]


def test_the_calendar_asks_the_database_a_fixed_number_of_times(
    city: City, at, django_assert_max_num_queries
) -> None:
    for n in range(8):
        planned(city, at, title=f"活动{n}")
    client = a_client(city.officer)
    days = 6  # working days that are looked up; in tests the calendar is asked anew for each
    with clock.stopped_at(at), django_assert_max_num_queries(28 + days):
        client.get(reverse("study:own_calendar"))
