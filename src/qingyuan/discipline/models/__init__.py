"""Leads and what hangs on them, clocks as data, what followed for people; the three rules."""

from qingyuan.discipline.models.checks import Sampled, SpotCheck
from qingyuan.discipline.models.clocks import Clock, Escalation, MoreTime
from qingyuan.discipline.models.declarations import (
    Declaration,
    DeclarationCategory,
    DeclarationRound,
    Talk,
)
from qingyuan.discipline.models.handling import Appeal, Clarification, FalseReport, Handling
from qingyuan.discipline.models.interference import Alert, Material, Nil, Protected, Quarter, Record
from qingyuan.discipline.models.leads import Disposal, Happened, Lead, Member, Report, SheetDraft
from qingyuan.discipline.models.selfreport import (
    CheckItem,
    Draft,
    LeaderSaid,
    LeniencyPolicy,
    PolicyRead,
    SelfOpening,
    SelfReport,
    SelfSlot,
    Window,
)

__all__ = [
    "Alert",
    "Appeal",
    "CheckItem",
    "Clarification",
    "Clock",
    "Declaration",
    "DeclarationCategory",
    "DeclarationRound",
    "Disposal",
    "Draft",
    "Escalation",
    "FalseReport",
    "Handling",
    "Happened",
    "Lead",
    "LeaderSaid",
    "LeniencyPolicy",
    "Material",
    "Member",
    "MoreTime",
    "Nil",
    "PolicyRead",
    "Protected",
    "Quarter",
    "Record",
    "Report",
    "Sampled",
    "SelfOpening",
    "SelfReport",
    "SelfSlot",
    "SheetDraft",
    "SpotCheck",
    "Talk",
    "Window",
]
