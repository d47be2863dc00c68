"""The bureau's office hours: what of a session lies outside them is load."""

from datetime import datetime, time

from django.db import transaction

from qingyuan.kit.errors import Reason
from qingyuan.kit.words import Words, _
from qingyuan.org.api import Person, require
from qingyuan.org.api import rules as org
from qingyuan.study.errors import CannotPlan
from qingyuan.study.policy import plans as policy
from qingyuan.study.queries.plans import HOURS, SET_HOURS
from qingyuan.study.rules._desk import note

FAULTS: dict[str, tuple[Words, str]] = {
    "reversed": (_("下班时间要晚于上班时间"), "shuts"),
    "early": (_("上班时间不能早于%(earliest)s"), "opens"),
    "late": (_("下班时间不能晚于%(latest)s"), "shuts"),
    "long": (_("一天不超过%(most)d小时（含午休）：再长，晚上的学习就不算班后了"), "shuts"),
}


@transaction.atomic
def set_hours(*, opens: time, shuts: time, by: Person, at: datetime) -> policy.Hours:
    """Say when the bureau works. Sessions that are opened already keep the minutes that they were counted with."""
    require(by, SET_HOURS, at=at)
    said: dict[str, object] = {
        "earliest": policy.EARLIEST.strftime("%H:%M"),
        "latest": policy.LATEST.strftime("%H:%M"),
        "most": policy.DAY_AT_MOST // 60,
    }
    problems = [Reason(fault, *FAULTS[fault], said) for fault in policy.hours_faults(opens, shuts)]
    if problems:
        raise CannotPlan(problems)
    kept = [opens.strftime("%H:%M"), shuts.strftime("%H:%M")]
    org.change_setting(name=HOURS, value=kept, by=by, at=at)
    note(f"setting:{HOURS}", SET_HOURS, by=by, at=at, detail={"opens": kept[0], "shuts": kept[1]})
    return policy.Hours(opens, shuts)
