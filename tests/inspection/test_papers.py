"""Papers of a step: asked for by the item, kept with the answer, read by its readers only, gone with a trace."""

import hashlib
from datetime import timedelta

import pytest
from django.conf import settings as site
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingyuan.inspection import testing
from qingyuan.inspection.errors import CannotAnswer, CannotMake, Missing
from qingyuan.inspection.kinds import Result
from qingyuan.inspection.models import Answer, Paper
from qingyuan.inspection.queries import papers, progress
from qingyuan.inspection.rules import answers, lists, sending
from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden
from qingyuan.kit.kept import place
from qingyuan.org.api import may
from qingyuan.trail.api import acts
from tests.inspection.conftest import everybody
from tests.inspection.papers import NAME, a_selection, kept, said
from tests.inspection.test_pages import get

FINE, PROBLEM, NOT = Result.FINE, Result.PROBLEM, Result.NOT_APPLICABLE


@pytest.fixture(autouse=True)
def _at_that_time(at):
    with clock.stopped_at(at):
        yield


@pytest.fixture
def sent(city, at):
    return a_selection(city, at, city.ours, city.theirs)


def codes(refusal):
    return [reason.code for reason in refusal.value.reasons]


def answer_refused(asked, by, at, one):
    with pytest.raises(CannotAnswer) as refusal:
        answers.answer_items(asked_id=asked.pk, said=[one], by=by, at=at)
    assert not Answer.objects.exists()
    return codes(refusal)


def test_a_paper_is_recorded_with_its_hash_and_without_its_name(city, at, asked):
    answer = kept(asked, city.clerk, at)
    paper = answer.papers.get()
    assert (paper.sha256, paper.size) == (hashlib.sha256(testing.PAPER).hexdigest(), len(testing.PAPER))
    assert (paper.by, paper.at, paper.name) == (city.clerk, at, NAME)
    act = acts().get(act="inspection.keep_paper")
    assert paper.sha256 in act.detail
    assert act.subject == f"answer:{answer.pk}"
    assert "张三" not in act.detail


def test_fine_without_the_paper_that_is_asked_for_says_why_there_is_none(city, at, asked):
    assert answer_refused(asked, city.clerk, at, said(asked, 0)) == ["no_paper"]
    one = said(asked, 0, no_paper="原件在上级机关")
    (answer,) = answers.answer_items(asked_id=asked.pk, said=[one], by=city.clerk, at=at)
    assert answer.no_paper == "原件在上级机关"


def test_a_problem_or_what_does_not_apply_needs_no_paper_and_no_reason(city, at, asked):
    both = [said(asked, 0, PROBLEM, "没有公示"), said(asked, 1, NOT, "没有任免权")]
    assert len(answers.answer_items(asked_id=asked.pk, said=both, by=city.clerk, at=at)) == 2


def test_a_problem_may_show_its_paper(city, at, asked):
    one = said(asked, 0, PROBLEM, "公示只有三天", papers=(testing.a_paper(),))
    (answer,) = answers.answer_items(asked_id=asked.pk, said=[one], by=city.clerk, at=at)
    assert answer.papers.count() == 1


def test_a_third_paper_is_refused_by_the_rule_and_by_the_database(city, at, asked):
    three = tuple(testing.a_paper(f"{n}.pdf") for n in range(3))
    assert answer_refused(asked, city.clerk, at, said(asked, 0, papers=three)) == ["too_many_papers"]
    answer = kept(asked, city.clerk, at, *three[:2])
    first = answer.papers.first()
    for slot in (1, 0):
        first.pk, first.key, first.slot = None, f"other{slot}", slot
        with pytest.raises(IntegrityError), transaction.atomic():
            first.save(force_insert=True)


def test_an_item_that_asks_for_no_paper_keeps_none(city, at, asked):
    one = said(asked, 2, papers=(testing.a_paper(),))
    assert answer_refused(asked, city.clerk, at, one) == ["paper_not_asked"]


