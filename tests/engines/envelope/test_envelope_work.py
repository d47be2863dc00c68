"""Proof of work: what floods cost, without addresses."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.engines.envelope import (
    DEFAULT_BITS,
    MAX_BITS,
    EnvelopeError,
    Problem,
    challenge,
    difficulty,
    read_challenge,
    solved,
)

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))["work"]
NOW = datetime(2021, 3, 19, 2, tzinfo=UTC)
KEY = bytes.fromhex(VECTORS[0]["key"])


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: row["challenge"][:6])
def test_a_published_solution_is_accepted_within_its_time_and_by_its_key_only(row: dict[str, str]) -> None:
    text, nonce = row["challenge"], row["nonce"]
    end = read_challenge(text, KEY).until
    assert end == NOW + timedelta(minutes=30)
    assert solved(text, nonce, KEY, NOW)
    assert solved(text, nonce, KEY, end)
    assert solved(text, nonce, KEY, NOW.astimezone(timezone(timedelta(hours=8))))
    assert not solved(text, nonce, KEY, end + timedelta(seconds=1))
    assert not solved(text, nonce, bytes(32), NOW)


def test_a_challenge_cannot_be_made_easier_or_longer_lived() -> None:
    text, nonce = VECTORS[1]["challenge"], VECTORS[1]["nonce"]
    version, bits, until, seed, mac = text.split(".")
    for changed in (
        ".".join((version, "4", until, seed, mac)),
        ".".join((version, bits, str(int(until) + 9999), seed, mac)),
        ".".join((version, bits, until, "A" * 22, mac)),
        ".".join((version, bits, until, seed, "A" * 43)),
        text + "=",
        text[:-1],
        "",
    ):
        assert not solved(changed, nonce, KEY, NOW)
        with pytest.raises(EnvelopeError) as caught:
            read_challenge(changed, KEY)
        assert caught.value.problem is Problem.BAD_CHALLENGE


def test_every_one_of_the_sixteen_numbers_counts() -> None:
    text, nonce = VECTORS[2]["challenge"], VECTORS[2]["nonce"]
    numbers = bytearray(urlsafe_b64decode(nonce + "=="))
    for place in range(16):
        changed = bytearray(numbers)
        changed[4 * place : 4 * place + 4] = b"\xff\xff\xff\xf0"
        assert not solved(text, urlsafe_b64encode(changed).decode().rstrip("="), KEY, NOW)


def test_a_solution_of_one_challenge_is_none_of_another() -> None:
    assert not solved(VECTORS[2]["challenge"], VECTORS[1]["nonce"], KEY, NOW)


def test_challenges_differ_and_carry_what_has_to_be_remembered() -> None:
    made = {challenge(KEY, NOW) for _ in range(100)}
    assert len(made) == 100
    assert len({read_challenge(text, KEY).seed for text in made}) == 100
    assert {read_challenge(text, KEY).bits for text in made} == {DEFAULT_BITS}


@pytest.mark.parametrize("bits", [-1, 0, 3, MAX_BITS + 1])
def test_a_difficulty_that_is_none_or_never_ends_is_refused(bits: int) -> None:
    with pytest.raises(EnvelopeError):
        challenge(KEY, NOW, bits)


@given(st.text(max_size=120), st.text(max_size=100))
def test_no_text_brings_anything_but_no(text: str, nonce: str) -> None:
    assert not solved(text, nonce, KEY, NOW)
    assert not solved(VECTORS[2]["challenge"], nonce, KEY, NOW)


@given(st.integers(0, 10**6), st.integers(0, 10**4))
def test_the_more_arrive_the_more_it_costs(arrived: int, usual: int) -> None:
    now, twice = difficulty(arrived, usual), difficulty(2 * arrived, usual)
    assert DEFAULT_BITS <= now <= twice <= now + 1 <= MAX_BITS
    assert difficulty(min(arrived, usual), usual) == DEFAULT_BITS
