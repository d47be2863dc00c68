"""Two texts laid against each other from a place where they agree, over changes of a character or three."""

import numpy as np

from ._compiled import inlined
from ._model import ORDER, price

CHANGE = 2.0  # what a change takes off a stretch, in characters that agree
DROP = 8.0  # how far a stretch may sink below its best before it ends
SHIFT = 3
WIDE = 6
RESYNC = 3  # characters that must agree after a change
CONTEXT = ORDER - 1


@inlined
def run_right(one, i, other, j):  # type: ignore[no-untyped-def]
    """How many characters agree from two places on."""
    n = 0
    while one[i + n] == other[j + n] and one[i + n] != 0:
        n += 1
    return n


@inlined
def run_left(one, i, other, j):  # type: ignore[no-untyped-def]
    """How many characters agree before two places."""
    n = 0
    while one[i - n - 1] == other[j - n - 1] and one[i - n - 1] != 0:
        n += 1
    return n


@inlined
def _run(one, i, other, j, step, most):  # type: ignore[no-untyped-def]
    n = 0
    while n < most and one[i + step * n] == other[j + step * n] and one[i + step * n] != 0:
        n += 1
    return n


@inlined
def glance(one, i, other, j, step):  # type: ignore[no-untyped-def]
    """How many characters agree beyond one change, at the least: what tells most chance runs from copies."""
    best = 0
    if one[i] == 0 or other[j] == 0:
        return best
    for n in range(4):
        a, b = (1, 1) if n == 0 else (1, 0) if n == 1 else (0, 1) if n == 2 else (2, 2)
        if n == 3 and (one[i + step] == 0 or other[j + step] == 0):
            break
        best = max(best, _run(one, i + step * a, other, j + step * b, step, 24))
    same = n = 0
    while n < 12 and one[i + step * n] != 0 and other[j + step * n] != 0:
        same += one[i + step * n] == other[j + step * n]
        n += 1
    return max(best, same)


@inlined
def stretch(one, i, other, j, step, cells, own, known):  # type: ignore[no-untyped-def]
    """Go on from the first characters that differ, rightwards (step 1) or leftwards (-1).

    After each change the way goes on where most agrees less what was changed: up to `SHIFT` characters added or
    left out, up to `WIDE` changed, with single ones between them that agree.  Returns how far the best stretch goes
    in both texts, how many characters agree in it, and what its runs cost in bits, after what stands before them in the
    text where they are the cheaper (a change in a formula makes nothing of it that is anybody's own).
    """
    first_i, first_j = i, j
    score = best = bits = best_bits = 0.0
    agreed = best_agreed = 0
    best_i, best_j = i, j
    while True:
        ahead = behind = 0  # characters before a text ends
        while ahead < WIDE + SHIFT and one[i + step * ahead] != 0:
            ahead += 1
        while behind < WIDE + SHIFT and other[j + step * behind] != 0:
            behind += 1
        worth, di, dj, changed, same = -1e9, 0, 0, 0, 0
        for shift in range(-SHIFT, SHIFT + 1):
            a, b = max(shift, 0), max(-shift, 0)
            before = after = 0  # agreeing in what is passed over, before the shift and after it
            for n in range(WIDE + 1):
                if a + n > ahead or b + n > behind:
                    break
                if n > 0:
                    before += one[i + step * (n - 1)] == other[j + step * (n - 1)]
                    after += one[i + step * (a + n - 1)] == other[j + step * (b + n - 1)]
                if n == 0 and shift == 0:
                    continue
                run = _run(one, i + step * (a + n), other, j + step * (b + n), step, 16)
                kept = max(before, after)
                size = abs(shift) + n - kept
                value = run + kept - CHANGE * size + (0.5 if shift == 0 else 0.0)
                if run >= (RESYNC if size < 3 else RESYNC + 1) and value > worth:
                    worth, di, dj, changed, same = value, a + n, b + n, size, kept
        if di + dj == 0:
            break
        i, j = i + step * di, j + step * dj
        run = _run(one, i, other, j, step, 1 << 40)
        begin = i if step > 0 else i - run + 1
        other_begin = j if step > 0 else j - run + 1
        here = price(one, begin, begin + run, cells, own, known, np.inf, CONTEXT)
        there = price(other, other_begin, other_begin + run, cells, own, known, np.inf, CONTEXT)
        bits += min(here, there)
        i, j = i + step * run, j + step * run
        agreed += run + same
        score += run + same - CHANGE * changed
        if score > best:
            best, best_i, best_j, best_agreed, best_bits = score, i, j, agreed, bits
        elif score < best - DROP:
            break
    return np.abs(best_i - first_i), np.abs(best_j - first_j), best_agreed, best_bits
