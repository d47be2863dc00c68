"""RFC 9162 sections 2.1.3 and 2.1.4: inclusion and consistency proofs.

Verifying is total: whatever it is given, it answers True or False. Note what the RFC's algorithms
do and do not bind: given a root, an inclusion proof fixes entry and index; the tree *size* is
fixed only by the signature over (size, root), so take both from one verified checkpoint.
"""

from __future__ import annotations

from collections.abc import Sequence

from qingyuan.engines.merkle._hashing import (
    EMPTY_ROOT,
    checked_size,
    is_hash,
    is_size,
    largest_power_below,
    node_hash,
    out_of_range,
)
from qingyuan.engines.merkle._source import HashSource, subtree_root

MAX_PROOF_HASHES = 64
"""No proof in a tree of at most 2^63 - 1 leaves is longer."""


def prove_inclusion(source: HashSource, index: int, size: int) -> tuple[bytes, ...]:
    """PATH(index, D_size) of RFC 9162 section 2.1.3.1: the hashes from the leaf's sibling upwards.

    MerkleError(OUT_OF_RANGE) unless index < size <= source.size.
    """
    checked_size(index, "an index")
    if checked_size(size) > source.size or index >= size:
        out_of_range("an inclusion proof needs index < size <= size of the log")
    start, end, path = 0, size, []
    while end - start > 1:
        middle = start + largest_power_below(end - start)
        if index < middle:
            path.append(subtree_root(source, middle, end))
            end = middle
        else:
            path.append(subtree_root(source, start, middle))
            start = middle
    return tuple(reversed(path))


def verify_inclusion(leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> bool:
    """RFC 9162 section 2.1.3.2: is the leaf (its hash) the index-th of the tree (size, root)?"""
    if not (is_hash(leaf) and is_hash(root) and is_size(index) and is_size(size) and _is_proof(proof)):
        return False
    if index >= size:  # step 1
        return False
    fn, sn, r = index, size - 1, leaf  # steps 2 and 3
    for p in proof:  # step 4
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            r = node_hash(p, r)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            r = node_hash(r, p)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and r == root  # step 5


def prove_consistency(source: HashSource, first: int, second: int) -> tuple[bytes, ...]:
    """PROOF(first, D_second) of RFC 9162 section 2.1.4.1: the first tree is a prefix of the second.

    Empty for first = 0 and first = second. MerkleError(OUT_OF_RANGE) unless
    first <= second <= source.size.
    """
    if checked_size(first) > checked_size(second) or second > source.size:
        out_of_range("a consistency proof needs first <= second <= size of the log")
    if first in (0, second):
        return ()
    start, end, path, known = 0, second, [], True
    while end != first:  # SUBPROOF(m, D_n, b), b = known
        middle = start + largest_power_below(end - start)
        if first <= middle:
            path.append(subtree_root(source, middle, end))
            end = middle
        else:
            path.append(subtree_root(source, start, middle))
            start, known = middle, False
    if not known:
        path.append(subtree_root(source, start, end))
    return tuple(reversed(path))


def verify_consistency(
    first: int, second: int, proof: Sequence[bytes], first_root: bytes, second_root: bytes
) -> bool:
    """RFC 9162 section 2.1.4.2: is the tree (first, first_root) a prefix of (second, second_root)?

    The RFC leaves two cases to the caller: equal sizes need equal roots and an empty proof; the
    empty tree (whose root is SHA-256 of nothing) is a prefix of every tree, by an empty proof.
    """
    if not (is_size(first) and is_size(second) and is_hash(first_root) and is_hash(second_root)):
        return False
    if not _is_proof(proof) or first > second:
        return False
    if first == second:
        return not proof and first_root == second_root and (first > 0 or first_root == EMPTY_ROOT)
    if first == 0:
        return not proof and first_root == EMPTY_ROOT
    if not proof:  # step 1
        return False
    path = list(proof)
    if first & (first - 1) == 0:  # step 2
        path.insert(0, first_root)
    fn, sn = first - 1, second - 1  # step 3
    while fn & 1:  # step 4
        fn, sn = fn >> 1, sn >> 1
    fr = sr = path[0]  # step 5
    for c in path[1:]:  # step 6
        if sn == 0:
            return False
        if fn & 1 or fn == sn:
            fr, sr = node_hash(c, fr), node_hash(c, sr)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            sr = node_hash(sr, c)
        fn, sn = fn >> 1, sn >> 1
    return sn == 0 and fr == first_root and sr == second_root  # step 7


def _is_proof(proof: object) -> bool:
    return isinstance(proof, list | tuple) and len(proof) <= MAX_PROOF_HASHES and all(map(is_hash, proof))
