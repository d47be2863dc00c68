"""Whose keys there are, where their holders stand, and who may read a report about certain units and desks."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from time import monotonic

from django.conf import settings
from django.db.models import Q, QuerySet

from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.secrets import seed
from qingyuan.kit.words import Words, _
from qingyuan.org.api import Person, Role, Unit
from qingyuan.reports.errors import CannotReport
from qingyuan.reports.kinds import DeskKind, Post
from qingyuan.reports.models import Desk, DutyKey
from qingyuan.reports.policy.routing import (
    NAMED_AT_MOST,
    Accusation,
    Key,
    Named,
    Route,
    name_tag,
    promise,
    route,
    spelled,
    why_closed,
)


@dataclass(frozen=True)
class Facts:
    """What a report is about as it comes from outside: codes of units with posts, keys of desks and of keys."""

    units: tuple[tuple[str, str], ...] = ()
    desks: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    nonce: bytes = b""

    @property
    def promised(self) -> bytes:
        return promise(self.nonce, spelled(self.units, self.desks, self.avoid))


def current_keys() -> QuerySet[DutyKey]:
    """Keys that may be sealed to: not retired, of holders that two people agreed on, at desks that are open."""
    return DutyKey.objects.filter(
        retired_at__isnull=True,
        holder__to_at__isnull=True,
        holder__agreed_by__isnull=False,
        holder__desk__closed_at__isnull=True,
    ).select_related("holder__desk__unit", "holder__person")


Known = tuple[dict[int, DutyKey], list[Key]]
_remembered: dict[date, tuple[float, Known]] = {}
SECONDS = 1.0


def known_keys(at: datetime) -> Known:
    """The current keys of people who still have the role, and where each of them stands. Three queries.

    Remembered for a second, for a flood of reports; a key that retires meanwhile the database refuses by itself.
    """
    day = local_day(at)
    age = min(SECONDS, settings.CALENDAR_SECONDS)
    made, known = _remembered.get(day, (0.0, None))
    if known is None or monotonic() - made >= age:
        known = _known(at)
        _remembered.clear()
        _remembered[day] = monotonic(), known
    return known


def _known(at: datetime) -> Known:
    rows = {key.pk: key for key in current_keys()}
    people = {key.holder.person_id for key in rows.values()}
    able = _with_role(people, at)
    places = _places(people, at)
    keys = [
        Key(
            id=row.pk,
            person=row.holder.person_id,
            desk=row.holder.desk_id,
            kind=DeskKind(row.holder.desk.kind),
            desk_path=row.holder.desk.unit.path if row.holder.desk.unit else "",
            places=places.get(row.holder.person_id, ()),
        )
        for row in rows.values()
        if row.holder.person_id in able
    ]
    return rows, keys


def _in_force(at: datetime, name: str) -> Q:
    day = local_day(at)
    return Q(**{f"{name}__from_on__lte": day}) & (
        Q(**{f"{name}__to_on__isnull": True}) | Q(**{f"{name}__to_on__gte": day})
    )


def _with_role(people: set[int], at: datetime) -> set[int]:
    held = Person.objects.filter(_in_force(at, "holdings"), pk__in=people, holdings__role=Role.DISCIPLINE)
    return set(held.values_list("pk", flat=True))


NO_PLACE = (Role.DISCIPLINE, Role.GUIDANCE)  # where one checks is not where one belongs


def _places(people: set[int], at: datetime) -> dict[int, tuple[str, ...]]:
    """Where people have posts and hold offices."""
    posts = Person.objects.filter(_in_force(at, "posts"), pk__in=people).values_list(
        "pk", "posts__unit__path"
    )
    held = (
        Person.objects.filter(_in_force(at, "holdings") & ~Q(holdings__role__in=NO_PLACE), pk__in=people)
        .values_list("pk", "holdings__unit__path")
    )  # fmt: skip
    found: dict[int, set[str]] = {}
    for person, path in posts.union(held):
        found.setdefault(person, set()).add(path)
    return {person: tuple(sorted(paths)) for person, paths in found.items()}


def closed(at: datetime) -> Words:
    """Why no report can be taken now; empty if one can."""
    return why_closed(known_keys(at)[1])


UNKNOWN_UNIT = Reason("unknown_unit", _("没有这个单位，请重新选择"), "units")
TOO_MANY = Reason("too_many", _("最多选择 %(most)d 个单位"), "units", {"most": NAMED_AT_MOST})
NOBODY_LEFT = Reason(
    "nobody_left",
    _("您反映的对象包含了这里所有能办理的人，请改用 12388、12389 或 12337 举报"),
    "desks",
)


def accusation(facts: Facts, rows: Mapping[int, DutyKey]) -> Accusation:
    """The facts as routing reads them, or CannotReport. One or two queries."""
    if len(facts.units) > NAMED_AT_MOST:
        raise CannotReport(TOO_MANY)
    codes = {code for code, _post in facts.units}
    paths = dict(Unit.objects.filter(code__in=codes).values_list("code", "path")) if codes else {}
    if codes - set(paths) or any(post not in set(Post) for _code, post in facts.units):
        raise CannotReport(UNKNOWN_UNIT)
    desks = Desk.objects.filter(key__in=facts.desks).values_list("pk", flat=True) if facts.desks else ()
    avoid = set(facts.avoid)
    return Accusation(
        tuple(Named(paths[code], Post(post)) for code, post in facts.units),
        frozenset(desks),
        frozenset(pk for pk, row in rows.items() if row.key in avoid),
    )


@dataclass(frozen=True)
class Routed:
    """Who gets a report and who may keep shares of its vault, with their keys by id."""

    way: Route
    keys: Mapping[int, DutyKey]

    @property
    def readers(self) -> list[DutyKey]:
        return [self.keys[pk] for pk in self.way.readers]

    @property
    def sealed_to(self) -> list[DutyKey]:
        """Readers now and later: whom a slot is sealed to."""
        return [self.keys[pk] for pk in self.way.sealed_to]

    @property
    def keepers(self) -> list[DutyKey]:
        return [self.keys[pk] for pk in self.way.keepers]


def routed(facts: Facts, at: datetime) -> Routed:
    """Who may read, today; CannotReport if the form is closed or nobody is left."""
    rows, keys = known_keys(at)
    if shut := why_closed(keys):
        raise CannotReport(Reason("closed", shut))
    way = route(keys, accusation(facts, rows))
    if not way.readers:
        raise CannotReport(NOBODY_LEFT)
    return Routed(way, rows)


def tag_salt() -> str:
    """What names of holders are hashed with: the same for all browsers of one bureau, and of no other."""
    return seed(settings.DATA, "reports-names").hex()[:16]


def tag_of(name: str) -> str:
    """The tag of a holder's name."""
    return name_tag(tag_salt(), name)


def open_desks() -> list[Desk]:
    """The desks that take reports, the nearest first."""
    rank = {kind: place for place, kind in enumerate(DeskKind)}
    found = Desk.objects.filter(closed_at__isnull=True).select_related("unit").order_by("pk")
    return sorted(found, key=lambda desk: rank[DeskKind(desk.kind)])
