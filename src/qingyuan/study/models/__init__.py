"""Curriculum, plans, sessions; further parts of the room each in a file of their own."""

from qingyuan.study.models.curriculum import EducationType, Node
from qingyuan.study.models.events import ColumnPost, EducationBase, Event, Joining, QuizEntry, Series
from qingyuan.study.models.life import (
    Batch,
    CalendarFeed,
    LifeDate,
    LifeRule,
    Placement,
    Rotation,
    SpecialDuty,
    SpecialDutyItem,
)
from qingyuan.study.models.plans import Lesson, PlanLine, Recurrence, WeeklyPlan
from qingyuan.study.models.sessions import Attendance, Session, SignIn

__all__ = [
    "Attendance",
    "Batch",
    "CalendarFeed",
    "ColumnPost",
    "EducationBase",
    "EducationType",
    "Event",
    "Joining",
    "Lesson",
    "LifeDate",
    "LifeRule",
    "Node",
    "Placement",
    "PlanLine",
    "QuizEntry",
    "Recurrence",
    "Rotation",
    "Series",
    "Session",
    "SignIn",
    "SpecialDuty",
    "SpecialDutyItem",
    "WeeklyPlan",
]
