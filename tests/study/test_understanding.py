"""Topics understood: three questions, the explanation, again; the fact and the day stay and nothing else."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing
from qingyuan.org.api import kinds as org_kinds
from qingyuan.org.testing import a_client, a_person
from qingyuan.study.errors import CannotAnswer, CannotKeepTopic
from qingyuan.study.kinds import QuestionKind
from qingyuan.study.models import Attempt, Choice, Node, Question, Reply, Understanding
from qingyuan.study.policy import understanding as policy
from qingyuan.study.queries import understanding as queries
from qingyuan.study.rules.curriculum import use_pattern
from qingyuan.study.rules.understanding import (
    answer_question,
    keep_question,
    keep_topic,
    open_topic,
    try_again,
)
from qingyuan.trail.models import Entry


def said(n, kind=QuestionKind.SINGLE, right=1):
    choices = tuple((f"选项{n}{m}", m < right) for m in range(4))
    return policy.QuestionText(kind, f"第{n}问", f"因为第{n}条", f"规定第{n}条", choices)


def a_topic(city, at, *, bank=5, title="逢问必录", node="防止干预司法“三个规定”", opened=True):
    if not Node.objects.exists():
        use_pattern(campaign=city.campaign, by=city.office, at=at)
    topic = keep_topic(
        node=Node.objects.get(title=node), title=title, text="打听案情的都要记录。", source="三个规定",
        article="第五条", by=city.legal, at=at,
    )  # fmt: skip
    for n in range(bank):
        several = n % 2
        text = said(n, QuestionKind.SEVERAL if several else QuestionKind.SINGLE, 2 if several else 1)
        keep_question(topic_id=topic.pk, said=text, by=city.legal, at=at)
    return open_topic(topic_id=topic.pk, open_now=True, by=city.legal, at=at) if opened else topic


def right_ones(question):
    return set(Choice.objects.filter(question=question, right=True).values_list("pk", flat=True))


def answered(topic, by, at, *, wrong=()):
    """Answer all three of the present attempt; those at the places ``wrong`` wrongly."""
    asked, said = queries.standing_of(topic, by).asked, []
    for place, question in enumerate(asked):
        right = right_ones(question)
        others = set(Choice.objects.filter(question=question, right=False).values_list("pk", flat=True))
        chosen = {min(others)} if place in wrong else right
        said.append(answer_question(topic_id=topic.pk, question_id=question, chosen=chosen, by=by, at=at))
    return said


BANK = st.sets(st.integers(1, 60), min_size=3, max_size=30)


@given(
    BANK,
    st.text("abcdef0123456789", min_size=1, max_size=16),
    st.integers(1, 9),
    st.integers(1, 9),
    st.integers(61, 70),
)
def test_the_three_questions_are_the_same_at_each_opening_and_one_more_in_the_bank_moves_at_most_one(
    bank, person, topic, number, added
):
    asked = policy.drawn(bank, person=person, topic=topic, number=number)
    assert asked == policy.drawn(sorted(bank, reverse=True), person=person, topic=topic, number=number)
    assert len(set(asked)) == policy.DRAWN
    assert set(asked) <= bank
    assert len(set(asked) - set(policy.drawn(bank | {added}, person=person, topic=topic, number=number))) <= 1


def test_what_is_right_stands_in_every_place_for_somebody():
    places = {policy.mixed([7, 8, 9], person=f"p{n}", topic=3, number=1 + n % 2).index(7) for n in range(60)}
    assert places == {0, 1, 2}


@given(BANK, st.dictionaries(st.integers(1, 60), st.booleans()))
def test_only_all_three_right_is_understood(bank, replies):
    asked = policy.drawn(bank, person="x", topic=1, number=1)
    assert policy.understood(asked, replies) == all(replies.get(question) is True for question in asked)


@given(st.sets(st.integers(0, 5), min_size=1), st.sets(st.integers(0, 5)))
def test_right_is_everything_that_is_right_and_nothing_else(right, chosen):
    assert policy.is_right(right, chosen) == (right == chosen)
    assert not policy.is_right(set(), chosen)


@given(
    st.sampled_from(QuestionKind),
    st.lists(st.tuples(st.sampled_from(["甲", "乙", "丙", " "]), st.booleans()), max_size=7),
)
def test_a_question_that_is_kept_can_be_answered_rightly_and_wrongly(kind, choices):
    text = policy.QuestionText(kind, "问", "解", "源", tuple(choices))
    if policy.question_faults(text):
        return
    right = {words for words, is_so in choices if is_so}
    assert right
    assert len({words.strip() for words, _is_so in choices}) == len(choices) >= 2
    if kind is QuestionKind.SINGLE:
        assert len(right) == 1


def test_an_officer_reads_answers_reads_why_not_answers_again_and_has_understood(city, at):
    topic = a_topic(city, at)
    client, page = a_client(city.officer), reverse("study:question", args=[topic.pk])
    with clock.stopped_at(at):
        assert "回答三个小题" in client.get(reverse("study:topic", args=[topic.pk])).content.decode()
        assert client.get(reverse("study:explained", args=[topic.pk, 1])).status_code == 404
        seen = []
        for place in range(1, 4):
            shown = client.get(page).content.decode()
            key = int(re.search(r'name="question" value="(\d+)"', shown)[1])
            assert f'name="question" value="{key}"' in client.get(page).content.decode()
            seen.append(key)
            question = Question.objects.get(pk=key)
            assert f"第{place}题，共3题" in shown
            assert question.explanation not in shown
            assert "<script>" not in shown
            assert "请选择" in client.post(page, {"question": key}).content.decode()
            right, wrong = right_ones(key), Choice.objects.filter(question=key, right=False)[0].pk
            chosen = [wrong] if place == 2 else sorted(right)
            told = client.post(page, {"question": key, "chosen": chosen}, follow=True).content.decode()
            assert question.explanation in told
            assert ("没有答对" if place == 2 else "答对了") in told
        assert seen == list(queries.standing_of(topic, city.officer).asked)
        told = client.get(page).content.decode()
        assert "还没有全对" in told
        assert f"因为{Question.objects.get(pk=seen[1]).text.replace('问', '条')}" in told
        client.post(reverse("study:again", args=[topic.pk]))
        assert Reply.objects.count() == 0
        for _n in range(3):
            key = queries.standing_of(topic, city.officer).next
            answer = client.post(page, {"question": key, "chosen": sorted(right_ones(key))}, follow=True)
        assert "三题全对" in answer.content.decode()
        assert "已掌握" in client.get(reverse("study:topics")).content.decode()
        assert client.get(page).status_code == 302
    kept = Understanding.objects.get()
    assert (kept.person, kept.topic, kept.on) == (city.officer, topic, at.date())
    assert not Attempt.objects.exists()
    assert not Reply.objects.exists()
    assert Entry.objects.filter(act="study.understand").count() == 1
    assert not Entry.objects.filter(actor=city.officer.key).exclude(act="study.understand").exists()


def test_what_somebody_answered_is_seen_by_nobody_else(city, at):
    topic = a_topic(city, at)
    answered(topic, city.officer, at, wrong=(0, 1))
    key = queries.standing_of(topic, city.officer).asked[0]
    pages = [reverse("study:topics"), reverse("study:topic", args=[topic.pk]), reverse("study:coverage")]
    with clock.stopped_at(at):
        for person in (
            city.mate,
            city.secretary,
            city.head,
            city.office,
            city.legal,
            city.inspector,
            city.guidance,
        ):
            client = a_client(person)
            for page in pages:
                answer = client.get(page)
                assert city.officer.name not in answer.content.decode()
                assert "接着答" not in answer.content.decode()
            assert client.get(reverse("study:explained", args=[topic.pk, 1])).status_code == 404
            assert "没有答对" not in client.get(reverse("study:question", args=[topic.pk])).content.decode()
    assert key
    assert not Entry.objects.filter(actor=city.officer.key).exists()


def test_what_cannot_be_answered_is_refused_with_its_reason(city, at):
    topic = a_topic(city, at, bank=4)
    asked = queries.standing_of(topic, city.officer).asked
    spare = Question.objects.exclude(pk__in=asked).get()
    mine = {"topic_id": topic.pk, "by": city.officer, "at": at}
    with pytest.raises(CannotAnswer, match="现在不用您答"):
        answer_question(question_id=spare.pk, chosen=right_ones(spare), **mine)
    with pytest.raises(CannotAnswer, match="请选择"):
        answer_question(question_id=asked[0], chosen=right_ones(asked[1]), **mine)
    with pytest.raises(CannotAnswer, match="先把这三个小题答完"):
        try_again(**mine)
    answered(topic, city.officer, at)
    with pytest.raises(CannotAnswer, match="已经掌握"):
        answer_question(question_id=asked[0], chosen=right_ones(asked[0]), **mine)
    answered(topic, city.clerk, at, wrong=(0,))
    assert Attempt.objects.count() == 1
    open_topic(topic_id=topic.pk, open_now=False, by=city.office, at=at)
    assert not Attempt.objects.exists()
    with pytest.raises(CannotAnswer, match="不开放"):
        answer_question(topic_id=topic.pk, question_id=asked[0], chosen=set(), by=city.mate, at=at)
    assert Understanding.objects.count() == 1
    with pytest.raises(Missing):
        answer_question(topic_id=10**6, question_id=1, chosen={1}, by=city.mate, at=at)
    for person in (city.system, city.security, city.audit):
        with pytest.raises(Forbidden):
            answer_question(topic_id=topic.pk, question_id=asked[0], chosen={1}, by=person, at=at)


def test_a_topic_opens_with_three_questions_and_keeps_them_while_it_is_open(city, at):
    topic = a_topic(city, at, bank=2, opened=False)
    with pytest.raises(CannotKeepTopic, match="至少要有3道"):
        open_topic(topic_id=topic.pk, open_now=True, by=city.office, at=at)
    with clock.stopped_at(at):
        assert a_client(city.officer).get(reverse("study:topic", args=[topic.pk])).status_code == 404
        assert "逢问必录" not in a_client(city.officer).get(reverse("study:topics")).content.decode()
        client = a_client(city.legal)
        page = reverse("study:add_question", args=[topic.pk])
        typed = {
            "kind": "single",
            "text": "记不记",
            "explanation": "都记",
            "source": "第五条",
            "active": "on",
        }
        for choices, words in (
            ("* 记", "选项在2到6个之间"),
            ("记\n不记", "正确的选项前面加*"),
            ("*记\n*都记\n不记", "只有一个正确"),
            ("*记\n记", "不能重复"),
        ):
            assert words in client.post(page, typed | {"choices": choices}).content.decode()
        client.post(page, typed | {"choices": "* 记\n不记"})
        client.post(reverse("study:open_topic", args=[topic.pk]), {"open": "1"})
        third = Question.objects.get(text="记不记")
        page = reverse("study:change_question", args=[topic.pk, third.pk])
        assert "* 记" in client.get(page).content.decode()
        off = {key: words for key, words in typed.items() if key != "active"} | {"choices": "* 记\n不记"}
        assert "至少要有3道" in client.post(page, off).content.decode()
    third.refresh_from_db()
    assert third.active
    with pytest.raises(CannotKeepTopic, match="已经有同名的专题"):
        a_topic(city, at, bank=0, opened=False)
    for person in (city.clerk, city.head, city.officer, city.inspector, city.guidance, city.system):
        with pytest.raises(Forbidden):
            open_topic(topic_id=topic.pk, open_now=False, by=person, at=at)


@pytest.fixture
def counted(city, at):
    """Two open topics, of law and of politics; six more officers of ours, of whom four understood the first."""
    city.campaign.deployments.get_or_create(unit=city.ours)
    city.campaign.deployments.get_or_create(unit=city.theirs)
    law = a_topic(city, at)
    a_topic(city, at, title="训词", node="训词精神", bank=3)
    people = [a_person(city.ours if n else city.station, name=f"警{n}") for n in range(6)]
    for person in people[:4]:
        answered(law, person, at)
    aux = a_person(city.ours, name="辅警", category=org_kinds.Category.AUXILIARY)
    answered(law, aux, at)
    return law


def test_coverage_counts_officers_where_they_are_by_rank_group_and_leaves_small_groups_out(city, at, counted):
    whole = queries.coverage(city.campaign, city.office, at=at, chosen=counted)
    ours = next(line for line in whole.units if line.name == city.ours)
    # six, and clerk, officer, mate; head and secretary alone in their groups
    assert (ours.cells[2].understood, ours.cells[2].whole) == (4, 9)
    assert not ours.cells[0].shown
    assert not ours.cells[1].shown
    assert ours.cells[2].shown
    assert not ours.whole.shown  # else the two would be found by subtraction
    assert (ours.whole.understood, ours.whole.whole) == (4, 11)
    both = queries.coverage(city.campaign, city.office, at=at)
    assert {line.name.title for line in both.topics} == {"训词", "逢问必录"}
    assert both.sum.whole.whole == 2 * whole.sum.whole.whole
    head = queries.coverage(city.campaign, city.head, at=at, chosen=counted)
    assert [line.name for line in head.units] == [city.ours]
    assert head.units == (
        ours,
    )  # what is hidden from one is hidden from the other: two may compare their pages
    assert head.sum.cells == ours.cells
    later = queries.coverage(
        city.campaign, city.office, at=at + timedelta(days=1), chosen=counted, unit=city.ours
    )
    assert later.sum.whole == ours.whole


def test_the_page_of_coverage_shows_law_beside_the_rest_names_nobody_and_asks_a_fixed_number_of_times(
    city, at, counted, django_assert_max_num_queries
):
    client = a_client(city.office)
    with clock.stopped_at(at):
        with django_assert_max_num_queries(16):
            page = client.get(reverse("study:coverage")).content.decode()
        assert "1/2 · 50.0%" in page
        assert "不显示" in page
        assert page.index("领导干部") < page.index("中层干部") < page.index("基层民警")
        assert not re.search("警[0-5]", page.partition("<main")[2])
        narrow = client.get(reverse("study:coverage"), {"topic": counted.pk, "unit": city.ours.code})
        assert "4/9" in narrow.content.decode()
        assert "郾川分局</th>" not in a_client(city.head).get(reverse("study:coverage")).content.decode()
        for person in (city.officer, city.system, city.audit):
            assert a_client(person).get(reverse("study:coverage")).status_code == 403
