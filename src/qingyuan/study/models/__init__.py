"""Curriculum, plans, sessions; further parts of the room each in a file of their own."""

from qingyuan.study.models.cases import HiddenName, WarningCase
from qingyuan.study.models.classes import ClassMember, ClerkClass, SurveyAnswered, SurveySum
from qingyuan.study.models.contests import Contest, ContestEntry, ContestJuror
from qingyuan.study.models.curriculum import EducationType, Node
from qingyuan.study.models.essays import (
    Essay,
    EssayCall,
    EssayCount,
    EssayDraft,
    EssayPublication,
    EssaySource,
)
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
from qingyuan.study.models.materials import Handout, Material
from qingyuan.study.models.plans import HoursChange, Lesson, PlanLine, Recurrence, WeeklyPlan
from qingyuan.study.models.sessions import Attendance, Session, SignIn
from qingyuan.study.models.understanding import Attempt, Choice, Question, Reply, Topic, Understanding

__all__ = [
    "Attempt",
    "Attendance",
    "Batch",
    "CalendarFeed",
    "Choice",
    "ClassMember",
    "ClerkClass",
    "ColumnPost",
    "Contest",
    "ContestEntry",
    "ContestJuror",
    "EducationBase",
    "EducationType",
    "Essay",
    "EssayCall",
    "EssayCount",
    "EssayDraft",
    "EssayPublication",
    "EssaySource",
    "Event",
    "Handout",
    "HiddenName",
    "HoursChange",
    "Joining",
    "Lesson",
    "LifeDate",
    "LifeRule",
    "Material",
    "Node",
    "Placement",
    "PlanLine",
    "Question",
    "QuizEntry",
    "Recurrence",
    "Reply",
    "Rotation",
    "Series",
    "Session",
    "SignIn",
    "SpecialDuty",
    "SpecialDutyItem",
    "SurveyAnswered",
    "SurveySum",
    "Topic",
    "Understanding",
    "WarningCase",
    "WeeklyPlan",
]
