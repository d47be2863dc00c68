"""Strict readers for the few lexical forms that the text formats share.

Each accepts one spelling only, so that no signed or proven thing has two texts.
"""

from __future__ import annotations

import base64
import binascii
import re

from qingyuan.engines.merkle._hashing import MAX_SIZE, is_hash
from qingyuan.engines.merkle._problem import MerkleError, Problem

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f]")
_DECIMAL = re.compile(r"0|[1-9][0-9]{0,18}")


def text_of(data: str | bytes, limit: int) -> str:
    """The text of a file of at most `limit` bytes: valid UTF-8, no ASCII control but newline."""
    if len(data) > limit:
        raise MerkleError(Problem.TOO_LARGE, f"the text is longer than {limit} bytes")
    try:
        text = data if isinstance(data, str) else str(data, "utf-8")
        encoded = text.encode("utf-8")
    except UnicodeError:
        raise MerkleError(Problem.MALFORMED, "the text is not valid UTF-8") from None
    if len(encoded) > limit:
        raise MerkleError(Problem.TOO_LARGE, f"the text is longer than {limit} bytes")
    if found := _CONTROL.search(text):
        what = "carriage return: the line ends were changed" if found[0] == "\r" else "control character"
        raise MerkleError(Problem.MALFORMED, what, line=text.count("\n", 0, found.start()) + 1)
    return text


def decimal_of(text: str, what: str, *, line: int | None = None) -> int:
    """A size or index in ASCII decimal without leading zeroes, at most 2^63 - 1."""
    if not _DECIMAL.fullmatch(text) or int(text) > MAX_SIZE:
        raise MerkleError(Problem.MALFORMED, f"{what} is a decimal number from 0 to 2^63 - 1", line=line)
    return int(text)


def base64_of(text: str, what: str, *, line: int | None = None) -> bytes:
    """RFC 4648 section 4 base64, padded, with zero trailing bits: one text for one value."""
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if not data or to_base64(data) != text:
        raise MerkleError(Problem.MALFORMED, f"{what} is not base64", line=line)
    return data


def hash_of(text: str, what: str, *, line: int | None = None) -> bytes:
    """A SHA-256 hash (32 bytes) in base64."""
    data = base64_of(text, what, line=line)
    if not is_hash(data):
        raise MerkleError(Problem.MALFORMED, f"{what} is not 32 bytes long", line=line)
    return data


def to_base64(data: bytes) -> str:
    """RFC 4648 section 4."""
    return base64.b64encode(data).decode("ascii")
