"""A unit answers: problems are on the ledger the same moment, each item once, corrections leave their trace."""

from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qingyuan.inspection import testing
from qingyuan.inspection.errors import CannotAnswer, Forbidden, Missing
from qingyuan.inspection.kinds import Result
from qingyuan.inspection.models import Answer, Sent
from qingyuan.inspection.queries import answers as queries
from qingyuan.inspection.queries import lists as list_queries
from qingyuan.inspection.queries import progress
from qingyuan.inspection.rules import answers, reminding, sending
from qingyuan.matters.api import Matter, kinds
from qingyuan.matters.api import rules as ledger
from qingyuan.matters.testing import a_matter
from qingyuan.org.api import may
from qingyuan.trail.api import acts
from tests.inspection.conftest import everybody

FINE, PROBLEM, NOT = Result.FINE, Result.PROBLEM, Result.NOT_APPLICABLE


def codes(refusal):
    return [reason.code for reason in refusal.value.reasons]


def said(asked, n, result, words="", **more):
    return answers.Said(asked.check_list.items.all()[n].pk, result, words=words, **more)


def test_a_problem_is_a_finding_on_the_ledger_of_the_unit_the_same_day(city, at, asked):
    _fine, problem, _not = testing.answered(asked, FINE, PROBLEM, NOT, by=city.clerk, at=at)
    matter = Matter.objects.get()
    assert problem.matter == matter
    assert (matter.kind, matter.unit, matter.state) == (kinds.Kind.FINDING, city.ours, kinds.State.REGISTERED)
    assert matter.opened_on == at.date()
    assert matter.statement == "抽查三条没有事由"
    assert (matter.category_id, matter.basis) == ("data_query_misuse", "个人信息保护法第三十四条")
    assert matter.source == "inspection.list"
    assert matter.criterion == "全部有"


def test_what_was_put_right_on_the_spot_is_at_work_with_what_was_done_and_still_waits_for_a_second_person(
    city, at, asked
):
    one = said(asked, 0, PROBLEM, "三人使用初始密码", fixed=True, done="当场改密码")
    (answer,) = answers.answer_items(asked_id=asked.pk, said=[one], by=city.clerk, at=at)
    matter = Matter.objects.get()
    assert (matter.state, matter.owner, matter.measures) == (kinds.State.WORKING, city.clerk, "当场改密码")
    assert answer.fixed
    ledger.keep_evidence(
        matter_id=matter.pk, name="改后.pdf", media_type="application/pdf", content=b"%PDF-1.4 done",
        by=city.clerk, at=at,
    )  # fmt: skip
    assert matter.evidence.count() == 1


def test_a_problem_that_is_on_the_ledger_already_is_linked_and_not_registered_again(city, at, asked):
    known = a_matter(campaign=city.campaign, unit=city.ours, by=city.clerk, at=at)
    one = said(asked, 0, PROBLEM, number=known.number.lower())
    (answer,) = answers.answer_items(asked_id=asked.pk, said=[one], by=city.clerk, at=at)
    assert answer.matter == known
    assert Matter.objects.count() == 1


def test_another_units_matter_and_one_that_names_somebody_cannot_be_linked(city, at, asked):
    foreign = a_matter(campaign=city.campaign, unit=city.theirs, by=city.office, at=at)
    hidden = a_matter(campaign=city.campaign, unit=city.ours, by=city.office, at=at, names=(city.head,))
    for number in (foreign.number, hidden.number, "WT209900001"):
        with pytest.raises(CannotAnswer) as refusal:
            one = said(asked, 0, PROBLEM, number=number)
            answers.answer_items(asked_id=asked.pk, said=[one], by=city.clerk, at=at)
        assert codes(refusal) == ["unknown"]


def test_if_one_item_is_refused_nothing_is_kept_and_nothing_is_on_the_ledger(city, at, asked):
    both = [said(asked, 0, PROBLEM, "三人使用初始密码"), said(asked, 1, NOT)]
    with pytest.raises(CannotAnswer) as refusal:
        answers.answer_items(asked_id=asked.pk, said=both, by=city.clerk, at=at)
    assert codes(refusal) == ["no_reason"]
    assert str(refusal.value.reasons[0]).startswith("第2项")
    assert not Answer.objects.exists()
    assert not Matter.objects.exists()


