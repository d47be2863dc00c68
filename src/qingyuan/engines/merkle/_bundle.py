"""Proof files that anyone can check without the log's database.

*Inclusion*: C2SP tlog-proof (https://c2sp.org/tlog-proof), so other tools read it too::

    c2sp.org/tlog-proof@v1
    extra <base64 of canonical JSON>
    index <decimal>
    <base64 hash>            zero or more, from the leaf's sibling upwards

    <checkpoint: signed note, verbatim>

What the leaf is, tlog-proof leaves to the application and to the `extra` line. Here that line is
always present and says the entry in one of two ways, as canonical JSON (RFC 8785):
`{"entry":"<hex>"}`, the entry itself; or `{"content":...,"salt":"<hex>"}`, the opening of a
commitment, the entry then being `commit(content, salt)`. The line is not trusted: the proof binds it.
An opening may be followed by `"held":"<hex>"`, what the log published beside the entry (`held_value`) when the
proof was made. That is the holder's memory and nothing binds it: it is for comparing (`recheck`).

*Consistency*: C2SP has no file for this, so the form follows tlog-proof::

    qingyuan/tlog-consistency@v1
    <base64 hash>            zero or more, PROOF(m, D_n) of RFC 9162 section 2.1.4.1

    <older checkpoint: signed note>

    <newer checkpoint: signed note>

Reading is strict: everything has one spelling. A file changed at any place no longer checks, save in
signature lines by keys that the checker does not know, which signed notes tell it to ignore.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from qingyuan.engines.merkle._checkpoint import Checkpoint, open_checkpoint, witnessed
from qingyuan.engines.merkle._commitment import (
    MAX_CONTENT_BYTES,
    MAX_DEPTH,
    Content,
    canonical_json,
    commit,
    parse_canonical_json,
)
from qingyuan.engines.merkle._hashing import checked_hash, checked_size, is_hash, leaf_hash
from qingyuan.engines.merkle._keys import VerifierKey
from qingyuan.engines.merkle._note import MAX_NOTE_BYTES, Note
from qingyuan.engines.merkle._problem import MerkleError, Problem
from qingyuan.engines.merkle._proofs import MAX_PROOF_HASHES, verify_consistency, verify_inclusion
from qingyuan.engines.merkle._strict import base64_of, decimal_of, hash_of, text_of, to_base64

INCLUSION_HEADER = "c2sp.org/tlog-proof@v1"
CONSISTENCY_HEADER = "qingyuan/tlog-consistency@v1"
MAX_EXTRA_BYTES = MAX_CONTENT_BYTES + 1024
"""The content of an opening, and what stands around it."""
MAX_BUNDLE_BYTES = 2 * MAX_NOTE_BYTES + 2 * MAX_EXTRA_BYTES

_HEX = re.compile(r"(?:[0-9a-f]{2})*")


class ProofKind(StrEnum):
    """What a proof file proves."""

    INCLUSION = "inclusion"  # 收录证明
    CONSISTENCY = "consistency"  # 一致性证明


@dataclass(frozen=True, slots=True)
class Opening:
    """What an entry says: the content and the salt (16 to 64 bytes) of its commitment."""

    content: Content
    salt: bytes


@dataclass(frozen=True, slots=True)
class BundleCheck:
    """What `check_bundle` found. If not ok, only `kind`, `problem` and `detail` say anything."""

    ok: bool
    kind: ProofKind | None = None
    size: int | None = None
    """Entries in the log at the (newer) checkpoint."""
    origin: str | None = None
    index: int | None = None
    """Place of the entry in the log, from 0; inclusion only."""
    old_size: int | None = None
    """Entries at the older checkpoint; consistency only."""
    entry: bytes | None = None
    """The log entry; inclusion only."""
    opening: Opening | None = None
    """What the entry says, if the holder shows it."""
    held: bytes | None = None
    """What the log published beside the entry when the proof was made (32 bytes), if the holder noted it."""
    root: bytes | None = None
    """Root of the log at the (newer) checkpoint; 32 bytes."""
    witnesses: tuple[tuple[str, int], ...] = ()
    """Known witnesses that cosigned the (newer) checkpoint, with POSIX seconds."""
    problem: Problem | None = None
    detail: str = ""
    """The problem in words, with the line."""


def inclusion_bundle(
    index: int,
    proof: Sequence[bytes],
    checkpoint: Note | str,
    shown: bytes | Opening,
    *,
    held: bytes | None = None,
) -> str:
    """The proof file for one entry. `shown` is the entry (bytes) or the opening of its commitment; with an
    opening may go the `held` value that the log published beside it (32 bytes).

    Pure formatting: whether it proves anything is for `check_bundle`.
    """
    extra: Content
    if isinstance(shown, Opening):
        commit(shown.content, shown.salt)  # refuses what could not be checked
        extra = {"content": shown.content, "salt": shown.salt.hex()}
        if held is not None:
            extra["held"] = checked_hash(held).hex()
    else:
        extra = {"entry": shown.hex()}
    said = canonical_json(extra, limit=MAX_EXTRA_BYTES, depth=MAX_DEPTH + 1)
    lines = [INCLUSION_HEADER, f"extra {to_base64(said)}", f"index {checked_size(index, 'an index')}"]
    return _joined(lines, proof, checkpoint)


def consistency_bundle(proof: Sequence[bytes], older: Note | str, newer: Note | str) -> str:
    """The proof file that the log at the newer checkpoint holds all of the older one, unchanged."""
    return _joined([CONSISTENCY_HEADER], proof, older, newer)


def check_bundle(
    text: str | bytes,
    vkey: str | VerifierKey,
    *,
    origin: str | None = None,
    witnesses: Sequence[VerifierKey] = (),
    quorum: int = 0,
) -> BundleCheck:
    """Check a proof file of either kind against the log's verifier key. Total: never raises for any text.

    `origin` is the log's origin line, by default the name of the key. Of `witnesses` at least
    `quorum` must have cosigned the (newer) checkpoint.
    """
    kind: ProofKind | None = None
    try:
        key = VerifierKey.parse(vkey) if isinstance(vkey, str) else vkey
        whole = text_of(text, MAX_BUNDLE_BYTES)
        header = whole.partition("\n")[0]
        if header == INCLUSION_HEADER:
            kind = ProofKind.INCLUSION
            return _check_inclusion(whole, key, origin, witnesses, quorum)
        if header == CONSISTENCY_HEADER:
            kind = ProofKind.CONSISTENCY
            return _check_consistency(whole, key, origin, witnesses, quorum)
        raise MerkleError(Problem.MALFORMED, "not a proof file", line=1)
    except MerkleError as error:
        return BundleCheck(ok=False, kind=kind, problem=error.problem, detail=str(error))


def _check_inclusion(
    whole: str, key: VerifierKey, origin: str | None, witnesses: Sequence[VerifierKey], quorum: int
) -> BundleCheck:
    head, gap, rest = whole.partition("\n\n")
    lines = head.split("\n")
    if not gap or len(lines) < 3:
        raise MerkleError(Problem.MALFORMED, "the proof file is cut short")
    extra, index = _field(lines, 1, "extra"), decimal_of(_field(lines, 2, "index"), "the index", line=3)
    entry, opening, held = _shown(extra)
    proof = _hashes(lines, 3)
    checkpoint, seen = _opened(rest, len(lines) + 1, key, origin, witnesses, quorum)
    if index >= checkpoint.size:
        raise MerkleError(Problem.OUT_OF_RANGE, f"the checkpoint has {checkpoint.size} entries", line=3)
    if not verify_inclusion(leaf_hash(entry), index, checkpoint.size, proof, checkpoint.root):
        raise MerkleError(Problem.NOT_INCLUDED, "the entry does not stand at that place in the log")
    return BundleCheck(
        ok=True,
        kind=ProofKind.INCLUSION,
        size=checkpoint.size,
        origin=checkpoint.origin,
        index=index,
        entry=entry,
        opening=opening,
        held=held,
        root=checkpoint.root,
        witnesses=seen,
    )


def _check_consistency(
    whole: str, key: VerifierKey, origin: str | None, witnesses: Sequence[VerifierKey], quorum: int
) -> BundleCheck:
    blocks = whole.split("\n\n")  # proof, text, signatures, text, signatures
    if len(blocks) != 5:
        raise MerkleError(Problem.MALFORMED, "a consistency proof has a proof and two checkpoints")
    lines = blocks[0].split("\n")
    proof = _hashes(lines, 1)
    first, second = f"{blocks[1]}\n\n{blocks[2]}\n", f"{blocks[3]}\n\n{blocks[4]}"
    older, _ = _opened(first, len(lines) + 1, key, origin, (), 0)
    newer, seen = _opened(second, len(lines) + first.count("\n") + 2, key, origin, witnesses, quorum)
    if older.size > newer.size:
        raise MerkleError(Problem.OUT_OF_RANGE, "the first checkpoint is larger than the second")
    if not verify_consistency(older.size, newer.size, proof, older.root, newer.root):
        raise MerkleError(Problem.NOT_CONSISTENT, "the newer log is not proved to continue the older one")
    return BundleCheck(
        ok=True,
        kind=ProofKind.CONSISTENCY,
        size=newer.size,
        origin=newer.origin,
        old_size=older.size,
        root=newer.root,
        witnesses=seen,
    )


def _opened(
    text: str,
    above: int,
    key: VerifierKey,
    origin: str | None,
    witnesses: Sequence[VerifierKey],
    quorum: int,
) -> tuple[Checkpoint, tuple[tuple[str, int], ...]]:
    """The verified checkpoint that starts after `above` lines, and who witnessed it."""
    try:
        note = Note.parse(text)
        checkpoint = open_checkpoint(note, key, origin=origin)
        seen = witnessed(note, witnesses, quorum)
    except MerkleError as error:
        line = None if error.line is None else error.line + above
        raise MerkleError(error.problem, error.detail, line=line) from None
    return checkpoint, tuple(sorted((witness.name, stamp) for witness, stamp in seen.items()))


def _shown(extra: str) -> tuple[bytes, Opening | None, bytes | None]:
    """The entry that the `extra` line shows, its opening if it is one, and what the holder noted beside it."""
    data = base64_of(extra, "the extra line", line=2)
    try:
        said = parse_canonical_json(data, limit=MAX_EXTRA_BYTES, depth=MAX_DEPTH + 1)
    except MerkleError as error:
        raise MerkleError(error.problem, f"the extra line: {error.detail}", line=2) from None
    if isinstance(said, dict) and said.keys() == {"entry"}:
        return _hex(said["entry"]), None, None
    if isinstance(said, dict) and said.keys() in ({"content", "salt"}, {"content", "held", "salt"}):
        opening = Opening(said["content"], _hex(said["salt"]))
        held = _hex(said["held"]) if "held" in said else None
        if held is not None and not is_hash(held):
            raise MerkleError(Problem.MALFORMED, "the held value is not 32 bytes long", line=2)
        return commit(opening.content, opening.salt), opening, held
    raise MerkleError(Problem.MALFORMED, "the extra line shows neither an entry nor an opening", line=2)


def _hex(value: Content) -> bytes:
    if not isinstance(value, str) or not _HEX.fullmatch(value):
        raise MerkleError(Problem.MALFORMED, "the extra line holds what is not lowercase hex", line=2)
    return bytes.fromhex(value)


def _field(lines: Sequence[str], at: int, name: str) -> str:
    found, space, value = lines[at].partition(" ")
    if found != name or not space:
        raise MerkleError(Problem.MALFORMED, f"expected the line «{name} ...»", line=at + 1)
    return value


def _hashes(lines: Sequence[str], start: int) -> tuple[bytes, ...]:
    if len(lines) - start > MAX_PROOF_HASHES:
        raise MerkleError(Problem.TOO_LARGE, f"a proof has {MAX_PROOF_HASHES} hashes at most")
    return tuple(hash_of(line, "the hash", line=n) for n, line in enumerate(lines[start:], start + 1))


def _joined(lines: Sequence[str], proof: Sequence[bytes], *notes: Note | str) -> str:
    hashes = [to_base64(checked_hash(item)) for item in proof]
    return "\n".join([*lines, *hashes]) + "\n" + "".join(f"\n{note}" for note in notes)
