"""What the rules about plans and sessions have in common."""

from datetime import datetime

from qingyuan.org.api import Person, require
from qingyuan.study.queries.places import Place
from qingyuan.trail.api import record

Detail = dict[str, str | int | bool | None]


def allowed(by: Person, permission: str, here: Place, *, at: datetime) -> None:
    """Let pass whoever may do this in the unit, and a secretary in his own branch."""
    own = here.branch is not None and here.branch.secretary_id == by.pk
    require(by, permission, at=at, path=here.unit.path, own=own)


def note(subject: str, act: str, *, by: Person, at: datetime, detail: Detail | None = None) -> None:
    """One line in the record: codes, ids, dates and counts, never words."""
    record(actor=by.key, act=act, subject=subject, at=at, detail=detail or {})
