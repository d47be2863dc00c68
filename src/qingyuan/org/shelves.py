"""Permissions: each room leaves the names of its acts here, and which role reaches how far with them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from qingyuan.kit.shelf import Shelf
from qingyuan.kit.words import Words
from qingyuan.org.kinds import Reach, Role


@dataclass(frozen=True)
class Permission:
    """``name`` is also the rule's and the act's name in the trail; who is not in ``reach`` has nothing."""

    name: str
    words: Words
    reach: Mapping[Role, Reach]


permissions: Shelf[Permission] = Shelf("permissions")

keepers: Shelf[str] = Shelf("keepers")
"""By the name of a setting that a room above keeps: the permission that it takes to change it."""


def permit(name: str, words: Words, reach: Mapping[Role, Reach], settings: Sequence[str] = ()) -> None:
    """Leave one permission. What nobody left, nobody may do. ``settings``: those of the room that it may change."""
    permissions.put(name, Permission(name, words, dict(reach)))
    for setting in settings:
        keepers.put(setting, name)
