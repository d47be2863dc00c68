"""The verbs of the room, by subject."""

from qingyuan.study.rules import curriculum, plans, sessions

__all__ = ["curriculum", "plans", "sessions"]
