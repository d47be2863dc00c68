"""Throw random and mutated envelopes at the engine: nothing but an EnvelopeError may come out, and no reader in.

    python tools/fuzz_envelope.py [--rounds 50000] [--seed 1]

Bounded and repeatable: the same seed gives the same files. A file that breaks something is printed in hexadecimal.
"""

import argparse
import json
import sys
import time
from base64 import b64decode
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TypeVar

from qingyuan.engines import envelope

OFFICIAL = Path(__file__).resolve().parent.parent / "tests" / "engines" / "envelope" / "cctv.json"
NOW = datetime(2021, 3, 19, 2, tzinfo=UTC)
Found = TypeVar("Found")
KEY = bytes(range(32))
SHARE = envelope.split(b"secret", 2, 2, Random(1).randbytes)[0]
PLAIN = envelope.pad('{"what":"现场情况"}'.encode())
WORDS = [
    b"-> X25519 ",
    b"-> scrypt ",
    b"---",
    b"--- ",
    b"\n",
    b"\r\n",
    b" ",
    b"=",
    b"\0",
    b"age-encryption.org/v1\n",
    b"\xff",
]
CHEAP = 10
"""Passphrase files that ask for more than this power of two are only looked at: the work is what they ask for."""


def seeds(dice: Random, identity: str) -> list[bytes]:
    """Good files of every form, and the official vectors."""
    recipient = envelope.recipient_of(identity)
    found = [envelope.seal(PLAIN, recipient, dice.randbytes), envelope.seal(b"", recipient, dice.randbytes)]
    found.append(envelope.seal(bytes(70_000), recipient, dice.randbytes))
    found.append(envelope.seal_pass(identity, "清源", random=dice.randbytes, work_factor=4))
    found += [PLAIN, envelope.pad_file("附件1.jpg", "image/jpeg", b"x" * 99)]
    found += envelope.split(envelope.secret_of(identity), 2, 3, dice.randbytes)
    found.append(envelope.new_code(dice.randbytes).encode())
    found.append(envelope.challenge(KEY, NOW, 8, random=dice.randbytes).encode())
    found += [
        b64decode(text).partition(b"\n\n")[2]
        for text in json.loads(OFFICIAL.read_text("utf-8"))["files"].values()
    ]
    return found


def mutated(dice: Random, files: list[bytes]) -> bytes:
    """One file changed in one to four ways: bits, cuts, doubled and swapped pieces, pieces of another file."""
    data = bytearray(dice.choice(files[:4] if dice.random() < 0.4 else files))
    for _ in range(dice.choice((1, 1, 1, 2, 4))):
        place = (
            dice.randrange(len(data) + 1) if dice.random() < 0.5 else dice.randrange(min(len(data), 250) + 1)
        )
        size = dice.choice((1, 1, 2, 16, 44, 64, 65_552))
        match dice.choice((0, 1, 2, 3, 4, 5, 6, 7, 7, 8, 8)):
            case 0:
                data[place : place + 1] = bytes([dice.randrange(256)])
            case 1:
                del data[place : place + size]
            case 2:
                data[place:place] = data[place : place + size]
            case 3:
                data[place:place] = dice.choice(WORDS)
            case 4:
                other = dice.choice(files)
                start = dice.randrange(len(other) + 1)
                data[place : place + size] = other[start : start + size]
            case 5:
                data[place:place] = dice.randbytes(size % 100)
            case 6:
                del data[place:]
            case 7 if place < len(data):
                data[place] ^= 1 << dice.randrange(8)
            case 8:  # a whole stanza of another file, before the others
                other = dice.choice(files)
                lines = other.split(b"\n")[1:3] if other.startswith(b"age") else [b"-> x", b""]
                data[22:22] = b"\n".join(lines) + b"\n"
    return bytes(data)


def tried(data: bytes, identity: str, originals: set[bytes], outcomes: Counter[str]) -> None:
    """Everything that takes bytes or text from strangers."""

    def attempt(name: str, act: Callable[[], Found]) -> Found | None:
        try:
            found = act()
        except envelope.EnvelopeError as error:
            outcomes[f"{name}: {error.problem}"] += 1
            return None
        outcomes[f"{name}: accepted"] += 1
        return found

    kinds = attempt("header", lambda: envelope.header(data))
    size = attempt("sealed_for_one", lambda: envelope.sealed_for_one(data))
    if size is not None:
        assert kinds == ("X25519",), "a reader was added"
        assert envelope.sealed_size(size) == len(data), "bytes were added"
    opened = attempt("open_", lambda: envelope.open_(data, identity))
    if opened is not None:
        assert size == len(opened)
        assert data in originals, "a changed file opens"
    factor = attempt("scrypt", lambda: envelope.sealed_for_one(data, "scrypt"))
    if factor is not None and int(envelope.parse_header(data).stanzas[0].arguments[1]) <= CHEAP:
        attempt("open_pass", lambda: envelope.open_pass(data, "清源"))
    attempt("unpad", lambda: envelope.unpad(data))
    attempt("unpad_file", lambda: envelope.unpad_file(data))
    attempt("join", lambda: envelope.join([data, SHARE]))
    text = data[:300].decode("utf-8", "replace")
    attempt("check_code", lambda: envelope.check_code(text))
    attempt("read_challenge", lambda: envelope.read_challenge(text, KEY))
    attempt("recipient_of", lambda: envelope.recipient_of(text))
    attempt("fingerprint", lambda: envelope.fingerprint(text))
    assert envelope.solved(text, text, KEY, NOW) is False
    envelope.locator_digest(text)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=50_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    dice = Random(asked.seed)
    identity = envelope.new_identity(dice.randbytes)
    files = seeds(dice, identity)
    originals = set(files)
    outcomes: Counter[str] = Counter()
    start = time.perf_counter()
    for number in range(asked.rounds):
        data = mutated(dice, files) if number % 20 else dice.randbytes(dice.randrange(400))
        try:
            tried(data, identity, originals, outcomes)
        except BaseException as error:
            print(f"round {number}, seed {asked.seed}: {error!r}\n{data.hex()}", file=sys.stderr)
            if isinstance(error, KeyboardInterrupt):
                raise
            return 1
    for outcome, count in sorted(outcomes.items()):
        print(f"{count:8} {outcome}")
    print(f"{asked.rounds} files in {time.perf_counter() - start:.1f} s, nothing but anticipated errors")
    return 0


if __name__ == "__main__":
    sys.exit(main())
