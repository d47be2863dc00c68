"""Whether units have room for a list under the caps of `burden`, and what can be done where they have none."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Prefetch

from qingyuan.burden.api import kinds as burden
from qingyuan.burden.api import policy
from qingyuan.burden.api import queries as budget
from qingyuan.inspection.kinds import ListState
from qingyuan.inspection.models import Answer, Asked, CheckList
from qingyuan.inspection.policy import MINUTES
from qingyuan.inspection.queries.lists import APPROVE
from qingyuan.kit.errors import Reason
from qingyuan.org.api import Person, Unit, scope

LOOKED_AT = 50  # lists under way


def source(list_id: int) -> str:
    """By which the meter finds again what a list asked."""
    return f"inspection.list:{list_id}"


def asking(found: CheckList, today: date) -> policy.caps.Asking:
    """A list as the caps weigh it: in the month in which it is sent."""
    on = max(found.not_before or today, today)
    return policy.caps.Asking(burden.Spending.INSPECTION, on, MINUTES, sender_id=found.unit_id)


def _asked(found: CheckList) -> list[Unit]:
    rows = found.units.filter(asked=True).select_related("unit").order_by("unit__path")
    return [one.unit for one in rows]


def against(found: CheckList, today: date) -> dict[int, list[Reason]]:
    """By unit why it cannot be asked: each full cap, with who used it."""
    return budget.budget.against(_asked(found), asking(found, today), leaving_out=source(found.pk))


@dataclass(frozen=True)
class Ways:
    """What can be done where units are full: leave them out, send on a later day, or take in a list under way."""

    full: tuple[Unit, ...]
    fitting: tuple[Unit, ...]
    day: date | None
    merge: tuple[CheckList, ...]


def ways(found: CheckList, by: Person, *, at: datetime, today: date) -> Ways | None:
    """The ways on for a draft, if it needs one."""
    full = against(found, today)
    if not full:
        return None
    units = _asked(found)
    day = budget.budget.free_day(
        [one.pk for one in units], asking(found, today), leaving_out=source(found.pk)
    )
    return Ways(
        tuple(one for one in units if one.pk in full),
        tuple(one for one in units if one.pk not in full),
        day,
        tuple(mergeable(found, by, at=at)),
    )


def mergeable(found: CheckList, by: Person, *, at: datetime) -> list[CheckList]:
    """Lists of the same team and kind, for the same units and no other, that nobody has answered yet and that one may
    withdraw. Three queries.
    """
    answered = Answer.objects.filter(asked__check_list=OuterRef("pk"))
    rows = CheckList.objects.filter(scope(by, APPROVE, at=at, path="unit__path"), ~Exists(answered))
    rows = rows.filter(unit=found.unit_id, kind=found.kind, state=ListState.SENT).exclude(pk=found.pk)
    asked = Prefetch("units", Asked.objects.filter(asked=True), "asked_units")
    mine = set(found.units.filter(asked=True).values_list("unit", flat=True))
    recent = rows.prefetch_related(asked).order_by("-sent_on", "-pk")[:LOOKED_AT]
    return [one for one in recent if {row.unit_id for row in one.asked_units} == mine]
