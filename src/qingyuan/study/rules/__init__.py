"""The verbs of the room, by subject."""

from qingyuan.study.rules import curriculum, materials, understanding

__all__ = ["curriculum", "materials", "understanding"]
