"""The overview, setting a campaign up and changing its frame, and the deployment tracker."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from qingyuan.burden.api import headline
from qingyuan.campaign.forms.frame import (
    BasicsForm,
    CampaignForm,
    DayForm,
    DeploymentForm,
    StageForm,
    UnitsForm,
)
from qingyuan.campaign.kinds import PATTERNS, Template
from qingyuan.campaign.models import Campaign, Deployment, Stage
from qingyuan.campaign.models.words import shipped
from qingyuan.campaign.queries import frame as ask
from qingyuan.campaign.queries.overview import overview_of
from qingyuan.campaign.rules import frame
from qingyuan.campaign.views.desk import Desk, page
from qingyuan.campaign.views.steps import next_steps
from qingyuan.kit import clock
from qingyuan.org.api import Person, Unit, may, needs, require, scope, units_within


@page("campaign.see")
def _overview(desk: Desk) -> HttpResponse:
    line = ask.timeline(desk.campaign, desk.on)
    lines = ask.deployments(desk.campaign, desk.on)
    shown = overview_of(desk.campaign, desk.by, desk.at, lines)
    can = {name: desk.may(f"campaign.{name}") for name in ("change_campaign", "kick_off")}
    can["create_campaign"] = may(desk.by, "campaign.create_campaign", at=desk.at)
    can["see_burden"] = may(desk.by, "burden.see_meter", at=desk.at)
    can["see_work"] = may(desk.by, "campaign.see_work", at=desk.at)
    return desk.show(
        "overview",
        "overview",
        line=line,
        shown=shown,
        steps=next_steps(desk, shown, line),
        can=can,
        burden=headline(desk.at),
    )


@require_safe
@needs("campaign.see")
def overview(request: HttpRequest) -> Any:
    """The campaign on one page; with none in sight, what to do about it."""
    by: Person = request.by  # type: ignore[attr-defined]
    at = clock.now()
    if not ask.campaigns(by, at).exists():
        return render(
            request, "campaign/none.html", {"can_create": may(by, "campaign.create_campaign", at=at)}
        )
    return _overview(request)


@require_http_methods(["GET", "HEAD", "POST"])
@needs("campaign.create_campaign")
def create(request: HttpRequest) -> HttpResponse:
    """Set a campaign up from a template."""
    by: Person = request.by  # type: ignore[attr-defined]
    at = clock.now()
    units = units_within(by, "campaign.create_campaign", at=at)
    today = clock.local_day(at)
    start = {
        "starts_on": today,
        "ends_on": today + timedelta(days=120),
        "unit": units.first(),
        "deployment_days": 2,
    }
    form = CampaignForm(request.POST or None, initial={**start, "template": Template.THREE_STAGE})
    form.fields["unit"].queryset = units  # type: ignore[attr-defined]
    patterns = [
        {
            "stages": [
                {"name": shipped(s.name), "conditions": [shipped(t) for t in (*s.entry, *s.exit)]}
                for s in pattern.stages
            ],
            "template": pattern.template.value,
        }
        for pattern in PATTERNS.values()
        if pattern.stages
    ]
    desk = Desk(request, by, at, Campaign(), ())
    to = reverse("campaign:overview")
    return desk.ask(
        form,
        lambda data: frame.create_campaign(**data, by=by, at=at),
        tab="",
        title=_("新建教育整顿"),
        lead=_("选一个模板，填好名称和起止日期。创建后先发方案、定责任，再启动。"),
        to=to,
        done=_("已创建。下一步：发布实施方案、明确责任人，然后启动。"),
        submit=_("创建"),
        template="create",
        patterns=patterns,
    )


@page("campaign.change_campaign", here=True)
def settings(desk: Desk) -> HttpResponse:
    """The frame of a campaign and everything that can be changed about it."""
    line = ask.timeline(desk.campaign, desk.on)
    return desk.show("settings", "overview", line=line, units=ask.units_of(desk.campaign))


@page("campaign.change_campaign", kind="form", here=True)
def basics(desk: Desk) -> HttpResponse:
    names = ("name", "basis", "starts_on", "ends_on", "deployment_days")
    form = BasicsForm(desk.request.POST or None, initial={n: getattr(desk.campaign, n) for n in names})
    return desk.ask(
        form,
        lambda data: frame.change_campaign(campaign=desk.campaign, **data, by=desk.by, at=desk.at),
        tab="overview",
        title=_("基本信息"),
        to=desk.url("settings"),
        done=_("已保存"),
    )


@page("campaign.cover_units", kind="form", here=True)
def cover(desk: Desk) -> HttpResponse:
    form = UnitsForm(desk.request.POST or None, initial={"units": ask.units_of(desk.campaign)})
    inside = Unit.objects.filter(scope(desk.by, "campaign.cover_units", at=desk.at, path="path"))
    below = inside.filter(path__startswith=desk.campaign.unit.path, depth__lte=desk.campaign.unit.depth + 1)
    form.fields["units"].queryset = below.order_by("path")  # type: ignore[attr-defined]
    return desk.ask(
        form,
        lambda data: frame.cover_units(
            campaign=desk.campaign, units=list(data["units"]), by=desk.by, at=desk.at
        ),
        tab="overview",
        title=_("覆盖的单位"),
        lead=_("已报告部署情况的单位不能移出。"),
        to=desk.url("settings"),
        done=_("已保存"),
    )


@page("campaign.kick_off", kind="form", here=True)
def kick_off(desk: Desk) -> HttpResponse:
    form = DayForm(desk.request.POST or None, initial={"on": desk.on})
    return desk.ask(
        form,
        lambda data: frame.kick_off(campaign=desk.campaign, on=data["on"], by=desk.by, at=desk.at),
        tab="overview",
        title=_("启动教育整顿"),
        lead=_("从启动之日起计算各单位的部署时限。启动后不能撤回。"),
        to=desk.url("overview"),
        done=_("已启动"),
        submit=_("启动"),
    )


@page("campaign.end_campaign", kind="press", here=True)
def end(desk: Desk) -> HttpResponse:
    return desk.press(
        lambda: frame.end_campaign(campaign=desk.campaign, by=desk.by, at=desk.at),
        to=desk.url("overview"),
        done=_("已结束，全部记录保留备查"),
    )


@page("campaign.change_stages", kind="form", here=True)
def stage_add(desk: Desk) -> HttpResponse:
    form = StageForm(desk.request.POST or None, initial={"ends_on": desk.campaign.ends_on})
    return desk.ask(
        form,
        lambda data: frame.add_stage(campaign=desk.campaign, **data, by=desk.by, at=desk.at),
        tab="overview",
        title=_("增加环节"),
        to=desk.url("settings"),
        done=_("已增加"),
    )


@page("campaign.change_stages", kind="form", thing=Stage, here=True)
def stage_change(desk: Desk, stage: Stage) -> HttpResponse:
    initial = {"name": stage.name, "starts_on": stage.starts_on, "ends_on": stage.ends_on}
    return desk.ask(
        StageForm(desk.request.POST or None, initial=initial),
        lambda data: frame.change_stage(stage=stage, **data, by=desk.by, at=desk.at),
        tab="overview",
        title=_("修改环节"),
        to=desk.url("settings"),
        done=_("已保存"),
    )


@page("campaign.change_stages", kind="press", thing=Stage, here=True)
def stage_move(desk: Desk, stage: Stage) -> HttpResponse:
    earlier = desk.request.POST.get("way") != "later"
    return desk.press(
        lambda: frame.move_stage(stage=stage, earlier=earlier, by=desk.by, at=desk.at),
        to=desk.url("settings"),
        done=_("已调整次序，请核对各环节日期"),
    )


@page("campaign.change_stages", kind="press", thing=Stage, here=True)
def stage_remove(desk: Desk, stage: Stage) -> HttpResponse:
    return desk.press(
        lambda: frame.remove_stage(stage=stage, by=desk.by, at=desk.at),
        to=desk.url("settings"),
        done=_("已删除"),
    )


@page("campaign.see_work")
def deployment(desk: Desk) -> HttpResponse:
    """Who has deployed and who is late: all counted, the units in sight listed."""
    lines = ask.deployments(desk.campaign, desk.on)
    mine = set(units_within(desk.by, "campaign.see_work", at=desk.at).values_list("pk", flat=True))
    running = desk.campaign.ended_at is None and desk.campaign.kicked_off_on is not None
    reach = set(units_within(desk.by, "campaign.report_deployment", at=desk.at).values_list("pk", flat=True))
    shown = [(line, running and line.unit.pk in reach) for line in lines if line.unit.pk in mine]
    return desk.show(
        "deployment",
        "deployment",
        figures=ask.figures_of(desk.campaign, lines),
        lines=shown,
        total=len(lines),
    )


def _covered(desk: Desk, row: Deployment) -> str:
    require(desk.by, "campaign.report_deployment", at=desk.at, unit=row.unit)
    return desk.url("deployment")


@page("campaign.report_deployment", kind="form", thing=Deployment, sight="unit__path")
def deployment_report(desk: Desk, row: Deployment) -> HttpResponse:
    initial = {"organised_on": row.organised_on or desk.on, "deployed_on": row.deployed_on or desk.on}
    return desk.ask(
        DeploymentForm(desk.request.POST or None, initial=initial),
        lambda data: frame.report_deployment(
            campaign=desk.campaign, unit=row.unit, **data, by=desk.by, at=desk.at
        ),
        tab="deployment",
        title=_("报告部署情况"),
        measured="campaign.deployment",
        lead=str(row.unit),
        to=_covered(desk, row),
        done=_("已报告"),
    )


@page("campaign.report_deployment", kind="press", thing=Deployment, sight="unit__path")
def deployment_today(desk: Desk, row: Deployment) -> HttpResponse:
    """One tap: organised and deployed today."""
    return desk.press(
        lambda: frame.report_deployment(
            campaign=desk.campaign,
            unit=row.unit,
            organised_on=desk.on,
            deployed_on=desk.on,
            by=desk.by,
            at=desk.at,
        ),
        to=_covered(desk, row),
        done=_("已报告：今天完成部署"),
    )
