"""The header of an age file, read strictly (C2SP age v1): who could open it, before anything is opened."""

from __future__ import annotations

import re
from dataclasses import dataclass

from qingyuan.engines.envelope._lexical import from_base64
from qingyuan.engines.envelope._problem import EnvelopeError, Problem

VERSION = b"age-encryption.org/v1"
MAX_HEADER = 16 * 1024
MAX_STANZAS = 64
CHUNK = 64 * 1024
TAG = 16
NONCE = 16
MAX_SEALED = 21 * 1024 * 1024
"""A file of 20 MiB, padded and sealed, is 20.51 MiB long."""

X25519 = "X25519"
SCRYPT = "scrypt"

_ARGUMENTS = re.compile(rb"-> ([\x21-\x7e]+(?: [\x21-\x7e]+)*)")
_COLUMNS = 64


@dataclass(frozen=True, slots=True)
class Stanza:
    """One recipient stanza: its type, its further arguments and its body."""

    kind: str
    arguments: tuple[str, ...]
    body: bytes


@dataclass(frozen=True, slots=True)
class Header:
    """A header as it was read; `size` is its length in bytes with the MAC line, `signed` what the MAC covers."""

    stanzas: tuple[Stanza, ...]
    mac: bytes
    size: int
    signed: bytes


def header(data: bytes) -> tuple[str, ...]:
    """The types of the stanzas of an age file, in their order: `("X25519",)` for one reader."""
    return tuple(stanza.kind for stanza in parse_header(data).stanzas)


def parse_header(data: bytes) -> Header:
    """Version line, stanzas with wrapped base64 bodies, MAC line. EnvelopeError (MALFORMED, TOO_LARGE).

    Only the binary form is read, never the ASCII armour. The MAC is not checked: that needs the key.
    """
    lines = _Lines(data)
    if lines.next() != VERSION:
        raise EnvelopeError(Problem.MALFORMED, "not an age file of version 1")
    stanzas: list[Stanza] = []
    while True:
        start, line = lines.place, lines.next()
        if line.startswith(b"---"):
            break
        if len(stanzas) == MAX_STANZAS:
            raise EnvelopeError(Problem.TOO_LARGE, f"an age file has {MAX_STANZAS} stanzas at most")
        stanzas.append(_stanza(line, lines))
    mac = from_base64(line[4:].decode("latin-1")) if line.startswith(b"--- ") else None
    if not stanzas or mac is None or len(mac) != 32:
        raise EnvelopeError(Problem.MALFORMED, "the header has no stanza or no MAC")
    return Header(tuple(stanzas), mac, lines.place, data[: start + 3])


def sealed_for_one(data: bytes, kind: str = X25519) -> int:
    """The size of the plaintext of a file with exactly one stanza, which is of this type and well formed.

    EnvelopeError: NOT_SOLE for more or other stanzas; MALFORMED, TOO_LARGE. Says nothing about which key.
    """
    if len(data) > MAX_SEALED:
        raise EnvelopeError(Problem.TOO_LARGE, f"an age file has {MAX_SEALED} bytes at most")
    head = parse_header(data)
    if len(head.stanzas) != 1 or head.stanzas[0].kind != kind:
        raise EnvelopeError(Problem.NOT_SOLE, f"exactly one stanza of type {kind} is accepted")
    _well_formed(head.stanzas[0])
    return _plain_size(len(data) - head.size - NONCE)


def work_factor(stanza: Stanza) -> int:
    """The base-2 logarithm of scrypt's N of a well-formed scrypt stanza."""
    return int(stanza.arguments[1])


def sealed_size(plain: int) -> int:
    """How long the age file to one X25519 recipient is that holds so many bytes."""
    return 168 + NONCE + plain + TAG * max(1, -(-plain // CHUNK))


def _stanza(line: bytes, lines: _Lines) -> Stanza:
    found = _ARGUMENTS.fullmatch(line)
    if not found:
        raise EnvelopeError(Problem.MALFORMED, "not a recipient stanza")
    kind, *arguments = found[1].decode("ascii").split(" ")
    body = b""
    while True:
        text = lines.next()
        part = from_base64(text.decode("latin-1")) if len(text) <= _COLUMNS else None
        if part is None:
            raise EnvelopeError(Problem.MALFORMED, "the body of a stanza is not wrapped base64")
        body += part
        if len(text) < _COLUMNS:
            return Stanza(kind, tuple(arguments), body)


def _well_formed(stanza: Stanza) -> None:
    wanted = {X25519: (32,), SCRYPT: (16, None)}[stanza.kind]
    fits = len(stanza.body) == 32 and len(stanza.arguments) == len(wanted)
    for argument, size in zip(stanza.arguments, wanted, strict=False):
        if size is None:
            fits &= re.fullmatch(r"[1-9][0-9]?", argument) is not None
        else:
            fits &= len(from_base64(argument) or b"") == size
    if not fits:
        raise EnvelopeError(Problem.MALFORMED, f"not a stanza of type {stanza.kind}")


def _plain_size(payload: int) -> int:
    """Each chunk of 64 KiB grows by a tag; the last one is empty only if it is the only one."""
    full, rest = divmod(payload, CHUNK + TAG)
    if payload < TAG or 0 < rest < TAG or (full and rest == TAG):
        raise EnvelopeError(Problem.MALFORMED, "the payload is cut off")
    return payload - TAG * (full + bool(rest))


class _Lines:
    """The lines of a header one after another; never looks at more than `MAX_HEADER` bytes."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.place = 0

    def next(self) -> bytes:
        end = self._data.find(b"\n", self.place, MAX_HEADER)
        if end < 0:
            large = len(self._data) > MAX_HEADER and self._data.startswith(VERSION + b"\n")
            raise EnvelopeError(Problem.TOO_LARGE if large else Problem.MALFORMED, "the header does not end")
        line = self._data[self.place : end]
        self.place = end + 1
        return line
