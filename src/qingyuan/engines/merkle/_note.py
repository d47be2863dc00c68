"""C2SP signed notes (https://c2sp.org/signed-note): a text, a blank line, signature lines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from qingyuan.engines.merkle._keys import KeyKind, Signer, VerifierKey, is_key_name
from qingyuan.engines.merkle._problem import MerkleError, Problem
from qingyuan.engines.merkle._strict import base64_of, text_of, to_base64

MAX_NOTE_BYTES = 256 * 1024
MAX_NOTE_LINES = 1024
MAX_SIGNATURES = 64
"""A verifier accepts at least 16 signatures; post-quantum ones are up to 5 kB each."""

_MARK = "— "


@dataclass(frozen=True, slots=True)
class NoteSignature:
    """One signature line: key name, 4-byte key ID, signature bytes (one or more)."""

    name: str
    key_id: bytes
    signature: bytes

    def __str__(self) -> str:
        return f"{_MARK}{self.name} {to_base64(self.key_id + self.signature)}\n"

    @property
    def stamp(self) -> int:
        """The time (POSIX seconds) that a v1 cosignature claims; means nothing before it is verified."""
        if len(self.signature) != 72:
            raise MerkleError(Problem.MALFORMED, "not a timestamped cosignature")
        return int.from_bytes(self.signature[:8], "big")


@dataclass(frozen=True, slots=True)
class Note:
    """A note as it was read: `text` (ends in newline) is not to be believed before `verified`."""

    text: str
    signatures: tuple[NoteSignature, ...]

    @classmethod
    def parse(cls, data: str | bytes) -> Note:
        """Read a hostile note; MerkleError with the line for whatever is off."""
        whole = text_of(data, MAX_NOTE_BYTES)
        if whole.count("\n") > MAX_NOTE_LINES:
            raise MerkleError(Problem.TOO_LARGE, f"a note has {MAX_NOTE_LINES} lines at most")
        cut = whole.rfind("\n\n")  # the last empty line
        if cut < 0 or not whole.endswith("\n") or cut + 2 == len(whole):
            raise MerkleError(Problem.MALFORMED, "a note is a text, an empty line and signature lines")
        text, lines = whole[: cut + 1], whole[cut + 2 : -1].split("\n")
        if len(lines) > MAX_SIGNATURES:
            raise MerkleError(Problem.TOO_LARGE, f"a note has {MAX_SIGNATURES} signatures at most")
        first = text.count("\n") + 2
        return cls(text, tuple(_signature(line, first + i) for i, line in enumerate(lines)))

    def __str__(self) -> str:
        return self.text + "\n" + "".join(map(str, self.signatures))

    def signed(self, signer: Signer, *, stamp: int | None = None) -> Note:
        """The note with one more signature, replacing an earlier one by the same key."""
        if not self.text.endswith("\n"):
            raise MerkleError(Problem.MALFORMED, "the text of a note ends in a newline")
        text_of(self.text, MAX_NOTE_BYTES)
        key = signer.verifier
        kept = tuple(s for s in self.signatures if (s.name, s.key_id) != (key.name, key.id))
        made = NoteSignature(key.name, key.id, signer.signature(self.text, stamp=stamp))
        return Note(self.text, (*kept, made))

    def verified(self, keys: Iterable[VerifierKey]) -> dict[VerifierKey, NoteSignature]:
        """The signatures by `keys`, all of them checked; those by unknown keys are ignored.

        MerkleError(BAD_SIGNATURE) if one by a known key fails, whatever the others say;
        MerkleError(UNSIGNED) if none of the keys signed.
        """
        known = {(key.name, key.id): key for key in keys}
        found: dict[VerifierKey, NoteSignature] = {}
        for number, item in enumerate(self.signatures, self.text.count("\n") + 2):
            key = known.get((item.name, item.key_id))
            if key is None:
                continue
            if not key.verifies(self.text, item.signature):
                raise MerkleError(Problem.BAD_SIGNATURE, "the signature does not fit the text", line=number)
            found.setdefault(key, item)
        if not found:
            raise MerkleError(Problem.UNSIGNED, "no signature by the given key")
        return found

    def stamps(self, witnesses: Iterable[VerifierKey]) -> dict[VerifierKey, int]:
        """Verified cosignatures and their times (POSIX seconds). One public key counts once, since a
        v1 cosignature does not commit to the witness's name. Fails as `verified`, but may be empty.
        """
        wanted = [key for key in witnesses if key.kind is KeyKind.COSIGNATURE_V1]
        try:
            found = self.verified(wanted)
        except MerkleError as error:
            if error.problem is Problem.UNSIGNED:
                return {}
            raise
        by_public = {key.public: (key, item.stamp) for key, item in found.items()}
        return dict(by_public.values())


def _signature(line: str, number: int) -> NoteSignature:
    name, space, encoded = line.removeprefix(_MARK).partition(" ")
    if not line.startswith(_MARK) or not space or not is_key_name(name):
        raise MerkleError(Problem.MALFORMED, "not a signature line (— name base64)", line=number)
    data = base64_of(encoded, "the signature", line=number)
    if len(data) < 5:
        raise MerkleError(Problem.MALFORMED, "the signature is too short", line=number)
    return NoteSignature(name, data[:4], data[4:])
