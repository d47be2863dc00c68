"""Places that two documents share, out of a table in order of hashes, and which of them deserve a closer look.

In a group of places that few documents have, every two are laid against each other: quickly by one byte a character,
eight characters before and eight behind; if that is not hopeless, by the characters themselves.  What is kept are runs
of 13 characters, or 14 with a change on either side, if they might be worth enough (`_promising`).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._align import RESYNC, glance, run_left, run_right
from ._compiled import compiled, eight_bytes, inlined, leading, trailing
from ._crowds import LOWER, any_few, document, has_more
from ._grams import GRAM, SHORTEST
from ._model import ORDER, about, price

NEAR = 14  # characters that must agree around a place, beyond at most one change on either side
REPEATS = 4  # occurrences in one document that are laid against all of another
PAD = 8  # bytes before the first and behind the last
SLACK = 20.0  # what may lie beyond further changes, in bits
ROUGH = 5.0  # by how many bits `about` says too much, at the least


def softened(units: NDArray[Any]) -> NDArray[Any]:
    """A byte for each character, for comparing at a glance: if bytes differ, so do characters."""
    soft = np.zeros(len(units) + GRAM + 2 * PAD, np.uint8)
    mixed = units >> np.uint16(8)
    mixed ^= units
    soft[PAD : PAD + len(units)] = mixed  # the lower byte
    return soft


@inlined
def _same(one, other, most):  # type: ignore[no-untyped-def]
    return min(np.int64(trailing(one ^ other) >> np.uint64(3)), most)


@inlined
def _same_before(one, other, most):  # type: ignore[no-untyped-def]
    return min(np.int64(leading(one ^ other) >> np.uint64(3)), most)


@inlined
def _bytes_same(one, other):  # type: ignore[no-untyped-def]
    """How many of eight bytes are the same."""
    low = np.uint64(0x7F7F7F7F7F7F7F7F)
    mixed = one ^ other
    mixed = ~(((mixed & low) + low) | mixed | low) >> np.uint64(7)  # a one for each byte that is zero
    return np.int64((mixed * np.uint64(0x0101010101010101)) >> np.uint64(56))


@inlined
def _over_change(one, other, same, before):  # type: ignore[no-untyped-def]
    """How many of eight bytes agree beyond the first that do not, as many as `same` agree before that."""
    shift, byte, most = np.uint64(8 * same), np.uint64(8), 7 - same
    if before:
        a, b = one << shift, other << shift
        more = _bytes_same(a << byte, b << byte) - same - 1
        more = max(more, _same_before(a << byte, b, most))
        more = max(more, _same_before(a, b << byte, most))
    else:
        a, b = one >> shift, other >> shift
        more = _bytes_same(a >> byte, b >> byte) - same - 1
        more = max(more, _same(a >> byte, b, most))
        more = max(more, _same(a, b >> byte, most))
    return more if more >= RESYNC else 0


@inlined
def _beyond(agreed):  # type: ignore[no-untyped-def]
    """What there may be beyond a change behind which so many characters agree at the least, in bits."""
    return 1.7 * agreed if agreed < 7 else 6.0 * agreed


@inlined
def promising(one, a, other, b, slopes, model, known, need):  # type: ignore[no-untyped-def]
    """How many characters agree before two places, if what is around them may be worth so many bits, else -1."""
    right = run_right(one, a, other, b)
    if right < GRAM:
        return -1
    left = run_left(one, a, other, b)
    before = glance(one, a - left - 1, other, b - left - 1, -1)
    after = glance(one, a + right, other, b + right, 1)
    before = before if before >= RESYNC else 0
    after = after if after >= RESYNC else 0
    run = left + right
    if run < SHORTEST and run + before + after < NEAR:
        return -1
    if need > 0.0:
        bits = _beyond(before) + _beyond(after) + SLACK - need
        if len(slopes) and bits - ROUGH + about(slopes, a - left, a + right) < 0.0:
            return -1
        if bits + price(one, a - left, a + right, model[0], model[2], known) < 0.0:
            return -1
    return left


@inlined
def _laid(units, slopes, starts, jumps, a, b, model, known, needs, out, found):  # type: ignore[no-untyped-def]
    doc = document(starts, jumps, a)
    if b < starts[doc + 1]:
        return found
    left = promising(units, a, units, b, slopes, model, known, needs[doc])
    if left >= 0:
        if found < len(out):
            out[found] = np.uint64(a - left) << np.uint64(32) | np.uint64(b - left)
        found += 1
    return found


@inlined
def _at_a_glance(slopes, few, longer, need, a, before, behind, other_before, other_behind):  # type: ignore[no-untyped-def]
    """Whether two places deserve to be laid against each other, by a byte a character around them."""
    left, right = _same_before(before, other_before, 8), _same(behind, other_behind, 8)
    near = GRAM + left + right
    over = _over_change(before, other_before, left, True) if left < 8 else 0
    past = _over_change(behind, other_behind, right, False) if right < 8 else 0
    if near < SHORTEST and near + over + past < NEAR:
        return False
    if need < 0.0:
        return True
    if any_few(few, a - left, a + right + 1 if longer else a):
        return False
    if left == 8 or right == 8 or over + left > 6 or past + right > 6:
        return True
    bits = _beyond(over) + _beyond(past) + SLACK - ROUGH - need
    return bits + about(slopes, a - left, a + GRAM + right) >= 0.0


@compiled
def shared(units, soft, slopes, starts, jumps, places, limit, few, longer, least, needs, model, out):  # type: ignore[no-untyped-def]
    """Starts of runs that two documents share, the earlier place in the upper half; returns how many there are.

    `places` are those of one part, in order of eight characters or `longer` runs; `needs` has for each document the
    bits that a passage must be worth, `least` is the least of them.  If that is not negative, runs are passed over
    where another place in them tells of them.  If there are more than `out` can hold, call again with more room.
    """
    found = begin = 0
    size = len(places)
    most = limit * REPEATS
    first = np.empty(most, np.int64)
    before, behind = np.empty(most, np.uint64), np.empty(most, np.uint64)
    known = np.empty(ORDER + 1, np.uint32)
    while begin < size:
        end = begin + 1
        while end < size and places[end] >> np.uint64(32) == places[begin] >> np.uint64(32):
            end += 1
        if end - begin < 2:
            begin = end
            continue
        if end - begin <= limit:
            count = end - begin
            for n in range(count):
                place = np.int64(places[begin + n] & LOWER)
                first[n] = place
                before[n], behind[n] = eight_bytes(soft, place), eight_bytes(soft, place + PAD + GRAM)
            for n in range(1, count):
                for m in range(n):
                    if _at_a_glance(
                        slopes, few, longer, least, first[m], before[m], behind[m], before[n], behind[n]
                    ):
                        found = _laid(
                            units, slopes, starts, jumps, first[m], first[n], model, known, needs, out, found
                        )
        elif not has_more(starts, jumps, places, begin, end, limit):  # some documents have it many times
            count = repeated = 0
            until = np.int64(-1)
            for n in range(begin, end):
                place = np.int64(places[n] & LOWER)
                if place >= until:
                    until, repeated = np.int64(starts[document(starts, jumps, place) + 1]), 0
                if repeated < REPEATS:
                    first[count] = place
                    before[count] = eight_bytes(soft, place)
                    behind[count] = eight_bytes(soft, place + PAD + GRAM)
                    count += 1
                repeated += 1
            until = np.int64(-1)
            for n in range(begin, end):
                place = np.int64(places[n] & LOWER)
                if place >= until:
                    until, repeated = np.int64(starts[document(starts, jumps, place) + 1]), 0
                repeated += 1
                here, there = eight_bytes(soft, place), eight_bytes(soft, place + PAD + GRAM)
                for m in range(count):
                    if first[m] >= place and repeated <= REPEATS:  # every two once
                        break
                    a, b = min(place, first[m]), max(place, first[m])
                    if _at_a_glance(slopes, few, longer, least, a, before[m], behind[m], here, there):
                        found = _laid(units, slopes, starts, jumps, a, b, model, known, needs, out, found)
        begin = end
    return found
