"""Add, rename and move units."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qingyuan.kit import bus
from qingyuan.kit.errors import Reason
from qingyuan.org import policy
from qingyuan.org.errors import CannotChangeUnit
from qingyuan.org.events import UnitMoved
from qingyuan.org.kinds import Level
from qingyuan.org.models import Person, Unit
from qingyuan.org.queries import require
from qingyuan.trail.api import record


def _tree() -> None:
    """The tree changes in one place at a time: whoever changes it locks its root first.

    Otherwise a unit added below one that is just being moved would be left behind at the old place.
    """
    Unit.objects.select_for_update(no_key=True).order_by("path").first()


@transaction.atomic
def add_unit(
    *,
    code: str,
    area: str,
    name: str,
    level: Level,
    by: Person,
    at: datetime,
    above: Unit,
    name_en: str = "",
    short: str = "",
) -> Unit:
    """Add a unit below another. The root comes with the founding of the bureau."""
    require(by, "org.change_units", at=at, unit=above)
    _tree()
    above = Unit.objects.select_for_update(no_key=True).get(pk=above.pk)
    problems = []
    if not policy.is_code(code, 12):
        problems.append(Reason("code", _("机构代码应为12位数字：%(code)s"), "code", {"code": code}))
    if not policy.is_code(area, 6):
        problems.append(Reason("area", _("行政区划代码应为6位数字：%(area)s"), "area", {"area": area}))
    if Unit.objects.filter(code=code).exists():
        problems.append(Reason("code_taken", _("机构代码已存在：%(code)s"), "code", {"code": code}))
    if not name.strip():
        problems.append(Reason("name", _("单位名称不能为空"), "name"))
    if problems:
        raise CannotChangeUnit(problems)
    unit: Unit = Unit.objects.add_child(
        above,
        {
            "code": code,
            "area": area,
            "name": name.strip(),
            "name_en": name_en.strip(),
            "short": short.strip(),
            "level": level,
        },
    )
    record(
        actor=by.key,
        act="org.add_unit",
        subject=f"unit:{code}",
        at=at,
        detail={"above": above.code, "level": level.value},
    )
    return unit


@transaction.atomic
def rename_unit(
    *, unit: Unit, name: str, by: Person, at: datetime, name_en: str = "", short: str = ""
) -> Unit:
    """Give a unit another name. Its code stays for ever: documents of other days refer to it."""
    require(by, "org.change_units", at=at, unit=unit)
    unit = Unit.objects.select_for_update(no_key=True).get(pk=unit.pk)
    if not name.strip():
        raise CannotChangeUnit(Reason("name", _("单位名称不能为空"), "name"))
    unit.name, unit.name_en, unit.short = name.strip(), name_en.strip(), short.strip()
    unit.save(update_fields=["name", "name_en", "short"])
    record(actor=by.key, act="org.rename_unit", subject=f"unit:{unit.code}", at=at)
    return unit


@transaction.atomic
def move_unit(*, unit: Unit, above: Unit, by: Person, at: datetime) -> Unit:
    """Hang a unit, and all below it, under another."""
    for place in (unit, above):
        require(by, "org.change_units", at=at, unit=place)
    _tree()
    unit = Unit.objects.get(pk=unit.pk)
    above = Unit.objects.get(pk=above.pk)
    for place in (unit, above):
        require(by, "org.change_units", at=at, unit=place)
    if above.path.startswith(unit.path):
        raise CannotChangeUnit(Reason("circle", _("不能把单位移到它自己或它的下级之下"), "above"))
    if unit.path.startswith(above.path) and unit.depth == above.depth + 1:
        raise CannotChangeUnit(
            Reason("there", _("该单位已经在“%(above)s”之下"), "above", {"above": above.name})
        )
    before = unit.path
    Unit.objects.move(unit, above, pos="last-child")
    unit = Unit.objects.get(pk=unit.pk)
    # told before it is recorded: those who hear it lock what follows, and whoever holds that may wait for the record
    bus.tell(UnitMoved(unit.pk, before, unit.path, at))
    record(
        actor=by.key, act="org.move_unit", subject=f"unit:{unit.code}", at=at, detail={"above": above.code}
    )
    return unit
