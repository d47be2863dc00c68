"""The pilot and its lessons, the year's key tasks, the upper guidance group's register."""

from typing import Any

from django.db.models import Prefetch, Q
from django.forms import Form
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.forms.registers import (
    GapForm,
    GuidanceVisitForm,
    KeyTaskForm,
    LessonForm,
    MeasureForm,
    OpinionForm,
    PilotForm,
    QuarterForm,
)
from qingyuan.campaign.kinds import Followable, GapAnswer, QuarterState
from qingyuan.campaign.models import (
    Gap,
    GuidanceOpinion,
    GuidanceVisit,
    KeyTaskQuarter,
    PilotFinding,
    PilotUnit,
)
from qingyuan.campaign.queries.followed import followed
from qingyuan.campaign.queries.frame import units_of
from qingyuan.campaign.queries.pilot import measures
from qingyuan.campaign.rules import registers
from qingyuan.campaign.views.desk import Desk, missing, page
from qingyuan.org.api import Unit, units_within


def _units(desk: Desk, form: Form, permission: str) -> None:
    inside = Q(path__startswith=desk.campaign.unit.path) & desk.scope(permission, path="path")
    form.fields["unit"].queryset = Unit.objects.filter(inside).order_by("path")  # type: ignore[attr-defined]
    for field in form.fields.values():
        if hasattr(field, "of"):
            field.of(desk.campaign.unit, desk.scope(permission, path="posts__unit__path"))


@page("campaign.see_work")
def pilot(desk: Desk) -> HttpResponse:
    """Lessons of the pilot, the task that carries each, and how every unit compares (answers in sight)."""
    seen = Gap.objects.filter(desk.scope("campaign.see_work")).select_related("unit").order_by("unit__path")
    lessons = PilotFinding.objects.prefetch_related(Prefetch("gaps", seen)).order_by("pk")
    pilots = list(
        desk.campaign.pilots.select_related("unit")
        .prefetch_related(Prefetch("findings", lessons))
        .order_by("from_on")
    )
    covered = units_of(desk.campaign)
    mine = list(
        units_within(desk.by, "campaign.answer_lesson", at=desk.at).filter(pk__in=covered.values("pk"))
    )
    gaps = [gap for p in pilots for f in p.findings.all() for gap in f.gaps.all()]
    became = followed(
        Followable.GAP, [gap.pk for gap in gaps if gap.answer == GapAnswer.GAP], by=desk.by, at=desk.at
    )
    answered = {(gap.finding_id, gap.unit_id) for gap in gaps}
    found = [lesson for p in pilots for lesson in p.findings.all()]
    spread = measures(desk.by, desk.at, desk.campaign, {f.task_id for f in found if f.task_id})
    rows = [
        {
            "pilot": p,
            "lessons": [
                {
                    "lesson": lesson,
                    "measure": spread.get(lesson.task_id or 0),
                    "gaps": [
                        (gap, became.get(gap.pk)) for gap in lesson.gaps.all() if gap.answer == GapAnswer.GAP
                    ],
                    "explained": [gap for gap in lesson.gaps.all() if gap.answer != GapAnswer.GAP],
                    "open": [u for u in mine if u.pk != p.unit_id and (lesson.pk, u.pk) not in answered],
                }
                for lesson in p.findings.all()
            ],
        }
        for p in pilots
    ]
    return desk.show(
        "pilot",
        "pilot",
        rows=rows,
        loose=[lesson for lesson in found if lesson.task_id is None],
        running=desk.campaign.ended_at is None,
        can_change=desk.may("campaign.change_pilot"),
        can_link=desk.may("campaign.link_lesson"),
    )


@page("campaign.change_pilot", kind="form", here=True)
def pilot_name(desk: Desk) -> HttpResponse:
    form = PilotForm(desk.request.POST or None)
    _units(desk, form, "campaign.change_pilot")
    return desk.ask(
        form,
        lambda data: registers.name_pilot(campaign=desk.campaign, **data, by=desk.by, at=desk.at),
        tab="pilot",
        title=_("登记试点单位"),
        to=desk.url("pilot"),
        done=_("已登记"),
    )


