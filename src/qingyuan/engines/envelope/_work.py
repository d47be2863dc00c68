"""Proof of work (after Back's hashcash, 2002): floods cost, without addresses and without locking anybody out.

The server signs a challenge, the browser finds 16 numbers, the server checks them in some 20 hashes. Number k
of a solution makes SHA-256(SHA-256(challenge) || k || number), both four bytes big-endian, begin with
`bits - 4` zero bits. Sixteen small puzzles take 2^bits hashes on average, like one large one, but seldom more
than one and a half times that: the waiting is much the same for everybody.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from qingyuan.engines.envelope._lexical import Random, from_base64url, to_base64url
from qingyuan.engines.envelope._problem import EnvelopeError, Problem

PUZZLES = 16
MIN_BITS, DEFAULT_BITS, MAX_BITS = 4, 17, 28
WINDOW = timedelta(minutes=30)

_FORM = re.compile(r"qy1\.([1-9][0-9]?)\.([1-9][0-9]{0,11})\.([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})")
_LABEL = b"qingyuan.work.v1\n"


@dataclass(frozen=True, slots=True)
class Challenge:
    """A challenge as it was read: how hard, until when, and its 16 random bytes.

    Who accepts a solution remembers `seed` until `until`, and refuses it the second time.
    """

    bits: int
    until: datetime
    seed: bytes


def challenge(
    key: bytes,
    moment: datetime,
    bits: int = DEFAULT_BITS,
    *,
    window: timedelta = WINDOW,
    random: Random = os.urandom,
) -> str:
    """A challenge of some 90 ASCII characters, signed with the key (HMAC-SHA-256), good for the window.

    `moment` has its zone; `bits` is 4 to 28. Draws 16 bytes. EnvelopeError(BAD_CHALLENGE) for other bits.
    """
    if not MIN_BITS <= bits <= MAX_BITS:
        raise EnvelopeError(Problem.BAD_CHALLENGE, f"the difficulty is {MIN_BITS} to {MAX_BITS} bits")
    until = int((moment + window).timestamp())
    said = f"qy1.{bits}.{until}.{to_base64url(random(16))}"
    return f"{said}.{_mac(key, said)}"


def read_challenge(text: str, key: bytes) -> Challenge:
    """A challenge that this key signed; EnvelopeError(BAD_CHALLENGE). Says nothing about the time."""
    found = _FORM.fullmatch(text)
    seed = from_base64url(found[3]) if found else None
    if not found or seed is None or not hmac.compare_digest(_mac(key, text.rpartition(".")[0]), found[4]):
        raise EnvelopeError(Problem.BAD_CHALLENGE, "not a challenge of this server")
    return Challenge(int(found[1]), datetime.fromtimestamp(int(found[2]), UTC), seed)


def solved(text: str, nonce: str, key: bytes, moment: datetime) -> bool:
    """Whether the challenge is this server's, still good at the moment, and `nonce` solves it. Never raises."""
    try:
        asked = read_challenge(text, key)
    except EnvelopeError:
        return False
    numbers = from_base64url(nonce) if len(nonce) == 86 else None
    if moment > asked.until or numbers is None:
        return False
    start = hashlib.sha256(text.encode("ascii")).digest()
    free = 256 - (asked.bits - 4)
    for place in range(PUZZLES):
        tried = start + place.to_bytes(4, "big") + numbers[4 * place : 4 * place + 4]
        if int.from_bytes(hashlib.sha256(tried).digest(), "big") >> free:
            return False
    return True


def difficulty(arrived: int, usual: int, *, least: int = DEFAULT_BITS, most: int = MAX_BITS - 4) -> int:
    """The bits to ask for when `arrived` came in a span of time in which `usual` come on a bad ordinary day.

    One bit more, twice the work, for each doubling beyond the usual; never less than `least`.

    >>> difficulty(3, 10), difficulty(10, 10), difficulty(11, 10), difficulty(40, 10), difficulty(10**9, 10)
    (17, 17, 18, 19, 24)
    """
    excess = -(-arrived // max(usual, 1))
    return min(most, least + (max(excess, 1) - 1).bit_length())


def _mac(key: bytes, said: str) -> str:
    return to_base64url(hmac.digest(key, _LABEL + said.encode("ascii"), "sha256"))