@pytest.mark.parametrize("n", [0, 2])
def test_a_reason_for_no_paper_stands_only_where_a_paper_is_missing(city, at, asked, n):
    files = (testing.a_paper(),) if n == 0 else ()
    one = said(asked, n, papers=files, no_paper="没有")
    assert answer_refused(asked, city.clerk, at, one) == ["idle_reason"]
    problem = said(asked, 0, PROBLEM, "没有公示", no_paper="没有")
    assert answer_refused(asked, city.clerk, at, problem) == ["idle_reason"]


def test_a_refused_answer_keeps_no_file(city, at, asked):
    before = sum(1 for _ in (site.DATA / "evidence").rglob("*"))
    bad = [said(asked, 0, papers=(testing.a_paper(),)), said(asked, 1)]
    with pytest.raises(CannotAnswer):
        answers.answer_items(asked_id=asked.pk, said=bad, by=city.clerk, at=at)
    assert sum(1 for _ in (site.DATA / "evidence").rglob("*")) == before


def test_a_paper_is_added_later_by_a_correction_in_place_of_the_reason(city, at, asked):
    one = said(asked, 0, no_paper="还没有取回")
    (answer,) = answers.answer_items(asked_id=asked.pk, said=[one], by=city.clerk, at=at)
    later = at + timedelta(days=30)  # past the deadline, and still asked for
    answers.correct_answer(
        answer_id=answer.pk, said=said(asked, 0, papers=(testing.a_paper(),)), reason="已取回", by=city.head, at=later,
    )  # fmt: skip
    answer.refresh_from_db()
    assert (answer.no_paper, answer.corrections.get().no_paper) == ("", "还没有取回")
    assert answer.papers.get().by == city.head


def test_a_paper_is_taken_away_by_a_correction_that_says_why_and_its_content_and_name_are_gone(
    city, at, asked, django_capture_on_commit_callbacks
):
    answer = kept(asked, city.clerk, at)
    paper = answer.papers.get()
    assert place(paper.key).read_bytes() == testing.PAPER

    def correct(one, reason="附错"):
        with django_capture_on_commit_callbacks() as after:
            answers.correct_answer(
                answer_id=answer.pk, said=one, removed=[paper.pk], reason=reason, by=city.head, at=at
            )
        for act in after:
            if act.__module__ == "qingyuan.kit.kept":  # not the record's own: its log ends with this test
                act()

    for one, reason, code in (
        (said(asked, 0), "附错", "no_paper"),
        (said(asked, 0, no_paper="x"), "", "no_reason"),
    ):
        with pytest.raises(CannotAnswer) as refusal:
            correct(one, reason)
        assert codes(refusal) == [code]
    assert place(paper.key).exists()
    correct(said(asked, 0, papers=(testing.a_paper("对的.pdf"),)))
    paper.refresh_from_db()
    assert not place(paper.key).exists()
    assert (paper.name, paper.removed.reason, paper.removed.by) == ("", "附错", city.head)
    assert papers.one(city.clerk, paper.pk, at=at) is None
    assert [one.name for one in answer.papers.filter(removed__isnull=True)] == ["对的.pdf"]
    assert paper.sha256 in acts().get(act="inspection.remove_paper").detail


def test_the_same_answer_with_the_same_papers_is_no_correction(city, at, asked):
    answer = kept(asked, city.clerk, at)
    with pytest.raises(CannotAnswer) as refusal:
        answers.correct_answer(answer_id=answer.pk, said=said(asked, 0), reason="再看", by=city.clerk, at=at)
    assert codes(refusal) == ["same"]


def test_a_paper_of_another_answer_cannot_be_taken_away(city, at, sent, asked):
    mine = kept(asked, city.clerk, at)
    theirs = kept(testing.asked_of(sent, city.theirs), city.stranger, at).papers.get()
    with pytest.raises(Missing):
        answers.correct_answer(
            answer_id=mine.pk, said=said(asked, 0, no_paper="x"), removed=[theirs.pk], reason="y", by=city.clerk, at=at,
        )  # fmt: skip
    theirs.refresh_from_db()
    assert theirs.name


