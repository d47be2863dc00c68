"""Questions about the record: who did what, does it all fit, and proof of one entry."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from qingyuan.engines.merkle import (
    LOST,
    AuditReport,
    Checkpoint,
    EntryBundle,
    Frontier,
    HeldTile,
    MerkleError,
    Note,
    Opening,
    Recheck,
    Signer,
    TileSource,
    audit,
    encode_bundle,
    frontier_of,
    held_value,
    inclusion_bundle,
    leaf_hash,
    open_checkpoint,
    opens,
    prove_inclusion,
    recheck,
    root_of_leaves,
    split_tile,
)
from qingyuan.engines.merkle import Tile as Place
from qingyuan.kit.secrets import seed
from qingyuan.trail.models import Entry, Head, Tile
from qingyuan.trail.policy import TILE, content, promised
from qingyuan.trail.shelves import held

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

    Found: any entry changed, removed, put in between or exchanged, and any that stands under no signature; a
    head or tile that does not belong to the entries; a signature that is not ours; a database older than the
    checkpoints kept beside it (``kept``: a checkpoint from elsewhere instead). ``seen`` is told (rows done,
    rows in all). May run while others write: what comes after the head was read is left for the next time.
    """
    try:
        return _verified(_outside(kept), seen)
    except _Misfit as found:
        return Verdict(False, 0, "", found.first, found.problem, found.detail)


class _Misfit(Exception):
    """What does not fit before any entry is read: the first entry concerned, the problem, and words."""

    def __init__(self, first: int, problem: str, detail: str) -> None:
        self.first, self.problem, self.detail = first, problem, detail
        super().__init__(detail)


def _outside(kept: Path | None) -> list[str]:
    """The checkpoints kept outside the database. Read before the head, so none of them is ahead of it."""
    places = [kept] if kept else sorted(settings.DATA.glob("trail.checkpoint*"))
    return [place.read_text(errors="replace") for place in places if place.is_file()]


def _verified(outside: list[str], seen: Seen) -> Verdict:
    head = Head.objects.filter(pk=1).first()
    if head is None:
        raise _Misfit(0, "head_missing", "the head of the log is gone")
    try:
        edge = Frontier.from_bytes(bytes(head.frontier))
    except (MerkleError, TypeError) as problem:
        raise _Misfit(0, "head_changed", f"the head cannot be read: {problem}") from None
    known = sorted(_checkpoints(head, edge.size, outside), key=lambda c: c.size)
    misfits: list[int] = []
    report = audit(_rows(edge.size, misfits, seen), known, expected_size=edge.size)
    return _verdict(report, misfits, head, edge)


