"""The pilot and its lessons, the year's key tasks, and the upper guidance group's own register."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.errors import CannotRecord
from qingyuan.campaign.events import GapFound, OpinionGiven
from qingyuan.campaign.kinds import GapAnswer, QuarterState
from qingyuan.campaign.models import (
    Campaign,
    Gap,
    GuidanceOpinion,
    GuidanceVisit,
    KeyTask,
    KeyTaskQuarter,
    PilotFinding,
    PilotUnit,
    Task,
)
from qingyuan.campaign.rules.frame import locked, subject
from qingyuan.campaign.rules.people import outside
from qingyuan.kit import bus
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.org.api import Person, Unit, require
from qingyuan.trail.api import record


@transaction.atomic
def name_pilot(
    *,
    campaign: Campaign,
    unit: Unit,
    from_on: date,
    by: Person,
    at: datetime,
    to_on: date | None = None,
    output: str = "",
) -> PilotUnit:
    """Name the unit that went first, and what came out of it. The pilot may lie before the campaign."""
    require(by, "campaign.change_pilot", at=at, unit=campaign.unit)
    row = locked(campaign)
    problems = outside(row, unit)
    if to_on is not None and to_on < from_on:
        problems.append(Reason("dates", _("截止日期不能早于起始日期"), "to_on"))
    if row.pilots.filter(unit=unit).exists():
        problems.append(Reason("taken", _("该单位已是试点单位"), "unit"))
    if problems:
        raise CannotRecord(problems)
    pilot = PilotUnit.objects.create(
        campaign=row, unit=unit, from_on=from_on, to_on=to_on, output=output.strip()
    )
    record(actor=by.key, act="campaign.name_pilot", subject=subject(row), at=at, detail={"unit": unit.code})
    return pilot


@transaction.atomic
def record_lesson(
    *, pilot: PilotUnit, finding: str, measure: str, by: Person, at: datetime, task: Task | None = None
) -> PilotFinding:
    """Put down what the pilot found and the measure that helped, and which task carries it to every unit."""
    require(by, "campaign.change_pilot", at=at, unit=pilot.campaign.unit)
    row = locked(pilot.campaign)
    problems = []
    if not finding.strip():
        problems.append(Reason("finding", _("试点发现不能为空"), "finding"))
    if not measure.strip():
        problems.append(Reason("measure", _("有效措施不能为空"), "measure"))
    if task is not None and task.campaign_id != row.pk:
        problems.append(Reason("task", _("该任务不属于本次教育整顿"), "task"))
    if problems:
        raise CannotRecord(problems)
    lesson = PilotFinding.objects.create(
        pilot=pilot,
        finding=finding.strip(),
        measure=measure.strip(),
        task=task,
        recorded_at=at,
        recorded_by=by,
    )
    record(
        actor=by.key, act="campaign.record_lesson", subject=subject(row), at=at, detail={"lesson": lesson.pk}
    )
    return lesson


@transaction.atomic
def link_lesson(*, lesson: PilotFinding, task: Task | None, by: Person, at: datetime) -> PilotFinding:
    """Say which task of the plan carries a lesson to the whole city (全市措施), or that none does any more."""
    require(by, "campaign.link_lesson", at=at, unit=lesson.pilot.campaign.unit)
    row = locked(lesson.pilot.campaign)
    held = PilotFinding.objects.select_for_update(of=("self",)).get(pk=lesson.pk)
    problems = []
    if task is not None and task.campaign_id != row.pk:
        problems.append(Reason("task", _("该任务不属于本次教育整顿"), "task"))
    if task is not None and task.pk == held.task_id:
        problems.append(Reason("linked", _("这条经验已关联该任务"), "task"))
    if task is None and held.task_id is None:
        problems.append(Reason("unlinked", _("请选择推广这条经验的任务"), "task"))
    if problems:
        raise CannotRecord(problems)
    before, held.task = held.task_id or 0, task
    held.save(update_fields=["task"])
    record(
        actor=by.key,
        act="campaign.link_lesson",
        subject=subject(row),
        at=at,
        detail={"lesson": held.pk, "task": task.pk if task else 0, "before": before},
    )
    return held


@transaction.atomic
def answer_lesson(
    *, lesson: PilotFinding, unit: Unit, answer: GapAnswer, words: str, by: Person, at: datetime
) -> Gap:
    """A unit compares itself with a lesson: a gap becomes a problem on the ledger, or it says why there is none."""
    require(by, "campaign.answer_lesson", at=at, unit=unit)
    row = locked(lesson.pilot.campaign)
    problems = []
    if not words.strip():
        problems.append(Reason("words", _("请写明差距，或者说明为什么没有差距"), "words"))
    if not row.deployments.filter(unit=unit).exists():
        problems.append(
            Reason("not_covered", _("%(unit)s不在本次教育整顿范围内"), "unit", {"unit": unit.name})
        )
    if lesson.gaps.filter(unit=unit).exists():
        problems.append(Reason("answered", _("本单位已对照过这条经验"), "unit"))
    if lesson.pilot.unit_id == unit.pk:
        problems.append(Reason("pilot", _("试点单位不需要对照自己的经验"), "unit"))
    if problems:
        raise CannotRecord(problems)
    gap = Gap.objects.create(
        finding=lesson, unit=unit, answer=answer, words=words.strip(), answered_at=at, answered_by=by
    )
    record(
        actor=by.key,
        act="campaign.answer_lesson",
        subject=subject(row),
        at=at,
        detail={"lesson": lesson.pk, "unit": unit.code, "answer": str(answer)},
    )
    if answer is GapAnswer.GAP:
        bus.tell(GapFound(gap.pk, row.pk, unit.pk, by.pk, at))
    return gap


@transaction.atomic
def list_key_task(
    *,
    campaign: Campaign,
    year: int,
    number: int,
    title: str,
    unit: Unit,
    owner: Person,
    by: Person,
    at: datetime,
    targets: tuple[str, str, str, str] = ("", "", "", ""),
) -> KeyTask:
    """Put one of the year's key tasks on the list, with its one owner and a target for each quarter that has one."""
    require(by, "campaign.list_key_task", at=at, unit=campaign.unit)
    row = locked(campaign)
    problems = outside(row, unit)
    if not title.strip():
        problems.append(Reason("title", _("事项不能为空"), "title"))
    if row.key_tasks.filter(year=year, number=number).exists():
        words = _("%(year)d年第%(number)d项已存在")
        problems.append(Reason("taken", words, "number", {"year": year, "number": number}))
    if not any(target.strip() for target in targets):
        problems.append(Reason("targets", _("至少写明一个季度的目标")))
    if problems:
        raise CannotRecord(problems)
    key_task = KeyTask.objects.create(
        campaign=row, year=year, number=number, title=title.strip(), unit=unit, owner=owner
    )
    KeyTaskQuarter.objects.bulk_create(
        KeyTaskQuarter(key_task=key_task, quarter=quarter, target=target.strip())
        for quarter, target in enumerate(targets, 1)
        if target.strip()
    )
    record(
        actor=by.key,
        act="campaign.list_key_task",
        subject=subject(row),
        at=at,
        detail={"key_task": key_task.pk, "unit": unit.code, "owner": owner.key},
    )
    return key_task


