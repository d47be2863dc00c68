"""The door of the room. ``rules`` holds its verbs by subject, ``kinds`` its closed vocabularies, ``policy`` what is
argued about, ``shelves`` what upper rooms leave for it.
"""

from qingyuan.study import kinds, rules, shelves
from qingyuan.study.models import (
    ClassMember,
    ClerkClass,
    EducationType,
    Handout,
    Material,
    Node,
    SurveySum,
    Topic,
    Understanding,
    WarningCase,
)
from qingyuan.study.policy.understanding import QuestionText, written
from qingyuan.study.queries.told import ApprovedCase, approved_case
from qingyuan.study.queries.understanding import right_choices, standing_of

__all__ = ["EducationType", "Node", "kinds", "rules"]
__all__ += [
    "ApprovedCase",
    "ClassMember",
    "ClerkClass",
    "Handout",
    "Material",
    "QuestionText",
    "SurveySum",
    "Topic",
    "Understanding",
    "WarningCase",
    "approved_case",
    "right_choices",
    "shelves",
    "standing_of",
    "written",
]
