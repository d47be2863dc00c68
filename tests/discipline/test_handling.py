"""The four forms: heard before decided, by a second person, for a computed time, never heavier for objecting."""

import io
from datetime import date, timedelta

import docx
import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.discipline import testing
from qingyuan.discipline.errors import CannotDecide
from qingyuan.discipline.kinds import AppealAnswer, DisposalKind, Measures, Reach, Result
from qingyuan.discipline.models import Handling
from qingyuan.discipline.policy import handling as policy
from qingyuan.discipline.queries import handling as queries
from qingyuan.discipline.rules import handling as rules
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Missing

BASIS = "公职人员政务处分法第三十九条"
measures, days = st.sampled_from(Measures), st.dates(date(2015, 1, 1), date(2040, 12, 31))


def codes(info) -> set[str]:
    return {reason.code for reason in info.value.reasons}


def a_verified(city, at, result):
    lead = testing.a_lead(
        campaign=city.campaign, by=city.handler, at=at, at_unit=city.root, people=(city.officer,)
    )
    testing.accepted(lead, handler=city.handler, by=city.handler, at=at)
    testing.disposed(lead, DisposalKind.VERIFY, by=city.handler, approver=city.approver, at=at)
    return testing.reported(
        lead, result, by=city.handler, team=(city.helper, city.handler), approver=city.approver, at=at
    )


@pytest.fixture
def founded(city, at):
    return a_verified(city, at, Result.FOUNDED)


def proposed(lead, city, at, measure=Measures.SANCTION_DEMERIT, person=None):
    return rules.propose_handling(
        lead_id=lead.pk, person=person or city.officer, measure=measure, basis=BASIS, facts="接受吃请一次",
        by=city.handler, at=at,
    )  # fmt: skip


def decided(lead, city, at, measure=Measures.SANCTION_DEMERIT):
    made = proposed(lead, city, at, measure)
    if policy.needs_hearing(measure):
        rules.hear_person(handling_id=made.pk, on=local_day(at), words="没有意见", by=city.handler, at=at)
    return rules.decide_handling(handling_id=made.pk, decided_on=local_day(at), by=city.approver, at=at)


def test_the_periods_are_those_of_the_law():
    assert {one: policy.MONTHS[one] for one in policy.MONTHS} == {
        Measures.SANCTION_WARNING: 6,
        Measures.SANCTION_DEMERIT: 12,
        Measures.SANCTION_MAJOR_DEMERIT: 18,
        Measures.SANCTION_DEMOTION: 24,
        Measures.SANCTION_DISMISSAL: 24,
    }
    assert policy.ends_on(Measures.SANCTION_WARNING, date(2021, 8, 31)) == date(2022, 2, 28)
    assert policy.ends_on(Measures.PARTY_WARNING, date(2021, 8, 31)) is None


someone = st.integers(1, 3)
decisions = st.builds(
    policy.Decision, measures, someone, someone, someone, st.none() | days, days, st.just("第三十九条")
)


@given(decisions, days)
def test_nothing_above_the_first_form_is_ever_decided_without_hearing_first_or_by_one_alone(said, today):
    if policy.decision_gaps(said, today):
        return
    assert len({said.person_id, said.proposer_id, said.decider_id}) == 3
    if policy.FORM_OF[said.measure].value != "1":
        assert said.heard_on is not None
        assert said.heard_on <= said.decided_on <= today


@given(measures, measures)
def test_of_two_measures_at_most_one_is_lighter_and_none_is_lighter_than_itself(one, other):
    assert not (policy.may_lighten(one, other) and policy.may_lighten(other, one))
    assert (one == other) == (policy.weight(one) == policy.weight(other))


@given(st.none() | days, days)
def test_leniency_follows_from_two_dates_alone(told, received):
    assert policy.is_lenient(told, received) == (told is not None and told < received)


