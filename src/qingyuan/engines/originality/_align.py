"""Two texts laid against each other from a place where they agree, over changes of a character or three."""

import numpy as np

from ._compiled import inlined
from ._model import price

CHANGE = 2.0  # what a change takes off a stretch, in characters that agree
DROP = 8.0  # how far a stretch may sink below its best before it ends
RESYNC = 3  # characters that must agree after a change
EDIT_BITS = 6.0  # what it takes to say where and how a text was changed


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
    return best


@inlined
def stretch(one, i, other, j, step, cells, own, known):  # type: ignore[no-untyped-def]
    """Go on from the first characters that differ, rightwards (step 1) or leftwards (-1).

    Returns how far the best stretch goes in both texts, how many characters agree in it, and what they cost in
    bits less the changes; bits are reckoned if there are cells.
    """
    first_i, first_j = i, j
    score = best = bits = best_bits = 0.0
    agreed = best_agreed = 0
    best_i, best_j = i, j
    while True:
        choice, worth, di, dj = 0, -1e9, 0, 0
        for size in range(1, 4):
            for less in range(size + 1):
                for side in range(2):
                    a = size if side == 0 else less
                    b = less if side == 0 else size
                    if side == 1 and less == size:
                        continue
                    inside = True
                    for n in range(a):
                        inside = inside and one[i + step * n] != 0
                    for n in range(b):
                        inside = inside and other[j + step * n] != 0
                    if not inside:
                        continue
                    run = _run(one, i + step * a, other, j + step * b, step, 16)
                    value = run - CHANGE * size + (0.5 if a == b else 0.0)
                    if run >= RESYNC and value > worth:
                        choice, worth, di, dj = size, value, a, b
        if choice == 0:
            break
        i, j = i + step * di, j + step * dj
        run = _run(one, i, other, j, step, 1 << 40)
        if len(cells):
            begin = i if step > 0 else i - run + 1
            bits += price(one, begin, begin + run, cells, own, known) - EDIT_BITS * choice
        i, j = i + step * run, j + step * run
        agreed += run
        score += run - CHANGE * choice
        if score > best:
            best, best_i, best_j, best_agreed, best_bits = score, i, j, agreed, bits
        elif score < best - DROP:
            break
    return np.abs(best_i - first_i), np.abs(best_j - first_j), best_agreed, best_bits
