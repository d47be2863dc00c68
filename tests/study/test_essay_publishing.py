"""An author may let his essay be read in the bureau; then, and only then, a copied passage names its source."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.campaign.models import Campaign
from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing
from qingyuan.org.testing import a_client
from qingyuan.study.errors import CannotPublishEssay
from qingyuan.study.kinds import Origin
from qingyuan.study.models import EssayPublication
from qingyuan.study.policy import essays as policy
from qingyuan.study.queries import essays as queries
from qingyuan.study.rules import essay_publishing as rules
from qingyuan.study.rules import essays
from qingyuan.trail.models import Entry
from tests.study.conftest import AT, City
from tests.study.essays import STORY, a_call, handed_in, own_words

TITLE = "记错的一位号码"
LATER = AT + timedelta(days=1)


@given(st.integers(1, 9), st.sets(st.integers(1, 9)), st.sets(st.integers(1, 9)))
def test_only_a_published_essay_is_named_and_ones_own_is_ones_own(essay, mine, published):
    said = policy.origin_of(essay, mine=mine, published=published)
    assert (said is Origin.OWN) == (essay in mine)
    assert (said is Origin.PUBLISHED) == (essay in published - mine)


SPANS = st.lists(
    st.builds(
        policy.Found,
        begin=st.integers(0, 30),
        end=st.integers(0, 30),
        origin=st.sampled_from([Origin.ESSAY, Origin.PUBLISHED]),
    ),
    max_size=6,
)


@given(SPANS)
def test_a_passage_counts_the_same_whether_its_source_is_published_or_not(found):
    text = "字" * 30
    hidden = [policy.Found(one.begin, one.end, Origin.ESSAY) for one in found]
    assert policy.weighed(text, found).copied == policy.weighed(text, hidden).copied


@given(st.booleans(), st.booleans(), st.booleans(), st.text(max_size=3))
def test_an_essay_is_offered_when_it_was_read_is_titled_and_not_published_yet(read, over, published, title):
    faults = policy.offer_faults(read=read, over=over, published=published, title=title)
    assert (faults == []) == (read and not over and not published and bool(title.strip()))


@pytest.fixture
def read(city: City):
    """The mate's essay, handed in and signed as read by the secretary."""
    call = a_call(city, AT)
    essay = handed_in(call, city.mate, STORY + own_words(1), AT)
    essays.sign_read(essay_id=essay.pk, by=city.secretary, at=AT)
    return call, essay


def offered(city: City, call, *, named: bool = True) -> EssayPublication:
    return rules.offer_essay(call_id=call.pk, title=TITLE, named=named, by=city.mate, at=AT)


def published(city: City, call, essay, *, named: bool = True) -> EssayPublication:
    made = offered(city, call, named=named)
    return rules.publish_essay(essay_id=essay.pk, version=made.version, by=city.secretary, at=AT)


