"""Forms for reporters as they should be, and what can be done to them: for ``tools/fuzz_forms.py``."""

import json
import os
import re
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from random import Random
from typing import TYPE_CHECKING

from qingyuan.engines import envelope

if TYPE_CHECKING:
    from qingyuan.reports.testing import Seat

POOL = 12  # sealed reports, sent again and again under other locators
WEIGHTS = {
    "send": 30,
    "say": 15,
    "attach": 5,
    "find": 8,
    "envelope": 6,
    "rate": 6,
    "name": 6,
    "proof": 3,
    "route": 10,
    "units": 7,
    "new": 1,
    "back": 1,
}
PATHS = {
    **{name: f"/report/{name}/" for name in ("send", "route", "units", "new", "back", "proof")},
    **{name: f"/report/back/{name}/" for name in ("find", "envelope", "say", "attach", "rate", "name")},
}
WORDS = (
    *(
        "",
        " ",
        "\0",
        "0",
        "-1",
        "null",
        "[]",
        "{}",
        "[[]]",
        '"',
        "'",
        "<script>",
        "../..",
        "%00",
        "%s",
        "{0}",
    ),
    *("é" * 43, "\ud7ff", "𠀀", "\u202e", "A" * 43, "A" * 86, "9" * 400, "[" * 3000, '{"units":[]}', "1e999"),
    *('{"units":[["990101000000","head"]],"desks":{},"avoid":1}', '{"units":[[1,2]]}', '{"x":"AAAA"}'),
    *("age1" + "q" * 58, "age-encryption.org/v1\n-> X25519 A\n", "yes", "answers", "founded", "AAAA-AAAA"),
)
Part = tuple[str, bytes, bool]  # name, value, whether it is a file
CODE = re.compile(r"[0-9A-Z]{4}(?:-[0-9A-Z]{4}){3}-[0-9A-Z]")


def solve(text: str) -> str:
    """What the browser's worker does, for few bits."""
    bits = int(text.split(".")[1]) - 4
    start, found = sha256(text.encode()).digest(), b""
    for place in range(16):
        number = 0
        while int.from_bytes(
            sha256(start + bytes([0, 0, 0, place]) + number.to_bytes(4, "big")).digest(), "big"
        ) >> (256 - bits):
            number += 1
        found += number.to_bytes(4, "big")
    return urlsafe_b64encode(found).decode().rstrip("=")


@dataclass
class Bureau:
    """Two units, desks near and far with their keys, and where the holders stand."""

    seats: "list[Seat]"
    places: dict[int, str]
    codes: dict[str, str]


def a_bureau(at: datetime) -> Bureau:
    from qingyuan.org.api import Unit
    from qingyuan.org.testing import a_unit
    from qingyuan.reports.kinds import DeskKind
    from qingyuan.reports.testing import a_seat

    root = a_unit(name="示例市公安局", code="990100000000")
    county, politics = a_unit(root, name="源河分局", code="990101000000"), a_unit(root, name="督察支队")
    a_unit(county, name="城关派出所", code="990101010000")
    of = {unit.name: unit for unit in Unit.objects.all()}
    where = [
        (DeskKind.UNIT, of[county.name]),
        (DeskKind.CITY, of[politics.name]),
        (DeskKind.CITY, of[politics.name]),
    ]
    seats = [
        a_seat(kind, unit, at=at)
        for kind, unit in (*where, (DeskKind.RESIDENT, None), (DeskKind.UPPER, None))
    ]
    places = {seat.key.pk: unit.path for seat, (_kind, unit) in zip(seats, where, strict=False)}
    return Bureau(seats, places, {unit.code: unit.path for unit in of.values()})


