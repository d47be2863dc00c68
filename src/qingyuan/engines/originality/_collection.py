"""A collection of documents, in memory or in a folder, and what is asked of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._chain import PASSAGE, other_keys, passages
from ._check import FORMULA, check, worth
from ._crowds import LOWER
from ._disk import (
    LIST,
    Listing,
    open_segments,
    read_listing,
    remove_segments,
    write_listing,
    write_segment,
)
from ._find import WHOLE, gather, tally
from ._grams import PARTS, SHORTEST, sample
from ._model import Model, learn
from ._normal import normalise, offsets
from ._problem import OriginalityError, Problem
from ._segment import Segment, build, joined

COPIED = 18.0  # bits beyond chance: at fewer, what looks copied may be two who wrote alike
Array = NDArray[Any]


@dataclass(frozen=True)
class Passage:
    """A passage of a text and where it stands in a document; offsets are into the texts as they were read.

    `agreed` counts the characters that agree, `longest` those of the longest run without a change.  `beyond` is
    what all passages shared with this document have beyond chance, in bits; `quoted` says that the document is
    an official one.
    """

    document: int
    begin: int
    end: int
    source_begin: int
    source_end: int
    agreed: int
    longest: int
    beyond: float
    quoted: bool = False

    @property
    def copied(self) -> bool:
        """Whether this is more than two people would write alike."""
        return self.beyond >= COPIED and not self.quoted


class Collection:
    """Documents that texts are compared with; they are numbered from 0 in the order in which they were added."""

    def __init__(
        self, folder: Path | None = None, *, formula: int = FORMULA, shortest: int = SHORTEST
    ) -> None:
        """Open the collection of a folder, or begin one there if the folder is empty; without a folder, in memory."""
        if shortest < SHORTEST:
            raise ValueError(f"runs are found from {SHORTEST} characters on")
        self.folder, self.formula, self.shortest = folder, formula, shortest
        self._listing, self._segments = Listing(), list[Segment]()
        self._model: Model | None = None
        if folder is not None and (folder / LIST).exists():
            self._listing = read_listing(folder)
            self._segments = open_segments(folder, self._listing)
        elif folder is not None and any(folder.iterdir()):
            raise OriginalityError(Problem.NO_INDEX)

    def __len__(self) -> int:
        return sum(map(len, self._segments))

    def add(self, texts: Iterable[str], *, official: bool = False) -> range:
        """Add documents as a segment of their own; returns their numbers."""
        return self.add_utf8((text.encode("utf-8", "surrogatepass") for text in texts), official=official)

    def add_utf8(self, texts: Iterable[bytes], *, official: bool = False) -> range:
        """The same for texts in UTF-8."""
        first, segment = len(self), build(texts)
        added = range(first, first + len(segment))
        if official:
            self._listing.official.append((added.start, added.stop))
        self._take([*self._segments, segment], segment, [])
        return added

    def merge(self) -> None:
        """Make one segment of all: what is asked of one is answered faster."""
        if len(self._segments) > 1:
            whole = joined(self._segments)
            self._take([whole], whole, self._listing.names)

    def _take(self, segments: list[Segment], fresh: Segment, old: list[str]) -> None:
        if self.folder is not None:
            listing = self._listing
            name = f"segment-{listing.made:06}"
            sums = write_segment(self.folder, name, fresh)
            kept = {
                file: value for file, value in listing.sums.items() if not file.startswith(tuple(old or "/"))
            }
            names = [one for one in listing.names if one not in old]
            self._listing = Listing([*names, name], {**kept, **sums}, listing.official, listing.made + 1)
            write_listing(self.folder, self._listing)
            remove_segments(self.folder, old)
        self._segments, self._model = segments, None

    def is_official(self, document: int) -> bool:
        """Whether a document was added as an official one."""
        return any(begin <= document < end for begin, end in self._listing.official)

    def check(self, least: float = COPIED) -> list[tuple[int, Passage]]:
        """All against all: for each pair the passages, told of the later document, if they are worth `least` bits.

        With ``least=-math.inf`` every shared run of `shortest` characters that is no formula is among them.
        """
        if not self._segments:
            return []
        self.merge()
        segment = self._segments[0]
        found = check(segment, self.formula, self.shortest, least)
        values = worth(segment, found)
        found, values = found[values >= least], values[values >= least]
        return self._told(segment, found, values)

    def _told(self, segment: Segment, found: Array, values: Array) -> list[tuple[int, Passage]]:
        begin, end = _spans(segment, found["other"], found["other_begin"], found["other_end"])
        source_begin, source_end = _spans(segment, found["one"], found["begin"], found["end"])
        columns = (found["other"], found["one"], begin, end, source_begin, source_end)
        more = (found["agreed"], found["longest"], values)
        rows = zip(*(column.tolist() for column in chain(columns, more)), strict=True)
        return [(row[0], self._passage(row[1:])) for row in rows]

    def find(self, text: str, *, leave_out: int | None = None) -> list[Passage]:
        """What a text shares with the documents, in its order; `leave_out` is its own number if it is one of them."""
        normal = normalise([text])
        units = normal.units
        size = len(units)
        if size < self.shortest + 2 or not self._segments:
            return []
        out, parts = np.empty(size, np.uint64), np.empty(PARTS + 1, np.int64)
        found = sample(units, normal.starts, 0, np.empty((3, size), np.uint32), out, parts)
        chosen = np.sort((out[:found] & LOWER).astype(np.int64))
        counts = np.zeros((found, WHOLE + 1), np.int64)
        limit = self.formula - (leave_out is None)
        for segment in self._segments:
            tally(units, chosen, *_looked_up(segment), limit, counts)
        model, passages_found, first = self._learned(), list[Passage](), 0
        of_two = model.of(1 + (leave_out is not None))
        length, total = size - 2, sum(len(segment.units) for segment in self._segments)
        for segment in self._segments:
            rows = self._rows(units, chosen, segment, limit, counts, of_two)
            if leave_out is not None:
                rows = rows[rows["other"] != leave_out - first]
            values = worth(segment, rows, length=length, total=total)
            zeros = np.zeros(len(rows), np.int64)
            begin, end = _spans(normal, zeros, rows["begin"], rows["end"])
            source_begin, source_end = _spans(segment, rows["other"], rows["other_begin"], rows["other_end"])
            numbers = rows["other"].astype(np.int64) + first
            columns = (numbers, begin, end, source_begin, source_end, rows["agreed"], rows["longest"], values)
            for row in zip(*(column.tolist() for column in columns), strict=True):
                passages_found.append(self._passage(row))
            first += len(segment)
        return sorted(passages_found, key=lambda one: (one.begin, one.document, one.source_begin))

    def _passage(self, row: tuple[Any, ...]) -> Passage:
        number, begin, end, source_begin, source_end, agreed, longest, beyond = row
        quoted = self.is_official(number)
        return Passage(number, begin, end, source_begin, source_end, agreed, longest, beyond, quoted)

    def _rows(
        self,
        units: Array,
        chosen: Array,
        segment: Segment,
        limit: int,
        counts: Array,
        model: tuple[Array, Array, float],
    ) -> Array:
        room = 4096
        while True:
            out = np.empty(room, np.uint64)
            found = gather(
                units, chosen, segment.units, segment.places, segment.parts, limit, self.shortest, counts, out
            )
            if found <= room:
                break
            room = found
        seeds = np.unique(out[:found])
        pairs = np.empty(len(seeds), np.uint64)
        other_keys(segment.starts, segment.jumps, seeds, pairs)
        order = np.argsort(pairs, kind="stable")
        rows = np.empty(len(seeds), PASSAGE)
        count = passages(
            units, segment.units, seeds[order], pairs[order], *model, np.zeros(0, np.float32), rows
        )
        return rows[:count]

    def _learned(self) -> Model:
        if self._model is None:
            largest = max(self._segments, key=lambda segment: len(segment.units))
            self._model = learn(largest.units, largest.starts)
        return self._model


def _looked_up(segment: Segment) -> tuple[Array, Array, Array, Array, Array]:
    return segment.units, segment.starts, segment.jumps, segment.places, segment.parts


def _spans(texts: Any, docs: Array, begins: Array, ends: Array) -> tuple[Array, Array]:
    """Places in normal form as offsets: from the first character that agrees to behind the last."""
    starts = texts.starts[docs].astype(np.int64)
    first, last = np.empty(len(docs), np.int64), np.empty(len(docs), np.int64)
    offsets(texts.kept, texts.words, docs, begins - starts, first)
    offsets(texts.kept, texts.words, docs, ends - starts - 1, last)
    return first, last + 1