def test_the_way_from_an_offer_to_a_named_source_and_back_through_the_pages(city: City, read):
    call, essay = read
    mine, review = reverse("study:essay", args=[call.pk]), reverse("study:essay_review", args=[essay.pk])
    listed = reverse("study:published_essays")
    with clock.stopped_at(LATER):
        author, reader, colleague = a_client(city.mate), a_client(city.secretary), a_client(city.officer)
        assert "要求公开" in author.get(mine).content.decode()
        author.post(reverse("study:offer_essay", args=[call.pk]), {"title": TITLE, "named": "yes"})
        essays.keep_draft(call_id=call.pk, text=own_words(2) + STORY, by=city.officer, at=LATER)
        assert TITLE not in colleague.get(mine).content.decode()  # offered is not published
        assert "还没有公开的心得" in colleague.get(listed).content.decode()
        desk = reader.get(reverse("study:essay_desk", args=[call.pk])).content.decode()
        assert desk.count("愿意公开，待签发") == 2  # at the top, and in its row
        assert TITLE in desk
        assert TITLE in reader.get(review).content.decode()
        decline = reverse("study:decline_publication", args=[essay.pk])
        assert "审阅这篇心得的人也看得到" in reader.get(decline).content.decode()
        reader.post(decline, {"words": "写了报警人的住址", "version": 0})
        assert "写了报警人的住址" in author.get(mine).content.decode()
        assert "写了报警人的住址" in a_client(city.head).get(review).content.decode()  # as the page says
        author.cookies["qingyuan_language"] = "en"
        form = author.get(reverse("study:offer_essay", args=[call.pk])).content.decode()
        author.cookies["qingyuan_language"] = "zh-hans"
        assert "Title of the essay" in form
        author.post(reverse("study:offer_essay", args=[call.pk]), {"title": TITLE, "named": "yes"})
        wrong = reader.post(reverse("study:publish_essay", args=[essay.pk]), {"version": 0}, follow=True)
        assert "请看最新内容" in wrong.content.decode()
        reader.post(reverse("study:publish_essay", args=[essay.pk]), {"version": 1})
        page = reverse("study:published_essay", args=[EssayPublication.objects.get().pk])
        assert TITLE in colleague.get(listed).content.decode()
        assert STORY in colleague.get(page).content.decode()
        seen = colleague.get(mine).content.decode()
        assert f"公开的心得：{TITLE}" in seen
        assert city.mate.name in seen
        assert own_words(1)[:20] not in seen  # of the source the passage only
        author.post(reverse("study:take_offer_back", args=[call.pk]))
        assert colleague.get(page).status_code == 404
        seen = colleague.get(mine).content.decode()
        assert "本局另一篇心得" in seen
        assert city.mate.name not in seen
    acts = Entry.objects.filter(subject=f"essay:{essay.pk}").order_by("index").values_list("act", flat=True)
    assert list(acts)[2:] == [
        *("study.offer_essay", "study.decline_publication", "study.offer_essay"),
        *("study.publish_essay", "study.take_offer_back"),
    ]
    assert not Entry.objects.filter(detail__contains=TITLE).exists()


def test_without_a_name_the_title_is_all_that_is_told_and_the_passage_still_counts(city: City, read):
    call, essay = read
    other = handed_in(call, city.officer, own_words(2) + STORY, AT)
    before = queries.look(other, queries.text_of(other))
    published(city, call, essay, named=False)
    looked = queries.look(other, queries.text_of(other))
    (part,) = looked.copied
    assert (part.origin, part.title, part.author) == (Origin.PUBLISHED, TITLE, "")
    assert part.source in STORY
    assert looked.weighed == before.weighed
    with clock.stopped_at(AT):
        client = a_client(city.officer)
        for page in (
            reverse("study:published_essays"),
            reverse("study:published_essay", args=[EssayPublication.objects.get().pk]),
            reverse("study:essay", args=[call.pk]),
        ):
            assert city.mate.name not in client.get(page).content.decode()


