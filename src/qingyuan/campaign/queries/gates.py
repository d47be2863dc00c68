"""The list of a gate, its figures, and what stands against passing it."""

from datetime import datetime

from django.db.models import Q, QuerySet

from qingyuan.campaign.kinds import Side
from qingyuan.campaign.models import Campaign, ExitItem, Stage
from qingyuan.campaign.shelves import GateFigure, gate_figures


def next_stage(stage: Stage) -> Stage | None:
    """The stage that comes after, if any."""
    return Stage.objects.filter(campaign=stage.campaign_id, order__gt=stage.order).order_by("order").first()


def first_stage(stage: Stage) -> bool:
    """Whether no stage comes before."""
    return not Stage.objects.filter(campaign=stage.campaign_id, order__lt=stage.order).exists()


def gate_items(stage: Stage) -> QuerySet[ExitItem]:
    """The conditions of the gate at the end of a stage: to leave it, and to enter the next.

    The first stage has no gate before it, so its own entry conditions are asked for at its end.
    """
    wanted = Q(stage=stage, side=Side.EXIT)
    if following := next_stage(stage):
        wanted |= Q(stage=following, side=Side.ENTRY)
    if first_stage(stage):
        wanted |= Q(stage=stage, side=Side.ENTRY)
    people = ("met_by", "waiver_asked_by", "waiver_signed_by", "stage")
    return (
        ExitItem.objects.filter(wanted)
        .select_related(*people)
        .order_by("stage__order", "side", "order", "pk")
    )


def figures(campaign: Campaign, at: datetime) -> list[GateFigure]:
    """What upper rooms have to say at a gate: open problems, leads, rates with numerator and denominator."""
    return [figure for give in gate_figures.values() for figure in give(campaign.pk, at)]
