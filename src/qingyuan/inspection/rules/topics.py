"""The table of topics, and the export of answers."""

from collections.abc import Callable
from datetime import datetime

from django.db import transaction

from qingyuan.engines.sheets import SheetError
from qingyuan.inspection.errors import CannotChangeTopic, CannotExport, missing
from qingyuan.inspection.kinds import ListKind
from qingyuan.inspection.models import Topic
from qingyuan.inspection.queries import lists as queries
from qingyuan.inspection.rules._desk import note
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person, require
from qingyuan.trail.api import record

DAYS_AT_MOST = 366


@transaction.atomic
def change_topic(
    *,
    code: str,
    kind: ListKind,
    name: str,
    days: int,
    active: bool,
    by: Person,
    at: datetime,
    name_en: str = "",
    new: bool = False,
) -> Topic:
    """Add a topic, or change its words and the days within which no unit is asked about it twice."""
    require(by, "inspection.change_topic", at=at)
    problems = []
    if not code or not code.replace("_", "").isalnum() or not code.isascii():
        problems.append(Reason("code", _("代码只用英文字母、数字和下划线"), "code"))
    held = Topic.objects.select_for_update().filter(pk=code).first()
    if new and held:
        problems.append(Reason("taken", _("这个代码已经有了"), "code"))
    if held and held.kind != kind:
        problems.append(Reason("other_kind", _("已有专题不能改换用途"), "kind"))
    if not name.strip():
        problems.append(Reason("name", _("请填写专题名称"), "name"))
    if not 0 <= days <= DAYS_AT_MOST:
        problems.append(Reason("days", _("间隔天数在0到366之间"), "days"))
    if problems:
        raise CannotChangeTopic(problems)
    if not new and held is None:
        raise missing()
    kept, _made = Topic.objects.update_or_create(
        code=code,
        defaults={
            "kind": kind,
            "name": name.strip(),
            "name_en": name_en.strip(),
            "days": days,
            "active": active,
        },
        create_defaults={
            "kind": kind,
            "name": name.strip(),
            "name_en": name_en.strip(),
            "days": days,
            "active": active,
            "order": 900,
        },
    )
    record(
        actor=by.key,
        act="inspection.change_topic",
        subject=f"topic:{code}",
        at=at,
        detail={"days": days, "active": active},
    )
    return kept


def export_answers(*, list_id: int, write: Callable[[], int], by: Person, at: datetime) -> int:
    """Have the file written, then record how many rows left; it is handed over only after this."""
    found = queries.visible(by, at=at).filter(pk=list_id).first()
    if found is None:
        raise missing()
    require(by, "inspection.export", at=at)
    try:
        rows = write()
    except SheetError as refusal:
        raise CannotExport(Reason("sheet", str(refusal.problem.message))) from None
    note(found, "export", by=by, at=at, detail={"rows": rows})
    return rows
