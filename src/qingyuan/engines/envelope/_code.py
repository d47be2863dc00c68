"""The receipt code: 80 random bits and a check character, to be copied by hand, and the keys it gives.

The check character is a weighted sum over GF(32): the sum of alpha^i times the character at place i is zero,
the check character standing at place 0. The 17 weights differ and none is zero, so that every single wrong
character is found, and every two different characters that changed places. Keys by scrypt (RFC 7914).
"""

from __future__ import annotations

import hashlib
import os
import unicodedata
from dataclasses import dataclass

from qingyuan.engines.envelope._keys import identity_from, recipient_of
from qingyuan.engines.envelope._lexical import CROCKFORD, Random, crockford, from_base64url, to_base64url
from qingyuan.engines.envelope._problem import EnvelopeError, Problem

LENGTH = 17
SALT = b"qingyuan.reports.code.v1"
COST, BLOCK, LANES = 2**15, 8, 1
"""scrypt's N, r and p: 32 MiB of memory."""

_LONGEST = 100
_GAPS = " \t\r\n-_.·‐‑‒–—―−"
_READ = {sign: sign for sign in CROCKFORD} | {sign.lower(): sign for sign in CROCKFORD}
_READ |= {"O": "0", "o": "0", "I": "1", "i": "1", "L": "1", "l": "1"}


def _weights() -> tuple[int, ...]:
    weights = [1]
    for _ in range(LENGTH - 1):
        doubled = weights[-1] << 1
        weights.append(doubled ^ 0b100101 if doubled & 32 else doubled)  # x^5 + x^2 + 1 is primitive
    return tuple(weights)


_WEIGHTS = _weights()


@dataclass(frozen=True, slots=True)
class CodeKeys:
    """What a code gives: the reporter's `identity` and `recipient`, and the `locator` that finds the report.

    The locator is 32 bytes in base64url; it tells nothing about the identity, both come out of one scrypt.
    """

    identity: str
    recipient: str
    locator: str


def new_code(random: Random = os.urandom) -> str:
    """A fresh code as `XXXX-XXXX-XXXX-XXXX-X`; draws 10 bytes."""
    signs = crockford(random(10))
    return _grouped(signs + _check_sign(signs))


def check_code(text: str) -> str:
    """A typed code in its one spelling, or EnvelopeError (CODE_LENGTH, CODE_CHARACTER, CODE_CHECK).

    Lower case, full-width forms, spaces and every kind of hyphen are accepted, O for 0, I and L for 1.
    """
    if len(text) > _LONGEST:
        raise EnvelopeError(Problem.CODE_LENGTH, f"a code has {LENGTH} characters")
    typed = [sign for sign in unicodedata.normalize("NFKC", text) if sign not in _GAPS]
    if any(sign not in _READ for sign in typed):
        raise EnvelopeError(Problem.CODE_CHARACTER, "a code has digits and letters without U")
    if len(typed) != LENGTH:
        raise EnvelopeError(Problem.CODE_LENGTH, f"a code has {LENGTH} characters")
    signs = "".join(_READ[sign] for sign in typed)
    if _check_sign(signs[:-1]) != signs[-1]:
        raise EnvelopeError(Problem.CODE_CHECK, "the check character does not fit")
    return _grouped(signs)


def from_code(code: str) -> CodeKeys:
    """The keys of a code; fails as `check_code`. Takes some 0.1 s and 32 MiB."""
    signs = check_code(code).replace("-", "").encode("ascii")
    made = hashlib.scrypt(signs, salt=SALT, n=COST, r=BLOCK, p=LANES, maxmem=64 * 1024 * 1024, dklen=64)
    identity = identity_from(made[:32])
    return CodeKeys(identity, recipient_of(identity), to_base64url(made[32:]))


def locator_digest(locator: str) -> bytes | None:
    """SHA-256 of the 32 bytes of a locator: all that is stored of it. None if it is not a locator."""
    data = from_base64url(locator) if len(locator) == 43 else None
    return None if data is None else hashlib.sha256(data).digest()


def _check_sign(signs: str) -> str:
    total = 0
    for sign, weight in zip(signs, _WEIGHTS[1:], strict=True):
        total ^= _times(CROCKFORD.index(sign), weight)
    return CROCKFORD[total]


def _times(a: int, b: int) -> int:
    """The product in GF(32)."""
    product = 0
    for place in range(5):
        product ^= a << place if b >> place & 1 else 0
    for place in (8, 7, 6, 5):
        product ^= 0b100101 << (place - 5) if product >> place & 1 else 0
    return product


def _grouped(signs: str) -> str:
    return "-".join(signs[place : place + 4] for place in range(0, LENGTH, 4))
