"""What a character costs that nobody copied: a model of the collection's own language, in bits.

Counts of runs of one to five characters in a sample of the collection, hashed into one table; the probability of a
character after four others is mixed from short contexts to long ones, a context trusted the less the more different
characters followed it (I. H. Witten and T. C. Bell, IEEE Trans. Inf. Theory 37, 1991, method C).  What stands in a
formula is nearly certain after its first characters and so costs next to nothing; what two people would hardly write
alike by chance costs three bits and more a character.  What was copied would count as often as it was copied,
and cost as little as a formula: so what stands behind the same 24 characters is counted once, until one document in
a hundred (at most 32) had them, and what stands behind the same 64 is counted once for all.  The two
texts that are compared were counted too; `own` takes their share off again.
"""

from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._compiled import compiled, inlined, trailing

ORDER = 5
FULL = 2  # cells for each character that is counted, about
AHEAD = 16  # characters whose cells are touched before they are priced
BLOCK = 256  # characters whose cells are touched before they are counted
MIXER = np.uint64(0x9E3779B97F4A7C15)
COUNT, KINDS = np.uint32(0xFFFFFF), np.uint32(0xFF000000)
HALVES = (0, 1)
THREE_BITS, FINE = 20, 16
SHORT, LONG, MANY = 24, 64, 32
MOST = 12.0  # bits for one character
LEAST = 2.0**-MOST
UNKNOWN = np.uint8(MOST * FINE)
SAMPLE, SPARSE = 4_000_000, 32  # characters; at least one document in so many
Array = NDArray[Any]


@dataclass(frozen=True)
class Model:
    """The counts: how often a run occurs in the lower 24 bits, how many characters follow it in the upper 8."""

    cells: Array
    rough: Array  # about what the third of three characters costs, in sixteenths of a bit, by a hash of them
    share: float  # of the collection that was counted

    def of(self, texts: int) -> tuple[Array, Array, float]:
        """The model for a comparison of so many texts of the collection: how often they were counted goes last."""
        return self.cells, self.rough, texts * self.share


