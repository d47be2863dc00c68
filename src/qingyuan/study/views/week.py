"""The plan of a week: begun in one press, changed line by line, settled; and the rules that fill it."""

from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingyuan.burden.api import measure, opening
from qingyuan.kit import clock
from qingyuan.kit.clock import local_day
from qingyuan.kit.endings import asked_for, gone, pressed, tried
from qingyuan.kit.words import listed
from qingyuan.org.api import may, needs, reach, units_within
from qingyuan.study.errors import missing
from qingyuan.study.forms.plans import WEEKDAYS, HoursForm, LineForm, PlaceForm, RecurrenceForm
from qingyuan.study.models import PlanLine, Recurrence, WeeklyPlan
from qingyuan.study.policy import plans as policy
from qingyuan.study.queries import plans as queries
from qingyuan.study.queries.places import PLAN, Place, place, within_reach
from qingyuan.study.rules import hours
from qingyuan.study.rules import plans as rules
from qingyuan.study.views.found import Request, campaign_of

SET = "study.set_recurrence"


def _monday(request: Request) -> date:
    """The week that an address names; without one the week that is planned now."""
    try:
        return policy.monday_of(date.fromisoformat(request.GET.get("week", "")))
    except (ValueError, OverflowError):
        return policy.week_meant(local_day(clock.now()))


def address(here: Place, monday: date) -> str:
    """The page of a place's week."""
    return f"{reverse('study:week')}?{urlencode({'at': here.code, 'week': monday.isoformat()})}"


def _place(request: Request, permission: str = PLAN) -> Place:
    found = place(request.by, request.GET.get("at", ""), at=clock.now(), permission=permission)
    if found is None:
        raise missing()
    return found


@needs(PLAN)
@require_GET
def week(request: Request) -> HttpResponseBase:
    """Seven days of a unit or a branch: the plan, what it costs, and what comes from above."""
    at = clock.now()
    campaign, here, monday = campaign_of(request), _place(request), _monday(request)
    plan = queries.plan_of(campaign, here, monday)
    today = local_day(at)
    shown = {
        "campaign": campaign,
        "here": here,
        "places": PlaceForm(initial={"at": here.code}, by=request.by, at=at, campaign=campaign),
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "earlier": monday - policy.WEEK,
        "later": monday + policy.WEEK,
        "today": today,
        "plan": plan,
        "week": queries.week(plan, at=at) if plan else None,
        "before": None if plan else queries.plan_before(campaign, here, monday),
        "late": (plan is None or plan.settled_at is None) and queries.due(monday) < today,
        "due": queries.due(monday),
        "from_above": queries.from_above(campaign, here, monday),
        "sessions": {} if plan is None or here.branch is None else queries.sessions_by_line(plan),
        "can_set": may(request.by, SET, at=at, path=here.unit.path),
        "address": address(here, monday),
        "opened": opening(form=PLAN, by=request.by, at=at),
    }
    return render(request, "study/week.html", shown)


def _opened(request: Request) -> str:
    """When a page of the plan was opened, signed; the first time counts where it comes back."""
    return request.POST.get("opened") or opening(form=PLAN, by=request.by, at=clock.now())


def _measured(request: Request) -> None:
    measure(form=PLAN, stamp=request.POST.get("opened", ""), by=request.by, at=clock.now())


@needs(PLAN)
@require_POST
def make(request: Request) -> HttpResponseBase:
    """Begin the plan of a week."""
    campaign, here, monday = campaign_of(request), _place(request), _monday(request)
    return pressed(
        request,
        lambda: rules.make_plan(campaign=campaign, here=here, monday=monday, by=request.by, at=clock.now()),
        _("已带入固定学习日和上一份计划，请看一遍，改好后定下。"),
        address(here, monday),
    )


def _plan(request: Request, pk: int) -> WeeklyPlan:
    found = queries.plans_seen(request.by, at=clock.now()).filter(pk=pk).first()
    if found is None:
        raise missing()
    return found


def _back(plan: WeeklyPlan) -> str:
    return address(Place(plan.unit, plan.branch), plan.monday)


@needs(PLAN)
@require_POST
def settle(request: Request, pk: int) -> HttpResponseBase:
    """Settle a plan."""
    plan = _plan(request, pk)

    def settle_it() -> None:
        rules.settle_plan(plan_id=pk, by=request.by, at=clock.now())
        _measured(request)

    return pressed(
        request,
        settle_it,
        _("已定下，各支部到时间登记即可。"),
        _back(plan),
    )


@needs(PLAN)
@require_http_methods(["GET", "POST"])
def add_line(request: Request, pk: int) -> HttpResponseBase:
    """One line more."""
    plan = _plan(request, pk)
    first = {"day": request.GET.get("day", ""), "starts": "15:00", "ends": "16:30", "kind": "group"}
    form = LineForm(request.POST or None, monday=plan.monday, campaign=plan.campaign, initial=first)
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["day"]
        at = clock.now()
        if tried(form, lambda: rules.add_line(plan_id=pk, day=day, draft=form.draft, by=request.by, at=at)):
            _measured(request)
            return gone(request, _("已添加。"), _back(plan))
    return asked_for(
        request,
        form,
        title=_("添加学习"),
        button=_("添加"),
        back=_back(plan),
        trail=_("周学习计划"),
        opened=_opened(request),
    )


def _line(request: Request, pk: int) -> PlanLine:
    found = PlanLine.objects.filter(pk=pk, dropped_at__isnull=True).first()
    if found is None:
        raise missing()
    found.plan = _plan(request, found.plan_id)
    return found


