"""What rooms above leave for the page of a matter: what was told of it, and what followed for people."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from qingyuan.kit.shelf import Shelf
from qingyuan.kit.words import Words
from qingyuan.matters.api import Matter
from qingyuan.org.api import Person


@dataclass(frozen=True)
class Mention:
    """One line: ``kind`` is "bulletin", "outcome" or "missing" (an outcome that has yet to be recorded)."""

    kind: str
    words: Words
    url: str = ""
    on: date | None = None


Mentions = Callable[[Matter, Person, datetime], list[Mention]]
"""From a matter that the reader sees to what he may see of it elsewhere, in a fixed number of queries."""

mentions: Shelf[Mentions] = Shelf("mentions")
