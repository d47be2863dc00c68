"""X25519 keys as age writes them (C2SP age; RFC 7748): identities are secret, recipients public."""

from __future__ import annotations

import hashlib
import os

from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from qingyuan.engines.envelope._lexical import Random, crockford, from_bech32, to_bech32
from qingyuan.engines.envelope._problem import EnvelopeError, Problem

KEY_SIZE = 32
_IDENTITY, _RECIPIENT = "age-secret-key-", "age"


def new_identity(random: Random = os.urandom) -> str:
    """A fresh secret key, `AGE-SECRET-KEY-1...` (74 characters); draws 32 bytes."""
    return identity_from(random(KEY_SIZE))


def identity_from(secret: bytes) -> str:
    """The identity that holds these 32 bytes; EnvelopeError(BAD_IDENTITY) for another length."""
    if len(secret) != KEY_SIZE:
        raise EnvelopeError(Problem.BAD_IDENTITY, "a secret key has 32 bytes")
    return to_bech32(_IDENTITY, secret).upper()


def secret_of(identity: str) -> bytes:
    """The 32 bytes of an identity: what is split into shares. EnvelopeError(BAD_IDENTITY)."""
    secret = from_bech32(identity, _IDENTITY) if identity.isupper() else None
    if secret is None or len(secret) != KEY_SIZE:
        raise EnvelopeError(Problem.BAD_IDENTITY, "not an identity (AGE-SECRET-KEY-1...)")
    return secret


def recipient_of(identity: str) -> str:
    """The public recipient, `age1...` (62 characters), of an identity. EnvelopeError(BAD_IDENTITY)."""
    return to_bech32(_RECIPIENT, public_of_secret(secret_of(identity)))


def public_of(recipient: str) -> bytes:
    """The 32 bytes of a recipient. EnvelopeError(BAD_RECIPIENT); only lower case is accepted."""
    public = from_bech32(recipient, _RECIPIENT) if recipient.islower() else None
    if public is None or len(public) != KEY_SIZE:
        raise EnvelopeError(Problem.BAD_RECIPIENT, "not a recipient (age1...)")
    return public


def public_of_secret(secret: bytes) -> bytes:
    """X25519 of the secret and the base point (RFC 7748 section 6.1)."""
    return X25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def shared_secret(secret: bytes, public: bytes) -> bytes:
    """X25519; EnvelopeError(BAD_RECIPIENT) for a point of low order (RFC 7748 section 6.1)."""
    try:
        return X25519PrivateKey.from_private_bytes(secret).exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError:
        raise EnvelopeError(Problem.BAD_RECIPIENT, "the recipient is a point of low order") from None


def fingerprint(recipient: str) -> str:
    """100 bits of SHA-256 of the public key as five groups of four characters, to be read aloud.

    Crockford base32; the hash is separated from all others by the label `qingyuan.key.v1`.
    EnvelopeError(BAD_RECIPIENT).
    """
    digest = hashlib.sha256(b"qingyuan.key.v1\n" + public_of(recipient)).digest()
    text = crockford(digest[:15])[:20]
    return "-".join(text[place : place + 4] for place in range(0, 20, 4))
