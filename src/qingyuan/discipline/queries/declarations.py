"""Declarations and talks as far as a person may know of them."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Q, QuerySet

from qingyuan.discipline.models import Declaration, DeclarationCategory, DeclarationRound, Talk
from qingyuan.discipline.queries.selfreport import places_above
from qingyuan.kit import secrets
from qingyuan.kit.clock import local_day
from qingyuan.org.api import Person, Role, Unit, reach, scope, standing
from qingyuan.org.api import queries as org

READ, UNDECLARED, HOLD = "discipline.read_declarations", "discipline.see_undeclared", "discipline.hold_round"
KEY = "declarations"  # name of the key in the data directory that seals what is declared


def categories() -> QuerySet[DeclarationCategory]:
    return DeclarationCategory.objects.select_related("written_by", "confirmed_by")


def _about(category: int, person: Person) -> str:
    return f"declaration:{category}:{person.key}"


def seal(round_: DeclarationRound, person: Person, words: str) -> bytes:
    """What is declared, under the platform's key: bound to the category and the person."""
    return secrets.seal(settings.DATA, KEY, words.encode(), _about(round_.category_id, person))


def opened(made: Declaration) -> str:
    """The words of a declaration; empty for a nil return, and where the key of the data directory is another."""
    if made.sealed is None:
        return ""
    try:
        plain = secrets.unseal(
            settings.DATA, KEY, bytes(made.sealed), _about(made.of.category_id, made.person)
        )
    except ValueError:
        return ""
    return plain.decode()


# -- one's own ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Due:
    """A round that asks a person: his answer, and the words of the last time."""

    round: DeclarationRound
    declaration: Declaration | None
    words: str
    last_words: str
    late: bool


def rounds_for(person: Person, at: datetime) -> QuerySet[DeclarationRound]:
    """The rounds that ask this person: of a place above him, begun, and of his rank group."""
    above = places_above(org.home_path(person, at))
    rows = DeclarationRound.objects.filter(unit__path__in=above, opens_on__lte=local_day(at))
    asked = [row.pk for row in rows if person.rank in row.ranks]
    return DeclarationRound.objects.filter(pk__in=asked).select_related("category", "unit")


def due(person: Person, at: datetime) -> list[Due]:
    """What a person is asked to declare, with what he said the last time. Four queries."""
    rows = list(rounds_for(person, at))
    mine = Declaration.objects.filter(person=person).select_related("of", "person").order_by("at", "pk")
    by_round = {one.of_id: one for one in mine}
    found = []
    for row in rows:
        made = by_round.get(row.pk)
        before = [
            one for one in by_round.values() if one.of.category_id == row.category_id and one is not made
        ]
        last = before[-1] if before else None
        late = made is None and local_day(at) > row.due_on
        found.append(Due(row, made, opened(made) if made else "", opened(last) if last else "", late))
    return found


def open_for(person: Person, at: datetime) -> list[Due]:
    """What is still to be declared."""
    return [one for one in due(person, at) if one.declaration is None]


# -- rounds: who was asked, who answered, what was declared ---------------------------------------------------------


def rounds(by: Person, *, at: datetime) -> QuerySet[DeclarationRound]:
    """The rounds that reach into what a person supervises or answers for."""
    above = {place for path in reach(by, UNDECLARED, at).paths for place in places_above(path)}
    seen = scope(by, UNDECLARED, at=at) | Q(unit__path__in=above)
    return DeclarationRound.objects.filter(seen).select_related("category", "unit", "by")


def asked_of(round_: DeclarationRound, at: datetime, within: Q | None = None) -> QuerySet[Person]:
    """The people of the rank groups named by the basis, whose main post is in the round's unit or below it."""
    day = local_day(at)
    held = Q(posts__from_on__lte=day, posts__main=True, posts__unit__path__startswith=round_.unit.path)
    held &= Q(posts__to_on__isnull=True) | Q(posts__to_on__gte=day)
    return Person.objects.filter(held & (within or Q()), rank__in=round_.ranks)


@dataclass(frozen=True)
class RoundFigures:
    """Asked and answered within reach; ``told`` and ``nil`` only for who reads declarations."""

    asked: int
    answered: int
    told: int | None = None
    nil: int | None = None


def undeclared(round_: DeclarationRound, by: Person, *, at: datetime) -> QuerySet[Person]:
    """Who within reach has not answered yet: names, for whoever answers for the unit. Never what others answered."""
    within = scope(by, UNDECLARED, at=at, path="posts__unit__path")
    done = round_.declarations.values("person")
    return asked_of(round_, at, within).exclude(pk__in=done).order_by("police_no")


def round_figures(round_: DeclarationRound, by: Person, *, at: datetime) -> RoundFigures:
    """The figures of a round within reach. Four queries."""
    within = scope(by, UNDECLARED, at=at, path="posts__unit__path")
    people = asked_of(round_, at, within)
    asked = people.count()
    answered = people.filter(pk__in=round_.declarations.values("person")).count()
    if not reach(by, READ, at):
        return RoundFigures(asked, answered)
    rows = list(declared(round_, by, at=at).values_list("nil", flat=True))
    return RoundFigures(asked, answered, rows.count(False), rows.count(True))


def declared(round_: DeclarationRound, by: Person, *, at: datetime) -> QuerySet[Declaration]:
    """The declarations that a supervisor may read: in reach, not his own, and of nobody who heads his own unit."""
    above = {place for path in standing(by, at).places for place in places_above(path)}
    rows = round_.declarations.filter(scope(by, READ, at=at)).exclude(person=by)
    rows = rows.exclude(Q(hidden_path__in=above) & ~Q(hidden_path=""))
    return rows.select_related("person", "unit", "of")


def headed_path(person: Person, at: datetime) -> str:
    """The highest unit that a person heads or leads on the day; empty for who heads none."""
    day = local_day(at)
    now = Q(from_on__lte=day) & (Q(to_on__isnull=True) | Q(to_on__gte=day))
    led = set(person.posts.filter(now, leader=True).values_list("unit__path", flat=True))
    led |= set(person.holdings.filter(now, role=Role.UNIT_HEAD).values_list("unit__path", flat=True))
    return min(led, key=len, default="")


# -- talks ----------------------------------------------------------------------------------------------------------


def talks(person: Person) -> QuerySet[Talk]:
    """The talks of a person, with whichever of the two he is: nobody else's exist for him."""
    return Talk.objects.filter(Q(asker=person) | Q(other=person)).select_related("asker", "other")


def partners(person: Person, at: datetime) -> QuerySet[Person]:
    """With whom a person may book a talk: the heads and discipline officers of his units upwards, and, for who heads
    a unit, its people."""
    home = org.home_path(person, at)
    unit = Unit.objects.filter(path=home).first()
    if unit is None:
        return Person.objects.none()
    up = org.holders(Role.UNIT_HEAD, unit=unit, at=at, upwards=True)
    duty = org.holders(Role.DISCIPLINE, unit=unit, at=at, upwards=True)
    found = Q(pk__in=up.values("pk")) | Q(pk__in=duty.values("pk"))
    headed = headed_path(person, at)
    if headed:
        below = Unit.objects.filter(path__startswith=headed)
        found |= Q(pk__in=org.members(below, at).values("pk"))
    return Person.objects.filter(found).exclude(pk=person.pk).order_by("police_no")
