"""The lexical forms that the formats share: base64 in one spelling only, Bech32, Crockford base32.

Sources: RFC 4648; C2SP age (base64 without padding, canonical); BIP 173 (Bech32); Crockford's base32.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable

Random = Callable[[int], bytes]
"""Draws that many secret random bytes: `os.urandom`, or in tests a source that repeats itself."""

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

_BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
_GENERATOR = (0x3B6A57B2, 0x26508E6D, 0x1EA119FA, 0x3D4233DD, 0x2A1462B3)


def to_base64(data: bytes) -> str:
    """RFC 4648 section 4, without padding, as in age headers."""
    return base64.b64encode(data).decode("ascii").rstrip("=")


def from_base64(text: str) -> bytes | None:
    """The bytes, or None for anything but the one spelling that `to_base64` gives."""
    try:
        data = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), validate=True)
    except (binascii.Error, ValueError):
        return None
    return data if to_base64(data) == text else None


def to_base64url(data: bytes) -> str:
    """RFC 4648 section 5, without padding: fits into addresses and forms."""
    return to_base64(data).replace("+", "-").replace("/", "_")


def from_base64url(text: str) -> bytes | None:
    """The bytes, or None for anything but the one spelling that `to_base64url` gives."""
    if "+" in text or "/" in text:
        return None
    return from_base64(text.replace("-", "+").replace("_", "/"))


def crockford(data: bytes) -> str:
    """Crockford base32, five bits a character, big-endian; the length is a multiple of five bytes."""
    number, count = int.from_bytes(data, "big"), len(data) * 8 // 5
    return "".join(CROCKFORD[number >> 5 * place & 31] for place in reversed(range(count)))


def to_bech32(prefix: str, data: bytes) -> str:
    """Bech32 in lower case, without the limit of 90 characters, as age uses it."""
    values = _regroup(data, 8, 5, pad=True) or []
    sum_ = _polymod([*_expanded(prefix), *values, 0, 0, 0, 0, 0, 0]) ^ 1
    values += [sum_ >> 5 * (5 - place) & 31 for place in range(6)]
    return prefix + "1" + "".join(_BECH32[value] for value in values)


def from_bech32(text: str, prefix: str) -> bytes | None:
    """The bytes behind `prefix`, which is compared without case; None for anything that is off."""
    if len(text) > 200 or not text.isascii() or text not in (text.lower(), text.upper()):
        return None
    lower = text.lower()
    head, one, tail = lower.rpartition("1")
    if not one or head != prefix or len(tail) < 6 or any(sign not in _BECH32 for sign in tail):
        return None
    values = [_BECH32.index(sign) for sign in tail]
    if _polymod([*_expanded(head), *values]) != 1:
        return None
    data = _regroup(values[:-6], 5, 8, pad=False)
    return None if data is None else bytes(data)


def _expanded(prefix: str) -> list[int]:
    return [*(ord(sign) >> 5 for sign in prefix), 0, *(ord(sign) & 31 for sign in prefix)]


def _polymod(values: Iterable[int]) -> int:
    sum_ = 1
    for value in values:
        top = sum_ >> 25
        sum_ = (sum_ & 0x1FFFFFF) << 5 ^ value
        for place, term in enumerate(_GENERATOR):
            sum_ ^= term if top >> place & 1 else 0
    return sum_


def _regroup(values: Iterable[int], size: int, wanted: int, *, pad: bool) -> list[int] | None:
    """Bits in groups of `size` into groups of `wanted`; None if what is left over is not zero bits."""
    kept, bits, out = 0, 0, []
    for value in values:
        kept, bits = (kept << size | value) & 0xFFF, bits + size
        while bits >= wanted:
            bits -= wanted
            out.append(kept >> bits & ((1 << wanted) - 1))
    rest = kept << (wanted - bits) & ((1 << wanted) - 1)
    if pad and bits:
        out.append(rest)
    elif not pad and (bits >= size or rest):
        return None
    return out
