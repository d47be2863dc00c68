"""What other rooms leave here: whose keys a self-report is sealed to, and which keys a person holds."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from qingyuan.kit.shelf import Shelf

if TYPE_CHECKING:
    from qingyuan.org.api import Person


class Reader(Protocol):
    """A key that may be sealed to: its name, whose it is, its public half (age), and the desk it serves in words."""

    @property
    def key(self) -> str: ...
    @property
    def person(self) -> int: ...
    @property
    def recipient(self) -> str: ...
    @property
    def desk(self) -> str: ...


@dataclass(frozen=True)
class Keys:
    """``about``: who may read what a person tells of himself at a moment, nobody of his own unit among them and nobody
    below him. ``held``: the names of the keys with which a person may still read."""

    about: Callable[["Person", datetime], Sequence[Reader]]
    held: Callable[["Person"], Collection[str]]


sealing: Shelf[Keys] = Shelf("sealing")
"""Under the name of the room that keeps desks and keys."""
