"""The plan: issue versions, point every task to a clause, give each unit its share."""

import hashlib
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign import policy
from qingyuan.campaign.errors import CannotChangePlan
from qingyuan.campaign.events import PlanVersionIssued, TaskIssued
from qingyuan.campaign.kinds import Followable
from qingyuan.campaign.models import Campaign, Clause, Objective, PlanDocument, PlanVersion, Task, TaskUnit
from qingyuan.campaign.policy import ClauseText
from qingyuan.campaign.queries.plan import latest_version
from qingyuan.campaign.rules.frame import locked, subject
from qingyuan.campaign.shelves import followers
from qingyuan.kit import bus
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.org.api import Person, Unit, require
from qingyuan.trail.api import Act, record, record_many


@transaction.atomic
def add_plan(*, campaign: Campaign, title: str, by: Person, at: datetime) -> PlanDocument:
    """Register a plan document of the campaign."""
    require(by, "campaign.issue_version", at=at, unit=campaign.unit)
    row = locked(campaign)
    problems = []
    if not title.strip():
        problems.append(Reason("title", _("方案名称不能为空"), "title"))
    if row.plans.filter(title=title.strip()).exists():
        problems.append(Reason("title_taken", _("已有同名方案"), "title"))
    if problems:
        raise CannotChangePlan(problems)
    plan = PlanDocument.objects.create(campaign=row, title=title.strip())
    record(actor=by.key, act="campaign.add_plan", subject=subject(row), at=at, detail={"plan": plan.pk})
    return plan


@transaction.atomic
def issue_version(
    *,
    plan: PlanDocument,
    effective_on: date,
    clauses: Sequence[ClauseText],
    by: Person,
    at: datetime,
    file_name: str = "",
    file: bytes | None = None,
) -> PlanVersion:
    """Issue a version of a plan. Tasks whose clause stands in it word for word go along; the rest are listed.

    Of ``file`` only its size and SHA-256 are kept.
    """
    require(by, "campaign.issue_version", at=at, unit=plan.campaign.unit)
    campaign = locked(plan.campaign)
    before = latest_version(plan)
    problems = []
    if not clauses:
        problems.append(Reason("no_clause", _("没有找到带编号的条款（编号如“一、”“（一）”“1.”）"), "text"))
    problems += [
        Reason("empty", _("条款%(number)s没有内容"), "text", {"number": clause.number})
        for clause in clauses
        if not clause.text.strip()
    ]
    problems += [
        Reason("repeated", _("条款编号重复：%(number)s"), "text", {"number": number})
        for number in policy.repeated_numbers(clauses)
    ]
    if before is not None and effective_on <= before.effective_on:
        problems.append(
            Reason(
                "too_early", _("生效日期应晚于上一版的%(day)s"), "effective_on", {"day": before.effective_on}
            )
        )
    if problems:
        raise CannotChangePlan(problems)
    version = PlanVersion.objects.create(
        plan=plan,
        number=before.number + 1 if before else 1,
        effective_on=effective_on,
        file_name=file_name[:120] if file is not None else "",
        file_sha256=hashlib.sha256(file).hexdigest() if file is not None else "",
        file_size=len(file) if file is not None else None,
        issued_at=at,
        issued_by=by,
    )
    new = Clause.objects.bulk_create(
        Clause(version=version, number=c.number, level=c.level, order=n, text=c.text)
        for n, c in enumerate(clauses, 1)
    )
    carried = _carry_tasks(before, new) if before else 0
    record(
        actor=by.key,
        act="campaign.issue_version",
        subject=subject(campaign),
        at=at,
        detail={"plan": plan.pk, "version": version.number, "clauses": len(new), "tasks_carried": carried},
    )
    bus.tell(PlanVersionIssued(version.pk, campaign.pk, at))
    return version


@transaction.atomic
def put_forward(
    *,
    campaign: Campaign,
    plan: PlanDocument | None,
    title: str,
    effective_on: date,
    clauses: Sequence[ClauseText],
    by: Person,
    at: datetime,
    file_name: str = "",
    file: bytes | None = None,
) -> PlanVersion:
    """Issue a version of ``plan``, or the first one of a new plan with this title: both, or neither."""
    plan = plan or add_plan(campaign=campaign, title=title, by=by, at=at)
    return issue_version(
        plan=plan, effective_on=effective_on, clauses=clauses, by=by, at=at, file_name=file_name, file=file
    )


