"""The door of the organisation. ``rules`` holds its verbs, ``kinds`` its closed vocabularies."""

from qingyuan.org import kinds, rules
from qingyuan.org.kinds import Level, Reach, Role
from qingyuan.org.models import Person, Unit
from qingyuan.org.pages import needs, public
from qingyuan.org.queries import (
    holders,
    holders_by_path,
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
    "Level",
    "Person",
    "Reach",
    "Role",
    "Unit",
    "holders",
    "holders_by_path",
    "kinds",
    "leaders",
    "may",
    "needs",
    "permit",
    "public",
    "reach",
    "require",
    "rules",
    "scope",
    "setting",
    "standing",
    "units_within",
]