def test_the_author_alone_offers_and_what_cannot_be_is_refused_in_words(city: City, read):
    call, essay = read
    waiting = handed_in(call, city.officer, own_words(3), AT)
    with pytest.raises(CannotPublishEssay, match="签过“已阅”"):
        rules.offer_essay(call_id=call.pk, title=TITLE, named=True, by=city.officer, at=AT)
    with pytest.raises(CannotPublishEssay, match="请写题目"):
        rules.offer_essay(call_id=call.pk, title=" ", named=True, by=city.mate, at=AT)
    with pytest.raises(Missing):  # nobody takes back what he never offered
        rules.take_offer_back(call_id=call.pk, by=city.officer, at=AT)
    made = offered(city, call)
    for person in (city.officer, city.stranger, city.outsider, city.office):
        with pytest.raises((Missing, Forbidden)):
            rules.publish_essay(essay_id=essay.pk, version=made.version, by=person, at=AT)
    with pytest.raises(Missing):  # never one's own
        rules.publish_essay(essay_id=essay.pk, version=made.version, by=city.mate, at=AT)
    with pytest.raises(CannotPublishEssay, match="没有要求公开"):
        rules.publish_essay(essay_id=waiting.pk, version=0, by=city.secretary, at=AT)
    with pytest.raises(CannotPublishEssay, match="不公开请写明理由"):
        rules.decline_publication(
            essay_id=essay.pk, version=made.version, words=" ", by=city.secretary, at=AT
        )
    rules.publish_essay(essay_id=essay.pk, version=made.version, by=city.head, at=AT)
    with pytest.raises(CannotPublishEssay, match="已经签发"):
        rules.publish_essay(essay_id=essay.pk, version=made.version, by=city.secretary, at=AT)
    with pytest.raises(CannotPublishEssay, match="请先撤回"):
        offered(city, call)
    with pytest.raises(IntegrityError), transaction.atomic():
        EssayPublication.objects.update(published_by=None)


def test_when_the_campaign_ends_published_essays_are_hidden_at_once_and_go_with_all_others(city: City, read):
    call, essay = read
    row = published(city, call, essay)
    Campaign.objects.filter(pk=call.campaign_id).update(ended_at=LATER, ended_by=city.office)
    with clock.stopped_at(LATER):
        client = a_client(city.officer)
        assert client.get(reverse("study:published_essay", args=[row.pk])).status_code == 404
    with pytest.raises(CannotPublishEssay, match="教育整顿已经结束"):
        rules.offer_essay(call_id=call.pk, title=TITLE, named=True, by=city.mate, at=LATER)
    essays.let_go(call_id=call.pk, at=LATER)
    assert not EssayPublication.objects.exists()


def test_a_published_essay_is_no_longer_named_as_source_once_its_campaign_ended(city: City, read):
    call, essay = read
    other = handed_in(call, city.officer, own_words(2) + STORY, AT)
    row = published(city, call, essay)
    mine, review = reverse("study:essay", args=[call.pk]), reverse("study:essay_review", args=[other.pk])
    Campaign.objects.filter(pk=call.campaign_id).update(ended_at=LATER, ended_by=city.office)
    with clock.stopped_at(LATER):  # the job that deletes all essays has not run yet
        for person, page in ((city.officer, mine), (city.secretary, review)):
            seen = a_client(person).get(page).content.decode()
            assert "本局另一篇心得" in seen
            for told in (TITLE, city.mate.name, reverse("study:published_essay", args=[row.pk])):
                assert told not in seen


def test_who_looks_in_the_moment_in_which_an_offer_is_taken_back_is_told_of_another_essay(
    city: City, read, monkeypatch
):
    call, essay = read
    other = handed_in(call, city.officer, own_words(2) + STORY, AT)
    published(city, call, essay)
    found = queries.found_in(other, queries.text_of(other))
    assert {one.origin for one in found} == {Origin.PUBLISHED}
    rules.take_offer_back(call_id=call.pk, by=city.mate, at=AT)
    monkeypatch.setattr(queries, "found_in", lambda _essay, _text: found)
    (part,) = queries.look(other, queries.text_of(other)).copied
    assert (part.origin, part.title, part.author, part.source) == (Origin.ESSAY, "", "", "")


def test_the_list_asks_a_fixed_number_of_times_and_opens_to_nobody_without_study(
    city: City, read, django_assert_max_num_queries
):
    call, essay = read
    row = published(city, call, essay)
    with clock.stopped_at(AT):
        client = a_client(city.officer)
        client.get(reverse("study:published_essays"))
        with django_assert_max_num_queries(14):
            client.get(reverse("study:published_essays"))
        system = a_client(city.system)
        for name, args in (("published_essays", []), ("published_essay", [row.pk])):
            assert system.get(reverse(f"study:{name}", args=args)).status_code in (403, 404)
