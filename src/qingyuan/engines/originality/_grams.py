"""Which places of a text are looked at: about two in seven, and at least one in every run of thirteen characters.

A place is the start of eight characters whose smallest pair, by a fixed order of pairs, is the first or the last of
the seven pairs in them (closed syncmers: R. C. Edgar, PeerJ 9:e10805, 2021, with k = 8, s = 2).  Whether a place is
taken depends on its own eight characters only, so the same run has the same places wherever it stands.

That no run of 13 is passed over: it holds 12 pairs.  Let the smallest be number x, from 0 (any of them, if several are
equal).  If x <= 5, the eight characters at x hold pairs x to x + 6, all in the run, and the smallest is their
first; else those at x - 6 hold pairs x - 6 to x, and it is their last.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._compiled import compiled, inlined

GRAM = 8
SHORTEST = 13
PARTS = 256
Array = NDArray[Any]


@inlined
def gram_hash(units, at):  # type: ignore[no-untyped-def]
    """64 mixed bits of the eight characters at a place."""
    low = np.uint64(units[at]) | np.uint64(units[at + 1]) << np.uint64(16)
    low |= np.uint64(units[at + 2]) << np.uint64(32) | np.uint64(units[at + 3]) << np.uint64(48)
    high = np.uint64(units[at + 4]) | np.uint64(units[at + 5]) << np.uint64(16)
    high |= np.uint64(units[at + 6]) << np.uint64(32) | np.uint64(units[at + 7]) << np.uint64(48)
    mixed = (low ^ np.uint64(0x9E3779B97F4A7C15)) * np.uint64(0xBF58476D1CE4E5B9)
    mixed = (mixed ^ (mixed >> np.uint64(29)) ^ high) * np.uint64(0x94D049BB133111EB)
    mixed ^= mixed >> np.uint64(32)
    mixed *= np.uint64(0xD6E8FEB86659FD93)
    return mixed ^ (mixed >> np.uint64(32))


@compiled
def sample(units, starts, base, chosen, out, counts):  # type: ignore[no-untyped-def]
    """Write the places of documents, by the first eight bits of their hash; returns how many.

    `out` gets the next 32 bits of the hash and the place plus `base` below them; `counts[p + 1]` how many have
    first bits up to p.  `chosen` is room for a number (uint32) a character.
    """
    longest = np.int64(0)
    for doc in range(len(starts) - 1):
        longest = max(longest, np.int64(starts[doc + 1]) - np.int64(starts[doc]))
    pairs, fours = np.empty(longest, np.uint32), np.empty(longest, np.uint32)
    found = np.int64(0)
    for doc in range(len(starts) - 1):  # each on its own, so that what is written stays near at hand
        begin = np.int64(starts[doc])
        size = np.int64(starts[doc + 1]) - 1 - begin
        for i in range(size - 1):
            pair = np.uint32(units[begin + i]) << np.uint32(16) | np.uint32(units[begin + i + 1])
            pair *= np.uint32(0x9E3779B1)
            pair ^= pair >> np.uint32(15)
            pairs[i] = pair * np.uint32(0x85EBCA77)
        for i in range(size - 4):
            fours[i] = min(min(pairs[i], pairs[i + 1]), min(pairs[i + 2], pairs[i + 3]))
        for i in range(size - GRAM + 1):
            least = min(fours[i], fours[i + 3])
            chosen[found] = begin + i
            found += np.int64((pairs[i] == least) | (pairs[i + GRAM - 2] == least))
    counts[:] = 0
    for n in range(found):
        part = gram_hash(units, chosen[n]) >> np.uint64(56)
        counts[part + np.uint64(1)] += 1
    for part in range(PARTS):
        counts[part + 1] += counts[part]
    heads = counts[:PARTS].copy()
    for n in range(found):
        key = gram_hash(units, chosen[n])
        part = key >> np.uint64(56)
        place = np.uint64(chosen[n]) + np.uint64(base)
        out[heads[part]] = (key >> np.uint64(24)) << np.uint64(32) | place
        heads[part] += 1
    return found


def places_of(units: Array) -> Array:
    """The places of one text in normal form, with a zero at either end, in order."""
    size = len(units)
    out, parts = np.empty(size, np.uint64), np.empty(PARTS + 1, np.int64)
    starts = np.array([1, size], np.uint32)
    found = sample(units, starts, 0, np.empty(size, np.uint32), out, parts)
    places: Array = (out[:found] & np.uint64(0xFFFFFFFF)).astype(np.int64)
    places.sort()
    return places
