"""Closed vocabularies of the room, the official term beside each."""

from qingyuan.study.kinds.curriculum import NODE_WORDS, NodeKind
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
    "EXCUSED",
    "NODE_WORDS",
    "SESSION_WORDS",
    "STATE_WORDS",
    "Attended",
    "NodeKind",
    "SessionKind",
    "SessionState",
]
