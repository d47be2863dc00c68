"""The door of the room: ``rules`` its verbs, ``queries`` its questions, ``kinds`` its closed vocabularies."""

from qingyuan.resolutions import kinds, queries, rules
from qingyuan.resolutions.models import Occasion, Resolution, Said

__all__ = ["Occasion", "Resolution", "Said", "kinds", "queries", "rules"]
