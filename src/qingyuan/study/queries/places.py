"""Whose study a person plans and records: units in reach, and the branches of which he is the secretary."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from qingyuan.org.api import Branch, Person, Unit, may, scope, units_within

PLAN, RECORD, FIGURES = "study.plan", "study.record", "study.see_figures"


@dataclass(frozen=True)
class Place:
    """A unit with all its branches, or one branch."""

    unit: Unit
    branch: Branch | None = None

    def __str__(self) -> str:
        return f"{self.unit} {self.branch}" if self.branch else str(self.unit)

    @property
    def code(self) -> str:
        """How an address names it: ``u12`` or ``b34``."""
        return f"b{self.branch.pk}" if self.branch else f"u{self.unit.pk}"


def branches(by: Person, permission: str, *, at: datetime) -> QuerySet[Branch]:
    """The branches within reach: of units, or one's own as secretary."""
    found = Branch.objects.filter(scope(by, permission, at=at, owner="secretary"))
    return found.select_related("unit").order_by("unit__path", "pk")


def place(by: Person, code: str, *, at: datetime, permission: str = PLAN) -> Place | None:
    """The place that an address names, if it is within reach; an empty code: the first that is."""
    kind, number = code[:1], code[1:]
    known = number.isdecimal() and len(number) < 19
    if kind == "b" and known:
        branch = branches(by, permission, at=at).filter(pk=number).first()
        return Place(branch.unit, branch) if branch else None
    if kind == "u" and known:
        unit = units_within(by, permission, at=at).filter(pk=number).first()
        return Place(unit) if unit else None
    if code:
        return None
    own = branches(by, permission, at=at).filter(secretary=by).first()
    if own:
        return Place(own.unit, own)
    unit = units_within(by, permission, at=at).first()
    return Place(unit) if unit else None


def within_reach(by: Person, permission: str, here: Place, *, at: datetime) -> bool:
    """Whether a person may do this in a place."""
    own = here.branch is not None and here.branch.secretary_id == by.pk
    return may(by, permission, at=at, path=here.unit.path, own=own)


def covered(here: Place) -> QuerySet[Branch]:
    """The branches of a place: one, or all of the unit and below it."""
    only = Q(pk=here.branch.pk) if here.branch else Q(unit__path__startswith=here.unit.path)
    return Branch.objects.filter(only)
