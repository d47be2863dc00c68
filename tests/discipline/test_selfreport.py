"""Self-examination: the policy first, leaders first, sealed to those who may read, and two dates."""

import json
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingyuan.discipline import testing
from qingyuan.discipline.errors import CannotAnswer, CannotHandle, CannotHold, Missing
from qingyuan.discipline.kinds import Channel, DisposalKind, Followed, Measures, Result, Said
from qingyuan.discipline.models import Draft, SelfReport
from qingyuan.discipline.policy import handling as handling_policy
from qingyuan.discipline.policy import selfreport as policy
from qingyuan.discipline.policy.selfreport import Leader
from qingyuan.discipline.queries import selfreport as queries
from qingyuan.discipline.rules import handling, selfhandling
from qingyuan.discipline.rules import selfreport as rules
from qingyuan.engines import envelope
from qingyuan.kit.errors import Forbidden
from qingyuan.org.api import Role
from qingyuan.org.testing import a_person
from qingyuan.trail.api import acts_on
from qingyuan.trail.models import Entry
from tests.discipline.windows import (
    SECRET,
    a_policy,
    a_window,
    desks,
    leads_first,
    opened_with,
    read,
    sealed_for,
)


@pytest.fixture
def seats(city, at):
    return desks(city, at)


@pytest.fixture
def window(city, at):
    a_policy(city.root, city.handler, at)
    return a_window(city.campaign, city.root, city.office, at)


@pytest.fixture
def open_window(city, at, window):
    """The head of the county bureau has answered: his people are asked."""
    leads_first(window, city.head, at)
    return window


def codes(refusal):
    return {reason.code for reason in refusal.value.reasons}


# -- what is decided, without a database -----------------------------------------------------------------------


def test_two_dates_decide_and_the_same_day_is_too_late():
    lenient = handling_policy.is_lenient
    assert lenient(date(2021, 3, 17), date(2021, 3, 18))
    assert not lenient(date(2021, 3, 18), date(2021, 3, 18))
    assert not lenient(date(2021, 3, 19), date(2021, 3, 18))
    assert not lenient(None, date(2021, 3, 18))
    assert lenient(date(2021, 3, 18), None)


STEPS = ["0001", "0002", "0003", "000A"]
paths = st.lists(st.sampled_from(STEPS), max_size=3).map(lambda steps: "0001" + "".join(steps))
people = st.integers(1, 12)


@given(
    st.lists(st.builds(Leader, people, paths), max_size=10),
    st.sets(people),
    st.sets(people),
    paths,
)
@settings(max_examples=300)
def test_nobody_is_asked_before_every_leader_at_his_place_and_above_has_answered(led, answered, away, path):
    waits = policy.waited_for(path, led, answered, away)
    above = {one.person for one in led if path.startswith(one.path)}
    assert waits == above - answered - away
    assert not waits & answered
    more = policy.waited_for(path, led, answered | {1}, away)
    assert more <= waits, "an answer never closes a window"
    assert policy.waited_for(path + "0001", led, answered, away) >= waits, "below waits for no fewer"


@given(st.binary(max_size=400), st.sets(st.text("AB", min_size=1, max_size=3), max_size=3))
def test_what_is_not_sealed_to_one_reader_is_never_taken(data, readers):
    sealed = policy.Sealed("age1nothing", data, dict.fromkeys(readers, data))
    assert "bad_seal" in policy.sealed_faults(sealed, readers)


# -- the window ------------------------------------------------------------------------------------------------


def test_a_window_needs_a_policy_a_list_with_articles_and_leaders(city, at):
    draft = rules.WindowDraft("自查", at.date(), at.date(), (("吃请", ""),))
    with pytest.raises(CannotHold) as refusal:
        rules.hold_window(campaign=city.campaign, unit=city.supervision, draft=draft, by=city.office, at=at)
    assert codes(refusal) == {"no_policy", "no_basis", "no_leaders"}


def test_the_policy_comes_before_everything(city, at, window):
    with pytest.raises(CannotAnswer) as refusal:
        rules.speak_first(window_id=window.pk, words="查到会议过多，四月底前压减", by=city.head, at=at)
    assert codes(refusal) == {"not_read"}
    read(window, city.head, at)
    read(window, city.head, at)
    assert acts_on(f"policy:{window.policy_id}").filter(act="discipline.read_policy").count() == 1


