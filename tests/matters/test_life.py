"""The life of a matter: what it needs at each step, who may take it, and what is kept of it."""

from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from qingyuan.kit.errors import Forbidden, Missing, Refused
from qingyuan.matters.errors import (
    CannotClose,
    CannotExtend,
    CannotFix,
    CannotMove,
    CannotRegister,
    CannotSubmit,
)
from qingyuan.matters.kinds import Answer, Breadth, Ground, Kind, Result, RuleChange, State, Term
from qingyuan.matters.models import Matter, Recheck, Tally
from qingyuan.matters.queries import cells, common_proposals, found, total, visible
from qingyuan.matters.rules import (
    Draft,
    answer_extension,
    ask_extension,
    close_matter,
    fix_matter,
    make_common,
    meet_milestone,
    note_progress,
    open_many,
    reassign_matter,
    recheck_matter,
    reopen_matter,
    return_matter,
    send_reminders,
    submit_matter,
    take_back,
    void_matter,
)
from qingyuan.matters.rules.fixing import Plan
from qingyuan.matters.rules.following import recount
from qingyuan.matters.rules.working import Statement
from qingyuan.matters.testing import EFFECT, a_matter, at_work, closed, long_term, submitted
from qingyuan.org.testing import a_person, a_unit
from qingyuan.trail.api import acts_on, verify

from .conftest import City

DUE = date(2021, 4, 16)


def codes(refusal: pytest.ExceptionInfo[Refused]) -> set[str]:
    return {reason.code for reason in refusal.value.reasons}


def in_work(city: City, at: datetime, **kwargs: object) -> Matter:
    matter = a_matter(campaign=city.campaign, unit=city.ours, by=city.clerk, at=at, **kwargs)  # type: ignore[arg-type]
    return at_work(matter, owner=city.owner, by=city.head, at=at, due_on=DUE)


def asked(city: City, at: datetime) -> Matter:
    return submitted(in_work(city, at), by=city.owner, at=at)


def test_a_matter_cannot_leave_registration_without_person_measures_and_deadline(
    city: City, at: datetime
) -> None:
    matter = a_matter(campaign=city.campaign, unit=city.ours, by=city.clerk, at=at)
    with pytest.raises(CannotFix) as refusal:
        fix_matter(matter_id=matter.pk, plan=Plan(owner=None, measures=" "), by=city.head, at=at)
    assert codes(refusal) == {"no_person", "no_measures", "no_deadline"}
    matter.refresh_from_db()
    assert matter.state == State.REGISTERED


def test_the_whole_loop_runs_and_every_act_is_in_the_record(city: City, at: datetime) -> None:
    matter = in_work(city, at)
    note_progress(matter_id=matter.pk, words="已核对一半", by=city.owner, at=at)
    submitted(matter, by=city.owner, at=at)
    return_matter(matter_id=matter.pk, reason="请附每周核查清单", by=city.office, at=at)
    submitted(matter, by=city.owner, at=at)
    done = closed(matter, by=city.inspector, at=at + timedelta(days=1))
    assert done.state == State.CLOSED
    assert done.on_time
    acts = [entry.act.removeprefix("matters.") for entry in acts_on(f"matter:{matter.pk}")]
    assert acts == ["register", "fix", "progress", "submit", "return", "submit", "close"]
    assert [r.months for r in Recheck.objects.filter(matter=matter)] == [3, 6, 12]
    assert verify().ok


def test_sign_off_needs_effect_root_cause_and_rule_gap(city: City, at: datetime) -> None:
    matter = in_work(city, at)
    with pytest.raises(CannotSubmit) as refusal:
        submit_matter(matter_id=matter.pk, statement=Statement("", None, "", None, ""), by=city.owner, at=at)
    assert codes(refusal) == {"no_effect", "no_cause", "no_rule_gap"}
    bare = Statement("好了", EFFECT.cause, "原因", RuleChange.NONE, "")
    with pytest.raises(CannotSubmit) as refusal:
        submit_matter(matter_id=matter.pk, statement=bare, by=city.owner, at=at)
    assert codes(refusal) == {"no_reason_for_none"}


def test_who_asks_for_sign_off_does_not_sign_off(city: City, at: datetime) -> None:
    matter = in_work(city, at)
    both = a_person(city.root, name="两手")
    from qingyuan.org.api import Role
    from qingyuan.org.testing import holds

    holds(both, Role.CAMPAIGN_OFFICE, city.root)
    holds(both, Role.CLERK, city.root)
    submitted(matter, by=both, at=at)
    with pytest.raises(CannotClose) as refusal:
        closed(matter, by=both, at=at)
    assert "same_person" in codes(refusal)


