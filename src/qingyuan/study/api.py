"""The door of the room. ``rules`` holds its verbs by subject, ``kinds`` its closed vocabularies."""

from qingyuan.study import kinds, rules
from qingyuan.study.models import EducationType, Essay, EssayCount, Node

__all__ = ["EducationType", "Essay", "EssayCount", "Node", "kinds", "rules"]
