"""Salted commitments over canonical JSON."""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from enum import IntEnum, StrEnum

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingyuan.engines.merkle import MerkleError, Problem, canonical_json, commit, opens, parse_canonical_json

SALT = bytes(range(32))
contents = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**53) + 1, 2**53 - 1), st.text(max_size=8)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=5), inner, max_size=4)
    ),
    max_leaves=12,
)


def test_the_commitment_is_the_hash_that_the_definition_names() -> None:
    content = {"b": [1, True, None], "a": "销号"}
    expected = b"qingyuan/commitment@v1\n" + b"\x20" + SALT + '{"a":"销号","b":[1,true,null]}'.encode()
    assert commit(content, SALT) == hashlib.sha256(expected).digest()


def test_strings_are_written_as_rfc_8785_section_3_2_2_shows() -> None:
    text = '€$\u000f\nA\'B"\\\\"/'
    assert canonical_json(text) == '"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"'.encode()
    assert canonical_json("\b\t\f\r\x7f\u2028") == b'"\\b\\t\\f\\r\x7f\xe2\x80\xa8"'


def test_keys_are_sorted_as_rfc_8785_section_3_2_3_shows() -> None:
    keys = {
        "\u20ac": "Euro Sign",
        "\r": "Carriage Return",
        "\ufb33": "Hebrew Letter Dalet With Dagesh",
        "1": "One",
        "\U0001f600": "Emoji: Grinning Face",
        "\u0080": "Control",
        "\u00f6": "Latin Small Letter O With Diaeresis",
    }
    order = list(json.loads(canonical_json(keys)).values())
    assert [value.split()[0] for value in order] == [
        "Carriage",
        "One",
        "Control",
        "Latin",
        "Euro",
        "Emoji:",
        "Hebrew",
    ]


@settings(deadline=None)
@given(contents)
def test_what_is_written_reads_back(content) -> None:  # type: ignore[no-untyped-def]
    data = canonical_json(content)
    again = parse_canonical_json(data)
    assert again == content
    assert canonical_json(again) == data


@settings(deadline=None)
@given(contents, contents, st.binary(min_size=16, max_size=64), st.binary(min_size=16, max_size=64))
def test_a_commitment_opens_to_one_content_and_one_salt(one, two, salt, other) -> None:  # type: ignore[no-untyped-def]
    made = commit(one, salt)
    assert opens(made, one, salt)
    same = canonical_json(one) == canonical_json(two)
    assert opens(made, two, salt) is same
    assert opens(made, one, other) is (salt == other)
    assert not opens(made[:-1] + bytes([made[-1] ^ 1]), one, salt)


def test_a_salt_cannot_lend_its_end_to_the_content() -> None:
    assert commit(2, SALT[:16] + b"1") != commit(12, SALT[:16])


def test_true_is_not_one_and_one_is_not_its_text() -> None:
    assert len({commit(value, SALT) for value in (True, 1, "1", [1], None, "null")}) == 6  # type: ignore[arg-type]


def test_enumerations_are_their_values() -> None:
    class Act(StrEnum):
        CLOSE = "close"

    class Number(IntEnum):
        TWO = 2

    assert canonical_json({Act.CLOSE: [Act.CLOSE, Number.TWO]}) == b'{"close":["close",2]}'


@pytest.mark.parametrize(
    "content",
    [
        1.0,
        float("nan"),
        2**53,
        -(2**53),
        b"x",
        (1,),
        {1},
        {1: 2},
        {None: 1},
        "\ud800",
        ["\udfff"],
        {"\ud800": 1},
        object(),
    ],
)
def test_what_others_would_read_differently_is_refused(content: object) -> None:
    with pytest.raises(MerkleError) as caught:
        canonical_json(content)  # type: ignore[arg-type]
    assert caught.value.problem is Problem.BAD_CONTENT
    assert opens(bytes(32), content, SALT) is False  # type: ignore[arg-type]


def test_depth_size_and_salt_have_limits() -> None:
    deep: list = []  # type: ignore[type-arg]
    for _ in range(40):
        deep = [deep]
    for bad in (deep, "x" * 300_000):
        with pytest.raises(MerkleError):
            canonical_json(bad)
    loop: list = []  # type: ignore[type-arg]
    loop.append(loop)
    with pytest.raises(MerkleError):
        canonical_json(loop)
    for salt in (b"", bytes(15), bytes(65), "x" * 16):
        with pytest.raises(MerkleError):
            commit("x", salt)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b" 1",
        b"1 ",
        b'{"a":1,"a":2}',
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b"1.0",
        b"1e3",
        b"-0",
        b"01",
        b"NaN",
        b"Infinity",
        b"9007199254740992",
        b"9" * 10_000,
        b'"\\u0041"',
        b'"\\ud800"',
        b'"\xff"',
        b'\xef\xbb\xbf"x"',
        b"[" * 200_000,
        b"[" * 40 + b"]" * 40,
        b'{"a":' * 30_000,
    ],
)
def test_json_that_is_not_canonical_is_refused(data: bytes) -> None:
    with pytest.raises(MerkleError):
        parse_canonical_json(data)


@settings(deadline=None, max_examples=300)
@given(
    st.one_of(
        st.binary(max_size=60), st.text(alphabet='[]{}",:0123456789eE.-\\u tfn', max_size=40).map(str.encode)
    )
)
def test_hostile_json_is_read_as_itself_or_refused(data: bytes) -> None:
    with suppress(MerkleError):
        assert canonical_json(parse_canonical_json(data)) == data