@page("campaign.change_pilot", kind="form", thing=PilotUnit, here=True)
def lesson_record(desk: Desk, pilot: PilotUnit) -> HttpResponse:
    form = LessonForm(desk.request.POST or None)
    form.fields["task"].queryset = desk.campaign.tasks.order_by("due_on", "pk")  # type: ignore[attr-defined]
    return desk.ask(
        form,
        lambda data: registers.record_lesson(pilot=pilot, **data, by=desk.by, at=desk.at),
        tab="pilot",
        title=_("登记试点经验"),
        lead=str(pilot.unit),
        to=desk.url("pilot"),
        done=_("已登记"),
    )


@page("campaign.link_lesson", kind="form", thing=PilotFinding, campaign="pilot__campaign", here=True)
def lesson_link(desk: Desk, lesson: PilotFinding) -> HttpResponse:
    """The office says which task of the plan carries a lesson to the whole city."""
    form = MeasureForm(desk.request.POST or None, initial={"task": lesson.task_id})
    form.fields["task"].queryset = desk.campaign.tasks.order_by("due_on", "pk")  # type: ignore[attr-defined]
    return desk.ask(
        form,
        lambda data: registers.link_lesson(lesson=lesson, task=data["task"], by=desk.by, at=desk.at),
        tab="pilot",
        title=_("关联全市措施"),
        lead=lesson.finding,
        to=desk.url("pilot"),
        done=_("已保存"),
    )


@page("campaign.answer_lesson", kind="form", thing=PilotFinding, campaign="pilot__campaign")
def lesson_answer(desk: Desk, lesson: PilotFinding) -> HttpResponse:
    """A unit compares itself with a lesson; which unit stands in the address."""
    chosen = desk.request.GET.get("unit", "")
    covered = units_of(desk.campaign).filter(desk.scope("campaign.answer_lesson", path="path"))
    unit = (
        covered.filter(pk=int(chosen)).first() if chosen.isdecimal() and len(chosen) < 19 else covered.first()
    )
    if unit is None:
        raise missing()
    return desk.ask(
        GapForm(desk.request.POST or None),
        lambda data: registers.answer_lesson(
            lesson=lesson,
            unit=unit,
            answer=GapAnswer(data["answer"]),
            words=data["words"],
            by=desk.by,
            at=desk.at,
        ),
        tab="pilot",
        title=_("对照试点经验查找差距"),
        lead=f"{unit} · {lesson.measure}",
        to=desk.url("pilot"),
        done=_("已报告"),
    )


@page("campaign.see")
def key_tasks(desk: Desk) -> HttpResponse:
    """The year's key tasks with their owners and where each quarter stands."""
    seen = desk.scope("campaign.see_work") | Q(owner=desk.by.pk)
    rows = list(
        desk.campaign.key_tasks.filter(seen).select_related("unit", "owner").prefetch_related("quarters")
    )
    years = sorted({row.year for row in rows}, reverse=True)
    chosen = desk.request.GET.get("year", "")
    year = next((y for y in years if str(y) == chosen), years[0] if years else None)
    mine = set(units_within(desk.by, "campaign.report_key_task", at=desk.at).values_list("pk", flat=True))
    running = desk.campaign.ended_at is None
    lines = [
        {
            "task": row,
            "quarters": [next((q for q in row.quarters.all() if q.quarter == n), None) for n in range(1, 5)],
            "can_report": running and (row.unit_id in mine or row.owner_id == desk.by.pk),
        }
        for row in rows
        if row.year == year
    ]
    current = (desk.on.month + 2) // 3 if year == desk.on.year else 0
    return desk.show(
        "key_tasks",
        "key_tasks",
        lines=lines,
        years=years,
        year=year,
        current=current,
        can_list=desk.may("campaign.list_key_task"),
    )


