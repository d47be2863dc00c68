"""Gates between stages: conditions met with evidence, waivers signed by a second person, the change itself."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign import policy
from qingyuan.campaign.errors import CannotCloseStage, CannotSetUp, CannotWaive
from qingyuan.campaign.events import StageClosed
from qingyuan.campaign.kinds import Side, StageState
from qingyuan.campaign.models import ExitItem, Stage
from qingyuan.campaign.queries.gates import figures, gate_items, next_stage
from qingyuan.campaign.rules.frame import locked
from qingyuan.kit import bus
from qingyuan.kit.errors import Reason
from qingyuan.org.api import Person, require
from qingyuan.trail.api import record

LACK_WORDS = {
    policy.Lack.UNMET: _("未达到：%(text)s"),
    policy.Lack.UNSIGNED: _("豁免未签批：%(text)s"),
    policy.Lack.EARLIER: _("前一环节“%(text)s”尚未转段"),
    policy.Lack.CLOSED: _("该环节已转段"),
}


def _item(item: ExitItem) -> ExitItem:
    """The condition's row, locked, on a stage that is still open in a campaign that runs."""
    held = (
        ExitItem.objects.select_for_update(of=("self",))
        .select_related("stage__campaign__unit")
        .get(pk=item.pk)
    )
    locked(held.stage.campaign)
    if held.stage.closed:
        raise CannotSetUp(Reason("closed", _("该环节已转段，条件不能再修改")))
    return held


def _record(act: str, item: ExitItem, by: Person, at: datetime, **detail: str | int | bool) -> None:
    record(actor=by.key, act=act, subject=f"stage:{item.stage_id}", at=at, detail={"item": item.pk, **detail})


@transaction.atomic
def add_condition(*, stage: Stage, side: Side, text: str, by: Person, at: datetime) -> ExitItem:
    """Add a line to a gate's list."""
    require(by, "campaign.change_conditions", at=at, unit=stage.campaign.unit)
    locked(stage.campaign)
    held = Stage.objects.select_for_update(of=("self",)).get(pk=stage.pk)
    problems = []
    if held.closed:
        problems.append(Reason("closed", _("该环节已转段，条件不能再修改")))
    if not text.strip():
        problems.append(Reason("text", _("条件不能为空"), "text"))
    if held.items.filter(side=side, text=text.strip()).exists():
        problems.append(Reason("taken", _("已有相同的条件"), "text"))
    if problems:
        raise CannotSetUp(problems)
    order = (held.items.filter(side=side).aggregate(last=Max("order"))["last"] or 0) + 1
    item = ExitItem.objects.create(stage=held, side=side, order=order, text=text.strip())
    _record("campaign.change_conditions", item, by, at, what="add", side=str(side))
    return item


@transaction.atomic
def remove_condition(*, item: ExitItem, by: Person, at: datetime) -> None:
    """Remove a line that holds no record yet."""
    require(by, "campaign.change_conditions", at=at, unit=item.stage.campaign.unit)
    held = _item(item)
    if held.met_at or held.waiver_asked_at:
        raise CannotSetUp(Reason("has_records", _("该条件已有记录，不能删除")))
    _record("campaign.change_conditions", held, by, at, what="remove")
    held.delete()


@transaction.atomic
def meet_condition(*, item: ExitItem, evidence: str, by: Person, at: datetime) -> ExitItem:
    """Say that a condition is met, and by what one can see it. Saying it again corrects the evidence."""
    require(by, "campaign.meet_condition", at=at, unit=item.stage.campaign.unit)
    held = _item(item)
    if not evidence.strip():
        raise CannotSetUp(Reason("evidence", _("请写明佐证：凭什么认定已达到"), "evidence"))
    held.met_at, held.met_by, held.evidence = at, by, evidence.strip()
    held.save(update_fields=["met_at", "met_by", "evidence"])
    _record("campaign.meet_condition", held, by, at, met=True)
    return held


@transaction.atomic
def unmeet_condition(*, item: ExitItem, by: Person, at: datetime) -> ExitItem:
    """Take it back while the gate is shut: the condition is not met after all."""
    require(by, "campaign.meet_condition", at=at, unit=item.stage.campaign.unit)
    held = _item(item)
    held.met_at, held.met_by, held.evidence = None, None, ""
    held.save(update_fields=["met_at", "met_by", "evidence"])
    _record("campaign.meet_condition", held, by, at, met=False)
    return held


