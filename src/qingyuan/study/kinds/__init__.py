"""Closed vocabularies of the room, the official term beside each."""

from qingyuan.study.kinds.cases import (
    CASE_STATE_WORDS,
    LEVEL_WORDS,
    MEDIUM_WORDS,
    CaseLevel,
    CaseState,
    Medium,
)
from qingyuan.study.kinds.classes import (
    CHOICE_WORDS,
    FEEDBACK,
    HURDLES,
    SURVEY_WORDS,
    Survey,
    SurveyChoice,
)
from qingyuan.study.kinds.curriculum import NODE_WORDS, NodeKind
from qingyuan.study.kinds.materials import MATERIAL_WORDS, MaterialKind
from qingyuan.study.kinds.sessions import (
    ATTENDED_WORDS,
    EXCUSED,
    SESSION_WORDS,
    STATE_WORDS,
    Attended,
    SessionKind,
    SessionState,
)
from qingyuan.study.kinds.understanding import QUESTION_WORDS, QuestionKind

__all__ = [
    "ATTENDED_WORDS",
    "EXCUSED",
    "NODE_WORDS",
    "SESSION_WORDS",
    "STATE_WORDS",
    "Attended",
    "NodeKind",
    "SessionKind",
    "SessionState",
]
__all__ += ["CASE_STATE_WORDS", "LEVEL_WORDS", "MEDIUM_WORDS", "CaseLevel", "CaseState", "Medium"]
__all__ += ["MATERIAL_WORDS", "QUESTION_WORDS", "MaterialKind", "QuestionKind"]
__all__ += ["CHOICE_WORDS", "FEEDBACK", "HURDLES", "SURVEY_WORDS", "Survey", "SurveyChoice"]