def test_an_item_is_answered_once(city, at, asked):
    testing.answered(asked, FINE, by=city.clerk, at=at)
    with pytest.raises(CannotAnswer) as refusal:
        testing.answered(asked, PROBLEM, by=city.head, at=at)
    assert codes(refusal) == ["answered"]
    twice = [said(asked, 1, FINE), said(asked, 1, FINE)]
    with pytest.raises(CannotAnswer) as refusal:
        answers.answer_items(asked_id=asked.pk, said=twice, by=city.clerk, at=at)
    assert codes(refusal) == ["twice"]


def test_a_correction_leaves_what_was_said_before_and_a_new_problem_goes_on_the_ledger(city, at, asked):
    (answer,) = testing.answered(asked, FINE, by=city.clerk, at=at)
    later = at + timedelta(hours=1)
    answers.correct_answer(
        answer_id=answer.pk,
        said=said(asked, 0, PROBLEM, "复核发现两人"),
        reason="复核",
        by=city.head,
        at=later,
    )
    answer.refresh_from_db()
    (old,) = answer.corrections.all()
    assert (old.result, old.reason, old.by) == (FINE, "复核", city.head)
    assert answer.matter == Matter.objects.get()
    assert acts().filter(act="inspection.correct_answer").count() == 1


def test_a_problem_cannot_be_corrected_away_while_its_matter_stands(city, at, asked):
    (answer,) = testing.answered(asked, PROBLEM, by=city.clerk, at=at)

    def correct():
        return answers.correct_answer(
            answer_id=answer.pk, said=said(asked, 0, FINE), reason="写错单位", by=city.clerk, at=at
        )

    with pytest.raises(CannotAnswer) as refusal:
        correct()
    assert codes(refusal) == ["stands"]
    ledger.void_matter(matter_id=answer.matter_id, reason="登记有误", by=city.inspector, at=at)
    assert correct().matter is None
    assert answer.corrections.get().matter_id is not None


def test_other_words_for_a_problem_keep_its_matter(city, at, asked):
    (answer,) = testing.answered(asked, PROBLEM, by=city.clerk, at=at)
    one = said(asked, 0, PROBLEM, "抽查五条没有事由")
    answers.correct_answer(answer_id=answer.pk, said=one, reason="数错", by=city.clerk, at=at)
    assert Matter.objects.count() == 1
    assert Answer.objects.get().words == "抽查五条没有事由"


def test_a_correction_says_why_and_something_else(city, at, asked):
    (answer,) = testing.answered(asked, FINE, by=city.clerk, at=at)
    with pytest.raises(CannotAnswer) as refusal:
        answers.correct_answer(
            answer_id=answer.pk, said=said(asked, 0, FINE), reason=" ", by=city.clerk, at=at
        )
    assert codes(refusal) == ["same", "no_reason"]


def test_only_the_units_clerk_and_head_answer(city, at, asked):
    for person, error in (
        (city.stranger, Missing), (city.spared, Missing), (city.officer, Missing), (city.system, Missing),
        (city.local, Forbidden), (city.inspector, Forbidden), (city.office, Forbidden), (city.guidance, Forbidden),
    ):  # fmt: skip
        with pytest.raises(error):
            testing.answered(asked, FINE, by=person, at=at)
    assert testing.answered(asked, FINE, by=city.head, at=at)


def test_a_withdrawn_list_is_answered_no_more(city, at, asked):
    sending.withdraw_list(list_id=asked.check_list_id, words="发错", by=city.approver, at=at)
    with pytest.raises(CannotAnswer) as refusal:
        testing.answered(asked, FINE, by=city.clerk, at=at)
    assert codes(refusal) == ["withdrawn"]


