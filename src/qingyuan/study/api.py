"""The door of the room. ``rules`` holds its verbs and ``queries`` its questions by subject, ``kinds`` its closed
vocabularies, ``policy`` what is argued about, ``shelves`` what upper rooms leave for it.
"""

from qingyuan.study import kinds, policy, queries, rules, shelves
from qingyuan.study.models import (
    Attendance,
    EducationType,
    Essay,
    EssayCount,
    Event,
    LifeDate,
    Material,
    Node,
    QuizEntry,
    Session,
    Topic,
    WeeklyPlan,
)
from qingyuan.study.queries.figures import totals
from qingyuan.study.queries.places import Place
from qingyuan.study.queries.sessions import rosters as excused_by_roster
from qingyuan.study.queries.special import suspended

__all__ = [
    "Attendance",
    "EducationType",
    "Essay",
    "EssayCount",
    "Event",
    "LifeDate",
    "Material",
    "Node",
    "Place",
    "QuizEntry",
    "Session",
    "Topic",
    "WeeklyPlan",
    "excused_by_roster",
    "kinds",
    "policy",
    "queries",
    "rules",
    "shelves",
    "suspended",
    "totals",
]
