"""The tree of RFC 9162 and its right edge."""

from __future__ import annotations

import hashlib
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingyuan.engines.merkle import (
    EMPTY_ROOT,
    Frontier,
    HashList,
    MerkleError,
    Problem,
    frontier_nodes,
    frontier_of,
    leaf_hash,
    node_hash,
    root_of,
    root_of_leaves,
    subtree_root,
)

# The eight leaves and nine roots that every Certificate Transparency implementation is tried on.
CT_LEAVES = [
    bytes.fromhex(text)
    for text in (
        "",
        "00",
        "10",
        "2021",
        "3031",
        "40414243",
        "5051525354555657",
        "606162636465666768696a6b6c6d6e6f",
    )
]
PUBLISHED_LEAF_HASHES = """
6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7
0298d122906dcfc10892cb53a73992fc5b9f493ea4c9badb27b791b4127a7fe7
07506a85fd9dd2f120eb694f86011e5bb4662e5c415a62917033d4a9624487e7
bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b
4271a26be0d8a84f0bd54c8c302e7cb3a3b5d1fa6780a40bcce2873477dab658
b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f
46f6ffadd3d06a09ff3c5860d2755c8b9819db7df44251788c7d8e3180de8eb1
"""
PUBLISHED_ROOTS = """
e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d
fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125
aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77
d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7
4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4
76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef
ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c
5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328
"""


def entries(count: int) -> list[bytes]:
    return [b"entry %d" % i for i in range(count)]


def by_definition(leaves: list[bytes]) -> bytes:
    """MTH written down a second time, as the recursion that the RFC states."""
    if not leaves:
        return hashlib.sha256().digest()
    if len(leaves) == 1:
        return hashlib.sha256(b"\x00" + leaves[0]).digest()
    k = 1
    while k * 2 < len(leaves):
        k *= 2
    return hashlib.sha256(b"\x01" + by_definition(leaves[:k]) + by_definition(leaves[k:])).digest()


def test_the_published_leaf_hashes_come_out() -> None:
    assert [leaf_hash(leaf).hex() for leaf in CT_LEAVES] == PUBLISHED_LEAF_HASHES.split()


def test_the_published_roots_come_out_by_every_way_to_compute_them() -> None:
    frontier, log = Frontier(), HashList()
    for size, root in enumerate(PUBLISHED_ROOTS.split()):
        assert root_of(CT_LEAVES[:size]).hex() == root
        assert frontier.size == size
        assert frontier.root.hex() == root
        assert subtree_root(log, 0, size).hex() == root
        if size < len(CT_LEAVES):
            frontier = frontier.append(CT_LEAVES[size])
            log.append(CT_LEAVES[size])


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert hashlib.sha256(b"").digest() == EMPTY_ROOT == root_of([]) == Frontier().root


def test_a_leaf_and_a_node_of_the_same_bytes_have_different_hashes() -> None:
    left, right = bytes(32), bytes([1]) * 32
    assert leaf_hash(left + right) != node_hash(left, right)


def test_frontier_equals_the_definition_at_every_size_to_600() -> None:
    leaves = entries(600)
    frontier = Frontier()
    for size in range(601):
        assert frontier.root == root_of(leaves[:size])
        if size < 70:
            assert frontier.root == by_definition(leaves[:size])
        if size < 600:
            frontier = frontier.append(leaves[size])


@settings(deadline=None, max_examples=60)
@given(st.lists(st.binary(max_size=40), max_size=80), st.data())
def test_appending_one_by_one_and_all_at_once_agree(leaves: list[bytes], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(leaves)))
    one_by_one = Frontier()
    for leaf in leaves:
        one_by_one = one_by_one.append(leaf)
    assert one_by_one == Frontier().extend(leaves[:cut]).extend(leaves[cut:])
    assert one_by_one.root == root_of_leaves(map(leaf_hash, leaves)) == by_definition(leaves)
    assert frontier_of(HashList.of(leaves)) == one_by_one


@settings(deadline=None, max_examples=60)
@given(st.integers(0, 3000))
def test_a_stored_frontier_comes_back_and_goes_on(size: int) -> None:
    frontier = Frontier().extend(entries(size))
    again = Frontier.from_bytes(frontier.to_bytes())
    assert again == frontier
    assert again.append(b"next").root == root_of([*entries(size), b"next"])


def test_a_frontier_is_a_value_that_appending_does_not_change() -> None:
    before = Frontier().extend(entries(7))
    root = before.root
    before.append(b"more")
    assert (before.size, before.root) == (7, root)
    with pytest.raises(AttributeError):
        before.size = 8  # type: ignore[misc]


@pytest.mark.parametrize(
    "damage",
    [
        lambda data: b"",
        lambda data: data[:-1],
        lambda data: data + b"\x00",
        lambda data: b"X" + data[1:],
        lambda data: data[:5] + (6).to_bytes(8, "big") + data[13:],  # another number of 1-bits
        lambda data: data[:5] + (2**64 - 1).to_bytes(8, "big") + bytes(32 * 64),
    ],
)
def test_a_damaged_stored_frontier_is_refused(damage) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(MerkleError):
        Frontier.from_bytes(damage(Frontier().extend(entries(7)).to_bytes()))


def test_a_frontier_cannot_be_made_with_the_wrong_number_of_hashes() -> None:
    for size, count in ((0, 1), (1, 0), (3, 1), (4, 2), (-1, 64)):
        with pytest.raises(MerkleError):
            Frontier(size, (bytes(32),) * count)
    with pytest.raises(MerkleError) as caught:
        Frontier(1, (bytes(31),))
    assert caught.value.problem is Problem.MALFORMED


def test_an_entry_that_is_no_hash_is_not_taken_for_a_leaf_hash() -> None:
    with pytest.raises(MerkleError):
        Frontier().append_leaf_hash(b"short")
    with pytest.raises(MerkleError):
        HashList().append_leaf_hash(b"short")


def test_a_full_tree_takes_no_more() -> None:
    full = Frontier(2**63 - 1, (bytes(32),) * 63)
    with pytest.raises(MerkleError) as caught:
        full.append(b"one too many")
    assert caught.value.problem is Problem.OUT_OF_RANGE


@given(st.integers(0, 2**63 - 1))
def test_frontier_nodes_cover_the_tree_from_left_to_right_without_a_gap(size: int) -> None:
    spans = [(index << level, (index + 1) << level) for level, index in frontier_nodes(size)]
    assert all(left[1] == right[0] for left, right in pairwise(spans))
    assert (spans[0][0], spans[-1][1]) == (0, size) if spans else size == 0
