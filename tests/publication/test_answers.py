"""Answers to the public: a result that was signed off, approved by a second person, without any name."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing
from qingyuan.matters.api import kinds as matter_kinds
from qingyuan.matters.api import rules as matters
from qingyuan.matters.testing import a_matter, at_work, closed, submitted
from qingyuan.org.testing import a_client
from qingyuan.publication import rules
from qingyuan.publication.errors import ANSWER_GAPS, CannotAnswer
from qingyuan.publication.models import PublicAnswer
from qingyuan.publication.policy import answers as policy
from qingyuan.trail.api import acts

REASON, QUESTION, DONE = (
    "内部隐语：窗口排队三小时",
    "办证窗口排队时间长",
    "增开两个窗口，现在平均等候二十分钟。",
)


@pytest.fixture(autouse=True)
def _at_that_time(at):
    with clock.stopped_at(at + timedelta(hours=9)):
        yield


def hot(city, at, *, until="closed", statement="排队时间长"):
    """A hot matter of our unit: answered after three hours, then signed off, unless it stops before."""
    found = a_matter(campaign=city.campaign, unit=city.ours, by=city.clerk, at=at, statement=statement)
    at_work(found, owner=city.officer, by=city.clerk, at=at, due_on=date(2021, 4, 9))
    matters.mark_hot(matter_id=found.pk, reason=REASON, place="市长热线", by=city.office, at=at)
    if until != "marked":
        later = at + timedelta(hours=3)
        matters.respond(matter_id=found.pk, words="已电话告知", by=city.clerk, at=later)
    if until == "closed":
        submitted(found, by=city.officer, at=at)
        closed(found, by=city.discipline, at=at)
    found.refresh_from_db()
    return found


def drafted(city, matter, at, *, by=None, question=QUESTION, done=DONE):
    by = by or city.clerk
    return rules.draft_answer(matter_id=matter.pk, question=question, done=done, by=by, at=at)


def published(city, matter, at, **more):
    made = drafted(city, matter, at, **more)
    return rules.publish_answer(answer_id=made.pk, by=city.office, at=at)


def codes(refused):
    return [reason.code for reason in refused.value.reasons]


def public():
    return Client().get(reverse("publication:public"))


def words(answer):
    return answer.content.decode()


def test_everybody_reads_question_result_and_day_and_nothing_else(city, at):
    matter = hot(city, at)
    assert "还没有公开的办理结果" in words(public())
    made = drafted(city, matter, at)
    assert QUESTION not in words(public())
    rules.publish_answer(answer_id=made.pk, by=city.office, at=at)
    page = public()
    assert page.status_code == 200
    for shown in (QUESTION, DONE, "2021-03-18", "3.0 小时", "n = 1"):
        assert shown in words(page)
    people = [one.name for one in vars(city).values() if hasattr(one, "police_no")]
    for inside in (*people, REASON, matter.number, city.ours.name, "已电话告知", "市长热线", matter.effect):
        assert inside not in words(page), inside
    assert Client().post(reverse("publication:public")).status_code == 405


def test_who_wrote_it_does_not_publish_it_and_the_database_agrees(city, at):
    made = drafted(city, hot(city, at), at, by=city.office)
    with pytest.raises(CannotAnswer) as refused:
        rules.publish_answer(answer_id=made.pk, by=city.office, at=at)
    assert codes(refused) == ["same_person"]
    with pytest.raises(IntegrityError), transaction.atomic():
        PublicAnswer.objects.filter(pk=made.pk).update(published_at=at, published_by=city.office)
    rules.publish_answer(answer_id=made.pk, by=city.second, at=at)


def test_who_rewrites_becomes_its_author(city, at):
    matter = hot(city, at)
    drafted(city, matter, at)
    made = drafted(city, matter, at, by=city.office, done="现在平均等候十分钟。")
    assert PublicAnswer.objects.count() == 1
    with pytest.raises(CannotAnswer) as refused:
        rules.publish_answer(answer_id=made.pk, by=city.office, at=at)
    assert codes(refused) == ["same_person"]


@pytest.mark.parametrize(
    ("until", "expected"), [("marked", ["not_responded", "not_closed"]), ("responded", ["not_closed"])]
)
def test_a_promise_is_not_published_only_a_result(city, at, until, expected):
    with pytest.raises(CannotAnswer) as refused:
        published(city, hot(city, at, until=until), at)
    assert codes(refused) == expected


def test_a_name_of_the_roster_stops_it_until_somebody_vouches_that_it_is_a_word(city, at):
    made = drafted(city, hot(city, at), at, done="由 顾 行之 增开窗口")
    with pytest.raises(CannotAnswer) as refused:
        rules.publish_answer(answer_id=made.pk, by=city.office, at=at)
    assert codes(refused) == ["names"]
    assert "顾行之" in str(refused.value)
    rules.publish_answer(answer_id=made.pk, by=city.office, at=at, names_cleared=True)
    told = acts().filter(subject=f"answer:{made.pk}").order_by("index").last()
    assert '"names_cleared":true' in told.detail.replace(" ", "")


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), st.sampled_from(["", " ", "电话"]))
def test_no_mobile_number_gets_past(number, between):
    spread = between.join([number[:3], number[3:7], number[7:]]) if not between.strip() else between + number
    assert policy.text_gaps(QUESTION, f"请找{spread}办理") == ["numbers"]
    assert policy.text_gaps(QUESTION, "请找" + "".join(chr(0xFF10 + int(n)) for n in number)) == ["numbers"]


def test_every_reason_against_words_is_told_at_once_and_has_words():
    assert policy.text_gaps(" ", "") == ["no_question", "no_done"]
    assert policy.text_gaps("长" * 301, "长" * 1001) == ["question_long", "done_long"]
    assert policy.text_gaps("身份证99010119900101001X", DONE) == ["numbers"]
    assert policy.text_gaps("2021年3月19日起增开2个窗口，办结1326件", DONE) == []
    ready = policy.Ready(1, 1, matter_kinds.State.WORKING, False, True, ("甲某",))
    gaps = policy.publish_gaps(ready)
    assert gaps == ["same_person", "not_responded", "not_closed", "restricted", "names"]
    assert set(gaps) <= set(ANSWER_GAPS)


def test_what_was_withdrawn_is_gone_for_the_public_and_may_be_written_anew(city, at):
    matter = hot(city, at)
    made = published(city, matter, at)
    with pytest.raises(CannotAnswer) as refused:
        drafted(city, matter, at, done="改一改")
    assert codes(refused) == ["published"]
    with pytest.raises(CannotAnswer) as refused:
        rules.withdraw_answer(answer_id=made.pk, reason=" ", by=city.office, at=at)
    assert codes(refused) == ["no_reason"]
    rules.withdraw_answer(answer_id=made.pk, reason="数字有误", by=city.office, at=at)
    assert QUESTION not in words(public())
    assert "数字有误" not in words(public())
    published(city, matter, at, done="现在平均等候十分钟。")
    assert "十分钟" in words(public())


def test_what_was_opened_again_says_so_in_public_and_what_is_void_is_gone(city, at):
    matter = hot(city, at)
    published(city, matter, at)
    matters.reopen_matter(matter_id=matter.pk, reason="又排长队", by=city.discipline, at=at)
    assert "正在重新办理" in words(public())
    matters.void_matter(matter_id=matter.pk, reason="并入另一件", by=city.discipline, at=at)
    assert QUESTION not in words(public())


def test_who_may_not_neither_writes_nor_publishes_and_another_unit_sees_nothing(city, at):
    matter = hot(city, at)
    made = drafted(city, matter, at)
    for who, refusal in (
        (city.discipline, Forbidden),
        (city.their_clerk, Missing),
        (city.officer, Forbidden),
    ):
        with pytest.raises(refusal):
            drafted(city, matter, at, by=who)
    for who, refusal in ((city.clerk, Forbidden), (city.their_clerk, Missing), (city.stranger, Missing)):
        with pytest.raises(refusal):
            rules.publish_answer(answer_id=made.pk, by=who, at=at)


def test_only_what_was_marked_hot_is_answered_here(city, at):
    plain = a_matter(campaign=city.campaign, unit=city.ours, by=city.clerk, at=at)
    with pytest.raises(Missing):
        drafted(city, plain, at)


def test_nobody_vouches_for_words_that_were_changed_meanwhile(city, at):
    matter = hot(city, at)
    made = drafted(city, matter, at)
    drafted(city, matter, at + timedelta(minutes=1), done="另一段话")
    with pytest.raises(CannotAnswer) as refused:
        rules.publish_answer(answer_id=made.pk, by=city.office, at=at, seen=at)
    assert codes(refused) == ["changed"]


def test_the_whole_way_through_the_pages(city, at):
    matter = hot(city, at)
    to = lambda name, *args: reverse(f"publication:{name}", args=args)  # noqa: E731
    clerk, office = a_client(city.clerk), a_client(city.office)
    assert "起草公开答复" in words(clerk.get(to("answers")))
    assert "没有需要公开答复的" in words(a_client(city.their_clerk).get(to("answers")))
    assert REASON in words(clerk.get(to("draft_answer", matter.pk)))
    data = {"question": QUESTION, "done": "请拨 13900000000"}
    assert "不能有电话号码" in words(clerk.post(to("draft_answer", matter.pk), data))
    page = words(clerk.post(to("draft_answer", matter.pk), data | {"done": DONE}, follow=True))
    assert "等待第二人批准" in page
    made = PublicAnswer.objects.get()
    assert clerk.get(to("publish_answer", made.pk)).status_code == 403
    assert a_client(city.their_clerk).get(to("publish_answer", made.pk)).status_code in (403, 404)
    page = words(office.get(to("publish_answer", made.pk)))
    assert DONE in page
    seen = made.drafted_at.isoformat()
    page = words(office.post(to("publish_answer", made.pk), {"seen": seen}, follow=True))
    assert "已公开，没有账号的人也能看到" in page
    assert DONE in words(public())
    assert "办理结果已公开答复" in words(office.get(reverse("ledger:matter", args=[matter.pk])))
    page = words(office.post(to("withdraw_answer", made.pk), {"reason": "数字有误"}, follow=True))
    assert "已撤回" in page
    assert clerk.put(to("draft_answer", matter.pk)).status_code == 405


def test_the_public_page_asks_no_more_however_many_answers_there_are(city, at):
    def asked():
        with CaptureQueriesContext(connection) as told:
            public()
        return len(told)

    published(city, hot(city, at), at)
    few = asked()
    for n in range(4):
        published(city, hot(city, at, statement=f"第{n}件"), at)
    assert asked() == few
    assert few <= 3


def test_an_outsider_finds_the_page_where_one_signs_in(city):
    assert reverse("publication:public") in words(Client().get(reverse("org:sign_in")))
