"""Salted commitments: what stands in the log instead of the content.

    commitment = SHA-256(DOMAIN || len(salt) as one byte || salt || canonical JSON of the content)

*Binding.* The encoding is injective: DOMAIN is fixed, one byte says where the salt ends, and canonical
JSON gives each content one text. (Without the length byte, a salt could lend its last bytes to the
content.) Two different openings of one commitment are thus a collision of SHA-256 (about 2^128 work).
Nobody, the keeper of the log included, can later say that an entry meant something else.

*Hiding.* Contents of a trail are guessable ("officer 17 closed matter 205"), so a bare hash would be
found by trying. The salt is fresh, uniform and secret, at least 16 bytes: with SHA-256 as a random
oracle, an adversary that makes q tries learns anything at all with probability at most q / 2^128, even
with the content narrowed to two candidates. The salt must not be reused for another content or derived
from anything public. Equal contents give unrelated commitments.

*Erasure.* Once salt and content are destroyed, the 32 bytes left in the log say nothing about the
content, and the tree still verifies.

Canonical JSON follows RFC 8785 (JCS) for the values it admits: str, int, bool, None, list, dict with
str keys. Floats are refused, and integers beyond 2^53 - 1 (RFC 7493 section 2.2), which other readers
would round; write those as strings.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from typing import Any, NoReturn, TypeAlias

from qingyuan.engines.merkle._problem import MerkleError, Problem

Content: TypeAlias = "str | int | bool | list[Content] | dict[str, Content] | None"
"""What a commitment can be about."""

DOMAIN = b"qingyuan/commitment@v1\n"
COMMITMENT_SIZE = 32
MIN_SALT = 16
MAX_SALT = 64
MAX_CONTENT_BYTES = 256 * 1024
MAX_DEPTH = 32
MAX_INTEGER = 2**53 - 1


def canonical_json(content: Content, *, limit: int = MAX_CONTENT_BYTES, depth: int = MAX_DEPTH) -> bytes:
    """The one JSON text of `content` (RFC 8785), UTF-8. MerkleError(BAD_CONTENT or TOO_LARGE)."""
    plain = _plain(content, depth)
    try:
        data = json.dumps(plain, ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode()
    except UnicodeEncodeError:
        _refuse("text with half a surrogate pair cannot be written")
    if len(data) > limit:
        raise MerkleError(Problem.TOO_LARGE, f"the content is longer than {limit} bytes")
    return data


def parse_canonical_json(data: bytes, *, limit: int = MAX_CONTENT_BYTES, depth: int = MAX_DEPTH) -> Content:
    """Read JSON that must already be canonical; MerkleError if it is not. Safe on hostile bytes."""
    if len(data) > limit:
        raise MerkleError(Problem.TOO_LARGE, f"the content is longer than {limit} bytes")
    try:
        content: Content = json.loads(
            data.decode("utf-8"),
            parse_float=_refuse_number,
            parse_int=_whole_number,
            parse_constant=_refuse_number,
            object_pairs_hook=_unique,
        )
    except (ValueError, RecursionError):
        _refuse("not JSON")
    if canonical_json(content, limit=limit, depth=depth) != data:
        _refuse("not in canonical form (RFC 8785)")
    return content


def commit(content: Content, salt: bytes) -> bytes:
    """The commitment to `content` (32 bytes): what is logged. `salt` is 16 to 64 fresh random bytes."""
    return _commit_bytes(canonical_json(content), salt)


def opens(commitment: bytes, content: Content, salt: bytes) -> bool:
    """Is (content, salt) the opening of `commitment`? Total."""
    try:
        return isinstance(commitment, bytes) and hmac.compare_digest(commit(content, salt), commitment)
    except MerkleError:
        return False


def _commit_bytes(canonical: bytes, salt: bytes) -> bytes:
    if not isinstance(salt, bytes) or not MIN_SALT <= len(salt) <= MAX_SALT:
        _refuse(f"a salt is {MIN_SALT} to {MAX_SALT} bytes")
    return hashlib.sha256(DOMAIN + bytes([len(salt)]) + salt + canonical).digest()


def _plain(value: object, depth: int) -> Any:
    """`value` rebuilt from exact built-in types, keys by UTF-16 code units (RFC 8785 section 3.2.3)."""
    if value is None or value is True or value is False:
        return value
    if isinstance(value, str):
        return str.__str__(value)  # a StrEnum is its value
    if isinstance(value, int):
        if not -MAX_INTEGER <= value <= MAX_INTEGER:
            _refuse("an integer beyond 2^53 - 1; write it as text")
        return int(value)
    if depth == 0:
        _refuse(f"lists and objects nested deeper than {MAX_DEPTH}")
    if isinstance(value, list):
        return [_plain(item, depth - 1) for item in value]
    if isinstance(value, dict):
        if not all(isinstance(key, str) for key in value):
            _refuse("a key that is not text")
        keys = sorted(map(str.__str__, value), key=_utf16)
        return {key: _plain(value[key], depth - 1) for key in keys}
    return _refuse(
        f"a value of type {type(value).__name__}; only text, whole numbers, booleans, null, lists, objects"
    )


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")


def _refuse(detail: str) -> NoReturn:
    raise MerkleError(Problem.BAD_CONTENT, detail)


def _refuse_number(_text: str) -> NoReturn:
    _refuse("a number that is not whole")


def _whole_number(text: str) -> int:
    if len(text) > 17:
        _refuse("an integer beyond 2^53 - 1; write it as text")
    return int(text)


def _unique(pairs: list[tuple[str, Content]]) -> dict[str, Content]:
    found = dict(pairs)
    if len(found) != len(pairs):
        _refuse("the same key twice")
    return found
