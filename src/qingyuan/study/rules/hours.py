"""The bureau's office hours: what of a session lies outside them is load."""

from datetime import datetime, time

from django.db import transaction

from qingyuan.kit.errors import Reason
from qingyuan.kit.words import Words, _
from qingyuan.org.api import Person, may, require
from qingyuan.study.errors import CannotPlan
from qingyuan.study.models import HoursChange
from qingyuan.study.policy import plans as policy
from qingyuan.study.queries.plans import SET_HOURS, WIDEN_HOURS, office_hours
from qingyuan.study.rules._desk import note
from qingyuan.trail.api import take_turn

FAULTS: dict[str, tuple[Words, str]] = {
    "reversed": (_("下班时间要晚于上班时间"), "shuts"),
    "early": (_("上班时间不能早于%(earliest)s"), "opens"),
    "late": (_("下班时间不能晚于%(latest)s"), "shuts"),
    "long": (_("一天不超过%(most)d小时（含午休）：再长，晚上的学习就不算班后了"), "shuts"),
    "same": (_("与现在的上下班时间相同"), "opens"),
    "head_only": (_("提早上班或者推迟下班，班后学习就算少了：只有市局主要负责人可以，并须写明理由"), ""),
    "no_reason": (_("提早上班或者推迟下班请写明理由，由您签名负责"), "reason"),
}


@transaction.atomic
def set_hours(*, opens: time, shuts: time, by: Person, at: datetime, reason: str = "") -> HoursChange:
    """Say when the bureau works. Sessions that are opened already keep the minutes that they were counted with."""
    head = may(by, WIDEN_HOURS, at=at)
    if not head:
        require(by, SET_HOURS, at=at)
    take_turn()  # of two who set them at once the second sees what the first wrote
    after = policy.Hours(opens, shuts)
    faults = policy.hours_faults(opens, shuts)
    faults += policy.change_faults(office_hours(), after, head=head, reason=reason)
    said: dict[str, object] = {
        "earliest": policy.EARLIEST.strftime("%H:%M"),
        "latest": policy.LATEST.strftime("%H:%M"),
        "most": policy.DAY_AT_MOST // 60,
    }
    if faults:
        raise CannotPlan([Reason(fault, *FAULTS[fault], said) for fault in faults])
    made = HoursChange.objects.create(opens=opens, shuts=shuts, reason=reason.strip(), at=at, by=by)
    detail: dict[str, str | int | bool | None] = {
        "opens": opens.strftime("%H:%M"),
        "shuts": shuts.strftime("%H:%M"),
    }
    note("setting:study.office_hours", SET_HOURS, by=by, at=at, detail=detail)
    return made