def test_the_answer_of_last_time_stands_beside_the_item(city, at, asked):
    testing.answered(asked, FINE, NOT, by=city.clerk, at=at)
    later = at + timedelta(days=40)
    again = testing.a_sent_list(
        city.campaign, [city.ours], by=city.inspector, approver=city.approver, at=later,
    )  # fmt: skip
    lines = queries.lines(testing.asked_of(again, city.ours), city.clerk, at=later)
    assert [line.last.result if line.last else None for line in lines] == [FINE, NOT, None]
    assert all(line.answer is None for line in lines)


def test_progress_puts_the_late_first_and_counts_units_by_items(city, at, sent, asked):
    testing.answered(asked, FINE, FINE, FINE, by=city.clerk, at=at)
    testing.answered(testing.asked_of(sent, city.theirs), PROBLEM, by=city.stranger, at=at)
    late = at + timedelta(days=20)
    shown = progress.progress(sent, city.office, at=late)
    assert [line.asked.unit for line in shown.lines] == [city.theirs, city.ours]
    assert (shown.complete, shown.asked, shown.answered, shown.expected) == (1, 2, 4, 6)
    assert (shown.late, shown.problems, shown.given) == (1, 1, (2, 1, 1))
    assert progress.progress(sent, city.clerk, at=late).asked == 1


def test_reminders_climb_the_ladder_each_step_once_and_stop_with_the_last_answer(city, at, sent, asked):
    days = [datetime.combine(sent.due_on, at.timetz()) + timedelta(days=n) for n in range(-6, 8)]
    for when in (*days, days[-1]):
        reminding.send_reminders(at=when)
    told = {(one.step, one.person) for one in Sent.objects.filter(asked=asked)}
    assert told == {
        ("before", city.clerk), ("due", city.clerk), ("late_head", city.head), ("late_above", city.office),
    }  # fmt: skip
    assert [one.asked for one in queries.reminders(city.clerk, at=days[-1])] == [asked]
    testing.answered(asked, FINE, FINE, FINE, by=city.clerk, at=days[-1])
    assert queries.reminders(city.clerk, at=days[-1]) == []
    before = Sent.objects.filter(asked=asked).count()
    reminding.send_reminders(at=days[-1] + timedelta(days=30))
    assert Sent.objects.filter(asked=asked).count() == before


# -- who may see an answer -------------------------------------------------------------------------------------------

results = st.lists(st.sampled_from([FINE, PROBLEM, NOT]), max_size=3)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asks=st.sets(st.sampled_from(["ours", "theirs", "third"]), min_size=1), ours=results, theirs=results)
def test_an_answer_is_seen_by_exactly_those_whose_reach_holds_its_unit(city, at, asks, ours, theirs):
    """However units are picked and items answered: the query, the page of the unit and the export agree with the
    permission, unit by unit, and who is spared does not know of the list."""
    units = [getattr(city, name) for name in sorted(asks)]
    when = at + timedelta(days=1)
    for old in list_queries.visible(city.office, at=at).filter(state="sent"):
        sending.withdraw_list(list_id=old.pk, words="另一例", by=city.approver, at=at)
    made = testing.a_sent_list(city.campaign, units, by=city.inspector, approver=city.approver, at=when)
    for unit, given_results, clerk in ((city.ours, ours, city.clerk), (city.theirs, theirs, city.stranger)):
        if unit in units and given_results:
            testing.answered(testing.asked_of(made, unit), *given_results, by=clerk, at=when)
    for person in everybody(city):
        reached = {unit.pk for unit in units if may(person, "inspection.see", at=when, unit=unit)}
        seen = list_queries.asked_units(person, at=when).filter(check_list=made)
        assert {row.unit_id for row in seen} == reached, person
        known = list_queries.one(person, made.pk, at=when)
        assert (known is not None) == bool(reached), person
        of_answers = Answer.objects.filter(asked__check_list=made)
        assert {one.pk for one in of_answers if queries.answer_of(person, one.pk, at=when)} == {
            one.pk for one in of_answers if one.asked.unit_id in reached
        }
        exported = {row[0] for row in progress.table(made, person, at=when)}
        assert exported == {unit.name for unit in units if unit.pk in reached}
