"""Curriculum, plans, sessions; further parts of the room each in a file of their own."""

from qingyuan.study.models.cases import HiddenName, WarningCase
from qingyuan.study.models.classes import ClassMember, ClerkClass, SurveyAnswered, SurveySum
from qingyuan.study.models.curriculum import EducationType, Node
from qingyuan.study.models.materials import Handout, Material
from qingyuan.study.models.plans import Lesson, PlanLine, Recurrence, WeeklyPlan
from qingyuan.study.models.sessions import Attendance, Session, SignIn
from qingyuan.study.models.understanding import Attempt, Choice, Question, Reply, Topic, Understanding

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
__all__ += ["Handout", "Material"]
__all__ += ["Attempt", "Choice", "Question", "Reply", "Topic", "Understanding"]
__all__ += ["HiddenName", "WarningCase"]
__all__ += ["ClassMember", "ClerkClass", "SurveyAnswered", "SurveySum"]
