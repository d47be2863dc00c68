"""The right edge of a growing tree: all that is needed to append and to know the root.

A tree of n leaves is a row of perfect subtrees, one for each 1-bit of n, the largest on the left
(RFC 9162 section 2.1.2 describes the same stack). Their roots are the frontier: at most 63 hashes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qingyuan.engines.merkle._hashing import (
    EMPTY_ROOT,
    HASH_SIZE,
    MAX_SIZE,
    checked_hash,
    checked_size,
    leaf_hash,
    node_hash,
    out_of_range,
)
from qingyuan.engines.merkle._problem import MerkleError, Problem

_TAG = b"QYFR\x01"


@dataclass(frozen=True, slots=True)
class Frontier:
    """Size of a tree and the roots of its perfect subtrees, from left (largest) to right.

    A value: appending returns a new frontier in O(log n), amortised O(1) hashes. Raises
    MerkleError when the number of hashes is not the number of 1-bits of `size`.
    """

    size: int = 0
    hashes: tuple[bytes, ...] = ()

    def __post_init__(self) -> None:
        checked_size(self.size)
        if not isinstance(self.hashes, tuple) or len(self.hashes) != self.size.bit_count():
            raise MerkleError(Problem.MALFORMED, "a frontier has one hash for each 1-bit of its size")
        for item in self.hashes:
            checked_hash(item)

    def append(self, entry: bytes) -> Frontier:
        """The frontier after one more log entry (the entry itself, not its hash)."""
        return self.extend_leaf_hashes((leaf_hash(entry),))

    def extend(self, entries: Iterable[bytes]) -> Frontier:
        """The frontier after several more log entries, in order."""
        return self.extend_leaf_hashes(leaf_hash(entry) for entry in entries)

    def append_leaf_hash(self, leaf: bytes) -> Frontier:
        """The frontier after one more leaf whose hash (32 bytes) is already known."""
        return self.extend_leaf_hashes((leaf,))

    def extend_leaf_hashes(self, leaves: Iterable[bytes]) -> Frontier:
        """The frontier after several more leaves whose hashes (32 bytes each) are already known."""
        size, stack = self.size, list(self.hashes)
        for leaf in leaves:
            if size >= MAX_SIZE:
                out_of_range("the tree is full")
            joined, rest = checked_hash(leaf), size
            while rest & 1:
                joined = node_hash(stack.pop(), joined)
                rest >>= 1
            stack.append(joined)
            size += 1
        return _trusted(size, tuple(stack))

    @property
    def root(self) -> bytes:
        """MTH of the tree: the subtree roots folded from the right; 32 bytes."""
        if not self.hashes:
            return EMPTY_ROOT
        joined = self.hashes[-1]
        for left in reversed(self.hashes[:-1]):
            joined = node_hash(left, joined)
        return joined

    def to_bytes(self) -> bytes:
        """Five bytes of format tag, the size (8 bytes, big-endian), then the hashes."""
        return _TAG + self.size.to_bytes(8, "big") + b"".join(self.hashes)

    @classmethod
    def from_bytes(cls, data: bytes) -> Frontier:
        """Read `to_bytes`; MerkleError if the form is not exact.

        The form holds no checksum: a caller compares `root` with a signed checkpoint.
        """
        head = len(_TAG) + 8
        if not isinstance(data, bytes) or data[: len(_TAG)] != _TAG or len(data) < head:
            raise MerkleError(Problem.MALFORMED, "not a stored frontier")
        size = int.from_bytes(data[len(_TAG) : head], "big")
        if len(data) != head + HASH_SIZE * size.bit_count():
            raise MerkleError(Problem.MALFORMED, "a stored frontier has the wrong length for its size")
        return cls(size, tuple(data[i : i + HASH_SIZE] for i in range(head, len(data), HASH_SIZE)))


def frontier_nodes(size: int) -> tuple[tuple[int, int], ...]:
    """Coordinates (level, index) of the perfect subtrees of a tree of `size`, from left to right."""
    checked_size(size)
    nodes, start = [], 0
    for level in range(size.bit_length() - 1, -1, -1):
        if size >> level & 1:
            nodes.append((level, start >> level))
            start += 1 << level
    return tuple(nodes)


def _trusted(size: int, hashes: tuple[bytes, ...]) -> Frontier:
    """A frontier whose parts were just computed here: skips the checks of `__post_init__`."""
    made = object.__new__(Frontier)
    object.__setattr__(made, "size", size)
    object.__setattr__(made, "hashes", hashes)
    return made
