"""All documents of a segment against all."""

import math
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._chain import PASSAGE, pair_keys, passages
from ._compiled import compiled
from ._crowds import LOWER, crowded
from ._grams import GRAM, PARTS, SHORTEST, places_of
from ._model import learn, slope
from ._pairs import room_for_softened, shared, soften
from ._quotes import quotations
from ._segment import WORKERS, Segment, part_of

FORMULA = 48  # documents that share a run of 13 characters before it is a formula
SPREAD = SHORTEST - GRAM + 1
Array = NDArray[Any]


def check(
    segment: Segment,
    limit: int = FORMULA,
    least: float = -math.inf,
    official: Array | None = None,
    workers: int = WORKERS,
) -> Array:
    """Every passage that two documents share, as rows of `PASSAGE`; places are those of the segment's units.

    `official` tells which documents are official: what is quoted from them is told of them only (as the `one`).
    Of what cannot be worth `least` bits beyond chance (`worth`), most is left out.  Without that, every run of 13
    characters is found that at most `limit` documents share; with it, common runs of 13 to 17 may be passed over.
    """
    units, starts, jumps = segment.units, segment.starts, segment.jumps
    few = segment.few
    quotes = np.empty(0, np.uint64)
    if official is not None and official.any():
        quoted, quotes = _quoted(segment, official)
        units = np.where(quoted, np.uint16(0), units)
        bits = np.packbits(quoted, bitorder="little")
        few = few.copy()
        few[: len(bits)] &= ~bits
    with ThreadPoolExecutor(workers) as pool:
        model = learn(units, starts, pool)
        soft, slopes = room_for_softened(units), np.empty(len(units), np.uint8)
        cuts = starts[np.linspace(0, len(segment), 2 * workers + 1).astype(np.int64)].tolist()

        def prepare(span: tuple[int, int]) -> None:
            soften(units, *span, soft)
            slope(units, *span, model.rough, slopes)

        list(pool.map(prepare, pairwise(cuts)))
        counts = model.of(2)
        needs = (least + pointing(segment)).astype(np.float32)
        low = float(needs.min(initial=math.inf))

        def seeds_of(part: int) -> Array:
            places = part_of(segment.places, segment.doors, part)
            if least > -math.inf:
                tables = [part_of(segment.runs, segment.run_doors, part)]
            else:
                tables = [_by_runs(segment, places, limit, back) for back in range(SPREAD)]
            found = [_linked(part_of(segment.longs, segment.long_doors, part))]
            for longer, table in enumerate([places, *tables]):
                room = max(1024, len(table))
                while True:
                    out = np.empty(room, np.uint64)
                    size = shared(
                        units, soft, slopes, starts, jumps, table, limit, few, longer, low, needs, counts, out
                    )
                    if size <= room:
                        break
                    room = size
                found.append(np.unique(out[:size]))
            result: Array = np.unique(np.concatenate(found))
            return result

        seeds = np.concatenate(list(pool.map(seeds_of, range(PARTS))))
        soft = slopes = np.empty(0, np.uint8)  # room for what comes
        seeds.sort()
        seeds = seeds[np.flatnonzero(np.diff(seeds, prepend=~seeds[:1]))]
        seeds, pairs = _by_pairs(segment, seeds)
        cuts = [0, len(seeds)]
        for n in range(1, workers * 4):
            cuts.append(
                int(np.searchsorted(pairs, pairs[len(pairs) * n // (workers * 4)])) if len(pairs) else 0
            )

        def passages_of(span: tuple[int, int]) -> Array:
            some = slice(*span)
            out = np.empty(span[1] - span[0], PASSAGE)
            return out[: passages(units, units, seeds[some], pairs[some], model.of(2), out)]

        spans = pairwise(sorted(set(cuts)))
        rows = np.concatenate([np.empty(0, PASSAGE), *pool.map(passages_of, spans)])
    if official is None or not official.any():
        return rows
    rows = rows[~official[rows["one"]] & ~official[rows["other"]]]
    seeds, pairs = _by_pairs(segment, quotes)
    out = np.empty(len(seeds), PASSAGE)
    found = passages(segment.units, segment.units, seeds, pairs, counts, out)
    return np.concatenate([rows, out[:found]])


def _by_pairs(segment: Segment, seeds: Array) -> tuple[Array, Array]:
    pairs = np.empty(len(seeds), np.uint64)
    pair_keys(segment.starts, segment.jumps, seeds, pairs)
    order = np.argsort(pairs, kind="stable")
    return seeds[order], pairs[order]


def _quoted(segment: Segment, official: Array) -> tuple[Array, Array]:
    """What is quoted from official documents, by place, and the runs, the official place in the upper half."""
    quoted, seeds = np.zeros(len(segment.units), np.bool_), [np.empty(0, np.uint64)]
    for doc in np.flatnonzero(official).tolist():
        begin, end = int(segment.starts[doc]) - 1, int(segment.starts[doc + 1])
        text = segment.units[begin:end]
        chosen = places_of(text)
        room = 1 << 14
        while True:
            out = np.empty(room, np.uint64)
            found = quotations(
                text,
                chosen,
                official,
                segment.units,
                segment.starts,
                segment.jumps,
                segment.places,
                segment.doors,
                quoted,
                out,
            )
            if found <= room:
                break
            room = found
        seeds.append(np.unique(out[:found]) + (np.uint64(begin) << np.uint64(32)))
    return quoted, np.concatenate(seeds)


def _by_runs(segment: Segment, places: Array, limit: int, back: int) -> Array:
    """The crowded ones of some places by the runs of 13 that begin so many characters before them."""
    keys, out = np.empty(len(places), np.uint64), np.empty(len(places), np.uint32)
    found = crowded(
        segment.units, segment.starts, segment.jumps, places, limit, segment.few, back, SHORTEST, keys, out
    )
    order = np.argsort(keys[:found], kind="stable")
    groups = np.cumsum(np.diff(keys[order], prepend=keys[order[:1]]) != 0).astype(np.uint64)
    result: Array = groups << np.uint64(32) | out[order]
    return result


def _linked(places: Array) -> Array:
    """Each place of a long run that a crowd shares with the one before it."""
    same = np.flatnonzero(places[1:] >> np.uint64(32) == places[:-1] >> np.uint64(32))
    result: Array = places[same] << np.uint64(32) | places[same + 1] & LOWER
    return result


def pointing(segment: Segment) -> Array:
    """The bits it takes to point from a place of each document to a place of the segment."""
    lengths = np.log2(np.maximum(np.diff(segment.starts.astype(np.int64)), 2))
    result: Array = lengths + np.log2(max(2, len(segment.units)))
    return result


def worth(segment: Segment, found: Array, *, length: int | None = None, total: int | None = None) -> Array:
    """What each pair of documents has beyond chance, in bits, as one number a row of `check`.

    To point at a passage takes as many bits as there are places to point at, `total`, and to point from,
    `length`; what it saves must be more.  Each further passage of the same pair is pointed at within two documents.
    """
    out = np.empty(len(found))
    bits = math.log2(max(2, len(segment.units) if total is None else total))
    _saved(found, segment.starts, 0 if length is None else length, bits, out)
    return out


@compiled
def _saved(found, starts, length, pointing_bits, out):  # type: ignore[no-untyped-def]
    """What passages save, those of a pair one after another; `length`: of the text, or 0 for that of each document."""
    first = 0
    while first < len(found):
        one = found[first].one
        own = np.log2(max(2.0, np.float64(length if length > 0 else starts[one + 1] - starts[one])))
        saved, last = own - pointing_bits, first
        while last < len(found) and found[last].one == one and found[last].other == found[first].other:
            saved += max(0.0, found[last].bits - 2 * own)
            last += 1
        out[first:last] = saved
        first = last
