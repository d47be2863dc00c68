"""Places that more documents share than the limit: divided by the runs of 13 characters around them."""

import numpy as np

from ._compiled import compiled, inlined
from ._grams import GRAM, SHORTEST

SPREAD = SHORTEST - GRAM + 1
LOWER = np.uint64(0xFFFFFFFF)
MIXER = np.uint64(0x9E3779B97F4A7C15)


@inlined
def document(starts, jumps, place):  # type: ignore[no-untyped-def]
    """The document in which a place is; `jumps[n]` is the one that place 256 n is in."""
    doc = np.int64(jumps[place >> 8])
    while starts[doc + 1] <= place:
        doc += 1
    return doc


@compiled
def find_jumps(starts, jumps):  # type: ignore[no-untyped-def]
    """Fill `jumps`."""
    doc = 0
    for n in range(len(jumps)):
        while doc + 2 < len(starts) and starts[doc + 1] <= n << 8:
            doc += 1
        jumps[n] = doc


@inlined
def _marks(units, place, marks, n):  # type: ignore[no-untyped-def]
    """Write a mark for each run of 13 around a place, zero where there is none; returns one of all five on each side.

    Number `back` is that of the run which begins so many characters before the place.
    """
    mixed, left = np.uint64(1), 0
    marks[:, n] = 0
    marks[0, n] = mixed
    while left < SPREAD - 1 and units[place - left - 1] != 0:
        left += 1
        mixed = (mixed ^ np.uint64(units[place - left])) * MIXER
        mixed ^= mixed >> np.uint64(29)
        marks[left, n] = mixed
    before, mixed, right = mixed, np.uint64(7), 0
    while True:
        back = SPREAD - 1 - right
        if back <= left:
            both = (marks[back, n] ^ mixed) * MIXER
            marks[back, n] = both ^ both >> np.uint64(32) | np.uint64(1)
        if right == SPREAD - 1 or units[place + GRAM + right] == 0:
            break
        mixed = (mixed ^ np.uint64(units[place + GRAM + right])) * MIXER
        mixed ^= mixed >> np.uint64(29)
        right += 1
    for back in range(SPREAD - 1 - right):
        marks[back, n] = 0
    if left < SPREAD - 1 or right < SPREAD - 1:
        return np.uint64(0)
    return (before ^ mixed >> np.uint64(7)) * MIXER | np.uint64(1)


@inlined
def _slot(keys, mask, key):  # type: ignore[no-untyped-def]
    slot = np.int64(key >> np.uint64(20)) & mask
    while keys[slot] != 0 and keys[slot] != key:
        slot = (slot + 1) & mask
    return slot


@compiled
def rare(units, starts, jumps, places, begin, end, limit, rooms, back_from):  # type: ignore[no-untyped-def]
    """Groups of places that share a run of 13 which few documents have.

    For the runs that begin `back_from` characters before the place and, called first, what all of them need.
    Returns how many places were written to the last of `rooms`: the number of the group above, the place below.
    """
    keys, hits, last, kept, docs, marks, out = rooms
    size = 2
    while size < 2 * (end - begin):
        size *= 2
    mask = size - 1
    if back_from == 0:
        keys[:size] = 0
        used = 0
        doc = np.int64(-1)
        for n in range(begin, end):
            place = np.int64(places[n] & LOWER)
            if doc < 0 or place >= starts[doc + 1]:
                doc = document(starts, jumps, place)
            key = _marks(units, place, marks, used)
            if key != 0:
                slot = _slot(keys, mask, key)
                if keys[slot] == 0:
                    keys[slot], hits[slot], last[slot] = key, 1, doc
                elif last[slot] != doc:
                    hits[slot] += 1
                    last[slot] = doc
                if hits[slot] > limit + 1:  # all around is a formula, and enough of it is kept to prove that
                    continue
            kept[used], docs[used] = place, doc
            used += 1
        kept[used] = -1
    used = 0
    while kept[used] >= 0:
        used += 1
    keys[:size] = 0
    for n in range(used):
        key = marks[back_from, n]
        if key != 0:
            slot = _slot(keys, mask, key)
            if keys[slot] == 0:
                keys[slot], hits[slot], last[slot] = key, 1, docs[n]
            elif last[slot] != docs[n]:
                hits[slot] += 1
                last[slot] = docs[n]
    found = 0
    for n in range(used):
        key = marks[back_from, n]
        if key != 0:
            slot = _slot(keys, mask, key)
            if 2 <= hits[slot] <= limit:
                out[found] = np.uint64(slot) << np.uint64(32) | np.uint64(kept[n])
                found += 1
    out[:found].sort()
    return found
