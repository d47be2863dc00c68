"""Clocks of reviews and appeals, entries that lapse, sanctions that end, adjustments without a lead, false reports."""

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.discipline import testing
from qingyuan.discipline.errors import CannotDecide, CannotHandle
from qingyuan.discipline.kinds import (
    AppealAnswer,
    Channel,
    DisposalKind,
    Effect,
    Event,
    Measure,
    Measures,
    Of,
    Result,
    Stage,
)
from qingyuan.discipline.models import Clock, Escalation, Handling, Lead
from qingyuan.discipline.policy import clocks as policy
from qingyuan.discipline.policy import handling as people
from qingyuan.discipline.policy import telling
from qingyuan.discipline.queries import figures
from qingyuan.discipline.queries import handling as queries
from qingyuan.discipline.queries import leads as lead_queries
from qingyuan.discipline.rules import clocks, disposal, handling, leads
from qingyuan.kit import clock
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Forbidden, Missing
from qingyuan.matters.api import kinds
from qingyuan.matters.errors import CannotClose
from qingyuan.matters.testing import a_matter
from qingyuan.org.testing import a_client
from qingyuan.trail.api import acts
from tests.discipline.test_handling import a_verified, decided


def codes(info) -> set[str]:
    return {reason.code for reason in info.value.reasons}


def told(lead, event, by, at, words="电话告知", on=None):
    return leads.note_event(lead_id=lead.pk, event=event, on=on or local_day(at), words=words, by=by, at=at)


@pytest.fixture
def petition(city, at):
    """A letter with a name under it, looked into and closed."""
    lead = testing.a_lead(
        campaign=city.campaign, by=city.handler, at=at, at_unit=city.root, people=(city.officer,),
        channel=Channel.LETTER, real_name=True,
    )  # fmt: skip
    told(lead, Event.TOLD_ACCEPTANCE, city.handler, at)
    testing.accepted(lead, handler=city.handler, by=city.handler, at=at)
    testing.disposed(lead, DisposalKind.CONCLUDE, by=city.handler, approver=city.approver, at=at)
    return lead


def shown(lead, day):
    read = lead_queries.readings([Lead.objects.get(pk=lead.pk)], day)[lead.pk]
    return {one.clock.code: one for one in read}


# -- policy ---------------------------------------------------------------------------------------------------------

events = st.lists(st.sampled_from(Event), max_size=8)


@given(st.sampled_from(kinds.State), st.sampled_from(Channel), events, st.booleans())
def test_nothing_is_ever_notable_that_an_act_of_its_own_writes(state, channel, happened, more):
    found = telling.notable(telling.Stands(state, channel, happened, more))
    assert set(found) <= telling.NOTED
    if state == kinds.State.VOID:
        assert found == []
    if Event.REVIEW_TOLD in found:
        assert Event.REVIEW_ASKED in happened
        assert channel in telling.PETITIONS


texts = st.text("甲乙丙丁戊己庚辛", min_size=12, max_size=40)


@given(
    texts, st.integers(0, 28), st.text("子丑寅卯，。 ", max_size=12), st.text("子丑寅卯，。 ", max_size=12)
)
def test_twelve_signs_of_the_accuser_are_always_found_and_none_of_his_never(said, place, before, after):
    start = min(place, len(said) - 12)
    assert people.quotes(before + said[start : start + 12] + after, said)
    assert not people.quotes(before + after, said)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(1, 36), st.integers(0, 1200))
def test_an_entry_lapses_on_the_day_after_its_clock_and_not_before(on, months, later):
    rule = policy.Clock(
        "x", Event.DECIDED, (), months, Measure.MONTHS, of=Of.HANDLING, effect=Effect.LAPSE,
        measures=(Measures.REMINDER_TALK,),
    )  # fmt: skip
    day = on + timedelta(days=later)
    entry = policy.Subject(None, False, None, [(Event.DECIDED, on)], Of.HANDLING, Measures.REMINDER_TALK)
    assert policy.lapsed([rule], entry, day) == (day > policy.deadline(on, months, Measure.MONTHS))
    other = policy.Subject(None, False, None, [(Event.DECIDED, on)], Of.HANDLING, Measures.PARTY_WARNING)
    assert not policy.lapsed([rule], other, day)


# -- review and re-review of a petition -----------------------------------------------------------------------------


