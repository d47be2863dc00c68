"""Closed vocabularies of the room, the official term beside each."""

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
from qingyuan.study.kinds.sessions import (
    ATTENDED_WORDS,
    EXCUSED,
    SESSION_WORDS,
    STATE_WORDS,
    Attended,
    SessionKind,
    SessionState,
)

__all__ = [
    "ATTENDED_WORDS",
    "BASE_WORDS",
    "DAY_STATE_WORDS",
    "EVENT_STATE_WORDS",
    "EVENT_WORDS",
    "EXCUSED",
    "NODE_WORDS",
    "OFTEN_WORDS",
    "OF_MEETINGS",
    "OPENNESS_WORDS",
    "SESSION_WORDS",
    "STATE_WORDS",
    "VOLUNTARY",
    "WEEKDAYS",
    "WHOM_WORDS",
    "Attended",
    "BaseKind",
    "DayState",
    "EventKind",
    "EventState",
    "NodeKind",
    "Often",
    "Openness",
    "SessionKind",
    "SessionState",
    "Whom",
]