def test_a_member_of_the_unit_does_not_sign_off_its_matter(city: City, at: datetime) -> None:
    from qingyuan.org.api import Role
    from qingyuan.org.testing import holds

    holds(city.head, Role.CAMPAIGN_OFFICE, city.root)
    matter = asked(city, at)
    with pytest.raises(CannotClose) as refusal:
        closed(matter, by=city.head, at=at)
    assert codes(refusal) == {"own_unit"}


def test_already_investigated_is_no_ground_without_a_fresh_note_and_a_second_reviewer(
    city: City, at: datetime
) -> None:
    matter = in_work(city, at)
    said = Statement(
        EFFECT.effect, EFFECT.cause, "x", RuleChange.NONE, "y", ground=Ground.ALREADY_INVESTIGATED
    )
    submitted(matter, by=city.owner, at=at, statement=said)
    with pytest.raises(CannotClose) as refusal:
        closed(matter, by=city.office, at=at)
    assert codes(refusal) == {"no_review_note", "no_second_reviewer"}
    with pytest.raises(CannotClose) as refusal:
        close_matter(
            matter_id=matter.pk, by=city.office, at=at, review_note=EFFECT.effect, reviewer=city.office
        )
    assert codes(refusal) == {"no_review_note", "no_second_reviewer"}
    done = close_matter(
        matter_id=matter.pk, by=city.office, at=at, review_note="重新调取了监控", reviewer=city.inspector
    )
    assert done.state == State.CLOSED


def test_a_strangers_matter_does_not_exist_for_him(city: City, at: datetime) -> None:
    matter = asked(city, at)
    assert not visible(city.stranger, at=at).exists()
    for act in (
        lambda: closed(matter, by=city.stranger, at=at),
        lambda: note_progress(matter_id=matter.pk, words="x", by=city.stranger, at=at),
        lambda: fix_matter(matter_id=matter.pk, plan=Plan(None, ""), by=city.stranger, at=at),
    ):
        with pytest.raises(Missing):
            act()


def test_the_guidance_group_reads_and_writes_nothing(city: City, at: datetime) -> None:
    matter = asked(city, at)
    assert visible(city.guidance, at=at).count() == 1
    with pytest.raises(Forbidden):
        closed(matter, by=city.guidance, at=at)


def test_an_officer_sees_only_what_is_his(city: City, at: datetime) -> None:
    mine, other = in_work(city, at), a_matter(campaign=city.campaign, unit=city.ours, by=city.clerk, at=at)
    assert list(visible(city.owner, at=at)) == [mine]
    with pytest.raises(Missing):
        note_progress(matter_id=other.pk, words="x", by=city.owner, at=at)


def test_a_matter_that_names_a_person_is_hidden_from_him_everywhere(city: City, at: datetime) -> None:
    matter = a_matter(campaign=city.campaign, unit=city.ours, by=city.office, at=at, names=(city.head,))
    assert not visible(city.head, at=at).exists()
    assert visible(city.clerk, at=at).exists()
    assert not cells(city.campaign.pk, [city.ours.path], by=city.head, at=at, today=DUE, soon=DUE)
    assert (
        total(
            cell.figures
            for cell in cells(city.campaign.pk, [city.ours.path], by=city.clerk, at=at, today=DUE, soon=DUE)
        ).open
        == 1
    )
    assert not Tally.objects.filter(open__gt=0).exists()
    with pytest.raises(CannotFix) as refusal:
        at_work(matter, owner=city.head, by=city.office, at=at, due_on=DUE)
    assert "named" in codes(refusal)


def test_a_matter_that_names_a_unit_is_hidden_from_all_its_members(city: City, at: datetime) -> None:
    a_matter(campaign=city.campaign, unit=city.root, by=city.office, at=at, names_units=(city.ours,))
    a_matter(campaign=city.campaign, unit=city.ours, by=city.office, at=at, names_units=(city.ours,))
    assert not visible(city.head, at=at).exists()
    assert not visible(city.clerk, at=at).exists()
    assert visible(city.office, at=at).count() == 2


