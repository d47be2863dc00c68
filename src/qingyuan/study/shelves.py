"""What others leave for pages of study: somebody's calendar, what was published, uses of a warning case."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from qingyuan.kit.shelf import Shelf
from qingyuan.kit.words import Words

if TYPE_CHECKING:
    from qingyuan.org.api import Person


@dataclass(frozen=True)
class Item:
    """One thing in somebody's calendar. ``key``: the same for the same thing for ever, as ``event-12``.

    ``starts`` with a time: a zone-aware moment, and ``ends`` with it; a date: all of that day up to ``ends``, which is
    included. Title, time and place; no names, no content.
    """

    key: str
    starts: date | datetime
    title: Words
    place: str = ""
    ends: date | datetime | None = None


@dataclass(frozen=True)
class Published:
    """Something that everybody may read. ``ref``: what it is, as ``answer:12``."""

    ref: str
    title: str
    on: date
    address: str


calendar: Shelf[Callable[["Person", date, date, datetime], Iterable[Item]]] = Shelf("calendar")
"""(person, first day, last day, now) -> what concerns him on these days. One call a page, few queries."""
published: Shelf[Callable[["Person", datetime], Iterable[Published]]] = Shelf("published")
"""(reader, now) -> results that were published, latest first."""


@dataclass(frozen=True)
class CaseUse:
    """A button on an approved case: ``address`` takes the case's id, for who holds ``permission`` somewhere."""

    words: Words
    icon: str
    address: str
    permission: str


case_uses: Shelf[CaseUse] = Shelf("case_uses")
