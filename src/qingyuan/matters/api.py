"""The door of the spine. ``rules`` holds its verbs, ``kinds`` its words, ``policy`` what is argued about."""

from qingyuan.matters import kinds, policy, queries, rules
from qingyuan.matters.models import Category, Evidence, Extension, Hot, Matter, Milestone, Recheck, Sent, Step
from qingyuan.matters.queries import Figures, cells, found, visible
from qingyuan.matters.shelves import Source, belongings, pages, sources, vetoes

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
    "belongings",
    "cells",
    "found",
    "kinds",
    "pages",
    "policy",
    "queries",
    "rules",
    "sources",
    "vetoes",
    "visible",
]
