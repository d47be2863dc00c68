"""Spot checks, as they must be argued about (监察法 art. 40: check and spot check; rule T7).

1. Chance draws, not the checker: the seed comes from the record of acts as it stood when the quarter had ended, which
   nobody could choose. With seed and population the same sample is drawn again by anybody.
2. A share of what there was, and never fewer than three where there are three.
3. Nobody checks what he handled, approved or wrote himself, and nobody what does not exist for him.
4. What is found goes on the ledger, with a unit and a deadline, hidden from whom the piece is about.
"""

from collections.abc import Iterable, Sequence
from hashlib import sha256

LEAST = 3


def size_of(population: int, share: int) -> int:
    """How many are drawn, out of so many, at a share in percent (rule 2).

    >>> size_of(96, 10), size_of(20, 10), size_of(2, 10), size_of(0, 10)
    (10, 3, 2, 0)
    """
    return min(population, max(LEAST, -(-population * share // 100)))


def draw(seed: str, refs: Iterable[int], size: int) -> list[int]:
    """So many of these, in the order of SHA-256 over seed and number: the same for the same seed, whatever the order.

    >>> draw("ab", [3, 1, 2], 2) == draw("ab", [1, 2, 3], 2)
    True
    """
    return sorted(set(refs), key=lambda ref: sha256(f"{seed}:{ref}".encode()).digest())[:size]


def seed_of(checkpoint: str, unit_code: str, what: str, begins_on: str) -> str:
    """The seed of one unit's sample: the record's signed state, and what is drawn for whom (rule 1)."""
    return sha256("\n".join((checkpoint, unit_code, what, begins_on)).encode()).hexdigest()


def own_work(checker_id: int, part: Sequence[int | None]) -> bool:
    """Whether somebody had a part in what he would check (rule 3)."""
    return checker_id in part
