"""What higher rooms offer to do with an approved warning case."""

from dataclasses import dataclass

from qingyuan.kit.shelf import Shelf
from qingyuan.kit.words import Words


@dataclass(frozen=True)
class CaseUse:
    """A button on an approved case: ``address`` takes the case's id, for who holds ``permission`` somewhere."""

    words: Words
    icon: str
    address: str
    permission: str


case_uses: Shelf[CaseUse] = Shelf("case_uses")
