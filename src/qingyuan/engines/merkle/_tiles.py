"""C2SP tlog-tiles (https://c2sp.org/tlog-tiles): coordinates, paths and contents of tiles and bundles.

A tile of level l and index n holds up to 256 consecutive hashes, each the root of a perfect
subtree of 256**l leaves. An entry bundle holds the entries under one tile of level 0. A held tile, which is
ours and not C2SP's, holds beside each of these entries what it speaks of as it now is (`held_value`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qingyuan.engines.merkle._hashing import HASH_SIZE, checked_size, out_of_range
from qingyuan.engines.merkle._problem import MerkleError, Problem

TILE_HEIGHT = 8
TILE_WIDTH = 1 << TILE_HEIGHT
MAX_LEVEL = 63
MAX_ENTRY_BYTES = 0xFFFF
"""Largest entry: the length before it is a uint16."""

_MAX_INDEX = 2**55 - 1
_PATH = re.compile(
    r"(?:tile/(?P<level>entries|0|[1-9][0-9]?)|held)/(?P<index>(?:x[0-9]{3}/){0,5}[0-9]{3})"
    r"(?:\.p/(?P<width>[1-9][0-9]{0,2}))?"
)


@dataclass(frozen=True, slots=True, order=True)
class Tile:
    """A tile of hashes: level 0 to 63, index from 0, width 1 to 256 hashes (256 is a full tile)."""

    level: int
    index: int
    width: int = TILE_WIDTH

    def __post_init__(self) -> None:
        if not isinstance(self.level, int) or not 0 <= self.level <= MAX_LEVEL:
            out_of_range("a tile level is 0 to 63")
        _check(self.index, self.width)

    @property
    def full(self) -> bool:
        return self.width == TILE_WIDTH

    @property
    def path(self) -> str:
        """`tile/<L>/<N>[.p/<W>]`."""
        return f"tile/{self.level}/{_index_path(self.index)}{_width_path(self.width)}"


@dataclass(frozen=True, slots=True, order=True)
class EntryBundle:
    """The entries under the tile of level 0 with the same index and width."""

    index: int
    width: int = TILE_WIDTH

    def __post_init__(self) -> None:
        _check(self.index, self.width)

    @property
    def full(self) -> bool:
        return self.width == TILE_WIDTH

    @property
    def path(self) -> str:
        """`tile/entries/<N>[.p/<W>]`."""
        return f"tile/entries/{_index_path(self.index)}{_width_path(self.width)}"


@dataclass(frozen=True, slots=True, order=True)
class HeldTile:
    """What the entries under the tile of level 0 with the same index and width speak of: 32 bytes each."""

    index: int
    width: int = TILE_WIDTH

    def __post_init__(self) -> None:
        _check(self.index, self.width)

    @property
    def full(self) -> bool:
        return self.width == TILE_WIDTH

    @property
    def path(self) -> str:
        """`held/<N>[.p/<W>]`."""
        return f"held/{_index_path(self.index)}{_width_path(self.width)}"


def parse_path(path: str) -> Tile | EntryBundle | HeldTile:
    """Read the path of a tile, bundle or held tile; only the one canonical spelling is accepted, else MerkleError."""
    match = _PATH.fullmatch(path) if isinstance(path, str) and len(path) <= 64 else None
    if match is None:
        raise MerkleError(Problem.MALFORMED, "not a tile path")
    index = int(re.sub(r"[x/]", "", match["index"]))
    width = TILE_WIDTH if match["width"] is None else int(match["width"])
    found: Tile | EntryBundle | HeldTile
    if match["level"] is None:
        found = HeldTile(index, width)
    elif match["level"] == "entries":
        found = EntryBundle(index, width)
    else:
        found = Tile(int(match["level"]), index, width)
    if found.path != path:  # x000/ in front, .p/256
        raise MerkleError(Problem.MALFORMED, "not the canonical spelling of a tile path")
    return found


def new_full_tiles(old_size: int, new_size: int) -> tuple[Tile, ...]:
    """The full tiles that come into being when a log grows from `old_size` to `new_size` entries."""
    _check_growth(old_size, new_size)
    tiles: list[Tile] = []
    for level in range(MAX_LEVEL + 1):
        shift = TILE_HEIGHT * (level + 1)
        if new_size >> shift == 0:
            break
        tiles.extend(Tile(level, index) for index in range(old_size >> shift, new_size >> shift))
    return tuple(tiles)


def partial_tiles(size: int) -> tuple[Tile, ...]:
    """The partial tiles at the right edge of a tree of `size`: width floor(size / 256**l) mod 256."""
    checked_size(size)
    tiles = []
    for level in range(MAX_LEVEL + 1):
        hashes = size >> TILE_HEIGHT * level
        if hashes == 0:
            break
        if hashes % TILE_WIDTH:
            tiles.append(Tile(level, hashes // TILE_WIDTH, hashes % TILE_WIDTH))
    return tuple(tiles)


def tiles_to_write(old_size: int, new_size: int) -> tuple[Tile, ...]:
    """All tiles, full then partial, that a log must store before it signs `new_size`."""
    _check_growth(old_size, new_size)
    if old_size == new_size:
        return ()
    changed = [
        tile
        for tile in partial_tiles(new_size)
        if old_size >> TILE_HEIGHT * tile.level != new_size >> TILE_HEIGHT * tile.level
    ]
    return (*new_full_tiles(old_size, new_size), *changed)


def bundles_to_write(old_size: int, new_size: int) -> tuple[EntryBundle, ...]:
    """The entry bundles, full then partial, that a log must store before it signs `new_size`."""
    return tuple(
        EntryBundle(tile.index, tile.width) for tile in tiles_to_write(old_size, new_size) if tile.level == 0
    )


def tile_of_node(level: int, index: int, size: int) -> tuple[Tile, int, int]:
    """Where the perfect subtree (level, index) of a tree of `size` stands in tiles.

    Returns the tile (with the width it has in a tree of `size`) and the half-open range of its
    hashes whose Merkle root is the node. MerkleError if the node is not whole in that tree.
    """
    if not isinstance(level, int) or not 0 <= level <= MAX_LEVEL:
        out_of_range("a node level is 0 to 63")
    checked_size(size)
    checked_size(index, "a node index")
    if index + 1 << level > size:
        out_of_range("the node is not a whole subtree of a tree of that size")
    tile_level, rest = divmod(level, TILE_HEIGHT)
    first = index << rest
    tile_index, begin = divmod(first, TILE_WIDTH)
    width = min(TILE_WIDTH, (size >> TILE_HEIGHT * tile_level) - tile_index * TILE_WIDTH)
    return Tile(tile_level, tile_index, width), begin, begin + (1 << rest)


def split_tile(data: bytes, width: int) -> tuple[bytes, ...]:
    """The first `width` hashes of a stored tile; a fuller tile serves for a partial one (tlog-tiles)."""
    if not isinstance(data, bytes) or len(data) % HASH_SIZE or len(data) > TILE_WIDTH * HASH_SIZE:
        raise MerkleError(Problem.MALFORMED, "a tile is 1 to 256 hashes of 32 bytes")
    if len(data) < width * HASH_SIZE:
        raise MerkleError(Problem.MALFORMED, f"the tile has fewer than {width} hashes")
    return tuple(data[i : i + HASH_SIZE] for i in range(0, width * HASH_SIZE, HASH_SIZE))


def encode_bundle(entries: Iterable[bytes]) -> bytes:
    """Contents of an entry bundle: each entry after its length as big-endian uint16."""
    parts: list[bytes] = []
    for count, entry in enumerate(entries):
        if count == TILE_WIDTH:
            out_of_range("an entry bundle holds 256 entries at most")
        if len(entry) > MAX_ENTRY_BYTES:
            raise MerkleError(Problem.TOO_LARGE, f"an entry is {MAX_ENTRY_BYTES} bytes at most")
        parts += (len(entry).to_bytes(2, "big"), entry)
    return b"".join(parts)


def decode_bundle(data: bytes, width: int) -> Sequence[bytes]:
    """The entries of a bundle of exactly `width` entries; MerkleError if cut short or too long."""
    _check(0, width)
    entries: list[bytes] = []
    at = 0
    for _ in range(width):
        end = at + 2 + int.from_bytes(data[at : at + 2], "big")
        if at + 2 > len(data) or end > len(data):
            raise MerkleError(Problem.MALFORMED, f"the entry bundle is cut short in entry {len(entries)}")
        entries.append(data[at + 2 : end])
        at = end
    if at != len(data):
        raise MerkleError(Problem.MALFORMED, "the entry bundle goes on after its last entry")
    return tuple(entries)


def _check(index: int, width: int) -> None:
    if not isinstance(index, int) or not 0 <= index <= _MAX_INDEX:
        out_of_range("a tile index is 0 to 2^55 - 1")
    if not isinstance(width, int) or not 1 <= width <= TILE_WIDTH:
        out_of_range("a tile is 1 to 256 wide")


def _check_growth(old_size: int, new_size: int) -> None:
    if checked_size(old_size) > checked_size(new_size):
        out_of_range("a log does not shrink")


def _index_path(index: int) -> str:
    """Zero-padded groups of three digits, all but the last after an `x`: 1234067 is x001/x234/067."""
    digits = f"{index:03d}"
    digits = digits.zfill(-(-len(digits) // 3) * 3)
    groups = [digits[i : i + 3] for i in range(0, len(digits), 3)]
    return "".join(f"x{group}/" for group in groups[:-1]) + groups[-1]


def _width_path(width: int) -> str:
    return "" if width == TILE_WIDTH else f".p/{width}"
