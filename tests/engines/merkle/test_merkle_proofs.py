"""Inclusion and consistency proofs of RFC 9162."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingyuan.engines.merkle import (
    EMPTY_ROOT,
    HashList,
    MerkleError,
    Problem,
    leaf_hash,
    node_hash,
    prove_consistency,
    prove_inclusion,
    root_of,
    subtree_root,
    verify_consistency,
    verify_inclusion,
)

CT = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", bytes(range(96, 112)).hex())
]
L0 = "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
L1 = "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7"
L4 = "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b"
N01 = "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"
N23 = "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e"
N45 = "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a"
N67 = "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0"
N03 = "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7"
N47 = "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4"


@cache
def tree(size: int) -> HashList:
    return HashList.of(b"entry %d" % i for i in range(size))


def root(size: int, of: int) -> bytes:
    return subtree_root(tree(of), 0, size)


def flipped(data: bytes, bit: int) -> bytes:
    at = bit % (8 * len(data))
    return data[: at // 8] + bytes([data[at // 8] ^ 1 << at % 8]) + data[at // 8 + 1 :]


@pytest.mark.parametrize(
    ("index", "size", "path"),
    [(0, 1, []), (0, 8, [L1, N23, N47]), (5, 8, [L4, N67, N03]), (2, 3, [N01]), (1, 5, [L0, N23, L4])],
)
def test_the_published_inclusion_proofs_come_out(index: int, size: int, path: list[str]) -> None:
    proof = prove_inclusion(HashList.of(CT), index, size)
    assert [item.hex() for item in proof] == path
    assert verify_inclusion(leaf_hash(CT[index]), index, size, proof, root_of(CT[:size]))


@pytest.mark.parametrize(
    ("first", "second", "path"),
    [(1, 1, []), (1, 8, [L1, N23, N47]), (6, 8, [N45, N67, N03]), (2, 5, [N23, L4])],
)
def test_the_published_consistency_proofs_come_out(first: int, second: int, path: list[str]) -> None:
    proof = prove_consistency(HashList.of(CT), first, second)
    assert [item.hex() for item in proof] == path
    assert verify_consistency(first, second, proof, root_of(CT[:first]), root_of(CT[:second]))


def test_the_seven_leaf_example_of_rfc_9162_section_2_1_5() -> None:
    log = HashList.of(CT[:7])
    a, b, c, d, e, f, j = (leaf_hash(item) for item in CT[:7])
    g, h, i = node_hash(a, b), node_hash(c, d), node_hash(e, f)
    k, el = node_hash(g, h), node_hash(i, j)
    assert prove_inclusion(log, 0, 7) == (b, h, el)
    assert prove_inclusion(log, 3, 7) == (c, g, el)
    assert prove_inclusion(log, 4, 7) == (f, j, k)
    assert prove_inclusion(log, 6, 7) == (i, k)
    assert prove_consistency(log, 3, 7) == (c, d, g, el)
    assert prove_consistency(log, 4, 7) == (el,)
    assert prove_consistency(log, 6, 7) == (i, j, k)


def test_every_inclusion_proof_to_size_96_verifies_for_its_own_index_only() -> None:
    for size in range(1, 97):
        for index in range(size):
            proof = prove_inclusion(tree(96), index, size)
            leaf = tree(96).node(0, index)
            fits = [
                i for i in (*range(size), size + 1) if verify_inclusion(leaf, i, size, proof, root(size, 96))
            ]
            assert fits == [index]


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_an_inclusion_proof_with_any_bit_flipped_fails(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 300), "size")
    index = data.draw(st.integers(0, size - 1), "index")
    bit = data.draw(st.integers(0, 10_000), "bit")
    leaf, proof, top = tree(300).node(0, index), prove_inclusion(tree(300), index, size), root(size, 300)
    assert verify_inclusion(leaf, index, size, proof, top)
    assert not verify_inclusion(flipped(leaf, bit), index, size, proof, top)
    assert not verify_inclusion(leaf, index, size, proof, flipped(top, bit))
    assert not verify_inclusion(leaf, index ^ 1 << bit % 63, size, proof, top)
    assert not verify_inclusion(leaf, index, size, (*proof, top), top)
    assert not verify_inclusion(leaf, index, size, (leaf, *proof), top)
    for at, item in enumerate(proof):
        assert not verify_inclusion(
            leaf, index, size, (*proof[:at], flipped(item, bit), *proof[at + 1 :]), top
        )
        assert not verify_inclusion(leaf, index, size, (*proof[:at], *proof[at + 1 :]), top)


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_a_consistency_proof_with_any_bit_flipped_fails(data: st.DataObject) -> None:
    second = data.draw(st.integers(1, 300), "second")
    first = data.draw(st.integers(1, second), "first")
    bit = data.draw(st.integers(0, 10_000), "bit")
    proof, old, new = prove_consistency(tree(300), first, second), root(first, 300), root(second, 300)
    assert verify_consistency(first, second, proof, old, new)
    assert not verify_consistency(first, second, proof, flipped(old, bit), new)
    assert not verify_consistency(first, second, proof, old, flipped(new, bit))
    assert not verify_consistency(first, second, (*proof, old), old, new)
    for at, item in enumerate(proof):
        changed = (*proof[:at], flipped(item, bit), *proof[at + 1 :])
        assert not verify_consistency(first, second, changed, old, new)
        assert not verify_consistency(first, second, (*proof[:at], *proof[at + 1 :]), old, new)


@settings(deadline=None, max_examples=100)
@given(st.data())
def test_a_log_that_rewrote_its_past_cannot_prove_consistency(data: st.DataObject) -> None:
    first = data.draw(st.integers(1, 60))
    second = data.draw(st.integers(first, 90))
    changed = data.draw(st.integers(0, first - 1))
    rewritten = HashList.of(b"other" if i == changed else b"entry %d" % i for i in range(second))
    proof = prove_consistency(rewritten, first, second)
    assert not verify_consistency(first, second, proof, root(first, 300), subtree_root(rewritten, 0, second))


def test_equal_sizes_need_equal_roots_and_no_proof() -> None:
    assert verify_consistency(5, 5, (), root(5, 300), root(5, 300))
    assert not verify_consistency(5, 5, (), root(5, 300), root(6, 300))
    assert not verify_consistency(5, 5, (root(5, 300),), root(5, 300), root(5, 300))


def test_the_empty_log_is_a_prefix_of_every_log_by_its_own_root_only() -> None:
    assert verify_consistency(0, 7, (), EMPTY_ROOT, root(7, 300))
    assert verify_consistency(0, 0, (), EMPTY_ROOT, EMPTY_ROOT)
    assert not verify_consistency(0, 7, (), root(1, 300), root(7, 300))
    assert not verify_consistency(0, 0, (), root(1, 300), root(1, 300))
    assert not verify_consistency(0, 7, (root(1, 300),), EMPTY_ROOT, root(7, 300))


def test_the_path_does_not_bind_the_size_so_the_signature_must() -> None:
    """A hard truth about RFC 9162 that callers must know: this accepts, with the root of size 3."""
    proof = prove_inclusion(tree(300), 0, 3)
    assert verify_inclusion(tree(300).node(0, 0), 0, 4, proof, root(3, 300))


def test_a_proof_that_ends_below_the_claimed_size_is_refused() -> None:
    proof = prove_consistency(tree(300), 4, 8)
    assert verify_consistency(4, 8, proof, root(4, 300), root(8, 300))
    assert not verify_consistency(4, 16, proof, root(4, 300), root(8, 300))
    path = prove_inclusion(tree(300), 1, 8)
    assert not verify_inclusion(tree(300).node(0, 1), 1, 16, path, root(8, 300))


def test_proofs_outside_the_log_are_refused_in_words() -> None:
    for index, size in ((3, 3), (0, 0), (0, 301), (-1, 3), (0, -1), (0, 2**63)):
        with pytest.raises(MerkleError) as caught:
            prove_inclusion(tree(300), index, size)
        assert caught.value.problem is Problem.OUT_OF_RANGE
    for first, second in ((4, 3), (-1, 3), (1, 301)):
        with pytest.raises(MerkleError) as caught:
            prove_consistency(tree(300), first, second)
        assert caught.value.problem is Problem.OUT_OF_RANGE


anything = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(-2, 9),
    st.text(max_size=3),
    st.binary(max_size=33),
    st.binary(min_size=32, max_size=32),
)
any_proof = st.one_of(anything, st.lists(anything, max_size=5), st.lists(st.binary(min_size=32, max_size=32)))


@settings(deadline=None, max_examples=300)
@given(anything, anything, anything, any_proof, anything)
def test_verifying_answers_no_to_any_nonsense(a, b, c, proof, d) -> None:  # type: ignore[no-untyped-def]
    assert verify_inclusion(a, b, c, proof, d) is False
    if not (proof in ([], ()) and d == a):
        assert verify_consistency(b, c, proof, a, d) is False


def test_a_proof_longer_than_any_tree_is_refused_at_once() -> None:
    assert not verify_inclusion(bytes(32), 0, 2**63 - 1, [bytes(32)] * 65, bytes(32))
    assert not verify_consistency(1, 2**63 - 1, [bytes(32)] * 1_000_000, bytes(32), bytes(32))
