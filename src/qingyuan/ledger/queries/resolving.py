"""From what a list says to units, categories and people; a few queries for any number of rows."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from rapidfuzz import fuzz, process

from qingyuan.engines import sheets
from qingyuan.ledger.queries.columns import CATEGORY_WORDS
from qingyuan.matters.api import Category
from qingyuan.org.api import Person, Unit

AT_ONCE = 400
NEAR = 45
_PUNCTUATION = re.compile(r"[\s_\-—–·.,:;、。*#\"'“”‘’()（）\[\]【】《》，；：]+")
_LED = re.compile(r"^[(（]?[一二三四五六七八九十\d]+[)）、.]\s*")
_NUMBER = re.compile(r"(?<![0-9A-Za-z])[0-9A-Za-z]{4,16}(?![0-9A-Za-z])")


@dataclass(frozen=True)
class Proposal:
    """Something that may be meant: what to store, and how to say it."""

    code: str
    words: str


class Units:
    """The units of the bureau, found by code, name or short form."""

    def __init__(self, remembered: Mapping[str, str], chosen: Mapping[str, str]) -> None:
        units = list(Unit.objects.order_by("path"))
        self.by_code: dict[str, Unit] = {unit.code: unit for unit in units}
        self._above = {unit.path: unit.name for unit in units}
        self._decided = {**remembered, **chosen}
        entries = [sheets.Entry(u.code, u.name, (u.short,) if u.short else ()) for u in units]
        self._resolver = sheets.Resolver(entries)

    def find(self, text: str) -> tuple[Unit | None, sheets.Resolution]:
        """The unit, or why not; a decision of the person comes first."""
        found = self._resolver.resolve(self._decided.get(text[:120]) or text)
        return self.by_code.get(found.code or ""), found

    def said(self, unit: Unit) -> str:
        """The unit's name with that of the unit above it, and its code: enough to choose by."""
        above = self._above.get(unit.path[: -Unit.steplen], "")
        return f"{unit.name}（{above}，{unit.code}）" if above else f"{unit.name}（{unit.code}）"


def _plain(text: str) -> str:
    return _PUNCTUATION.sub("", _LED.sub("", text.strip())).casefold()


class Categories:
    """The code table of categories, found by code, name or what lists usually call them."""

    def __init__(self, remembered: Mapping[str, str], chosen: Mapping[str, str]) -> None:
        self.by_code = {category.code: category for category in Category.objects.order_by("order")}
        self._decided = {**remembered, **chosen}
        self._named: dict[str, str] = {}
        for code, category in self.by_code.items():
            for word in (*CATEGORY_WORDS.get(code, ()), category.name_en, category.name, code):
                if word:
                    self._named[_plain(word)] = code

    def find(self, text: str) -> Category | None:
        code = self._decided.get(text[:120]) or text
        return self.by_code.get(code) or self.by_code.get(self._named.get(_plain(code), ""))

    @property
    def active(self) -> list[Category]:
        return [category for category in self.by_code.values() if category.active]

    def proposals(self, text: str) -> list[Proposal]:
        """Active categories whose name or usual words come near, best first; at most three."""
        names = {word: code for word, code in self._named.items() if self.by_code[code].active}
        near = process.extract(_plain(text), names.keys(), scorer=fuzz.partial_ratio, limit=8)
        codes = dict.fromkeys(names[word] for word, score, _index in near if score >= NEAR)
        return [Proposal(code, self.by_code[code].name) for code in list(codes)[:3]]


@dataclass(frozen=True)
class Held:
    """A person and the places of the posts he holds."""

    pk: int
    name: str
    police_no: str
    paths: tuple[str, ...]


@dataclass(frozen=True)
class Sought:
    """Who was found: one person, or several proposals, or nobody."""

    pk: int | None = None
    proposals: tuple[Held, ...] = ()


class People:
    """The people whom a list names, found by name or police number among the posts of the day."""

    def __init__(self, texts: Iterable[str], on: date, chosen: Mapping[str, str]) -> None:
        self._parts = {text: _parts(text) for text in set(texts)}
        self._chosen = chosen
        names = {name for names, _numbers in self._parts.values() for name in names}
        numbers = {number for _names, numbers in self._parts.values() for number in numbers}
        numbers |= set(chosen.values())
        held: dict[int, list[tuple[str, str, str]]] = {}
        for words, column in ((sorted(names), "name__in"), (sorted(numbers), "police_no__in")):
            for start in range(0, len(words), AT_ONCE):
                rows = (
                    Person.objects.filter(
                        Q(posts__to_on__isnull=True) | Q(posts__to_on__gte=on),
                        posts__from_on__lte=on,
                        **{column: words[start : start + AT_ONCE]},
                    )
                    .order_by("police_no")
                    .values_list("pk", "name", "police_no", "posts__unit__path")
                )
                for pk, name, number, path in rows:
                    held.setdefault(pk, []).append((name, number, path))
        self._named: dict[str, list[Held]] = {}
        self._numbered: dict[str, Held] = {}
        for pk, lines in held.items():
            one = Held(pk, lines[0][0], lines[0][1], tuple({path for _n, _no, path in lines}))
            self._named.setdefault(one.name, []).append(one)
            self._numbered[one.police_no.casefold()] = one

    def find(self, text: str, unit: Unit, *, upwards: bool) -> Sought:
        """Who is meant by ``text`` in a unit or below it; ``upwards``: else in a unit above it, the nearest first.

        A police number is enough by itself, as long as the person has a post at, below or above the unit.
        """
        chosen = self._numbered.get(self._chosen.get(f"{unit.code}/{text}", "").casefold())
        if chosen is not None:
            return Sought(chosen.pk)
        names, numbers = self._parts.get(text, ((), ()))
        by_number = [self._numbered[n] for n in numbers if n in self._numbered]
        near = [one for one in by_number if any(_related(path, unit.path) for path in one.paths)]
        if len(near) == 1:
            return Sought(near[0].pk)
        if len(names) > 1 or len(near) > 1:
            found = [self._within(name, unit.path, upwards) for name in names] + [near]
            everyone = {one.pk: one for group in found for one in group}
            return Sought(None, tuple(everyone.values()))
        within = self._within(names[0], unit.path, upwards) if names and not by_number else []
        return Sought(within[0].pk) if len(within) == 1 else Sought(None, tuple(within))

    def _within(self, name: str, path: str, upwards: bool) -> list[Held]:
        everyone = self._named.get(name, [])
        here = [one for one in everyone if any(place.startswith(path) for place in one.paths)]
        end = len(path) - Unit.steplen
        while not here and upwards and end > 0:
            here = [one for one in everyone if path[:end] in one.paths]
            end -= Unit.steplen
        return here


def _related(one: str, other: str) -> bool:
    return one.startswith(other) or other.startswith(one)


def _parts(text: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The names and the police numbers in a cell: ``贺正清(990107)`` -> one of each."""
    numbers = tuple(number.casefold() for number in _NUMBER.findall(text) if any(c.isdigit() for c in number))
    rest = _NUMBER.sub(" ", text) if numbers else text
    names = tuple(
        name for piece in sheets.split_names(rest) if (name := re.sub(r"[()（）:：]", "", piece).strip())
    )
    return names, numbers