def test_many_at_once_are_refused_and_answer_as_one_by_one(city, at, window):
    their_head = a_person(city.theirs, Role.UNIT_HEAD, leader=True)
    people = [city.constable, *(a_person(city.ours) for _ in range(3)), a_person(city.theirs)]
    everybody = [*people, city.head, their_head, city.office, city.handler, city.local]

    def one_by_one():
        return {one.pk: queries.place(window, one, at) for one in everybody}

    def refused(whom):
        with pytest.raises(CannotAnswer) as refusal:
            rules.answer_nil_many(window_id=window.pk, people=whom, at=at)
        return codes(refusal)

    assert queries.places(window, everybody, at) == one_by_one()
    assert refused(people) == {"not_read", "leaders_first"}
    assert rules.read_policy_many(policy_id=window.policy_id, people=people, at=at) == 5
    assert rules.read_policy_many(policy_id=window.policy_id, people=people, at=at) == 0
    leads_first(window, city.head, at)
    assert queries.places(window, everybody, at) == one_by_one()
    assert refused(people) == {"leaders_first"}, (
        "the others' leader has not answered, so nobody's answer is taken"
    )
    assert not SelfReport.objects.filter(person__in=people).exists()
    assert rules.answer_nil_many(window_id=window.pk, people=people[:4], at=at) == 4
    assert queries.places(window, everybody, at) == one_by_one()
    assert refused(people[:1]) == {"answered"}
    alone = a_person(city.ours)
    read(window, alone, at)
    rules.answer_nil(window_id=window.pk, by=alone, at=at)
    made = SelfReport.objects.filter(person__in=[*people, alone])
    entries = [acts_on(f"selfreport:{one.public_id}").get() for one in made]
    assert {(entry.act, len(entry.detail)) for entry in entries} == {
        ("discipline.self_report", len(entries[0].detail))
    }
    assert {entry.actor for entry in entries} == {one.key for one in [*people[:4], alone]}
    assert {one.unit_id for one in made} <= {city.ours.pk, city.station.pk}
    assert queries.held(entries) == [bytes(one.digest) for one in made]
    with pytest.raises(Missing):
        rules.answer_nil_many(window_id=0, people=people[:1], at=at)
    with pytest.raises(Missing):
        rules.read_policy_many(policy_id=0, people=people[:1], at=at)


def test_officers_are_asked_after_their_leaders_and_not_before(city, at, window):
    read(window, city.constable, at)
    with pytest.raises(CannotAnswer) as refusal:
        rules.answer_nil(window_id=window.pk, by=city.constable, at=at)
    assert codes(refusal) == {"leaders_first"}
    assert not queries.waiting(city.constable, at)
    chief = a_person(city.station, Role.UNIT_HEAD, name="所长", leader=True)
    leads_first(window, city.head, at)
    assert queries.place(window, city.constable, at).waits == {chief.pk}
    leads_first(window, chief, at)
    assert [one.pk for one in queries.waiting(city.constable, at)] == [window.pk]
    assert rules.answer_nil(window_id=window.pk, by=city.constable, at=at).said == Said.NIL
    assert not queries.waiting(city.constable, at)


def test_a_leader_who_says_nothing_in_public_has_not_answered(city, at, window):
    read(window, city.head, at)
    with pytest.raises(CannotAnswer) as refusal:
        rules.answer_nil(window_id=window.pk, by=city.head, at=at)
    assert codes(refusal) == {"no_commitment"}
    with pytest.raises(CannotAnswer) as refusal:
        rules.speak_first(window_id=window.pk, words="。", by=city.head, at=at)
    assert codes(refusal) == {"short"}
    with pytest.raises(CannotAnswer) as refusal:
        read(window, city.officer, at)
        rules.speak_first(window_id=window.pk, words="查到会议过多，四月底前压减", by=city.officer, at=at)
    assert "no_leader" in codes(refusal)


def test_a_leader_on_leave_holds_nobody_up(city, at, window):
    from qingyuan.org.api import kinds
    from qingyuan.org.api import rules as org_rules

    org_rules.add_duty(
        unit=city.ours,
        person=city.head,
        kind=kinds.DutyKind.LEAVE,
        from_at=at - timedelta(days=1),
        to_at=at + timedelta(days=5),
        by=city.clerk,
        at=at,
    )
    assert queries.place(window, city.officer, at).waits == frozenset()


def test_one_answers_once_and_in_time(city, at, open_window):
    read(open_window, city.officer, at)
    rules.answer_nil(window_id=open_window.pk, by=city.officer, at=at)
    with pytest.raises(CannotAnswer) as refusal:
        rules.answer_nil(window_id=open_window.pk, by=city.officer, at=at + timedelta(days=40))
    assert codes(refusal) == {"answered", "over"}


# -- telling ------------------------------------------------------------------------------------------------------


def test_a_self_report_can_be_read_by_the_desks_above_and_by_nobody_else(city, at, seats, open_window):
    read(open_window, city.officer, at)
    sealed, _key = sealed_for(city.officer, at)
    made = rules.tell(window_id=open_window.pk, sealed=sealed, by=city.officer, at=at)
    assert opened_with(seats.city, made) == SECRET
    assert list(queries.readable(city.handler)) == [made]
    for person in vars(city).values():
        if hasattr(person, "police_no") and person != city.handler:
            assert not queries.readable(person).exists(), person
    assert [one.pk for one in queries.own(city.officer)] == [made.pk]


