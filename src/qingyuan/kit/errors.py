"""Refusals: what was asked cannot be done, said to the person, with every reason at once."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from qingyuan.kit.words import Words


@dataclasses.dataclass(frozen=True)
class Reason:
    """One reason: a stable code, words for the person, and the form field it belongs to, if any."""

    code: str
    words: Words
    field: str = ""
    params: dict[str, Any] = dataclasses.field(default_factory=dict)

    def __str__(self) -> str:
        return str(self.words) % self.params if self.params else str(self.words)


class Refused(Exception):
    """An anticipated failure. Carries all reasons; changes nothing; is never a traceback."""

    def __init__(self, reasons: Sequence[Reason] | Reason) -> None:
        self.reasons: tuple[Reason, ...] = (reasons,) if isinstance(reasons, Reason) else tuple(reasons)
        super().__init__("; ".join(str(reason) for reason in self.reasons))


class Forbidden(Refused):
    """The person may see the thing but may not do this to it."""


class Missing(Refused):
    """The thing does not exist, or does not exist for this person: the two look the same."""
