"""The gate of a stage: its list, its figures, its waivers, and the change itself."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign import policy
from qingyuan.campaign.forms.frame import ConditionForm, EvidenceForm, ReasonForm
from qingyuan.campaign.kinds import Side
from qingyuan.campaign.models import ExitItem, Stage
from qingyuan.campaign.queries.gates import figures, gate_items, next_stage
from qingyuan.campaign.rules import gates
from qingyuan.campaign.views.desk import Desk, page


@page("campaign.see", thing=Stage)
def gate(desk: Desk, stage: Stage) -> HttpResponse:
    """What stands in the list, what the figures say, and what still keeps the gate shut."""
    items = list(gate_items(stage))
    stages = list(desk.campaign.stages.order_by("order"))
    earlier = [other for other in stages if other.order < stage.order and not other.closed]
    short = policy.gate_shortfalls([item.condition for item in items], closed=stage.closed)
    acts = ("meet_condition", "ask_waiver", "sign_waiver", "close_stage", "change_conditions")
    can = {act: desk.may(f"campaign.{act}") and not stage.closed for act in acts}
    now = [] if stage.closed else figures(desk.campaign, desk.at)
    return desk.show(
        "gate",
        "overview",
        stage=stage,
        stages=stages,
        items=items,
        earlier=earlier,
        following=next_stage(stage),
        settled=sum(policy.gate_shortfalls([item.condition]) == () for item in items),
        ready=not short and not earlier and desk.campaign.kicked_off_on is not None,
        figures=now,
        can=can,
    )


@page("campaign.close_stage", kind="press", thing=Stage, here=True)
def close(desk: Desk, stage: Stage) -> HttpResponse:
    return desk.press(
        lambda: gates.close_stage(stage=stage, by=desk.by, at=desk.at),
        to=desk.url("gate", stage.pk),
        done=_("已转段"),
    )


@page("campaign.change_conditions", kind="form", thing=Stage, here=True)
def condition_add(desk: Desk, stage: Stage) -> HttpResponse:
    return desk.ask(
        ConditionForm(desk.request.POST or None),
        lambda data: gates.add_condition(
            stage=stage, side=Side(data["side"]), text=data["text"], by=desk.by, at=desk.at
        ),
        tab="overview",
        title=_("增加转段条件"),
        lead=stage.label,
        to=desk.url("gate", stage.pk),
        done=_("已增加"),
    )


def _gate_of(desk: Desk, item: ExitItem) -> str:
    """Back to the gate that was open: the entry conditions of a stage stand in the list of the one before."""
    came = desk.request.GET.get("from", "")
    return desk.url("gate", int(came) if came.isdecimal() and len(came) < 19 else item.stage_id)


@page("campaign.change_conditions", kind="press", thing=ExitItem, campaign="stage__campaign", here=True)
def condition_remove(desk: Desk, item: ExitItem) -> HttpResponse:
    return desk.press(
        lambda: gates.remove_condition(item=item, by=desk.by, at=desk.at),
        to=_gate_of(desk, item),
        done=_("已删除"),
    )


@page("campaign.meet_condition", kind="form", thing=ExitItem, campaign="stage__campaign", here=True)
def condition_meet(desk: Desk, item: ExitItem) -> HttpResponse:
    return desk.ask(
        EvidenceForm(desk.request.POST or None, initial={"evidence": item.evidence}),
        lambda data: gates.meet_condition(item=item, evidence=data["evidence"], by=desk.by, at=desk.at),
        tab="overview",
        title=_("认定条件已达到"),
        lead=item.label,
        to=_gate_of(desk, item),
        done=_("已认定"),
    )


@page("campaign.meet_condition", kind="press", thing=ExitItem, campaign="stage__campaign", here=True)
def condition_unmeet(desk: Desk, item: ExitItem) -> HttpResponse:
    return desk.press(
        lambda: gates.unmeet_condition(item=item, by=desk.by, at=desk.at),
        to=_gate_of(desk, item),
        done=_("已撤回"),
    )


@page("campaign.ask_waiver", kind="form", thing=ExitItem, campaign="stage__campaign", here=True)
def waiver_ask(desk: Desk, item: ExitItem) -> HttpResponse:
    return desk.ask(
        ReasonForm(desk.request.POST or None, initial={"reason": item.waiver_reason}),
        lambda data: gates.ask_waiver(item=item, reason=data["reason"], by=desk.by, at=desk.at),
        tab="overview",
        title=_("申请豁免"),
        lead=item.label,
        to=_gate_of(desk, item),
        done=_("已申请，等待另一人签批"),
    )


@page("campaign.sign_waiver", kind="press", thing=ExitItem, campaign="stage__campaign", here=True)
def waiver_sign(desk: Desk, item: ExitItem) -> HttpResponse:
    return desk.press(
        lambda: gates.sign_waiver(item=item, by=desk.by, at=desk.at),
        to=_gate_of(desk, item),
        done=_("已签批"),
    )


@page("campaign.sign_waiver", kind="press", thing=ExitItem, campaign="stage__campaign", here=True)
def waiver_refuse(desk: Desk, item: ExitItem) -> HttpResponse:
    return desk.press(
        lambda: gates.refuse_waiver(item=item, by=desk.by, at=desk.at),
        to=_gate_of(desk, item),
        done=_("已退回"),
    )
