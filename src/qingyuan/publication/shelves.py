"""Where rooms leave facts that a document may hold: each computed for a reader, a unit and a period, never typed."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from qingyuan.kit.shelf import Shelf
from qingyuan.kit.words import Words
from qingyuan.publication.policy.writing import Fact, Value

if TYPE_CHECKING:
    from qingyuan.campaign.api import Campaign
    from qingyuan.org.api import Person, Unit


@dataclass(frozen=True)
class Question:
    """Of whom, of when, and for whom."""

    by: "Person"
    campaign: "Campaign"
    unit: "Unit"
    first_on: date
    last_on: date
    at: datetime


@dataclass(frozen=True)
class Source:
    """Facts that one question answers. ``page``: where the reader finds what they were computed from."""

    words: Words
    facts: tuple[Fact, ...]
    ask: Callable[[Question], Mapping[str, Value]]
    page: Callable[[Question], str]


facts: Shelf[Source] = Shelf("facts")
"""By the name of the source. No code stands on it twice."""