@needs(PLAN)
@require_http_methods(["GET", "POST"])
def change_line(request: Request, pk: int) -> HttpResponseBase:
    """Other words or times."""
    line = _line(request, pk)
    first = {name: getattr(line, name) for name in ("title", "kind", "starts", "ends", "node", "place")}
    first["day"] = line.day.isoformat()
    plan = line.plan
    form = LineForm(request.POST or None, monday=plan.monday, campaign=plan.campaign, initial=first)
    if request.method == "POST" and form.is_valid():
        day = form.cleaned_data["day"]
        at = clock.now()
        if tried(
            form, lambda: rules.change_line(line_id=pk, day=day, draft=form.draft, by=request.by, at=at)
        ):
            _measured(request)
            return gone(request, _("已保存。"), _back(plan))
    return asked_for(
        request,
        form,
        title=_("修改学习"),
        button=_("保存"),
        back=_back(plan),
        trail=_("周学习计划"),
        opened=_opened(request),
    )


@needs(PLAN)
@require_POST
def drop_line(request: Request, pk: int) -> HttpResponseBase:
    """Take a line out."""
    line = _line(request, pk)
    return pressed(
        request,
        lambda: rules.drop_line(line_id=pk, by=request.by, at=clock.now()),
        _("已去掉。"),
        _back(line.plan),
    )


@needs("study.see_figures")
@require_GET
def units(request: Request) -> HttpResponseBase:
    """Which units have settled the plan of a week."""
    at = clock.now()
    campaign, monday = campaign_of(request), _monday(request)
    rows = queries.units_week(request.by, campaign, monday, at=at)
    shown = {
        "campaign": campaign,
        "rows": rows,
        "can_plan": bool(reach(request.by, PLAN, at)),
        "settled": sum(row.plan is not None and row.plan.settled_at is not None for row in rows),
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "earlier": monday - policy.WEEK,
        "later": monday + policy.WEEK,
        "due": queries.due(monday),
    }
    return render(request, "study/units.html", shown)


# -- rules of recurrence ------------------------------------------------------------------------------------


@needs(SET)
@require_GET
def recurrences(request: Request) -> HttpResponseBase:
    """The rules that hold for a unit, its own and those from above."""
    at = clock.now()
    campaign, here = campaign_of(request), _place(request, SET)
    rows = queries.recurrences(campaign, here.unit)
    shown = {
        "here": here,
        "can_set_hours": may(request.by, queries.SET_HOURS, at=at),
        "changed": (changed := queries.last_change()),
        "hours": changed or policy.Hours(),
        "rows": [
            (
                rule,
                listed(WEEKDAYS[day][1] for day in _days_of(rule)),
                within_reach(request.by, SET, Place(rule.unit), at=at),
            )
            for rule in rows
        ],
    }
    return render(request, "study/recurrences.html", shown)


def _days_of(rule: Recurrence) -> list[int]:
    return [day for day in range(7) if rule.weekdays >> day & 1]


@needs(SET)
@require_http_methods(["GET", "POST"])
def set_recurrence(request: Request, pk: int | None = None) -> HttpResponseBase:
    """A new rule, or another form of one."""
    at = clock.now()
    campaign = campaign_of(request)
    found = None
    if pk is not None:
        mine = units_within(request.by, SET, at=at)
        found = Recurrence.objects.select_related("unit").filter(pk=pk, unit__in=mine).first()
        if found is None:
            raise missing()
    unit = found.unit if found else _place(request, SET).unit
    first: dict[str, object] = {"from_on": local_day(at), "starts": "15:00", "ends": "16:30", "kind": "group"}
    if found:
        names = ("title", "kind", "starts", "ends", "node", "place", "nth", "from_on", "until_on")
        first = {name: getattr(found, name) for name in names} | {"weekdays": _days_of(found)}
    form = RecurrenceForm(request.POST or None, campaign=campaign, initial=first)
    back = f"{reverse('study:recurrences')}?at=u{unit.pk}"
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data

        def keep() -> Recurrence:
            return rules.keep_recurrence(
                campaign=campaign,
                unit=unit,
                draft=form.draft,
                weekdays=said["weekdays"],
                nth=said["nth"],
                from_on=said["from_on"],
                until_on=said["until_on"],
                recurrence_id=pk,
                by=request.by,
                at=at,
            )

        if tried(form, keep):
            return gone(request, _("已保存，以后新做的周计划会自动带入。"), back)
    title = _("修改固定学习日") if found else _("添加固定学习日")
    return asked_for(
        request, form, title=title, button=_("保存"), back=back, trail=_("固定学习日"), lead=str(unit)
    )


@needs(queries.SET_HOURS)
@require_http_methods(["GET", "POST"])
def set_hours(request: Request) -> HttpResponseBase:
    """When the bureau works."""
    now = queries.office_hours()
    form = HoursForm(request.POST or None, initial={"opens": now.opens, "shuts": now.shuts})
    back = reverse("study:recurrences")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(form, lambda: hours.set_hours(**said, by=request.by, at=clock.now())):
            return gone(request, _("已保存，以后定下的周计划按新的时间计算。"), back)
    return asked_for(
        request,
        form,
        title=_("上下班时间"),
        button=_("保存"),
        back=back,
        trail=_("固定学习日"),
        lead=_(
            "学习在这个时间以外的分钟数算班后学习，受上限约束。缩短随时可以；延长等于提高上限，"
            "须由市局主要负责人写明理由。已经定下的计划不重算。"
        ),
    )
