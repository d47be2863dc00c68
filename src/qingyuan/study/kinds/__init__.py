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

__all__ = [
    "BASE_WORDS",
    "DAY_STATE_WORDS",
    "EVENT_STATE_WORDS",
    "EVENT_WORDS",
    "NODE_WORDS",
    "OFTEN_WORDS",
    "OF_MEETINGS",
    "OPENNESS_WORDS",
    "VOLUNTARY",
    "WEEKDAYS",
    "WHOM_WORDS",
    "BaseKind",
    "DayState",
    "EventKind",
    "EventState",
    "NodeKind",
    "Often",
    "Openness",
    "Whom",
]