def test_the_defence_cannot_be_skipped_and_not_by_the_database_either(city, founded, at):
    made = proposed(founded, city, at)
    with pytest.raises(CannotDecide) as info:
        rules.decide_handling(handling_id=made.pk, decided_on=local_day(at), by=city.approver, at=at)
    assert codes(info) == {"not_heard"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Handling.objects.filter(pk=made.pk).update(decided_on=local_day(at), decided_by=city.approver)


def test_the_proposer_does_not_decide_and_the_end_is_computed(city, founded, at):
    made = proposed(founded, city, at)
    rules.hear_person(handling_id=made.pk, on=local_day(at), words="事出有因", by=city.handler, at=at)
    with pytest.raises(CannotDecide) as info:
        rules.decide_handling(handling_id=made.pk, decided_on=local_day(at), by=city.handler, at=at)
    assert codes(info) == {"same_person"}
    rules.decide_handling(handling_id=made.pk, decided_on=local_day(at), by=city.approver, at=at)
    made.refresh_from_db()
    assert (made.form, made.ends_on) == ("2", date(2022, 3, 19))


def test_only_a_founded_lead_and_a_named_person_lead_to_a_handling(city, at):
    lead = a_verified(city, at, Result.UNFOUNDED)
    with pytest.raises(CannotDecide) as info:
        proposed(lead, city, at, person=city.clerk)
    assert codes(info) == {"not_founded", "not_named"}


def test_the_person_sees_his_own_record_only_once_it_is_decided_and_nobody_else_does(city, founded, at):
    proposed(founded, city, at, Measures.CRITICISM_EDUCATION)
    assert not queries.own(city.officer).exists()
    made = decided(founded, city, at)
    assert list(queries.own(city.officer)) == [made]
    for person in (city.head, city.local, city.office, city.system):
        assert not queries.handlings(person, at=at).exists()
        assert not queries.own(person).exists()


def test_an_appeal_is_answered_by_a_third_and_never_makes_heavier(city, founded, at):
    made = decided(founded, city, at)
    with pytest.raises(Missing):
        rules.appeal_handling(handling_id=made.pk, words="不服", by=city.clerk, at=at)
    rules.appeal_handling(handling_id=made.pk, words="事实有出入", by=city.officer, at=at)
    with pytest.raises(CannotDecide) as info:
        rules.appeal_handling(handling_id=made.pk, words="再说一次", by=city.officer, at=at)
    assert codes(info) == {"again"}
    later = at + timedelta(days=9)
    answer = {"handling_id": made.pk, "answer": AppealAnswer.LIGHTENED, "words": "情节较轻", "at": later}
    with pytest.raises(CannotDecide) as info:
        rules.answer_appeal(**answer, by=city.approver, measure=Measures.SANCTION_DISMISSAL)
    assert codes(info) == {"author", "heavier"}
    rules.answer_appeal(**answer, by=city.resident, measure=Measures.SANCTION_WARNING)
    made.refresh_from_db()
    assert (made.measure, made.ends_on) == (Measures.SANCTION_WARNING, date(2021, 9, 19))


def test_a_name_is_cleared_only_after_an_unfounded_report_and_the_notice_names_no_reporter(city, founded, at):
    clear = {
        "reach": Reach.UNIT,
        "told": "反映的吃请问题不存在。",
        "by": city.handler,
        "at": at,
        "person": city.officer,
    }
    with pytest.raises(CannotDecide) as info:
        rules.clear_name(lead_id=founded.pk, **clear)
    assert codes(info) == {"not_unfounded"}
    lead = a_verified(city, at, Result.UNFOUNDED)
    made = rules.clear_name(lead_id=lead.pk, **clear)
    with pytest.raises(CannotDecide) as info:
        rules.clear_name(lead_id=lead.pk, **clear)
    assert codes(info) == {"again"}
    text = "\n".join(p.text for p in docx.Document(io.BytesIO(queries.notice(made))).paragraphs)
    assert "澄清正名通知书" in text
    assert "反映的吃请问题不存在。" in text
    assert lead.matter.number not in text
    assert queries.cleared(city.local, made.pk, at=at) is None
