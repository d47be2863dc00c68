"""Keys of the desks lent to another room: who may read what somebody tells of himself, and which keys one holds."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from qingyuan.kit.clock import local_day
from qingyuan.org.api import Person, Role
from qingyuan.org.api import queries as org
from qingyuan.reports.kinds import Post
from qingyuan.reports.models import Holder
from qingyuan.reports.policy.routing import Accusation, Named, persons_barred, route
from qingyuan.reports.queries.routing import known_keys


@dataclass(frozen=True)
class Lent:
    """A key by its name, whose it is, its public half, and the desk it serves."""

    key: str
    person: int
    recipient: str
    desk: str


def about(person: Person, at: datetime) -> list[Lent]:
    """The keys of the desks that may read what a person tells of himself: as if a report named him.

    Nobody of his own unit, nobody in or below a unit that he heads; himself never. Six queries.
    """
    rows, keys = known_keys(at)
    named = [
        Named(org.home_path(person, at), Post.MEMBER),
        *(Named(path, Post.HEAD) for path in _headed(person, at)),
    ]
    mine = frozenset(key.id for key in keys if key.person == person.pk)
    accused = Accusation(named=tuple(named), avoid=mine)
    barred = persons_barred(keys, accused) | {person.pk}
    readers = [rows[pk] for pk in route(keys, accused).readers]
    return [
        Lent(row.key, row.holder.person_id, row.recipient, str(row.holder.desk))
        for row in readers
        if row.holder.person_id not in barred
    ]


def _headed(person: Person, at: datetime) -> list[str]:
    """The units whose head or leader a person is on the day."""
    day = local_day(at)
    now = Q(from_on__lte=day) & (Q(to_on__isnull=True) | Q(to_on__gte=day))
    led = person.posts.filter(now, leader=True).values_list("unit__path", flat=True)
    held = person.holdings.filter(now, role=Role.UNIT_HEAD).values_list("unit__path", flat=True)
    return sorted({*led, *held})


def held(by: Person) -> set[str]:
    """The names of all keys, also retired ones, of the desks where a person still sits."""
    seats = Holder.objects.filter(person=by, to_at__isnull=True, agreed_by__isnull=False)
    return {key for key in seats.values_list("keys__key", flat=True) if key}
