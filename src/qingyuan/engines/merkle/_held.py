"""What an entry speaks of, published so that it says nothing and yet cannot change unnoticed.

    held value = SHA-256(salt || digest)

`salt` is the salt of the entry's commitment, secret to all but the log and those to whom it was opened;
`digest` is SHA-256 over the thing that the entry speaks of, as it is at the moment of publishing, or nothing
if there is no such thing (any more). Whoever remembers the value notices when the thing changes or goes; the
salt keeps everybody from trying what the thing might be, and equal things from looking equal. Values stand in
held tiles (`HeldTile`), 256 of 32 bytes each, in the order of the entries.

An entry that itself is gone, or is no longer what it committed to, has the value `LOST`.

A log that lies about its own data may publish values that it once noted: a held value shows what was done to
the data behind the log's back, not what the log's own program was changed to say.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from qingyuan.engines.merkle._bundle import BundleCheck, ProofKind, check_bundle
from qingyuan.engines.merkle._checkpoint import Checkpoint, open_checkpoint
from qingyuan.engines.merkle._commitment import Content
from qingyuan.engines.merkle._frontier import Frontier
from qingyuan.engines.merkle._hashing import HASH_SIZE
from qingyuan.engines.merkle._keys import VerifierKey
from qingyuan.engines.merkle._note import Note
from qingyuan.engines.merkle._problem import MerkleError, Problem
from qingyuan.engines.merkle._proofs import prove_consistency, verify_consistency
from qingyuan.engines.merkle._source import TileSource
from qingyuan.engines.merkle._tiles import TILE_WIDTH, HeldTile, Tile

LOST = bytes(HASH_SIZE)
"""Stands in a held tile for an entry that is gone or is not what it committed to."""

Read: TypeAlias = "Callable[[Tile | HeldTile], bytes]"
"""Hands out what a log publishes under a tile's path; LookupError if it does not."""


def held_value(salt: bytes, digest: bytes) -> bytes:
    """SHA-256(salt || digest): 32 bytes. `digest` is 32 bytes, or empty where there is nothing."""
    return hashlib.sha256(salt + digest).digest()


class Standing(StrEnum):
    """What became of an entry that somebody holds a proof of."""

    PRESENT = "present"  # 仍在，没有变
    UNCOMPARED = "uncompared"  # 记录仍在，所述内容无从比对
    CHANGED = "changed"  # 记录仍在，所述内容变了
    GONE = "gone"  # 所述内容或记录没了
    REWRITTEN = "rewritten"  # 现在的记录不是当初那一份
    NO_PROOF = "no_proof"  # 不是这本记录的有效证明


@dataclass(frozen=True, slots=True)
class Recheck:
    """What `recheck` found: where the entry stands, how large the log is now, and the proof itself."""

    standing: Standing
    proof: BundleCheck
    size: int = 0
    """Entries in the log now."""
    detail: str = ""

    @property
    def ok(self) -> bool:
        """Nothing speaks against the log."""
        return self.standing in (Standing.PRESENT, Standing.UNCOMPARED)


