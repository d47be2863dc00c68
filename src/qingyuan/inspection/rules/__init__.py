"""The verbs of the room, by subject: ``rules.lists.make_list``."""

from qingyuan.inspection.rules import answers, lists, reminding, room, sending, topics

__all__ = ["answers", "lists", "reminding", "room", "sending", "topics"]
