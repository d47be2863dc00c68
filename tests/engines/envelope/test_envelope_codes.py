"""Receipt codes: copied by hand, misread, mistyped; and the keys they give."""

import hashlib
import json
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.engines.envelope import (
    EnvelopeError,
    Problem,
    check_code,
    from_code,
    locator_digest,
    new_code,
    secret_of,
)

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
codes = st.binary(min_size=10, max_size=10).map(lambda drawn: new_code(lambda size: drawn))


def problem_of(text: str) -> Problem:
    with pytest.raises(EnvelopeError) as caught:
        check_code(text)
    return caught.value.problem


def grouped(signs: str) -> str:
    return "-".join(signs[place : place + 4] for place in range(0, 17, 4))


@pytest.mark.parametrize("row", VECTORS["codes"], ids=lambda row: row["code"])
def test_a_code_comes_from_its_bits_and_is_read_in_every_spelling(row: dict[str, object]) -> None:
    drawn = bytes.fromhex(str(row["random"]))
    assert new_code(lambda size: drawn[:size]) == row["code"]
    assert isinstance(row["typed"], list)
    assert {check_code(text) for text in row["typed"]} == {row["code"]}


@pytest.mark.parametrize("row", VECTORS["wrong codes"], ids=lambda row: ascii(row["typed"])[:20])
def test_what_is_no_code_is_refused_with_the_reason(row: dict[str, str]) -> None:
    assert problem_of(row["typed"]) == row["problem"]


def test_the_keys_of_a_code_are_those_that_were_published() -> None:
    row = VECTORS["codes"][0]
    keys = from_code(row["code"].lower())
    assert (keys.identity, keys.recipient, keys.locator) == (
        row["identity"],
        row["recipient"],
        row["locator"],
    )


def test_identity_and_locator_are_the_two_halves_of_one_scrypt() -> None:
    made = hashlib.scrypt(
        b"YPRPA8JAB2VS3WERN", salt=b"qingyuan.reports.code.v1", n=2**15, r=8, p=1, maxmem=2**26, dklen=64
    )
    keys = from_code("YPRP-A8JA-B2VS-3WER-N")
    assert locator_digest(keys.locator) == hashlib.sha256(made[32:]).digest()
    assert secret_of(keys.identity) == made[:32]


@given(codes, st.integers(0, 16), st.sampled_from(ALPHABET))
def test_every_single_wrong_character_is_found(code: str, place: int, sign: str) -> None:
    signs = code.replace("-", "")
    if signs[place] != sign:
        assert problem_of(grouped(signs[:place] + sign + signs[place + 1 :])) is Problem.CODE_CHECK


@given(codes, st.integers(0, 15))
def test_every_swap_of_different_neighbours_is_found(code: str, place: int) -> None:
    signs = code.replace("-", "")
    one, two = signs[place : place + 2]
    if one != two:
        assert problem_of(signs[:place] + two + one + signs[place + 2 :]) is Problem.CODE_CHECK


def test_the_same_without_chance_at_every_place_with_every_pair_of_characters() -> None:
    """The sum is linear: a change by d at place i shifts it by weight_i * d, so that one code stands for all."""
    signs = "YPRPA8JAB2VS3WERN"
    for place in range(17):
        for sign in set(ALPHABET) - {signs[place]}:
            assert problem_of(signs[:place] + sign + signs[place + 1 :]) is Problem.CODE_CHECK
    for place in range(16):
        for one in ALPHABET:
            for two in set(ALPHABET) - {one}:
                pair = [signs[:place] + a + b + signs[place + 2 :] for a, b in ((one, two), (two, one))]
                good = 0
                for text in pair:
                    try:
                        check_code(text)
                        good += 1
                    except EnvelopeError:
                        pass
                assert good <= 1


def test_characters_far_apart_that_changed_places_are_found_as_well() -> None:
    signs = "YPRPA8JAB2VS3WERN"
    for i in range(17):
        for j in range(i + 1, 17):
            if signs[i] != signs[j]:
                swapped = list(signs)
                swapped[i], swapped[j] = signs[j], signs[i]
                assert problem_of("".join(swapped)) is Problem.CODE_CHECK


@given(st.text(max_size=120))
def test_no_text_brings_anything_but_a_code_or_a_reason(text: str) -> None:
    try:
        assert check_code(check_code(text)) == check_code(text)
    except EnvelopeError as error:
        assert error.problem in (Problem.CODE_LENGTH, Problem.CODE_CHARACTER, Problem.CODE_CHECK)


def test_codes_differ_and_use_all_eighty_bits() -> None:
    dice = Random(0)
    made = {new_code(dice.randbytes) for _ in range(1000)}
    assert len(made) == 1000
    assert {code[0] for code in made} == set(ALPHABET)
    assert {new_code(lambda size: b"\x00" * size), new_code(lambda size: b"\xff" * size)} == {
        "0000-0000-0000-0000-0",
        "ZZZZ-ZZZZ-ZZZZ-ZZZZ-" + new_code(lambda size: b"\xff" * size)[-1],
    }


@pytest.mark.parametrize("text", ["", "x", "A" * 42, "A" * 42 + "B", "A" * 44, "+" * 43, "é" * 43])
def test_what_is_no_locator_has_no_digest(text: str) -> None:
    assert locator_digest(text) is None
