"""Handling by the four forms: proposed, heard, decided by a second person, appealed against; a name cleared."""

from datetime import date, datetime

from django.db import transaction

from qingyuan.discipline.errors import CannotDecide, Reason, missing
from qingyuan.discipline.kinds import AppealAnswer, Decided, Measures, Reach, Result, Stage
from qingyuan.discipline.models import Appeal, Clarification, Handling, Lead
from qingyuan.discipline.policy import handling as policy
from qingyuan.discipline.queries import handling as queries
from qingyuan.discipline.queries import people, selfreport
from qingyuan.discipline.rules._desk import CLOCK, HANDLE, Detail, locked, note
from qingyuan.kit.clock import local_day
from qingyuan.kit.words import Words, _
from qingyuan.matters.api import kinds
from qingyuan.org.api import Person, Unit, require
from qingyuan.org.api import queries as org
from qingyuan.org.api import reach as reach_of
from qingyuan.trail.api import record

GAPS: dict[str, tuple[Words, str]] = {
    "no_basis": (_("请写明依据的条款"), "basis"),
    "not_heard": (_("处分和组织调整须先听取本人陈述申辩，这一步不能跳过"), "heard_on"),
    "heard_later": (_("听取陈述申辩的日期不能晚于决定日期"), "heard_on"),
    "ahead": (_("决定日期不能晚于今天"), "decided_on"),
    "same_person": (_("提出人不能自己决定，须由第二人决定"), ""),
    "quoted": (_("这段文字本人会看到，不能照抄举报、反映的内容；请用核实查明的表述"), ""),
    "own_case": (_("本人的处理须由其他人提出和决定"), ""),
}


def reasons(gaps: list[str]) -> list[Reason]:
    """The gaps in words, all at once."""
    return [Reason(gap, GAPS[gap][0], GAPS[gap][1]) for gap in gaps]


def _quoted(text: str, lead: Lead, field: str) -> list[Reason]:
    """What the person gets to read must not repeat what the accuser said."""
    if not policy.quotes(text, lead.matter.statement):
        return []
    return [Reason("quoted", GAPS["quoted"][0], field)]


@transaction.atomic
def propose_handling(
    *, lead_id: int, person: Person, measure: Measures, basis: str, facts: str, by: Person, at: datetime
) -> Handling:
    """Propose a measure for a person whom the lead names, on the basis of an approved conclusion."""
    lead = locked(lead_id, by=by, at=at)
    problems = []
    report = lead.reports.filter(state=Decided.APPROVED).last()
    if report is None or report.result not in (Result.FOUNDED, Result.PARTLY):
        problems.append(Reason("not_founded", _("核实结论经批准为属实或部分属实后，才能提出处理意见")))
    if lead.matter.state != kinds.State.WORKING:
        problems.append(Reason("not_working", _("只有办理中的线索可以提出处理意见")))
    if not people.named(lead).filter(pk=person.pk).exists():
        problems.append(Reason("not_named", _("处理对象应是这条线索反映的人"), "person"))
    if not basis.strip():
        problems += reasons(["no_basis"])
    if not facts.strip():
        problems.append(Reason("no_facts", _("请写明违纪违法事实"), "facts"))
    problems += _quoted(facts, lead, "facts")
    if by.pk == person.pk:
        problems += reasons(["own_case"])
    if problems:
        raise CannotDecide(problems)
    home = Unit.objects.get(path=org.home_path(person, at))
    told_on, received_on = selfreport.dates(person, lead)
    made = Handling.objects.create(
        lead=lead,
        person=person,
        unit=home,
        form=policy.FORM_OF[measure],
        measure=measure,
        basis=basis.strip(),
        facts=facts.strip(),
        at=at,
        by=by,
        self_reported_on=told_on,
        lenient=policy.is_lenient(told_on, received_on),
    )
    note(lead, "propose_handling", by=by, at=at, detail={"handling": made.pk, "measure": measure.value})
    return made