def _carry_tasks(before: PlanVersion, new: Sequence[Clause]) -> int:
    pairs = policy.carried_over([c.line for c in before.clauses.all()], [c.line for c in new])
    moving = list(Task.objects.select_for_update().filter(clause__version=before, clause__in=pairs))
    for task in moving:
        task.clause_id = pairs[task.clause_id]
    Task.objects.bulk_update(moving, ["clause"])
    return len(moving)


@transaction.atomic
def add_objective(*, campaign: Campaign, title: str, by: Person, at: datetime) -> Objective:
    """Add an objective (目标) that tasks can serve."""
    require(by, "campaign.change_objectives", at=at, unit=campaign.unit)
    row = locked(campaign)
    problems = []
    if not title.strip():
        problems.append(Reason("title", _("目标不能为空"), "title"))
    if row.objectives.filter(title=title.strip()).exists():
        problems.append(Reason("title_taken", _("已有相同目标"), "title"))
    if problems:
        raise CannotChangePlan(problems)
    order = (row.objectives.aggregate(last=Max("order"))["last"] or 0) + 1
    objective = Objective.objects.create(campaign=row, title=title.strip(), order=order)
    record(
        actor=by.key,
        act="campaign.change_objectives",
        subject=subject(row),
        at=at,
        detail={"objective": objective.pk},
    )
    return objective


@transaction.atomic
def evidence_objective(*, objective: Objective, evidence: str, by: Person, at: datetime) -> Objective:
    """Say by which checkable facts an objective shows its result."""
    require(by, "campaign.change_objectives", at=at, unit=objective.campaign.unit)
    row = locked(objective.campaign)
    held = Objective.objects.select_for_update(of=("self",)).get(pk=objective.pk)
    held.evidence = evidence.strip()
    held.save(update_fields=["evidence"])
    record(
        actor=by.key,
        act="campaign.change_objectives",
        subject=subject(row),
        at=at,
        detail={"objective": held.pk},
    )
    return held


def _task_problems(
    campaign: Campaign,
    clause: Clause,
    title: str,
    criterion: str,
    due_on: date,
    lead: Unit,
    at: datetime,
    own: int = 0,
) -> list[Reason]:
    problems = []
    if clause.version.plan.campaign_id != campaign.pk:
        problems.append(Reason("foreign_clause", _("该条款不属于本次教育整顿的方案"), "clause"))
    elif latest_version(clause.version.plan) != clause.version:
        problems.append(Reason("old_clause", _("该条款所在版本已被新版方案取代，请选择现行条款"), "clause"))
    if not title.strip():
        problems.append(Reason("title", _("任务名称不能为空"), "title"))
    elif Task.objects.filter(clause=clause, title=title.strip()).exclude(pk=own).exists():
        problems.append(Reason("taken", _("该条款下已有同名任务"), "title"))
    if not criterion.strip():
        problems.append(Reason("criterion", _("请写明完成标准：做到什么程度算完成"), "criterion"))
    if not own and due_on < local_day(at):
        problems.append(Reason("past", _("完成时限不能早于今天"), "due_on"))
    if due_on > campaign.ends_on:
        problems.append(
            Reason(
                "after_end", _("完成时限不能晚于教育整顿结束日期%(day)s"), "due_on", {"day": campaign.ends_on}
            )
        )
    if not lead.path.startswith(campaign.unit.path):
        problems.append(Reason("outside", _("牵头单位不在本次教育整顿范围内"), "lead_unit"))
    return problems


