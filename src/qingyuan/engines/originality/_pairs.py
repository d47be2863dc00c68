"""Places that two documents share, out of all places of a collection in order of their hash.

A group of places with the same eight characters is small if it is of at most `limit` documents: then every two of
its places are laid against each other.  A larger group is divided by the runs of 13 characters around the place, six
of them, because every run is counted there with all its occurrences: which of them are formulas is thus decided by
runs of 13 and not by eight characters, and no run that few documents share is lost in a crowd.
"""

import numpy as np

from ._align import RESYNC, glance, run_left, run_right
from ._compiled import compiled, inlined
from ._grams import GRAM, SHORTEST

NEAR = 14  # characters that must agree around a place, beyond at most one change on either side
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
def lay(one, a, other, b, shortest, out, found):  # type: ignore[no-untyped-def]
    """Lay two places against each other; keep the start of their run if it is worth a closer look."""
    left, right = run_left(one, a, other, b), run_right(one, a, other, b)
    good = left + right >= shortest
    if not good and right >= GRAM:
        before = glance(one, a - left - 1, other, b - left - 1, -1)
        after = glance(one, a + right, other, b + right, 1)
        good = left + right + (before if before >= RESYNC else 0) + (after if after >= RESYNC else 0) >= NEAR
    if good:
        if found < len(out):
            out[found] = np.uint64(a - left) << np.uint64(32) | np.uint64(b - left)
        found += 1
    return found


@inlined
def _documents(starts, jumps, places, begin, end, docs):  # type: ignore[no-untyped-def]
    """Write the documents of places, which are in order; returns how many there are."""
    different = 0
    for n in range(begin, end):
        place = np.int64(places[n] & LOWER)
        if n > begin and place < starts[docs[n - begin - 1] + 1]:
            docs[n - begin] = docs[n - begin - 1]
        else:
            docs[n - begin] = document(starts, jumps, place)
            different += 1
    return different


@inlined
def _compare(units, places, begin, end, docs, fresh, shortest, out, found):  # type: ignore[no-untyped-def]
    for m in range(begin + 1, end):
        b = np.int64(places[m] & LOWER)
        if b < fresh:
            continue
        for n in range(begin, m):
            if docs[n - begin] != docs[m - begin]:
                a = np.int64(places[n] & LOWER)
                found = lay(units, a, units, b, shortest, out, found)
    return found


@compiled
def shared(units, starts, jumps, places, limit, shortest, fresh, out):  # type: ignore[no-untyped-def]
    """Starts of runs that two documents share, the earlier place in the upper half; returns how many there are.

    `places` are those of one part, in order.  If there are more than `out` can hold, call again with more room.
    Pairs without a place from `fresh` on are left out.
    """
    found = 0
    size = len(places)
    docs = np.empty(max(1, limit * 4), np.int64)
    begin = 0
    while begin < size:
        key = places[begin] >> np.uint64(32)
        end = begin + 1
        while end < size and places[end] >> np.uint64(32) == key:
            end += 1
        if end - begin > 1:
            if end - begin <= 4 * limit and _documents(starts, jumps, places, begin, end, docs) <= limit:
                found = _compare(units, places, begin, end, docs, fresh, shortest, out, found)
            else:
                found = _divide(
                    units, starts, jumps, places, begin, end, limit, shortest, fresh, docs, out, found
                )
        begin = end
    return found


@inlined
def _divide(units, starts, jumps, places, begin, end, limit, shortest, fresh, docs, out, found):  # type: ignore[no-untyped-def]
    """Compare within a large group what agrees in one of the runs of 13 around the place."""
    whole = np.empty(end - begin, np.uint64)
    for n in range(begin, end):
        place = np.int64(places[n] & LOWER)
        mixed = np.uint64(1)
        for i in range(1, SPREAD):
            mixed = (
                mixed ^ np.uint64(units[place - i]) << np.uint64(16) ^ np.uint64(units[place + GRAM - 1 + i])
            ) * MIXER
            if units[place - i] == 0 or units[place + GRAM - 1 + i] == 0:
                mixed = np.uint64(place) * MIXER  # at an edge: alone
                break
        whole[n - begin] = (mixed ^ mixed >> np.uint64(31)) << np.uint64(32) | np.uint64(place)
    whole.sort()
    # Where the whole surroundings are a formula, more of it than prove it are not needed.
    used = run = 0
    for n in range(len(whole)):
        run = run + 1 if n and whole[n] >> np.uint64(32) == whole[n - 1] >> np.uint64(32) else 0
        if run < 4 * limit + 1:
            whole[used] = whole[n]
            used += 1
    keyed = np.empty((SPREAD, used), np.uint64)
    sizes = np.zeros(SPREAD, np.int64)
    lefts = np.empty(SPREAD, np.uint64)
    for n in range(used):
        place = np.int64(whole[n] & LOWER)
        mixed, reach = np.uint64(1), 0
        lefts[0] = mixed
        for i in range(1, SPREAD):
            if units[place - i] == 0:
                break
            mixed = (mixed ^ np.uint64(units[place - i])) * MIXER
            lefts[i] = mixed
            reach = i
        mixed = np.uint64(7)
        for i in range(SPREAD):
            if i:
                if units[place + GRAM - 1 + i] == 0:
                    break
                mixed = (mixed ^ np.uint64(units[place + GRAM - 1 + i])) * MIXER
            back = SPREAD - 1 - i
            if back <= reach:
                key = (lefts[back] ^ mixed >> np.uint64(29)) * MIXER ^ mixed
                keyed[back, sizes[back]] = (key >> np.uint64(32)) << np.uint64(32) | np.uint64(place)
                sizes[back] += 1
    for back in range(SPREAD):
        group = keyed[back, : sizes[back]]
        group.sort()
        first = 0
        while first < len(group):
            key = group[first] >> np.uint64(32)
            last = first + 1
            while last < len(group) and group[last] >> np.uint64(32) == key:
                last += 1
            if 1 < last - first <= 4 * limit and _documents(starts, jumps, group, first, last, docs) <= limit:
                found = _compare(units, group, first, last, docs, fresh, shortest, out, found)
            first = last
    return found