@transaction.atomic
def propose_adjustment(
    *, matter_id: int, person: Person, measure: Measures, basis: str, facts: str, by: Person, at: datetime
) -> Handling:
    """Propose an organisational adjustment (组织调整) for a problem on the ledger that came by no lead."""
    matter = queries.on_ledger(by, at=at).filter(pk=matter_id).first()
    if matter is None:
        raise missing()
    require(by, HANDLE, at=at, path=matter.unit_path)
    home = org.home_path(person, at)
    problems = []
    if measure not in policy.ADJUSTMENTS:
        problems.append(Reason("measure", _("台账上的问题只直接关联组织调整；处分须经线索核实"), "measure"))
    if not home.startswith(matter.unit_path):
        problems.append(Reason("elsewhere", _("调整的人应属于这个问题的责任单位"), "person"))
    if not basis.strip():
        problems += reasons(["no_basis"])
    if not facts.strip():
        problems.append(Reason("no_facts", _("请写明违纪违法事实"), "facts"))
    if by.pk == person.pk:
        problems += reasons(["own_case"])
    if problems:
        raise CannotDecide(problems)
    made = Handling.objects.create(
        matter=matter,
        person=person,
        unit=Unit.objects.get(path=home),
        form=policy.FORM_OF[measure],
        measure=measure,
        basis=basis.strip(),
        facts=facts.strip(),
        at=at,
        by=by,
    )
    _note(made, "propose_adjustment", by, at, {"measure": measure.value})
    return made


def _locked(handling_id: int, by: Person, at: datetime) -> Handling:
    made = queries.handlings(by, at=at).filter(pk=handling_id).first()
    if made is None:
        raise missing()
    if made.lead_id is not None:
        locked(made.lead_id, by=by, at=at)
    elif made.matter is not None:
        require(by, HANDLE, at=at, path=made.matter.unit_path)
    return Handling.objects.select_for_update(of=("self",)).get(pk=handling_id)


def _note(made: Handling, act: str, by: Person, at: datetime, detail: Detail | None = None) -> None:
    """One line in the record, under the lead or the matter that the handling follows from."""
    said = {"handling": made.pk, **(detail or {})}
    if made.lead is not None:
        note(made.lead, act, by=by, at=at, detail=said)
    else:
        record(actor=by.key, act=f"discipline.{act}", subject=f"matter:{made.matter_id}", at=at, detail=said)


@transaction.atomic
def hear_person(*, handling_id: int, on: date, words: str, by: Person, at: datetime) -> Handling:
    """Write down the person's statement and defence (陈述申辩), before anything is decided."""
    made = _locked(handling_id, by, at)
    problems = []
    if made.decided_on is not None:
        problems.append(Reason("decided", _("处理已经决定")))
    if on > local_day(at) or on < local_day(made.at):
        problems.append(Reason("day", _("日期应在提出处理意见之后、今天之前"), "on"))
    if not words.strip():
        problems.append(Reason("no_words", _("请写明本人的陈述申辩；没有意见的写“没有意见”"), "words"))
    if problems:
        raise CannotDecide(problems)
    made.heard_on, made.heard_words = on, words.strip()
    made.save(update_fields=["heard_on", "heard_words"])
    _note(made, "hear_person", by, at, {"on": str(on)})
    return made


