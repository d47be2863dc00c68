"""Which figures about groups of people may stand side by side, so that none of the small groups can be worked out.

A figure sums up parts: groups of people that do not overlap. Whoever reads several figures can add and subtract them.
Hiding the small ones is therefore not enough (primary suppression); some of the others have to go with them
(complementary suppression), as statistical offices do it.

What follows from figures is their span. Figures are let in one by one, the most wanted first; one stays out if a group
that may not be told would then follow: a part, a figure, or any other group of parts put together.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Generic, TypeVar

Part = TypeVar("Part", bound=Hashable)
Key = TypeVar("Key", bound=Hashable)
Vector = dict[Part, Fraction]


class Told(Generic[Key, Part]):
    """Figures that are shown together, by their names, and what follows from them."""

    def __init__(self, keys: frozenset[Key], span: "_Span[Part]", people: Mapping[Part, int]) -> None:
        self.keys = keys
        self._span, self._people = span, people

    def __contains__(self, key: Key) -> bool:
        return key in self.keys

    def holds(self, parts: Iterable[Part]) -> bool:
        """Whether a figure of these parts says no more than the others: it follows from them, or is of nobody."""
        return not self._span.left(_vector(part for part in parts if self._people.get(part)))


def told(
    figures: Mapping[Key, frozenset[Part]],
    people: Mapping[Part, int],
    *,
    fit: Callable[[frozenset[Part]], bool],
) -> Told[Key, Part]:
    """Which of the figures may be shown together.

    ``figures``: by name the parts that each sums up, the most wanted first; ``people``: how many are in each part, for
    nobody is known to be nobody; ``fit``: whether a group of parts may be told. What holds one that is fit is fit.

    >>> parts = {"all": frozenset("abc"), "c": frozenset("c"), "b": frozenset("b"), "a": frozenset("a")}
    >>> size = {"a": 2, "b": 8, "c": 60}
    >>> sorted(told(parts, size, fit=lambda group: sum(map(size.get, group)) >= 5).keys)
    ['all', 'c']
    """
    there = {key: frozenset(part for part in parts if people[part]) for key, parts in figures.items()}
    wanted = {key: parts for key, parts in there.items() if parts and fit(parts)}
    small = {frozenset({part}) for parts in there.values() for part in parts} | set(there.values())
    small = {group for group in small if group and not fit(group)}
    while True:
        span = _Span(small)
        kept = frozenset(key for key, parts in wanted.items() if span.lets_in(parts))
        found = span.follows(fit)
        if not found:
            return Told(kept, span, people)
        small |= found


def _vector(parts: Iterable[Part]) -> Vector[Part]:
    return dict.fromkeys(parts, Fraction(1))


def _take(vector: Vector[Part], factor: Fraction, known: Vector[Part]) -> None:
    for part, value in known.items():
        rest = vector.get(part, Fraction(0)) - factor * value
        if rest:
            vector[part] = rest
        else:
            vector.pop(part, None)


class _Span(Generic[Part]):
    """What follows from the figures that were let in, and what is left of each guarded group beside it.

    Each figure of the basis has a part that is its own; what is left of a group has none of those.
    """

    def __init__(self, guarded: Iterable[frozenset[Part]]) -> None:
        self.basis: dict[Part, Vector[Part]] = {}
        self.groups = list(guarded)
        self.rests = [_vector(group) for group in self.groups]
        self.where: dict[Part, set[int]] = {}
        for number, group in enumerate(self.groups):
            for part in group:
                self.where.setdefault(part, set()).add(number)

    def left(self, vector: Vector[Part]) -> Vector[Part]:
        """What is left of a figure beside the basis, nothing if it follows."""
        for own, known in self.basis.items():
            if factor := vector.get(own):
                _take(vector, factor, known)
        return vector

    def lets_in(self, parts: frozenset[Part]) -> bool:
        """Let a figure in, unless a guarded group would follow from it and those before."""
        vector = self.left(_vector(parts))
        if not vector:
            return True
        own = min(vector, key=lambda part: (len(self.where.get(part, ())), str(part)))
        scale = vector[own]
        known = {part: value / scale for part, value in vector.items()}
        near = self.where.get(own, set())
        if any(_is_multiple(self.rests[number], known, own) for number in near):
            return False
        for number in list(near):
            rest = self.rests[number]
            _take(rest, rest[own], known)
            for part in known:
                numbers = self.where.setdefault(part, set())
                (numbers.add if part in rest else numbers.discard)(number)
        self.basis[own] = known
        return True

    def follows(self, fit: Callable[[frozenset[Part]], bool]) -> set[frozenset[Part]]:
        """The groups of parts that follow and may not be told. Of such a group no part may be told.

        Some of its parts belong to the basis; what is left of those must cancel out, or leave others once each.
        """
        single: dict[Part, Vector[Part]] = {}
        beside: dict[Part, list[Part]] = {}
        for group, rest in zip(self.groups, self.rests, strict=True):
            (own, *more) = group
            if not more and own in self.basis:
                single[own] = rest
                for part in rest:
                    beside.setdefault(part, []).append(own)
        found: set[frozenset[Part]] = set()
        seen: set[frozenset[Part]] = set()
        waiting = [(frozenset({own}), rest) for own, rest in single.items()]
        while waiting:
            chosen, rest = waiting.pop()
            if chosen in seen or fit(chosen):
                continue
            seen.add(chosen)
            wrong = [part for part, value in rest.items() if value != -1]
            if not wrong:
                whole = chosen | frozenset(rest)
                if not fit(whole):
                    found.add(whole)
                continue
            worst = min(wrong, key=lambda part: (len(beside[part]), str(part)))
            for own in beside[worst]:
                if own not in chosen:
                    both = dict(rest)
                    _take(both, Fraction(-1), single[own])
                    waiting.append((chosen | {own}, both))
        return found


def _is_multiple(rest: Vector[Part], known: Vector[Part], own: Part) -> bool:
    if len(rest) != len(known):
        return False
    factor = rest[own]
    return all(rest.get(part) == factor * value for part, value in known.items())


TOGETHER = "together"
Place = tuple[str, str]
"""A place in a tree and a kind of people, or TOGETHER."""


@dataclass(frozen=True)
class Sizes:
    """How many people of a kind are at each place of a tree, itself alone; ``step``: characters a level takes."""

    people: frozenset[tuple[str, str, int]]
    step: int

    @classmethod
    def of(cls, rows: Iterable[tuple[str, str, int]], step: int) -> "Sizes":
        """Places, kinds and numbers; those of the same place and kind are added up."""
        found: dict[Place, int] = {}
        for path, kind, number in rows:
            found[path, kind] = found.get((path, kind), 0) + number
        return cls(frozenset((path, kind, n) for (path, kind), n in found.items() if n), step)


@lru_cache(maxsize=64)
def told_of_tree(sizes: Sizes, *, together: tuple[str, ...], fewest: int) -> Told[Place, Place]:
    """Of all places, each with all below it: which kinds may be shown, and where those of ``together`` in one figure.

    First comes the sum of all, then upper places before lower ones, large groups before small, their sum behind them;
    last, by places with a full stop behind them, those that are at a place itself. It does not depend on who looks, so
    that two who lay their pages side by side learn no more.
    """
    people = {(path, kind): number for path, kind, number in sizes.people}
    figures: dict[Place, set[Place]] = {}
    for path, kind in people:
        names = [path[:end] for end in range(sizes.step, len(path) + 1, sizes.step)] + [f"{path}."]
        for name in names:
            figures.setdefault((name, kind), set()).add((path, kind))
            if kind in together:
                figures.setdefault((name, TOGETHER), set()).add((path, kind))

    def size(parts: Iterable[Place]) -> int:
        return sum(people[part] for part in parts)

    def turn(key: Place) -> tuple[bool, int, bool, int, Place]:
        place, kind = key
        first = len(place) == sizes.step
        return place.endswith("."), len(place), (kind == TOGETHER) is not first, -size(figures[key]), key

    return told(
        {key: frozenset(figures[key]) for key in sorted(figures, key=turn)},
        people,
        fit=lambda parts: size(parts) >= fewest,
    )
