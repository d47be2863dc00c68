"""Recompute a whole log from its rows and say where it first stops fitting what was signed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from qingyuan.engines.merkle._checkpoint import Checkpoint
from qingyuan.engines.merkle._frontier import Frontier
from qingyuan.engines.merkle._hashing import MAX_SIZE, is_size, leaf_hash, node_hash
from qingyuan.engines.merkle._problem import Problem

LogRow: TypeAlias = "tuple[int, bytes] | tuple[int, bytes, bytes | None]"
"""Index from 0, entry, and the leaf hash (32 bytes) stored beside it, if there is one."""

_BYTES = (bytes, bytearray, memoryview)
"""What database drivers hand out for a binary column."""


@dataclass(frozen=True, slots=True)
class AuditReport:
    """What `audit` found."""

    ok: bool
    size: int
    """Rows that fit, from the start of the log; on `ok` the size of the log."""
    root: bytes
    """Root over those rows, recomputed."""
    proved: int
    """Size of the largest checkpoint that was reached and fits: so far the signatures vouch for every row."""
    first_bad: int | None = None
    """The first index seen not to fit; for ROOT_MISMATCH, which cannot tell, the first candidate (`proved`)."""
    last_suspect: int | None = None
    """Whatever was forged before (say a row removed and all after it renumbered, which shows as
    TRUNCATED): the first bad index is one of `proved` to `last_suspect`. Equals `first_bad` unless
    ROOT_MISMATCH."""
    problem: Problem | None = None
    detail: str = ""

    @property
    def unsigned(self) -> int:
        """Rows at the end that no checkpoint covers yet."""
        return self.size - self.proved


class _Edge:
    """A frontier that changes in place: one list instead of one value a row."""

    def __init__(self, start: Frontier) -> None:
        self.size = start.size
        self.stack = list(start.hashes)

    def push(self, leaf: bytes) -> None:
        rest = self.size
        while rest & 1:
            leaf = node_hash(self.stack.pop(), leaf)
            rest >>= 1
        self.stack.append(leaf)
        self.size += 1

    @property
    def root(self) -> bytes:
        return Frontier(self.size, tuple(self.stack)).root


def audit(
    rows: Iterable[LogRow],
    checkpoints: Iterable[Checkpoint],
    *,
    start: Frontier | None = None,
    expected_size: int | None = None,
) -> AuditReport:
    """Read the log once, in the order of its index, in O(log n) memory; stop at the first misfit.

    `checkpoints` are tree heads whose signatures were already verified (`open_checkpoint`), by
    ascending size; they too are read one at a time. `start` resumes after a trusted frontier: rows
    then begin at its size and smaller checkpoints are passed over. `expected_size` is the size the
    log claims, for rows that no checkpoint covers yet.

    Any changed, removed, inserted or exchanged row below the largest checkpoint is found. Where
    the stored leaf hash gives it away, its index is exact; where row and leaf hash were both changed,
    the next checkpoint gives it away and the place is known down to the rows since the last
    checkpoint that fitted (`proved` to `last_suspect`): sign often.

    Leaf hashes may as well come from a copy of the tiles kept elsewhere, which pins down both cases.

    Problems: GAP, DUPLICATE (or out of order), BAD_ROW, LEAF_CHANGED, ROOT_MISMATCH, TRUNCATED,
    SURPLUS (beyond `expected_size`), CHECKPOINTS_DISAGREE (two roots for one size, a checkpoint that
    contradicts `start`, or sizes not ascending).
    """
    edge = _Edge(start if start is not None else Frontier())
    heads = _Heads(iter(checkpoints), edge)
    report = heads.meet()
    if report is not None:
        return report
    for row in rows:
        report = _misfit(row, edge, heads) or heads.meet()
        if report is not None:
            return report
    if heads.pending is not None:
        detail = f"the log ends at {edge.size} entries, a signed checkpoint has {heads.pending.size}"
        return heads.report(Problem.TRUNCATED, detail, edge.size)
    if expected_size is not None and edge.size < expected_size:
        detail = f"the log ends at {edge.size} entries instead of {expected_size}"
        return heads.report(Problem.TRUNCATED, detail, edge.size)
    if expected_size is not None and edge.size > expected_size:
        detail = f"the log has {edge.size} entries instead of {expected_size}"
        return heads.report(Problem.SURPLUS, detail, max(expected_size, 0))
    return AuditReport(ok=True, size=edge.size, root=edge.root, proved=heads.proved)


class _Heads:
    """The checkpoints still to be met, one read ahead."""

    def __init__(self, source: Iterator[Checkpoint], edge: _Edge) -> None:
        self._source = source
        self._edge = edge
        self.proved = edge.size
        self.pending: Checkpoint | None = next(source, None)
        while self.pending is not None and self.pending.size < edge.size:
            self.pending = next(source, None)

    def meet(self) -> AuditReport | None:
        """Compare every checkpoint of the present size with the recomputed root."""
        edge = self._edge
        while self.pending is not None and self.pending.size == edge.size:
            head = self.pending
            if head.root != edge.root:
                if self.proved == edge.size:
                    return self._disagree(f"two different roots are vouched for at size {head.size}")
                detail = f"the rows do not give the root signed at size {head.size}"
                return self.report(Problem.ROOT_MISMATCH, detail, self.proved, edge.size - 1)
            self.proved = edge.size
            self.pending = next(self._source, None)
            if self.pending is not None and self.pending.size < head.size:
                return self._disagree(f"checkpoint of size {self.pending.size} after one of size {head.size}")
        return None

    def report(self, problem: Problem, detail: str, first: int, last: int | None = None) -> AuditReport:
        return AuditReport(
            ok=False,
            size=self._edge.size,
            root=self._edge.root,
            proved=self.proved,
            first_bad=first,
            last_suspect=first if last is None else last,
            problem=problem,
            detail=detail,
        )

    def _disagree(self, detail: str) -> AuditReport:
        return self.report(Problem.CHECKPOINTS_DISAGREE, detail, self._edge.size)


def _misfit(row: LogRow, edge: _Edge, heads: _Heads) -> AuditReport | None:
    """Add one row to the edge, or report why it does not fit."""
    expected = edge.size
    if not isinstance(row, tuple | list) or not 2 <= len(row) <= 3:
        return heads.report(Problem.BAD_ROW, "a row is an index, an entry and perhaps a leaf hash", expected)
    index, entry, stored = row[0], row[1], (row[2] if len(row) == 3 else None)
    if not is_size(index) or index >= MAX_SIZE or not isinstance(entry, _BYTES):
        return heads.report(
            Problem.BAD_ROW, "a row has an impossible index or an entry that is not bytes", expected
        )
    if index > expected:
        return heads.report(Problem.GAP, f"row {expected} is missing; row {index} follows", expected)
    if index < expected:
        return heads.report(Problem.DUPLICATE, f"row {index} comes again or out of order", index)
    leaf = leaf_hash(bytes(entry))
    if stored is not None and (not isinstance(stored, _BYTES) or bytes(stored) != leaf):
        return heads.report(
            Problem.LEAF_CHANGED, f"row {index} does not give the leaf hash stored with it", index
        )
    edge.push(leaf)
    return None
