"""The verbs of the room, by subject."""

from qingyuan.study.rules import (
    bases,
    curriculum,
    events,
    feed,
    life,
    plans,
    quiz,
    rotation,
    sessions,
    special,
)

__all__ = [
    "bases",
    "curriculum",
    "events",
    "feed",
    "life",
    "plans",
    "quiz",
    "rotation",
    "sessions",
    "special",
]
