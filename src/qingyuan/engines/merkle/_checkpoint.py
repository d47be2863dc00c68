"""C2SP checkpoints (https://c2sp.org/tlog-checkpoint): what a log signs about itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qingyuan.engines.merkle._hashing import EMPTY_ROOT, checked_hash, checked_size
from qingyuan.engines.merkle._keys import KeyKind, Signer, VerifierKey
from qingyuan.engines.merkle._note import Note
from qingyuan.engines.merkle._problem import MerkleError, Problem
from qingyuan.engines.merkle._strict import decimal_of, hash_of, text_of, to_base64

MAX_CHECKPOINT_TEXT = 16 * 1024
MAX_EXTENSION_LINES = 32


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Tree head: origin (the log's unique name), size (entries) and root (32 bytes) of the tree.

    `extensions` are opaque lines; C2SP advises against them. MerkleError if any part is impossible.
    """

    origin: str
    size: int
    root: bytes
    extensions: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        checked_size(self.size)
        checked_hash(self.root)
        if self.size == 0 and self.root != EMPTY_ROOT:
            raise MerkleError(Problem.MALFORMED, "the root of an empty tree is SHA-256 of nothing")
        if len(self.extensions) > MAX_EXTENSION_LINES:
            raise MerkleError(
                Problem.TOO_LARGE, f"a checkpoint has {MAX_EXTENSION_LINES} extension lines at most"
            )
        for line in (self.origin, *self.extensions):
            if not line or "\n" in line:
                raise MerkleError(Problem.MALFORMED, "origin and extensions are single lines and not empty")
        text_of(self.text, MAX_CHECKPOINT_TEXT)

    @property
    def text(self) -> str:
        """The note text: what is signed."""
        lines = (self.origin, str(self.size), to_base64(self.root), *self.extensions)
        return "\n".join(lines) + "\n"

    @classmethod
    def parse_text(cls, text: str) -> Checkpoint:
        """Read note text, signed or not; MerkleError with the line for whatever is off."""
        lines = text_of(text, MAX_CHECKPOINT_TEXT).split("\n")
        if len(lines) < 4 or lines.pop() != "":
            raise MerkleError(Problem.MALFORMED, "a checkpoint has the lines origin, size and root")
        for number, line in enumerate(lines, 1):
            if not line:
                raise MerkleError(Problem.MALFORMED, "empty line in a checkpoint", line=number)
        size = decimal_of(lines[1], "the tree size", line=2)
        root = hash_of(lines[2], "the root hash", line=3)
        return cls(lines[0], size, root, tuple(lines[3:]))

    def sign(self, signer: Signer) -> Note:
        """The checkpoint signed by its log; the key's name should be the origin.

        A log signs no two checkpoints that are inconsistent: the caller holds the proof.
        """
        if signer.verifier.kind is not KeyKind.ED25519:
            raise MerkleError(Problem.BAD_KEY, "a log signs with a key of signature type 1")
        return Note(self.text, ()).signed(signer)


def open_checkpoint(note: str | bytes | Note, key: VerifierKey, *, origin: str | None = None) -> Checkpoint:
    """The checkpoint in a note signed by the log `key`; `origin` defaults to the key's name.

    MerkleError: MALFORMED, TOO_LARGE, UNSIGNED, BAD_SIGNATURE, BAD_KEY or WRONG_ORIGIN.
    """
    if key.kind is not KeyKind.ED25519:
        raise MerkleError(Problem.BAD_KEY, "the key of a log is of signature type 1")
    parsed = note if isinstance(note, Note) else Note.parse(note)
    parsed.verified([key])
    checkpoint = Checkpoint.parse_text(parsed.text)
    if checkpoint.origin != (key.name if origin is None else origin):
        raise MerkleError(Problem.WRONG_ORIGIN, "the checkpoint is of another log", line=1)
    return checkpoint


def cosign(
    note: str | bytes | Note, log: VerifierKey, witness: Signer, *, stamp: int, origin: str | None = None
) -> Note:
    """The note with a witness's v1 cosignature at `stamp` (POSIX seconds).

    Checks the log's signature first. That the tree is consistent with the last one this witness
    saw (`verify_consistency`) is for the caller to prove before calling: that is what it asserts.
    """
    parsed = note if isinstance(note, Note) else Note.parse(note)
    open_checkpoint(parsed, log, origin=origin)
    if witness.verifier.kind is not KeyKind.COSIGNATURE_V1:
        raise MerkleError(Problem.BAD_KEY, "a witness signs with a key of signature type 4")
    return parsed.signed(witness, stamp=stamp)


def witnessed(note: Note, witnesses: Iterable[VerifierKey], quorum: int) -> dict[VerifierKey, int]:
    """Verified cosignatures by known witnesses with their times (POSIX seconds).

    MerkleError(TOO_FEW_WITNESSES) below `quorum`, BAD_SIGNATURE if one of them fails.
    """
    found = note.stamps(witnesses)
    if len(found) < quorum:
        raise MerkleError(
            Problem.TOO_FEW_WITNESSES, f"{len(found)} of the {quorum} witnesses needed have signed"
        )
    return found
