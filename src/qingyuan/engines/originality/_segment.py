"""Documents in normal form with the places looked at, as arrays; made of many batches at once."""

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._crowds import find_jumps
from ._grams import PARTS, sample
from ._normal import Normal, normalise_utf8
from ._problem import OriginalityError, Problem

WORKERS = 2
BATCH = 2_000  # documents
Array = NDArray[Any]


@dataclass(frozen=True)
class Segment:
    """Documents and their places.

    `units`, `starts`, `kept` and `words` as in `Normal`; `places` (uint64) are in order of 40 bits of hash, the
    first eight in which part they are (``places[parts[p] : parts[p + 1]]``), the others in the upper half, with
    the place in the lower.  `jumps` leads from a place to its document.
    """

    units: Array
    starts: Array
    kept: Array
    words: Array
    places: Array
    parts: Array
    jumps: Array

    def __len__(self) -> int:
        return len(self.starts) - 1


@dataclass(frozen=True)
class _Batch:
    normal: Normal
    places: Array
    parts: Array


def _batch(texts: Sequence[bytes]) -> _Batch:
    normal = normalise_utf8(texts)
    size = len(normal.units)
    places, parts = np.empty(size, np.uint64), np.empty(PARTS + 1, np.int64)
    found = sample(normal.units, normal.starts, 0, np.empty((3, max(8, size)), np.uint32), places, parts)
    return _Batch(normal, places[:found].copy(), parts)


def build(texts: Iterable[bytes], workers: int = WORKERS) -> Segment:
    """A segment of texts in UTF-8."""

    def batches() -> Iterator[list[bytes]]:
        rest = iter(texts)
        while batch := list(islice(rest, BATCH)):
            yield batch

    with ThreadPoolExecutor(workers) as pool:
        return _joined(list(pool.map(_batch, batches())), pool)


def joined(segments: Sequence[Segment], workers: int = WORKERS) -> Segment:
    """Several segments as one, in their order."""
    if len(segments) == 1:
        return segments[0]
    with ThreadPoolExecutor(workers) as pool:
        return _joined(
            [
                _Batch(Normal(one.units, one.starts, one.kept, one.words), one.places, one.parts)
                for one in segments
            ],
            pool,
        )


def _joined(batches: list[_Batch], pool: ThreadPoolExecutor) -> Segment:
    normals = [batch.normal for batch in batches]
    sizes = np.array([len(normal.units) - 1 for normal in normals], np.int64)
    bases = np.cumsum(sizes) - sizes
    if int(sizes.sum()) >= 1 << 32:
        raise OriginalityError(Problem.FULL)
    units = np.zeros(int(sizes.sum()) + 1, np.uint16)
    for base, normal in zip(bases, normals, strict=True):
        units[base + 1 : base + len(normal.units)] = normal.units[1:]
    words = np.array([len(normal.kept) for normal in normals], np.int64)
    word_bases = np.cumsum(words) - words
    starts = _spread([normal.starts for normal in normals], bases, len(units))
    parts = np.sum([batch.parts for batch in batches] or [np.zeros(PARTS + 1, np.int64)], axis=0)
    places = np.empty(int(parts[-1]), np.uint64)

    def gather(part: int) -> None:
        at = int(parts[part])
        for base, batch in zip(bases, batches, strict=True):
            some = batch.places[batch.parts[part] : batch.parts[part + 1]]
            np.add(some, np.uint64(base), out=places[at : at + len(some)])
            at += len(some)
        places[parts[part] : at].sort()

    list(pool.map(gather, range(PARTS)))
    jumps = np.empty((len(units) >> 8) + 1, np.uint32)
    find_jumps(starts, jumps)
    return Segment(
        units,
        starts,
        np.concatenate([normal.kept for normal in normals] or [np.zeros(0, np.uint64)]),
        _spread([normal.words for normal in normals], word_bases, int(words.sum())),
        places,
        parts,
        jumps,
    )


def _spread(parts: list[Array], bases: Array, end: int) -> Array:
    """Beginnings within batches as beginnings within all."""
    moved = [part[:-1] + np.uint32(base) for part, base in zip(parts, bases, strict=True)]
    return np.concatenate([*moved, np.array([end], np.uint32)]).astype(np.uint32)
