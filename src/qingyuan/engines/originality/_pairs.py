"""Places that two documents share, out of a table in order of hashes, and which of them deserve a closer look.

In a group of places that few documents have, every two are laid against each other: quickly by one byte a character,
sixteen characters before and sixteen behind; if that is not hopeless, by the characters themselves.  What is kept are
runs of 13 characters, or 14 with a change on either side, if they might be worth enough (`promising`).
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._align import RESYNC, glance, run_left, run_right
from ._compiled import compiled, eight_bytes, inlined, trailing, turned
from ._crowds import LOWER, any_few, document, has_more, run_hash
from ._grams import GRAM, SHORTEST
from ._model import about, price, room_to_price

NEAR = 14  # characters that must agree around a place, beyond at most one change on either side
REPEATS = 4  # occurrences in one document that are laid against all of another
WAITING = 256
PRICES = 1 << 10  # runs whose price is kept
SIDE = 16  # characters looked at before and behind a place
BEYOND = 3.0  # bits that a character is worth that agrees beyond a change
SLACK = 10.0  # what may lie beyond further changes, in bits
ROUGH = 4.0  # by how many bits `about` says too much, at the least
UNSEEN = 10.0  # what may lie beyond sixteen characters, in bits, less what `about` says too much
Array = NDArray[Any]


def room_for_softened(units: Array) -> Array:
    """Room for a byte for each character, and for what is read before the first and behind the last."""
    return np.zeros(len(units) + GRAM + 2 * SIDE, np.uint8)


@compiled
def soften(units, begin, end, soft):  # type: ignore[no-untyped-def]
    """Write a byte for each character, for comparing at a glance: if bytes differ, so do characters."""
    for n in range(begin, end):
        soft[SIDE + n] = np.uint8((units[n] ^ units[n] >> np.uint16(8)) & np.uint16(255))


@inlined
def _bytes_same(one, other):  # type: ignore[no-untyped-def]
    """How many of eight bytes are the same."""
    low = np.uint64(0x7F7F7F7F7F7F7F7F)
    mixed = one ^ other
    mixed = ~(((mixed & low) + low) | mixed | low) >> np.uint64(7)  # a one for each byte that is zero
    return (mixed * np.uint64(0x0101010101010101)) >> np.uint64(56)


@inlined
def _first_bytes(one, other):  # type: ignore[no-untyped-def]
    """How many of eight bytes are the same before one differs."""
    return trailing(one ^ other) >> np.uint64(3)


@inlined
def _from(near, far, begin):  # type: ignore[no-untyped-def]
    """Eight of sixteen bytes, from number `begin` on (up to 15), filled up with zeros."""
    shift = np.uint64(8) * (begin & np.uint64(7))
    both = near >> shift | (far << np.uint64(1)) << (np.uint64(63) - shift)
    return far >> shift if begin >= np.uint64(8) else both


@inlined
def _beyond(near, far, other_near, other_far, same):  # type: ignore[no-untyped-def]
    """How many of sixteen bytes agree beyond the first that does not, if `same` agree before it."""
    at = min(same, np.uint64(SIDE - 2))
    a, b = _from(near, far, at), _from(other_near, other_far, at)
    at += np.uint64(1)
    a_next, b_next = _from(near, far, at), _from(other_near, other_far, at)
    most = np.uint64(SIDE - 1) - min(same, np.uint64(SIDE - 1))
    more = _bytes_same(a_next, b_next) + min(most, np.uint64(8)) - np.uint64(8)  # zeros agree, too
    more = max(more, _first_bytes(a_next, b_next))
    more = min(max(more, max(_first_bytes(a_next, b), _first_bytes(a, b_next))), most)
    return more if more >= np.uint64(RESYNC) else np.uint64(0)


@inlined
def _look(soft, place, around, n):  # type: ignore[no-untyped-def]
    """Put the sixteen bytes before and behind a place, each read away from it, beside those of other places."""
    around[0, n] = turned(eight_bytes(soft, place + GRAM))
    around[1, n] = turned(eight_bytes(soft, place))
    around[2, n] = eight_bytes(soft, place + SIDE + GRAM)
    around[3, n] = eight_bytes(soft, place + SIDE + 2 * GRAM)


@inlined
def _glance(around, count, here, seen):  # type: ignore[no-untyped-def]
    """How many characters agree before a place and one of others, behind it, and beyond a change on both sides."""
    near, far, next_near, next_far = here
    eight = np.uint64(8)
    for n in range(count):
        left = _first_bytes(near, around[0, n])
        left += _first_bytes(far, around[1, n]) if left == eight else np.uint64(0)
        right = _first_bytes(next_near, around[2, n])
        right += _first_bytes(next_far, around[3, n]) if right == eight else np.uint64(0)
        seen[0, n], seen[1, n] = left, right
        seen[2, n] = _beyond(near, far, around[0, n], around[1, n], left)
        seen[2, n] += _beyond(next_near, next_far, around[2, n], around[3, n], right)


@inlined
def room_for_prices():  # type: ignore[no-untyped-def]
    return np.zeros(PRICES, np.uint64), np.empty((2, PRICES)), room_to_price()


@inlined
def promising(one, a, other, b, slopes, model, prices, need):  # type: ignore[no-untyped-def]
    """How many characters agree before two places, if what is around them may be worth so many bits, else -1.

    `prices` is room for what runs cost, by their characters: the same run often comes again.
    """
    right = run_right(one, a, other, b)
    if right < GRAM:
        return -1
    left = run_left(one, a, other, b)
    before = glance(one, a - left - 1, other, b - left - 1, -1)
    after = glance(one, a + right, other, b + right, 1)
    run = left + right
    if run < SHORTEST:
        near = run + (before if before >= RESYNC else 0) + (after if after >= RESYNC else 0)
        if near < NEAR:
            return -1
    if need > 0.0:
        bits = BEYOND * (before + after) + SLACK - need
        if len(slopes) and bits - ROUGH + about(slopes, a - left, a + right) < 0.0:
            return -1
        key = run_hash(one, a - left, run)
        slot = key & np.uint64(PRICES - 1)
        keys, costs, known = prices
        if keys[slot] != key or costs[1, slot] <= costs[0, slot] < -bits:
            keys[slot], costs[1, slot] = key, -bits
            costs[0, slot] = price(one, a - left, a + right, model[0], model[2], known, -bits, 0)
        if costs[0, slot] < -bits:
            return -1
    return left


@inlined
def _deserves(soft, slopes, few, longer, need, a, b, left, right, more):  # type: ignore[no-untyped-def]
    """Whether two places deserve to be laid against each other; `left`, `right` and `more` as seen at a glance."""
    run = GRAM + left + right
    if run < SHORTEST and run + more < NEAR:
        return False
    if need < 0.0:
        return True
    if any_few(few, a - left, a + right + 1 if longer else a):
        return False
    if left == SIDE:
        more += GRAM
        while soft[a - left - 1 + SIDE] == soft[b - left - 1 + SIDE] and soft[a - left - 1 + SIDE] != 0:
            left += 1
    if right == SIDE:
        more += GRAM
        while (
            soft[a + GRAM + right + SIDE] == soft[b + GRAM + right + SIDE]
            and soft[a + GRAM + right + SIDE] != 0
        ):
            right += 1
    return BEYOND * more + UNSEEN - need + about(slopes, a - left, a + GRAM + right) >= 0.0


@inlined
def _laid(units, slopes, starts, jumps, waiting, count, model, prices, needs, out, found):  # type: ignore[no-untyped-def]
    """Lay places against each other that wait for it: all are touched before any is compared."""
    touched = np.uint32(0)
    for n in range(count):
        a, b = waiting[0, n], waiting[1, n]
        touched += np.uint32(units[a]) + np.uint32(units[b]) + jumps[a >> 8]
        touched += np.uint32(slopes[a]) if len(slopes) else np.uint32(0)
    waiting[0, count] = touched  # so that it is not thought idle
    for n in range(count):
        a, b = waiting[0, n], waiting[1, n]
        doc = document(starts, jumps, a)
        if b < starts[doc + 1]:
            continue
        left = promising(units, a, units, b, slopes, model, prices, needs[doc])
        if left >= 0:
            if found < len(out):
                out[found] = np.uint64(a - left) << np.uint64(32) | np.uint64(b - left)
            found += 1
    return found


@compiled
def shared(units, soft, slopes, starts, jumps, places, limit, few, longer, least, needs, model, out):  # type: ignore[no-untyped-def]
    """Starts of runs that two documents share, the earlier place in the upper half; returns how many there are.

    `places` are those of one part, in order of eight characters or `longer` runs; `needs` has for each document the
    bits that a passage must be worth, `least` is the least of them.  If that is not negative, runs are passed over
    where another place in them tells of them.  If there are more than `out` can hold, call again with more room.
    """
    found = begin = count = 0
    touched = np.uint64(0)
    size = len(places)
    most = limit * REPEATS
    first, around = np.empty(most, np.int64), np.empty((4, most + 1), np.uint64)
    here, seen = np.empty((4, 1), np.uint64), np.empty((3, most), np.uint64)
    waiting = np.empty((2, WAITING + most + 1), np.int64)
    prices = room_for_prices()
    while begin < size:
        end = begin + 1
        while end < size and places[end] >> np.uint64(32) == places[begin] >> np.uint64(32):
            end += 1
        many = end - begin > limit
        if end - begin < 2 or (many and has_more(starts, jumps, places, begin, end, limit)):
            begin = end
            continue
        group = repeated = 0
        until = np.int64(-1)
        for n in range(begin, end):  # at most so many of one document
            place = np.int64(places[n] & LOWER)
            if many and place >= until:
                until, repeated = np.int64(starts[document(starts, jumps, place) + 1]), 0
            if not many or repeated < REPEATS:
                first[group] = place
                _look(soft, place, around, group)
                touched += np.uint64(few[place >> 3]) + (np.uint64(slopes[place]) if len(slopes) else touched)
                group += 1
            repeated += 1
        around[0, group] = touched  # looked at by now, and so near at hand
        repeated = 0
        until = np.int64(-1)
        for n in range(begin, end):  # all, or the first of each document, against those before
            place = np.int64(places[n] & LOWER)
            before = n - begin
            if many:
                if place >= until:
                    until, repeated = np.int64(starts[document(starts, jumps, place) + 1]), 0
                repeated += 1
                before = group
                while repeated <= REPEATS and before > 0 and first[before - 1] >= place:  # every two once
                    before -= 1
                _look(soft, place, here, 0)
                _glance(around, before, (here[0, 0], here[1, 0], here[2, 0], here[3, 0]), seen)
            else:
                now = (around[0, before], around[1, before], around[2, before], around[3, before])
                _glance(around, before, now, seen)
            for m in range(before):
                a, b = min(place, first[m]), max(place, first[m])
                left, right, more = np.int64(seen[0, m]), np.int64(seen[1, m]), np.int64(seen[2, m])
                waiting[0, count], waiting[1, count] = a, b
                count += _deserves(soft, slopes, few, longer, least, a, b, left, right, more)
            if count >= WAITING:
                found = _laid(units, slopes, starts, jumps, waiting, count, model, prices, needs, out, found)
                count = 0
        begin = end
    return _laid(units, slopes, starts, jumps, waiting, count, model, prices, needs, out, found)
