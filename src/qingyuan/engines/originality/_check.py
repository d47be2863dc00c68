"""All documents of a segment against all."""

import math
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._chain import PASSAGE, pair_keys, passages
from ._grams import PARTS, SHORTEST
from ._model import learn
from ._pairs import shared
from ._segment import WORKERS, Segment

FORMULA = 16  # documents that share a run of 13 characters before it is a formula
Array = NDArray[Any]


def check(
    segment: Segment,
    limit: int = FORMULA,
    shortest: int = SHORTEST,
    least: float = -math.inf,
    workers: int = WORKERS,
) -> Array:
    """Every passage that two documents share, as rows of `PASSAGE`; places are those of the segment's units.

    Of what cannot be worth `least` bits beyond chance (`worth`), most is left out.
    """
    with ThreadPoolExecutor(workers) as pool:

        def seeds_of(part: int) -> Array:
            places = segment.places[segment.parts[part] : segment.parts[part + 1]]
            room = max(1024, len(places) // 8)
            while True:
                out = np.empty(room, np.uint64)
                found = shared(segment.units, segment.starts, segment.jumps, places, limit, shortest, out)
                if found <= room:
                    return out[:found].copy()
                room = found

        learning = pool.submit(learn, segment.units, segment.starts)
        seeds = np.concatenate(list(pool.map(seeds_of, range(PARTS))))
        seeds.sort()
        seeds = seeds[np.flatnonzero(np.diff(seeds, prepend=~seeds[:1]))]
        model = learning.result()
        pairs = np.empty(len(seeds), np.uint64)
        pair_keys(segment.starts, segment.jumps, seeds, pairs)
        order = np.argsort(pairs, kind="stable")
        seeds, pairs = seeds[order], pairs[order]
        needs = least + _pointing(segment, (pairs >> np.uint64(32)).astype(np.int64))
        cuts = [0, len(seeds)]
        for n in range(1, workers * 4):
            cuts.append(
                int(np.searchsorted(pairs, pairs[len(pairs) * n // (workers * 4)])) if len(pairs) else 0
            )
        cuts = sorted(set(cuts))

        def passages_of(span: tuple[int, int]) -> Array:
            out = np.empty(span[1] - span[0], PASSAGE)
            found = passages(
                segment.units,
                segment.units,
                seeds[span[0] : span[1]],
                pairs[span[0] : span[1]],
                *model.of(2),
                needs[span[0] : span[1]],
                out,
            )
            return out[:found]

        spans = pairwise(cuts)
        return np.concatenate([np.empty(0, PASSAGE), *pool.map(passages_of, spans)])


def _pointing(segment: Segment, docs: Array) -> Array:
    """The bits it takes to point from a place of a document to a place of the segment."""
    lengths = np.log2(np.maximum(np.diff(segment.starts.astype(np.int64)), 2)).astype(np.float32)
    result: Array = lengths[docs] + np.float32(np.log2(max(2, len(segment.units))))
    return result


def worth(segment: Segment, found: Array, *, length: int | None = None, total: int | None = None) -> Array:
    """What each pair of documents has beyond chance, in bits, as one number a row of `check`.

    To point at a passage takes as many bits as there are places to point at, `total`, and to point from,
    `length`; what it saves must be more.  Each further passage of the same pair is pointed at within two documents.
    """
    own = segment.starts[found["one"] + 1] - segment.starts[found["one"]] if length is None else length
    own_bits = np.log2(np.maximum(np.full(len(found), own, np.float64), 2))
    first = np.log2(max(2, len(segment.units) if total is None else total)) + own_bits
    keys = found["one"].astype(np.uint64) << np.uint64(32) | found["other"].astype(np.uint64)
    names, inverse = np.unique(keys, return_inverse=True)
    saved = np.maximum(0.0, found["bits"] - 2 * own_bits)
    sums = np.bincount(inverse, saved, len(names)) if len(names) else np.zeros(0)
    result: Array = sums[inverse] + 2 * own_bits - first
    return result
