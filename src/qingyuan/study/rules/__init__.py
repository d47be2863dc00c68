"""The verbs of the room, by subject."""

from qingyuan.study.rules import (
    bases,
    cases,
    classes,
    curriculum,
    essay_sources,
    essays,
    events,
    feed,
    life,
    materials,
    plans,
    quiz,
    rotation,
    sessions,
    special,
    understanding,
)

__all__ = [
    "bases",
    "cases",
    "classes",
    "curriculum",
    "essay_sources",
    "essays",
    "events",
    "feed",
    "life",
    "materials",
    "plans",
    "quiz",
    "rotation",
    "sessions",
    "special",
    "understanding",
]
