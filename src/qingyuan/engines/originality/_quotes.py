"""Quotations of official documents: found first, and taken out before anything else is compared.

What is taken out is overwritten with zeros, which end every run; so two essays that quote the same official text have
nothing in common there, and what is copied around a quotation is weighed without it.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._align import run_left, run_right
from ._compiled import compiled
from ._crowds import LOWER, document
from ._find import group
from ._grams import SHORTEST, gram_hash
from ._normal import Normal
from ._segment import Segment, of_normal

Array = NDArray[Any]


def only(segment: Segment, docs: Sequence[int]) -> Segment:
    """Some documents of a segment as one of their own, in which nothing is a crowd."""
    starts, words = segment.starts.astype(np.int64), segment.words.astype(np.int64)
    units = [segment.units[starts[doc] : starts[doc + 1]] for doc in docs]
    kept = [segment.kept[words[doc] : words[doc + 1]] for doc in docs]
    begins = np.cumsum([1, *map(len, units)]).astype(np.uint32)
    word_begins = np.cumsum([0, *map(len, kept)]).astype(np.uint32)
    whole = np.concatenate([np.zeros(1, np.uint16), *units])
    return of_normal(Normal(whole, begins, np.concatenate(kept), word_begins), 1 << 30)


@compiled
def quotations(official, chosen, is_official, units, starts, jumps, places, doors, quoted, out):  # type: ignore[no-untyped-def]
    """Mark in `quoted` what documents have in runs of 13 from official ones; write the starts of the runs.

    `official` is a text whose places `chosen` are looked up.  Returns how many starts there are.
    """
    found = 0
    for n in range(len(chosen)):
        a = chosen[n]
        key = gram_hash(official, a)
        low = key >> np.uint64(24) & LOWER
        at, end = group(places, doors, np.int64(key >> np.uint64(56)), low)
        while at < end and places[at] >> np.uint64(32) == low:
            b = np.int64(places[at] & LOWER)
            at += 1
            right = run_right(official, a, units, b)
            left = run_left(official, a, units, b)
            if left + right < SHORTEST or is_official[document(starts, jumps, b)]:
                continue
            if found < len(out):
                out[found] = np.uint64(a - left) << np.uint64(32) | np.uint64(b - left)
            found += 1
            for place in range(b - left, b + right):
                quoted[place] = True
    return found