def test_a_petitioner_may_ask_for_a_review_and_a_re_review_each_in_thirty_days_and_once(city, petition, at):
    testing.closed(petition, by=city.handler, signer=city.resident, at=at)
    with pytest.raises(CannotHandle) as info:
        told(petition, Event.REVIEW_ASKED, city.handler, at)
    assert codes(info) == {"not_now"}
    told(petition, Event.TOLD_RESULT, city.handler, at)
    with pytest.raises(CannotHandle) as info:
        told(petition, Event.OBJECTED, city.handler, at, words=" ")
    assert codes(info) == {"no_words"}
    told(petition, Event.OBJECTED, city.handler, at, words="认为没有找证人")
    assert shown(petition, local_day(at))["petition_review_ask"].reading.due_on == date(2021, 4, 18)
    late = at + timedelta(days=31)
    with pytest.raises(CannotHandle) as info:
        told(petition, Event.REVIEW_ASKED, city.handler, late)
    assert codes(info) == {"lapsed"}
    told(petition, Event.REVIEW_ASKED, city.handler, late, on=date(2021, 4, 18))
    assert shown(petition, local_day(late))["petition_review"].reading.due_on == date(2021, 5, 18)
    with pytest.raises(CannotHandle) as info:
        told(petition, Event.REVIEW_TOLD, city.handler, late)
    assert codes(info) == {"same_person"}
    told(petition, Event.REVIEW_TOLD, city.resident, late, words="维持")
    told(petition, Event.REREVIEW_ASKED, city.resident, late)
    told(petition, Event.REREVIEW_TOLD, city.resident, late, words="维持")
    with pytest.raises(CannotHandle) as info:
        told(petition, Event.REVIEW_ASKED, city.resident, late)
    assert codes(info) == {"not_now"}


def test_a_review_that_nobody_answers_goes_up_once_and_a_right_that_ended_does_not(city, petition, at):
    testing.closed(petition, by=city.handler, signer=city.resident, at=at)
    told(petition, Event.TOLD_RESULT, city.handler, at)
    assert clocks.raise_late(at=at + timedelta(days=40)) == 0
    told(petition, Event.REVIEW_ASKED, city.handler, at)
    late = at + timedelta(days=40)
    assert clocks.raise_late(at=late) == 1
    assert clocks.raise_late(at=late + timedelta(days=9)) == 0
    assert Escalation.objects.get().clock_id == "petition_review"


def test_who_was_given_more_time_says_why_before_closing(city, petition, at):
    clocks.ask_more_time(lead_id=petition.pk, code="petition_done", reason="等鉴定", by=city.handler, at=at)
    clocks.answer_more_time(lead_id=petition.pk, answer=kinds.Answer.GRANTED, by=city.approver, at=at)
    with pytest.raises(CannotClose) as info, transaction.atomic():
        testing.closed(petition, by=city.handler, signer=city.resident, at=at)
    assert codes(info) == {"untold"}
    told(petition, Event.TOLD_MORE_TIME, city.handler, at, words="鉴定需要时间")
    testing.closed(petition, by=city.handler, signer=city.resident, at=at)


def test_an_objection_to_having_been_sent_it_stops_the_clock_of_five_working_days(city, at):
    lead = testing.a_lead(
        campaign=city.campaign, by=city.handler, at=at, at_unit=city.root, channel=Channel.ASSIGNED
    )
    told(lead, Event.DISPUTED, city.handler, at, words="不属本局管辖，请改送")
    assert not shown(lead, local_day(at))["report_transfer"].reading.running
    testing.accepted(lead, handler=city.handler, by=city.handler, at=at)
    with pytest.raises(CannotHandle) as info:
        told(lead, Event.DISPUTED, city.handler, at)
    assert codes(info) == {"not_now"}


# -- appeals against a handling -------------------------------------------------------------------------------------


def appealed(made, city, at, words="事实有出入"):
    return handling.appeal_handling(handling_id=made.pk, words=words, by=city.officer, at=at)


def answered(made, by, at):
    return handling.answer_appeal(
        handling_id=made.pk, answer=AppealAnswer.UPHELD, words="经复核事实清楚", by=by, at=at
    )


def test_a_second_appeal_goes_to_the_level_above_and_to_somebody_else_and_there_is_no_third(city, at):
    made = decided(a_verified(city, at, Result.FOUNDED), city, at)
    assert appealed(made, city, at).stage == Stage.APPEAL
    answered(made, city.resident, at)
    assert appealed(made, city, at).stage == Stage.REAPPEAL
    with pytest.raises(CannotDecide) as info:
        answered(made, city.resident, at)
    assert codes(info) == {"answered_before"}
    answered(made, city.third, at)
    with pytest.raises(CannotDecide) as info:
        appealed(made, city, at)
    assert codes(info) == {"again"}


