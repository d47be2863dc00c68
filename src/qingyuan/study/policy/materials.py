"""What may be handed out and counted."""

from collections.abc import Iterable
from dataclasses import dataclass

AT_MOST = 20_000  # copies in one handout: a figure beside the right one is a slip of the pen


@dataclass(frozen=True)
class Counted:
    """One handout in numbers; ``received`` None: nobody has counted yet."""

    quantity: int
    received: int | None = None


@dataclass(frozen=True)
class Sum:
    """What became of several handouts: ``quantity`` = ``received`` + ``short`` + ``waiting``, always."""

    quantity: int = 0
    received: int = 0
    short: int = 0
    waiting: int = 0

    def __add__(self, other: "Sum") -> "Sum":
        return Sum(
            self.quantity + other.quantity,
            self.received + other.received,
            self.short + other.short,
            self.waiting + other.waiting,
        )


def summed(handouts: Iterable[Counted]) -> Sum:
    """The sum of handouts.

    >>> summed([Counted(10, 8), Counted(5)])
    Sum(quantity=15, received=8, short=2, waiting=5)
    """
    found = Sum()
    for one in handouts:
        if one.received is None:
            found += Sum(one.quantity, waiting=one.quantity)
        else:
            found += Sum(one.quantity, one.received, one.quantity - one.received)
    return found


def receiving_fault(quantity: int, before: int | None, received: int, words: str) -> str:
    """What is wrong with a count, or nothing: a later count only finds more, and fewer than handed out says why."""
    if received < 0 or received > quantity:
        return "too_many"
    if before is not None and received <= before:
        return "not_more" if before < quantity else "counted"
    return "no_words" if received < quantity and not words.strip() else ""
