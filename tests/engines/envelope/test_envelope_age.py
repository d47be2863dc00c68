"""Age files: against the official test vectors, against rage, and against what people do to files."""

import base64
import hashlib
import json
import zlib
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.engines.envelope import (
    MAX_SEALED,
    EnvelopeError,
    Problem,
    header,
    new_identity,
    open_,
    open_pass,
    parse_header,
    recipient_of,
    seal,
    seal_pass,
    sealed_for_one,
    sealed_size,
)

HERE = Path(__file__).parent
VECTORS = json.loads((HERE / "vectors.json").read_text("utf-8"))
OFFICIAL = json.loads((HERE / "cctv.json").read_text("utf-8"))["files"]
ANNA, BORIS = (new_identity(Random(seed).randbytes) for seed in (11, 12))
# What each outcome of the official vectors may be called here. A file to more than one reader is refused at once.
CALLED = {
    "no match": {Problem.WRONG_KEY, Problem.NOT_SOLE},
    "HMAC failure": {Problem.BROKEN, Problem.NOT_SOLE},
    "payload failure": {Problem.BROKEN, Problem.MALFORMED},
    "header failure": {Problem.MALFORMED, Problem.NOT_SOLE, Problem.TOO_COSTLY, Problem.BROKEN},
}


@dataclass(frozen=True)
class Case:
    """One official file: what has to come out, and with what."""

    expect: str
    payload: str
    identity: str
    passphrase: str
    data: bytes


def case_of(name: str) -> Case:
    head, _, data = base64.b64decode(OFFICIAL[name]).partition(b"\n\n")
    said = dict(line.split(": ", 1) for line in head.decode().splitlines())
    if said.get("compressed") == "zlib":
        data = zlib.decompress(data)
    return Case(
        said["expect"], said.get("payload", ""), said.get("identity", ""), said.get("passphrase", ""), data
    )


def problem_of(data: bytes, identity: str = ANNA) -> Problem:
    with pytest.raises(EnvelopeError) as caught:
        open_(data, identity)
    return caught.value.problem


@pytest.mark.parametrize("name", sorted(OFFICIAL))
def test_the_official_vectors_come_out_as_they_should(name: str) -> None:
    case = case_of(name)
    try:
        if case.passphrase:
            found = open_pass(case.data, case.passphrase).encode()
        else:
            found = open_(case.data, case.identity or ANNA)
    except EnvelopeError as error:
        if case.expect == "success":
            assert error.problem is Problem.NOT_SOLE
            assert len(header(case.data)) > 1 or header(case.data)[0] not in ("X25519", "scrypt")
        else:
            assert error.problem in CALLED[case.expect], error
        return
    assert case.expect == "success"
    assert hashlib.sha256(found).hexdigest() == case.payload


@pytest.mark.parametrize(
    "name", sorted(name for name in OFFICIAL if case_of(name).expect != "header failure")
)
def test_a_header_that_is_good_to_the_standard_is_read(name: str) -> None:
    case = case_of(name)
    found = parse_header(case.data)
    assert found.stanzas
    assert case.data[: found.size].endswith(b"\n")
    assert found.signed.endswith(b"\n---")


