"""A collection of documents, in memory or in a folder, and what is asked of it."""

import math
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._chain import PASSAGE, other_keys, passages
from ._check import FORMULA, check, worth
from ._disk import (
    LIST,
    Listing,
    open_segments,
    read_listing,
    remove_segments,
    write_listing,
    write_segment,
)
from ._find import WHOLE, count_few, gather, quickly, tally
from ._grams import SHORTEST, places_of
from ._model import Model, learn, slope
from ._normal import Normal, normalise, offsets
from ._problem import OriginalityError, Problem
from ._quotes import only
from ._segment import WORKERS, Segment, build, joined

COPIED = 12.0  # bits beyond chance: at fewer, what looks copied may be two who wrote alike
OWN = ("collection.json.new", "sources.json")  # what may be in a folder before its list is written
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


@dataclass(frozen=True)
class Share:
    """How much of a document others have too, in characters as they are compared (letters and figures).

    `copied` counts those in passages copied from or by another document, `taken` only those that an earlier document
    has; quotations of official documents are in neither, they are counted in `quoted`.
    """

    characters: int
    copied: int
    taken: int
    quoted: int

    @property
    def part(self) -> float:
        """The part of the document that another one has too."""
        return self.copied / self.characters if self.characters else 0.0


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
        self._officials: tuple[Segment, Array] | None = None
        if folder is not None and (folder / LIST).exists():
            self._listing = read_listing(folder)
            self._segments = open_segments(folder, self._listing)
        elif folder is not None:
            if not all(path.name.startswith(OWN) for path in folder.iterdir()):
                raise OriginalityError(Problem.NO_INDEX)
            write_listing(folder, self._listing)

    def __len__(self) -> int:
        return sum(map(len, self._segments))

    def add(self, texts: Iterable[str], *, official: bool = False) -> range:
        """Add documents as a segment of their own; returns their numbers."""
        return self.add_utf8((text.encode("utf-8", "surrogatepass") for text in texts), official=official)

    def add_utf8(self, texts: Iterable[bytes], *, official: bool = False) -> range:
        """The same for texts in UTF-8."""
        first, segment = len(self), build(texts, self.formula)
        added = range(first, first + len(segment))
        if official:
            self._listing.official.append((added.start, added.stop))
        self._take([*self._segments, segment], segment, [])
        return added

    def merge(self) -> None:
        """Make one segment of all: what is asked of one is answered faster."""
        if len(self._segments) > 1:
            whole = joined(self._segments, self.formula)
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
        self._segments, self._model, self._officials = segments, None, None

    def is_official(self, document: int) -> bool:
        """Whether a document was added as an official one."""
        return any(begin <= document < end for begin, end in self._listing.official)

    def check(self, least: float = COPIED) -> list[tuple[int, Passage]]:
        """All against all: for each pair the passages, told of the later document, if they are worth `least` bits.

        With ``least=-math.inf`` every shared run of `shortest` characters that is no formula is among them.
        """
        if not self._segments:
            return []
        found, values = self._worthy(least)
        return self._told(self._segments[0], found, values)

    def _worthy(self, least: float) -> tuple[Array, Array]:
        self.merge()
        found = check(self._segments[0], self.formula, least, self._official_ones())
        values = worth(self._segments[0], found)
        return found[values >= least], values[values >= least]

    def _official_ones(self) -> Array:
        official = np.zeros(len(self), np.bool_)
        for begin, end in self._listing.official:
            official[begin:end] = True
        return official

    def shares(self, least: float = COPIED) -> list[Share]:
        """All against all: how much of each document others have too, in the order of the documents."""
        if not self._segments:
            return []
        rows, _values = self._worthy(least)
        starts = self._segments[0].starts.astype(np.int64)
        official = self._official_ones()
        one = rows["one"]
        earlier = np.stack([rows["begin"], rows["end"]]).astype(np.int64)
        later = np.stack([rows["other_begin"], rows["other_end"]]).astype(np.int64)
        quoted, taken = later[:, official[one]], later[:, ~official[one]]
        copied = np.concatenate([earlier[:, ~official[one]], taken], axis=1)
        in_quotations = _covered(starts, quoted)
        columns = [np.diff(starts) - 1]
        for spans in (copied, taken):
            columns.append(_covered(starts, np.concatenate([spans, quoted], axis=1)) - in_quotations)
        return [Share(*row) for row in zip(*(col.tolist() for col in [*columns, in_quotations]), strict=True)]

    def _told(self, segment: Segment, found: Array, values: Array) -> list[tuple[int, Passage]]:
        begin, end = _spans(segment, found["other"], found["other_begin"], found["other_end"])
        source_begin, source_end = _spans(segment, found["one"], found["begin"], found["end"])
        columns = (found["other"], found["one"], begin, end, source_begin, source_end)
        more = (found["agreed"], found["longest"], values)
        rows = zip(*(column.tolist() for column in chain(columns, more)), strict=True)
        return [(row[0], self._passage(row[1:])) for row in rows]

    def find(self, text: str, *, leave_out: int | None = None, least: float = -math.inf) -> list[Passage]:
        """What a text shares with the documents, in its order; `leave_out` is its own number if it is one of them.

        As with `check`, all is told unless `least` is given; with it, only documents that share so much, and quickly.
        """
        normal = normalise([text])
        units = normal.units
        size = len(units)
        if size < SHORTEST + 2 or not self._segments:
            return []
        chosen = places_of(units)
        told = list[tuple[Any, ...]]()
        length, total = size - 2, sum(len(segment.units) for segment in self._segments)
        quotable, numbers = self._quotable()
        if len(numbers):
            rows = self._rows_of(units, quotable, self._quick(units, chosen, [quotable], 1 << 30, 0.0)[0])
            rows = rows[(rows["longest"] >= SHORTEST) & (numbers[rows["other"]] != leave_out)]
            values = worth(quotable, rows, length=length, total=total)
            told += self._columns(normal, quotable, rows, values, numbers[rows["other"]])
            units = units.copy()
            for begin, end in zip(rows["begin"].tolist(), rows["end"].tolist(), strict=True):
                units[begin:end] = 0
        if least > -math.inf:
            need = least + math.log2(max(2, length)) + math.log2(max(2, total))
            seeds = self._quick(units, chosen, self._segments, self.formula, need, leave_out)
        else:
            limit = self.formula - (leave_out is None)
            quick = self._quick(units, chosen, self._segments, limit, 0.0, leave_out)
            seeds = [
                np.concatenate(both) for both in zip(self._all(units, chosen, limit), quick, strict=True)
            ]
        first = 0
        for segment, some in zip(self._segments, seeds, strict=True):
            rows = self._rows_of(units, segment, some, 1 + (leave_out is not None))
            others = rows["other"].astype(np.int64) + first
            mine = others != (-1 if leave_out is None else leave_out)
            if len(numbers):
                mine &= ~np.isin(others, numbers)
            rows, others = rows[mine], others[mine]
            values = worth(segment, rows, length=length, total=total)
            enough = values >= least
            told += self._columns(normal, segment, rows[enough], values[enough], others[enough])
            first += len(segment)
        passages_found = [self._passage(row) for row in told]
        return sorted(passages_found, key=lambda one: (one.begin, one.document, one.source_begin))

    def _columns(
        self, normal: Normal, segment: Segment, rows: Array, values: Array, numbers: Array
    ) -> list[tuple[Any, ...]]:
        if not len(rows):
            return []
        begin, end = _spans(normal, np.zeros(len(rows), np.int64), rows["begin"], rows["end"])
        source_begin, source_end = _spans(segment, rows["other"], rows["other_begin"], rows["other_end"])
        columns = (numbers, begin, end, source_begin, source_end)
        more = (rows["agreed"], rows["longest"], values)
        return list(zip(*(column.tolist() for column in (*columns, *more)), strict=True))

    def _quotable(self) -> tuple[Segment, Array]:
        """The official documents as a segment of their own, and their numbers."""
        if self._officials is None:
            official, parts, first = self._official_ones(), list[Segment](), 0
            for segment in self._segments:
                docs = np.flatnonzero(official[first : first + len(segment)]).tolist()
                parts += [only(segment, docs)] if docs else []
                first += len(segment)
            whole = joined(parts, 1 << 30) if parts else self._segments[0]
            self._officials = whole, np.flatnonzero(official)
        return self._officials

    def _passage(self, row: tuple[Any, ...]) -> Passage:
        number, begin, end, source_begin, source_end, agreed, longest, beyond = row
        quoted = self.is_official(number)
        return Passage(number, begin, end, source_begin, source_end, agreed, longest, beyond, quoted)

    def _quick(
        self,
        units: Array,
        chosen: Array,
        segments: Sequence[Segment],
        limit: int,
        need: float,
        leave_out: int | None = None,
    ) -> list[Array]:
        """The starts of runs, in each segment, that may be worth so many bits; a document may be left out."""
        learned = self._learned()
        model, found = learned.of(1), list[Array]()
        tables = [_tables(segment) for segment in segments]
        counts = np.zeros((len(chosen) if len(tables) > 1 else 0, 2), np.int64)
        for one in tables if len(tables) > 1 else ():
            count_few(units, chosen, one, limit, counts)
        slopes = np.empty(len(units) if need > 0.0 else 0, np.uint8)
        slope(units, 0, len(slopes), learned.rough, slopes)
        first = 0
        for segment, one in zip(segments, tables, strict=True):
            without, mine = (0, 0), -1 if leave_out is None else leave_out - first
            if 0 <= mine < len(segment):
                without = int(segment.starts[mine]), int(segment.starts[mine + 1])
            first += len(segment)
            room = 4096
            while True:
                out = np.empty(room, np.uint64)
                size = quickly(units, slopes, chosen, one, without, limit, counts, model, need, out)
                if size <= room:
                    break
                room = size
            found.append(out[:size])
        return found

    def _all(self, units: Array, chosen: Array, limit: int) -> list[Array]:
        """The starts of all runs in each segment."""
        counts = np.zeros((len(chosen), WHOLE + 1), np.int64)
        for segment in self._segments:
            tally(units, chosen, *_looked_up(segment), limit, counts)
        model, result = self._learned().of(1), list[Array]()
        for segment in self._segments:
            room = 4096
            while True:
                out = np.empty(room, np.uint64)
                found = gather(
                    units, chosen, segment.units, segment.places, segment.doors, limit, model, counts, out
                )
                if found <= room:
                    break
                room = found
            result.append(out[:found])
        return result

    def _rows_of(self, units: Array, segment: Segment, seeds: Array, texts: int = 1) -> Array:
        """The passages from these starts on; ``texts`` of those compared are of the collection, and price nothing."""
        seeds = np.unique(seeds)
        pairs = np.empty(len(seeds), np.uint64)
        other_keys(segment.starts, segment.jumps, seeds, pairs)
        order = np.argsort(pairs, kind="stable")
        rows = np.empty(len(seeds), PASSAGE)
        count = passages(units, segment.units, seeds[order], pairs[order], self._learned().of(texts), rows)
        return rows[:count]

    def _learned(self) -> Model:
        if self._model is None:
            largest = max(self._segments, key=lambda segment: len(segment.units))
            with ThreadPoolExecutor(WORKERS) as pool:
                self._model = learn(largest.units, largest.starts, pool)
        return self._model


