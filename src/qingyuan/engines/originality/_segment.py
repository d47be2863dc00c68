"""Documents in normal form with the places looked at, as arrays; made of many batches at once."""

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._crowds import (
    LONG,
    LOWER,
    close_crowds,
    crowded,
    find_doors,
    find_jumps,
    mark,
    mark_crowds,
    only_crowded,
    put_bits,
)
from ._grams import PARTS, SHORTEST, sample
from ._normal import Normal, normalise_utf8
from ._problem import OriginalityError, Problem

WORKERS = 2
BATCH = 1_000  # documents
Array = NDArray[Any]


@dataclass(frozen=True)
class Segment:
    """Documents and their places.

    `units`, `starts`, `kept` and `words` as in `Normal`; `jumps` leads from a place to its document, `few` has a
    bit for each place that few documents share.  Three tables (uint64) hold places in order of 40 bits of hash, the
    first eight telling the part they are in, the others in the upper half, with the place in the lower: `places` by
    eight characters; `runs` those of them that are crowded, by thirteen, where of a group that is crowded again one
    entry with place 0 is left; `longs` those of such groups by `LONG` characters, if they are crowded even so.  With
    each table go its `doors`: where the keys with the same first bits begin.
    """

    units: Array
    starts: Array
    kept: Array
    words: Array
    jumps: Array
    few: Array
    places: Array
    doors: Array
    runs: Array
    run_doors: Array
    longs: Array
    long_doors: Array

    def __len__(self) -> int:
        return len(self.starts) - 1


def part_of(table: Array, doors: Array, part: int) -> Array:
    """The entries of a table that are in a part."""
    each = (len(doors) - 1) // PARTS
    found: Array = table[doors[part * each] : doors[(part + 1) * each]]
    return found


@dataclass(frozen=True)
class _Batch:
    normal: Normal
    places: Array
    parts: Array
    bits: Array  # one for each place


def _batch(texts: Sequence[bytes]) -> _Batch:
    return _placed(normalise_utf8(texts))


def _placed(normal: Normal) -> _Batch:
    size = len(normal.units)
    places, parts = np.empty(size, np.uint64), np.empty(PARTS + 1, np.int64)
    found = sample(normal.units, normal.starts, 0, np.empty(size, np.uint32), places, parts)
    places = places[:found].copy()
    return _Batch(normal, places, parts, _bits(places, size))


def _bits(places: Array, size: int) -> Array:
    bits = np.zeros((size >> 3) + 1, np.uint8)
    mark(places, bits)
    return bits


def build(texts: Iterable[bytes], limit: int, workers: int = WORKERS) -> Segment:
    """A segment of texts in UTF-8; more documents than the limit make a crowd."""

    def batches() -> Iterator[list[bytes]]:
        rest = iter(texts)
        while batch := list(islice(rest, BATCH)):
            yield batch

    with ThreadPoolExecutor(workers) as pool:
        waiting, done = deque[Future[_Batch]](), list[_Batch]()
        for batch in batches():  # no more of them in memory than are worked on
            waiting.append(pool.submit(_batch, batch))
            if len(waiting) > 2 * workers:
                done.append(waiting.popleft().result())
        done += [one.result() for one in waiting]
        return _joined(done, limit, pool)


def of_normal(normal: Normal, limit: int) -> Segment:
    """A segment of texts in normal form."""
    with ThreadPoolExecutor(1) as pool:
        return _joined([_placed(normal)], limit, pool)


