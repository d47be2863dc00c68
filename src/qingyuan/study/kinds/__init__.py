"""Closed vocabularies of the room, the official term beside each."""

from qingyuan.study.kinds.curriculum import NODE_WORDS, NodeKind
from qingyuan.study.kinds.essays import (
    AUTHORSHIP_WORDS,
    ESSAY_WORDS,
    HANDED_IN,
    SOURCE_WORDS,
    Authorship,
    EssayState,
    Origin,
    SourceKind,
)

__all__ = [
    "AUTHORSHIP_WORDS",
    "ESSAY_WORDS",
    "HANDED_IN",
    "NODE_WORDS",
    "SOURCE_WORDS",
    "Authorship",
    "EssayState",
    "NodeKind",
    "Origin",
    "SourceKind",
]