def recheck(
    text: str | bytes,
    key: str | VerifierKey,
    newest: str | bytes | Note,
    read: Read,
    *,
    promised: Callable[[Content], bytes | None] = lambda content: None,
) -> Recheck:
    """Is what an inclusion proof speaks of still there? Never raises for any text or any answer of `read`.

    `newest` is the log's present checkpoint, `read` hands out its tiles. The log must extend the checkpoint in
    the proof (RFC 9162 section 2.1.4), and what it publishes beside the entry must be what the holder noted
    (`BundleCheck.held`) and what the content promised: `promised` takes the content of the opening and returns
    the digest that it names, or None.
    """
    proof = check_bundle(text, key)
    if not proof.ok or proof.kind is not ProofKind.INCLUSION:
        return Recheck(Standing.NO_PROOF, proof, detail=proof.detail or "not a proof of one entry")
    assert proof.index is not None
    assert proof.size is not None
    assert proof.root is not None
    size = 0
    try:
        parsed = VerifierKey.parse(key) if isinstance(key, str) else key
        now = open_checkpoint(newest, parsed)
        size = now.size
        if size < proof.size:
            return _rewritten(proof, size, f"the log has {size} entries; the proof was made at {proof.size}")
        path = prove_consistency(TileSource(size, read), proof.size, size)
        if not verify_consistency(proof.size, size, path, proof.root, now.root):
            return _rewritten(proof, size, "the log does not continue the one that the proof was made from")
        index, within = divmod(proof.index, TILE_WIDTH)
        tile = HeldTile(index, min(TILE_WIDTH, size - index * TILE_WIDTH))
        held = read(tile)
    except MerkleError as error:
        return _rewritten(proof, size, str(error))
    except LookupError:
        return _rewritten(proof, size, "the log does not hand out what belongs to its checkpoint")
    if len(held) != tile.width * HASH_SIZE:
        return _rewritten(proof, size, "the log does not hand out what its entries speak of")
    return _compared(proof, size, held[within * HASH_SIZE : (within + 1) * HASH_SIZE], promised)


def _rewritten(proof: BundleCheck, size: int, detail: str) -> Recheck:
    return Recheck(Standing.REWRITTEN, proof, size, detail)


def _compared(
    proof: BundleCheck, size: int, value: bytes, promised: Callable[[Content], bytes | None]
) -> Recheck:
    expected = [] if proof.held is None else [proof.held]
    gone = value == LOST
    if proof.opening is not None:
        digest = promised(proof.opening.content)
        if digest is not None:
            expected.append(held_value(proof.opening.salt, digest))
        nothing = held_value(proof.opening.salt, b"")
        gone = gone or (value == nothing and any(other != nothing for other in expected))
    if gone:
        return Recheck(Standing.GONE, proof, size, f"what entry {proof.index} speaks of is gone")
    if not expected:
        return Recheck(Standing.UNCOMPARED, proof, size, "the proof says nothing to compare with")
    if not all(hmac.compare_digest(value, other) for other in expected):
        return Recheck(Standing.CHANGED, proof, size, f"what entry {proof.index} speaks of was changed")
    return Recheck(Standing.PRESENT, proof, size)


# -- following a log ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Followed:
    """What `follow` found: the log is sound and `news` is to be remembered, or it is to be refused.

    `first_bad` is the first entry that is not what it was, or that nothing vouches for.
    """

    ok: bool
    size: int
    news: tuple[tuple[Tile | HeldTile, bytes], ...] = ()
    first_bad: int | None = None
    problem: Problem | None = None
    detail: str = ""


class _Bad(Exception):
    def __init__(self, first: int, problem: Problem, detail: str) -> None:
        self.finding = first, problem, detail
        super().__init__(detail)