@pytest.mark.parametrize("row", VECTORS["sealed"], ids=lambda row: str(row["size"]))
def test_sealing_with_given_randomness_gives_the_published_bytes(row: dict[str, object]) -> None:
    size = int(str(row["size"]))
    plain = (b"0123456789abcdef" * (size // 16 + 1))[:size]
    drawn = iter(bytes.fromhex(str(row["random"])))
    identity = str(row["identity"])
    data = seal(plain, recipient_of(identity), lambda count: bytes(next(drawn) for _ in range(count)))
    assert hashlib.sha256(data).hexdigest() == row["sha256"]
    assert len(data) == row["sealed size"] == sealed_size(size)
    assert sealed_for_one(data) == size
    assert open_(data, identity) == plain


@given(st.binary(max_size=3000))
def test_rage_opens_what_is_sealed_here_and_the_other_way_round(plain: bytes) -> None:
    data = seal(plain, recipient_of(ANNA))
    theirs = pyrage.x25519.Identity.from_str(ANNA)
    assert pyrage.decrypt(data, [theirs]) == plain == open_(data, ANNA)


def test_the_same_text_is_never_sealed_to_the_same_bytes() -> None:
    assert len({seal(b"text", recipient_of(ANNA)) for _ in range(50)}) == 50


def test_only_the_reader_opens() -> None:
    assert problem_of(seal(b"text", recipient_of(ANNA)), BORIS) is Problem.WRONG_KEY


@pytest.mark.parametrize("row", VECTORS["not sole"], ids=lambda row: "+".join(row["kinds"])[:20])
def test_a_file_that_somebody_else_could_open_too_is_refused(row: dict[str, object]) -> None:
    data = bytes.fromhex(str(row["sealed"]))
    assert list(header(data)) == row["kinds"]
    with pytest.raises(EnvelopeError) as caught:
        sealed_for_one(data)
    assert caught.value.problem is Problem.NOT_SOLE
    assert problem_of(data, str(row["identity"])) is Problem.NOT_SOLE


def test_a_second_stanza_cannot_be_put_in_afterwards() -> None:
    data = seal(b"text", recipient_of(ANNA))
    other = seal(b"text", recipient_of(BORIS))
    stanza = other[22 : parse_header(other).signed.rindex(b"---")]
    both = data[:22] + stanza + data[22:]
    assert header(both) == ("X25519", "X25519")
    assert problem_of(both) is Problem.NOT_SOLE
    instead = data[:22] + stanza + data[22 + len(stanza) :]
    assert problem_of(instead) is Problem.WRONG_KEY
    assert problem_of(instead, BORIS) is Problem.BROKEN


def test_a_file_that_was_cut_off_or_changed_anywhere_does_not_open() -> None:
    plain = bytes(70_000)
    data = seal(plain, recipient_of(ANNA))
    dice = Random(5)
    for place in [*range(210), *(dice.randrange(len(data)) for _ in range(60))]:
        changed = bytearray(data)
        changed[place] ^= 1 << dice.randrange(8)
        problem_of(bytes(changed))
    for end in [*range(0, 210, 3), 65_000, 65_736, 65_737, len(data) - 1]:
        problem_of(data[:end])
    for more in (b"\0", bytes(16), bytes(65_552)):
        problem_of(data + more)


def test_no_armour_no_older_version_and_no_endless_header() -> None:
    data = seal(b"", recipient_of(ANNA))
    armoured = b"-----BEGIN AGE ENCRYPTED FILE-----\n" + base64.encodebytes(data)
    assert problem_of(armoured + b"-----END AGE ENCRYPTED FILE-----\n") is Problem.MALFORMED
    assert problem_of(data.replace(b"/v1", b"/v2", 1)) is Problem.MALFORMED
    assert problem_of(data[:22] + b"-> x\n" + (b"A" * 64 + b"\n") * 500) is Problem.TOO_LARGE
    assert problem_of(data[:22] + b"-> x\n\n" * 65 + data[22:]) is Problem.TOO_LARGE
    assert problem_of(data[:22] + b"-> " + b"x" * 20_000) is Problem.TOO_LARGE
    assert problem_of(bytes(MAX_SEALED + 1)) is Problem.TOO_LARGE


def test_more_than_fits_is_not_sealed() -> None:
    with pytest.raises(EnvelopeError) as caught:
        seal(bytes(MAX_SEALED), recipient_of(ANNA))
    assert caught.value.problem is Problem.TOO_LARGE


@given(st.binary(max_size=400))
def test_no_bytes_bring_anything_but_a_reason(data: bytes) -> None:
    for whole in (data, b"age-encryption.org/v1\n" + data, b"age-encryption.org/v1\n-> X25519 " + data):
        problem_of(whole)
        with pytest.raises(EnvelopeError):
            open_pass(whole, "x")


# -- passphrases ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("row", VECTORS["passphrases"], ids=lambda row: ascii(row["passphrase"]))
def test_a_passphrase_opens_however_its_characters_were_typed(row: dict[str, str]) -> None:
    data = bytes.fromhex(row["sealed"])
    assert open_pass(data, row["passphrase"]) == open_pass(data, row["typed"]) == row["text"]
    with pytest.raises(EnvelopeError) as caught:
        open_pass(data, row["passphrase"] + "x")
    assert caught.value.problem is Problem.WRONG_KEY


def test_rage_opens_a_passphrase_file_with_the_factor_that_was_agreed() -> None:
    data = seal_pass("text", "清源")
    stanza = parse_header(data).stanzas[0]
    assert (stanza.kind, stanza.arguments[1]) == ("scrypt", "17")
    assert pyrage.passphrase.decrypt(data, "清源") == b"text"


@pytest.mark.parametrize("passphrase", ["", "\ud800"])
def test_an_empty_or_impossible_passphrase_is_refused(passphrase: str) -> None:
    with pytest.raises(EnvelopeError):
        seal_pass("text", passphrase)
    with pytest.raises(EnvelopeError):
        open_pass(b"", passphrase)


def test_a_file_that_asks_for_more_work_than_is_allowed_is_refused_unseen() -> None:
    data = seal_pass("text", "x", work_factor=2).replace(b" 2\n", b" 21\n", 1)
    with pytest.raises(EnvelopeError) as caught:
        open_pass(data, "x")
    assert caught.value.problem is Problem.TOO_COSTLY
    with pytest.raises(EnvelopeError):
        seal_pass("text", "x", work_factor=21)


def test_what_was_sealed_with_a_passphrase_has_to_be_text() -> None:
    with pytest.raises(EnvelopeError) as caught:
        seal_pass("\udc00", "x", work_factor=1)
    assert caught.value.problem is Problem.MALFORMED
