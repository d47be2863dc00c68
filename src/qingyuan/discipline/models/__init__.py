"""Leads and what hangs on them, clocks as data, what followed for people; the three rules."""

from qingyuan.discipline.models.clocks import Clock, Escalation, MoreTime
from qingyuan.discipline.models.handling import Appeal, Clarification, Handling
from qingyuan.discipline.models.interference import Alert, Nil, Protected, Quarter, Record
from qingyuan.discipline.models.leads import Disposal, Happened, Lead, Member, Report, SheetDraft

__all__ = [
    "Alert",
    "Appeal",
    "Clarification",
    "Clock",
    "Disposal",
    "Escalation",
    "Handling",
    "Happened",
    "Lead",
    "Member",
    "MoreTime",
    "Nil",
    "Protected",
    "Quarter",
    "Record",
    "Report",
    "SheetDraft",
]
