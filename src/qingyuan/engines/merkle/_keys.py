"""Keys of signed notes (https://c2sp.org/signed-note, "Verifier keys") and how each kind signs.

Two kinds: plain Ed25519 signatures of the note text (type 0x01, what a log uses) and timestamped
Ed25519 cosignatures of a checkpoint (type 0x04, https://c2sp.org/tlog-cosignature, what a witness
uses). RFC 8032 Ed25519 comes from `cryptography`.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from enum import IntEnum

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from qingyuan.engines.merkle._hashing import MAX_SIZE
from qingyuan.engines.merkle._problem import MerkleError, Problem
from qingyuan.engines.merkle._strict import base64_of, to_base64

MAX_KEY_TEXT = 1024
"""Longest key string and key name that is read, in characters."""

_SIGNATURE_SIZE = 64
_STAMP_SIZE = 8
_PRIVATE = "PRIVATE+KEY+"


class KeyKind(IntEnum):
    """Signature type identifier byte of signed-note."""

    ED25519 = 0x01
    COSIGNATURE_V1 = 0x04


def is_key_name(name: object) -> bool:
    """Non-empty, without Unicode spaces, plus or control characters; encodable as UTF-8."""
    if not isinstance(name, str) or not name or len(name) > MAX_KEY_TEXT:
        return False
    return not any(c.isspace() or c == "+" or c < " " or "\ud800" <= c <= "\udfff" for c in name)


def key_id(name: str, kind: KeyKind, public: bytes) -> bytes:
    """SHA-256(name || 0x0A || type || public key)[:4]."""
    return hashlib.sha256(name.encode() + b"\n" + bytes([kind]) + public).digest()[:4]


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with its name: what a verifier has to be given. MerkleError(BAD_KEY) if impossible."""

    name: str
    public: bytes
    """32 bytes, RFC 8032."""
    kind: KeyKind = KeyKind.ED25519

    def __post_init__(self) -> None:
        if not is_key_name(self.name):
            raise _bad_key("a key name is not empty and has no space, plus or control character")
        if not isinstance(self.public, bytes) or len(self.public) != 32:
            raise _bad_key("an Ed25519 public key is 32 bytes")

    @property
    def id(self) -> bytes:
        """The 4-byte key ID."""
        return key_id(self.name, self.kind, self.public)

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read `<name>+<hex key ID>+<base64 of type and key>`; MerkleError(BAD_KEY) if anything is off."""
        name, identifier, material = _parts(text)
        key = cls(name, material[1:], _kind(material))
        if key.id.hex() != identifier:
            raise _bad_key("the key ID does not belong to the name and the key")
        return key

    def __str__(self) -> str:
        return f"{self.name}+{self.id.hex()}+{to_base64(bytes([self.kind]) + self.public)}"

    def verifies(self, text: str, signature: bytes) -> bool:
        """Is `signature` (without key ID) one of `text` by this key? Total."""
        body = text.encode("utf-8", "surrogatepass")
        if self.kind is KeyKind.COSIGNATURE_V1:
            if len(signature) != _STAMP_SIZE + _SIGNATURE_SIZE:
                return False
            stamp, signature = int.from_bytes(signature[:_STAMP_SIZE], "big"), signature[_STAMP_SIZE:]
            if stamp > MAX_SIZE:  # MUST NOT exceed 2^63 - 1
                return False
            body = _cosigned(body, stamp)
        elif len(signature) != _SIGNATURE_SIZE:
            return False
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, body)
        except (InvalidSignature, ValueError):
            return False
        return True


@dataclass(frozen=True, slots=True)
class Signer:
    """A private key with its name. Neither `repr` nor any error shows the secret."""

    verifier: VerifierKey
    _secret: Ed25519PrivateKey = field(repr=False, compare=False)

    @classmethod
    def from_seed(cls, name: str, seed: bytes, kind: KeyKind = KeyKind.ED25519) -> Signer:
        """From 32 secret bytes of the caller's randomness (the RFC 8032 private key)."""
        if not isinstance(seed, bytes) or len(seed) != 32:
            raise _bad_key("an Ed25519 private key is 32 bytes")
        secret = Ed25519PrivateKey.from_private_bytes(seed)
        return cls(VerifierKey(name, secret.public_key().public_bytes_raw(), kind), secret)

    @classmethod
    def parse(cls, text: str) -> Signer:
        """Read `PRIVATE+KEY+<name>+<hex key ID>+<base64 of type and seed>`, the form of Go's note package."""
        if not isinstance(text, str) or not text.startswith(_PRIVATE):
            raise _bad_key("not a private note key")
        name, identifier, material = _parts(text[len(_PRIVATE) :])
        signer = cls.from_seed(name, material[1:], _kind(material))
        if signer.verifier.id.hex() != identifier:
            raise _bad_key("the key ID does not belong to the name and the key")
        return signer

    def secret_text(self) -> str:
        """The private key as `parse` reads it: a secret to be kept."""
        kind = bytes([self.verifier.kind])
        material = to_base64(kind + self._secret.private_bytes_raw())
        return f"{_PRIVATE}{self.verifier.name}+{self.verifier.id.hex()}+{material}"

    def signature(self, text: str, *, stamp: int | None = None) -> bytes:
        """Signature bytes (without key ID) of note text.

        A cosignature needs `stamp`, the moment in POSIX seconds; a plain signature takes none.
        """
        body = text.encode()
        if self.verifier.kind is KeyKind.ED25519:
            if stamp is not None:
                raise _bad_key("only a cosignature carries a time")
            return self._secret.sign(body)
        if stamp is None or not 0 <= stamp <= MAX_SIZE:
            raise MerkleError(Problem.OUT_OF_RANGE, "a cosignature needs its time in POSIX seconds")
        return stamp.to_bytes(_STAMP_SIZE, "big") + self._secret.sign(_cosigned(body, stamp))


def _cosigned(body: bytes, stamp: int) -> bytes:
    """tlog-cosignature, "Ed25519 signed message"."""
    return b"cosignature/v1\ntime %d\n" % stamp + body


def _parts(text: str) -> tuple[str, str, bytes]:
    if not isinstance(text, str) or len(text) > MAX_KEY_TEXT or text.count("+") < 2:
        raise _bad_key("a key is written name+ID+base64")
    name, identifier, material = text.split("+", 2)
    if not is_key_name(name) or not re.fullmatch("[0-9a-f]{8}", identifier):
        raise _bad_key("a key is written name+ID+base64, the ID in 8 lowercase hex digits")
    try:
        data = base64_of(material, "the key")
    except MerkleError as error:
        raise _bad_key(error.detail) from None
    return name, identifier, data


def _kind(material: bytes) -> KeyKind:
    if len(material) != 33 or material[0] not in (KeyKind.ED25519, KeyKind.COSIGNATURE_V1):
        raise _bad_key("not an Ed25519 key of signature type 1 or 4")
    return KeyKind(material[0])


def _bad_key(detail: str) -> MerkleError:
    return MerkleError(Problem.BAD_KEY, detail)
