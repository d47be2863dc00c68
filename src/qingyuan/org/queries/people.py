"""Who is where: posts, roles and branches on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Prefetch, QuerySet

from qingyuan.kit.clock import local_day
from qingyuan.org.kinds import Category, Role
from qingyuan.org.models import Branch, Person, Post, RoleHolding, Unit
from qingyuan.org.queries.permission import standing, within


def places_above(path: str) -> list[str]:
    """The paths of a unit and of all units above it, from the root down."""
    return [path[:end] for end in range(Unit.steplen, len(path) + 1, Unit.steplen)]


def units_above(unit: Unit) -> QuerySet[Unit]:
    """The units above one, from the root down, itself not among them."""
    units: QuerySet[Unit] = Unit.objects.filter(path__in=places_above(unit.path)[:-1]).order_by("path")
    return units


def holders_by_path(role: Role, *, at: datetime) -> dict[str, list[int]]:
    """Who holds a role on the day, by the place of the unit where it is held: path to ids of people. One query."""
    found: dict[str, list[int]] = {}
    held = RoleHolding.objects.on(local_day(at)).filter(role=role)
    for path, person in held.order_by("person").values_list("unit__path", "person"):
        found.setdefault(path, []).append(person)
    return found


def holders(role: Role, *, unit: Unit, at: datetime, upwards: bool = False) -> QuerySet[Person]:
    """Who holds a role at a unit on the day; ``upwards``: at the unit or at any above it."""
    places = places_above(unit.path) if upwards else [unit.path]
    held = RoleHolding.objects.on(local_day(at)).filter(role=role, unit__path__in=places)
    return Person.objects.filter(pk__in=held.values("person")).order_by("police_no")


def posts(person: Person, at: datetime) -> QuerySet[Post]:
    """The posts a person holds on the day, main one first."""
    return Post.objects.on(local_day(at)).filter(person=person).select_related("unit").order_by("-main", "pk")


def home_path(person: Person, at: datetime) -> str:
    """Where a person belongs: the unit of the main post on the day, else the last one he had, else the root.

    So that whoever is in charge of a unit stays in charge of what its people leave behind.
    """
    here = standing(person, at).home_path
    if here:
        return here
    last = (
        Post.objects.filter(person=person).order_by("-main", "-from_on").values_list("unit__path", flat=True)
    )
    return last.first() or Unit.objects.order_by("path").values_list("path", flat=True).first() or ""


def post_on(at: datetime) -> "Prefetch[str, QuerySet[Post], str]":
    """To be prefetched for people: ``homes``, the main post on the day with its unit, in a list of at most one."""
    held = Post.objects.on(local_day(at)).filter(main=True).select_related("unit")
    return Prefetch("posts", queryset=held, to_attr="homes")


def members(units: QuerySet[Unit] | Iterable[Unit], at: datetime) -> QuerySet[Person]:
    """The people whose main post is in these units on the day."""
    held = Post.objects.on(local_day(at)).filter(unit__in=units, main=True)
    return Person.objects.filter(pk__in=held.values("person")).order_by("police_no")


def leaders(at: datetime) -> QuerySet[Person]:
    """The key few (关键少数): people who hold a post flagged so on the day."""
    held = Post.objects.on(local_day(at)).filter(leader=True)
    return Person.objects.filter(pk__in=held.values("person")).order_by("police_no")


def key_posts(unit: Unit, at: datetime) -> QuerySet[Post]:
    """The posts of a unit itself that are flagged 关键少数 on the day, with their people."""
    held = Post.objects.on(local_day(at)).filter(unit=unit, leader=True)
    return held.select_related("person").order_by("-main", "pk")


def branches(units: QuerySet[Unit]) -> QuerySet[Branch]:
    """The party branches of units."""
    return (
        Branch.objects.filter(unit__in=units).select_related("unit", "secretary").order_by("unit__path", "pk")
    )


def members_of(branches: Iterable[int] | QuerySet[Branch], at: datetime) -> QuerySet[Person]:
    """The members of party branches who hold a main post on the day."""
    held = Post.objects.on(local_day(at)).filter(main=True)
    return Person.objects.filter(branch__in=branches, pk__in=held.values("person")).order_by("police_no")


@dataclass(frozen=True)
class Headcount:
    """How many people have their main post in a unit or below it, by category."""

    police: int = 0
    auxiliary: int = 0
    civilian: int = 0

    @property
    def total(self) -> int:
        return self.police + self.auxiliary + self.civilian


def headcounts(units: Iterable[Unit], at: datetime) -> dict[int, Headcount]:
    """Headcount of each unit together with all below it, in one query, by the unit's id."""
    wanted = list(units)
    counted = (
        Post.objects.on(local_day(at))
        .filter(within({unit.path for unit in wanted}, "unit__path"), main=True)
        .values_list("unit__path", "person__category")
        .annotate(people=Count("pk"))
    )
    found: dict[int, dict[str, int]] = {unit.pk: dict.fromkeys(Category, 0) for unit in wanted}
    by_path = {unit.path: unit.pk for unit in wanted}
    for path, category, people in counted.order_by():
        for place in places_above(path):
            if place in by_path:
                found[by_path[place]][category] += people
    return {pk: Headcount(**{str(kind): people for kind, people in by.items()}) for pk, by in found.items()}
