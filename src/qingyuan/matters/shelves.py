"""Sources: rooms that open matters leave here how to describe them, where they live, and their own vetoes."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qingyuan.kit.errors import Reason
from qingyuan.kit.shelf import Shelf
from qingyuan.kit.words import Words


@dataclass(frozen=True)
class Source:
    """``address`` turns a ``source_ref`` into the page it came from; ``gaps`` adds reasons against closing.

    A source may veto a closing; it can never permit one. ``circle``: for matters that exist only for a closed
    circle, from a person's id and the moment to the ``source_ref`` of those that exist for him (a subquery).
    """

    words: Words
    address: Callable[[str], str] = lambda ref: ""
    gaps: Callable[[int], list[Reason]] = lambda matter_id: []
    circle: Callable[[int, datetime], Any] | None = None


sources: Shelf[Source] = Shelf("sources")

vetoes: Shelf[Callable[[int], list[Reason]]] = Shelf("vetoes")
"""By room: reasons against closing a matter (by its id), whatever its source; nothing, if it is none of the room's."""

belongings: Shelf[Callable[[Collection[int]], Mapping[int, str]]] = Shelf("belongings")
"""By room: what of its own belongs to matters for good, by id, in one spelling; it is held together with the matter."""

pages: Shelf[Callable[[int], str]] = Shelf("pages")
"""Under "matter": from the id of a matter to the address of its page, left by the room that has the page."""
