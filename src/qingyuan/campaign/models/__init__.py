"""Tables of a campaign, by subject."""

from qingyuan.campaign.models.frame import Campaign, Deployment, ExitItem, Stage
from qingyuan.campaign.models.people import (
    ContactPoint,
    Decision,
    GroupMember,
    GroupSection,
    LeadingGroup,
    Meeting,
    Responsibility,
    Visit,
)
from qingyuan.campaign.models.plan import Clause, Objective, PlanDocument, PlanVersion, Task, TaskUnit
from qingyuan.campaign.models.registers import (
    Gap,
    GuidanceOpinion,
    GuidanceVisit,
    KeyTask,
    KeyTaskQuarter,
    PilotFinding,
    PilotUnit,
)

__all__ = [
    "Campaign",
    "Clause",
    "ContactPoint",
    "Decision",
    "Deployment",
    "ExitItem",
    "Gap",
    "GroupMember",
    "GroupSection",
    "GuidanceOpinion",
    "GuidanceVisit",
    "KeyTask",
    "KeyTaskQuarter",
    "LeadingGroup",
    "Meeting",
    "Objective",
    "PilotFinding",
    "PilotUnit",
    "PlanDocument",
    "PlanVersion",
    "Responsibility",
    "Stage",
    "Task",
    "TaskUnit",
    "Visit",
]
