"""A contest of practices: nothing is written for it, nobody votes on his own, and no vote is told before the end."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.campaign.rules import contacts
from qingyuan.campaign.testing import a_campaign, a_contact_point, a_lesson
from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing
from qingyuan.org.api import Role
from qingyuan.org.testing import a_client, a_person
from qingyuan.study.errors import CannotEnterPractice, CannotKeepContest, CannotVote
from qingyuan.study.kinds import Phase
from qingyuan.study.models import Contest, ContestEntry, ContestJuror
from qingyuan.study.policy import contests as policy
from qingyuan.study.queries import contests as queries
from qingyuan.study.queries import feed
from qingyuan.study.rules import contests as rules
from qingyuan.trail.models import Entry

UNTIL, LAST = date(2021, 3, 12), date(2021, 3, 19)
TOP = "0001"
PATHS = st.lists(st.sampled_from(["0001", "0002", "0003"]), max_size=3).map(
    lambda steps: TOP + "".join(steps)
)
DAYS = st.integers(-10, 30).map(lambda n: UNTIL + timedelta(days=n))


# -- policy -------------------------------------------------------------------------------------------------


@given(DAYS, st.booleans(), st.booleans(), st.integers(0, 40))
def test_no_sum_is_told_while_a_vote_can_be_cast_now_or_on_any_later_day(today, signed, off, later):
    def on(day: date) -> Phase:
        return policy.phase(entries_until=UNTIL, votes_until=LAST, today=day, signed=signed, called_off=off)

    if policy.sums_are_told(on(today)):
        assert on(today + timedelta(days=later)) is not Phase.BALLOT
    if on(today) in (Phase.ENTRIES, Phase.BALLOT):
        assert not policy.sums_are_told(on(today))


JURORS = st.lists(
    st.builds(
        policy.Juror, person=st.integers(1, 9), places=st.lists(PATHS, min_size=1, max_size=3).map(tuple)
    ),
    max_size=7,
    unique_by=lambda one: one.person,
)
ENTRIES = st.lists(
    st.builds(
        policy.Entry,
        key=st.integers(1, 50),
        path=PATHS,
        leader=st.none() | st.integers(1, 9),
        entered_by=st.none() | st.integers(1, 9),
    ),
    max_size=6,
    unique_by=lambda one: one.key,
)


@given(JURORS, ENTRIES)
def test_nobody_has_a_vote_on_an_entry_of_his_own_unit_of_his_contact_point_or_that_he_entered(jury, entries):
    for juror in jury:
        votes = policy.open_to(juror, entries, TOP)
        for entry in entries:
            near = any(
                (place.startswith(entry.path) or entry.path.startswith(place))
                and TOP not in (place, entry.path)
                for place in juror.places
            )
            same = entry.path in juror.places
            if near or same or juror.person in (entry.leader, entry.entered_by):
                assert entry.key not in votes
        there = {place[:8] for place in juror.places}
        strangers = {
            one.key
            for one in entries
            if one.path[:8] not in there and juror.person not in (one.leader, one.entered_by)
        }
        assert strangers <= votes  # and nobody loses a vote without an interest


@given(st.lists(st.integers(1, 9), max_size=5), st.sets(st.integers(1, 9)), st.integers(1, 4))
def test_a_ballot_holds_at_most_so_many_picks_and_only_where_there_is_a_vote(picked, votes, picks):
    sound = set(picked) <= votes and len(set(picked)) <= picks
    assert (policy.ballot_faults(picked, votes, picks) == []) == sound


@given(JURORS, ENTRIES, st.data())
def test_chosen_is_what_more_than_half_of_those_with_a_vote_found_worth_copying(jury, entries, data):
    for entry in entries:
        having = [juror for juror in jury if not policy.has_interest(juror, entry, TOP)]
        said = [data.draw(st.booleans()) for _juror in having]
        chosen = policy.is_chosen(sum(said), len(said))
        assert chosen == (len(said) >= 3 and said.count(True) > said.count(False))


@given(st.integers(1, 6), st.sets(st.integers(1, 6)), st.sets(st.integers(1, 6)), st.sets(st.integers(1, 6)))
def test_a_second_person_had_no_part_in_it(by, kept, jury, enterers):
    free = by not in kept | jury | enterers
    assert policy.may_sign(by, kept_by=kept, jury=jury, enterers=enterers) == free


# -- the way of a contest -----------------------------------------------------------------------------------


@pytest.fixture
def far(city, at):
    """Jurors from elsewhere in the bureau: none of ours or theirs."""
    from qingyuan.org.testing import a_unit

    return [a_person(a_unit(city.root, name=f"支队{n}"), name=f"评委{n}") for n in range(3)]


def a_point(city, unit, leader, at):
    point = a_contact_point(city.campaign, unit, leader=leader, at=at)
    return contacts.show_contact_point(
        contact=point, reason="一次采集多家共用", evidence="填表时间减半", by=city.office, at=at
    )


def a_draft(who, **changed) -> rules.ContestDraft:
    said = {
        "title": "党建亮点",
        "effect": "好做法有人照做",
        "entries_until": UNTIL,
        "votes_until": LAST,
        "picks": 2,
        "jury": [one.police_no for one in who],
    }
    return rules.ContestDraft(**(said | changed))


@pytest.fixture
def contest(city, at, far):
    """Two entries: a lesson of ours, a demonstration point of theirs; jurors of ours, theirs and elsewhere."""
    lesson = a_lesson(city.campaign, city.ours, at=at)
    point = a_point(city, city.theirs, city.chief, at)
    jury = [city.officer, city.outsider, city.chief, *far]
    made = rules.set_up_contest(campaign=city.campaign, draft=a_draft(jury), by=city.office, at=at)
    rules.enter_practice(contest_id=made.pk, key=f"lesson-{lesson.pk}", by=city.clerk, at=at)
    rules.enter_practice(contest_id=made.pk, key=f"point-{point.pk}", by=city.stranger, at=at)
    return made


def moment(day: date) -> datetime:
    from tests.study.conftest import AT

    return datetime.combine(day, AT.timetz())


OPEN, OVER = moment(UNTIL + timedelta(days=1)), moment(LAST + timedelta(days=1))


def test_the_whole_way_through_the_pages_without_a_word_to_write(city, at, far):
    a_lesson(city.campaign, city.ours, at=at)
    point = a_point(city, city.theirs, city.chief, at)
    office, clerk, theirs = (a_client(one) for one in (city.office, city.clerk, city.stranger))
    said = {
        "title": "党建亮点",
        "effect": "好做法有人照做",
        "entries_until": UNTIL.isoformat(),
        "votes_until": LAST.isoformat(),
        "picks": 1,
        "jury": "、".join(one.police_no for one in [city.officer, *far]),
    }
    with clock.stopped_at(at):
        assert "还没有事例评选" in clerk.get(reverse("study:contests")).content.decode()
        wrong = office.post(reverse("study:set_up_contest"), said | {"jury": "没有的"}).content.decode()
        assert "没有这些警号" in wrong
        assert "评委不少于3人" in wrong
        office.post(reverse("study:set_up_contest"), said)
        found = Contest.objects.get()
        here, enter = (reverse(f"study:{name}", args=[found.pk]) for name in ("contest", "enter_practice"))
        cards = clerk.get(enter).content.decode()
        assert "每月一次账物核对" in cards
        assert "一次采集多家共用" not in cards  # that one is theirs to enter
        clerk.post(enter, {"practice": f"lesson-{found.campaign.pilots.get().findings.get().pk}"})
        theirs.post(enter, {"practice": f"point-{point.pk}"})
        assert "已推荐" in clerk.get(enter).content.decode()
        assert found.entries.count() == 2
        second = found.entries.get(point=point)
        clerk.post(reverse("study:withdraw_entry", args=[found.pk, second.pk]))
        assert found.entries.count() == 2  # not his to withdraw
        changed = office.post(
            reverse("study:change_contest", args=[found.pk]), said | {"picks": 2}, follow=True
        )
        assert "已保存" in changed.content.decode()
    ballot = reverse("study:cast_ballot", args=[found.pk])
    with clock.stopped_at(OPEN):
        officer = a_client(city.officer)
        page = officer.get(ballot).content.decode()
        assert "您不投票的事例" in page
        assert second.evidence in page
        first = found.entries.get(lesson__isnull=False)
        officer.post(ballot, {"picked": [first.pk]})  # that of his own unit is not offered
        assert not ContestJuror.objects.filter(voted=True).exists()
        officer.post(ballot, {"picked": [second.pk]})
        for juror in far:
            a_client(juror).post(ballot, {"picked": [second.pk]})
        assert "您已经投过票" in officer.get(ballot).content.decode()
        for person in (city.office, city.head, city.officer, city.chief):
            told = a_client(person).get(here).content.decode()
            assert "赞成" not in told
            assert "入选" not in told
    with clock.stopped_at(OVER):
        assert "人赞成" not in a_client(city.officer).get(here).content.decode()
        assert "请另一人核定" in a_client(city.office).get(here).content.decode()
        chief = a_client(city.chief)
        assert "4人中4人赞成" in chief.get(here).content.decode()
        chief.post(reverse("study:sign_contest", args=[found.pk]))
        told = a_client(city.mate).get(here).content.decode()
        assert told.count("入选") == 2  # the badge of one entry, and the words above
        assert "赞成" not in told
    acts = Entry.objects.filter(subject=f"contest:{found.pk}").order_by("index")
    assert [one.act.removeprefix("study.") for one in acts] == [
        *("keep_contest", "enter_practice", "enter_practice", "keep_contest"),
        *(["cast_ballot"] * 4),
        "sign_contest",
    ]
    assert not acts.filter(act="study.cast_ballot").exclude(detail="{}").exists()


def test_sums_grow_and_nothing_leads_from_them_to_a_juror(city, at, contest):
    ours, theirs = contest.entries.order_by("unit__path")
    for juror, picked in ((city.officer, [theirs.pk]), (city.outsider, []), (city.chief, [ours.pk])):
        rules.cast_ballot(contest_id=contest.pk, picked=picked, by=juror, at=OPEN)
    sums = {row.unit_id: (row.in_favour, row.asked) for row in ContestEntry.objects.all()}
    # the officer has no vote on ours, the secretary none on theirs, the chief none on his contact point
    assert sums == {city.ours.pk: (1, 2), city.theirs.pk: (1, 1)}
    assert {field.name for field in ContestJuror._meta.get_fields()} == {"id", "contest", "person", "voted"}
    lines = queries.lines(contest, Phase.BALLOT, counts=True)
    assert {(one.in_favour, one.asked, one.chosen) for one in lines} == {(None, None, None)}
    lines = queries.lines(contest, Phase.COUNT, counts=False)
    assert {(one.in_favour, one.chosen) for one in lines} == {(None, None)}
    assert [one.in_favour for one in queries.lines(contest, Phase.COUNT, counts=True)] == [1, 1]


def test_what_cannot_be_voted_is_refused_with_its_reason_and_changes_nothing(city, at, contest, far):
    ours, theirs = contest.entries.order_by("unit__path")

    def refused(words: str, picked: list[int], by=city.officer, on=OPEN) -> None:
        with pytest.raises(CannotVote, match=words):
            rules.cast_ballot(contest_id=contest.pk, picked=picked, by=by, at=on)

    refused("利害关系", [ours.pk])
    refused("利害关系", [theirs.pk], by=city.chief)
    refused("利害关系", [999_999])
    refused("不是投票的时候", [], on=at)
    refused("不是投票的时候", [], on=OVER)
    Contest.objects.update(picks=1)
    refused("最多选1个", [ours.pk, theirs.pk], by=far[0])
    assert not ContestJuror.objects.filter(voted=True).exists()
    assert set(ContestEntry.objects.values_list("asked", flat=True)) == {0}
    rules.cast_ballot(contest_id=contest.pk, picked=[], by=city.officer, at=OPEN)
    refused("已经投过票", [theirs.pk])
    with pytest.raises(Missing):
        rules.cast_ballot(contest_id=contest.pk, picked=[], by=city.mate, at=OPEN)
    with pytest.raises(IntegrityError), transaction.atomic():
        ContestEntry.objects.update(in_favour=5)


def test_what_cannot_be_set_up_changed_entered_or_called_off_is_refused_with_its_reason(
    city, at, contest, far
):
    for words, changed in (
        ("请写明名称", {"title": " "}),
        ("想达到的效果", {"effect": " "}),
        ("不能早于今天", {"entries_until": at.date() - timedelta(days=1)}),
        ("须晚于推荐截止", {"votes_until": UNTIL}),
        ("每位评委可选1到10个", {"picks": 0}),
        ("评委不少于3人", {"jury": [city.officer.police_no] * 3}),
        ("评委不超过30人", {"jury": [str(n) for n in range(31)]}),
        ("没有这些警号", {"jury": ["1", "2", "3"]}),
        ("发起人不能当评委", {"jury": [city.office.police_no]}),
    ):
        with pytest.raises(CannotKeepContest, match=words):
            rules.set_up_contest(campaign=city.campaign, draft=a_draft(far, **changed), by=city.office, at=at)
    with pytest.raises(CannotKeepContest, match="不能再改"):
        rules.change_contest(contest_id=contest.pk, draft=a_draft(far), by=city.office, at=OPEN)
    lesson = contest.entries.get(lesson__isnull=False)
    with pytest.raises(CannotEnterPractice, match="已经推荐"):
        rules.enter_practice(contest_id=contest.pk, key=f"lesson-{lesson.lesson_id}", by=city.clerk, at=at)
    with pytest.raises(CannotEnterPractice, match="推荐已经截止"):
        rules.withdraw_entry(contest_id=contest.pk, entry_id=lesson.pk, by=city.clerk, at=OPEN)
    for key in ("lesson-99999", "essay-1", ""):
        with pytest.raises(Missing):
            rules.enter_practice(contest_id=contest.pk, key=key, by=city.clerk, at=at)
    with pytest.raises(CannotKeepContest, match="取消原因"):
        rules.call_off_contest(contest_id=contest.pk, why=" ", by=city.office, at=at)
    rules.withdraw_entry(contest_id=contest.pk, entry_id=lesson.pk, by=city.clerk, at=at)
    rules.call_off_contest(contest_id=contest.pk, why="另行安排", by=city.office, at=at)
    with pytest.raises(CannotKeepContest, match="已经取消"):
        rules.call_off_contest(contest_id=contest.pk, why="再取消", by=city.office, at=at)
    with pytest.raises(CannotVote, match="不是投票"):
        rules.cast_ballot(contest_id=contest.pk, picked=[], by=city.officer, at=OPEN)


def test_whoever_set_a_contest_up_is_put_on_its_jury_by_nobody(city, at, contest, far):
    other = a_person(city.root, Role.CAMPAIGN_OFFICE, name="整顿办乙")
    jury = a_draft([city.office, *far])
    with pytest.raises(CannotKeepContest, match="发起人不能当评委"):
        rules.change_contest(contest_id=contest.pk, draft=jury, by=other, at=at)
    assert not contest.jury.filter(person=city.office).exists()
    rules.change_contest(contest_id=contest.pk, draft=a_draft(far), by=other, at=at)


def test_a_second_person_signs_once_after_the_ballot(city, at, contest):
    with pytest.raises(CannotKeepContest, match="投票截止以后"):
        rules.sign_contest(contest_id=contest.pk, by=city.chief, at=OPEN)
    for person in (city.office, city.chief):  # who set it up; a juror
        with pytest.raises(CannotKeepContest, match="第二人核定"):
            rules.sign_contest(contest_id=contest.pk, by=person, at=OVER)
    other = a_person(city.root, Role.CAMPAIGN_OFFICE, name="整顿办乙")
    rules.sign_contest(contest_id=contest.pk, by=other, at=OVER)
    with pytest.raises(CannotKeepContest, match="核定一次"):
        rules.sign_contest(contest_id=contest.pk, by=other, at=OVER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contest.objects.update(signed_by=city.office)


def test_in_one_line_what_came_of_a_contest_once_its_outcome_is_signed(city, at, contest):
    def tell(came_of="两个单位照着办了", by=city.office, at=OVER):
        return rules.tell_result(contest_id=contest.pk, came_of=came_of, by=by, at=at)

    with pytest.raises(CannotKeepContest) as refusal:
        tell("好做法有人照做。")
    assert [reason.code for reason in refusal.value.reasons] == ["unsigned", "repeats_effect"]
    other = a_person(city.root, Role.CAMPAIGN_OFFICE, name="整顿办乙")
    rules.sign_contest(contest_id=contest.pk, by=other, at=OVER)
    with pytest.raises(CannotKeepContest, match="一句话写明结果"):
        tell(" ")
    for by in (city.officer, city.head, city.chief, city.guidance):
        with pytest.raises(Forbidden):
            tell(by=by)
    here, to = (reverse(f"study:{name}", args=[contest.pk]) for name in ("contest", "tell_contest_result"))
    with clock.stopped_at(OVER):
        office = a_client(city.office)
        assert "还没有登记结果" in a_client(city.mate).get(here).content.decode()
        assert a_client(city.mate).get(to).status_code == 403
        assert "当初想达到的效果：好做法有人照做" in office.get(to).content.decode()
        assert (
            "两个单位照着办了" in office.post(to, {"came_of": tell().came_of}, follow=True).content.decode()
        )
        for page in (here, reverse("study:contests")):
            told = a_client(city.guidance).get(page).content.decode()
            assert "好做法有人照做" in told
            assert "两个单位照着办了" in told
    acts = Entry.objects.filter(act="study.tell_contest_result").order_by("index")
    assert ['"again":true' in one.detail.replace(" ", "") for one in acts] == [False, True]
    assert not any("照着" in one.detail for one in acts)
    with pytest.raises(IntegrityError), transaction.atomic():
        Contest.objects.update(came_by=None)


def test_who_may_not_is_turned_away_and_another_bureaus_contest_does_not_exist(city, at, contest, far):
    lesson = contest.entries.get(lesson__isnull=False)
    acts = {
        "set up": lambda by: rules.set_up_contest(campaign=city.campaign, draft=a_draft(far), by=by, at=at),
        "sign": lambda by: rules.sign_contest(contest_id=contest.pk, by=by, at=OVER),
        "call off": lambda by: rules.call_off_contest(contest_id=contest.pk, why="不办", by=by, at=at),
        "withdraw": lambda by: rules.withdraw_entry(contest_id=contest.pk, entry_id=lesson.pk, by=by, at=at),
    }
    for by in (city.officer, city.secretary, city.stranger, city.guidance):
        for name, act in acts.items():
            with pytest.raises(Forbidden):
                act(by)
            assert name
    with pytest.raises(Forbidden):  # a head of one county does not sign for the bureau
        acts["sign"](city.head)
    own = a_campaign(city.theirs, units=0)
    chair = a_person(city.theirs, Role.CAMPAIGN_OFFICE)
    foreign = rules.set_up_contest(
        campaign=own, draft=a_draft([city.outsider, city.stranger, a_person(city.theirs)]), by=chair, at=at
    )
    for by in (city.head, city.officer):
        with pytest.raises(Missing):
            rules.enter_practice(contest_id=foreign.pk, key="lesson-1", by=by, at=at)
        with clock.stopped_at(at):
            assert a_client(by).get(reverse("study:contest", args=[foreign.pk])).status_code == 404
    with clock.stopped_at(at):
        assert a_client(city.system).get(reverse("study:contest", args=[contest.pk])).status_code in (
            403,
            404,
        )


def test_a_juror_finds_the_last_day_to_vote_in_his_calendar_until_he_has_voted(city, at, contest):
    def days(person, on):
        return [one.starts for one in feed.of_ballots(person, UNTIL, LAST, on)]

    assert days(city.officer, at) == []
    assert days(city.officer, OPEN) == [LAST]
    assert days(city.mate, OPEN) == []
    rules.cast_ballot(contest_id=contest.pk, picked=[], by=city.officer, at=OPEN)
    assert days(city.officer, OPEN) == []


def test_the_pages_ask_a_fixed_number_of_times(city, at, contest, django_assert_max_num_queries):
    client = a_client(city.clerk)
    with clock.stopped_at(at):
        for name in ("contest", "enter_practice"):
            page = client.get(reverse(f"study:{name}", args=[contest.pk])).content.decode()
            assert name == "enter_practice" or "推荐到2021-03-12为止" in page  # the last day itself included
            with django_assert_max_num_queries(24):
                client.get(reverse(f"study:{name}", args=[contest.pk]))
        with django_assert_max_num_queries(20):
            client.get(reverse("study:contests"))