@transaction.atomic
def issue_task(
    *,
    campaign: Campaign,
    clause: Clause,
    title: str,
    criterion: str,
    due_on: date,
    lead_unit: Unit,
    units: Sequence[Unit],
    by: Person,
    at: datetime,
    objective: Objective | None = None,
    shared: bool = False,
) -> Task:
    """Issue a task from a clause to units. ``shared``: to every unit covered, and each may see it."""
    require(by, "campaign.issue_task", at=at, unit=campaign.unit)
    row = locked(campaign)
    problems = _task_problems(row, clause, title, criterion, due_on, lead_unit, at)
    if objective is not None and objective.campaign_id != row.pk:
        problems.append(Reason("objective", _("该目标不属于本次教育整顿"), "objective"))
    covered = {d.unit_id: d.unit for d in row.deployments.select_related("unit")}
    wanted = covered if shared else {unit.pk: unit for unit in units}
    if not wanted:
        problems.append(Reason("units", _("至少分解到一个单位"), "units"))
    problems += _uncovered_units(covered, wanted)
    if problems:
        raise CannotChangePlan(problems)
    task = Task.objects.create(
        campaign=row,
        clause=clause,
        objective=objective,
        title=title.strip(),
        criterion=criterion.strip(),
        due_on=due_on,
        lead_unit=lead_unit,
        shared=shared,
        issued_at=at,
        issued_by=by,
    )
    record(
        actor=by.key,
        act="campaign.issue_task",
        subject=f"task:{task.pk}",
        at=at,
        detail={"campaign": row.pk, "clause": clause.pk, "units": len(wanted), "due_on": str(due_on)},
    )
    _allot(task, list(wanted.values()), by, at)
    return task


def _uncovered_units(covered: dict[int, Unit], wanted: dict[int, Unit]) -> list[Reason]:
    return [
        Reason("not_covered", _("%(unit)s不在本次教育整顿范围内"), "units", {"unit": unit.name})
        for key, unit in wanted.items()
        if key not in covered
    ]


def _allot(task: Task, units: Sequence[Unit], by: Person, at: datetime) -> None:
    shares = TaskUnit.objects.bulk_create(TaskUnit(task=task, unit=unit) for unit in units)
    record_many(
        [
            Act(by.key, "campaign.allot_task", f"task:{task.pk}", at, {"unit": share.unit.code})
            for share in shares
        ]
    )
    for share in shares:
        bus.tell(TaskIssued(task.pk, share.pk, task.campaign_id, share.unit_id, task.due_on, by.pk, at))


@transaction.atomic
def allot_task(*, task: Task, units: Sequence[Unit], by: Person, at: datetime) -> int:
    """Give a task to further units; those that have it keep it. Answers how many were added."""
    require(by, "campaign.allot_task", at=at, unit=task.campaign.unit)
    row = locked(task.campaign)
    held = set(task.allocations.values_list("unit", flat=True))
    covered = {d.unit_id: d.unit for d in row.deployments.select_related("unit")}
    wanted = {unit.pk: unit for unit in units}
    if problems := _uncovered_units(covered, wanted):
        raise CannotChangePlan(problems)
    fresh = [unit for key, unit in wanted.items() if key not in held]
    _allot(task, fresh, by, at)
    return len(fresh)


@transaction.atomic
def relink_task(*, task: Task, clause: Clause, by: Person, at: datetime) -> Task:
    """Point a task to a clause of the version in force, after its own went away or changed its words."""
    require(by, "campaign.relink_task", at=at, unit=task.campaign.unit)
    row = locked(task.campaign)
    held = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    problems = _task_problems(
        row, clause, held.title, held.criterion, held.due_on, held.lead_unit, at, held.pk
    )
    if problems:
        raise CannotChangePlan(problems)
    held.clause = clause
    held.save(update_fields=["clause"])
    record(
        actor=by.key,
        act="campaign.relink_task",
        subject=f"task:{held.pk}",
        at=at,
        detail={"clause": clause.pk},
    )
    return held


@transaction.atomic
def report_task(*, share: TaskUnit, result: str, by: Person, at: datetime) -> TaskUnit:
    """A unit reports its share done. Where the ledger follows the task, it is signed off there and only there."""
    require(by, "campaign.report_task", at=at, unit=share.unit)
    locked(share.task.campaign)
    held = TaskUnit.objects.select_for_update(of=("self",)).get(pk=share.pk)
    problems = []
    follower = followers.get(Followable.TASK)
    if follower is not None and held.pk in follower([held.pk]):
        problems.append(Reason("followed", _("该任务已进入台账，请在台账中办理和销号")))
    if held.done_at:
        problems.append(Reason("done", _("已报告完成")))
    if not result.strip():
        problems.append(Reason("result", _("请写明完成情况"), "result"))
    if problems:
        raise CannotChangePlan(problems)
    held.done_at, held.done_by, held.result = at, by, result.strip()
    held.save(update_fields=["done_at", "done_by", "result"])
    record(
        actor=by.key,
        act="campaign.report_task",
        subject=f"task:{held.task_id}",
        at=at,
        detail={"unit": share.unit.code},
    )
    return held
