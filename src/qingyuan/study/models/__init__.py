"""Curriculum, plans, sessions; further parts of the room each in a file of their own."""

from qingyuan.study.models.curriculum import EducationType, Node
from qingyuan.study.models.plans import Lesson, PlanLine, Recurrence, WeeklyPlan
from qingyuan.study.models.sessions import Attendance, Session, SignIn

__all__ = [
    "Attendance",
    "EducationType",
    "Lesson",
    "Node",
    "PlanLine",
    "Recurrence",
    "Session",
    "SignIn",
    "WeeklyPlan",
]
