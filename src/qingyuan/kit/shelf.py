"""A shelf: upper rooms leave things under a name, lower rooms find them at run time."""

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Shelf(Generic[T]):
    """Named things in the order they were left. The same name twice is a mistake in wiring.

    >>> jars = Shelf[int]("jars")
    >>> jars.put("plum", 3)
    >>> jars.get("plum"), jars.get("pear"), list(jars)
    (3, None, ['plum'])
    """

    def __init__(self, name: str) -> None:
        self.name = name
        self._things: dict[str, T] = {}

    def put(self, key: str, thing: T) -> None:
        if self._things.get(key, thing) != thing:
            raise LookupError(f"the shelf {self.name!r} already holds another {key!r}")
        self._things[key] = thing

    def get(self, key: str) -> T | None:
        return self._things.get(key)

    def __getitem__(self, key: str) -> T:
        return self._things[key]

    def __contains__(self, key: object) -> bool:
        return key in self._things

    def __iter__(self) -> Iterator[str]:
        return iter(self._things)

    def values(self) -> list[T]:
        return list(self._things.values())
