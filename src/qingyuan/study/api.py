"""The door of the room. ``rules`` holds its verbs by subject, ``kinds`` its closed vocabularies."""

from qingyuan.study import kinds, rules
from qingyuan.study.models import EducationType, Event, LifeDate, Node, QuizEntry
from qingyuan.study.queries.events import base_named
from qingyuan.study.queries.special import suspended
from qingyuan.study.shelves import Item, Published, calendar, published

__all__ = [
    "EducationType",
    "Event",
    "Item",
    "LifeDate",
    "Node",
    "Published",
    "QuizEntry",
    "base_named",
    "calendar",
    "kinds",
    "published",
    "rules",
    "suspended",
]
