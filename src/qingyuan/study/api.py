"""The door of the room. ``rules`` holds its verbs by subject, ``kinds`` its closed vocabularies."""

from qingyuan.study import kinds, rules
from qingyuan.study.models import Attendance, EducationType, Node, Session, WeeklyPlan
from qingyuan.study.queries.figures import totals
from qingyuan.study.queries.places import Place
from qingyuan.study.queries.sessions import rosters as excused_by_roster

__all__ = [
    "Attendance",
    "EducationType",
    "Node",
    "Place",
    "Session",
    "WeeklyPlan",
    "excused_by_roster",
    "kinds",
    "rules",
    "totals",
]
