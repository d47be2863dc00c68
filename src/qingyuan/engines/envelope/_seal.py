"""Sealing and opening age files (C2SP age v1).

Opening is rage's work (through pyrage). Sealing is written out here, because rage adds a stanza of random
type to every file ("grease"), chooses the work factor of passphrases by the clock, and draws its own
randomness; a file of ours has exactly one stanza, so that no reader can be added unseen.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import unicodedata

import pyrage
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from qingyuan.engines.envelope._header import (
    CHUNK,
    MAX_SEALED,
    NONCE,
    SCRYPT,
    VERSION,
    X25519,
    Stanza,
    parse_header,
    sealed_for_one,
    sealed_size,
    work_factor,
)
from qingyuan.engines.envelope._keys import (
    public_of,
    public_of_secret,
    recipient_of,
    shared_secret,
)
from qingyuan.engines.envelope._lexical import Random, to_base64
from qingyuan.engines.envelope._problem import EnvelopeError, Problem

WORK_FACTOR = 17
MAX_WORK_FACTOR = 20
"""scrypt's N is 2 to this power: 128 MiB of memory at 17, 1 GiB at 20."""


def seal(data: bytes, recipient: str, random: Random = os.urandom) -> bytes:
    """An age file that only the holder of the recipient's identity can open: one stanza of type X25519.

    Draws 16, 32 and 16 bytes (file key, ephemeral secret, nonce). EnvelopeError: BAD_RECIPIENT, TOO_LARGE.
    """
    public = public_of(recipient)
    if sealed_size(len(data)) > MAX_SEALED:
        raise EnvelopeError(Problem.TOO_LARGE, f"an age file has {MAX_SEALED} bytes at most")
    file_key, ephemeral = random(16), random(32)
    share = public_of_secret(ephemeral)
    key = _derived(shared_secret(ephemeral, public), b"age-encryption.org/v1/X25519", share + public)
    stanza = Stanza(X25519, (to_base64(share),), _wrapped(file_key, key))
    return _written(stanza, file_key, data, random)


def open_(data: bytes, identity: str) -> bytes:
    """What `seal` sealed. EnvelopeError: NOT_SOLE, MALFORMED, TOO_LARGE, BAD_IDENTITY, WRONG_KEY, BROKEN."""
    recipient_of(identity)
    sealed_for_one(data)
    try:
        return bytes(pyrage.decrypt(data, [pyrage.x25519.Identity.from_str(identity)]))
    except (pyrage.DecryptError, pyrage.IdentityError) as error:
        raise _failure(error) from None


def seal_pass(
    text: str, passphrase: str, *, random: Random = os.urandom, work_factor: int = WORK_FACTOR
) -> bytes:
    """An age file that the passphrase opens; the text is UTF-8. Takes a second and 128 MiB.

    The passphrase is normalised (NFKC), so that full-width digits of an input method are the same digits.
    Draws 16, 16 and 16 bytes (file key, salt, nonce). EnvelopeError: TOO_COSTLY, WRONG_KEY if it is empty.
    """
    if not 1 <= work_factor <= MAX_WORK_FACTOR:
        raise EnvelopeError(Problem.TOO_COSTLY, f"the work factor is 1 to {MAX_WORK_FACTOR}")
    file_key, salt = random(16), random(16)
    key = hashlib.scrypt(
        _normal(passphrase).encode("utf-8"),
        salt=b"age-encryption.org/v1/scrypt" + salt,
        n=1 << work_factor,
        r=8,
        p=1,
        maxmem=(1 << work_factor) * 1024 + (1 << 20),
        dklen=32,
    )
    stanza = Stanza(SCRYPT, (to_base64(salt), str(work_factor)), _wrapped(file_key, key))
    return _written(stanza, file_key, _utf8(text), random)


def open_pass(data: bytes, passphrase: str) -> str:
    """What `seal_pass` sealed. EnvelopeError as `open_`, and TOO_COSTLY beyond a work factor of 20."""
    normal = _normal(passphrase)
    sealed_for_one(data, SCRYPT)
    if work_factor(parse_header(data).stanzas[0]) > MAX_WORK_FACTOR:
        raise EnvelopeError(Problem.TOO_COSTLY, f"the work factor is {MAX_WORK_FACTOR} at most")
    try:
        return str(pyrage.passphrase.decrypt(data, normal), "utf-8")
    except pyrage.DecryptError as error:
        raise _failure(error) from None
    except UnicodeDecodeError:
        raise EnvelopeError(Problem.BROKEN, "what was sealed is not text") from None


def _written(stanza: Stanza, file_key: bytes, data: bytes, random: Random) -> bytes:
    """Header, MAC, nonce, and the data in chunks of 64 KiB (STREAM with ChaCha20-Poly1305)."""
    kinds = " ".join((stanza.kind, *stanza.arguments))
    head = VERSION + f"\n-> {kinds}\n{to_base64(stanza.body)}\n---".encode("ascii")
    mac = hmac.digest(_derived(file_key, b"header", None), head, "sha256")
    nonce = random(NONCE)
    cipher = ChaCha20Poly1305(_derived(file_key, b"payload", nonce))
    parts = [head, b" ", to_base64(mac).encode("ascii"), b"\n", nonce]
    last = max(0, (len(data) - 1) // CHUNK)
    for count in range(last + 1):
        counter = count.to_bytes(11, "big") + bytes([count == last])
        parts.append(cipher.encrypt(counter, data[count * CHUNK : (count + 1) * CHUNK], None))
    return b"".join(parts)


def _wrapped(file_key: bytes, key: bytes) -> bytes:
    return ChaCha20Poly1305(key).encrypt(bytes(12), file_key, None)


def _derived(secret: bytes, label: bytes, salt: bytes | None) -> bytes:
    return HKDF(SHA256(), 32, salt, label).derive(secret)


def _normal(passphrase: str) -> str:
    normal = unicodedata.normalize("NFKC", passphrase)
    if not normal or not _utf8(normal):
        raise EnvelopeError(Problem.WRONG_KEY, "the passphrase is empty")
    return normal


def _utf8(text: str) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise EnvelopeError(Problem.MALFORMED, "the text cannot be written as UTF-8") from None


def _failure(error: Exception) -> EnvelopeError:
    """rage says which of the three it was in words only; whatever else it says, the file is broken."""
    words = str(error)
    if words in ("No matching keys found", "Decryption failed"):  # "decryption error" is about the payload
        return EnvelopeError(Problem.WRONG_KEY, "the key does not open this file")
    if words.startswith("Excessive work"):
        return EnvelopeError(
            Problem.TOO_COSTLY, "the work factor is more than this machine should be asked for"
        )
    return EnvelopeError(Problem.BROKEN, "the file was cut off or changed")
