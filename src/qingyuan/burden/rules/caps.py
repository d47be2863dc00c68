"""Caps: whoever is in charge lowers them, only the head raises them, with a reason that is kept."""

from datetime import datetime

from django.db import transaction

from qingyuan.burden import policy
from qingyuan.burden.errors import CannotChangeCap
from qingyuan.burden.kinds import Cap
from qingyuan.burden.models import CapChange
from qingyuan.burden.queries.budget import cap as cap_now
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import Words, _
from qingyuan.org.api import Person, may, require
from qingyuan.trail.api import record, take_turn

LOWER, RAISE = "burden.lower_cap", "burden.raise_cap"
FAULTS: dict[str, tuple[Words, str]] = {
    "negative": (_("上限不能小于0"), "value"),
    "same": (_("与现在的上限相同"), "value"),
    "head_only": (_("只有市局主要负责人可以提高上限，并须写明理由"), "value"),
    "never_above": (_("章程规定每个环节至多一篇，谁也不能提高"), "value"),
    "no_reason": (_("提高上限请写明理由，由您签名负责"), "reason"),
}


@transaction.atomic
def set_cap(*, cap: Cap, value: int, by: Person, at: datetime, reason: str = "") -> CapChange:
    """Set a cap. From now on it counts for what is asked; what stands already stays."""
    head = may(by, RAISE, at=at)
    if not head:
        require(by, LOWER, at=at)
    take_turn()  # of two who set it at once the second sees what the first wrote
    before = cap_now(cap)
    most = policy.caps.NEVER_ABOVE.get(cap)
    if faults := policy.caps.cap_faults(before, value, head=head, reason=reason, never_above=most):
        raise CannotChangeCap([Reason(code, *FAULTS[code]) for code in faults])
    made = CapChange.objects.create(code=cap, before=before, value=value, reason=reason.strip(), at=at, by=by)
    detail: dict[str, str | int | bool | None] = {"before": before, "value": value}
    record(actor=by.key, act="burden.set_cap", subject=f"cap:{made.code}", at=at, detail=detail)
    return made