def follow(
    newest: str | bytes | Note,
    key: VerifierKey,
    seen: int,
    remembered: Read,
    read: Read,
) -> Followed:
    """Compare the log as it is now with what was seen of it: all of it, from the first entry on.

    `seen` entries were vouched for before; `remembered` hands out what was noted of them then: the tiles of
    level 0 and the held tiles, cut to the width asked for (all of them: see `remembers`). `read` asks the log.
    The new root is computed from every leaf hash, the remembered ones among them; so the new tree continues the
    old one, as a consistency proof of RFC 9162 would show.

    Problems: NOT_CONSISTENT (the log was rewritten), TRUNCATED (it shrank or was put back), ROOT_MISMATCH,
    WITHHELD, ROW_LOST, HELD_CHANGED; and those of `open_checkpoint`. Never raises for any answer.
    """
    size = 0
    try:
        now = open_checkpoint(newest, key)
        size = now.size
        edge = Frontier()
        news: list[tuple[Tile | HeldTile, bytes]] = []
        for index in range(-(-size // TILE_WIDTH)):
            width = min(TILE_WIDTH, size - index * TILE_WIDTH)
            old = max(0, min(width, seen - index * TILE_WIDTH))
            leaves, held, changed = _tile(index, width, old, remembered, read)
            edge = edge.extend_leaf_hashes(_cut(leaves))
            if changed:
                news += [(Tile(0, index, width), leaves), (HeldTile(index, width), held)]
        if size < seen:
            detail = f"the log ends at {size} entries; {seen} were there before: it shrank or was put back"
            raise _Bad(size, Problem.TRUNCATED, detail)
        if edge.root != now.root:
            first = min(seen, max(size - 1, 0))
            raise _Bad(
                first, Problem.ROOT_MISMATCH, f"the tiles do not give the root signed at {size} entries"
            )
    except MerkleError as error:
        return Followed(False, size, first_bad=seen, problem=error.problem, detail=str(error))
    except _Bad as bad:
        first, problem, detail = bad.finding
        return Followed(False, size, first_bad=first, problem=problem, detail=detail)
    return Followed(True, size, tuple(news))


def remembers(last: Checkpoint, remembered: Read) -> bool:
    """Is what was noted of a log whole: do the tiles give the root of the last checkpoint, and is all else there?

    To be asked before `follow`, so that a damaged memory is not taken for nothing seen.
    """
    edge = Frontier()
    for index in range(-(-last.size // TILE_WIDTH)):
        width = min(TILE_WIDTH, last.size - index * TILE_WIDTH)
        leaves = _asked(Tile(0, index, width), remembered)
        if leaves is None or _asked(HeldTile(index, width), remembered) is None:
            return False
        edge = edge.extend_leaf_hashes(_cut(leaves))
    return edge.root == last.root


def _tile(index: int, width: int, old: int, remembered: Read, read: Read) -> tuple[bytes, bytes, bool]:
    """Leaf hashes and held values of 256 entries, and whether more than the `old` first are news."""
    first = index * TILE_WIDTH
    places = Tile(0, index, width), HeldTile(index, width)
    leaves, held = (_asked(place, read) for place in places)
    was_leaves = _asked(Tile(0, index, old), remembered) if old else b""
    was_held = _asked(HeldTile(index, old), remembered) if old else b""
    findings = []
    if held is not None:
        lost = next((at for at, value in enumerate(_cut(held)) if value == LOST), None)
        if lost is not None:
            words = f"the row of entry {first + lost} is gone or is not what it was"
            findings.append((first + lost, Problem.ROW_LOST, words))
        changed = _differs(was_held or b"", held)
        if changed is not None and changed != lost:
            words = f"what entry {first + changed} speaks of was changed or is gone"
            findings.append((first + changed, Problem.HELD_CHANGED, words))
    if leaves is not None:
        forked = _differs(was_leaves or b"", leaves)
        if forked is not None:
            words = f"entry {first + forked} is not the one that was seen before: the log was rewritten from there"
            findings.append((first + forked, Problem.NOT_CONSISTENT, words))
    if findings:  # a rewritten log changes what hangs on its entries too: at the same place that is the cause
        raise _Bad(*min(findings, key=lambda found: (found[0], found[1] is not Problem.NOT_CONSISTENT)))
    if leaves is None or held is None:
        words = f"the log does not hand out its entries from {first} on"
        raise _Bad(first, Problem.WITHHELD, words)
    return leaves, held, width > old or len(was_leaves or b"") != len(leaves)


def _asked(place: Tile | HeldTile, read: Read) -> bytes | None:
    """The whole tile, or None if it is not handed out whole."""
    try:
        data = read(place)
    except LookupError:
        return None
    return data if len(data) == place.width * HASH_SIZE else None


def _cut(data: bytes) -> list[bytes]:
    return [data[at : at + HASH_SIZE] for at in range(0, len(data), HASH_SIZE)]


def _differs(was: bytes, now: bytes) -> int | None:
    """The first place where what was noted is not what is there; None if all of it is."""
    if now[: len(was)] == was:
        return None
    return next(at for at, (a, b) in enumerate(zip(_cut(was), _cut(now), strict=False)) if a != b)
