"""Facts go down to nobody in particular: a room tells what happened, rooms above it hear.

``during``: inside the teller's transaction, and an error there undoes the act.
``after``: once it is committed, and never if it is not.
"""

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any, Literal, TypeVar

from django.db import transaction

F = TypeVar("F")
When = Literal["during", "after"]

_hearers: dict[type, list[tuple[Callable[[Any], None], When]]] = defaultdict(list)


def hear(fact: type[F], hearer: Callable[[F], None], *, when: When = "during") -> None:
    """Have ``hearer`` called for each fact of this type; hearing twice is hearing once."""
    if (hearer, when) not in _hearers[fact]:
        _hearers[fact].append((hearer, when))


def tell(fact: object) -> None:
    """Tell a fact to all who hear it, in the order they subscribed."""
    for hearer, when in _hearers[type(fact)]:
        if when == "during":
            hearer(fact)
        else:
            transaction.on_commit(partial(hearer, fact))