def _checkpoints(head: Head, size: int, outside: list[str]) -> list[Checkpoint]:
    """All that was signed: at each full tile, at the head, and what is kept outside."""
    full = Tile.objects.filter(level=0, index__lt=size // TILE).order_by("index")
    found = []
    for index, text in full.values_list("index", "checkpoint"):
        signed = _opened(text, index * TILE)
        if signed.size != (index + 1) * TILE:
            raise _Misfit(index * TILE, "tile_changed", "the checkpoint of a tile is of another size")
        found.append(signed)
    if head.checkpoint:
        found.append(_opened(head.checkpoint, 0))
    return found + [_opened(text, 0) for text in outside]


def _opened(text: str, first: int) -> Checkpoint:
    try:
        return open_checkpoint(text, own_signer().verifier)
    except MerkleError as problem:
        raise _Misfit(first, str(problem.problem), f"signature: {problem.detail}") from None


def _rows(size: int, misfits: list[int], seen: Seen) -> Iterator[tuple[int, bytes, bytes | None]]:
    """The log as rows, each with the hash that its tile holds, if it is in one already.

    A row whose words are not what it committed to, or that cannot even be read, goes on the list of misfits
    and ends the reading.
    """
    tiles = dict(Tile.objects.filter(level=0).values_list("index", "hashes"))
    entries = Entry.objects.filter(index__lt=size).order_by("index").iterator(chunk_size=2000)
    for done in count():
        try:
            entry = next(entries, None)
            fits = entry is None or opens(bytes(entry.commitment), dict(said_by(entry)), bytes(entry.salt))
        except (AttributeError, TypeError, ValueError):  # what is written there is of another type
            misfits.append(done)
            return
        if entry is None:
            return
        place = entry.index % TILE * 32
        stored = bytes(tiles.get(entry.index // TILE, b""))[place : place + 32]
        if not fits:
            misfits.append(entry.index)
        yield entry.index, bytes(entry.commitment) if fits else b"\0" * 32, stored or None
        if misfits:
            return
        if done % 2000 == 0:
            seen(done, size)


def _verdict(report: AuditReport, misfits: list[int], head: Head, edge: Frontier) -> Verdict:
    def bad(first: int | None, problem: str, detail: str, root: str = report.root.hex()) -> Verdict:
        return Verdict(False, report.size, root, first, problem, detail)

    first = min([place for place in (report.first_bad, *misfits) if place is not None], default=None)
    if misfits and first == misfits[0]:
        return bad(first, "entry_changed", "the entry is not what was committed to", "")
    if not report.ok:
        return bad(first, str(report.problem), report.detail)
    if (beyond := _beyond(report.size)) is not None:
        return bad(report.size, "surplus", f"entry {beyond} stands beyond the head")
    if edge.root != report.root:
        return bad(report.size, "head_changed", "the head is not the tree's")
    if report.unsigned:
        return bad(report.proved, "unsigned", "from this entry on nothing stands under a signature")
    if report.size and (not head.checkpoint or _opened(head.checkpoint, 0).size != report.size):
        return bad(report.size, "head_changed", "the head carries the checkpoint of another size")
    if (wrong := _bad_tile(report.size)) is not None:
        return bad(wrong, "tile_changed", "a stored tile is not the tree's")
    return Verdict(True, report.size, report.root.hex(), None, "", "")


def _beyond(size: int) -> int | None:
    """An entry that stands beyond the head, unless the head has meanwhile moved past it."""
    found = Entry.objects.filter(index__gte=size).order_by("index").values_list("index", flat=True).first()
    if found is None:
        return None
    now = Frontier.from_bytes(bytes(Head.objects.get(pk=1).frontier)).size
    return None if isinstance(found, int) and found < now else found


def _bad_tile(size: int) -> int | None:
    """The first entry below a stored tile that is missing or wrong."""
    for level in range(8):
        span = TILE ** (level + 1)
        if size < span:
            return None
        rows = Tile.objects.filter(level=level).values_list("index", "hashes", "root")
        tiles = {index: (bytes(hashes), bytes(root)) for index, hashes, root in rows}
        for index in range(size // span):
            hashes, root = tiles.get(index, (b"", b""))
            if hashes != _hashes(Place(level, index)) or root != root_of_leaves(split_tile(hashes, TILE)):
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


def bundle(place: EntryBundle) -> bytes:
    """The entries of the log below a tile: the commitments, which tell nothing. Shorter if some are gone."""
    span = {"index__gte": place.index * TILE, "index__lt": place.index * TILE + place.width}
    rows = Entry.objects.filter(**span).order_by("index").values_list("commitment", flat=True)
    return encode_bundle(bytes(row) for row in rows)


def held_tile(place: HeldTile) -> bytes:
    """What the entries below a tile speak of, as it is now: 32 bytes each, nothing of which tells anything.

    Two queries, and those of the rooms whose things are spoken of (``shelves.held``), for up to 256 entries.
    """
    first = place.index * TILE
    rows = {
        entry.index: entry
        for entry in Entry.objects.filter(index__gte=first, index__lt=first + place.width).order_by("index")
    }
    kept = Tile.objects.filter(level=0, index=place.index).values_list("hashes", flat=True).first()
    hashes = bytes(kept) if kept is not None else b""
    sound = [entry for entry in rows.values() if _fits(entry, hashes)]
    values = dict(zip((entry.index for entry in sound), _held(sound), strict=True))
    return b"".join(values.get(index, LOST) for index in range(first, first + place.width))


def _fits(entry: Entry, hashes: bytes) -> bool:
    """Whether a row is what it committed to, and its commitment the one in its tile, if that is full."""
    at = entry.index % TILE * 32
    try:
        fits = opens(bytes(entry.commitment), dict(said_by(entry)), bytes(entry.salt))
    except (AttributeError, TypeError, ValueError):  # what is written there is of another type
        return False
    return fits and (not hashes or leaf_hash(bytes(entry.commitment)) == hashes[at : at + 32])


def _held(entries: Sequence[Entry]) -> list[bytes]:
    """The held value of each entry: each room is asked once for all that are its own."""
    asked: dict[str, list[Entry]] = {}
    for entry in entries:
        asked.setdefault(entry.subject.partition(":")[0], []).append(entry)
    digests: dict[int, bytes] = {}
    for kind, own in asked.items():
        of_room = held.get(kind)
        answers = of_room(own) if of_room else [b""] * len(own)
        digests |= dict(zip((entry.index for entry in own), answers, strict=True))
    return [held_value(bytes(entry.salt), digests[entry.index]) for entry in entries]


def published(place: Place | EntryBundle | HeldTile) -> bytes:
    """What lies under a public path, or LookupError: beyond the log, or not whole in the database."""
    size = public_size()
    level = place.level if isinstance(place, Place) else 0
    if place.index * TILE + place.width > size >> 8 * level:
        raise LookupError(place.path)
    if isinstance(place, HeldTile):
        return held_tile(place)
    data = bundle(place) if isinstance(place, EntryBundle) else tile(place)
    if len(data) < place.width * (34 if isinstance(place, EntryBundle) else 32):
        raise LookupError(place.path)
    return data


def public_size() -> int:
    """How many entries stand under the newest signature."""
    text = public_checkpoint()
    return Checkpoint.parse_text(Note.parse(text).text).size if text else 0


def vouched_for(checkpoint: Checkpoint) -> bool:
    """Whether a checkpoint is one that this log went through: the root it has at that size."""
    size = public_size()
    if not 0 < checkpoint.size <= size or checkpoint.origin != own_signer().verifier.name:
        return False
    try:
        return frontier_of(TileSource(size, tile), checkpoint.size).root == checkpoint.root
    except MerkleError:
        return False


def still_there(proof: str | bytes) -> Recheck:
    """What became of the entry that a proof file speaks of. Never raises for any file."""
    return recheck(proof, own_signer().verifier, public_checkpoint(), _read, promised=promised)


def _read(place: Place | HeldTile) -> bytes:
    try:
        return published(place)
    except MerkleError as problem:
        raise LookupError(place.path) from problem


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
    opening = Opening(dict(said_by(entry)), bytes(entry.salt))
    return inclusion_bundle(index, path, checkpoint, opening, held=_held([entry])[0])


def words_of(entry: Entry) -> dict[str, str | int | bool | None]:
    """The detail of an entry as values."""
    return dict(json.loads(entry.detail))
