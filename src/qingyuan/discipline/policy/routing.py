"""Who may handle a lead: rules that a supervisor can be shown.

1. A lead concerns the units it names, the home units of the persons it names, and every unit that such a person heads.
2. Nobody it names, and nobody whose home or role lies in such a unit or below it, handles it, reads it, signs it off
   or sits on its verification team: it does not exist for them.
3. It goes to the nearest unit upwards, from the unit concerned, where somebody holds the duty whom it does not concern.
   If there is nobody, the system says so and keeps nothing: it has to go to the higher organ.
4. Who proposed does not approve; who approves does not verify; who handled it before does not review it alone.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

STEP = 4  # characters of a path for each level of the tree


@dataclass(frozen=True)
class Subject:
    """A person named: his home unit and the units that he heads, as places in the tree."""

    person_id: int
    home: str
    heads: tuple[str, ...] = ()


@dataclass(frozen=True)
class Concerned:
    """Whom a lead is about."""

    people: frozenset[int]
    paths: tuple[str, ...]

    def touches(self, person_id: int, places: Iterable[str]) -> bool:
        """Whether a person is concerned: named, or at home or in office in a unit concerned or below (rule 2)."""
        return person_id in self.people or any(
            place.startswith(path) for place in places for path in self.paths
        )


def concerned(subjects: Sequence[Subject], units: Iterable[str]) -> Concerned:
    """Whom a lead is about, from the persons and units it names (rule 1)."""
    paths = {path for path in units if path}
    for subject in subjects:
        paths |= {path for path in (subject.home, *subject.heads) if path}
    outer = [path for path in sorted(paths) if not any(path != one and path.startswith(one) for one in paths)]
    return Concerned(frozenset(subject.person_id for subject in subjects), tuple(outer))


@dataclass(frozen=True)
class Holder:
    """Somebody who holds the duty at a place; ``places``: his home and all places where he holds a role."""

    person_id: int
    at: str
    places: tuple[str, ...]
    home: str = ""


def steps_up(path: str) -> list[str]:
    """A place and all above it, the nearest first.

    >>> steps_up("00010002")
    ['00010002', '0001']
    """
    return [path[:end] for end in range(len(path), 0, -STEP)]


def route(start: str, about: Concerned, holders: Collection[Holder]) -> str:
    """The place of the nearest level, from ``start`` upwards, with a holder whom it does not concern; empty: none."""
    free: Mapping[str, int] = {
        holder.at: holder.person_id
        for holder in holders
        if not about.touches(holder.person_id, (*holder.places, holder.at))
    }
    return next((place for place in steps_up(start) if place in free), "")


def start_of(about: Concerned, otherwise: str) -> str:
    """Where the search begins: the deepest place that holds all that is concerned; ``otherwise`` if nothing is named.

    >>> start_of(Concerned(frozenset(), ("000100020003", "000100020004")), "0001")
    '00010002'
    """
    if not about.paths:
        return otherwise
    first, last = min(about.paths), max(about.paths)
    end = 0
    while end < min(len(first), len(last)) and first[: end + STEP] == last[: end + STEP]:
        end += STEP
    return first[:end] or otherwise


def desk(place: str, about: Concerned, holders: Collection[Holder]) -> str:
    """The unit that handles what came to a level: where most of those who may handle it are at home, if it lies there.

    So a lead of the city is a lead of its supervision detachment, and somebody of another unit signs it off.
    """
    homes = Counter(
        holder.home
        for holder in holders
        if holder.at == place
        and holder.home.startswith(place)
        and not about.touches(holder.person_id, (*holder.places, holder.at))
    )
    return min(homes, key=lambda home: (-homes[home], home)) if homes else place


def level_above(path: str, about: Concerned, holders: Collection[Holder]) -> str:
    """The nearest level strictly above the one that handles, with a holder who is not concerned; empty: none here."""
    upper = (route(path, about, holders) or path)[:-STEP]
    return route(upper, about, holders) if upper else ""
