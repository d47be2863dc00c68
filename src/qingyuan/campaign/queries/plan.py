"""The plan in force, what it still lacks, and the tasks of a unit."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Prefetch, Q, QuerySet

from qingyuan.campaign import policy
from qingyuan.campaign.models import Campaign, Clause, Objective, PlanDocument, PlanVersion, Task, TaskUnit
from qingyuan.campaign.queries.frame import seen_by
from qingyuan.org.api import Person, Unit, reach, scope


def latest_version(plan: PlanDocument) -> PlanVersion | None:
    """The newest version, in force or about to be: what new tasks point to."""
    return plan.versions.order_by("-number").first()


def valid_version(plan: PlanDocument, on: date) -> PlanVersion | None:
    """The version in force on a day (requirement 007: units always see the valid one)."""
    return plan.versions.filter(effective_on__lte=on).order_by("-effective_on", "-number").first()


def plans(campaign: Campaign) -> QuerySet[PlanDocument]:
    return campaign.plans.order_by("pk")


def clauses_in_force(campaign: Campaign) -> QuerySet[Clause]:
    """The clauses that a task may point to: those of the newest version of each plan."""
    newest = PlanVersion.objects.filter(plan__campaign=campaign).order_by("plan", "-number")
    latest: dict[int, int] = {}
    for pk, plan in newest.values_list("pk", "plan"):
        latest.setdefault(plan, pk)
    rows = Clause.objects.filter(version__in=latest.values())
    return rows.select_related("version__plan").order_by("version", "order")


@dataclass(frozen=True)
class ClauseWithTasks:
    clause: Clause
    tasks: tuple[Task, ...]
    lacking: bool


@dataclass(frozen=True)
class PlanCoverage:
    """A version with its tasks; ``adrift``: tasks whose clause is not in it, with the clause of the same number."""

    version: PlanVersion
    clauses: tuple[ClauseWithTasks, ...]
    lacking: tuple[Clause, ...]
    adrift: tuple[tuple[Task, Clause | None], ...]


def plan_coverage(version: PlanVersion, *, seen: QuerySet[Task] | None = None) -> PlanCoverage:
    """Which clauses have which tasks, which have none, and which tasks lost theirs. Three queries, or four.

    ``seen``: only these tasks are named; whether a clause lacks one is asked of all.
    """
    shown = None if seen is None else set(seen.order_by().values_list("pk", flat=True))
    counted = Task.objects.annotate(
        shares=Count("allocations"),
        shares_done=Count("allocations", filter=Q(allocations__done_at__isnull=False)),
    ).select_related("lead_unit")
    tasks = Prefetch("tasks", counted.order_by("due_on", "pk"))
    clauses = list(version.clauses.order_by("order").prefetch_related(tasks))
    with_task = {clause.pk for clause in clauses if clause.tasks.all()}
    lacking = {line.id for line in policy.uncovered([clause.line for clause in clauses], with_task)}
    by_number = {clause.number: clause for clause in clauses}
    adrift = (
        Task.objects.filter(clause__version__plan=version.plan_id, clause__version__number__lt=version.number)
        .select_related("clause__version", "lead_unit")
        .order_by("pk")
    )
    return PlanCoverage(
        version,
        tuple(
            ClauseWithTasks(
                c, tuple(t for t in c.tasks.all() if shown is None or t.pk in shown), c.pk in lacking
            )
            for c in clauses
        ),
        tuple(clause for clause in clauses if clause.pk in lacking),
        tuple(
            (task, by_number.get(task.clause.number)) for task in adrift if shown is None or task.pk in shown
        ),
    )


def shares_seen(by: Person, at: datetime, campaign: Campaign) -> QuerySet[TaskUnit]:
    """The shares of tasks that a person sees: of the own units, and of the units above them."""
    return (
        TaskUnit.objects.filter(task__campaign=campaign)
        .filter(seen_by(by, at))
        .select_related("unit", "task__clause__version", "task__lead_unit", "task__objective", "done_by")
        .order_by("task__due_on", "task", "unit__path")
    )


def tasks_seen(by: Person, at: datetime, campaign: Campaign) -> QuerySet[Task]:
    """The tasks that a person sees: those of the own units, those they lead, and the shared ones (011)."""
    shares = TaskUnit.objects.filter(task__campaign=campaign).filter(seen_by(by, at))
    led = scope(by, "campaign.see", at=at, path="lead_unit__path")
    return (
        Task.objects.filter(campaign=campaign)
        .filter(Q(pk__in=shares.values("task")) | Q(shared=True) | led)
        .select_related("clause__version", "lead_unit", "objective")
        .order_by("due_on", "pk")
    )


def tasks_of_unit(unit: Unit, *, campaign: Campaign | None = None) -> QuerySet[Task]:
    """The tasks of a unit: allotted to it, and the shared ones of the campaigns it is part of."""
    own = TaskUnit.objects.filter(unit=unit)
    shared = Q(shared=True, campaign__deployments__unit=unit)
    found = Task.objects.filter(
        Q(pk__in=own.values("task")) | Q(pk__in=Task.objects.filter(shared).values("pk"))
    )
    if campaign is not None:
        found = found.filter(campaign=campaign)
    return found.select_related("clause__version", "lead_unit").order_by("due_on", "pk")


def objectives(campaign: Campaign) -> QuerySet[Objective]:
    """Objectives with how many tasks serve them, and how many of those tasks' shares are done."""
    return campaign.objectives.annotate(
        task_count=Count("tasks", distinct=True),
        shares=Count("tasks__allocations", distinct=True),
        shares_done=Count(
            "tasks__allocations", filter=Q(tasks__allocations__done_at__isnull=False), distinct=True
        ),
    ).order_by("order")


def reaches_whole(by: Person, at: datetime, campaign: Campaign) -> bool:
    """Whether the person sees every unit of the campaign, not only the own ones."""
    return any(campaign.unit.path.startswith(path) for path in reach(by, "campaign.see", at).paths)
