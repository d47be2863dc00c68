"""RFC 9162 section 2.1.1: Merkle Tree Hash over SHA-256."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import NoReturn

from qingyuan.engines.merkle._problem import MerkleError, Problem

HASH_SIZE = 32
"""Bytes of one SHA-256 hash."""

MAX_SIZE = 2**63 - 1
"""Largest tree size; fits the signed 64-bit column of a database."""

EMPTY_ROOT = hashlib.sha256(b"").digest()
"""MTH({}) = HASH(): root of the tree without entries."""

_sha256 = hashlib.sha256


def leaf_hash(entry: bytes) -> bytes:
    """MTH({d(0)}) = HASH(0x00 || d(0)): hash of one log entry (any length), 32 bytes."""
    return _sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """HASH(0x01 || left || right): hash of the interior node over two 32-byte hashes."""
    return _sha256(b"\x01" + left + right).digest()


def root_of_leaves(leaf_hashes: Iterable[bytes]) -> bytes:
    """MTH of a whole tree given its leaf hashes, straight from the definition; O(n) memory.

    MTH(D_n) = HASH(0x01 || MTH(D[0:k]) || MTH(D[k:n])), k the largest power of two smaller than n.
    Pairing neighbours level by level and carrying an odd last one up gives the same tree.
    """
    level = [checked_hash(item) for item in leaf_hashes]
    if not level:
        return EMPTY_ROOT
    while len(level) > 1:
        paired = [node_hash(level[i], level[i + 1]) for i in range(0, len(level) - 1, 2)]
        if len(level) % 2:
            paired.append(level[-1])
        level = paired
    return level[0]


def root_of(entries: Iterable[bytes]) -> bytes:
    """MTH of a whole list of entries; O(n) memory. For a growing log use `Frontier`."""
    return root_of_leaves(leaf_hash(entry) for entry in entries)


def largest_power_below(size: int) -> int:
    """The k of RFC 9162: the largest power of two smaller than `size` (size > 1)."""
    return 1 << (size - 1).bit_length() - 1


def is_hash(value: object) -> bool:
    """True for exactly 32 bytes."""
    return isinstance(value, bytes) and len(value) == HASH_SIZE


def is_size(value: object) -> bool:
    """True for an int (not a bool) from 0 to `MAX_SIZE`."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MAX_SIZE


def checked_hash(value: bytes) -> bytes:
    """`value` if it is 32 bytes, else MerkleError(MALFORMED)."""
    if not is_hash(value):
        raise MerkleError(Problem.MALFORMED, f"a hash is exactly {HASH_SIZE} bytes")
    return value


def checked_size(value: int, what: str = "a tree size") -> int:
    """`value` if it is a possible size or index, else MerkleError(OUT_OF_RANGE)."""
    if not is_size(value):
        out_of_range(f"{what} is a whole number from 0 to 2^63 - 1")
    return value


def out_of_range(detail: str) -> NoReturn:
    """Raise MerkleError(OUT_OF_RANGE, detail)."""
    raise MerkleError(Problem.OUT_OF_RANGE, detail)
