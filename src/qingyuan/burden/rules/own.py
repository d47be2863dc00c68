"""Forms that rooms bring with them: the house meets one for the first time; a unit refuses one that is stopped."""

from datetime import datetime

from django.db import transaction

from qingyuan.burden.errors import CannotFill, missing
from qingyuan.burden.models import OwnRefusal, OwnSeen
from qingyuan.burden.queries import own as queries
from qingyuan.burden.queries.requests import FILL, FILL_OWN
from qingyuan.burden.shelves import own_forms
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person, may, require
from qingyuan.trail.api import record

CLOCK = "clock"


@transaction.atomic
def meet_own_forms(*, at: datetime) -> int:
    """Write down which forms came with the rooms, each once; how many were new."""
    known = set(OwnSeen.objects.values_list("code", flat=True))
    fresh = [code for code in own_forms if code not in known]
    if not fresh:
        return 0
    rows = [OwnSeen(code=code, on=local_day(at)) for code in fresh]
    OwnSeen.objects.bulk_create(rows, ignore_conflicts=True)
    record(
        actor=CLOCK, act="burden.meet_own_forms", subject="own_forms:all", at=at, detail={"forms": len(fresh)}
    )
    return len(fresh)


@transaction.atomic
def refuse_own(*, code: str, by: Person, at: datetime) -> OwnRefusal:
    """Refuse a form that is stopped, for one's unit, in one tap (统计法 art. 17). The reason is the form's own."""
    unit = queries.home_of(by, at)
    if code not in own_forms or unit is None:
        raise missing()
    if not may(by, FILL_OWN, at=at, unit=unit):
        require(by, FILL, at=at, unit=unit)
    line = queries.stopped(code, at=at)
    if line is None or line.stands.why is None or line.stands.stops_on is None:
        words = _("这张表单经过批准并在有效期内，不能拒绝；觉得负担重或者重复，请点“提意见”")
        raise CannotFill(Reason("in_order", words))
    made, fresh = OwnRefusal.objects.get_or_create(
        code=code,
        unit=unit,
        stopped_on=line.stands.stops_on,
        defaults={"why": line.stands.why, "at": at, "by": by},
    )
    if not fresh:
        raise CannotFill(Reason("done", _("本单位已经拒绝过这张表")))
    detail: dict[str, str | int | bool | None] = {"form": code, "why": line.stands.why, "unit": unit.pk}
    record(actor=by.key, act="burden.refuse_own", subject=f"own_refusal:{made.pk}", at=at, detail=detail)
    return made
