"""The door of the room. ``rules`` holds its verbs, ``kinds`` its closed vocabularies."""

from qingyuan.publication import kinds, rules
from qingyuan.publication.models import Bulletin, BulletinItem, Objection, Outcome, PublicAnswer, Weekly
from qingyuan.publication.queries import (
    Told,
    Week,
    bulletins,
    bulletins_issued,
    bulletins_of_matter,
    findings_told,
    outcome_totals,
    week_until,
    weekly,
)

__all__ = [
    "Bulletin",
    "BulletinItem",
    "Objection",
    "Outcome",
    "PublicAnswer",
    "Told",
    "Week",
    "Weekly",
    "bulletins",
    "bulletins_issued",
    "bulletins_of_matter",
    "findings_told",
    "kinds",
    "outcome_totals",
    "rules",
    "week_until",
    "weekly",
]
