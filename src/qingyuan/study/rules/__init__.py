"""The verbs of the room, by subject."""

from qingyuan.study.rules import curriculum

__all__ = ["curriculum"]