@transaction.atomic
def decide_handling(*, handling_id: int, decided_on: date, by: Person, at: datetime) -> Handling:
    """Decide what was proposed: a second person, after the defence. The period's end is computed."""
    made = _locked(handling_id, by, at)
    if made.decided_on is not None:
        raise CannotDecide(Reason("decided", _("处理已经决定")))
    measure = Measures(made.measure)
    said = policy.Decision(measure, made.person_id, made.by_id, by.pk, made.heard_on, decided_on, made.basis)
    problems = reasons(policy.decision_gaps(said, local_day(at)))
    if decided_on < local_day(made.at):
        problems.append(Reason("too_early", _("决定日期不能早于提出处理意见的日期"), "decided_on"))
    if problems:
        raise CannotDecide(problems)
    made.decided_on, made.decided_by = decided_on, by
    made.ends_on = policy.ends_on(measure, decided_on)
    if made.lead is not None:
        made.self_reported_on, received_on = selfreport.dates(made.person, made.lead)
        made.lenient = policy.is_lenient(made.self_reported_on, received_on)
    made.save(update_fields=["decided_on", "decided_by", "ends_on", "self_reported_on", "lenient"])
    detail: Detail = {
        "measure": str(made.measure),
        "ends": str(made.ends_on or ""),
        "lenient": made.lenient,
    }
    _note(made, "decide_handling", by, at, detail)
    return made


@transaction.atomic
def appeal_handling(*, handling_id: int, words: str, by: Person, at: datetime) -> Appeal:
    """Appeal against the decision about oneself, then against the answer, each once. The decision goes on meanwhile."""
    require(by, "discipline.see_own", at=at, own=True)
    made = queries.own(by).select_for_update(of=("self",)).filter(pk=handling_id).first()
    if made is None:
        raise missing()
    problems = []
    if not words.strip():
        problems.append(Reason("no_words", _("请写明您的意见"), "words"))
    before = [bool(one.answer) for one in made.appeals.all()]
    if before not in ([], [True]):
        problems.append(Reason("again", _("已经提出过；答复前后都不会加重处理")))
    stage = Stage.REAPPEAL if before else Stage.APPEAL
    if queries.too_late(made, queries.STEPS[stage][0], local_day(at)):
        problems.append(Reason("lapsed", _("已过可以申请复审、复核的期限")))
    if problems:
        raise CannotDecide(problems)
    appeal = Appeal.objects.create(handling=made, stage=stage, words=words.strip(), at=at)
    record(
        actor=by.key, act="discipline.appeal_handling", subject=f"handling:{made.pk}", at=at,
        detail={"stage": stage.value},
    )  # fmt: skip
    return appeal


@transaction.atomic
def answer_appeal(
    *,
    handling_id: int,
    answer: AppealAnswer,
    words: str,
    by: Person,
    at: datetime,
    measure: Measures | None = None,
) -> Appeal:
    """Answer an appeal: uphold, lighten or revoke, never make heavier; by who neither proposed nor decided.

    A second appeal is answered by the level above, by somebody who did not answer the first.
    """
    made = _locked(handling_id, by, at)
    appeal = Appeal.objects.select_for_update().filter(handling=made, answer="").first()
    if appeal is None:
        raise missing()
    problems = []
    if by.pk in (made.by_id, made.decided_by_id, made.person_id):
        problems.append(Reason("author", _("提出人和决定人应当回避，请由其他人答复")))
    if appeal.stage == Stage.REAPPEAL:
        if made.appeals.filter(answered_by=by).exists():
            problems.append(Reason("answered_before", _("答复过复审的人应当回避，请由其他人复核")))
        place = made.lead.matter.unit_path if made.lead else made.unit.path
        if not any(place != path and place.startswith(path) for path in reach_of(by, HANDLE, at).paths):
            problems.append(
                Reason("not_above", _("复核由上一级办理；本局没有上一级的，请本人向上级机关申请"))
            )
    if not words.strip():
        problems.append(Reason("no_words", _("请写明复核了什么、结论是什么"), "words"))
    if made.lead is not None:
        problems += _quoted(words, made.lead, "words")
    lighter = measure is not None and policy.may_lighten(Measures(made.measure), measure)
    if answer is AppealAnswer.LIGHTENED and not lighter:
        problems.append(Reason("heavier", _("改变后的处理须轻于原处理，不得因申诉加重"), "measure"))
    if problems:
        raise CannotDecide(problems)
    appeal.answer, appeal.answer_words = answer, words.strip()
    appeal.answered_at, appeal.answered_by = at, by
    if answer is AppealAnswer.LIGHTENED and measure is not None:
        appeal.measure = measure
    appeal.save()
    if answer is AppealAnswer.LIGHTENED and measure is not None and made.decided_on is not None:
        made.measure, made.form = measure, policy.FORM_OF[measure]
        made.ends_on = policy.ends_on(measure, made.decided_on)
        made.save(update_fields=["measure", "form", "ends_on"])
    _note(made, "answer_appeal", by, at, {"answer": answer.value, "stage": str(appeal.stage)})
    return appeal


