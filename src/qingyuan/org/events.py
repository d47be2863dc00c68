"""Facts of the organisation."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class UnitMoved:
    """A unit and all below it now stand elsewhere in the tree: paths that were copied must follow."""

    unit_id: int
    old_path: str
    new_path: str
    at: datetime


@dataclass(frozen=True)
class PersonLeftPost:
    """A person no longer holds a post in this unit."""

    person_id: int
    unit_id: int
    at: datetime
