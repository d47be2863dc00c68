"""A key in several hands (Shamir 1979)."""

import hashlib
import json
from collections import Counter
from itertools import combinations, product
from pathlib import Path
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qingyuan.engines.envelope import EnvelopeError, Problem, join, split
from qingyuan.engines.envelope._shamir import _HEAD, SUM, _value, times

VECTORS = json.loads((Path(__file__).parent / "vectors.json").read_text("utf-8"))["shares"]
SECRET = Random(1).randbytes(32)


def problem_of(shares: list[bytes]) -> Problem:
    with pytest.raises(EnvelopeError) as caught:
        join(shares)
    return caught.value.problem


def test_the_product_of_fips_197_section_4_2() -> None:
    assert times(0x57, 0x83) == 0xC1
    assert times(0x57, 0x13) == 0xFE
    assert times(0x53, 0xCA) == 1


def test_the_field_is_a_field() -> None:
    for a in range(1, 256):
        assert {times(a, b) for b in range(256)} == set(range(256))


@pytest.mark.parametrize("row", VECTORS, ids=lambda row: f"{row['m']} of {row['n']}")
def test_shares_are_those_that_were_published(row: dict[str, object]) -> None:
    drawn = iter(bytes.fromhex(str(row["random"])))
    made = split(
        bytes.fromhex(str(row["secret"])),
        int(str(row["m"])),
        int(str(row["n"])),
        lambda size: bytes(next(drawn) for _ in range(size)),
    )
    assert [share.hex() for share in made[:9]] == row["shares"]


@given(st.binary(min_size=1, max_size=40), st.data())
def test_any_m_shares_join_in_any_order(secret: bytes, data: st.DataObject) -> None:
    m = data.draw(st.integers(2, 5))
    n = data.draw(st.integers(m, 7))
    shares = split(secret, m, n)
    chosen = data.draw(st.permutations(shares))[: data.draw(st.integers(m, n))]
    assert join(chosen) == secret


def test_every_three_of_five() -> None:
    shares = split(SECRET, 3, 5)
    assert {join(chosen) for chosen in combinations(shares, 3)} == {SECRET}


@pytest.mark.parametrize(("m", "places"), [(2, [1]), (3, [1, 2]), (3, [2, 5])])
def test_fewer_tell_nothing(m: int, places: list[int]) -> None:
    """By counting: over all coefficients, each secret byte gives every view of m - 1 shares equally often."""
    for secret in (0, 1, 0x5A, 255):
        seen: Counter[tuple[int, ...]] = Counter()
        for coefficients in product(range(256), repeat=m - 1):
            seen[tuple(_value([secret, *coefficients], x) for x in places)] += 1
        assert len(seen) == 256 ** (m - 1)
        assert set(seen.values()) == {1}


def test_the_shares_themselves_are_spread_evenly_whatever_the_secret_is() -> None:
    """The checksum is split along with the secret, so that it does not stand in any share either."""
    dice = Random(3)
    for secret in (b"\0", b"\xff"):
        seen = Counter(
            split(secret, 2, 2, dice.randbytes)[0][_HEAD + place] for _ in range(5000) for place in (0, 2)
        )
        assert len(seen) == 256
        assert max(seen.values()) < 2 * 10_000 / 256


def test_too_few_shares_are_told_before_anything_else() -> None:
    shares = split(SECRET, 3, 5)
    assert problem_of([]) is Problem.TOO_FEW_SHARES
    assert problem_of(shares[:2]) is Problem.TOO_FEW_SHARES


def test_a_share_with_one_wrong_bit_anywhere_is_found() -> None:
    shares = split(SECRET, 2, 3)
    for place in range(len(shares[0])):
        changed = bytearray(shares[0])
        changed[place] ^= 1
        assert problem_of([bytes(changed), shares[1]]) is Problem.WRONG_SHARES


def test_shares_of_another_secret_or_the_same_one_twice_are_found() -> None:
    shares, other = split(SECRET, 2, 3), split(SECRET, 2, 3)
    assert problem_of([shares[0], other[1]]) is Problem.WRONG_SHARES
    assert problem_of([shares[0], shares[0]]) is Problem.WRONG_SHARES
    assert problem_of([shares[0], split(SECRET[:31], 2, 3)[1]]) is Problem.WRONG_SHARES


def resealed(share: bytes, place: int, value: int) -> bytes:
    """A share changed by one who knows its form."""
    changed = bytearray(share[:-SUM])
    changed[place] = value
    return bytes(changed) + hashlib.sha256(changed).digest()[:SUM]


def test_a_share_forged_with_a_right_checksum_is_found_all_the_same() -> None:
    shares = split(SECRET, 2, 3)
    forged = resealed(shares[0], _HEAD + 3, shares[0][_HEAD + 3] ^ 1)
    assert problem_of([forged, shares[1]]) is Problem.WRONG_SHARES
    assert problem_of([shares[1], shares[2], forged]) is Problem.WRONG_SHARES
    assert problem_of([resealed(shares[0], 6, 0), shares[1]]) is Problem.WRONG_SHARES
    assert problem_of([resealed(shares[0], 5, 1), resealed(shares[1], 5, 1)]) is Problem.WRONG_SHARES
    assert problem_of([resealed(shares[0], 0, 2), shares[1]]) is Problem.WRONG_SHARES


@pytest.mark.parametrize(
    ("m", "n", "size"), [(1, 3, 32), (3, 2, 32), (2, 256, 32), (0, 0, 32), (2, 3, 0), (2, 3, 1025)]
)
def test_what_cannot_be_split_is_refused(m: int, n: int, size: int) -> None:
    with pytest.raises(EnvelopeError) as caught:
        split(bytes(size), m, n)
    assert caught.value.problem is Problem.BAD_SPLIT


@given(st.lists(st.binary(max_size=60), max_size=4))
def test_no_bytes_bring_anything_but_a_reason(shares: list[bytes]) -> None:
    problem_of(shares)
