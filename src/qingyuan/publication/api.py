"""The door of the room. ``rules`` holds its verbs, ``queries`` its questions, ``kinds`` its closed vocabularies.

The questions of writing, of the calendar and of the register are asked of ``queries``.
"""

from qingyuan.publication import kinds, queries, rules
from qingyuan.publication.models import (
    Bulletin,
    BulletinItem,
    Objection,
    Outcome,
    PublicAnswer,
    Submission,
    Template,
    Weekly,
    Writing,
)
from qingyuan.publication.queries import (
    Told,
    Week,
    bulletins_issued,
    bulletins_of_matter,
    findings_told,
    outcome_totals,
    week_until,
)

__all__ = [
    "Bulletin",
    "BulletinItem",
    "Objection",
    "Outcome",
    "PublicAnswer",
    "Submission",
    "Template",
    "Told",
    "Week",
    "Weekly",
    "Writing",
    "bulletins_issued",
    "bulletins_of_matter",
    "findings_told",
    "kinds",
    "outcome_totals",
    "queries",
    "rules",
    "week_until",
]
