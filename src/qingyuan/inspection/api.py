"""The door of the room. ``rules`` holds its verbs by subject, ``kinds`` its closed vocabularies."""

from qingyuan.inspection import kinds, rules
from qingyuan.inspection.models import Answer, Asked, CheckList, Item, Paper, Topic
from qingyuan.inspection.queries.answers import to_answer
from qingyuan.inspection.queries.shipped import templates

__all__ = [
    "Answer",
    "Asked",
    "CheckList",
    "Item",
    "Paper",
    "Topic",
    "kinds",
    "rules",
    "templates",
    "to_answer",
]
