"""An append-only log that can prove what it holds: Merkle tree, signed checkpoints, proofs, audit.

Sources: RFC 9162 (tree and proofs), C2SP tlog-tiles, signed-note, tlog-checkpoint,
tlog-cosignature and tlog-proof (https://c2sp.org), RFC 8032 (Ed25519), RFC 8785 (canonical JSON).
No clock, disk, network or randomness: times, salts and key seeds are passed in.

An act is committed to (the log itself then tells nothing), appended, and signed over:

>>> salt, seed = bytes(range(32)), bytes(32)  # in earnest: 32 secret random bytes each
>>> act: Content = {"act": "matters.close", "at": "2020-11-06T09:30:00+08:00", "subject": "matter:205"}
>>> log = HashList()
>>> frontier = Frontier()
>>> for entry in (b"first", commit(act, salt), b"third"):
...     log.append(entry)
...     frontier = frontier.append(entry)
>>> frontier.size, frontier.root == subtree_root(log, 0, 3)
(3, True)
>>> signer = Signer.from_seed("trail.example.org/clear", seed)
>>> note = Checkpoint("trail.example.org/clear", frontier.size, frontier.root).sign(signer)

The holder of a proof file needs nothing but the log's verifier key to check it:

>>> proof = inclusion_bundle(1, prove_inclusion(log, 1, 3), note, Opening(act, salt))
>>> found = check_bundle(proof, str(signer.verifier))
>>> found.ok, found.index, found.size, found.opening.content["act"]
(True, 1, 3, 'matters.close')
>>> check_bundle(proof.replace("index 1", "index 0"), str(signer.verifier)).problem.value
'not_included'

Whoever noted what a log published, notices when it is rewritten or when the thing behind an entry changes:

>>> held = held_value(salt, bytes(32))
>>> old = inclusion_bundle(1, prove_inclusion(log, 1, 3), note, Opening(act, salt), held=held)
>>> tiles = {Tile(0, 0, 3): tile_hashes(Tile(0, 0, 3), log), HeldTile(0, 3): bytes([9] * 32) + held + bytes([9] * 32)}
>>> recheck(old, str(signer.verifier), note, tiles.__getitem__).standing.value
'present'
>>> tiles[HeldTile(0, 3)] = bytes([9] * 96)
>>> recheck(old, str(signer.verifier), note, tiles.__getitem__).standing.value
'changed'

An audit recomputes everything and names the first row that does not fit:

>>> head = open_checkpoint(note, signer.verifier)
>>> report = audit([(0, b"first"), (2, b"third")], [head])
>>> report.ok, report.problem.value, report.first_bad
(False, 'gap', 1)
"""

from qingyuan.engines.merkle._audit import AuditReport, LogRow, audit
from qingyuan.engines.merkle._bundle import (
    BundleCheck,
    Opening,
    ProofKind,
    check_bundle,
    consistency_bundle,
    inclusion_bundle,
)
from qingyuan.engines.merkle._checkpoint import Checkpoint, cosign, open_checkpoint, witnessed
from qingyuan.engines.merkle._commitment import (
    MIN_SALT,
    Content,
    canonical_json,
    commit,
    opens,
    parse_canonical_json,
)
from qingyuan.engines.merkle._frontier import Frontier, frontier_nodes
from qingyuan.engines.merkle._hashing import (
    EMPTY_ROOT,
    HASH_SIZE,
    MAX_SIZE,
    leaf_hash,
    node_hash,
    root_of,
    root_of_leaves,
)
from qingyuan.engines.merkle._held import (
    LOST,
    Followed,
    Read,
    Recheck,
    Standing,
    follow,
    held_value,
    recheck,
    remembers,
)
from qingyuan.engines.merkle._keys import KeyKind, Signer, VerifierKey
from qingyuan.engines.merkle._note import Note, NoteSignature
from qingyuan.engines.merkle._problem import MerkleError, Problem
from qingyuan.engines.merkle._proofs import (
    prove_consistency,
    prove_inclusion,
    verify_consistency,
    verify_inclusion,
)
from qingyuan.engines.merkle._source import (
    HashList,
    HashSource,
    TileSource,
    frontier_of,
    subtree_root,
    tile_hashes,
)
from qingyuan.engines.merkle._tiles import (
    EntryBundle,
    HeldTile,
    Tile,
    bundles_to_write,
    decode_bundle,
    encode_bundle,
    new_full_tiles,
    parse_path,
    partial_tiles,
    split_tile,
    tile_of_node,
    tiles_to_write,
)

__all__ = [
    "EMPTY_ROOT",
    "HASH_SIZE",
    "LOST",
    "MAX_SIZE",
    "MIN_SALT",
    "AuditReport",
    "BundleCheck",
    "Checkpoint",
    "Content",
    "EntryBundle",
    "Followed",
    "Frontier",
    "HashList",
    "HashSource",
    "HeldTile",
    "KeyKind",
    "LogRow",
    "MerkleError",
    "Note",
    "NoteSignature",
    "Opening",
    "Problem",
    "ProofKind",
    "Read",
    "Recheck",
    "Signer",
    "Standing",
    "Tile",
    "TileSource",
    "VerifierKey",
    "audit",
    "bundles_to_write",
    "canonical_json",
    "check_bundle",
    "commit",
    "consistency_bundle",
    "cosign",
    "decode_bundle",
    "encode_bundle",
    "follow",
    "frontier_nodes",
    "frontier_of",
    "held_value",
    "inclusion_bundle",
    "leaf_hash",
    "new_full_tiles",
    "node_hash",
    "open_checkpoint",
    "opens",
    "parse_canonical_json",
    "parse_path",
    "partial_tiles",
    "prove_consistency",
    "prove_inclusion",
    "recheck",
    "remembers",
    "root_of",
    "root_of_leaves",
    "split_tile",
    "subtree_root",
    "tile_hashes",
    "tile_of_node",
    "tiles_to_write",
    "verify_consistency",
    "verify_inclusion",
    "witnessed",
]
