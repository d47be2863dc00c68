"""What a unit keeps in mind about its lists, and how it forgets it again."""

from datetime import datetime
from typing import TypeVar

from django.db import transaction
from django.db.models import QuerySet

from qingyuan.kit.errors import Missing, Reason
from qingyuan.kit.words import _
from qingyuan.ledger.models import HeaderMemory, NameMemory
from qingyuan.ledger.queries.checked import home_of
from qingyuan.org.api import Person, require
from qingyuan.trail.api import record

Kept = TypeVar("Kept", HeaderMemory, NameMemory)


def _forget(rows: QuerySet[Kept], memory_id: int, act: str, by: Person, at: datetime) -> Kept:
    home = home_of(by, at)
    kept = rows.select_for_update(of=("self",)).select_related("unit").filter(pk=memory_id, unit=home).first()
    if kept is None:
        raise Missing(Reason("missing", _("没有找到，或者不在您的权限范围内")))
    require(by, "ledger.import", at=at, unit=kept.unit)
    kept.delete()
    subject = f"unit:{kept.unit.code}"
    record(actor=by.key, act=f"ledger.{act}", subject=subject, at=at, detail={"memory": memory_id})
    return kept


@transaction.atomic
def forget_header(*, memory_id: int, by: Person, at: datetime) -> HeaderMemory:
    """Forget which column of a list was which: the next list with this header is asked about again."""
    return _forget(HeaderMemory.objects.all(), memory_id, "forget_header", by, at)


@transaction.atomic
def forget_name(*, memory_id: int, by: Person, at: datetime) -> NameMemory:
    """Forget which unit or category a text meant: the next list with this text is asked about again."""
    return _forget(NameMemory.objects.all(), memory_id, "forget_name", by, at)
