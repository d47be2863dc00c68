"""The only verb of the trail: record. Everything else about it is asking."""

import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from qingyuan.engines.merkle import (
    Checkpoint,
    Frontier,
    MerkleError,
    commit,
    leaf_hash,
    new_full_tiles,
    open_checkpoint,
    root_of_leaves,
)
from qingyuan.trail.errors import BROKEN, RecordBroken
from qingyuan.trail.models import Entry, Head, Tile
from qingyuan.trail.policy import TILE, Act, Plain, content, written
from qingyuan.trail.queries import own_signer

AT_ONCE = 500


def record(
    *, actor: str, act: str, subject: str, at: datetime, detail: Mapping[str, Plain] | None = None
) -> Entry:
    """Append one act in the transaction of the rule that calls: both happen, or neither."""
    return record_many([Act(actor, act, subject, at, detail or {})])[0]


@transaction.atomic(savepoint=False)
def record_many(acts: Iterable[Act]) -> list[Entry]:
    """Append several acts in order, under one lock of the head, with one signed checkpoint."""
    acts = list(acts)
    if not acts:
        return []
    head = Head.objects.select_for_update().get(pk=1)
    before = trusted_edge(head)
    set_aside(settings.DATA, before.size)
    entries = [_entry(index, act) for index, act in enumerate(acts, start=before.size)]
    Entry.objects.bulk_create(entries, batch_size=AT_ONCE)
    after = before.extend(bytes(entry.commitment) for entry in entries)
    _keep_tiles(before, entries)
    head.frontier = after.to_bytes()
    head.checkpoint = signed(after)
    head.at = acts[-1].at
    head.save(update_fields=["frontier", "checkpoint", "at"])
    # robust: when the file cannot be written (a full disk), the act is done all the same, and must be told as done
    transaction.on_commit(lambda: keep_outside(settings.DATA, after.size, head.checkpoint), robust=True)
    return entries


def take_turn() -> None:
    """Wait already now for the lock under which acts are recorded; within a transaction.

    For rules that also lock rows (a counter) which others ask for after they have recorded: both then ask for
    the two locks in one order, and never wait for one another in a ring.
    """
    Head.objects.select_for_update().get(pk=1)


def lay_head_anew() -> None:
    """Forget the versions of the head that one long transaction has written; for who founds a whole city in one.

    PostgreSQL keeps every version of a row until the transaction ends, and whoever asks for the row walks them all.
    Within a transaction only: outside of one, the head would be gone for others between two statements.
    """
    if connection.vendor == "postgresql":
        head = Head.objects.select_for_update().get(pk=1)  # refuses to be asked outside of a transaction
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE trail_head")
        head.save(force_insert=True)


def trusted_edge(head: Head) -> Frontier:
    """The right edge of the tree, or RecordBroken: what stands under no signature of ours is never signed over."""
    try:
        edge = Frontier.from_bytes(bytes(head.frontier))
        if not edge.size and not head.checkpoint:
            return edge
        signed_over = open_checkpoint(head.checkpoint, own_signer().verifier)
    except (MerkleError, TypeError):
        raise RecordBroken(BROKEN) from None
    if (signed_over.size, signed_over.root) != (edge.size, edge.root):
        raise RecordBroken(BROKEN)
    return edge


def _entry(index: int, act: Act) -> Entry:
    salt = secrets.token_bytes(16)
    detail = written(act.detail)
    said = content(index=index, at=act.at, actor=act.actor, act=act.act, subject=act.subject, detail=detail)
    return Entry(
        index=index,
        at=act.at,
        actor=act.actor,
        act=act.act,
        subject=act.subject,
        detail=detail,
        salt=salt,
        commitment=commit(dict(said), salt),
    )


def _keep_tiles(before: Frontier, entries: list[Entry]) -> None:
    """Store each tile whose last hash has just come into being, lower levels first.

    With each tile of entries goes a checkpoint signed at that size: so a forged row is placed to 256 rows.
    """
    edge, done = before, 0
    for tile in new_full_tiles(before.size, before.size + len(entries)):
        span = {"index__gte": tile.index * TILE, "index__lt": (tile.index + 1) * TILE}
        checkpoint = ""
        if tile.level == 0:
            rows = Entry.objects.filter(**span).order_by("index").values_list("commitment", flat=True)
            hashes = [leaf_hash(bytes(row)) for row in rows]
            full = (tile.index + 1) * TILE - before.size
            edge = edge.extend(bytes(entry.commitment) for entry in entries[done:full])
            done = full
            checkpoint = signed(edge)
        else:
            below = Tile.objects.filter(level=tile.level - 1, **span).order_by("index")
            hashes = [bytes(root) for root in below.values_list("root", flat=True)]
        Tile.objects.create(
            level=tile.level,
            index=tile.index,
            hashes=b"".join(hashes),
            root=root_of_leaves(hashes),
            checkpoint=checkpoint,
        )


def signed(edge: Frontier) -> str:
    """The signed checkpoint over a tree."""
    key = own_signer()
    return str(Checkpoint(key.verifier.name, edge.size, edge.root).sign(key))


def set_aside(data: Path, size: int) -> None:
    """Keep the checkpoint outside for good if it is ahead of the database: then the database is an older one.

    Called under the lock, where the file cannot be ahead: it is written after the commit. :func:`verify` reads
    what was set aside too, so the gap does not heal by going on.
    """
    kept = data / "trail.checkpoint"
    ahead = _size_of(kept)
    if ahead > size:
        kept.replace(data / f"trail.checkpoint.{ahead}")


def keep_outside(data: Path, size: int, checkpoint: str) -> None:
    """Keep the newest checkpoint in a file beside the database too, so that an old copy of it is noticed.

    The file is whole at every moment. Two writers at once may leave the older of two neighbours: the next
    act mends that, and a checkpoint that is a little old still proves.
    """
    kept = data / "trail.checkpoint"
    if _size_of(kept) >= size:
        return
    whole = kept.with_name(f".trail.checkpoint.{secrets.token_hex(4)}")
    whole.write_text(checkpoint)
    whole.replace(kept)


def _size_of(kept: Path) -> int:
    """The size that a kept checkpoint speaks of; -1 without one that can be read."""
    lines = kept.read_text(errors="replace").split("\n") if kept.is_file() else []
    return int(lines[1]) if len(lines) > 1 and lines[1].isascii() and lines[1].isdigit() else -1


__all__ = ["Act", "keep_outside", "lay_head_anew", "record", "record_many", "take_turn"]