def learn(units: Array, starts: Array, pool: Executor) -> Model:
    """Count a sample of documents, each half of the cells on its own."""
    step = max(1, min(int(starts[-1]) // SAMPLE, SPARSE))
    chosen = np.arange(0, len(starts) - 1, step)
    size = int(starts[-1]) // step * FULL
    cells = np.zeros((1 << max(20, size.bit_length() - 1)) + 1, np.uint32)
    copies = max(1, round(min(MANY, max(2, (len(starts) - 1) // 100)) / step))
    model = Model(cells, np.full(1 << THREE_BITS, UNKNOWN, np.uint8), 1 / step)
    own = 2 * model.share

    def count(half: int) -> Array:
        far = np.empty(len(cells) // 2, np.uint32)
        return far[: _count(units, starts, chosen, cells, copies, half, far)]

    def rest(half: int) -> None:
        _add_kinds(cells, far[1 - half])

    far = list(pool.map(count, HALVES))
    list(pool.map(rest, HALVES))
    list(pool.map(lambda half: _rough(units, starts, chosen, cells, own, half, model.rough), HALVES))
    return model


@inlined
def _shift(cells):  # type: ignore[no-untyped-def]
    """By how much a mixed number of 64 bits is shifted to make a cell of it; the last cell counts all characters."""
    return np.uint64(64) - trailing(np.uint64(len(cells) - 1))


@inlined
def _add_kind(cells, slot):  # type: ignore[no-untyped-def]
    cells[slot] += np.uint32((cells[slot] < KINDS) << 24)


@compiled
def _add_kinds(cells, slots):  # type: ignore[no-untyped-def]
    """Count one more kind of character behind each of these."""
    for n in range(len(slots)):
        _add_kind(cells, slots[n])


@compiled
def _count(units, starts, chosen, cells, copies, half, far):  # type: ignore[no-untyped-def]
    """Count what has its cell in one half; what is new behind a cell of the other half is written to `far`."""
    shift, all_of_them = _shift(cells), len(cells) - 1
    which = np.uint64(63) - shift  # the bit that tells the half
    far_short = far_long = np.uint64(1)
    for _n in range(SHORT):
        far_short *= MIXER
    for _n in range(LONG):
        far_long *= MIXER
    seen = np.zeros(1 << 24, np.uint8)
    slots, contexts = np.empty(BLOCK * ORDER + 2, np.uint32), np.empty(BLOCK * ORDER + 2, np.uint32)
    behind = np.empty(ORDER + 1, np.uint64)  # the cells of what ends with the character before
    mine = np.uint64(half)
    written = counted = 0
    for doc in chosen:
        begin: Any = np.int64(starts[doc])
        end: Any = np.int64(starts[doc + 1]) - 1
        short = long = np.uint64(0)
        copied = False
        behind[:] = all_of_them
        for first in range(begin, end, BLOCK):
            waiting = 0
            for at in range(first, min(end, first + BLOCK)):
                short = short * MIXER + np.uint64(units[at])
                long = long * MIXER + np.uint64(units[at])
                if at - begin >= SHORT:
                    short -= far_short * np.uint64(units[at - SHORT])
                if at - begin >= LONG:
                    long -= far_long * np.uint64(units[at - LONG])
                if at - begin >= SHORT and (short ^ short >> np.uint64(32)) & np.uint64(7) == 0:
                    place = np.int64((short * np.uint64(0xD6E8FEB86659FD93)) >> np.uint64(40))
                    times = seen[place] & 127
                    seen[place] += times < 127
                    copied = 0 < times < copies
                    if at - begin >= LONG:
                        place = np.int64((long * np.uint64(0xBF58476D1CE4E5B9)) >> np.uint64(40))
                        copied = copied or seen[place] >= 128
                        seen[place] |= 128
                counted += not copied
                mixed, context = np.uint64(0), np.uint64(all_of_them)
                for size in range(1, min(ORDER, at - begin + 1) + 1):
                    mixed = (mixed ^ np.uint64(units[at - size + 1]) + np.uint64(size)) * MIXER
                    slot = mixed >> shift
                    slots[waiting], contexts[waiting] = slot, context
                    waiting += (slot >> which & np.uint64(1) == mine) & (not copied)
                    context, behind[size] = behind[size], slot
            touched = np.uint32(0)
            for n in range(waiting):
                touched += cells[slots[n]]
            slots[waiting] = touched  # so that it is not thought idle
            for n in range(waiting):
                slot = slots[n]
                if cells[slot] & COUNT == 0:
                    context = np.uint64(contexts[n])
                    if context >> which & np.uint64(1) == mine:
                        _add_kind(cells, context)
                    else:
                        far[written] = context
                        written += 1
                cells[slot] += cells[slot] & COUNT < COUNT
    if half == 0:
        cells[all_of_them] += np.uint32(counted)
    return written


@inlined
def _three(units, at):  # type: ignore[no-untyped-def]
    mixed = np.uint64(units[at - 2]) << np.uint64(32) | np.uint64(units[at - 1]) << np.uint64(16)
    return np.int64(((mixed | np.uint64(units[at])) * MIXER) >> np.uint64(64 - THREE_BITS))


@compiled
def _rough(units, starts, chosen, cells, own, half, rough):  # type: ignore[no-untyped-def]
    shift = _shift(cells)
    for doc in chosen:
        for at in range(np.int64(starts[doc]) + 2, np.int64(starts[doc + 1]) - 1):
            three = _three(units, at)
            if three >> (THREE_BITS - 1) != half or rough[three] != UNKNOWN:
                continue
            mixed = before = np.uint64(0)
            for size in range(1, 4):
                mixed = (mixed ^ np.uint64(units[at - size + 1]) + np.uint64(size)) * MIXER
                if size < 3:
                    before = (before ^ np.uint64(units[at - size]) + np.uint64(size)) * MIXER
            times = np.float64(cells[np.int64(mixed >> shift)] & COUNT) - own
            whole = np.float64(cells[np.int64(before >> shift)] & COUNT)
            if times > 0.0:
                rough[three] = np.uint8(min(MOST, np.log2(max(1.0, whole / times))) * FINE)


@compiled
def slope(units, begin, end, rough, out):  # type: ignore[no-untyped-def]
    """For every place the bits, about, of all characters up to it, modulo 256."""
    total = 0
    for at in range(max(2, begin), end):
        total += min(rough[_three(units, at)], np.uint8(10 * FINE))
        out[at] = np.uint8(total // FINE & 255)


@inlined
def about(slopes, begin, end):  # type: ignore[no-untyped-def]
    """What a run costs, about and rather too much; quick."""
    bits = 20.0  # the first two
    at = begin + 1
    while at < end - 1:
        following = min(at + 24, end - 1)
        bits += np.float64(np.uint8(slopes[following] - slopes[at]))
        at = following
    return bits


@inlined
def room_to_price():  # type: ignore[no-untyped-def]
    """Room for the cells that the last contexts have and for the places of those that come next."""
    return np.empty(ORDER + 2 + AHEAD * ORDER, np.int64)


@inlined
def _look_ahead(units, begin, end, cells, shift, room):  # type: ignore[no-untyped-def]
    """Write which cells some characters need, and touch them."""
    touched, n = np.uint32(0), ORDER + 2
    for at in range(begin, end):
        mixed = np.uint64(0)
        for size in range(1, ORDER + 1):
            mixed = (mixed ^ np.uint64(units[at - size + 1]) + np.uint64(size)) * MIXER
            slot = np.int64(mixed >> shift)
            room[n] = slot
            touched += cells[slot]
            n += 1
    room[ORDER + 1] = touched  # so that it is not thought idle


@inlined
def price(units, begin, end, cells, own, room, most, before):  # type: ignore[no-untyped-def]
    """The bits that the characters from `begin` up to `end` cost, each after those before it; counted up to `most`.

    Of what stands before `begin`, so many characters are taken into account: none where two texts begin to agree, for
    one of them was cut there.  `room` is of `room_to_price`.
    """
    bits, product, shift = 0.0, 1.0, _shift(cells)
    enough = 2.0 ** -max(1.0, min(most, 900.0))
    room[: ORDER + 1] = 0
    room[0] = np.int64(cells[len(cells) - 1])
    first = max(1, begin - before)
    for at in range(first, end):
        step = (at - first) % AHEAD
        if step == 0:
            _look_ahead(units, at, min(end, at + AHEAD), cells, shift, room)
        chance = 1.0 / 8192.0
        cell_before = np.uint32(room[0])
        for size in range(1, ORDER + 1):
            total = np.float64(cell_before & COUNT) - own
            if total <= 0.0:  # so it is for all longer contexts, and for those of the next character
                room[size] = 0
                break
            cell = cells[room[ORDER + 1 + step * ORDER + size]]
            kinds = max(1.0, np.float64(cell_before >> np.uint32(24)))
            seen = min(total, max(0.0, np.float64(cell & COUNT) - own))
            chance = (seen + kinds * chance) / (total + kinds)
            cell_before = np.uint32(room[size])
            room[size] = np.int64(cell)
        if at < begin:
            continue
        product *= max(chance, LEAST)
        if product <= enough:
            bits -= np.log2(product)
            product = 1.0
            if bits >= most:
                break
    return bits - np.log2(product)
