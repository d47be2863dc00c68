"""A secret in n shares of which any m give it back and m - 1 tell nothing (Shamir 1979), over GF(2^8).

Byte by byte, a polynomial of degree m - 1 whose value at 0 is the byte (field polynomial 0x11b, as in AES).
Four bytes of SHA-256 of the secret are split along with it: they tell of wrong shares, and nothing before.
A share: version 1, a random set number (4 bytes), m, its place x (1 to 255), the values, and 4 bytes of
SHA-256 of all that, which tell of a share that was copied wrongly.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence

from qingyuan.engines.envelope._lexical import Random
from qingyuan.engines.envelope._problem import EnvelopeError, Problem

MAX_SECRET = 1024
SUM = 4
_HEAD = 7
_VERSION = b"\x01"


def split(secret: bytes, m: int, n: int, random: Random = os.urandom) -> list[bytes]:
    """`n` shares of a secret of 1 to 1024 bytes, any `m` of which join; 2 <= m <= n <= 255.

    Draws 4 bytes (the set), then m - 1 times the length of secret and sum (the coefficients of x, x^2, ...).
    EnvelopeError(BAD_SPLIT).
    """
    if not (2 <= m <= n <= 255 and 1 <= len(secret) <= MAX_SECRET):
        raise EnvelopeError(Problem.BAD_SPLIT, "2 <= m <= n <= 255, and the secret has 1 to 1024 bytes")
    whole = secret + _sum(secret)
    label = random(4)
    layers = [whole, *(random(len(whole)) for _ in range(m - 1))]
    shares = []
    for x in range(1, n + 1):
        values = bytes(_value(column, x) for column in zip(*layers, strict=True))
        share = _VERSION + label + bytes([m, x]) + values
        shares.append(share + _sum(share))
    return shares


def join(shares: Sequence[bytes]) -> bytes:
    """The secret of m or more shares; more than m have to agree.

    EnvelopeError: TOO_FEW_SHARES; WRONG_SHARES for damaged ones, ones of another secret, or one given twice.
    """
    if not shares:
        raise EnvelopeError(Problem.TOO_FEW_SHARES, "no share was given")
    for share in shares:
        length = len(share) - _HEAD - 2 * SUM
        if not 1 <= length <= MAX_SECRET or share[:1] != _VERSION or _sum(share[:-SUM]) != share[-SUM:]:
            raise EnvelopeError(Problem.WRONG_SHARES, "a share is damaged")
    m, places = shares[0][5], [share[6] for share in shares]
    if len({(share[:6], len(share)) for share in shares}) > 1 or len(set(places)) < len(places):
        raise EnvelopeError(Problem.WRONG_SHARES, "the shares do not belong together")
    if m < 2 or 0 in places:
        raise EnvelopeError(Problem.WRONG_SHARES, "a share is damaged")
    if len(shares) < m:
        raise EnvelopeError(Problem.TOO_FEW_SHARES, f"{m} shares are needed")
    values = [share[_HEAD:-SUM] for share in shares]
    whole = _at(0, places[:m], values[:m])
    secret = whole[:-SUM]
    agree = all(_at(places[i], places[:m], values[:m]) == values[i] for i in range(m, len(shares)))
    if not agree or _sum(secret) != whole[-SUM:]:
        raise EnvelopeError(Problem.WRONG_SHARES, "the shares do not belong together")
    return secret


def times(a: int, b: int) -> int:
    """The product in GF(2^8) modulo x^8 + x^4 + x^3 + x + 1."""
    product = 0
    for _ in range(8):
        product ^= -(b & 1) & a
        a = (a << 1) ^ (-(a >> 7) & 0x11B)
        b >>= 1
    return product


def _inverse(a: int) -> int:
    """a^254."""
    result = 1
    for _ in range(254):
        result = times(result, a)
    return result


def _value(column: Sequence[int], x: int) -> int:
    """The polynomial with these coefficients, lowest first, at x (Horner)."""
    value = 0
    for coefficient in reversed(column):
        value = times(value, x) ^ coefficient
    return value


def _at(x: int, places: Sequence[int], values: Sequence[bytes]) -> bytes:
    """The polynomials through the values at their places, at x (Lagrange)."""
    out = bytearray(len(values[0]))
    for i, place in enumerate(places):
        factor = 1
        for k, other in enumerate(places):
            if k != i:
                factor = times(factor, times(x ^ other, _inverse(place ^ other)))
        for j, value in enumerate(values[i]):
            out[j] ^= times(factor, value)
    return bytes(out)


def _sum(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()[:SUM]
