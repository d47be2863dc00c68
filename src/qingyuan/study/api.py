"""The door of the room. ``rules`` holds its verbs and ``queries`` its questions by subject, ``kinds`` its closed
vocabularies, ``policy`` what is argued about, ``shelves`` what upper rooms leave for it.
"""

from qingyuan.study import kinds, policy, queries, rules, shelves
from qingyuan.study.models import Attendance, EducationType, Material, Node, Session, Topic, WeeklyPlan
from qingyuan.study.queries.figures import totals
from qingyuan.study.queries.places import Place
from qingyuan.study.queries.sessions import rosters as excused_by_roster

__all__ = [
    "Attendance",
    "EducationType",
    "Material",
    "Node",
    "Place",
    "Session",
    "Topic",
    "WeeklyPlan",
    "excused_by_roster",
    "kinds",
    "policy",
    "queries",
    "rules",
    "shelves",
    "totals",
]
