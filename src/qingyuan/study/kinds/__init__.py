"""Closed vocabularies of the room, the official term beside each."""

from qingyuan.study.kinds.cases import (
    CASE_STATE_WORDS,
    LEVEL_WORDS,
    MEDIUM_WORDS,
    CaseLevel,
    CaseState,
    Medium,
)
from qingyuan.study.kinds.classes import CHOICE_WORDS, FEEDBACK, HURDLES, SURVEY_WORDS, Survey, SurveyChoice
from qingyuan.study.kinds.curriculum import NODE_WORDS, NodeKind
from qingyuan.study.kinds.events import (
    BASE_WORDS,
    EVENT_STATE_WORDS,
    EVENT_WORDS,
    OF_MEETINGS,
    OPENNESS_WORDS,
    VOLUNTARY,
    BaseKind,
    EventKind,
    EventState,
    Openness,
)
from qingyuan.study.kinds.life import (
    DAY_STATE_WORDS,
    OFTEN_WORDS,
    WEEKDAYS,
    WHOM_WORDS,
    DayState,
    Often,
    Whom,
)
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
    "BASE_WORDS",
    "CASE_STATE_WORDS",
    "CHOICE_WORDS",
    "DAY_STATE_WORDS",
    "EVENT_STATE_WORDS",
    "EVENT_WORDS",
    "EXCUSED",
    "FEEDBACK",
    "HURDLES",
    "LEVEL_WORDS",
    "MATERIAL_WORDS",
    "MEDIUM_WORDS",
    "NODE_WORDS",
    "OFTEN_WORDS",
    "OF_MEETINGS",
    "OPENNESS_WORDS",
    "QUESTION_WORDS",
    "SESSION_WORDS",
    "STATE_WORDS",
    "SURVEY_WORDS",
    "VOLUNTARY",
    "WEEKDAYS",
    "WHOM_WORDS",
    "Attended",
    "BaseKind",
    "CaseLevel",
    "CaseState",
    "DayState",
    "EventKind",
    "EventState",
    "MaterialKind",
    "Medium",
    "NodeKind",
    "Often",
    "Openness",
    "QuestionKind",
    "SessionKind",
    "SessionState",
    "Survey",
    "SurveyChoice",
    "Whom",
]
