"""The door of the organisation: ``rules`` its verbs, ``queries`` its questions, ``kinds`` its closed vocabularies.

The questions that every room asks stand by themselves; those of few, as who is on duty, are asked of ``queries``.
"""

from qingyuan.org import kinds, queries, rules
from qingyuan.org.kinds import Level, Reach, Role
from qingyuan.org.models import Branch, Person, Unit
from qingyuan.org.pages import needs, public
from qingyuan.org.queries import (
    leaders,
    may,
    reach,
    require,
    scope,
    setting,
    standing,
    units_within,
)
from qingyuan.org.shelves import permit

__all__ = [
    "Branch",
    "Level",
    "Person",
    "Reach",
    "Role",
    "Unit",
    "kinds",
    "leaders",
    "may",
    "needs",
    "permit",
    "public",
    "queries",
    "reach",
    "require",
    "rules",
    "scope",
    "setting",
    "standing",
    "units_within",
]