def _tables(segment: Segment) -> tuple[Array, ...]:
    return (
        segment.units,
        segment.starts,
        segment.jumps,
        segment.few,
        segment.places,
        segment.doors,
        segment.runs,
        segment.run_doors,
        segment.longs,
        segment.long_doors,
    )


def _looked_up(segment: Segment) -> tuple[Array, ...]:
    return segment.units, segment.starts, segment.jumps, segment.places, segment.doors


def _spans(texts: Any, docs: Array, begins: Array, ends: Array) -> tuple[Array, Array]:
    """Places in normal form as offsets: from the first character that agrees to behind the last."""
    starts = texts.starts[docs].astype(np.int64)
    first, last = np.empty(len(docs), np.int64), np.empty(len(docs), np.int64)
    offsets(texts.kept, texts.words, docs, begins - starts, first)
    offsets(texts.kept, texts.words, docs, ends - starts - 1, last)
    return first, last + 1


def _covered(starts: Array, spans: Array) -> Array:
    """How many characters of each document stand in at least one of the spans (a row of begins, a row of ends)."""
    begins, ends = spans[:, np.argsort(spans[0], kind="stable")]
    before = np.maximum.accumulate(np.concatenate([[0], ends]))[:-1]
    fresh = np.maximum(0, ends - np.maximum(begins, before))
    docs = np.searchsorted(starts, begins, "right") - 1
    return np.bincount(docs, fresh, len(starts) - 1).astype(np.int64)
