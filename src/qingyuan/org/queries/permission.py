"""The one place that turns (person, permission) into a predicate."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Forbidden, Reason
from qingyuan.kit.words import Words
from qingyuan.org import policy
from qingyuan.org.kinds import Role
from qingyuan.org.models import Person, Post, RoleHolding, Unit
from qingyuan.org.policy import Holding, Reached, Standing
from qingyuan.org.shelves import permissions

NOTHING = Q(pk__in=[])
EVERYTHING = Q(pk__isnull=False)


def standing(person: Person, at: datetime) -> Standing:
    """Everything that decides what a person may do on the day of ``at``. Two queries, then remembered."""
    day = local_day(at)
    memory: dict[Any, Standing] = person.__dict__.setdefault("_standings", {})
    if day not in memory:
        mine = RoleHolding.objects.on(day).filter(person=person)
        held = mine.values_list("role", "unit_id", "unit__path")
        home = Post.objects.on(day).filter(person=person, main=True).select_related("unit").first()
        memory[day] = Standing(
            person_id=person.pk,
            key=person.key,
            home_path=home.unit.path if home else "",
            home_name=home.unit.label if home else "",
            holdings=policy.in_force(Holding(Role(role), unit, path) for role, unit, path in held),
        )
    return memory[day]


def reach(by: Person, permission: str, at: datetime) -> Reached:
    """How far a person's permission goes, found once for a standing. A permission that no room left reaches nothing."""
    known = permissions.get(permission)
    if known is None:
        return Reached()
    who = standing(by, at)
    if permission not in who.reaches:
        who.reaches[permission] = policy.reached(who, known.reach)
    return who.reaches[permission]


def within(paths: Iterable[str], field: str) -> Q:
    """The predicate "somewhere below one of these paths", as ranges that an index can serve."""
    found = NOTHING
    for path in paths:
        found |= Q(**{f"{field}__gte": path, f"{field}__lt": policy.path_after(path)})
    return found


def scope(by: Person, permission: str, *, at: datetime, path: str = "unit__path", owner: str = "") -> Q:
    """The predicate that leaves only the rows within reach of ``by`` with ``permission``.

    ``path`` names the field that holds the unit's place in the tree, ``owner`` the one that holds the
    responsible person (empty: the rows belong to no person). Never a list of ids. It says of each row what
    :func:`qingyuan.org.policy.covers` says of it in Python.
    """
    far = reach(by, permission, at)
    if far.any:
        return EVERYTHING
    found = within(far.paths, path)
    if far.own and owner:
        found |= Q(**{owner: by.pk})
    return found


def may(
    by: Person, permission: str, *, at: datetime, unit: Unit | None = None, path: str = "", own: bool = False
) -> bool:
    """Whether a person may do this here; without ``unit`` or ``path``: to what belongs to no unit."""
    place = unit.path if unit is not None else path or None
    return policy.covers(reach(by, permission, at), path=place, own=own)


def words_of(name: str) -> Words:
    """What an act is called: the words of its permission; its code where it has none of its own."""
    known = permissions.get(name)
    return known.words if known else name


def forbidden(permission: str) -> Forbidden:
    """The refusal that names what is missing."""
    words = _("您没有权限：%(what)s。如需办理，请联系本单位负责人或教育整顿办公室。")
    return Forbidden(Reason("forbidden", words, params={"what": words_of(permission)}))


def require(
    by: Person, permission: str, *, at: datetime, unit: Unit | None = None, path: str = "", own: bool = False
) -> None:
    """Let pass, or raise Forbidden with the name of what is missing."""
    if not may(by, permission, at=at, unit=unit, path=path, own=own):
        raise forbidden(permission)


def units_within(by: Person, permission: str, *, at: datetime) -> QuerySet[Unit]:
    """The units within reach, in the order of the tree."""
    units: QuerySet[Unit] = Unit.objects.filter(scope(by, permission, at=at, path="path")).order_by("path")
    return units


@dataclass(frozen=True)
class Right:
    """One thing that a person may do, in words, and where: ``units``, what is his own, or what all share."""

    words: Words
    units: tuple[str, ...]
    own: bool
    any: bool


def rights(person: Person, at: datetime) -> list[Right]:
    """All that a person may do on the day: what his own page tells him."""
    reaches = [(permission, reach(person, permission.name, at)) for permission in permissions.values()]
    tops = {path for _permission, far in reaches for path in far.paths}
    names = {unit.path: str(unit) for unit in Unit.objects.filter(path__in=tops)}
    return [
        Right(permission.words, tuple(names[path] for path in far.paths if path in names), far.own, far.any)
        for permission, far in reaches
        if far
    ]
