"""What a witness remembers of a log, as files: whole at every moment, and the newest checkpoint written last."""

import os
import secrets
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from qingyuan.engines.merkle import (
    Checkpoint,
    EntryBundle,
    HashList,
    HeldTile,
    Tile,
    VerifierKey,
    decode_bundle,
    leaf_hash,
    open_checkpoint,
    partial_tiles,
    split_tile,
    tile_hashes,
)

WIDE = 256
ROW = 32


def write(path: Path, data: bytes, *, mode: int = 0o644) -> None:
    """Put a file in its place whole: after a crash it is the old one or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(whole, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    try:
        with os.fdopen(descriptor, "wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        whole.replace(path)
    finally:
        whole.unlink(missing_ok=True)


class Memory:
    """A directory: ``key`` (of the log), ``checkpoint`` (the last good one), and its tiles and held tiles.

    Tiles may reach further than the checkpoint after a crash; what is read is cut to the width asked for.
    """

    def __init__(self, place: Path) -> None:
        self.place = place

    def text(self, name: str) -> str:
        """A small file of the memory; empty if it is not there."""
        kept = self.place / name
        return kept.read_text(encoding="utf-8", errors="replace") if kept.is_file() else ""

    def last(self, key: VerifierKey) -> Checkpoint | None:
        """The last checkpoint that was found good. MerkleError if the file is not what was written."""
        text = self.text("checkpoint")
        return open_checkpoint(text, key) if text else None

    def read(self, place: Tile | HeldTile) -> bytes:
        """What was noted under a place, cut to its width; LookupError if it is not there."""
        try:
            return self._file(place).read_bytes()[: place.width * ROW]
        except OSError:
            raise LookupError(place.path) from None

    def keep(self, news: Iterable[tuple[Tile | HeldTile, bytes]], checkpoint: bytes) -> None:
        """Take over what was found good: tiles first, the checkpoint that vouches for them last."""
        for place, data in news:
            write(self._file(place), data)
        write(self.place / "checkpoint", checkpoint)

    def _file(self, place: Tile | HeldTile) -> Path:
        kind = HeldTile(place.index) if isinstance(place, HeldTile) else Tile(place.level, place.index)
        return self.place / kind.path


class Mirror:
    """A full copy of the public log as static files, as C2SP tlog-tiles lays them out: any web server can serve
    it, and another witness can follow it."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def keep(
        self, memory: Memory, size: int, checkpoint: bytes, key: str, bundle: Callable[[EntryBundle], bytes]
    ) -> None:
        """Bring the copy to ``size`` entries. LookupError or MerkleError for a bundle that is not the log's, and
        what else ``bundle`` raises; then the old checkpoint stays.
        """
        hashes = HashList()
        kept: list[Tile | HeldTile | EntryBundle] = []
        for index in range(-(-size // WIDE)):
            width = min(WIDE, size - index * WIDE)
            leaves = memory.read(Tile(0, index, width))
            for leaf in split_tile(leaves, width):
                hashes.append_leaf_hash(leaf)
            self._put(HeldTile(index, width), memory.read(HeldTile(index, width)))
            entries = EntryBundle(index, width)
            if not (self.place / entries.path).is_file():
                self._put(entries, checked_bundle(entries, leaves, bundle(entries)))
            kept += [HeldTile(index, width), entries]
        full = (Tile(level, index) for level in range(8) for index in range((size >> 8 * level) // WIDE))
        for tile in (*full, *partial_tiles(size)):
            self._put(tile, tile_hashes(tile, hashes))
            kept.append(tile)
        write(self.place / "checkpoint-key", key.encode() + b"\n")
        write(self.place / "checkpoint", checkpoint)
        for place in kept:
            self._forget_narrower(place)

    def _put(self, place: Tile | HeldTile | EntryBundle, data: bytes) -> None:
        kept = self.place / place.path
        if not kept.is_file() or kept.read_bytes() != data:
            write(kept, data)

    def _forget_narrower(self, place: Tile | HeldTile | EntryBundle) -> None:
        """Take away what a wider tile has replaced."""
        whole = self.place / replace(place, width=WIDE).path
        narrow = whole.with_name(f"{whole.name}.p")
        for old in narrow.glob("*") if narrow.is_dir() else ():
            if place.width == WIDE or old.name != str(place.width):
                old.unlink()
        if place.width == WIDE and narrow.is_dir():
            narrow.rmdir()


def checked_bundle(place: EntryBundle, leaves: bytes, data: bytes) -> bytes:
    """An entry bundle, if it gives the leaf hashes that were vouched for; else LookupError."""
    entries = decode_bundle(data, place.width)
    if b"".join(leaf_hash(entry) for entry in entries) != leaves:
        raise LookupError(place.path)
    return data
