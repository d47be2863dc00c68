"""What the size of an envelope tells, and files with their names."""

import contextlib
import hashlib
import json
import math
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.engines.envelope import (
    BUCKETS,
    MAX_FILE,
    MAX_TEXT,
    EnvelopeError,
    PlainFile,
    Problem,
    is_file_size,
    is_text_size,
    pad,
    pad_file,
    padded_size,
    sealed_size,
    unpad,
    unpad_file,
)
from qingyuan.engines.envelope._header import MAX_SEALED

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))["padding"]
names = st.text(
    st.characters(exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Zs"), exclude_characters="/\\."),
    min_size=1,
    max_size=60,
)


@pytest.mark.parametrize("row", VECTORS["texts"], ids=lambda row: str(row["of"]))
def test_a_text_is_padded_as_published(row: dict[str, object]) -> None:
    made = pad(b"a" * int(str(row["of"])))
    assert (len(made), hashlib.sha256(made).hexdigest()) == (row["size"], row["sha256"])


@pytest.mark.parametrize("row", VECTORS["files"], ids=lambda row: str(row["of"]))
def test_a_file_is_padded_as_published(row: dict[str, object]) -> None:
    data = b"a" * int(str(row["of"]))
    made = pad_file(str(row["name"]), str(row["type"]), data)
    assert (len(made), hashlib.sha256(made).hexdigest()) == (row["size"], row["sha256"])
    assert unpad_file(made) == PlainFile(str(row["name"]), str(row["type"]), data)


@given(st.binary(max_size=20_000))
def test_every_text_comes_back_and_has_one_of_three_sizes(data: bytes) -> None:
    made = pad(data)
    assert unpad(made) == data
    assert len(made) in BUCKETS
    assert is_text_size(len(made))


@given(names, st.binary(max_size=200_000))
def test_every_file_comes_back_with_its_name(name: str, data: bytes) -> None:
    made = pad_file(name, "image/png", data)
    assert unpad_file(made) == PlainFile(name, "image/png", data)
    assert is_file_size(len(made))


def test_padme_as_its_authors_wrote_it_down() -> None:
    """Algorithm 1 of the paper, word by word, beside ours."""
    for size in [*range(65_536, 66_000), *range(10**6, 10**6 + 3000, 7), MAX_FILE, MAX_FILE + 999]:
        e = math.floor(math.log2(size))
        s = math.floor(math.log2(e)) + 1
        last = e - s
        mask = 2**last - 1
        assert padded_size(size) == (size + mask) & ~mask


@given(st.integers(0, MAX_FILE))
def test_padding_never_shrinks_costs_an_eighth_at_most_and_is_stable(size: int) -> None:
    padded = padded_size(size)
    assert padded >= max(size, 65_536)
    assert padded <= max(size, 65_536) * 1.12
    assert padded_size(padded) == padded
    assert is_file_size(padded)


def test_few_sizes_are_left_among_all_files() -> None:
    assert len({padded_size(size) for size in range(0, MAX_FILE, 1009)}) < 300


def test_the_largest_file_fits_into_the_largest_envelope() -> None:
    made = pad_file("x" * 120, "a/" + "b" * 127, bytes(MAX_FILE))
    assert sealed_size(len(made)) <= MAX_SEALED
    assert is_file_size(len(made))
    assert len(unpad_file(made).data) == MAX_FILE


def test_too_much_is_refused() -> None:
    for act in (lambda: pad(bytes(MAX_TEXT + 1)), lambda: pad_file("x", "a/b", bytes(MAX_FILE + 1))):
        with pytest.raises(EnvelopeError) as caught:
            act()
        assert caught.value.problem is Problem.TOO_LARGE


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\0\0\0",
        bytes(4095),
        b"\0\0\0\1" + bytes(4091) + b"x",
        b"\xff" * 4096,
        pad(b"x" * 10) + b"\0",
        b"\0\0\0\1x" + bytes(16_379),
    ],
    ids=["empty", "short", "odd size", "not zero", "long", "longer", "wrong bucket"],
)
def test_padding_that_is_not_ours_is_refused(data: bytes) -> None:
    for act in (unpad, unpad_file):
        with pytest.raises(EnvelopeError) as caught:
            act(data)
        assert caught.value.problem is Problem.NOT_PADDED


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b'{"name":"x"}',
        b'{"name":1,"type":"a/b"}',
        b'{"type":"a/b","name":"x"}',
        b'{"name": "x", "type": "a/b"}',
        b'{"name":"x","type":"a/b","more":1}',
        b"\xff",
        b"[" * 1000,
    ],
)
def test_a_file_without_its_name_and_type_in_their_one_form_is_refused(head: bytes) -> None:
    whole = len(head).to_bytes(4, "big") + head + b"\0\0\0\0"
    with pytest.raises(EnvelopeError) as caught:
        unpad_file(whole + bytes(65_536 - len(whole)))
    assert caught.value.problem is Problem.NOT_PADDED


@pytest.mark.parametrize("row", VECTORS["names"], ids=lambda row: ascii(row["name"])[:20])
def test_names_that_lead_elsewhere_or_deceive_the_eye_are_refused_both_ways(row: dict[str, str]) -> None:
    with pytest.raises(EnvelopeError) as caught:
        pad_file(row["name"], "text/plain", b"")
    assert caught.value.problem == row["problem"] == "bad_name"
    said = {"name": row["name"], "type": "text/plain"}
    head = json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()
    whole = len(head).to_bytes(4, "big") + head + b"\0\0\0\0"
    with pytest.raises(EnvelopeError):
        unpad_file(whole + bytes(65_536 - len(whole)))


@pytest.mark.parametrize("kind", VECTORS["types"])
def test_what_is_no_media_type_is_refused(kind: str) -> None:
    with pytest.raises(EnvelopeError) as caught:
        pad_file("x", kind, b"")
    assert caught.value.problem is Problem.BAD_TYPE


@given(st.binary(max_size=300), st.sampled_from([0, 4096, 65_536]))
def test_no_bytes_bring_anything_but_a_reason(data: bytes, size: int) -> None:
    whole = data + bytes(max(0, size - len(data)))
    for act in (unpad, unpad_file):
        with contextlib.suppress(EnvelopeError):
            act(whole)