def test_the_deadline_moves_only_when_somebody_else_grants_it(city: City, at: datetime) -> None:
    matter = in_work(city, at)
    ask_extension(
        matter_id=matter.pk, new_due_on=DUE + timedelta(days=7), reason="设备未到", by=city.owner, at=at
    )
    matter.refresh_from_db()
    assert matter.due_on == DUE
    with pytest.raises(CannotExtend):
        ask_extension(
            matter_id=matter.pk, new_due_on=DUE + timedelta(days=9), reason="x", by=city.owner, at=at
        )
    with pytest.raises(Forbidden):
        answer_extension(matter_id=matter.pk, answer=Answer.GRANTED, words="", by=city.owner, at=at)
    answer_extension(matter_id=matter.pk, answer=Answer.GRANTED, words="", by=city.office, at=at)
    matter.refresh_from_db()
    assert matter.due_on == DUE + timedelta(days=7)


def test_a_long_term_matter_closes_only_when_every_stage_is_met(city: City, at: datetime) -> None:
    matter = a_matter(campaign=city.campaign, unit=city.ours, by=city.clerk, at=at)
    matter = long_term(
        matter,
        owner=city.owner,
        by=city.head,
        at=at,
        stages=((date(2021, 4, 30), "建账"), (date(2021, 9, 30), "复查")),
    )
    with pytest.raises(CannotSubmit) as refusal:
        submitted(matter, by=city.owner, at=at)
    assert codes(refusal) == {"milestones_open"}
    for stage in matter.milestones.all():
        meet_milestone(milestone_id=stage.pk, note="完成", by=city.owner, at=at)
    assert closed(submitted(matter, by=city.owner, at=at), by=city.office, at=at).state == State.CLOSED


def test_a_relapse_opens_the_matter_again_and_plans_new_looks_back_when_it_closes(
    city: City, at: datetime
) -> None:
    matter = closed(asked(city, at), by=city.office, at=at)
    first = matter.rechecks.first()
    assert first is not None
    later = at + timedelta(days=95)
    with pytest.raises(Forbidden):
        recheck_matter(recheck_id=first.pk, result=Result.HELD, words="看过", by=city.head, at=later)
    recheck_matter(
        recheck_id=first.pk, result=Result.RELAPSED, words="又有三起未登记", by=city.inspector, at=later
    )
    matter.refresh_from_db()
    assert (matter.state, matter.reopened, matter.closed_by) == (State.WORKING, 1, None)
    closed(submitted(matter, by=city.owner, at=later), by=city.office, at=later)
    assert matter.rechecks.filter(round=1).count() == 3


def test_reopening_and_voiding_say_why(city: City, at: datetime) -> None:
    matter = closed(asked(city, at), by=city.office, at=at)
    with pytest.raises(CannotMove):
        reopen_matter(matter_id=matter.pk, reason="", by=city.office, at=at)
    reopen_matter(matter_id=matter.pk, reason="群众反映未改", by=city.office, at=at)
    void_matter(matter_id=matter.pk, reason="与另一条重复登记", by=city.office, at=at)
    matter.refresh_from_db()
    assert matter.state == State.VOID