def test_telling_waits_for_no_leader_and_no_window(city, at, seats, window):
    read(window, city.constable, at)
    sealed, _key = sealed_for(city.constable, at)
    made = rules.tell(window_id=None, sealed=sealed, by=city.constable, at=at)
    assert made.followed == Followed.WAITING
    assert queries.told_on(city.constable) == at.date()


def test_a_head_is_read_by_nobody_below_him(city, at):
    from qingyuan.reports.kinds import DeskKind
    from qingyuan.reports.testing import a_seat

    inside = a_seat(DeskKind.UNIT, city.ours, at=at, person=city.local)
    outside = a_seat(DeskKind.RESIDENT, None, at=at)
    names = {one.key for one in queries.readers(city.head, at)}
    assert names == {outside.key.key}
    station = {one.key for one in queries.readers(city.constable, at)}
    assert station == {inside.key.key}


def test_a_slot_more_or_less_or_a_body_in_plain_is_refused(city, at, seats, open_window):
    read(open_window, city.officer, at)
    sealed, key = sealed_for(city.officer, at)
    mine = envelope.seal(key.encode(), envelope.recipient_of(envelope.new_identity()))
    for slots in ({}, {**sealed.slots, "SOMEBODY00": mine}):
        with pytest.raises(CannotAnswer) as refusal:
            wrong = policy.Sealed(sealed.recipient, sealed.body, slots)
            rules.tell(window_id=open_window.pk, sealed=wrong, by=city.officer, at=at)
        assert codes(refusal) == {"wrong_readers"}
    with pytest.raises(CannotAnswer) as refusal:
        wrong = policy.Sealed(sealed.recipient, SECRET.encode(), sealed.slots)
        rules.tell(window_id=open_window.pk, sealed=wrong, by=city.officer, at=at)
    assert codes(refusal) == {"bad_seal"}
    assert not SelfReport.objects.filter(person=city.officer).exists()


def test_without_keys_nothing_can_be_told_and_nil_still_can(city, at, open_window):
    read(open_window, city.officer, at)
    sealed, _key = sealed_for(city.officer, at)
    with pytest.raises(CannotAnswer) as refusal:
        rules.tell(window_id=open_window.pk, sealed=sealed, by=city.officer, at=at)
    assert codes(refusal) == {"nobody"}
    assert rules.answer_nil(window_id=open_window.pk, by=city.officer, at=at)


def test_nil_and_told_look_alike_in_the_record_and_what_they_say_is_held(city, at, seats, open_window):
    for person, act in ((city.officer, "nil"), (city.constable, "tell")):
        read(open_window, person, at)
        if act == "nil":
            rules.answer_nil(window_id=open_window.pk, by=person, at=at)
        else:
            sealed, _key = sealed_for(person, at)
            rules.tell(window_id=open_window.pk, sealed=sealed, by=person, at=at)
    entries = list(Entry.objects.filter(act="discipline.self_report").order_by("pk"))[-2:]
    shapes = [(entry.act, sorted(json.loads(entry.detail)), len(entry.detail)) for entry in entries]
    assert shapes[0] == shapes[1]
    digests = [bytes.fromhex(json.loads(entry.detail)["digest"]) for entry in entries]
    assert queries.held(entries) == digests
    told = SelfReport.objects.get(said=Said.TOLD)
    SelfReport.objects.filter(pk=told.pk).update(at=at + timedelta(days=9))
    assert queries.held(entries) != digests, "a date that was changed is noticed"
    told.slots.all().delete()
    told.delete()
    assert queries.held(entries)[1] == b""


def test_a_draft_is_ones_own_sealed_and_can_be_withdrawn_without_a_trace(city, at, open_window):
    text = '{"text": "' + SECRET + '"}'
    padded = text + " " * (4096 - len(text.encode()))
    sealed = envelope.seal_pass(padded, "一句口令 很长很长", work_factor=4)
    before = Entry.objects.count()
    rules.keep_draft(window_id=open_window.pk, sealed=sealed, by=city.officer, at=at)
    assert queries.draft(city.officer, open_window)
    assert queries.draft(city.constable, open_window) is None
    rules.withdraw_draft(window_id=open_window.pk, by=city.officer, at=at)
    assert not Draft.objects.exists()
    assert Entry.objects.count() == before
    for wrong in (text.encode(), envelope.seal_pass(text, "x", work_factor=4)):
        with pytest.raises(CannotAnswer):
            rules.keep_draft(window_id=open_window.pk, sealed=wrong, by=city.officer, at=at)


