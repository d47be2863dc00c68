"""Events: the effect they want and what came of it, for whom they exist, and a quiz that nobody has to enter."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.campaign.kinds import MeetingKind
from qingyuan.campaign.testing import a_meeting
from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing
from qingyuan.org.testing import a_client
from qingyuan.study import shelves
from qingyuan.study.errors import CannotEnter, CannotKeepBase, CannotKeepEvent, CannotPost
from qingyuan.study.kinds import OF_MEETINGS, BaseKind, EventKind, EventState, Openness
from qingyuan.study.models import ColumnPost, Event, QuizEntry
from qingyuan.study.policy import events as policy
from qingyuan.study.queries import events as queries
from qingyuan.study.queries import feed
from qingyuan.study.rules import bases, quiz, special
from qingyuan.study.rules import events as rules
from qingyuan.trail.models import Entry
from tests.study.conftest import City, everybody

KINDS = st.sampled_from(EventKind)
FLAGS = ("speaker", "giver", "base", "series", "texts", "meeting")


@given(
    KINDS,
    st.sampled_from(Openness),
    st.fixed_dictionaries({name: st.booleans() for name in FLAGS}),
    st.booleans(),
)
def test_what_a_team_studies_never_leaves_its_unit_and_only_halls_are_open_to_all(
    kind, open_to, flags, first
):
    lacks = policy.lacks(policy.Said(kind, "题", "效果", open_to, first_item=first, **flags))
    if not lacks:
        assert open_to is Openness.UNIT or kind not in OF_MEETINGS
        assert open_to is not Openness.ALL or kind is EventKind.LECTURE_HALL
        assert flags["meeting"] or not first
        assert not flags["meeting"] or kind in OF_MEETINGS
    assert {"title", "effect"} <= set(policy.lacks(policy.Said(kind, " ", "", open_to)))


@given(st.integers(0, 5000), st.integers(0, 5000))
def test_never_more_than_a_fifth_of_those_who_entered_takes_a_prize(entrants, prizes):
    if not policy.prizes_too_many(entrants, prizes):
        assert prizes <= max(1, entrants / 5)


def a_draft(city: City, kind: EventKind = EventKind.READING, **more: object) -> rules.Draft:
    said = {"unit": city.ours, "title": "一本书", "on": date(2021, 3, 10), "effect": "会用新指南"} | more
    return rules.Draft(kind=kind, **said)


def planned(city: City, at, by=None, **more: object) -> Event:
    return rules.plan_event(draft=a_draft(city, **more), by=by or city.clerk, at=at)


def seen(person, at) -> set[int]:
    return set(queries.visible(person, at=at).values_list("pk", flat=True))


def test_an_internal_event_of_another_unit_does_not_exist_and_an_open_hall_does(city: City, at) -> None:
    own = planned(city, at)
    hall = planned(
        city,
        at,
        kind=EventKind.LECTURE_HALL,
        title="大讲堂第一讲",
        speaker="讲师",
        series="大讲堂",
        open_to=Openness.ALL,
    )
    above = planned(
        city,
        at,
        by=city.office,
        unit=city.root,
        kind=EventKind.LECTURE,
        title="报告",
        speaker="外请",
        open_to=Openness.BELOW,
    )
    team = planned(
        city, at, by=city.office, unit=city.root, kind=EventKind.CENTRAL_GROUP, title="集中学习", texts="一篇"
    )
    for person in (city.clerk, city.head, city.officer, city.mate, city.secretary):
        assert seen(person, at) == {own.pk, hall.pk, above.pk}
    for person in (city.stranger, city.outsider):
        assert seen(person, at) == {hall.pk, above.pk}
    for person in (city.office, city.chief, city.guidance, city.inspector):
        assert seen(person, at) == {own.pk, hall.pk, above.pk, team.pk}
    for person in (city.system, city.security, city.audit):
        assert seen(person, at) == set()
    with clock.stopped_at(at):
        for person, status in ((city.officer, 200), (city.stranger, 404), (city.system, 403)):
            assert a_client(person).get(reverse("study:event", args=[own.pk])).status_code == status


def test_each_event_says_the_effect_it_wants_and_in_one_line_what_came_of_it(city: City, at) -> None:
    client = a_client(city.clerk)
    with clock.stopped_at(at):
        assert "安排活动" in client.get(reverse("study:events")).content.decode()
        address = reverse("study:plan_event")
        assert "专题报告" in client.get(address).content.decode()
        said = {
            "unit": city.ours.pk,
            "title": "形势报告",
            "on": "2021-03-08",
            "speaker": "外请教师",
            "open_to": "unit",
        }
        page = client.post(address + "?kind=lecture", said).content.decode()
        assert not Event.objects.exists()
        client.post(address + "?kind=lecture", said | {"effect": "懂得新规定", "audience": "全体民警"})
        made = Event.objects.get()
        page = client.get(reverse("study:event", args=[made.pk])).content.decode()
        assert "懂得新规定" in page
        assert "外请教师" in page
        record = reverse("study:record_event", args=[made.pk])
        assert "当初想达到的效果：懂得新规定" in client.get(record).content.decode()
        client.post(record, {"headcount": "120", "came_of": "当场答对三个问题"})
        made.refresh_from_db()
        assert (made.state, made.headcount, made.held_by) == (EventState.HELD, 120, city.clerk)
        assert "当场答对三个问题" in a_client(city.officer).get(reverse("study:events")).content.decode()
        answer = a_client(city.officer).post(record, {"came_of": "改"})
        assert answer.status_code == 403
    assert Entry.objects.filter(act="study.record_event", subject=f"event:{made.pk}").count() == 1
    assert "当场" not in str(Entry.objects.filter(act="study.record_event").values_list("detail"))


def test_each_reason_to_refuse_is_said_at_once_and_nothing_changes(city: City, at) -> None:
    with pytest.raises(CannotKeepEvent) as refusal:
        planned(city, at, kind=EventKind.LECTURE, title=" ", effect="", open_to=Openness.ALL)
    assert {reason.field for reason in refusal.value.reasons} == {"title", "effect", "open_to", "speaker"}
    with pytest.raises(CannotKeepEvent, match="在任的领导干部"):
        planned(city, at, kind=EventKind.PARTY_LESSON, giver=city.officer)
    with pytest.raises(CannotKeepEvent, match="不属于所选单位"):
        planned(city, at, branch=city.other)
    for person in (city.officer, city.stranger, city.guidance, city.legal, city.outsider):
        with pytest.raises(Forbidden):
            planned(city, at, by=person)
    ahead = planned(city, at)
    with pytest.raises(CannotKeepEvent) as refusal:
        rules.record_event(event_id=ahead.pk, came_of=" ", headcount=-1, by=city.clerk, at=at)
    assert {reason.code for reason in refusal.value.reasons} == {"early", "no_came_of", "headcount"}
    rules.call_off_event(event_id=ahead.pk, why="讲师有事", by=city.clerk, at=at)
    with pytest.raises(CannotKeepEvent, match="可以取消"):
        rules.call_off_event(event_id=ahead.pk, why="再取消", by=city.clerk, at=at)
    with pytest.raises(CannotKeepEvent, match="已经取消"):
        rules.record_event(event_id=ahead.pk, came_of="有", by=city.clerk, at=at + timedelta(days=3))
    with pytest.raises(Missing):
        rules.call_off_event(event_id=ahead.pk, why="x", by=city.stranger, at=at)


def test_a_secretary_plans_for_his_own_branch_only(city: City, at) -> None:
    made = planned(city, at, by=city.secretary, branch=city.branch)
    assert made.branch == city.branch
    with pytest.raises(Forbidden):
        planned(city, at, by=city.secretary)
    with pytest.raises(Forbidden):
        planned(city, at, by=city.outsider, branch=city.branch)
    with clock.stopped_at(at):
        page = a_client(city.secretary).get(reverse("study:plan_event") + "?kind=reading").content.decode()
    assert "源河分局" in page
    assert "郾川分局" not in page


def test_other_units_join_an_open_hall_with_how_many_and_no_names(city: City, at) -> None:
    hall = planned(
        city, at, kind=EventKind.LECTURE_HALL, speaker="讲师", series="大讲堂", open_to=Openness.ALL
    )
    client = a_client(city.stranger)
    with clock.stopped_at(at):
        address = reverse("study:join_event", args=[hall.pk])
        assert "不要名单" in client.get(address).content.decode()
        client.post(address, {"unit": city.theirs.pk, "headcount": "12"})
        assert queries.joined(hall) == 12
        page = a_client(city.clerk).get(reverse("study:event", args=[hall.pk])).content.decode()
        assert "郾川分局" in page
        assert (
            "郾川分局"
            not in client.get(reverse("study:event", args=[hall.pk])).content.decode().split("<main")[1]
        )
        client.post(address, {"unit": city.theirs.pk, "headcount": "0"})
    assert queries.joined(hall) == 0
    with pytest.raises(CannotKeepEvent, match="不需要报名"):
        rules.join_event(event_id=hall.pk, unit=city.ours, headcount=3, by=city.clerk, at=at)
    with pytest.raises(Forbidden):
        rules.join_event(event_id=hall.pk, unit=city.ours, headcount=3, by=city.stranger, at=at)


def test_a_visit_is_one_line_with_its_base_and_no_photo_is_asked_for(city: City, at) -> None:
    with clock.stopped_at(at):
        office = a_client(city.office)
        said = {
            "unit": city.root.pk,
            "kind": "integrity",
            "name": "廉政教育馆",
            "address": "示例路1号",
            "active": "on",
        }
        office.post(reverse("study:add_base"), said)
        page = office.post(reverse("study:add_base"), said).content.decode()
        assert "已经有同名的基地" in page
        client = a_client(city.clerk)
        assert "示例路1号" in client.get(reverse("study:bases")).content.decode()
        base = queries.bases(city.clerk, at=at).get()
        page = client.get(reverse("study:plan_event") + "?kind=site_visit").content.decode()
        assert 'type="file"' not in page
        said = {
            "unit": city.ours.pk, "title": "现场教育", "on": "2021-03-08", "base": base.pk, "open_to": "unit",
            "effect": "知道哪一步失守",
        }  # fmt: skip
        client.post(reverse("study:plan_event") + "?kind=site_visit", said)
        made = Event.objects.get()
        rules.record_event(
            event_id=made.pk, headcount=30, came_of="窗口收费改由两人核对", by=city.clerk, at=at
        )
        assert (
            office.post(reverse("study:change_base", args=[base.pk]), {"kind": "memorial"}).status_code == 200
        )
        assert a_client(city.officer).get(reverse("study:add_base")).status_code == 403
        assert a_client(city.clerk).get(reverse("study:change_base", args=[base.pk])).status_code == 404
    with pytest.raises(CannotKeepBase):
        bases.keep_base(unit=city.root, kind=BaseKind.MEMORIAL, name="", address="", by=city.office, at=at)
    bases.keep_base(
        base_id=base.pk, kind=BaseKind.MEMORIAL, name="馆", address="路", active=False, by=city.office, at=at
    )
    with pytest.raises(CannotKeepEvent, match="不在本单位的名录"):
        base.refresh_from_db()
        planned(city, at, kind=EventKind.SITE_VISIT, base=base)


def test_lessons_of_leaders_in_office_stand_against_the_rule_in_the_order_of_the_tree(city: City, at) -> None:
    made = planned(city, at, kind=EventKind.PARTY_LESSON, giver=city.head, on=at.date(), title="纪律党课")
    with clock.stopped_at(at):
        page = a_client(city.office).get(reverse("study:lessons")).content.decode()
        assert "0/2" in page
        rules.record_event(event_id=made.pk, came_of="讲清了三条纪律", by=city.clerk, at=at)
        page = a_client(city.office).get(reverse("study:lessons")).content.decode()
        assert "1/2" in page
        assert page.index("市局长") < page.index("分局长")  # as the tree has them, not by who gave more
        assert "今年还没有讲" in page
        assert a_client(city.officer).get(reverse("study:lessons")).status_code == 403
        theirs = a_client(city.stranger).get(reverse("study:lessons")).content.decode()
        assert "纪律党课" not in theirs


def test_meetings_list_their_first_item_without_a_form_of_its_own(city: City, at) -> None:
    meeting = a_meeting(
        city.campaign, kind=MeetingKind.PARTY_COMMITTEE, held_at=at, at=at + timedelta(hours=1)
    )
    late = at + timedelta(hours=2)
    with clock.stopped_at(late):
        client = a_client(city.office)
        page = client.get(reverse("study:first_items")).content.decode()
        assert "补记学习" in page
        assert "0/1" in page
        address = f"{reverse('study:plan_event')}?kind=meeting_study&meeting={meeting.pk}"
        assert "全市公安队伍教育整顿动员部署会" in client.get(address).content.decode()
        said = {
            "unit": city.root.pk, "meeting": meeting.pk, "first_item": "on", "title": "第一议题", "on": "2021-03-08",
            "texts": "训词", "effect": "会上定下三件事",
        }  # fmt: skip
        client.post(address, said)
        assert "1/1" in client.get(reverse("study:first_items")).content.decode()
        assert meeting.title not in a_client(city.clerk).get(reverse("study:first_items")).content.decode()
        assert client.get(address).status_code == 200
    with pytest.raises(CannotKeepEvent) as refusal:
        rules.plan_event(
            draft=a_draft(
                city,
                EventKind.CENTRAL_GROUP,
                unit=city.root,
                meeting=meeting,
                texts="一",
                on=date(2021, 3, 9),
            ),
            by=city.office,
            at=late,
        )
    assert {reason.code for reason in refusal.value.reasons} == {"studied"}


def test_a_quiz_knows_only_who_entered_of_his_own_will(city: City, at) -> None:
    made = planned(city, at, kind=EventKind.QUIZ, title="法律知识", on=date(2021, 3, 9))
    page_of = reverse("study:event", args=[made.pk])
    with clock.stopped_at(at):
        officer = a_client(city.officer)
        assert "我要报名" in officer.get(page_of).content.decode()
        officer.post(reverse("study:enter_quiz", args=[made.pk]))
        officer.post(reverse("study:enter_quiz", args=[made.pk]))
        a_client(city.mate).post(reverse("study:enter_quiz", args=[made.pk]))
        a_client(city.mate).post(reverse("study:leave_quiz", args=[made.pk]))
        assert a_client(city.stranger).post(reverse("study:enter_quiz", args=[made.pk])).status_code == 404
        assert QuizEntry.objects.get().person == city.officer
        page = a_client(city.clerk).get(page_of).content.decode()
        assert "已报名1人" in page
        assert "民警甲" not in page
        assert a_client(city.officer).get(reverse("study:give_prizes", args=[made.pk])).status_code == 403
    entry = QuizEntry.objects.get()
    with pytest.raises(CannotEnter, match="当天或以后"):
        quiz.give_prizes(event_id=made.pk, prizes={entry.pk: "一等奖"}, by=city.clerk, at=at)
    later = at + timedelta(days=1)
    with pytest.raises(CannotEnter, match="自愿报名的人"):
        quiz.give_prizes(event_id=made.pk, prizes={entry.pk + 1: "一等奖"}, by=city.clerk, at=later)
    with clock.stopped_at(later):
        clerk = a_client(city.clerk)
        page = clerk.get(reverse("study:give_prizes", args=[made.pk])).content.decode()
        assert "民警甲" in page
        assert "民警乙" not in page
        long = clerk.post(reverse("study:give_prizes", args=[made.pk]), {f"p{entry.pk}": "特" * 21})
        assert "奖项名称不超过20个字" in long.content.decode()
        assert f'value="{"特" * 21}"' in long.content.decode()
        clerk.post(reverse("study:give_prizes", args=[made.pk]), {f"p{entry.pk}": "一等奖"})
        assert "<dt>一等奖</dt><dd>民警甲</dd>" in a_client(city.mate).get(page_of).content.decode()
    with pytest.raises(CannotEnter, match="已经结束"):
        quiz.enter_quiz(event_id=made.pk, by=city.mate, at=at + timedelta(days=2))
    acts = Entry.objects.filter(subject__startswith="quiz_entry:").values_list("act", flat=True)
    assert sorted(acts) == ["study.enter_quiz", "study.enter_quiz", "study.leave_quiz"]


def test_column_posts_are_drawn_from_what_was_published(city: City, at, monkeypatch) -> None:
    told = shelves.Published("answer:7", "热点问题已办结", at.date(), "/publication/public/")
    monkeypatch.setattr(shelves.published, "_things", {"test": lambda by, at: [told]})
    with clock.stopped_at(at):
        client = a_client(city.office)
        assert "热点问题已办结" in client.get(reverse("study:posts")).content.decode()
        address = reverse("study:add_post") + "?from=answer:7"
        page = client.get(address).content.decode()
        assert "/publication/public/" in page
        said = {"unit": city.root.pk, "title": "办结", "on": "2021-03-08", "drawn_from": "answer:7"}
        assert "须以http" in client.post(address, said | {"link": "javascript:alert(1)"}).content.decode()
        assert "须以http" in client.post(address, said | {"link": "http://[::1"}).content.decode()
        client.post(address, said | {"link": "https://example.org/1"})
        post = ColumnPost.objects.get()
        page = client.get(reverse("study:posts")).content.decode()
        assert "https://example.org/1" in page
        assert "热点问题已办结" not in page
        assert a_client(city.clerk).post(reverse("study:remove_post", args=[post.pk])).status_code == 403
        with pytest.raises(CannotPost, match="已经登记过"):
            bases.add_post(
                unit=city.root, title="再来", on=at.date(), link="https://x.org", drawn_from="answer:7",
                by=city.office, at=at,
            )  # fmt: skip
        client.post(reverse("study:remove_post", args=[post.pk]))
    assert not ColumnPost.objects.exists()


def test_the_pages_of_events_ask_the_database_a_fixed_number_of_times(
    city: City, at, django_assert_max_num_queries
) -> None:
    for n in range(12):
        planned(city, at, title=f"活动{n}")
    client = a_client(city.office)
    with clock.stopped_at(at):
        for name, most in (("events", 9), ("lessons", 13), ("first_items", 12), ("bases", 9), ("posts", 9)):
            with django_assert_max_num_queries(most):
                assert client.get(reverse(f"study:{name}")).status_code == 200


def test_administrators_have_no_page_of_events(city: City, at) -> None:
    names = ("events", "lessons", "first_items", "bases", "posts", "life", "special_duty", "own_calendar")
    with clock.stopped_at(at):
        for person in (city.system, city.audit):
            client = a_client(person)
            assert {client.get(reverse(f"study:{name}")).status_code for name in names} == {403}
    assert city.system in everybody(city)


def test_a_unit_in_special_duty_is_asked_to_no_event_of_its_own_or_of_others_and_a_meeting_is_told_as_it_was(
    city: City, at
):
    day = date(2021, 3, 10)
    special.switch_on(unit=city.ours, reason="防汛", from_on=day, to_on=day, by=city.head, at=at)
    for kind in EventKind:
        with pytest.raises(CannotKeepEvent, match="战时状态"):
            planned(city, at, kind=kind)
    for unit, by in ((city.station, city.clerk), (city.ours, city.head)):  # what lies below is spared with it
        with pytest.raises(CannotKeepEvent, match="战时状态"):
            planned(city, at, by, unit=unit)
    assert not Event.objects.exists()
    assert planned(city, at, on=day + timedelta(days=1)).pk
    hall = {"kind": EventKind.LECTURE_HALL, "series": "大讲堂", "speaker": "讲师", "open_to": Openness.ALL}
    other = planned(city, at, city.stranger, unit=city.theirs, **hall)
    with pytest.raises(CannotKeepEvent, match="战时状态"):
        rules.join_event(event_id=other.pk, unit=city.ours, headcount=5, by=city.head, at=at)
    whole = planned(city, at, city.office, unit=city.root, open_to=Openness.BELOW)
    shown = {
        person: {one.key for one in feed.of_events(person, day, day, at)}
        for person in (city.officer, city.stranger)
    }
    assert f"event-{whole.pk}" in shown[city.stranger]
    assert shown[city.officer] == set()
    meeting = a_meeting(city.campaign, at=at + timedelta(days=2))
    special.switch_on(unit=city.root, reason="安保", from_on=day, to_on=day, by=city.office, at=at)
    told = planned(
        city, at, city.office, unit=city.root, kind=EventKind.MEETING_STUDY, meeting=meeting, texts="讲话"
    )
    assert told.meeting == meeting
