"""The door of the spine. ``rules`` holds its verbs, ``kinds`` its words, ``policy`` what is argued about,
``shelves`` what upper rooms leave for it.
"""

from qingyuan.matters import kinds, policy, queries, rules, shelves
from qingyuan.matters.models import Category, Evidence, Extension, Hot, Matter, Milestone, Recheck, Sent, Step
from qingyuan.matters.queries import Figures, cells, found, visible
from qingyuan.matters.shelves import Source, sources

__all__ = [
    "Category",
    "Evidence",
    "Extension",
    "Figures",
    "Hot",
    "Matter",
    "Milestone",
    "Recheck",
    "Sent",
    "Source",
    "Step",
    "cells",
    "found",
    "kinds",
    "policy",
    "queries",
    "rules",
    "shelves",
    "sources",
    "visible",
]
