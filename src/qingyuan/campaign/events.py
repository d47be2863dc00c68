"""Facts of a campaign. Words behind the ids are asked for with ``api.sources``."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class CampaignCreated:
    campaign_id: int
    unit_id: int
    at: datetime


@dataclass(frozen=True)
class CampaignKickedOff:
    """The campaign has begun: units have until ``deploy_by`` to report their deployment."""

    campaign_id: int
    deploy_by: date
    at: datetime


@dataclass(frozen=True)
class StageClosed:
    """A gate was passed; ``next_stage_id`` is what runs from now, if anything."""

    stage_id: int
    campaign_id: int
    next_stage_id: int | None
    at: datetime


@dataclass(frozen=True)
class PlanVersionIssued:
    version_id: int
    campaign_id: int
    at: datetime


@dataclass(frozen=True)
class TaskIssued:
    """A task went out to one unit: ``allocation_id`` is the unit's share (source ``campaign.task``)."""

    task_id: int
    allocation_id: int
    campaign_id: int
    unit_id: int
    due_on: date
    by_id: int
    at: datetime


@dataclass(frozen=True)
class DecisionTaken:
    """A meeting decided that a unit shall do something by a day (source ``campaign.decision``)."""

    decision_id: int
    campaign_id: int
    unit_id: int
    person_id: int | None
    due_on: date
    by_id: int
    at: datetime


@dataclass(frozen=True)
class VisitFound:
    """A leader's visit to a contact point found something (source ``campaign.visit``)."""

    visit_id: int
    campaign_id: int
    unit_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class GapFound:
    """A unit compared itself with a pilot lesson and found a gap (source ``campaign.gap``)."""

    gap_id: int
    campaign_id: int
    unit_id: int
    by_id: int
    at: datetime


@dataclass(frozen=True)
class OpinionGiven:
    """The upper guidance group gave an opinion that a unit must answer (source ``campaign.opinion``)."""

    opinion_id: int
    campaign_id: int
    unit_id: int
    due_on: date
    by_id: int
    at: datetime


@dataclass(frozen=True)
class UnitDeployed:
    campaign_id: int
    unit_id: int
    deployed_on: date
    at: datetime