@transaction.atomic
def release_handling(*, handling_id: int, on: date, by: Person, at: datetime) -> Handling:
    """Lift a sanction whose period has ended (解除处分), by somebody else than who proposed it."""
    made = _locked(handling_id, by, at)
    problems = []
    if made.decided_on is None or made.ends_on is None or on < made.ends_on:
        problems.append(Reason("early", _("处分期满后才能解除"), "on"))
    if on > local_day(at):
        problems += [Reason("ahead", GAPS["ahead"][0], "on")]
    if made.released_on is not None:
        problems.append(Reason("again", _("已经解除")))
    if by.pk in (made.by_id, made.person_id):
        problems.append(Reason("same_person", _("提出人不能自己决定，须由第二人决定")))
    if problems:
        raise CannotDecide(problems)
    made.released_on, made.released_by = on, by
    made.save(update_fields=["released_on", "released_by"])
    _note(made, "release_handling", by, at, {"on": str(on)})
    return made


@transaction.atomic
def remind_of_ends(*, at: datetime) -> int:
    """Bring to mind, once each, that the period of a sanction has ended and it is to be lifted (rule 088)."""
    made = 0
    for one in queries.ended(local_day(at)).select_for_update(of=("self",)):
        one.end_told_at = at
        one.save(update_fields=["end_told_at"])
        detail: Detail = {"ended": str(one.ends_on)}
        record(
            actor=CLOCK, act="discipline.remind_of_end", subject=f"handling:{one.pk}", at=at, detail=detail
        )
        made += 1
    return made


@transaction.atomic
def clear_name(
    *,
    lead_id: int,
    reach: Reach,
    told: str,
    by: Person,
    at: datetime,
    person: Person | None = None,
    unit: Unit | None = None,
) -> Clarification:
    """Clear the name of a person or a unit (澄清正名) after an approved conclusion that the report was unfounded."""
    lead = locked(lead_id, by=by, at=at, permission=HANDLE)
    problems = []
    report = lead.reports.filter(state=Decided.APPROVED).last()
    if report is None or not policy.is_cleared(Result(report.result)):
        problems.append(Reason("not_unfounded", _("核实结论经批准为不属实后，才能澄清正名")))
    if (person is None) == (unit is None):
        problems.append(Reason("of_one", _("请选择一个人或一个单位"), "person"))
    if person is not None and not people.named(lead).filter(pk=person.pk).exists():
        problems.append(Reason("not_named", _("澄清对象应是这条线索反映的人"), "person"))
    if unit is not None and not lead.matter.namings.filter(unit=unit).exists():
        problems.append(Reason("not_named", _("澄清对象应是这条线索反映的单位"), "unit"))
    if not told.strip():
        problems.append(Reason("no_words", _("请写明澄清内容"), "told"))
    problems += _quoted(told, lead, "told")
    if lead.clarifications.filter(person=person, unit=unit).exists():
        problems.append(Reason("again", _("已经澄清过")))
    if problems:
        raise CannotDecide(problems)
    made = Clarification.objects.create(
        lead=lead, person=person, unit=unit, reach=reach, told=told.strip(), at=at, by=by
    )
    note(lead, "clear_name", by=by, at=at, detail={"clarification": made.pk, "reach": reach.value})
    return made
