"""What rooms above leave for the campaign's pages: figures for a gate, and what became of what it told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from qingyuan.kit.shelf import Shelf
from qingyuan.kit.words import Words


@dataclass(frozen=True)
class GateFigure:
    """One figure of a gate report: ``part`` of ``whole`` (a plain count where ``whole`` is None)."""

    words: Words
    part: int
    whole: int | None = None
    url: str = ""


@dataclass(frozen=True)
class Followed:
    """What became of something: state in words, the address of the matter, and whether it is done."""

    words: Words
    url: str
    done: bool


GateFigures = Callable[[int, datetime], Sequence[GateFigure]]
"""From the id of a campaign and a moment to its figures."""

Follower = Callable[[Sequence[int]], Mapping[int, Followed]]
"""From ids of things of one kind to what became of those that are followed. One call a page, never one a row."""

gate_figures: Shelf[GateFigures] = Shelf("gate_figures")
followers: Shelf[Follower] = Shelf("followers")
"""Under the values of ``kinds.Followable``."""
