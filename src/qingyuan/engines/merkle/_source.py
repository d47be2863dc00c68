"""Where the hashes of interior nodes come from: a list in memory, or stored tiles."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Protocol

from qingyuan.engines.merkle._frontier import Frontier, frontier_nodes
from qingyuan.engines.merkle._hashing import (
    EMPTY_ROOT,
    HASH_SIZE,
    checked_hash,
    checked_size,
    largest_power_below,
    leaf_hash,
    node_hash,
    out_of_range,
)
from qingyuan.engines.merkle._tiles import MAX_LEVEL, TILE_HEIGHT, Tile, split_tile, tile_of_node

_KEPT_TILES = 64


class HashSource(Protocol):
    """Anything that knows the roots of the perfect subtrees of a tree of `size` leaves."""

    @property
    def size(self) -> int: ...

    def node(self, level: int, index: int) -> bytes:
        """Root of the subtree over leaves [index * 2**level, (index + 1) * 2**level), 32 bytes."""
        ...


class HashList:
    """A whole tree in memory; about 64 bytes a leaf, appending O(1) amortised. A `HashSource`."""

    def __init__(self, leaf_hashes: Iterable[bytes] = ()) -> None:
        self._levels: list[list[bytes]] = [[]]
        for leaf in leaf_hashes:
            self.append_leaf_hash(leaf)

    @classmethod
    def of(cls, entries: Iterable[bytes]) -> HashList:
        """The tree over log entries (not their hashes)."""
        return cls(leaf_hash(entry) for entry in entries)

    @property
    def size(self) -> int:
        return len(self._levels[0])

    def append(self, entry: bytes) -> None:
        """Add one log entry."""
        self.append_leaf_hash(leaf_hash(entry))

    def append_leaf_hash(self, leaf: bytes) -> None:
        """Add one leaf whose hash (32 bytes) is already known."""
        self._levels[0].append(checked_hash(leaf))
        level = 0
        while len(self._levels[level]) % 2 == 0:
            left, right = self._levels[level][-2:]
            level += 1
            if level == len(self._levels):
                self._levels.append([])
            self._levels[level].append(node_hash(left, right))

    def node(self, level: int, index: int) -> bytes:
        """As `HashSource.node`; MerkleError(OUT_OF_RANGE) if the subtree is not whole."""
        if not 0 <= level < len(self._levels) or not 0 <= index < len(self._levels[level]):
            out_of_range("no such whole subtree in the list")
        return self._levels[level][index]


class TileSource:
    """A tree of `size` leaves behind a function that reads stored tiles. A `HashSource`.

    `read_tile` is given a `Tile` with the width it has in a tree of `size` and returns its hashes
    joined (32 bytes each); a fuller tile of the same place will do. Keeps the last 64 tiles. What
    the tiles say is not trusted here: compare `subtree_root(source, 0, size)` with a checkpoint.
    """

    def __init__(self, size: int, read_tile: Callable[[Tile], bytes]) -> None:
        self._size = checked_size(size)
        self._read = read_tile
        self._kept: OrderedDict[Tile, HashList] = OrderedDict()

    @property
    def size(self) -> int:
        return self._size

    def node(self, level: int, index: int) -> bytes:
        """As `HashSource.node`; MerkleError if the subtree is not whole or its tile is malformed."""
        tile, begin, _ = tile_of_node(level, index, self._size)
        within = level % TILE_HEIGHT  # a tile is itself a tree of height 8 over its hashes
        return self._tree(tile).node(within, begin >> within)

    def _tree(self, tile: Tile) -> HashList:
        found = self._kept.get(tile)
        if found is None:
            found = HashList(split_tile(self._read(tile), tile.width))
            self._kept[tile] = found
            if len(self._kept) > _KEPT_TILES:
                self._kept.popitem(last=False)
        else:
            self._kept.move_to_end(tile)
        return found


def tile_hashes(tile: Tile, source: HashSource) -> bytes:
    """Contents of a tile, `tile.width` hashes of 32 bytes joined, from any source of hashes."""
    level, first = tile.level * TILE_HEIGHT, tile.index << TILE_HEIGHT
    if level > MAX_LEVEL or first + tile.width << level > source.size:
        out_of_range("the tile is wider than the tree")
    data = b"".join(source.node(level, index) for index in range(first, first + tile.width))
    assert len(data) == tile.width * HASH_SIZE
    return data


def subtree_root(source: HashSource, start: int, end: int) -> bytes:
    """MTH(D[start:end]) for a range that occurs in RFC 9162 proofs: start a multiple of the
    smallest power of two not below end - start; (0, n) is the root of the tree of n leaves.
    """
    if not 0 <= start <= end <= source.size:
        out_of_range("the range lies outside the tree")
    width = end - start
    if width == 0:
        return EMPTY_ROOT
    if start & (1 << (width - 1).bit_length()) - 1:
        out_of_range("the range is not a subtree")
    roots = []
    while width & (width - 1):  # cut perfect subtrees off the left until one is left
        half = largest_power_below(width)
        level = half.bit_length() - 1
        roots.append(source.node(level, start >> level))
        start, width = start + half, width - half
    level = width.bit_length() - 1
    joined = source.node(level, start >> level)
    for left in reversed(roots):
        joined = node_hash(left, joined)
    return joined


def frontier_of(source: HashSource, size: int | None = None) -> Frontier:
    """The frontier of the first `size` leaves (all by default), as after a restart."""
    wanted = source.size if size is None else checked_size(size)
    if wanted > source.size:
        out_of_range("the source holds fewer leaves")
    return Frontier(wanted, tuple(source.node(level, index) for level, index in frontier_nodes(wanted)))
