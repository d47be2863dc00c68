"""From places that two documents share to passages, and what each is worth."""

import numpy as np

from ._align import run_right, stretch
from ._compiled import compiled, inlined
from ._crowds import document
from ._model import price, room_to_price

GAP = 24  # characters between two passages of a pair that are one for a reader
JOINT = 8.0  # what the second of them costs less, not beginning anew, in bits
PASSAGE = np.dtype(
    [
        ("one", np.uint32),
        ("other", np.uint32),
        ("begin", np.uint32),
        ("end", np.uint32),
        ("other_begin", np.uint32),
        ("other_end", np.uint32),
        ("agreed", np.uint32),
        ("longest", np.uint32),
        ("bits", np.float32),
    ]
)


@compiled
def pair_keys(starts, jumps, seeds, out):  # type: ignore[no-untyped-def]
    """The two documents of each place."""
    for n in range(len(seeds)):
        one = document(starts, jumps, np.int64(seeds[n] >> np.uint64(32)))
        other = document(starts, jumps, np.int64(seeds[n] & np.uint64(0xFFFFFFFF)))
        out[n] = np.uint64(one) << np.uint64(32) | np.uint64(other)


@compiled
def other_keys(starts, jumps, seeds, out):  # type: ignore[no-untyped-def]
    """The document of the second place of each, where the first is in a text apart."""
    for n in range(len(seeds)):
        out[n] = np.uint64(document(starts, jumps, np.int64(seeds[n] & np.uint64(0xFFFFFFFF))))


@inlined
def _passage(one, a, other, b, cells, own, known, row):  # type: ignore[no-untyped-def]
    run = run_right(one, a, other, b)
    bits = price(one, a, a + run, cells, own, known, np.inf, 0)
    left_a, left_b, before, bits_before = stretch(one, a - 1, other, b - 1, -1, cells, own, known)
    right_a, right_b, after, bits_after = stretch(one, a + run, other, b + run, 1, cells, own, known)
    row.begin, row.end = a - left_a, a + run + right_a
    row.other_begin, row.other_end = b - left_b, b + run + right_b
    row.agreed, row.longest = run + before + after, run
    row.bits = bits + bits_before + bits_after


@compiled
def passages(one, other, seeds, pairs, model, out):  # type: ignore[no-untyped-def]
    """The passages of each pair, in order; `seeds` are sorted by pair and place.  Returns how many."""
    cells, _rough, own = model
    found = first = 0
    spare = np.empty(1, out.dtype)
    known = room_to_price()
    while first < len(seeds):
        last = first + 1
        while last < len(seeds) and pairs[last] == pairs[first]:
            last += 1
        opened = found
        for n in range(first, last):
            a, b = np.int64(seeds[n] >> np.uint64(32)), np.int64(seeds[n] & np.uint64(0xFFFFFFFF))
            covered = False
            for m in range(opened, found):
                row = out[m]
                if row.begin <= a < row.end and row.other_begin <= b < row.other_end:
                    covered = True
                    run = run_right(one, a, other, b) if row.longest < row.end - row.begin else 0
                    row.longest = max(row.longest, run)
                    break
            if not covered:
                row = out[found]
                _passage(one, a, other, b, cells, own, known, row)
                row.one, row.other = pairs[n] >> np.uint64(32), pairs[n] & np.uint64(0xFFFFFFFF)
                found += 1
        found = _joined(out, opened, found, spare)
        first = last
    return found


@inlined
def _joined(out, begin, end, spare):  # type: ignore[no-untyped-def]
    """Put passages of a pair that follow one another in both texts into one; returns where they end."""
    for n in range(begin + 1, end):  # few: by insertion
        m = n
        while m > begin and out[m].begin < out[m - 1].begin:
            spare[0] = out[m]
            out[m] = out[m - 1]
            out[m - 1] = spare[0]
            m -= 1
    kept = begin
    for n in range(begin + 1, end):
        last, row = out[kept], out[n]
        gap = np.int64(row.begin) - np.int64(last.end)
        other_gap = np.int64(row.other_begin) - np.int64(last.other_end)
        inside = (
            row.end <= last.end and row.other_begin >= last.other_begin and row.other_end <= last.other_end
        )
        if inside:
            continue
        if -GAP < gap <= GAP and -GAP < other_gap <= GAP and row.other_begin > last.other_begin:
            last.end = max(last.end, row.end)
            last.other_end = max(last.other_end, row.other_end)
            last.agreed += row.agreed
            last.longest = max(last.longest, row.longest)
            last.bits += max(np.float32(0), row.bits - np.float32(JOINT))
        else:
            kept += 1
            out[kept] = row
    return kept + 1 if end > begin else end
