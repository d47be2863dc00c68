"""The verbs of the room, by subject."""

from qingyuan.study.rules import bases, curriculum, events, feed, life, quiz, rotation, special

__all__ = ["bases", "curriculum", "events", "feed", "life", "quiz", "rotation", "special"]