def test_without_script_the_server_seals_and_keeps_nothing_plain(city, at, seats, open_window):
    read(open_window, city.officer, at)
    made = selfhandling.tell_plain(window_id=open_window.pk, words={"text": SECRET}, by=city.officer, at=at)
    assert made.plain
    assert SECRET.encode() not in bytes(made.sealed)
    assert opened_with(seats.city, made) == SECRET


def test_administrators_and_the_head_may_do_nothing_here(city, at, seats, open_window):
    for person in (city.system, city.security, city.audit):
        with pytest.raises(Forbidden):
            rules.answer_nil(window_id=open_window.pk, by=person, at=at)
    sealed, _key = sealed_for(city.officer, at)
    read(open_window, city.officer, at)
    made = rules.tell(window_id=open_window.pk, sealed=sealed, by=city.officer, at=at)
    with pytest.raises(Forbidden):
        selfhandling.open_self_report(report_id=made.pk, by=city.head, at=at)
    for person in (city.local, city.helper, city.resident):
        with pytest.raises(Missing):
            selfhandling.open_self_report(report_id=made.pk, by=person, at=at)


# -- what follows ----------------------------------------------------------------------------------------------


@pytest.fixture
def told(city, at, seats, open_window):
    read(open_window, city.officer, at)
    sealed, _key = sealed_for(city.officer, at)
    return rules.tell(window_id=open_window.pk, sealed=sealed, by=city.officer, at=at)


def test_it_is_opened_before_anything_follows_and_noted_or_made_a_lead(city, at, told):
    with pytest.raises(CannotHandle) as refusal:
        selfhandling.note_self_report(report_id=told.pk, by=city.handler, at=at)
    assert codes(refusal) == {"not_opened"}
    assert len(selfhandling.open_self_report(report_id=told.pk, by=city.handler, at=at)) == 1
    taken = selfhandling.take_up_self_report(
        report_id=told.pk,
        campaign=city.campaign,
        statement="本人说明收受礼品",
        at_unit=city.root,
        by=city.handler,
        at=at,
    )
    assert taken.lead.channel == Channel.OWN_CHECK
    assert taken.lead.matter.namings.filter(person=city.officer).exists()
    with pytest.raises(CannotHandle) as refusal:
        selfhandling.note_self_report(report_id=told.pk, by=city.handler, at=at)
    assert codes(refusal) == {"followed"}


def a_handling(city, lead, at):
    testing.accepted(lead, handler=city.handler, by=city.handler, at=at)
    testing.disposed(lead, DisposalKind.VERIFY, by=city.handler, approver=city.approver, at=at)
    testing.reported(
        lead, Result.FOUNDED, by=city.handler, team=(city.helper, city.third), approver=city.approver, at=at
    )
    made = handling.propose_handling(
        lead_id=lead.pk,
        person=city.officer,
        measure=Measures.REMINDER_TALK,
        basis="纪律条令第二十条",
        facts="收受香烟两条",
        by=city.handler,
        at=at,
    )
    return handling.decide_handling(handling_id=made.pk, decided_on=at.date(), by=city.resident, at=at)


def test_leniency_follows_from_the_two_dates_and_from_nothing_else(city, at, told):
    later = at + timedelta(days=3)
    lead = testing.a_lead(
        campaign=city.campaign, by=city.handler, at=later, at_unit=city.root, people=(city.officer,)
    )
    made = a_handling(city, lead, later)
    assert (made.lenient, made.self_reported_on) == (True, at.date())


def test_who_told_on_the_day_of_the_lead_or_never_is_not_treated_so(city, at, told):
    lead = testing.a_lead(
        campaign=city.campaign, by=city.handler, at=at, at_unit=city.root, people=(city.officer,)
    )
    made = a_handling(city, lead, at)
    assert (made.lenient, made.self_reported_on) == (False, at.date())


def test_a_lead_that_came_out_of_the_self_report_is_not_held_against_it(city, at, told):
    selfhandling.open_self_report(report_id=told.pk, by=city.handler, at=at)
    taken = selfhandling.take_up_self_report(
        report_id=told.pk,
        campaign=city.campaign,
        statement="本人说明收受礼品",
        at_unit=city.root,
        by=city.handler,
        at=at,
    )
    assert a_handling(city, taken.lead, at).lenient


# -- figures ---------------------------------------------------------------------------------------------------


def test_a_unit_sees_counts_and_never_who_told_something(city, at, told, open_window):
    for person, everything in ((city.head, False), (city.office, False), (city.handler, True)):
        found = queries.window_figures(open_window, person, at=at, all_of_it=everything)
        assert found.answered == 2
        assert (found.told, found.nil) == ((1, 1) if everything else (None, None))
    assert queries.window_figures(open_window, city.clerk, at=at, all_of_it=False).asked == 0
