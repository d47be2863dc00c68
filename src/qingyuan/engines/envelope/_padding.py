"""Padding, so that the size of what is sealed tells little, and the form of files with their names.

Bodies and messages go into one of three buckets; files into Padmé (Nikitin et al., "Reducing Metadata Leakage
from Encrypted Files and Communication with PURBs", PoPETs 2019), which costs at most 12 % and lets
O(log log n) bits through. Each size has one padded size, and the padding is zero: one text for one value.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from qingyuan.engines.envelope._problem import EnvelopeError, Problem

BUCKETS = (4 * 1024, 16 * 1024, 64 * 1024)
MAX_TEXT = BUCKETS[-1] - 4
MIN_FILE = 64 * 1024
MAX_FILE = 20 * 1024 * 1024
MAX_FILE_HEADER = 1024

_NAME = re.compile(
    r"[^\x00-\x1f\x7f-\x9f/\\\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]{1,120}"
)
_TYPE = re.compile(r"[a-z0-9][a-z0-9.+-]{0,62}/[a-z0-9][a-z0-9.+-]{0,126}")


@dataclass(frozen=True, slots=True)
class PlainFile:
    """A file: `name` without path, `type` as a media type, and its bytes."""

    name: str
    type: str
    data: bytes


def pad(data: bytes) -> bytes:
    """4 bytes of length, big-endian, the data, zeroes up to 4, 16 or 64 KiB. EnvelopeError(TOO_LARGE)."""
    for bucket in BUCKETS:
        if len(data) + 4 <= bucket:
            return _filled(_counted(data), bucket)
    raise EnvelopeError(Problem.TOO_LARGE, f"a text has {MAX_TEXT} bytes at most")


def unpad(data: bytes) -> bytes:
    """What `pad` padded. EnvelopeError(NOT_PADDED) for anything that `pad` would not have made."""
    found, _rest = _taken(data)
    if len(data) not in BUCKETS or pad(found) != data:
        raise EnvelopeError(Problem.NOT_PADDED, "the padding is not as it has to be")
    return found


def pad_file(name: str, type_: str, data: bytes) -> bytes:
    """Length and JSON of name and type, length and bytes of the file, zeroes up to Padmé, at least 64 KiB.

    EnvelopeError: TOO_LARGE; BAD_NAME for paths, control and direction characters; BAD_TYPE.
    """
    if len(data) > MAX_FILE:
        raise EnvelopeError(Problem.TOO_LARGE, f"a file has {MAX_FILE} bytes at most")
    _acceptable(name, type_)
    head = json.dumps({"name": name, "type": type_}, ensure_ascii=False, separators=(",", ":")).encode(
        "utf-8"
    )
    whole = _counted(head) + _counted(data)
    return _filled(whole, padded_size(len(whole)))


def unpad_file(data: bytes) -> PlainFile:
    """What `pad_file` padded. EnvelopeError: NOT_PADDED, BAD_NAME, BAD_TYPE."""
    head, rest = _taken(data)
    found, _zeroes = _taken(rest)
    try:
        said = json.loads(head) if len(head) <= MAX_FILE_HEADER else None
    except (ValueError, RecursionError):
        said = None
    if not isinstance(said, dict) or not all(isinstance(said.get(key), str) for key in ("name", "type")):
        raise EnvelopeError(Problem.NOT_PADDED, "the file has no name and type")
    _acceptable(said["name"], said["type"])
    if len(found) > MAX_FILE or pad_file(said["name"], said["type"], found) != data:
        raise EnvelopeError(Problem.NOT_PADDED, "the padding is not as it has to be")
    return PlainFile(said["name"], said["type"], found)


def padded_size(size: int) -> int:
    """Padmé of the size in bytes, at least 64 KiB: as many low bits are zero as the exponent has bits fewer.

    >>> padded_size(1), padded_size(65_537), padded_size(1_000_000)
    (65536, 67584, 1015808)
    """
    size = max(size, MIN_FILE)
    exponent = size.bit_length() - 1
    low = (1 << exponent - exponent.bit_length()) - 1
    return (size + low) & ~low


def is_text_size(size: int) -> bool:
    """Whether a plaintext of that size can have come from `pad`."""
    return size in BUCKETS


def is_file_size(size: int) -> bool:
    """Whether a plaintext of that size can have come from `pad_file`."""
    return MIN_FILE <= size <= padded_size(MAX_FILE + MAX_FILE_HEADER + 8) and padded_size(size) == size


def _acceptable(name: str, type_: str) -> None:
    if not _NAME.fullmatch(name) or name != name.strip() or set(name) == {"."}:
        raise EnvelopeError(Problem.BAD_NAME, "a file's name has 1 to 120 visible characters and no path")
    if not _TYPE.fullmatch(type_):
        raise EnvelopeError(Problem.BAD_TYPE, "a file's type is a media type such as image/png")


def _counted(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def _taken(data: bytes) -> tuple[bytes, bytes]:
    """The counted bytes at the beginning, and the rest."""
    end = 4 + int.from_bytes(data[:4], "big")
    if len(data) < 4 or end > len(data):
        raise EnvelopeError(Problem.NOT_PADDED, "the padding is not as it has to be")
    return data[4:end], data[end:]


def _filled(data: bytes, size: int) -> bytes:
    return data + bytes(size - len(data))
