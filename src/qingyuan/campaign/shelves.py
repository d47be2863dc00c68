"""What rooms above leave for the campaign's pages: figures for a gate, what became of what it told, and results."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from qingyuan.kit.shelf import Shelf
from qingyuan.kit.words import Words

if TYPE_CHECKING:
    from qingyuan.org.api import Person


@dataclass(frozen=True)
class GateFigure:
    """One figure of a gate report: ``part`` of ``whole`` (a plain count where ``whole`` is None)."""

    words: Words
    part: int
    whole: int | None = None
    url: str = ""


@dataclass(frozen=True)
class Followed:
    """What became of something: state in words, the address of the matter, and whether it is done.

    Without an address the reader may not open the matter.
    """

    words: Words
    url: str
    done: bool


@dataclass(frozen=True)
class Results:
    """Matters of some tasks that a reader sees: ``closed`` of ``all``, each with the list of exactly those."""

    closed: int
    all: int
    closed_url: str
    all_url: str


GateFigures = Callable[[int, datetime], Sequence[GateFigure]]
"""From the id of a campaign and a moment to its figures."""


class Follower(Protocol):
    """From ids of things of one kind to what became of those that are followed. One call a page, never one a row.

    ``by``: who reads it at ``at``; the address is left out of what he may not open.
    """

    def __call__(
        self, ids: Sequence[int], /, *, by: "Person | None" = None, at: datetime | None = None
    ) -> Mapping[int, Followed]: ...


Resulting = Callable[["Person", datetime, int, Mapping[str, Sequence[int]]], Mapping[str, Results]]
"""From reader, moment, id of a campaign and groups of ids of its tasks to each group's results. One call a page."""

gate_figures: Shelf[GateFigures] = Shelf("gate_figures")
followers: Shelf[Follower] = Shelf("followers")
"""Under the values of ``kinds.Followable``."""
results: Shelf[Resulting] = Shelf("results")
"""Under "tasks": left by the room that has the list of matters."""