def test_the_database_refuses_a_closed_matter_without_who_and_when(city: City, at: datetime) -> None:
    matter = asked(city, at)
    for change in (
        {"state": State.CLOSED},
        {"state": State.CLOSED, "closed_at": at, "closed_by": city.owner},
        {"state": State.WORKING, "due_on": None},
        {"owner": None},
        {"due_on": date(2020, 1, 1)},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Matter.objects.filter(pk=matter.pk).update(**change)


def test_reminders_climb_from_the_person_to_the_head_to_the_level_above_each_once(
    city: City, at: datetime
) -> None:
    matter = in_work(city, at)
    days = [datetime(2021, 4, day, 9, tzinfo=at.tzinfo) for day in (12, 13, 16, 19, 20, 21, 22, 30)]
    told: list[tuple[str, int]] = []
    for day in days:
        send_reminders(at=day)
        send_reminders(at=day)
        told = [(sent.step, sent.person_id) for sent in matter.reminders.order_by("pk")]
    assert told == [
        ("before", city.owner.pk),
        ("due", city.owner.pk),
        ("late_head", city.head.pk),
        ("late_above", city.office.pk),
    ]


def test_an_import_is_taken_back_while_untouched_and_not_after(city: City, at: datetime) -> None:
    from qingyuan.matters.models import Category

    draft = Draft(
        kind=Kind.PROBLEM,
        statement="登记不及时",
        unit=city.ours,
        category=Category.objects.get(pk="other"),
        import_ref="abc",
    )
    open_many(campaign=city.campaign, drafts=[draft, draft], by=city.office, at=at)
    assert take_back(import_ref="abc", by=city.office, at=at) == 2
    assert not Matter.objects.exists()
    assert total_open(city) == 0
    one, _two = open_many(campaign=city.campaign, drafts=[draft, draft], by=city.office, at=at)
    at_work(one, owner=city.owner, by=city.head, at=at, due_on=DUE)
    with pytest.raises(CannotRegister):
        take_back(import_ref="abc", by=city.office, at=at)
    assert Matter.objects.count() == 2


def total_open(city: City) -> int:
    return sum(Tally.objects.filter(path=city.root.path).values_list("open", flat=True))


def test_three_like_problems_propose_a_common_one(city: City, at: datetime) -> None:
    units = [city.ours, city.theirs, a_unit(city.root, name="舞川县公安局")]
    matters = [a_matter(campaign=city.campaign, unit=unit, by=city.office, at=at) for unit in units[:2]]
    assert not common_proposals(city.office, city.campaign.pk, at=at)
    with pytest.raises(CannotRegister):
        make_common(
            matter_ids=[m.pk for m in matters], statement="共性", unit=city.root, by=city.office, at=at
        )
    matters.append(a_matter(campaign=city.campaign, unit=units[2], by=city.office, at=at))
    [(category, problems, many)] = common_proposals(city.office, city.campaign.pk, at=at)
    assert (category.pk, problems, many) == ("no_case_filing", 3, 3)
    common = make_common(
        matter_ids=[m.pk for m in matters],
        statement="全局接报案登记不及时",
        unit=city.root,
        by=city.office,
        at=at,
    )
    assert common.breadth == Breadth.COMMON
    assert common.individuals.count() == 3
    assert not common_proposals(city.office, city.campaign.pk, at=at)


def test_two_chinese_characters_are_found_and_others_are_not(city: City, at: datetime) -> None:
    matter = a_matter(
        campaign=city.campaign, unit=city.ours, by=city.clerk, at=at, statement="执法记录仪未按规定开启 ABC12"
    )
    other = a_matter(campaign=city.campaign, unit=city.ours, by=city.clerk, at=at, statement="记执录法")
    for words in ("记录", "执法记录仪", "仪", "规定 记录", "abc", "ABC1", "执法 abc12", matter.number):
        assert list(visible(city.clerk, at=at).filter(found(words))) == [matter], words
    for words in ("记仪", "定按", "bc12", "执法 不存在", "'\";--", "NEAR(", "*", "%"):
        assert not visible(city.clerk, at=at).filter(found(words)).exists(), words
    assert visible(city.clerk, at=at).filter(found("")).count() == 2
    assert list(visible(city.clerk, at=at).filter(found("记执"))) == [other]


def test_handing_over_keeps_the_deadline_and_moves_the_figures(city: City, at: datetime) -> None:
    matter = in_work(city, at)
    other = a_person(city.theirs, name="新责任人")
    with pytest.raises(CannotFix):
        reassign_matter(matter_id=matter.pk, owner=other, unit=city.theirs, reason="", by=city.office, at=at)
    reassign_matter(
        matter_id=matter.pk, owner=other, unit=city.theirs, reason="职责调整", by=city.office, at=at
    )
    matter.refresh_from_db()
    assert (matter.unit, matter.due_on) == (city.theirs, DUE)
    figures = {path: n for path, n in Tally.objects.values_list("path", "open") if n}
    assert figures == {city.root.path: 1, city.theirs.path: 1}


def test_the_kept_figures_are_those_counted_anew(city: City, at: datetime) -> None:
    closed(asked(city, at), by=city.office, at=at)
    in_work(city, at)
    matter = a_matter(campaign=city.campaign, unit=city.station, by=city.office, at=at)
    long_term(matter, owner=city.owner, by=city.office, at=at, stages=((DUE, "建账"),))
    fields = [f.name for f in Tally._meta.fields if f.name != "id"]
    kept = sorted((row for row in Tally.objects.values_list(*fields) if any(row[6:])), key=str)
    recount(at=at)
    assert sorted((row for row in Tally.objects.values_list(*fields) if any(row[6:])), key=str) == kept
    assert Term.LONG in {m.term for m in Matter.objects.all()}


def test_a_reminder_passes_by_the_unit_that_a_matter_is_about(city: City, at: datetime) -> None:
    matter = a_matter(
        campaign=city.campaign, unit=city.station, by=city.office, at=at, names_units=(city.ours,)
    )
    at_work(matter, owner=city.inspector, by=city.office, at=at, due_on=DUE)
    send_reminders(at=datetime(2021, 4, 30, 9, tzinfo=at.tzinfo))
    assert not matter.reminders.filter(person=city.head).exists()
    assert list(matter.reminders.values_list("step", "person")) == [("late_above", city.office.pk)]