@transaction.atomic
def report_key_task(
    *, quarter: KeyTaskQuarter, state: QuarterState, words: str, by: Person, at: datetime
) -> KeyTaskQuarter:
    """The owner, or the owner's unit, says where a key task stands in a quarter."""
    task = quarter.key_task
    require(by, "campaign.report_key_task", at=at, unit=task.unit, own=task.owner_id == by.pk)
    row = locked(task.campaign)
    if state is QuarterState.BEHIND and not words.strip():
        raise CannotRecord(Reason("words", _("进度滞后须说明原因和下一步打算"), "words"))
    held = KeyTaskQuarter.objects.select_for_update(of=("self",)).get(pk=quarter.pk)
    held.state, held.words, held.reported_at, held.reported_by = state, words.strip(), at, by
    held.save(update_fields=["state", "words", "reported_at", "reported_by"])
    record(
        actor=by.key,
        act="campaign.report_key_task",
        subject=subject(row),
        at=at,
        detail={"key_task": task.pk, "quarter": held.quarter, "state": str(state)},
    )
    return held


@transaction.atomic
def record_guidance_visit(
    *,
    campaign: Campaign,
    unit: Unit,
    group_name: str,
    visited_on: date,
    by: Person,
    at: datetime,
    note: str = "",
) -> GuidanceVisit:
    """The upper guidance group puts a visit into its own register; nobody else writes there."""
    require(by, "campaign.record_guidance", at=at, unit=unit)
    row = locked(campaign)
    problems = outside(row, unit)
    if not group_name.strip():
        problems.append(Reason("group_name", _("请写明指导组名称"), "group_name"))
    if visited_on > local_day(at):
        problems.append(Reason("future", _("不能填写将来的日期"), "visited_on"))
    if problems:
        raise CannotRecord(problems)
    visit = GuidanceVisit.objects.create(
        campaign=row,
        unit=unit,
        group_name=group_name.strip(),
        visited_on=visited_on,
        note=note.strip(),
        recorded_at=at,
        recorded_by=by,
    )
    record(
        actor=by.key,
        act="campaign.record_guidance_visit",
        subject=subject(row),
        at=at,
        detail={"visit": visit.pk, "unit": unit.code},
    )
    return visit


@transaction.atomic
def give_opinion(
    *, visit: GuidanceVisit, text: str, unit: Unit, due_on: date, by: Person, at: datetime
) -> GuidanceOpinion:
    """Give an opinion with a deadline; it is told at once, so that it becomes a matter of the unit's."""
    require(by, "campaign.record_guidance", at=at, unit=unit)
    row = locked(visit.campaign)
    GuidanceVisit.objects.select_for_update(of=("self",)).get(pk=visit.pk)
    problems = outside(row, unit)
    if not text.strip():
        problems.append(Reason("text", _("指导意见不能为空"), "text"))
    if due_on < local_day(at):
        problems.append(Reason("past", _("整改时限不能早于今天"), "due_on"))
    if problems:
        raise CannotRecord(problems)
    order = (visit.opinions.aggregate(last=Max("order"))["last"] or 0) + 1
    opinion = GuidanceOpinion.objects.create(
        visit=visit, order=order, text=text.strip(), unit=unit, due_on=due_on, given_at=at, given_by=by
    )
    record(
        actor=by.key,
        act="campaign.give_opinion",
        subject=subject(row),
        at=at,
        detail={"opinion": opinion.pk, "unit": unit.code, "due_on": str(due_on)},
    )
    bus.tell(OpinionGiven(opinion.pk, row.pk, unit.pk, due_on, by.pk, at))
    return opinion
