"""The plan, its tasks and the objectives above them."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign import policy
from qingyuan.campaign.forms.plan import (
    AllotForm,
    ObjectiveEvidenceForm,
    ObjectiveForm,
    RelinkForm,
    ResultForm,
    TaskForm,
    VersionForm,
)
from qingyuan.campaign.kinds import Followable
from qingyuan.campaign.models import Objective, PlanVersion, Task, TaskUnit
from qingyuan.campaign.queries import plan as asked
from qingyuan.campaign.queries.followed import followed, results_of
from qingyuan.campaign.queries.frame import units_of
from qingyuan.campaign.rules import plans
from qingyuan.campaign.shelves import Followed
from qingyuan.campaign.views.desk import Desk, page
from qingyuan.org.api import Unit, units_within


@page("campaign.see")
def plan(desk: Desk) -> HttpResponse:
    """The version in force, or the one chosen: clauses with their tasks, and what is lacking."""
    documents = list(asked.plans(desk.campaign))
    chosen = desk.request.GET.get("plan", "")
    document = next((d for d in documents if str(d.pk) == chosen), documents[0] if documents else None)
    versions = list(document.versions.select_related("issued_by").order_by("-number")) if document else []
    number = desk.request.GET.get("version", "")
    valid = next((v for v in versions if v.effective_on <= desk.on), None)
    shown_first = valid or next(iter(versions), None)
    version: PlanVersion | None = next((v for v in versions if str(v.number) == number), shown_first)
    seen = asked.tasks_seen(desk.by, desk.at, desk.campaign)
    coverage = asked.plan_coverage(version, seen=seen) if version else None
    can = {act: desk.may(f"campaign.{act}") for act in ("issue_version", "issue_task", "relink_task")}
    newest = bool(versions) and version == versions[0]
    shown = {
        "documents": documents,
        "document": document,
        "versions": versions,
        "version": version,
        "valid": valid,
    }
    return desk.show("plan", "plan", **shown, coverage=coverage, can=can, newest=newest)


@page("campaign.issue_version", kind="form", here=True)
def version_issue(desk: Desk) -> HttpResponse:
    """Paste the plan, look at what was found in it, issue."""
    documents = list(asked.plans(desk.campaign))
    initial = {
        "effective_on": desk.on,
        "title": documents[0].title if documents else desk.campaign.name + "实施方案",
    }
    form = VersionForm(desk.request.POST or None, desk.request.FILES or None, initial=initial)
    looking = desk.request.method == "POST" and "look" in desk.request.POST
    preview = form.clauses if form.is_bound else ()

    def issue(data: dict[str, Any]) -> PlanVersion:
        document = next((d for d in documents if d.title == data["title"].strip()), None)
        return plans.put_forward(
            campaign=desk.campaign,
            plan=document,
            title=data["title"],
            effective_on=data["effective_on"],
            clauses=form.clauses,
            file_name=data["file"].name if data["file"] else "",
            file=data["file"].read() if data["file"] else None,
            by=desk.by,
            at=desk.at,
        )

    more: dict[str, Any] = {"preview": preview, "repeated": policy.repeated_numbers(preview)}
    titles = {"title": _("发布方案"), "submit": _("发布"), "back": desk.url("plan")}
    if looking:
        form.is_valid()
        return desk.show("version", "plan", form=form, **titles, **more)
    return desk.ask(
        form,
        issue,
        tab="plan",
        title=_("发布方案"),
        to=desk.url("plan"),
        done=_("已发布，各单位看到的都是这一版"),
        submit=_("发布"),
        template="version",
        **more,
    )


def _in_state(rows: list[TaskUnit], became: Mapping[int, Followed], state: str) -> list[TaskUnit]:
    """Those that are done, or not, as the ledger says where it follows them, else as the unit reported."""
    if state not in ("open", "done"):
        return rows
    done = {s.pk for s in rows if (became[s.pk].done if s.pk in became else s.done_at is not None)}
    return [share for share in rows if (share.pk in done) == (state == "done")]


def _by_task(desk: Desk, shares: list[TaskUnit], became: Mapping[int, Followed]) -> list[dict[str, Any]]:
    """One line a task: how many of the units in sight have done it."""
    found: dict[int, list[TaskUnit]] = {}
    for share in shares:
        found.setdefault(share.task_id, []).append(share)
    lines = []
    for own in found.values():
        done = len(_in_state(own, became, "done"))
        late = done < len(own) and own[0].task.due_on < desk.on
        lines.append({"task": own[0].task, "units": len(own), "done": done, "late": late})
    return lines


@page("campaign.see")
def tasks(desk: Desk) -> HttpResponse:
    """Tasks: who sees several units has one line a task, and by unit or state one line a share; others their own."""
    units = list(
        units_within(desk.by, "campaign.see", at=desk.at).filter(pk__in=units_of(desk.campaign).values("pk"))
    )
    chosen = desk.request.GET.get("unit", "")
    unit: Unit | None = next((u for u in units if str(u.pk) == chosen), None)
    rows = asked.shares_seen(desk.by, desk.at, desk.campaign)
    if unit is not None:
        rows = rows.filter(unit=unit)
    state = desk.request.GET.get("state", "")
    shares = list(rows)
    became = followed(Followable.TASK, [share.pk for share in shares], by=desk.by, at=desk.at)
    grouped = len(units) > 1 and unit is None and state not in ("open", "done")
    listed = {share.task_id for share in shares}
    shared = (
        []
        if unit or state
        else [
            task
            for task in asked.tasks_seen(desk.by, desk.at, desk.campaign).filter(shared=True)
            if task.pk not in listed
        ]
    )
    can_report = (
        set(units_within(desk.by, "campaign.report_task", at=desk.at).values_list("pk", flat=True))
        if desk.campaign.ended_at is None
        else set()
    )
    lines = [
        {
            "share": share,
            "followed": became.get(share.pk),
            "late": share.task.due_on < desk.on
            and not (became[share.pk].done if share.pk in became else share.done_at),
            "can_report": share.unit_id in can_report and share.done_at is None and share.pk not in became,
        }
        for share in _in_state(shares, became, state)[:600]
    ]
    return desk.show(
        "tasks",
        "tasks",
        groups=_by_task(desk, shares, became) if grouped else [],
        lines=[] if grouped else lines,
        shared=shared,
        units=units,
        unit=unit,
        state=state,
        can_issue=desk.may("campaign.issue_task"),
        has_plan=asked.plans(desk.campaign).exists(),
    )


@page("campaign.see", thing=Task, among=asked.tasks_seen)
def task(desk: Desk, task: Task) -> HttpResponse:
    """One task: its clause, its criterion, and the shares in sight."""
    shares = list(asked.shares_seen(desk.by, desk.at, desk.campaign).filter(task=task))
    became = followed(Followable.TASK, [share.pk for share in shares], by=desk.by, at=desk.at)
    adrift = not asked.clauses_in_force(desk.campaign).filter(pk=task.clause_id).exists()
    lines = [
        {
            "share": share,
            "followed": became.get(share.pk),
            "can_report": share.done_at is None
            and share.pk not in became
            and desk.may("campaign.report_task", share.unit),
        }
        for share in shares
    ]
    can = {act: desk.may(f"campaign.{act}") for act in ("allot_task", "relink_task")}
    can["allot_task"] &= units_of(desk.campaign).exclude(pk__in=task.allocations.values("unit")).exists()
    return desk.show("task", "tasks", task=task, lines=lines, adrift=adrift, can=can)


@page("campaign.issue_task", kind="form", here=True)
def task_issue(desk: Desk) -> HttpResponse:
    initial = {
        "clause": desk.request.GET.get("clause"),
        "due_on": desk.campaign.ends_on,
        "lead_unit": desk.campaign.unit,
        "shared": True,
    }
    form = TaskForm(desk.request.POST or None, initial=initial)
    units = units_of(desk.campaign)
    leads = Unit.objects.filter(pk__in=[desk.campaign.unit_id]) | units
    form.fields["clause"].queryset = asked.clauses_in_force(desk.campaign)  # type: ignore[attr-defined]
    form.fields["objective"].queryset = desk.campaign.objectives.order_by("order")  # type: ignore[attr-defined]
    form.fields["units"].queryset = units  # type: ignore[attr-defined]
    form.fields["lead_unit"].queryset = leads.order_by("path")  # type: ignore[attr-defined]
    return desk.ask(
        form,
        lambda data: plans.issue_task(
            campaign=desk.campaign, **{**data, "units": list(data["units"])}, by=desk.by, at=desk.at
        ),
        tab="tasks",
        title=_("下达任务"),
        to=desk.url("plan"),
        done=_("已下达"),
        submit=_("下达"),
    )


@page("campaign.allot_task", kind="form", thing=Task, here=True, among=asked.tasks_seen)
def task_allot(desk: Desk, task: Task) -> HttpResponse:
    form = AllotForm(desk.request.POST or None)
    held = task.allocations.values("unit")
    form.fields["units"].queryset = units_of(desk.campaign).exclude(pk__in=held)  # type: ignore[attr-defined]
    return desk.ask(
        form,
        lambda data: plans.allot_task(task=task, units=list(data["units"]), by=desk.by, at=desk.at),
        tab="tasks",
        title=_("分解到更多单位"),
        lead=task.title,
        to=desk.url("task", task.pk),
        done=_("已分解"),
    )


@page("campaign.relink_task", kind="form", thing=Task, here=True, among=asked.tasks_seen)
def task_relink(desk: Desk, task: Task) -> HttpResponse:
    clauses = asked.clauses_in_force(desk.campaign)
    form = RelinkForm(
        desk.request.POST or None, initial={"clause": clauses.filter(number=task.clause.number).first()}
    )
    form.fields["clause"].queryset = clauses  # type: ignore[attr-defined]
    return desk.ask(
        form,
        lambda data: plans.relink_task(task=task, clause=data["clause"], by=desk.by, at=desk.at),
        tab="tasks",
        title=_("对应到现行条款"),
        lead=task.title,
        to=desk.url("task", task.pk),
        done=_("已对应"),
    )


@page("campaign.report_task", kind="form", thing=TaskUnit, campaign="task__campaign", sight="unit__path")
def share_report(desk: Desk, share: TaskUnit) -> HttpResponse:
    return desk.ask(
        ResultForm(desk.request.POST or None),
        lambda data: plans.report_task(share=share, result=data["result"], by=desk.by, at=desk.at),
        tab="tasks",
        title=_("报告任务完成"),
        lead=f"{share.unit} · {share.task.title}",
        to=desk.url("task", share.task_id),
        done=_("已报告"),
    )


@page("campaign.see")
def objectives(desk: Desk) -> HttpResponse:
    """Objectives, the tasks that serve them, and their matters closed of all in sight (目标→任务→事项)."""
    seen = asked.tasks_seen(desk.by, desk.at, desk.campaign)
    tree: dict[int | None, list[Task]] = {}
    for each in seen:
        tree.setdefault(each.objective_id, []).append(each)
    listed = list(asked.objectives(desk.campaign))
    groups = {f"objective:{each.pk}": [task.pk for task in tree.get(each.pk, [])] for each in listed}
    groups |= {f"task:{pk}": [pk] for group in groups.values() for pk in group}
    came = results_of(groups, desk.campaign, by=desk.by, at=desk.at)
    rows = [
        {
            "objective": each,
            "came": came.get(f"objective:{each.pk}"),
            "tasks": [(task, came.get(f"task:{task.pk}")) for task in tree.get(each.pk, [])],
        }
        for each in listed
    ]
    can = desk.may("campaign.change_objectives")
    return desk.show("objectives", "objectives", rows=rows, loose=tree.get(None, []), can_change=can)


@page("campaign.change_objectives", kind="form", here=True)
def objective_add(desk: Desk) -> HttpResponse:
    return desk.ask(
        ObjectiveForm(desk.request.POST or None),
        lambda data: plans.add_objective(campaign=desk.campaign, **data, by=desk.by, at=desk.at),
        tab="objectives",
        title=_("增加目标"),
        to=desk.url("objectives"),
        done=_("已增加"),
    )


@page("campaign.change_objectives", kind="form", thing=Objective, here=True)
def objective_evidence(desk: Desk, objective: Objective) -> HttpResponse:
    return desk.ask(
        ObjectiveEvidenceForm(desk.request.POST or None, initial={"evidence": objective.evidence}),
        lambda data: plans.evidence_objective(objective=objective, **data, by=desk.by, at=desk.at),
        tab="objectives",
        title=_("结果佐证"),
        lead=objective.title,
        to=desk.url("objectives"),
        done=_("已保存"),
    )
