"""The same problem written down twice: equal after normalisation, or nearly, within one unit."""

from __future__ import annotations

import hashlib
import re
import sys
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process

from ._numerals import arabic, visible

LIKELY = 0.92
_GRAM = 4
_NOT_WORD = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Statement:
    """A problem statement: ``key`` names the row (or the stored matter), ``unit`` limits what it is compared with."""

    key: str
    unit: str
    text: str


@dataclass(frozen=True, slots=True)
class Duplicate:
    """``row`` says the same as ``other``.  ``similarity`` 1.0 is equal after normalisation, else 0.92 to 1.

    ``within``: the other is an earlier row of the same file, not an existing statement.
    """

    row: str
    other: str
    similarity: float
    within: bool

    @property
    def certain(self) -> bool:
        return self.similarity == 1.0


def essence(text: str) -> str:
    """Letters and figures only: half width, lower case, numerals as digits, no blanks or punctuation."""
    return _NOT_WORD.sub("", arabic(visible(text))).casefold()


def fingerprint(text: str) -> str:
    """32 hex digits, equal for texts of equal essence; empty for a text without letters or figures."""
    plain = essence(text)
    return hashlib.blake2b(plain.encode(), digest_size=16).hexdigest() if plain else ""


def near_duplicates(
    rows: Sequence[Statement], existing: Iterable[Statement] = (), threshold: float = LIKELY
) -> list[Duplicate]:
    """For each row its best earlier equal: an existing statement first, else an earlier row of the same unit.

    Similarity is the indel ratio 2·LCS/(m+n) of the essences; statements of different units are never compared.
    Rows are in order; a row without text is left out.  Equal texts are found by hash; near ones among texts
    whose length allows the threshold (m/n >= t/(2-t)).
    """
    held: dict[str, _Block] = {}
    for one in existing:
        held.setdefault(one.unit, _Block(threshold)).add(one, within=False)
    wanted: dict[str, list[tuple[int, Statement]]] = {}
    for at, one in enumerate(rows):
        wanted.setdefault(one.unit, []).append((at, one))
    found: list[tuple[int, Duplicate]] = []
    for unit, group in wanted.items():
        block = held.pop(unit, None) or _Block(threshold)
        for at, one in group:
            if (duplicate := block.find(one)) is not None:
                found.append((at, duplicate))
            block.add(one, within=True)
    return [duplicate for _, duplicate in sorted(found, key=lambda pair: pair[0])]


class _Block:
    """The statements of one unit, found by their essence or by a piece that any near text must share.

    Pigeonhole: a text of m characters within d edits (insertions and deletions) of another, cut into d + 1
    pieces, keeps one of them whole, at most d places away.  So each text leaves the first characters of its
    pieces in an index, and a new text looks up all of its own.  Nothing near is missed; where texts are too
    short for pieces, or so much alike that the index no longer sorts them, all of fitting length are compared.
    """

    def __init__(self, threshold: float) -> None:
        self._threshold = threshold
        self._reach = threshold / (2 - threshold)
        self._shortest = _shortest_indexed(threshold)
        self._first: dict[str, tuple[str, bool]] = {}
        self._lengths: list[int] = []
        self._texts: dict[int, list[str]] = {}
        self._pieces: dict[str, list[tuple[int, str]]] = {}

    def add(self, one: Statement, *, within: bool) -> None:
        plain = essence(one.text)
        if not plain or plain in self._first:
            return
        self._first[plain] = (one.key, within)
        bucket = self._texts.get(len(plain))
        if bucket is None:
            bucket = self._texts[len(plain)] = []
            insort(self._lengths, len(plain))
        bucket.append(plain)
        if len(plain) >= self._shortest:
            count = _edits(len(plain), self._threshold) + 1
            step = len(plain) // count
            for at in range(0, step * count, step):
                self._pieces.setdefault(plain[at : at + _GRAM], []).append((at, plain))

    def find(self, one: Statement) -> Duplicate | None:
        plain = essence(one.text)
        if not plain:
            return None
        if plain in self._first:
            other, within = self._first[plain]
            return Duplicate(one.key, other, 1.0, within)
        best: tuple[float, str] | None = None
        for group in self._candidates(plain):
            near = process.extractOne(plain, group, scorer=fuzz.ratio, score_cutoff=self._threshold * 100)
            if near is not None and (best is None or near[1] > best[0]):
                best = (near[1], near[0])
        if best is None:
            return None
        other, within = self._first[best[1]]
        return Duplicate(one.key, other, min(round(best[0] / 100, 4), 0.9999), within)

    def _candidates(self, plain: str) -> list[list[str]]:
        low = bisect_left(self._lengths, self._reach * len(plain) - 1e-9)
        high = bisect_right(self._lengths, len(plain) / self._reach + 1e-9)
        buckets = [self._texts[length] for length in self._lengths[low:high]]
        if not buckets or self._lengths[low] < self._shortest:
            return buckets
        found = [
            (at, self._pieces[gram])
            for at in range(len(plain) - _GRAM + 1)
            if (gram := plain[at : at + _GRAM]) in self._pieces
        ]
        if sum(len(held) for _, held in found) * 4 > sum(map(len, buckets)):
            return buckets
        apart = _edits(len(plain) / self._reach, self._threshold)
        return [
            list(
                dict.fromkeys(text for at, held in found for place, text in held if abs(place - at) <= apart)
            )
        ]


def _edits(length: float, threshold: float) -> int:
    """Most insertions and deletions between a text of ``length`` and any text near enough."""
    return int((1 - threshold) * length * (1 + (2 - threshold) / threshold) + 1e-9)


@lru_cache(maxsize=16)
def _shortest_indexed(threshold: float) -> int:
    """The length from which every piece has ``_GRAM`` characters; beyond any text when none is long enough."""
    lengths = range(1, 5_000)
    failing = [m for m in lengths if m // (_edits(m, threshold) + 1) < _GRAM]
    return failing[-1] + 1 if failing and failing[-1] < 1_000 else 1 if not failing else sys.maxsize
