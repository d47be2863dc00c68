"""Places that two documents share, out of all places of a collection in order of their hash.

A group of places with the same eight characters is small if it is of at most `limit` documents: then every two of
its places are laid against each other.  A larger group is divided by the runs of 13 characters around the place, six
of them, because every run is counted there with all its occurrences (`_crowds`): which of them are formulas is thus
decided by runs of 13 and not by eight characters, and no run that few documents share is lost in a crowd.
"""

import numpy as np

from ._align import RESYNC, glance, run_left, run_right
from ._compiled import compiled, inlined
from ._crowds import LOWER, SPREAD, document, rare
from ._grams import GRAM

NEAR = 14  # characters that must agree around a place, beyond at most one change on either side
REPEATS = 4  # occurrences of the same run that are looked at in one document


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
def _documents(starts, jumps, places, begin, end, limit, most, docs):  # type: ignore[no-untyped-def]
    """Move the first `most` places of each document to the front and write the documents; returns where they end.

    The places are in order.  If there are more documents than the limit, or more places than there is room for,
    nothing is moved and the beginning returned.
    """
    different = repeated = count = 0
    for n in range(begin, end):
        place = np.int64(places[n] & LOWER)
        if n > begin and place < starts[docs[count - 1] + 1]:
            repeated += 1
            if repeated >= most:
                continue
            if count == len(docs):
                return begin
            docs[count] = docs[count - 1]
        else:
            different += 1
            if different > limit or count == len(docs):
                return begin
            repeated = 0
            docs[count] = document(starts, jumps, place)
        count += 1
    if count < end - begin:
        at = begin
        repeated = 0
        for n in range(begin, end):
            same = (
                n > begin
                and document(starts, jumps, np.int64(places[n] & LOWER)) == docs[max(0, at - begin - 1)]
            )
            repeated = repeated + 1 if same else 0
            if repeated < most:
                places[at] = places[n]
                at += 1
    return begin + count


@inlined
def _compare(units, places, begin, end, docs, shortest, out, found):  # type: ignore[no-untyped-def]
    for m in range(begin + 1, end):
        b = np.int64(places[m] & LOWER)
        for n in range(begin, m):
            if docs[n - begin] != docs[m - begin]:
                found = lay(units, np.int64(places[n] & LOWER), units, b, shortest, out, found)
    return found


@compiled
def shared(units, starts, jumps, places, limit, shortest, out):  # type: ignore[no-untyped-def]
    """Starts of runs that two documents share, the earlier place in the upper half; returns how many there are.

    `places` are those of one part, in order.  If there are more than `out` can hold, call again with more room.
    """
    found = begin = largest = 0
    size = len(places)
    docs = np.empty(max(8, limit * REPEATS), np.int64)
    while begin < size:
        end = begin + 1
        while end < size and places[end] >> np.uint64(32) == places[begin] >> np.uint64(32):
            end += 1
        largest = max(largest, end - begin)
        begin = end
    room = 2
    while room < 2 * largest:
        room *= 2
    rooms = (
        np.empty(room, np.uint64),
        np.empty(room, np.int32),
        np.empty(room, np.int32),
        np.empty(largest + 1, np.int64),
        np.empty(largest + 1, np.int32),
        np.empty((SPREAD, largest + 1), np.uint64),
        np.empty(largest + 1, np.uint64),
    )
    begin = 0
    while begin < size:
        end = begin + 1
        while end < size and places[end] >> np.uint64(32) == places[begin] >> np.uint64(32):
            end += 1
        if end - begin > 1:
            few = begin
            if end - begin <= len(docs):
                few = _documents(starts, jumps, places, begin, end, limit, len(docs), docs)
            if few == end:
                found = _compare(units, places, begin, end, docs, shortest, out, found)
            else:
                for back in range(SPREAD):
                    count = rare(units, starts, jumps, places, begin, end, limit, rooms, back)
                    found = _grouped(units, starts, jumps, rooms[6], count, limit, docs, shortest, out, found)
        begin = end
    return found


@inlined
def _grouped(units, starts, jumps, group, size, limit, docs, shortest, out, found):  # type: ignore[no-untyped-def]
    """Compare the places within each group."""
    first = 0
    while first < size:
        last = first + 1
        while last < size and group[last] >> np.uint64(32) == group[first] >> np.uint64(32):
            last += 1
        end = _documents(starts, jumps, group, first, last, limit, REPEATS, docs)
        found = _compare(units, group, first, end, docs, shortest, out, found)
        first = last
    return found
