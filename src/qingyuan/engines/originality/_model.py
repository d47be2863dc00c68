"""What a character costs that nobody copied: a model of the collection's own language, in bits.

Counts of runs of one to five characters in a sample of the collection, hashed into one table; the probability of a
character after four others is mixed from short contexts to long ones, a context trusted the less the more different
characters followed it (I. H. Witten and T. C. Bell, IEEE Trans. Inf. Theory 37, 1991, method C).  What stands in a
formula is nearly certain after its first characters and so costs next to nothing; what two people would hardly write
alike by chance costs three bits and more a character.  The two texts that are compared were counted too; `own` takes
their share off again.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._compiled import compiled, inlined

ORDER = 5
SLOTS = 1 << 23
SHIFT = np.uint64(64 - 23)
MIXER = np.uint64(0x9E3779B97F4A7C15)
COUNT = np.uint32(0xFFFFFF)
THREE_BITS, FINE = 20, 16
MOST = 12.0  # bits for one character
SAMPLE = 8_000_000  # characters
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


def learn(units: Array, starts: Array) -> Model:
    """Count a sample of documents."""
    cells = np.zeros(SLOTS + 1, np.uint32)
    step = max(1, int(starts[-1]) // SAMPLE)
    chosen = np.arange(0, len(starts) - 1, step)
    _count(units, starts, chosen, cells)
    model = Model(cells, np.full(1 << THREE_BITS, MOST * FINE, np.uint8), 1 / step)
    _rough(units, starts, chosen, cells, 2 * model.share, model.rough)
    return model


@compiled
def _count(units, starts, chosen, cells):  # type: ignore[no-untyped-def]
    one, full = np.uint32(1), np.uint32(255)
    for doc in chosen:
        begin, end = np.int64(starts[doc]), np.int64(starts[doc + 1]) - 1
        for at in range(begin, end):
            mixed = before = np.uint64(0)
            most = ORDER if at - begin >= ORDER else at - begin + 1
            for size in range(1, most + 1):
                mixed = (mixed ^ np.uint64(units[at - size + 1]) + np.uint64(size)) * MIXER
                if size > 1:
                    before = (before ^ np.uint64(units[at - size + 1]) + np.uint64(size - 1)) * MIXER
                slot = np.int64(mixed >> SHIFT)
                if cells[slot] & COUNT == 0:
                    context = np.int64(before >> SHIFT) if size > 1 else SLOTS
                    if cells[context] >> np.uint32(24) < full:
                        cells[context] += one << np.uint32(24)
                if cells[slot] & COUNT < COUNT:
                    cells[slot] += one
        if end > begin:
            cells[SLOTS] += np.uint32(end - begin)


@inlined
def _three(units, at):  # type: ignore[no-untyped-def]
    mixed = np.uint64(units[at - 2]) << np.uint64(32) | np.uint64(units[at - 1]) << np.uint64(16)
    return np.int64(((mixed | np.uint64(units[at])) * MIXER) >> np.uint64(64 - THREE_BITS))


@compiled
def _rough(units, starts, chosen, cells, own, rough):  # type: ignore[no-untyped-def]
    for doc in chosen:
        for at in range(np.int64(starts[doc]) + 2, np.int64(starts[doc + 1]) - 1):
            mixed = before = np.uint64(0)
            for size in range(1, 4):
                mixed = (mixed ^ np.uint64(units[at - size + 1]) + np.uint64(size)) * MIXER
                if size < 3:
                    before = (before ^ np.uint64(units[at - size]) + np.uint64(size)) * MIXER
            times = np.float64(cells[np.int64(mixed >> SHIFT)] & COUNT) - own
            whole = np.float64(cells[np.int64(before >> SHIFT)] & COUNT)
            if times > 0.0:
                rough[_three(units, at)] = np.uint8(min(MOST, np.log2(max(1.0, whole / times))) * FINE)


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
def price(units, begin, end, cells, own, known):  # type: ignore[no-untyped-def]
    """The bits that the characters from `begin` up to `end` cost, each after those before it.

    What stands before `begin` is left aside: where two texts begin to agree, one of them was cut.  `known` is room
    for as many cells as a context has lengths.
    """
    bits = 0.0
    known[:] = 0
    known[0] = cells[SLOTS]
    for at in range(begin, end):
        chance = 1.0 / 8192.0
        mixed = np.uint64(0)
        before = known[0]
        for size in range(1, ORDER + 1):
            total = np.float64(before & COUNT) - own
            if total <= 0.0:  # so it is for all longer contexts, and for those of the next character
                known[size] = 0
                break
            mixed = (mixed ^ np.uint64(units[at - size + 1]) + np.uint64(size)) * MIXER
            cell = cells[np.int64(mixed >> SHIFT)]
            kinds = max(1.0, np.float64(before >> np.uint32(24)))
            seen = min(total, max(0.0, np.float64(cell & COUNT) - own))
            chance = (seen + kinds * chance) / (total + kinds)
            before = known[size]
            known[size] = cell
        bits += min(MOST, -np.log2(chance))
    return bits