def joined(segments: Sequence[Segment], limit: int, workers: int = WORKERS) -> Segment:
    """Several segments as one, in their order."""
    if len(segments) == 1:
        return segments[0]
    with ThreadPoolExecutor(workers) as pool:
        return _joined(
            [
                _Batch(
                    Normal(one.units, one.starts, one.kept, one.words),
                    one.places,
                    one.doors[:: (len(one.doors) - 1) // PARTS].astype(np.int64),
                    _bits(one.places, len(one.units)),
                )
                for one in segments
            ],
            limit,
            pool,
        )


def _joined(batches: list[_Batch], limit: int, pool: ThreadPoolExecutor) -> Segment:
    normals = [batch.normal for batch in batches]
    sizes = np.array([len(normal.units) - 1 for normal in normals], np.int64)
    bases = np.cumsum(sizes) - sizes
    if int(sizes.sum()) >= 1 << 32:
        raise OriginalityError(Problem.FULL)
    units = np.zeros(int(sizes.sum()) + 1, np.uint16)

    def copy(base: int, normal: Normal) -> None:
        units[base + 1 : base + len(normal.units)] = normal.units[1:]

    list(pool.map(copy, bases.tolist(), normals))
    words = np.array([len(normal.kept) for normal in normals], np.int64)
    starts = _spread([normal.starts for normal in normals], bases, len(units))
    word_begins = _spread([normal.words for normal in normals], np.cumsum(words) - words, int(words.sum()))
    kept = np.concatenate([normal.kept for normal in normals] or [np.zeros(0, np.uint64)])
    tables = [(batch.places, batch.parts) for batch in batches]
    few = np.zeros((len(units) >> 3) + 16, np.uint8)
    for base, batch in zip(bases.tolist(), batches, strict=True):
        put_bits(batch.bits, base, few)
    normals.clear()
    batches.clear()  # their characters are in `units` now, and there may be a lot of them
    jumps = np.empty((len(units) >> 8) + 1, np.uint32)
    find_jumps(starts, jumps)
    parts = np.sum([some for _places, some in tables] or [np.zeros(PARTS + 1, np.int64)], axis=0)
    places = np.empty(int(parts[-1]), np.uint64)

    def gather(hand: int) -> Array:
        crowds = np.zeros(len(few), np.uint8)  # each its own: eight bits share a byte
        for part in range(hand, PARTS, WORKERS):
            at = int(parts[part])
            for base, (theirs, within) in zip(bases, tables, strict=True):
                some = theirs[within[part] : within[part + 1]]
                np.add(some, np.uint64(base), out=places[at : at + len(some)])
                at += len(some)
            places[parts[part] : at].sort()
            mark_crowds(starts, jumps, places[parts[part] : at], limit, crowds)
        return crowds

    def regroup(part: int) -> tuple[Array, Array]:
        here = places[parts[part] : parts[part + 1]]
        runs = _regrouped(units, starts, jumps, here, limit, few, SHORTEST)
        longs = _regrouped(units, starts, jumps, runs, limit, few, LONG)
        longs = longs[: only_crowded(starts, jumps, longs, limit)]
        return runs[: close_crowds(starts, jumps, runs, limit)], longs

    for crowds in pool.map(gather, range(WORKERS)):
        few &= ~crowds
    tables.clear()
    regrouped = list(pool.map(regroup, range(PARTS)))
    runs, run_parts = _in_parts([one for one, _other in regrouped])
    longs, long_parts = _in_parts([other for _one, other in regrouped])
    doors = list(pool.map(_doors, (places, runs, longs), (parts, run_parts, long_parts)))
    return Segment(
        units, starts, kept, word_begins, jumps, few, places, doors[0], runs, doors[1], longs, doors[2]
    )


def _regrouped(
    units: Array, starts: Array, jumps: Array, places: Array, limit: int, few: Array, length: int
) -> Array:
    """The crowded ones of some places in order of so many characters from the place on."""
    keys, out = np.empty(len(places), np.uint64), np.empty(len(places), np.uint32)
    found = crowded(units, starts, jumps, places, limit, few, 0, length, keys, out)
    fresh: Array = keys[:found] & ~LOWER | out[:found]
    fresh.sort()
    return fresh


def _in_parts(tables: list[Array]) -> tuple[Array, Array]:
    sizes = np.array([0, *map(len, tables)], np.int64)
    return np.concatenate(tables), np.cumsum(sizes)


def _doors(table: Array, parts: Array) -> Array:
    bits = max(1, (len(table) // (8 * PARTS)).bit_length())
    doors = np.empty((PARTS << bits) + 1, np.uint32)
    find_doors(table, parts, 32 - bits, doors)
    return doors


def _spread(parts: list[Array], bases: Array, end: int) -> Array:
    """Beginnings within batches as beginnings within all."""
    moved = [part[:-1] + np.uint32(base) for part, base in zip(parts, bases, strict=True)]
    return np.concatenate([*moved, np.array([end], np.uint32)]).astype(np.uint32)
