"""Questions about the record: who did what, does it all fit, and proof of one entry."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from qingyuan.engines.merkle import (
    AuditReport,
    Checkpoint,
    Frontier,
    MerkleError,
    Opening,
    Signer,
    TileSource,
    audit,
    inclusion_bundle,
    leaf_hash,
    open_checkpoint,
    opens,
    prove_inclusion,
)
from qingyuan.engines.merkle import Tile as Place
from qingyuan.kit.secrets import seed
from qingyuan.trail.models import Entry, Head, Tile
from qingyuan.trail.policy import TILE, content

Seen = Callable[[int, int], None]


@dataclass(frozen=True)
class Verdict:
    """What re-computing the whole log found. ``first_bad`` is the first index that does not fit."""

    ok: bool
    size: int
    root: str
    first_bad: int | None
    problem: str
    detail: str


@lru_cache(maxsize=4)
def signer(data: Path, origin: str) -> Signer:
    """The log's own key: its seed lies in the data directory, its name is the log's origin."""
    return Signer.from_seed(origin, seed(data, "trail"))


def own_signer() -> Signer:
    """The signer of this bureau's log."""
    return signer(settings.DATA, settings.TRAIL_ORIGIN)


def acts_on(subject: str) -> QuerySet[Entry]:
    """What was done to one thing, oldest first."""
    return Entry.objects.filter(subject=subject).order_by("index")


def acts() -> QuerySet[Entry]:
    """Everything that was done, newest first."""
    return Entry.objects.order_by("-index")


def public_checkpoint() -> str:
    """The newest signed checkpoint: what outsiders may keep and compare."""
    return Head.objects.get(pk=1).checkpoint


def verifier_key() -> str:
    """The public key of this log, in the form that ``check-proof --key`` reads."""
    return str(own_signer().verifier)


def said_by(entry: Entry) -> dict[str, str | int]:
    """The content that an entry commits to, from its row."""
    return content(
        index=entry.index,
        at=entry.at,
        actor=entry.actor,
        act=entry.act,
        subject=entry.subject,
        detail=entry.detail,
    )


def verify(*, kept: Path | None = None, seen: Seen = lambda done, whole: None) -> Verdict:
    """Re-compute every entry, the tree and the signatures; name the first place that does not fit.

    Found: any entry changed, removed, put in between or exchanged; a head or tile that does not belong to
    the entries; a signature that is not ours; a database older than the checkpoint kept beside it
    (``kept``: a checkpoint from elsewhere instead). ``seen`` is told (rows done, rows in all).
    """
    key = own_signer().verifier
    head = Head.objects.get(pk=1)
    outside = kept or settings.DATA / "trail.checkpoint"
    known: list[Checkpoint] = []
    try:
        size = Frontier.from_bytes(bytes(head.frontier)).size
        texts = list(Tile.objects.filter(level=0).order_by("index").values_list("checkpoint", flat=True))
        texts += [head.checkpoint] if head.checkpoint else []
        texts += [outside.read_text(errors="replace")] if outside.is_file() else []
        known = sorted((open_checkpoint(text, key) for text in texts), key=lambda c: c.size)
    except MerkleError as problem:
        return Verdict(False, 0, "", 0, str(problem.problem), f"signature or head: {problem.detail}")
    misfits: list[int] = []
    report = audit(_rows(size, misfits, seen), known, expected_size=size)
    return _verdict(report, misfits, head)


def _rows(size: int, misfits: list[int], seen: Seen) -> Iterator[tuple[int, bytes, bytes | None]]:
    """The log as rows, each with the hash that its tile holds, if it is in one already.

    A row whose words are not what it committed to goes on the list of misfits and ends the reading.
    """
    tiles = dict(Tile.objects.filter(level=0).values_list("index", "hashes"))
    for done, entry in enumerate(Entry.objects.order_by("index").iterator(chunk_size=2000)):
        place = entry.index % TILE * 32
        stored = bytes(tiles.get(entry.index // TILE, b""))[place : place + 32]
        commitment = bytes(entry.commitment)
        if not opens(commitment, dict(said_by(entry)), bytes(entry.salt)):
            misfits.append(entry.index)
            commitment = b"\0" * 32
        yield entry.index, commitment, stored or None
        if misfits:
            return
        if done % 2000 == 0:
            seen(done, size)


def _verdict(report: AuditReport, misfits: list[int], head: Head) -> Verdict:
    first = min([place for place in (report.first_bad, *misfits) if place is not None], default=None)
    if misfits and first == misfits[0]:
        return Verdict(
            False, report.size, "", first, "entry_changed", "the entry is not what was committed to"
        )
    if not report.ok:
        return Verdict(False, report.size, report.root.hex(), first, str(report.problem), report.detail)
    if Frontier.from_bytes(bytes(head.frontier)).root != report.root:
        return Verdict(
            False, report.size, report.root.hex(), report.size, "head_changed", "the head is not the tree's"
        )
    if (bad := _bad_tile(report.size)) is not None:
        return Verdict(
            False, report.size, report.root.hex(), bad, "tile_changed", "a stored tile is not the tree's"
        )
    return Verdict(True, report.size, report.root.hex(), None, "", "")


def _bad_tile(size: int) -> int | None:
    """The first entry below a stored tile that is missing or wrong."""
    for level in range(8):
        span = TILE ** (level + 1)
        if size < span:
            return None
        tiles = dict(Tile.objects.filter(level=level).values_list("index", "hashes"))
        for index in range(size // span):
            if bytes(tiles.get(index, b"")) != _hashes(Place(level, index)):
                return int(index * span)
    return None


def _hashes(place: Place) -> bytes:
    """The hashes of a tile, from what lies one floor below it."""
    span = {"index__gte": place.index * TILE, "index__lt": place.index * TILE + place.width}
    if place.level == 0:
        rows = Entry.objects.filter(**span).order_by("index").values_list("commitment", flat=True)
        return b"".join(leaf_hash(bytes(row)) for row in rows)
    below = Tile.objects.filter(level=place.level - 1, **span).order_by("index")
    return b"".join(bytes(root) for root in below.values_list("root", flat=True))


def tile(place: Place) -> bytes:
    """The hashes of a full or partial tile, for proofs and for mirrors."""
    if place.width == TILE and (kept := Tile.objects.filter(level=place.level, index=place.index).first()):
        return bytes(kept.hashes)
    return _hashes(place)


def proof_of(index: int) -> str:
    """A proof file that the entry is in the log, or LookupError.

    ``qingyuan trail check-proof`` checks it on any machine.
    """
    entry = Entry.objects.filter(pk=index).first()
    if entry is None:
        raise LookupError(index)
    checkpoint = public_checkpoint()
    size = open_checkpoint(checkpoint, own_signer().verifier).size
    path = prove_inclusion(TileSource(size, tile), index, size)
    return inclusion_bundle(index, path, checkpoint, Opening(dict(said_by(entry)), bytes(entry.salt)))


def words_of(entry: Entry) -> dict[str, str | int | bool | None]:
    """The detail of an entry as values."""
    return dict(json.loads(entry.detail))