def test_only_who_may_answer_for_the_unit_keeps_papers(city, at, asked):
    one = said(asked, 0, papers=(testing.a_paper(),))
    for person in everybody(city):
        if person not in (city.clerk, city.head, city.chief):
            with pytest.raises((Missing, Forbidden)):
                answers.answer_items(asked_id=asked.pk, said=[one], by=person, at=at)
    assert not Paper.objects.exists()


def test_a_withdrawn_list_takes_no_more_papers_and_keeps_those_it_has(city, at, asked):
    answer = kept(asked, city.clerk, at)
    sending.withdraw_list(list_id=asked.check_list_id, words="发错", by=city.approver, at=at)
    with pytest.raises(CannotAnswer) as refusal:
        answers.correct_answer(
            answer_id=answer.pk, said=said(asked, 0, no_paper="x"), removed=[answer.papers.get().pk],
            reason="y", by=city.clerk, at=at,
        )  # fmt: skip
    assert codes(refusal) == ["withdrawn"]
    assert get(city.clerk, "paper", answer.papers.get().pk).status_code == 200


def test_only_a_check_of_personnel_selection_asks_for_papers_and_for_none_with_opinions(city, at):
    with pytest.raises(CannotMake) as refusal:
        testing.a_draft(
            city.campaign, by=city.inspector, at=at, items=[testing.an_item("枪柜", paper="照片")]
        )
    assert codes(refusal) == ["paper_elsewhere"]
    for paper in ("考察材料", "民主测评表", "群众评价", "家庭情况表"):
        with pytest.raises(CannotMake):
            testing.a_draft(
                city.campaign, by=city.inspector, at=at, topic="selection",
                items=[testing.an_item("考察", paper=paper)],
            )  # fmt: skip


def test_the_next_edition_asks_for_the_same_papers(city, at, sent):
    again = lists.repeat_list(list_id=sent.pk, due_on=at.date(), by=city.inspector, at=at)
    assert [item.paper for item in again.items.all()] == ["公示原件", "表决情况记录", ""]


def test_the_office_counts_papers_and_reasons_of_the_units_in_its_reach(city, at, sent, asked):
    kept(asked, city.clerk, at)
    theirs = testing.asked_of(sent, city.theirs)
    more = [said(theirs, 0, no_paper="原件在上级"), said(theirs, 1, NOT, "没有任免权"), said(theirs, 2)]
    answers.answer_items(asked_id=theirs.pk, said=more, by=city.stranger, at=at)
    found = papers.of_list(sent, city.office, at=at)
    assert (found.shown, found.reasoned, found.fine, len(found.answers)) == (1, 1, 2, 2)
    found = papers.of_list(sent, city.clerk, at=at)
    assert (found.shown, found.reasoned, found.fine) == (1, 0, 1)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    asks=st.sets(st.sampled_from(["ours", "theirs"]), min_size=1),
    gives=st.lists(st.integers(0, 2), min_size=2, max_size=2),
)
def test_a_paper_is_read_by_exactly_those_who_read_its_answer(city, at, asks, gives):
    """However papers are given: query, page of the list and export agree with the permission."""
    for old in lists.queries.visible(city.office, at=at).filter(state="sent"):
        sending.withdraw_list(list_id=old.pk, words="另一例", by=city.approver, at=at)
    units = [getattr(city, name) for name in sorted(asks)]
    made = a_selection(city, at, *units)
    for unit, clerk, many in zip((city.ours, city.theirs), (city.clerk, city.stranger), gives, strict=True):
        if unit in units and many:
            kept(testing.asked_of(made, unit), clerk, at, *[testing.a_paper(f"{n}.pdf") for n in range(many)])
    every = list(Paper.objects.filter(answer__asked__check_list=made).select_related("answer__asked__unit"))
    for person in everybody(city):
        reached = {one for one in every if may(person, "inspection.see", at=at, unit=one.answer.asked.unit)}
        assert {one for one in every if papers.one(person, one.pk, at=at)} == reached, person
        found = papers.of_list(made, person, at=at)
        assert {paper for one in found.answers for paper in one.papers.all()} == reached, person
        assert sum(row[-3] for row in progress.table(made, person, at=at)) == len(reached), person
