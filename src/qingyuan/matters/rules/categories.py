"""The code table of problem categories."""

from datetime import datetime

from django.db import transaction

from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.matters.errors import CannotRegister
from qingyuan.matters.models import Category
from qingyuan.org.api import Person, require
from qingyuan.trail.api import record


@transaction.atomic
def change_category(
    *, code: str, name: str, name_en: str, order: int, active: bool, by: Person, at: datetime
) -> Category:
    """Add a category or change its words. A category is never removed: old matters keep it; it is switched off."""
    require(by, "matters.change_category", at=at)
    problems = []
    if not code or not code.replace("_", "").isalnum() or not code.isascii():
        problems.append(Reason("code", _("代码只用英文字母、数字和下划线"), "code"))
    if not name.strip():
        problems.append(Reason("name", _("请填写类别名称"), "name"))
    if problems:
        raise CannotRegister(problems)
    kept, _made = Category.objects.update_or_create(
        code=code,
        defaults={"name": name.strip(), "name_en": name_en.strip(), "order": order, "active": active},
    )
    record(
        actor=by.key,
        act="matters.change_category",
        subject=f"category:{code}",
        at=at,
        detail={"active": active},
    )
    return kept
