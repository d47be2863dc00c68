"""Write vectors.json, to which the engine and the browser modules are both held.

Run by hand when the formats are meant to change: `python tests/engines/envelope/make_vectors.py`. Bytes are
hexadecimal; randomness is given, in the order in which it is drawn.
"""

import hashlib
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pyrage

from qingyuan.engines import envelope

HERE = Path(__file__).parent
NOW = datetime(2021, 3, 19, 2, tzinfo=UTC)
TYPED = {
    "as shown": lambda code: code,
    "lower case": str.lower,
    "no hyphens": lambda code: code.replace("-", ""),
    "spaces": lambda code: " " + code.replace("-", "  ") + "\t\n",
    "long dashes": lambda code: code.replace("-", "—"),
    "full width": lambda code: "".join(chr(ord(c) + 0xFEE0) for c in code),
    "letters for digits": lambda code: code.replace("0", "O").replace("1", "l"),
    "other letters": lambda code: code.replace("0", "o").replace("1", "I"),
}
WRONG = [
    "",
    "1",
    "0000-0000-0000-0000",
    "0000-0000-0000-0000-00",
    "0000-0000-0000-0000-1",
    "U" * 17,
    "0" * 101,
]
WRONG += ["0000-0000-0000-000é-0", "零" * 17, "0000,0000,0000,0000,0", "😀" * 17, "ı" * 17, "０" * 16]


class Noted:
    """Randomness that is remembered."""

    def __init__(self, seed: int) -> None:
        self._source, self.drawn = Random(seed), b""

    def __call__(self, size: int) -> bytes:
        data = self._source.randbytes(size)
        self.drawn += data
        return data


def problem_of(act: Callable[[], object]) -> str:
    """The code of what goes wrong."""
    try:
        act()
    except envelope.EnvelopeError as error:
        return error.problem.value
    raise AssertionError("nothing went wrong")


def codes() -> list[dict[str, Any]]:
    found = []
    for seed in (1, 2, 5, 42, 24):
        dice = Noted(seed)
        code = envelope.new_code(dice)
        keys = envelope.from_code(code)
        typed = [way(code) for way in TYPED.values()]
        found.append({"random": dice.drawn.hex(), "code": code, "typed": typed, "identity": keys.identity})
        found[-1] |= {"recipient": keys.recipient, "locator": keys.locator}
    return found


def keys() -> list[dict[str, Any]]:
    found = []
    for seed in range(4):
        dice = Noted(seed)
        identity = envelope.new_identity(dice)
        recipient = envelope.recipient_of(identity)
        row = {"random": dice.drawn.hex(), "identity": identity, "recipient": recipient}
        found.append({**row, "fingerprint": envelope.fingerprint(recipient)})
    return found


