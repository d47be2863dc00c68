"""A list of leads that somebody sent: kept until he takes it over or drops it."""

from datetime import datetime, timedelta

from django.db import transaction

from qingyuan.discipline.errors import CannotRegister, Reason
from qingyuan.discipline.models import SheetDraft
from qingyuan.discipline.rules.leads import REGISTER
from qingyuan.kit.words import _
from qingyuan.org.api import Person, Unit, require
from qingyuan.trail.api import record

DRAFT_BYTES = 5 * 2**20
DRAFT_AGE = timedelta(days=3)


@transaction.atomic
def keep_list(*, unit: Unit, name: str, content: bytes, by: Person, at: datetime) -> SheetDraft:
    """Keep a list to look at it; one at a time, for its sender only."""
    require(by, REGISTER, at=at, unit=unit)
    if len(content) > DRAFT_BYTES:
        raise CannotRegister(Reason("too_large", _("文件超过 5 MB，请分成几份"), "file"))
    SheetDraft.objects.filter(by=by).delete()
    return SheetDraft.objects.create(unit=unit, name=name[:120], content=content, by=by, at=at)


@transaction.atomic
def drop_list(*, by: Person, at: datetime, taken: int = 0) -> None:
    """Let the list go: it was taken over (``taken`` leads) or not wanted."""
    SheetDraft.objects.filter(by=by).delete()
    detail: dict[str, str | int | bool | None] = {"taken": taken}
    record(actor=by.key, act="discipline.drop_list", subject=f"person:{by.key}", at=at, detail=detail)


@transaction.atomic
def drop_old_lists(*, at: datetime) -> int:
    """Let lists go that nobody took over: they name people."""
    return SheetDraft.objects.filter(at__lt=at - DRAFT_AGE).delete()[0]
