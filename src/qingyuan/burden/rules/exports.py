"""The export of the register, and the upkeep of its fields."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from qingyuan.burden.errors import CannotExport, CannotMake, missing
from qingyuan.burden.models import Field
from qingyuan.engines.sheets import SheetError
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person, Unit, require
from qingyuan.trail.api import record


def export_register(*, write: Callable[[], int], by: Person, at: datetime) -> int:
    """Have the file written, then record how many rows left; it is handed over only after this."""
    require(by, "burden.export_register", at=at)
    try:
        rows = write()
    except SheetError as refusal:
        raise CannotExport(Reason("sheet", str(refusal.problem.message))) from None
    record(actor=by.key, act="burden.export_register", subject="register", at=at, detail={"rows": rows})
    return rows


@transaction.atomic
def change_field(
    *, field_id: int, owner: Unit | None, source: str, words_en: str, active: bool, by: Person, at: datetime
) -> Field:
    """Say anew who keeps a field and where it is kept. Its name stays: forms were approved with it."""
    require(by, "burden.change_field", at=at)
    found = Field.objects.select_for_update().filter(pk=field_id).first()
    if found is None:
        raise missing()
    if not source.strip():
        raise CannotMake(Reason("no_source", _("请写数据来源：数据现在在哪里、由谁维护"), "source"))
    found.owner, found.source, found.words_en, found.active = owner, source.strip(), words_en.strip(), active
    found.save(update_fields=["owner", "source", "words_en", "active"])
    detail: dict[str, str | int | bool | None] = {"owner": owner.pk if owner else None, "active": active}
    record(actor=by.key, act="burden.change_field", subject=f"field:{found.pk}", at=at, detail=detail)
    return found
