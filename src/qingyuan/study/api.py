"""The door of the room. ``rules`` holds its verbs by subject, ``kinds`` its closed vocabularies."""

from qingyuan.study import kinds, rules
from qingyuan.study.models import EducationType, Node

__all__ = ["EducationType", "Node", "kinds", "rules"]
