"""Identities, recipients and fingerprints; and the example that stands at the head of the engine."""

import doctest
import importlib
import json
from pathlib import Path

import pyrage
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.engines.envelope import (
    EnvelopeError,
    Problem,
    fingerprint,
    identity_from,
    new_identity,
    recipient_of,
    seal,
    secret_of,
)
from qingyuan.engines.envelope._keys import public_of, public_of_secret, shared_secret
from qingyuan.engines.envelope._lexical import from_bech32, to_bech32

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))


def test_alice_and_bob_of_rfc_7748_section_6_1() -> None:
    alice = bytes.fromhex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a")
    bob = bytes.fromhex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb")
    public = "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a"
    assert public_of(recipient_of(identity_from(alice))).hex() == public
    shared = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"
    assert shared_secret(bob, bytes.fromhex(public)).hex() == shared
    assert shared_secret(alice, public_of_secret(bob)).hex() == shared


@pytest.mark.parametrize(
    ("prefix", "text"),
    [
        ("a", "A12UEL5L"),
        (
            "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio",
            "an83characterlonghumanreadablepartthatcontainsthenumber1andtheexcludedcharactersbio1tt5tgs",
        ),
        ("abcdef", "abcdef1qpzry9x8gf2tvdw0s3jn54khce6mua7lmqqqxw"),
    ],
)
def test_the_valid_strings_of_bip_173_are_read(prefix: str, text: str) -> None:
    assert from_bech32(text, prefix) is not None


@pytest.mark.parametrize(
    "text", ["A1G7SGD8", "pzry9x0s0muk", "1pzry9x0s0muk", "li1dgmt3", "a12uel5L", "A12UEL5M", ""]
)
def test_the_invalid_strings_of_bip_173_are_not(text: str) -> None:
    assert from_bech32(text, text.rpartition("1")[0].lower()) is None


@given(st.binary(max_size=80))
def test_bech32_gives_back_what_it_was_given(data: bytes) -> None:
    assert from_bech32(to_bech32("age", data), "age") == data


@pytest.mark.parametrize("row", VECTORS["keys"], ids=lambda row: row["fingerprint"])
def test_keys_and_fingerprints_are_those_that_were_published(row: dict[str, str]) -> None:
    drawn = bytes.fromhex(row["random"])
    assert new_identity(lambda size: drawn[:size]) == row["identity"]
    assert recipient_of(row["identity"]) == row["recipient"]
    assert fingerprint(row["recipient"]) == row["fingerprint"]


@given(st.binary(min_size=32, max_size=32))
def test_rage_reads_the_same_keys(secret: bytes) -> None:
    identity = identity_from(secret)
    theirs = pyrage.x25519.Identity.from_str(identity)
    assert str(theirs) == identity
    assert str(theirs.to_public()) == recipient_of(identity)
    assert secret_of(identity) == secret


GOOD = VECTORS["keys"][0]


@pytest.mark.parametrize(
    "text",
    [
        "",
        GOOD["recipient"],
        GOOD["identity"].lower(),
        GOOD["identity"][:-1],
        GOOD["identity"][:-1] + "Q",
        GOOD["identity"] + " ",
        "AGE-SECRET-KEY-1" + "Q" * 300,
        to_bech32("age-secret-key-", bytes(31)).upper(),
        "钥匙",
    ],
)
def test_what_is_no_identity_is_refused(text: str) -> None:
    with pytest.raises(EnvelopeError) as caught:
        recipient_of(text)
    assert caught.value.problem is Problem.BAD_IDENTITY


@pytest.mark.parametrize(
    "text",
    [
        "",
        GOOD["identity"],
        GOOD["recipient"].upper(),
        GOOD["recipient"][:-1] + "q",
        to_bech32("age", bytes(33)),
        to_bech32("age1pq", bytes(32)),
        "收件人",
    ],
)
def test_what_is_no_recipient_is_refused(text: str) -> None:
    for act in (fingerprint, lambda text: seal(b"", text)):
        with pytest.raises(EnvelopeError) as caught:
            act(text)
        assert caught.value.problem is Problem.BAD_RECIPIENT


def test_nothing_is_sealed_to_a_point_of_low_order() -> None:
    with pytest.raises(EnvelopeError) as caught:
        seal(b"", to_bech32("age", bytes(32)))
    assert caught.value.problem is Problem.BAD_RECIPIENT


def test_a_fingerprint_has_a_hundred_bits_and_tells_keys_apart() -> None:
    prints = {fingerprint(recipient_of(new_identity())) for _ in range(200)}
    assert len(prints) == 200
    assert all(len(text.replace("-", "")) == 20 for text in prints)


def test_a_secret_of_another_length_is_refused() -> None:
    for size in (0, 31, 33):
        with pytest.raises(EnvelopeError):
            identity_from(bytes(size))


@pytest.mark.parametrize("part", ["", "._padding", "._work"])
def test_the_examples_in_the_engine_run(part: str) -> None:
    found = doctest.testmod(importlib.import_module("qingyuan.engines.envelope" + part))
    assert found.failed == 0
    assert found.attempted > 0
