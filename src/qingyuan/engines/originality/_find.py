"""One text against many: its places are looked up in each segment.

As in `_pairs`, a run of 13 characters that more documents share than the limit is a formula; with several segments
the documents are counted over all of them first (`tally`), and only then are places laid against each other.
"""

import numpy as np

from ._compiled import compiled, inlined
from ._crowds import LOWER, document
from ._grams import GRAM, PARTS, SHORTEST, gram_hash
from ._model import ORDER
from ._pairs import promising

SPREAD = SHORTEST - GRAM + 1
WHOLE = SPREAD  # the column of `tally` that counts documents with the same eight characters


@inlined
def group(table, doors, part, low):  # type: ignore[no-untyped-def]
    """Where the entries of a part with a key begin, and where the part's next door is."""
    each = (len(doors) - 1) // PARTS
    door = part * each + np.int64(low * np.uint64(each) >> np.uint64(32))
    at, end = np.int64(doors[door]), np.int64(doors[door + 1])
    last = end
    while at < last:
        middle = (at + last) >> 1
        if table[middle] >> np.uint64(32) < low:
            at = middle + 1
        else:
            last = middle
    return at, end


@inlined
def _around(one, a, other, b):  # type: ignore[no-untyped-def]
    """How many characters agree before and behind the eight of two places, up to five each; -1 if the eight do not."""
    for i in range(GRAM):
        if one[a + i] != other[b + i]:
            return -1, -1
    left = right = 0
    while left < SPREAD - 1 and one[a - left - 1] == other[b - left - 1] and one[a - left - 1] != 0:
        left += 1
    while (
        right < SPREAD - 1 and one[a + GRAM + right] == other[b + GRAM + right] and one[a + GRAM + right] != 0
    ):
        right += 1
    return left, right


@compiled
def tally(text, chosen, units, starts, jumps, places, doors, limit, counts):  # type: ignore[no-untyped-def]
    """Add the documents of a segment that share each run of 13 around each place of the text, up to the limit."""
    last = np.empty(SPREAD + 1, np.int64)
    possible = np.empty(SPREAD, np.bool_)
    for n in range(len(chosen)):
        a = chosen[n]
        key = gram_hash(text, a)
        low = key >> np.uint64(24) & LOWER
        at, end = group(places, doors, np.int64(key >> np.uint64(56)), low)
        last[:] = -1
        before, behind = 0, 0
        while before < SPREAD - 1 and text[a - before - 1] != 0:
            before += 1
        while behind < SPREAD - 1 and text[a + GRAM + behind] != 0:
            behind += 1
        for back in range(SPREAD):
            possible[back] = back <= before and SPREAD - 1 - back <= behind
        while at < end and places[at] >> np.uint64(32) == low:
            b = np.int64(places[at] & LOWER)
            at += 1
            left, right = _around(text, a, units, b)
            if left < 0:
                continue
            doc = document(starts, jumps, b)
            if doc != last[WHOLE]:
                last[WHOLE] = doc
                counts[n, WHOLE] += 1
            low_back, high_back = max(0, SPREAD - 1 - right), left
            for back in range(low_back, high_back + 1):
                if doc != last[back]:
                    last[back] = doc
                    counts[n, back] += 1
            if counts[n, WHOLE] > limit:
                done = True
                for back in range(SPREAD):
                    done = done and (counts[n, back] > limit or not possible[back])
                if done:
                    break


@compiled
def gather(text, chosen, units, places, doors, limit, model, counts, out):  # type: ignore[no-untyped-def]
    """Starts of runs that the text shares with documents of a segment; returns how many there are."""
    found = 0
    known = np.empty(ORDER + 1, np.uint32)
    for n in range(len(chosen)):
        few = counts[n, WHOLE] <= limit
        some = few
        for back in range(SPREAD):
            some = some or 0 < counts[n, back] <= limit
        if counts[n, WHOLE] == 0 or not some:
            continue
        a = chosen[n]
        key = gram_hash(text, a)
        low = key >> np.uint64(24) & LOWER
        at, end = group(places, doors, np.int64(key >> np.uint64(56)), low)
        while at < end and places[at] >> np.uint64(32) == low:
            b = np.int64(places[at] & LOWER)
            at += 1
            take = few
            if not few:
                left, right = _around(text, a, units, b)
                for back in range(max(0, SPREAD - 1 - right), left + 1):
                    take = take or counts[n, back] <= limit
            if take:
                left = promising(text, a, units, b, text[:0], model, known, -np.inf)
                if left >= 0:
                    if found < len(out):
                        out[found] = np.uint64(a - left) << np.uint64(32) | np.uint64(b - left)
                    found += 1
    return found
