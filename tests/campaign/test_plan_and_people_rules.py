"""Plan, people and registers: what may be done, by whom, and what it leaves behind."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from qingyuan.campaign.errors import (
    CannotAssign,
    CannotChangePlan,
    CannotRecord,
)
from qingyuan.campaign.events import (
    DecisionTaken,
    GapFound,
    OpinionGiven,
    TaskIssued,
    VisitFound,
)
from qingyuan.campaign.kinds import Duty, Followable, GapAnswer, MemberRole, QuarterState
from qingyuan.campaign.models import (
    ContactPoint,
    GroupMember,
    Meeting,
    Responsibility,
    Task,
)
from qingyuan.campaign.policy import split_clauses
from qingyuan.campaign.queries.plan import plan_coverage
from qingyuan.campaign.rules import contacts, people, plans, registers
from qingyuan.campaign.shelves import Followed, followers
from qingyuan.campaign.testing import (
    AT,
    KICK_OFF,
    PLAN,
    SHANGHAI,
    a_campaign,
    a_contact_point,
    a_guidance_visit,
    a_key_task,
    a_lesson,
    a_meeting,
    a_plan,
    a_responsibility,
    a_task,
)
from qingyuan.kit.errors import Forbidden
from qingyuan.org.testing import a_person
from tests.campaign.asking import acts, codes

# --- plan and tasks


def test_no_task_without_a_clause_and_clauses_without_a_task_are_listed(city, at):
    version = a_plan(city.campaign)
    a_task(city.campaign, clause=version.clauses.get(number="一（一）"))
    assert [c.number for c in plan_coverage(version).lacking] == ["一（二）", "二（一）", "二（二）", "三"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(campaign=city.campaign).update(clause=None)


def test_a_new_version_takes_along_tasks_whose_words_stand_and_lists_the_rest(city, at):
    first = a_plan(city.campaign)
    kept = a_task(city.campaign, clause=first.clauses.get(number="二（一）"))
    lost = a_task(city.campaign, clause=first.clauses.get(number="一（一）"))
    second = a_plan(
        city.campaign,
        text=PLAN.replace("每周集中学习不少于两次", "每周集中学习不少于三次"),
        effective_on=KICK_OFF + timedelta(days=30),
    )
    kept.refresh_from_db()
    assert (kept.clause.version, kept.clause.number) == (second, "二（一）")
    ((task, proposed),) = plan_coverage(second).adrift
    assert (task, proposed.number) == (lost, "一（一）")
    plans.relink_task(task=lost, clause=proposed, by=city.office, at=at)
    assert plan_coverage(second).adrift == ()
    with pytest.raises(CannotChangePlan) as refused:
        plans.relink_task(task=lost, clause=first.clauses.get(number="一（一）"), by=city.office, at=at)
    assert codes(refused) == ["old_clause"]


def test_a_version_with_repeated_or_no_numbers_is_refused(city, at):
    plan = a_plan(city.campaign).plan
    for text, code in (("没有编号", "no_clause"), ("一、甲\n一、乙", "repeated"), ("一、\n二、乙", "empty")):
        with pytest.raises(CannotChangePlan) as refused:
            plans.issue_version(
                plan=plan, effective_on=date(2021, 5, 1), clauses=split_clauses(text), by=city.office, at=at
            )
        assert codes(refused) == [code]
    assert plan.versions.count() == 1


def test_of_the_issued_file_only_name_size_and_hash_are_kept(city, at):
    plan = plans.add_plan(campaign=city.campaign, title="方案", by=city.office, at=at)
    version = plans.issue_version(
        plan=plan,
        effective_on=KICK_OFF,
        clauses=split_clauses("一、甲"),
        file_name="方案.docx",
        file=b"abc",
        by=city.office,
        at=at,
    )
    assert version.file_sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert version.file_size == 3


def test_each_share_of_a_task_is_told_and_reported_by_its_own_unit_only(city, at, facts):
    task = a_task(city.campaign, [city.a, city.b])
    told = [fact for fact in facts if isinstance(fact, TaskIssued)]
    assert {fact.unit_id for fact in told} == {city.a.pk, city.b.pk}
    share = task.allocations.get(unit=city.a)
    with pytest.raises(Forbidden):
        plans.report_task(share=share, result="完成", by=city.clerk_b, at=at)
    with pytest.raises(CannotChangePlan) as refused:
        plans.report_task(share=share, result=" ", by=city.clerk_a, at=at)
    assert codes(refused) == ["result"]
    assert (
        plans.report_task(share=share, result="已组织两次学习", by=city.clerk_a, at=at).done_by
        == city.clerk_a
    )
    assert acts(f"task:{task.pk}") == [
        "campaign.issue_task",
        "campaign.allot_task",
        "campaign.allot_task",
        "campaign.report_task",
    ]


def test_a_task_that_the_ledger_follows_is_signed_off_there(city, at, monkeypatch):
    share = a_task(city.campaign).allocations.get(unit=city.a)
    monkeypatch.setitem(
        followers._things,
        Followable.TASK,
        lambda ids: {pk: Followed("办理中", "/ledger/1", False) for pk in ids},
    )
    with pytest.raises(CannotChangePlan) as refused:
        plans.report_task(share=share, result="完成", by=city.clerk_a, at=at)
    assert codes(refused) == ["followed"]


def test_a_task_goes_to_covered_units_only_and_ends_with_the_campaign(city, at):
    clause = a_plan(city.campaign).clauses.first()
    with pytest.raises(CannotChangePlan) as refused:
        plans.issue_task(
            campaign=city.campaign,
            clause=clause,
            title="",
            criterion="",
            due_on=date(2022, 1, 1),
            lead_unit=city.elsewhere,
            units=[city.elsewhere],
            by=city.office,
            at=at,
        )
    assert codes(refused) == ["title", "criterion", "after_end", "outside", "not_covered"]
    assert (
        plans.allot_task(task=a_task(city.campaign, [city.a]), units=[city.a, city.b], by=city.office, at=at)
        == 1
    )


# --- people


def test_a_successor_ends_the_predecessor_on_the_eve(city, at):
    first = a_responsibility(city.campaign, city.a)
    second = a_responsibility(city.campaign, city.a, from_on=KICK_OFF + timedelta(days=20))
    first.refresh_from_db()
    assert first.to_on == KICK_OFF + timedelta(days=19)
    assert second.to_on is None
    with pytest.raises(CannotAssign) as refused:
        a_responsibility(city.campaign, city.a, from_on=KICK_OFF)
    assert codes(refused) == ["clash", "clash"]
    with pytest.raises(IntegrityError), transaction.atomic():
        Responsibility.objects.create(
            campaign=city.campaign,
            unit=city.a,
            person=city.clerk_a,
            kind=Duty.FIRST,
            from_on=date(2021, 5, 1),
        )


def test_dual_duty_names_its_line_of_work(city, at):
    with pytest.raises(CannotAssign) as refused:
        people.assign_responsibility(
            campaign=city.campaign,
            unit=city.unit,
            person=city.head,
            kind=Duty.DUAL,
            covers=[city.elsewhere],
            from_on=KICK_OFF,
            by=city.office,
            at=at,
        )
    assert codes(refused) == ["outside", "portfolio"]


def test_membership_keeps_its_history_and_a_group_has_one_head(city, at):
    group = city.campaign.groups.get()
    give = {"group": group, "from_on": KICK_OFF, "by": city.office, "at": at}
    old = people.join_group(person=city.head, role=MemberRole.HEAD, **give)
    with pytest.raises(CannotAssign) as refused:
        people.join_group(person=city.head_a, role=MemberRole.HEAD, **give)
    assert codes(refused) == ["head"]
    people.leave_group(member=old, to_on=KICK_OFF + timedelta(days=9), by=city.office, at=at)
    people.join_group(person=city.head_a, role=MemberRole.HEAD, **give)
    assert group.members.count() == 2
    with pytest.raises(IntegrityError), transaction.atomic():
        GroupMember.objects.create(group=group, person=city.clerk_a, role="head", from_on=KICK_OFF)


def test_what_a_meeting_decides_is_told_with_unit_person_and_day(city, at, facts):
    resolved = people.Resolved("清理涉案财物", city.a, date(2021, 4, 1), city.head_a)
    meeting = a_meeting(city.campaign, decisions=[resolved])
    decision = meeting.decisions.get()
    expected = DecisionTaken(
        decision.pk, city.campaign.pk, city.a.pk, city.head_a.pk, date(2021, 4, 1), city.office.pk, AT
    )
    assert facts[-1] == expected
    assert acts(f"meeting:{meeting.pk}") == ["campaign.hold_meeting", "campaign.add_decision"]


def test_a_meeting_with_a_wrong_decision_is_not_recorded_at_all(city, at):
    with pytest.raises(CannotRecord) as refused:
        a_meeting(city.campaign, decisions=[people.Resolved("清理", city.a, date(2021, 3, 1))])
    assert codes(refused) == ["due"]
    assert not Meeting.objects.exists()


def test_a_visit_that_finds_something_is_told_and_one_that_does_not_is_not(city, at, facts):
    leader = a_person(city.unit, leader=True)
    contact = a_contact_point(city.campaign, city.a, leader=leader)
    contacts.record_visit(contact=contact, visited_on=KICK_OFF, by=leader, at=at)
    assert not any(isinstance(fact, VisitFound) for fact in facts)
    visit = contacts.record_visit(
        contact=contact, visited_on=KICK_OFF, finding="接处警超时", by=leader, at=at
    )
    assert facts[-1] == VisitFound(visit.pk, city.campaign.pk, city.a.pk, leader.pk, AT)
    for person in (city.clerk_a, city.officer_a, city.head_a):
        with pytest.raises(Forbidden):
            contacts.record_visit(contact=contact, visited_on=KICK_OFF, by=person, at=at)


def test_a_demonstration_point_is_given_for_a_result_with_evidence(city, at):
    contact = a_contact_point(city.campaign, city.a)
    with pytest.raises(CannotRecord) as refused:
        contacts.show_contact_point(contact=contact, reason="", evidence="", by=city.office, at=at)
    assert codes(refused) == ["reason", "evidence"]
    contacts.show_contact_point(
        contact=contact, reason="一窗通办", evidence="办件记录", by=city.office, at=at
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactPoint.objects.filter(pk=contact.pk).update(shown_evidence="")


# --- registers


def test_a_gap_is_told_and_an_explanation_is_not(city, at, facts):
    lesson = a_lesson(city.campaign, city.a)
    with pytest.raises(CannotRecord) as refused:
        registers.answer_lesson(
            lesson=lesson, unit=city.a, answer=GapAnswer.GAP, words="有", by=city.clerk_a, at=at
        )
    assert codes(refused) == ["pilot"]
    gap = registers.answer_lesson(
        lesson=lesson, unit=city.b, answer=GapAnswer.GAP, words="账物未核对", by=city.clerk_b, at=at
    )
    assert facts[-1] == GapFound(gap.pk, city.campaign.pk, city.b.pk, city.clerk_b.pk, AT)


def test_the_office_links_a_lesson_to_a_measure_of_the_city_and_can_take_it_back(city, at):
    lesson = a_lesson(city.campaign, city.a)
    ours, theirs = a_task(city.campaign), a_task(a_campaign(city.elsewhere))
    for person in (city.head, city.clerk_a, city.guidance, city.stranger):
        with pytest.raises(Forbidden):
            registers.link_lesson(lesson=lesson, task=ours, by=person, at=at)
    for task, why in ((theirs, ["task"]), (None, ["unlinked"])):
        with pytest.raises(CannotRecord) as refused:
            registers.link_lesson(lesson=lesson, task=task, by=city.office, at=at)
        assert codes(refused) == why
    assert registers.link_lesson(lesson=lesson, task=ours, by=city.office, at=at).task == ours
    assert acts(f"campaign:{city.campaign.pk}")[-1] == "campaign.link_lesson"
    with pytest.raises(CannotRecord) as refused:
        registers.link_lesson(lesson=lesson, task=ours, by=city.office, at=at)
    assert codes(refused) == ["linked"]
    assert registers.link_lesson(lesson=lesson, task=None, by=city.office, at=at).task is None


def test_a_key_task_that_is_behind_says_why(city, at):
    task = a_key_task(city.campaign, city.a, owner=city.officer_a)
    quarter = task.quarters.get(quarter=1)
    with pytest.raises(CannotRecord) as refused:
        registers.report_key_task(
            quarter=quarter, state=QuarterState.BEHIND, words="", by=city.officer_a, at=at
        )
    assert codes(refused) == ["words"]
    registers.report_key_task(quarter=quarter, state=QuarterState.DONE, words="", by=city.officer_a, at=at)
    with pytest.raises(Forbidden):
        registers.report_key_task(quarter=quarter, state=QuarterState.DONE, words="", by=city.clerk_b, at=at)


def test_only_the_guidance_group_writes_its_register_and_its_opinions_have_deadlines(city, at, facts):
    visit = a_guidance_visit(city.campaign, by=city.guidance)
    opinion = registers.give_opinion(
        visit=visit, text="压实责任", unit=city.a, due_on=date(2021, 4, 1), by=city.guidance, at=at
    )
    assert facts[-1] == OpinionGiven(
        opinion.pk, city.campaign.pk, city.a.pk, date(2021, 4, 1), city.guidance.pk, AT
    )
    for person in (city.office, city.head, city.clerk_a, city.stranger):
        with pytest.raises(Forbidden):
            registers.give_opinion(
                visit=visit, text="无权", unit=city.a, due_on=date(2021, 4, 1), by=person, at=at
            )
    with pytest.raises(Forbidden):
        a_plan_by(city.guidance, city)


def a_plan_by(person, city):
    return plans.add_plan(campaign=city.campaign, title="方案二", by=person, at=AT)


def test_a_meeting_of_tomorrow_is_not_recorded(city, at):
    with pytest.raises(CannotRecord) as refused:
        a_meeting(city.campaign, held_at=datetime(2021, 3, 20, 9, 0, tzinfo=SHANGHAI))
    assert codes(refused) == ["future"]
