"""The verbs of the room, by subject."""

from qingyuan.study.rules import curriculum, essay_sources, essays

__all__ = ["curriculum", "essay_sources", "essays"]