def sealed() -> list[dict[str, Any]]:
    found = []
    identity = envelope.new_identity(Random(7).randbytes)
    for size in (0, 1, 17, 65_535, 65_536, 65_537, 131_072):
        dice = Noted(size)
        plain = (b"0123456789abcdef" * (size // 16 + 1))[:size]
        data = envelope.seal(plain, envelope.recipient_of(identity), dice)
        row = {"identity": identity, "random": dice.drawn.hex(), "size": size, "sealed size": len(data)}
        row["sha256"] = hashlib.sha256(data).hexdigest()
        found.append(row | ({"sealed": data.hex()} if size < 100 else {}))
    return found


def not_sole() -> list[dict[str, Any]]:
    """Files that age itself would open, and that are refused because somebody else could as well."""
    one, two = (envelope.new_identity(Random(seed).randbytes) for seed in (7, 8))
    recipients = [pyrage.x25519.Recipient.from_str(envelope.recipient_of(key)) for key in (one, two)]
    found = [pyrage.encrypt(b"to one, with grease", recipients[:1]), pyrage.encrypt(b"to two", recipients)]
    found.append(envelope.seal_pass("to a passphrase", "清源", random=Random(9).randbytes, work_factor=4))
    return [{"identity": one, "sealed": data.hex(), "kinds": list(envelope.header(data))} for data in found]


def passphrases() -> list[dict[str, Any]]:
    found = []
    for passphrase, typed in (
        ("correct horse", "correct horse"),
        ("清源 １２３", "清源 123"),
        ("e\u0301", "é"),
    ):
        data = envelope.seal_pass("AGE-SECRET-KEY-1", passphrase, random=Random(3).randbytes, work_factor=10)
        found.append(
            {"passphrase": passphrase, "typed": typed, "text": "AGE-SECRET-KEY-1", "sealed": data.hex()}
        )
    return found


def padded() -> dict[str, Any]:
    texts = []
    for size in (0, 1, 4092, 4093, 16380, 16381, 65532):
        made = envelope.pad(b"a" * size)
        texts.append({"of": size, "size": len(made), "sha256": hashlib.sha256(made).hexdigest()})
    files = []
    for name, kind, size in (
        ("附件1.jpg", "image/jpeg", 0),
        ('a"b\u00e9😀.txt', "text/plain", 65_400),
        ("x", "application/vnd.ms-excel", 70_000),
        ("大.pdf", "application/pdf", 1_000_000),
    ):
        made = envelope.pad_file(name, kind, b"a" * size)
        row = {"name": name, "type": kind, "of": size, "size": len(made)}
        files.append({**row, "sha256": hashlib.sha256(made).hexdigest()})
    names = ["", "a/b", "a\\b", "..", " a", "a\u202egpj.exe", "a\nb", "x" * 121, "a\u200bb"]
    wrong = [
        {"name": name, "problem": problem_of(lambda n=name: envelope.pad_file(n, "text/plain", b""))}
        for name in names
    ]
    return {
        "texts": texts,
        "files": files,
        "names": wrong,
        "types": ["", "text", "Text/Plain", "a/b c", "a/" + "b" * 128],
    }


def shares() -> list[dict[str, Any]]:
    found = []
    for m, n, size in ((2, 2, 32), (2, 3, 32), (3, 5, 32), (5, 9, 1), (2, 255, 1)):
        dice = Noted(m * n)
        secret = Random(size).randbytes(size)
        made = envelope.split(secret, m, n, dice)
        row = {"m": m, "n": n, "secret": secret.hex(), "random": dice.drawn.hex()}
        found.append({**row, "shares": [share.hex() for share in made[:9]]})
    return found


def work() -> list[dict[str, Any]]:
    found = []
    key = Random(4).randbytes(32)
    for bits in (4, 8, 12):
        text = envelope.challenge(key, NOW, bits, window=timedelta(minutes=30), random=Random(bits).randbytes)
        start = hashlib.sha256(text.encode()).digest()
        numbers = b""
        for place in range(16):
            number = 0
            while int.from_bytes(
                hashlib.sha256(start + place.to_bytes(4, "big") + number.to_bytes(4, "big")).digest(), "big"
            ) >> (256 - (bits - 4)):
                number += 1
            numbers += number.to_bytes(4, "big")
        nonce = urlsafe_b64encode(numbers).decode().rstrip("=")
        found.append({"key": key.hex(), "challenge": text, "nonce": nonce})
    return found


def vectors() -> dict[str, Any]:
    """Everything; only the files of rage come out otherwise each time, since rage draws for itself."""
    wrong = [{"typed": text, "problem": problem_of(lambda t=text: envelope.check_code(t))} for text in WRONG]
    made = {
        "codes": codes(),
        "wrong codes": wrong,
        "keys": keys(),
        "sealed": sealed(),
        "not sole": not_sole(),
    }
    return made | {"passphrases": passphrases(), "padding": padded(), "shares": shares(), "work": work()}


if __name__ == "__main__":
    (HERE / "vectors.json").write_text(json.dumps(vectors(), ensure_ascii=False, indent=1) + "\n", "utf-8")
