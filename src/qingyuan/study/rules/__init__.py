"""The verbs of the room, by subject."""

from qingyuan.study.rules import (
    cases,
    classes,
    curriculum,
    materials,
    plans,
    sessions,
    understanding,
)

__all__ = ["cases", "classes", "curriculum", "materials", "plans", "sessions", "understanding"]
