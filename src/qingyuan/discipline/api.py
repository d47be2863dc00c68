"""The door of the room. ``rules`` holds its verbs by subject, ``kinds`` its closed vocabularies."""

from qingyuan.discipline import kinds, rules
from qingyuan.discipline.models import (
    Clarification,
    Disposal,
    Handling,
    Happened,
    Lead,
    Record,
    SelfReport,
    Window,
)
from qingyuan.discipline.queries.leads import leads
from qingyuan.discipline.queries.selfreport import asked_of, readers_of
from qingyuan.discipline.queries.work import waiting
from qingyuan.discipline.shelves import Keys, sealing

__all__ = [
    "Clarification",
    "Disposal",
    "Handling",
    "Happened",
    "Keys",
    "Lead",
    "Record",
    "SelfReport",
    "Window",
    "asked_of",
    "kinds",
    "leads",
    "readers_of",
    "rules",
    "sealing",
    "waiting",
]
