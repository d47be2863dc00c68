"""Tiles and entry bundles after C2SP tlog-tiles."""

from __future__ import annotations

from contextlib import suppress
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qingyuan.engines.merkle import (
    EntryBundle,
    Frontier,
    HashList,
    MerkleError,
    Tile,
    TileSource,
    bundles_to_write,
    decode_bundle,
    encode_bundle,
    frontier_of,
    leaf_hash,
    new_full_tiles,
    node_hash,
    parse_path,
    partial_tiles,
    prove_consistency,
    prove_inclusion,
    root_of_leaves,
    split_tile,
    subtree_root,
    tile_hashes,
    tile_of_node,
    tiles_to_write,
    verify_consistency,
    verify_inclusion,
)

BIG = 256 * 256 + 300


@cache
def tree() -> HashList:
    return HashList.of(b"entry %d" % i for i in range(BIG))


class Store:
    """Tiles as a log stores them, each under its path."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}

    def grow(self, old: int, new: int) -> None:
        for tile in tiles_to_write(old, new):
            self.files[tile.path] = tile_hashes(tile, tree())

    def read(self, tile: Tile) -> bytes:
        return self.files[tile.path]


def test_paths_are_spelled_as_the_specification_shows() -> None:
    assert Tile(0, 1234067).path == "tile/0/x001/x234/067"
    assert Tile(0, 1234).path == "tile/0/x001/234"
    assert Tile(3, 0, 112).path == "tile/3/000.p/112"
    assert Tile(63, 999).path == "tile/63/999"
    assert EntryBundle(1000, 1).path == "tile/entries/x001/000.p/1"


def test_the_tree_of_70000_has_the_tiles_the_specification_counts() -> None:
    full = new_full_tiles(0, 70_000)
    assert [sum(tile.level == level for tile in full) for level in range(3)] == [273, 1, 0]
    assert partial_tiles(70_000) == (Tile(0, 273, 112), Tile(1, 1, 17), Tile(2, 0, 1))


def test_the_tree_of_256_is_one_full_tile_and_one_hash_above_it() -> None:
    assert new_full_tiles(0, 256) == new_full_tiles(255, 256) == (Tile(0, 0),)
    assert partial_tiles(256) == (Tile(1, 0, 1),)
    assert tiles_to_write(255, 256) == (Tile(0, 0), Tile(1, 0, 1))
    assert tile_hashes(Tile(1, 0, 1), tree()) == tree().node(8, 0)


def test_growth_names_each_new_tile_once() -> None:
    assert tiles_to_write(5, 5) == ()
    assert tiles_to_write(5, 6) == (Tile(0, 0, 6),)
    assert tiles_to_write(256, 257) == (Tile(0, 1, 1),)
    assert bundles_to_write(250, 513) == (EntryBundle(0), EntryBundle(1), EntryBundle(2, 1))
    with pytest.raises(MerkleError):
        tiles_to_write(6, 5)


@given(st.lists(st.integers(0, 2**20), min_size=1, max_size=8))
def test_the_full_tiles_of_each_growth_together_are_those_of_the_whole(steps: list[int]) -> None:
    sizes = [0]
    for step in steps:
        sizes.append(sizes[-1] + step % 5000)
    together = [tile for old, new in pairwise(sizes) for tile in new_full_tiles(old, new)]
    assert sorted(together) == sorted(new_full_tiles(0, sizes[-1]))


@given(st.integers(0, 63), st.integers(0, 2**55 - 1), st.integers(1, 256))
def test_every_path_reads_back(level: int, index: int, width: int) -> None:
    assert parse_path(Tile(level, index, width).path) == Tile(level, index, width)
    assert parse_path(EntryBundle(index, width).path) == EntryBundle(index, width)


@pytest.mark.parametrize(
    "path",
    [
        "",
        "tile/0/1",
        "tile/00/001",
        "tile/64/001",
        "tile/-1/001",
        "tile/0/001.p/0",
        "tile/0/001.p/01",
        "tile/0/001.p/256",
        "tile/0/001.p/",
        "tile/0/x000/001",
        "tile/0/x001",
        "tile/0/001/234",
        "tile/0/001/",
        "tile/0/001\n",
        "tile/0/٠٠١",
        "tile/data/001",
        "/tile/0/001",
        "tile/0/../001",
        "tile/entries/x001/23",
        "tile/0/" + "x999/" * 6 + "999",
        "tile/0/" + "x999/" * 99999 + "999",
    ],
)
def test_any_other_spelling_of_a_path_is_refused(path: str) -> None:
    with pytest.raises(MerkleError):
        parse_path(path)


@given(st.text(alphabet="tile/0123x.pntrs", max_size=40))
def test_a_path_either_reads_as_itself_or_is_refused(path: str) -> None:
    with suppress(MerkleError):
        assert parse_path(path).path == path


def test_every_consistency_proof_to_size_300_comes_from_tiles_and_verifies() -> None:
    store = Store()
    roots = [Frontier().root]
    for second in range(1, 301):
        store.grow(second - 1, second)
        source = TileSource(second, store.read)
        roots.append(subtree_root(source, 0, second))
        assert roots[second] == subtree_root(tree(), 0, second)
        for first in range(second + 1):
            proof = prove_consistency(source, first, second)
            assert verify_consistency(first, second, proof, roots[first], roots[second])


@settings(deadline=None, max_examples=60)
@given(st.one_of(st.integers(1, BIG), st.sampled_from([255, 256, 257, 65535, 65536, 65537, BIG])), st.data())
def test_tiles_give_the_same_root_frontier_and_proofs_as_the_list(size: int, data: st.DataObject) -> None:
    def read(tile: Tile) -> bytes:
        asked.append(tile)
        return tile_hashes(tile, tree())

    asked: list[Tile] = []
    source = TileSource(size, read)
    index = data.draw(st.integers(0, size - 1))
    first = data.draw(st.integers(0, size))
    root = subtree_root(tree(), 0, size)
    assert subtree_root(source, 0, size) == root
    assert frontier_of(source) == frontier_of(tree(), size)
    proof = prove_inclusion(source, index, size)
    assert proof == prove_inclusion(tree(), index, size)
    assert verify_inclusion(tree().node(0, index), index, size, proof, root)
    assert prove_consistency(source, first, size) == prove_consistency(tree(), first, size)
    served = {*new_full_tiles(0, size), *partial_tiles(size)}
    assert set(asked) <= served, "only tiles that a log of this size serves are asked for"
    assert len(asked) == len(set(asked)) <= 12


@settings(deadline=None, max_examples=150)
@given(st.integers(1, BIG), st.data())
def test_a_node_is_the_root_of_its_stretch_of_a_tile(size: int, data: st.DataObject) -> None:
    level = data.draw(st.integers(0, size.bit_length() - 1))
    index = data.draw(st.integers(0, (size >> level) - 1))
    tile, begin, end = tile_of_node(level, index, size)
    hashes = split_tile(tile_hashes(tile, tree()), tile.width)
    assert root_of_leaves(hashes[begin:end]) == tree().node(level, index)
    with pytest.raises(MerkleError):
        tile_of_node(level, size >> level, size)


def test_a_fuller_tile_serves_for_a_partial_one_and_a_shorter_one_does_not() -> None:
    full = tile_hashes(Tile(0, 0), tree())
    assert subtree_root(TileSource(100, lambda tile: full), 0, 100) == subtree_root(tree(), 0, 100)
    for data in (full[: 99 * 32], full[: 100 * 32 - 1], full + full[:32], b""):
        with pytest.raises(MerkleError):
            subtree_root(TileSource(100, lambda tile, data=data: data), 0, 100)  # type: ignore[misc]


def test_a_changed_tile_changes_the_root() -> None:
    def read(tile: Tile) -> bytes:
        data = tile_hashes(tile, tree())
        return data[:32] + bytes(32) + data[64:] if tile.level == 0 else data

    assert subtree_root(TileSource(200, read), 0, 200) != subtree_root(tree(), 0, 200)


def test_tiles_and_nodes_outside_the_tree_are_refused() -> None:
    small = HashList.of([b"a", b"b", b"c"])
    with pytest.raises(MerkleError):
        tile_hashes(Tile(0, 0, 4), small)
    with pytest.raises(MerkleError):
        tile_hashes(Tile(9, 0, 1), small)
    with pytest.raises(MerkleError):
        small.node(1, 1)
    with pytest.raises(MerkleError):
        small.node(0, -1)
    with pytest.raises(MerkleError):
        subtree_root(small, 1, 3)
    for level, index, width in ((64, 0, 1), (-1, 0, 1), (0, -1, 1), (0, 0, 0), (0, 0, 257), (0, 2**55, 1)):
        with pytest.raises(MerkleError):
            Tile(level, index, width)
    assert subtree_root(small, 0, 3) == node_hash(small.node(1, 0), leaf_hash(b"c"))


def test_an_entry_bundle_is_written_as_the_specification_says() -> None:
    assert encode_bundle([b"", b"ab", bytes(256)]) == b"\x00\x00\x00\x02ab\x01\x00" + bytes(256)


@given(st.lists(st.binary(max_size=300), min_size=1, max_size=256))
def test_an_entry_bundle_reads_back(items: list[bytes]) -> None:
    data = encode_bundle(items)
    assert list(decode_bundle(data, len(items))) == items
    for damaged in (data + b"\x00", data[:-1]):
        with pytest.raises(MerkleError):
            decode_bundle(damaged, len(items))


@given(st.binary(max_size=400), st.integers(-1, 258))
def test_a_hostile_bundle_is_read_or_refused(data: bytes, width: int) -> None:
    with suppress(MerkleError):
        assert encode_bundle(decode_bundle(data, width)) == data


def test_bundles_keep_their_limits() -> None:
    assert len(encode_bundle([bytes(65535)])) == 65537
    with pytest.raises(MerkleError):
        encode_bundle([bytes(65536)])
    with pytest.raises(MerkleError):
        encode_bundle([b""] * 257)
