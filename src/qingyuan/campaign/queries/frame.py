"""Which campaigns a person sees, which is the current one, how its units stand, and its timeline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from qingyuan.campaign import policy
from qingyuan.campaign.kinds import Side
from qingyuan.campaign.models import Campaign, Deployment, Stage
from qingyuan.campaign.policy import Lateness
from qingyuan.kit.clock import local_day
from qingyuan.org.api import Person, Unit, reach, scope


def above(paths: Iterable[str], field: str) -> Q:
    """The predicate "at or above one of these places": a few equalities, as many as the tree is deep."""
    places = {p[:end] for p in paths for end in range(Unit.steplen, len(p) + 1, Unit.steplen)}
    return Q(**{f"{field}__in": sorted(places)})


def seen_by(by: Person, at: datetime, *, path: str = "unit__path") -> Q:
    """Rows of a unit that concern the person: within reach, or of a unit above (a station sees its bureau's)."""
    return scope(by, "campaign.see", at=at, path=path) | above(reach(by, "campaign.see", at).paths, path)


def campaigns(by: Person, at: datetime) -> QuerySet[Campaign]:
    """The campaigns that a person sees, the ones that run first, then the latest."""
    return (
        Campaign.objects.filter(seen_by(by, at))
        .select_related("unit")
        .order_by("ended_at", "-starts_on", "-pk")
    )


def current_campaign(by: Person, at: datetime, *, chosen: str = "") -> Campaign | None:
    """The campaign whose pages are shown: the one chosen, else the latest that still runs, else the latest.

    A choice that is not in sight counts as none.
    """
    seen = campaigns(by, at)
    if chosen.isdecimal() and len(chosen) < 19 and (found := seen.filter(pk=int(chosen)).first()):
        return found
    return seen.filter(ended_at__isnull=True).first() or seen.order_by("-ended_at").first()


def units_of(campaign: Campaign) -> QuerySet[Unit]:
    """The units that the campaign covers, in the order of the tree."""
    covered = Deployment.objects.filter(campaign=campaign).values("unit")
    found: QuerySet[Unit] = Unit.objects.filter(pk__in=covered).order_by("path")
    return found


@dataclass(frozen=True)
class UnitDeployment:
    """One unit's line of the tracker."""

    pk: int
    unit: Unit
    organised_on: date | None
    deployed_on: date | None
    lateness: Lateness


@dataclass(frozen=True)
class DeploymentFigures:
    """``deployed`` of ``units``, of which ``in_time`` by the day due; ``latest_days``: the slowest, from kick-off."""

    units: int
    deployed: int
    in_time: int
    missing: int
    deploy_by: date | None
    latest_days: int | None


def deployments(campaign: Campaign, on: date) -> list[UnitDeployment]:
    """Every unit covered, the latest first: missing, late, waiting, in time."""
    rows = Deployment.objects.filter(campaign=campaign).select_related("unit").order_by("unit__path")
    lines = [
        UnitDeployment(
            row.pk,
            row.unit,
            row.organised_on,
            row.deployed_on,
            policy.deployment_lateness(campaign.kicked_off_on, campaign.deployment_days, row.deployed_on, on),
        )
        for row in rows
    ]
    turn = {t: n for n, t in enumerate(("missing", "late", "waiting", "no_deadline", "on_time"))}
    return sorted(lines, key=lambda line: (turn[line.lateness.state], -line.lateness.days, line.unit.path))


def figures_of(campaign: Campaign, lines: Iterable[UnitDeployment]) -> DeploymentFigures:
    """The figures of a tracker that is already loaded."""
    lines = list(lines)
    begun = campaign.kicked_off_on
    days = [(line.deployed_on - begun).days for line in lines if line.deployed_on and begun]
    return DeploymentFigures(
        units=len(lines),
        deployed=sum(line.deployed_on is not None for line in lines),
        in_time=sum(line.lateness.state is policy.Timeliness.ON_TIME for line in lines),
        missing=sum(line.lateness.state is policy.Timeliness.MISSING for line in lines),
        deploy_by=campaign.deploy_by,
        latest_days=max(days) if days else None,
    )


def deployment_figures(campaign: Campaign, at: datetime) -> DeploymentFigures:
    """How many of the campaign's units have deployed, and how many in time. One query."""
    return figures_of(campaign, deployments(campaign, local_day(at)))


@dataclass(frozen=True)
class StageOnLine:
    """A stage on the timeline; ``begin`` and ``end`` are thousandths of the campaign's span."""

    stage: Stage
    name: str
    begin: int
    end: int
    current: bool
    overdue: bool
    settled: int
    conditions: int

    @property
    def width(self) -> int:
        return max(self.end - self.begin, 1)


@dataclass(frozen=True)
class Timeline:
    """``today`` in thousandths of the span, None outside it."""

    first: date
    last: date
    stages: tuple[StageOnLine, ...]
    today: int | None
    day_number: int
    days: int

    @property
    def current(self) -> StageOnLine | None:
        return next((stage for stage in self.stages if stage.current), None)


def timeline(campaign: Campaign, on: date) -> Timeline:
    """The stages from first to last day and where today lies. The current one is the first still open."""
    stages = list(campaign.stages.order_by("order").prefetch_related("items"))
    open_ones = [stage for stage in stages if not stage.closed]
    first, last = campaign.starts_on, campaign.ends_on
    lines = []
    for place, stage in enumerate(stages):
        after = stages[place + 1].items.all() if place + 1 < len(stages) else ()
        gate = [i for i in stage.items.all() if i.side == Side.EXIT or not place]
        gate += [i for i in after if i.side == Side.ENTRY]
        lines.append(
            StageOnLine(
                stage=stage,
                name=stage.label,
                begin=policy.share_of_span(first, last, stage.starts_on),
                end=policy.share_of_span(first, last, date.fromordinal(stage.ends_on.toordinal() + 1)),
                current=bool(open_ones) and stage is open_ones[0] and campaign.ended_at is None,
                overdue=not stage.closed and stage.ends_on < on,
                settled=sum(i.met_at is not None or i.waiver_signed_at is not None for i in gate),
                conditions=len(gate),
            )
        )
    return Timeline(
        first,
        last,
        tuple(lines),
        policy.share_of_span(first, last, on) if first <= on <= last else None,
        max(0, min((on - first).days + 1, (last - first).days + 1)),
        (last - first).days + 1,
    )