def test_the_level_that_handled_does_not_answer_the_second_appeal(city, at):
    lead = testing.a_lead(
        campaign=city.campaign, by=city.local, at=at, at_unit=city.ours, people=(city.constable,)
    )
    testing.accepted(lead, handler=city.local, by=city.local, at=at)
    testing.disposed(lead, DisposalKind.TALK, by=city.local, approver=city.local2, at=at)
    testing.reported(lead, Result.FOUNDED, by=city.local, team=(), approver=city.local2, at=at)
    made = handling.propose_handling(
        lead_id=lead.pk, person=city.constable, measure=Measures.ADMONITION, basis="第一条", facts="迟到三次",
        by=city.local, at=at,
    )  # fmt: skip
    handling.decide_handling(handling_id=made.pk, decided_on=local_day(at), by=city.local2, at=at)
    for by in (city.handler, city.local):
        handling.appeal_handling(handling_id=made.pk, words="不服", by=city.constable, at=at)
        if by == city.handler:
            answered(made, by, at)
    with pytest.raises(CannotDecide) as info:
        answered(made, city.local2, at)
    assert codes(info) == {"author", "not_above"}
    answered(made, city.approver, at)


def test_an_appeal_after_its_time_is_refused_and_one_left_unanswered_takes_the_lead_up_once(city, at):
    lead = a_verified(city, at, Result.FOUNDED)
    made = decided(lead, city, at)
    with pytest.raises(CannotDecide) as info:
        appealed(made, city, at + timedelta(days=32))
    assert codes(info) == {"lapsed"}
    appealed(made, city, at)
    late = at + timedelta(days=45)
    rose = {one.clock_id for one in Escalation.objects.filter(lead=lead)}
    assert "sanction_appeal" not in rose
    clocks.raise_late(at=late)
    clocks.raise_late(at=late + timedelta(days=1))
    assert Escalation.objects.filter(lead=lead, clock="sanction_appeal").count() == 1


def test_a_clock_without_a_source_lets_nothing_lapse_until_the_office_confirms_it(city, at):
    lead = a_verified(city, at, Result.FOUNDED)
    made = decided(lead, city, at, Measures.REMINDER_TALK)
    later = at + timedelta(days=400)
    rows = queries.own(city.officer)
    assert not queries.has_lapsed(queries.readings(rows, local_day(later))[made.pk])
    Clock.objects.filter(pk="first_form_lapse").update(amount=6, confirmed=True, active=True)
    assert queries.has_lapsed(queries.readings(rows, local_day(later))[made.pk])
    assert figures.figures(city.handler, at=at).forms[0] == ("1", 1)
    found = figures.figures(city.handler, at=later)
    assert (found.forms[0], found.lapsed) == (("1", 0), 1)
    assert acts().filter(act="discipline.decide_handling").exists()
    with clock.stopped_at(later):
        page = a_client(city.officer).get(reverse("discipline:own")).content.decode()
    assert "已失效的记录 1 条" in page


def test_an_ended_sanction_is_brought_to_mind_once_and_lifted_by_a_second_person(city, at):
    made = decided(a_verified(city, at, Result.FOUNDED), city, at, Measures.SANCTION_WARNING)
    lift = {"handling_id": made.pk, "at": at + timedelta(days=190)}
    with pytest.raises(CannotDecide) as info:
        handling.release_handling(**lift, on=local_day(at), by=city.handler)
    assert codes(info) == {"early", "same_person"}
    assert handling.remind_of_ends(at=at + timedelta(days=184)) == 0
    assert handling.remind_of_ends(at=lift["at"]) == 1
    assert handling.remind_of_ends(at=lift["at"]) == 0
    with clock.stopped_at(lift["at"]):
        assert "期满待解除 1" in a_client(city.approver).get(reverse("discipline:handlings")).content.decode()
    handling.release_handling(**lift, on=local_day(lift["at"]), by=city.approver)
    made.refresh_from_db()
    assert made.released_by == city.approver
    with pytest.raises(IntegrityError), transaction.atomic():
        Handling.objects.filter(pk=made.pk).update(released_on=made.decided_on)


# -- an adjustment that came by no lead -----------------------------------------------------------------------------


