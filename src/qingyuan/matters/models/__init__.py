"""One table for everything that was found or promised, and what hangs on it."""

from qingyuan.matters.models.attached import Evidence, Extension, Milestone, Recheck, Sent, Step, Text
from qingyuan.matters.models.hot import Hot, HotClock
from qingyuan.matters.models.matter import Matter, MatterQuerySet, Naming, lane_of
from qingyuan.matters.models.tables import Category, Counter, Theme
from qingyuan.matters.models.tally import NEVER, Tally

__all__ = [
    "NEVER",
    "Category",
    "Counter",
    "Evidence",
    "Extension",
    "Hot",
    "HotClock",
    "Matter",
    "MatterQuerySet",
    "Milestone",
    "Naming",
    "Recheck",
    "Sent",
    "Step",
    "Tally",
    "Text",
    "Theme",
    "lane_of",
]