@dataclass
class Forms:
    """Forms to a bureau. ``came_from``: locators of reports that were taken, and their place in the pool."""

    dice: Random
    at: datetime
    bureau: Bureau
    codes: list[str] = field(default_factory=list)
    came_from: dict[str, int] = field(default_factory=dict)
    place: int = 0

    def __post_init__(self) -> None:
        self.pool = [self._sealed() for _ in range(POOL)]

    # -- good forms ----------------------------------------------------------------------------------------------

    def _sealed(self) -> tuple[dict[str, str], bytes, dict[str, str]]:
        from qingyuan.reports.queries.routing import Facts
        from qingyuan.reports.testing import sealed_report

        codes, posts = list(self.bureau.codes), ("unit", "head", "member")
        units = tuple(
            (self.dice.choice(codes[1:]), self.dice.choice(posts)) for _ in range(self.dice.randrange(3))
        )
        facts = Facts(units=units, nonce=os.urandom(16))
        identity = envelope.new_identity()
        keys = envelope.CodeKeys(identity, envelope.recipient_of(identity), "A" * 43)
        sealed, _code, _content = sealed_report(facts, at=self.at, words="收受烟酒", name="甲", keys=keys)
        names = {seat.key.pk: seat.key.key for seat in self.bureau.seats}
        fields = {
            "facts": json.dumps({"units": units, "desks": [], "avoid": [], "nonce": facts.nonce.hex()}),
            "recipient": sealed.recipient,
            "reporter": sealed.reporter,
            "own_slot": b64encode(sealed.own_slot).decode(),
            "slots": json.dumps({names[pk]: b64encode(slot).decode() for pk, slot in sealed.slots.items()}),
        }
        vault = {}
        if sealed.vault is not None:
            shares = {names[pk]: b64encode(share).decode() for pk, share in sealed.vault.shares.items()}
            vault = {
                "vault": b64encode(sealed.vault.sealed).decode(),
                "vault_recipient": sealed.vault.recipient,
                "shares": json.dumps(shares),
            }
        return fields, sealed.body, vault

    @cached_property
    def _stranger(self) -> bytes:
        """A slot for a key that is nobody's here."""
        return envelope.seal(b"x" * 74, envelope.recipient_of(envelope.new_identity()))

    @cached_property
    def _things(self) -> dict[str, bytes]:
        recipient = envelope.recipient_of(envelope.new_identity())
        return {
            "text": envelope.seal(envelope.pad(b'{"text":"more"}'), recipient),
            "file": envelope.seal(envelope.pad_file("a.jpg", "image/jpeg", b"x" * 99), recipient),
        }

    def form(self, target: str) -> list[Part]:
        """A form that would be taken."""
        from qingyuan.reports.queries import work

        locators = list(self.came_from)[-200:]
        said = {"locator": self.dice.choice(locators) if locators else "A" * 43}
        files: dict[str, bytes] = {}
        if target in ("send", "route", "name"):
            place = self.dice.randrange(POOL)
            if target == "name" and said["locator"] in self.came_from:
                place = self.came_from[said["locator"]]
            fields, body, vault = self.pool[place]
        if target == "send":
            self.place = place
            challenge = work.challenge()
            named = vault if self.dice.random() < 0.3 else {}
            said = {**fields, "challenge": challenge, "solution": solve(challenge)} | named
            said["locator"] = urlsafe_b64encode(self.dice.randbytes(32)).decode().rstrip("=")
            files["body"] = body
        elif target == "route":
            said = {"facts": fields["facts"]}
        elif target == "name":
            said |= vault | {"facts": fields["facts"]}
        elif target in ("say", "attach"):
            files["sealed"] = self._things["text" if target == "say" else "file"]
        elif target == "envelope":
            said["number"] = str(self.dice.randrange(4))
        elif target == "rate":
            said["rating"] = self.dice.choice(("answers", "partly", "not"))
        elif target == "new":
            said = {"what": "丹枫路收受烟酒", "unit": "990101010000", "post": "head"}
            if self.dice.random() < 0.3:
                said |= {"real": "yes", "name": "举报人甲", "phone": "13800000000"}
            files["file"] = self.dice.randbytes(self.dice.randrange(3000))
        elif target == "back":
            said = {"code": self.dice.choice(self.codes) if self.codes else "AAAA", "text": "补充"}
        texts: list[Part] = [(name, value.encode(), False) for name, value in said.items()]
        return texts + [(name, value, True) for name, value in files.items()]

    # -- and what is done to them --------------------------------------------------------------------------------

    def mutated(self, parts: list[Part]) -> list[Part]:
        """One to three fields missing, doubled, exchanged, cut, or replaced; readers added and taken away."""
        dice, parts = self.dice, list(parts)
        for _ in range(dice.choice((1, 1, 1, 2, 3))):
            if not parts:
                break
            place = dice.randrange(len(parts))
            name, value, is_file = parts[place]
            match dice.randrange(9):
                case 0:
                    del parts[place]
                case 1:
                    parts.append(parts[place])
                case 2:
                    parts[place] = name, dice.choice(WORDS).encode("utf-8", "surrogatepass"), is_file
                case 3:
                    parts[place] = name, value[: dice.randrange(len(value) + 1)], is_file
                case 4:
                    parts[place] = name, dice.choice(parts)[1], dice.random() < 0.5
                case 5 if value:
                    spot = dice.randrange(len(value))
                    parts[place] = name, value[:spot] + dice.randbytes(1) + value[spot + 1 :], is_file
                case 6:
                    parts[place] = name, dice.randbytes(dice.choice((0, 3, 300, 5000))), is_file
                case 7:
                    parts.append(
                        (dice.choice(("slots", "vault", "text", "file", "rating", "é")), b"{}", False)
                    )
                case _:
                    parts = [(n, self._readers(v) if n == "slots" else v, f) for n, v, f in parts]
        return parts

    def _readers(self, slots: bytes) -> bytes:
        """One reader more, one less, or another in his place."""
        try:
            said = json.loads(slots)
        except ValueError:
            return slots
        if not isinstance(said, dict):
            return slots
        other = self.dice.choice([seat.key.key for seat in self.bureau.seats] + ["0000000000"])
        if self.dice.random() < 0.5 and said:
            said.pop(self.dice.choice(sorted(said)))
        if self.dice.random() < 0.7:
            said[other] = b64encode(self._stranger).decode()
        return json.dumps(said).encode()

    def spelled(self, parts: Sequence[Part]) -> tuple[bytes, str]:
        """The bytes of a form and their type; sometimes torn."""
        dice, boundary = self.dice, self.dice.randbytes(12).hex()
        pieces = []
        for name, value, is_file in parts:
            head = f'Content-Disposition: form-data; name="{name}"' + ('; filename="blob"' if is_file else "")
            pieces.append(f"--{boundary}\r\n{head}\r\n\r\n".encode() + value + b"\r\n")
        data, kind = (
            b"".join(pieces) + f"--{boundary}--\r\n".encode(),
            f"multipart/form-data; boundary={boundary}",
        )
        if dice.random() < 0.1:
            spot = dice.randrange(len(data) + 1)
            match dice.randrange(4):
                case 0:
                    data = data[:spot]
                case 1:
                    data = data[:spot] + dice.randbytes(dice.randrange(40)) + data[spot:]
                case 2:
                    data = data[:spot] + data[spot + dice.randrange(60) :]
                case _:
                    kind = dice.choice(
                        ("", "text/plain", "application/json", "multipart/form-data", kind[:-3])
                    )
        return data, kind
