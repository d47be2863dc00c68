"""What upper rooms leave here: their own forms, what is known already, names of sources, measures."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from qingyuan.burden.kinds import Filler, Frequency
from qingyuan.kit.shelf import Shelf
from qingyuan.kit.words import Words


@dataclass(frozen=True)
class OwnForm:
    """A form that a room brings with it: what its passport says when the office registers it. ``still``: what is
    entered all the same when it is stopped, since somebody's safety or a clock of the law hangs on it.
    """

    name: Words
    purpose: Words
    basis: Words
    filler: Filler
    frequency: Frequency
    minutes: int
    still: Words = ""


@dataclass(frozen=True)
class Measure:
    """A figure beside the minutes: ``part`` of ``whole`` as a share, or their quotient; ``most``: the cap, if any."""

    words: Words
    part: int
    whole: int
    most: int | None = None
    share: bool = False

    @property
    def mean(self) -> float:
        return self.part / self.whole if self.whole else 0.0


own_forms: Shelf[OwnForm] = Shelf("own_forms")
"""By the code under which minutes are measured ("inspection.answer")."""

known: Shelf[Callable[[Any, datetime], str]] = Shelf("known")
"""By the code of a field: its value for a unit on a day, so that nobody types it; empty where there is none."""

named: Shelf[Words] = Shelf("named")
"""By the source of minutes that is no form ("study.session"): what it is called where the time went."""

measures: Shelf[Callable[[Sequence[str], datetime], Measure | None]] = Shelf("measures")
"""By name: a figure of the units below some places of the tree (paths), for the page of the meter."""
