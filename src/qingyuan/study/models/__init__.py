"""Curriculum; further parts of the room each in a file of their own."""

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

__all__ = [
    "Batch",
    "CalendarFeed",
    "ColumnPost",
    "EducationBase",
    "EducationType",
    "Event",
    "Joining",
    "LifeDate",
    "LifeRule",
    "Node",
    "Placement",
    "QuizEntry",
    "Rotation",
    "Series",
    "SpecialDuty",
    "SpecialDutyItem",
]
