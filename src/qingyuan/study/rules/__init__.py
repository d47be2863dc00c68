"""The verbs of the room, by subject."""

from qingyuan.study.rules import cases, curriculum, materials, understanding

__all__ = ["cases", "curriculum", "materials", "understanding"]
