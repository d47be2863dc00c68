"""What the rules about forms have in common: who may touch one, the lock, what is wrong in words, the record."""

from collections.abc import Iterable
from datetime import datetime

from qingyuan.burden.errors import CannotMake, missing
from qingyuan.burden.kinds import PassportState
from qingyuan.burden.models import Passport
from qingyuan.burden.policy import FIELDS_AT_MOST, MINUTES_AT_MOST
from qingyuan.burden.queries import register
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import Words, _
from qingyuan.org.api import Person, require
from qingyuan.trail.api import record

Detail = dict[str, str | int | bool | None]
FAULTS: dict[str, tuple[Words, str]] = {
    "no_name": (_("请写表单名称"), "name"),
    "no_number": (_("请写表号"), "number"),
    "no_basis": (_("请写明依据：哪份文件第几条"), "basis"),
    "no_approval": (_("请写批准或者备案文号"), "approval"),
    "no_purpose": (_("请写明用途：收上来的数据用来办什么事"), "purpose"),
    "no_fields": (_("至少要有一个字段"), ""),
    "too_many_fields": (_("字段太多，一张表不超过%(most)d个"), ""),
    "minutes": (_("预计用时在1到%(longest)d分钟之间"), "minutes"),
    "past": (_("有效期限不能早于今天"), "valid_until"),
    "too_long": (_("有效期限最长12个月"), "valid_until"),
}
PARAMS = {"too_many_fields": {"most": FIELDS_AT_MOST}, "minutes": {"longest": MINUTES_AT_MOST}}


def in_words(faults: Iterable[str]) -> list[Reason]:
    """Faults in the person's words."""
    return [Reason(code, *FAULTS[code], PARAMS.get(code, {})) for code in faults]


def locked(passport_id: int, *, by: Person, at: datetime, permission: str) -> Passport:
    """Who, then lock: a passport that the person sees, if he may do this to it."""
    found = register.visible(by, at=at).select_for_update(of=("self",)).filter(pk=passport_id).first()
    if found is None:
        raise missing()
    require(by, permission, at=at, path=found.unit.path)
    return found


def at_desk(found: Passport, version: int | None = None) -> None:
    """Only a draft is written in, and only as it stood before the person's eyes."""
    if found.state != PassportState.DRAFT:
        raise CannotMake(
            Reason("not_draft", _("只有拟订中的表单可以修改；待批准的请先退回，有效的请另拟一张顶替它"))
        )
    if version is not None and version != found.version:
        raise CannotMake(Reason("changed", _("您打开以后有人改过这张表单，请看最新内容再办")))


def touched(found: Passport, *, by: Person) -> None:
    """Somebody wrote in a draft: the version goes up, and who did cannot approve it."""
    found.version += 1
    found.changed_by = by
    found.save(update_fields=["version", "changed_by"])


def note(found: Passport, act: str, *, by: Person, at: datetime, detail: Detail | None = None) -> None:
    """One line in the record: codes, ids, dates and counts, never words."""
    record(actor=by.key, act=f"burden.{act}", subject=f"passport:{found.pk}", at=at, detail=detail or {})
