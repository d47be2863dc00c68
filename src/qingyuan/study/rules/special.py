"""Special-duty mode: switch it on for some days, end it earlier, tick one of its ten things."""

import json
from datetime import date, datetime, timedelta
from pathlib import Path

from django.db import transaction

from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person, Unit, require
from qingyuan.study import policy as package
from qingyuan.study.errors import CannotSwitch, missing
from qingyuan.study.models import SpecialDuty, SpecialDutyItem
from qingyuan.study.policy import life as policy
from qingyuan.study.queries import special as queries
from qingyuan.trail.api import record

SWITCH = queries.SWITCH
SHIPPED = Path(package.__file__).parent.parent / "events.json"


@transaction.atomic
def switch_on(
    *, unit: Unit, reason: str, from_on: date, to_on: date, by: Person, at: datetime
) -> SpecialDuty:
    """Spare a unit and all below it from study, from one day to another. It ends by itself."""
    require(by, SWITCH, at=at, unit=unit)
    Unit.objects.select_for_update().get(pk=unit.pk)
    problems = []
    if not reason.strip():
        problems.append(Reason("reason", _("请写明任务名称"), "reason"))
    if from_on < local_day(at):
        problems.append(Reason("past", _("开始日期不能早于今天"), "from_on"))
    if to_on < from_on:
        problems.append(Reason("reversed", _("结束日期不能早于开始日期"), "to_on"))
    elif to_on > from_on + timedelta(days=policy.SPECIAL_DAYS_AT_MOST - 1):
        words = _("一次最长%(days)s天，到期自动结束；确需延长的，到期再开启")
        problems.append(Reason("long", words, "to_on", {"days": policy.SPECIAL_DAYS_AT_MOST}))
    if SpecialDuty.objects.filter(unit=unit, from_on__lte=to_on, to_on__gte=from_on).exists():
        problems.append(Reason("twice", _("这些日子里本单位已经开启过"), "from_on"))
    if problems:
        raise CannotSwitch(problems)
    made = SpecialDuty.objects.create(
        unit=unit, reason=reason.strip(), from_on=from_on, to_on=to_on, by=by, at=at
    )
    ten = json.loads(SHIPPED.read_text(encoding="utf-8"))["special_duty"]
    SpecialDutyItem.objects.bulk_create(
        SpecialDutyItem(duty=made, order=n, text=text) for n, text in enumerate(ten, 1)
    )
    detail = {"unit": unit.pk, "from_on": from_on.isoformat(), "to_on": to_on.isoformat()}
    record(actor=by.key, act=SWITCH, subject=f"special_duty:{made.pk}", at=at, detail=detail)
    return made


def _locked(duty_id: int, *, by: Person, at: datetime) -> SpecialDuty:
    if not queries.seen(by, at=at).filter(pk=duty_id).exists():
        raise missing()
    found = SpecialDuty.objects.select_for_update(of=("self",)).select_related("unit").get(pk=duty_id)
    require(by, SWITCH, at=at, unit=found.unit)
    return found


@transaction.atomic
def end_early(*, duty_id: int, by: Person, at: datetime) -> SpecialDuty:
    """End it today; one that has not begun is gone."""
    found = _locked(duty_id, by=by, at=at)
    today = local_day(at)
    if found.to_on < today:
        raise CannotSwitch(Reason("over", _("已经结束")))
    record(
        actor=by.key,
        act=SWITCH,
        subject=f"special_duty:{found.pk}",
        at=at,
        detail={"to_on": today.isoformat()},
    )
    if found.from_on > today:
        found.delete()
        return found
    found.to_on = today
    found.save(update_fields=["to_on"])
    return found


@transaction.atomic
def tick_item(*, duty_id: int, order: int, done: bool, by: Person, at: datetime) -> SpecialDutyItem:
    """Tick one of the ten things, or take the tick away. Nothing asks for it."""
    found = _locked(duty_id, by=by, at=at)
    item = found.items.select_for_update().filter(order=order).first()
    if item is None:
        raise missing()
    item.done_on = local_day(at) if done else None
    item.save(update_fields=["done_on"])
    detail = {"item": order, "done": done}
    record(actor=by.key, act=SWITCH, subject=f"special_duty:{found.pk}", at=at, detail=detail)
    return item
