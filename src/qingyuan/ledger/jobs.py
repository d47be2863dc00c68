"""Work on a schedule: find what is due, then call one rule."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django_tasks import task

from qingyuan.kit import clock
from qingyuan.kit.errors import Refused
from qingyuan.ledger.kinds import ImportState
from qingyuan.ledger.models import Import
from qingyuan.ledger.rules import check_import, drop_stale, stop_import, take_import
from qingyuan.matters.api import rules


def tick(at: datetime) -> int:
    """Send the reminders that are due. Safe to call at any time and as often as one likes."""
    return rules.send_reminders(at=at)


USUAL = gc.get_threshold()


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let the collector look less often. A list of 20,000 rows makes millions of objects that all stay, and
    going through them again and again takes longer than the import itself (measured: 33 s against 13 s)."""
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*USUAL)


def _begun(import_id: int) -> Import | None:
    kept = Import.objects.select_related("by").filter(pk=import_id).first()
    return kept if kept is not None and kept.phase else None


@task()
def check_list(import_id: int) -> None:
    """Judge a long list in the background. Does nothing the second time."""
    kept = _begun(import_id)
    if kept is None:
        return
    try:
        with undisturbed():
            check_import(import_id=kept.pk, by=kept.by, at=clock.now())
    except Exception:
        stop_import(import_id=kept.pk, by=kept.by)
        raise


@task()
def write_list(import_id: int) -> None:
    """Put a long list on the ledger in the background. Does nothing the second time; refused, it is judged anew."""
    kept = _begun(import_id)
    if kept is None or kept.state != ImportState.RUNNING:
        return
    try:
        with undisturbed():
            take_import(import_id=kept.pk, by=kept.by, at=clock.now())
    except Refused:
        stop_import(import_id=kept.pk, by=kept.by)
        check_import(import_id=kept.pk, by=kept.by, at=clock.now())
    except Exception:
        stop_import(import_id=kept.pk, by=kept.by)
        raise


def drop_old_lists(at: datetime) -> int:
    """Let lists go that nobody confirmed. Safe to call as often as one likes."""
    return drop_stale(at=at)
