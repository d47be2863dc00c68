"""The door of the room. ``rules`` holds its verbs by subject, ``kinds`` its closed vocabularies.

``shelves``: what others leave for its calendar and for the register of column posts.
"""

from qingyuan.study import kinds, rules, shelves
from qingyuan.study.models import (
    Attendance,
    EducationType,
    Event,
    LifeDate,
    Node,
    QuizEntry,
    Session,
    WeeklyPlan,
)
from qingyuan.study.queries.figures import totals
from qingyuan.study.queries.places import Place
from qingyuan.study.queries.sessions import rosters as excused_by_roster
from qingyuan.study.queries.special import suspended

__all__ = [
    "Attendance",
    "EducationType",
    "Event",
    "LifeDate",
    "Node",
    "Place",
    "QuizEntry",
    "Session",
    "WeeklyPlan",
    "excused_by_roster",
    "kinds",
    "rules",
    "shelves",
    "suspended",
    "totals",
]
