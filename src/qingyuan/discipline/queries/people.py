"""Whom a lead concerns, and who may handle it: the rows behind ``policy.routing``."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q, QuerySet

from qingyuan.discipline.models import Lead
from qingyuan.discipline.policy import routing
from qingyuan.kit.clock import local_day
from qingyuan.matters.api import Matter, visible
from qingyuan.org.api import Person, Role, Unit
from qingyuan.org.api import queries as org


def _on(day: date, path: str = "") -> Q:
    return Q(**{f"{path}from_on__lte": day}) & (
        Q(**{f"{path}to_on__isnull": True}) | Q(**{f"{path}to_on__gte": day})
    )


def subjects(people: Iterable[Person], at: datetime) -> list[routing.Subject]:
    """The persons named, each with his home and the units he heads on the day. A few queries, however many."""
    day = local_day(at)
    found = []
    for person in people:
        held = list(
            person.posts.filter(_on(day)).values_list("unit__path", "main", "leader").order_by("-main", "pk")
        )
        headed = person.holdings.filter(_on(day), role=Role.UNIT_HEAD).values_list("unit__path", flat=True)
        home = org.home_path(person, at)
        heads = [path for path, _main, leader in held if leader] + list(headed)
        found.append(routing.Subject(person.pk, home, tuple(sorted(set(heads)))))
    return found


def about(people: Iterable[Person], units: Iterable[Unit], at: datetime) -> routing.Concerned:
    """Whom a lead with these names is about."""
    return routing.concerned(subjects(people, at), [unit.path for unit in units])


def about_matter(matter: Matter) -> routing.Concerned:
    """Whom a matter is about, as the spine keeps it."""
    named = list(matter.namings.values_list("person", "unit__path"))
    people = frozenset(person for person, _path in named if person)
    return routing.Concerned(people, tuple(sorted(path for _person, path in named if path)))


def holders(at: datetime) -> list[routing.Holder]:
    """Everybody who holds the duty of discipline on the day, with all places where he is at home or in office."""
    day = local_day(at)
    by_path = org.holders_by_path(Role.DISCIPLINE, at=at)
    ids = {person for people in by_path.values() for person in people}
    places: dict[int, set[str]] = {person: set() for person in ids}
    homes: dict[int, str] = {}
    rows = Person.objects.filter(pk__in=ids)
    for pk, path in rows.filter(_on(day, "posts__"), posts__main=True).values_list("pk", "posts__unit__path"):
        places[pk].add(path)
        homes[pk] = path
    for pk, path in rows.filter(_on(day, "holdings__")).values_list("pk", "holdings__unit__path"):
        places[pk].add(path)
    return [
        routing.Holder(person, path, tuple(sorted(places[person])), homes.get(person, ""))
        for path, people in by_path.items()
        for person in people
    ]


def able(lead: Lead, at: datetime) -> QuerySet[Person]:
    """Who may handle a lead, sit on its team or decide on it: holders at its unit or above whom it does not concern."""
    concerned = about_matter(lead.matter)
    path = lead.matter.unit_path
    free = {
        holder.person_id
        for holder in holders(at)
        if path.startswith(holder.at) and not concerned.touches(holder.person_id, (*holder.places, holder.at))
    }
    return Person.objects.filter(pk__in=free).order_by("police_no")


def sees(person: Person, lead: Lead, at: datetime) -> bool:
    """Whether a lead exists for this person."""
    return visible(person, at=at).filter(pk=lead.matter_id).exists()


def named(lead: Lead) -> QuerySet[Person]:
    """The persons whom a lead names."""
    ids = lead.matter.namings.filter(person__isnull=False).values("person")
    return Person.objects.filter(pk__in=ids).order_by("police_no")