@transaction.atomic
def ask_waiver(*, item: ExitItem, reason: str, by: Person, at: datetime) -> ExitItem:
    """Ask that a condition be waived. It counts only once a second person has signed."""
    require(by, "campaign.ask_waiver", at=at, unit=item.stage.campaign.unit)
    held = _item(item)
    problems = []
    if not reason.strip():
        problems.append(Reason("reason", _("请写明豁免理由"), "reason"))
    if held.met_at:
        problems.append(Reason("met", _("该条件已达到，不需要豁免")))
    if held.waiver_signed_at:
        problems.append(Reason("signed", _("豁免已签批")))
    if problems:
        raise CannotWaive(problems)
    held.waiver_reason, held.waiver_asked_by, held.waiver_asked_at = reason.strip(), by, at
    held.save(update_fields=["waiver_reason", "waiver_asked_by", "waiver_asked_at"])
    _record("campaign.ask_waiver", held, by, at)
    return held


@transaction.atomic
def sign_waiver(*, item: ExitItem, by: Person, at: datetime) -> ExitItem:
    """Sign a waiver: the head of the campaign's unit, and never the one who asked for it."""
    require(by, "campaign.sign_waiver", at=at, unit=item.stage.campaign.unit)
    held = _item(item)
    problems = []
    if held.waiver_asked_at is None:
        problems.append(Reason("not_asked", _("没有待签批的豁免申请")))
    if held.waiver_asked_by_id == by.pk:
        problems.append(Reason("same_person", _("申请人不能签批自己的豁免申请，须由另一人签批")))
    if held.waiver_signed_at:
        problems.append(Reason("signed", _("豁免已签批")))
    if problems:
        raise CannotWaive(problems)
    held.waiver_signed_by, held.waiver_signed_at = by, at
    held.save(update_fields=["waiver_signed_by", "waiver_signed_at"])
    _record("campaign.sign_waiver", held, by, at)
    return held


@transaction.atomic
def refuse_waiver(*, item: ExitItem, by: Person, at: datetime) -> ExitItem:
    """Turn a waiver down: the condition stands as before."""
    require(by, "campaign.sign_waiver", at=at, unit=item.stage.campaign.unit)
    held = _item(item)
    if held.waiver_asked_at is None or held.waiver_signed_at:
        raise CannotWaive(Reason("not_asked", _("没有待签批的豁免申请")))
    held.waiver_reason, held.waiver_asked_by, held.waiver_asked_at = "", None, None
    held.save(update_fields=["waiver_reason", "waiver_asked_by", "waiver_asked_at"])
    _record("campaign.refuse_waiver", held, by, at)
    return held


@transaction.atomic
def close_stage(*, stage: Stage, by: Person, at: datetime) -> Stage:
    """Pass the gate, or raise CannotCloseStage with every condition that stands against it.

    The figures that the gate was passed on are kept with the stage (requirement 005).
    """
    require(by, "campaign.close_stage", at=at, unit=stage.campaign.unit)
    campaign = locked(stage.campaign)
    held = Stage.objects.select_for_update(of=("self",)).get(pk=stage.pk)
    earlier = campaign.stages.filter(order__lt=held.order, state=StageState.OPEN).order_by("order")
    shortfalls = policy.gate_shortfalls(
        [item.condition for item in gate_items(held)],
        earlier_open=[other.name for other in earlier],
        closed=held.closed,
    )
    problems = [
        Reason(s.lack.value, LACK_WORDS[s.lack], params={"text": s.text} if s.text else {})
        for s in shortfalls
    ]
    if campaign.kicked_off_on is None:
        problems.append(Reason("not_begun", _("尚未启动")))
    if problems:
        raise CannotCloseStage(problems)
    following = next_stage(held)
    held.state, held.closed_at, held.closed_by = StageState.CLOSED, at, by
    held.gate_report = [
        {"words": str(f.words), "part": f.part, "whole": f.whole} for f in figures(campaign, at)
    ]
    held.save(update_fields=["state", "closed_at", "closed_by", "gate_report"])
    record(
        actor=by.key,
        act="campaign.close_stage",
        subject=f"stage:{held.pk}",
        at=at,
        detail={"campaign": campaign.pk, "order": held.order, "figures": len(held.gate_report)},
    )
    bus.tell(StageClosed(held.pk, campaign.pk, following.pk if following else None, at))
    return held
