"""The fast lane: what is hot, its clock, and how quickly the first responses came."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet

from qingyuan.kit.clock import local_day
from qingyuan.matters import policy
from qingyuan.matters.kinds import State
from qingyuan.matters.models import Hot, HotClock
from qingyuan.matters.queries.seen import visible
from qingyuan.org.api import Person


def hot_days() -> int:
    """How many working days a first response has: as the bureau set it last, else the default."""
    set_to = HotClock.objects.order_by("-at", "-pk").values_list("days", flat=True).first()
    return set_to if set_to is not None else policy.HOT_DAYS


def hot(by: Person, *, at: datetime) -> "QuerySet[Hot]":
    """What the public feels strongly about, of what the person sees: unanswered first, the latest of them on top."""
    seen = visible(by, at=at).exclude(state=State.VOID)
    rows = Hot.objects.filter(matter__in=seen).select_related("matter__unit", "matter__owner", "responded_by")
    return rows.order_by(F("responded_at").desc(nulls_first=True), "due_on", "pk")


@dataclass(frozen=True)
class HotFigures:
    """Response times of some hot matters: ``median`` in hours over the ``responded`` ones; ``late`` of all."""

    all: int
    responded: int
    late: int
    median: float | None


def hot_figures(rows: "Iterable[Hot]", today: date) -> HotFigures:
    """How quickly the first responses came, and how many came late or are late now."""
    found = list(rows)
    spans = [one.responded_at - one.marked_at for one in found if one.responded_at is not None]
    late = sum(
        policy.is_response_late(one.due_on, local_day(one.responded_at) if one.responded_at else None, today)
        for one in found
    )
    return HotFigures(len(found), len(spans), late, policy.median_hours(spans))
