"""The verbs of the room, by subject."""

from qingyuan.study.rules import curriculum, materials

__all__ = ["curriculum", "materials"]