@page("campaign.list_key_task", kind="form", here=True)
def key_task_list(desk: Desk) -> HttpResponse:
    form = KeyTaskForm(
        desk.request.POST or None,
        initial={
            "year": desk.on.year,
            "number": desk.campaign.key_tasks.filter(year=desk.on.year).count() + 1,
        },
    )
    _units(desk, form, "campaign.list_key_task")

    def act(data: dict[str, Any]) -> object:
        first, second, third, fourth = (data.pop(f"q{n}") for n in range(1, 5))
        targets = (first, second, third, fourth)
        return registers.list_key_task(
            campaign=desk.campaign, **data, targets=targets, by=desk.by, at=desk.at
        )

    return desk.ask(
        form, act, tab="key_tasks", title=_("登记年度大事"), to=desk.url("key_tasks"), done=_("已登记")
    )


@page("campaign.see", kind="form", thing=KeyTaskQuarter, campaign="key_task__campaign")
def quarter_report(desk: Desk, quarter: KeyTaskQuarter) -> HttpResponse:
    """The owner's own page: it asks for campaign.see, and for the report itself as the owner."""
    task = quarter.key_task
    own = task.owner_id == desk.by.pk
    if not own and not desk.may_see("campaign.see_work", task.unit):
        raise missing()
    desk.require("campaign.report_key_task", task.unit, own=own)
    return desk.ask(
        QuarterForm(desk.request.POST or None, initial={"state": quarter.state, "words": quarter.words}),
        lambda data: registers.report_key_task(
            quarter=quarter, state=QuarterState(data["state"]), words=data["words"], by=desk.by, at=desk.at
        ),
        tab="key_tasks",
        title=_("报告季度进度"),
        lead=f"{task.number} {task.title} · {quarter.target}",
        to=desk.url("key_tasks"),
        done=_("已报告"),
    )


@page("campaign.see_guidance")
def guidance(desk: Desk) -> HttpResponse:
    """Visits of the upper group and its opinions; a unit sees the opinions that it has to answer."""
    sight = desk.scope("campaign.see_guidance")
    opinions = GuidanceOpinion.objects.filter(sight).select_related("unit").order_by("order")
    visits = list(
        desk.campaign.guidance_visits.filter(sight | Q(pk__in=opinions.values("visit")))
        .select_related("unit", "recorded_by")
        .prefetch_related(Prefetch("opinions", opinions))
        .order_by("-visited_on", "-pk")
    )
    became = followed(
        Followable.OPINION, [o.pk for visit in visits for o in visit.opinions.all()], by=desk.by, at=desk.at
    )
    rows = [(visit, [(o, became.get(o.pk)) for o in visit.opinions.all()]) for visit in visits]
    return desk.show("guidance", "guidance", rows=rows, can_record=desk.may("campaign.record_guidance"))


@page("campaign.record_guidance", kind="form", here=True)
def guidance_visit(desk: Desk) -> HttpResponse:
    form = GuidanceVisitForm(
        desk.request.POST or None, initial={"visited_on": desk.on, "unit": desk.campaign.unit}
    )
    _units(desk, form, "campaign.record_guidance")
    return desk.ask(
        form,
        lambda data: registers.record_guidance_visit(campaign=desk.campaign, **data, by=desk.by, at=desk.at),
        tab="guidance",
        title=_("登记指导工作"),
        lead=_("只有上级指导组能写这本登记簿。"),
        to=desk.url("guidance"),
        done=_("已登记"),
    )


@page("campaign.record_guidance", kind="form", thing=GuidanceVisit, here=True, sight="unit__path")
def opinion_give(desk: Desk, visit: GuidanceVisit) -> HttpResponse:
    form = OpinionForm(desk.request.POST or None, initial={"unit": visit.unit})
    _units(desk, form, "campaign.record_guidance")
    return desk.ask(
        form,
        lambda data: registers.give_opinion(visit=visit, **data, by=desk.by, at=desk.at),
        tab="guidance",
        title=_("提出指导意见"),
        lead=f"{visit.group_name} · {visit.visited_on}",
        to=desk.url("guidance"),
        done=_("已提出，并已转为有时限的整改事项"),
    )