def test_a_problem_on_the_ledger_leads_to_an_adjustment_and_to_no_sanction(city, at):
    matter = a_matter(campaign=city.campaign, unit=city.ours, by=city.office, at=at)
    ask = {
        "matter_id": matter.pk, "person": city.officer, "basis": "第三条", "facts": "台账显示三次逾期", "at": at,
    }  # fmt: skip
    with pytest.raises(CannotDecide) as info:
        handling.propose_adjustment(**ask, measure=Measures.SANCTION_WARNING, by=city.handler)
    assert codes(info) == {"measure"}
    with pytest.raises(CannotDecide) as info:
        handling.propose_adjustment(
            **ask | {"person": city.helper}, measure=Measures.POST_ADJUSTMENT, by=city.handler
        )
    assert codes(info) == {"elsewhere"}
    for person in (city.head, city.clerk, city.system):
        with pytest.raises((Missing, Forbidden)):
            handling.propose_adjustment(**ask, measure=Measures.POST_ADJUSTMENT, by=person)
    made = handling.propose_adjustment(**ask, measure=Measures.POST_ADJUSTMENT, by=city.handler)
    with pytest.raises(CannotDecide) as info:
        handling.decide_handling(handling_id=made.pk, decided_on=local_day(at), by=city.handler, at=at)
    assert codes(info) == {"not_heard", "same_person"}
    handling.hear_person(handling_id=made.pk, on=local_day(at), words="没有意见", by=city.handler, at=at)
    handling.decide_handling(handling_id=made.pk, decided_on=local_day(at), by=city.approver, at=at)
    recorded = acts().filter(subject=f"matter:{matter.pk}", act__startswith="discipline.")
    assert recorded.count() == 3
    assert list(queries.own(city.officer)) == [made]
    with pytest.raises(IntegrityError), transaction.atomic():
        Handling.objects.filter(pk=made.pk).update(lead=a_verified(city, at, Result.FOUNDED))


def test_no_lead_is_taken_for_a_problem(city, at):
    lead = testing.a_lead(
        campaign=city.campaign, by=city.handler, at=at, at_unit=city.root, people=(city.officer,)
    )
    with pytest.raises(Missing):
        handling.propose_adjustment(
            matter_id=lead.matter_id, person=city.officer, measure=Measures.POST_ADJUSTMENT, basis="x",
            facts="x", by=city.handler, at=at,
        )  # fmt: skip


# -- what the accuser said, and false reports -----------------------------------------------------------------------


def test_what_the_person_reads_never_repeats_what_the_accuser_said(city, at):
    lead = a_verified(city, at, Result.FOUNDED)
    said = {
        "lead_id": lead.pk,
        "person": city.officer,
        "measure": Measures.ADMONITION,
        "basis": "第一条",
        "at": at,
    }
    with pytest.raises(CannotDecide) as info:
        handling.propose_handling(**said, facts=f"查明：{lead.matter.statement}。", by=city.handler)
    assert codes(info) == {"quoted"}
    made = decided(lead, city, at)
    appealed(made, city, at)
    with pytest.raises(CannotDecide) as info:
        handling.answer_appeal(
            handling_id=made.pk, answer=AppealAnswer.UPHELD, words=f"信中说{lead.matter.statement}",
            by=city.resident, at=at,
        )  # fmt: skip
    assert codes(info) == {"quoted"}


def test_a_false_accusation_is_determined_by_the_bureau_and_only_at_prefecture_level(city, at):
    lead = a_verified(city, at, Result.UNFOUNDED)
    with pytest.raises(CannotHandle) as info:
        disposal.propose_false_report(lead_id=lead.pk, words="", by=city.handler, at=at)
    assert codes(info) == {"no_words"}
    disposal.propose_false_report(lead_id=lead.pk, words="伪造照片，本人承认意图", by=city.helper, at=at)
    decide = {"lead_id": lead.pk, "approve": True, "words": "同意", "at": at}
    for person in (city.helper, city.handler):
        with pytest.raises(CannotHandle) as info:
            disposal.determine_false_report(**decide, by=person)
        assert "same_person" in codes(info)
    type(city.root).objects.filter(pk=city.root.pk).update(level="county")
    with pytest.raises(CannotHandle) as info:
        disposal.determine_false_report(**decide, by=city.resident)
    assert codes(info) == {"level"}
    type(city.root).objects.filter(pk=city.root.pk).update(level="city")
    made = disposal.determine_false_report(**decide, by=city.resident)
    assert made.state == "approved"


def test_a_county_handler_does_not_determine_a_false_accusation(city, at):
    lead = testing.a_lead(
        campaign=city.campaign, by=city.local, at=at, at_unit=city.ours, people=(city.constable,)
    )
    testing.accepted(lead, handler=city.local, by=city.local, at=at)
    testing.disposed(lead, DisposalKind.TALK, by=city.local, approver=city.local2, at=at)
    testing.reported(lead, Result.UNFOUNDED, by=city.local, team=(), approver=city.local2, at=at)
    disposal.propose_false_report(lead_id=lead.pk, words="伪造照片", by=city.local, at=at)
    with pytest.raises(Forbidden):
        disposal.determine_false_report(lead_id=lead.pk, approve=True, words="", by=city.local2, at=at)


def test_a_founded_report_is_never_a_false_one(city, at):
    lead = a_verified(city, at, Result.FOUNDED)
    with pytest.raises(CannotHandle) as info:
        disposal.propose_false_report(lead_id=lead.pk, words="x", by=city.handler, at=at)
    assert codes(info) == {"not_unfounded"}
