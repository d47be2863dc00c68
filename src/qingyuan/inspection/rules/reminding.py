"""Reminders of lists to answer, on the ladder that matters have: the clerks, the head, the office above; each once."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from qingyuan.burden.api import stopped
from qingyuan.inspection.models import Asked, Sent, Topic
from qingyuan.inspection.queries.answers import ANSWER, unfinished
from qingyuan.kit.clock import local_day
from qingyuan.matters.api import kinds, policy
from qingyuan.org.api import Role, Unit, queries
from qingyuan.trail.api import Act, record_many

CLOCK = "clock"


@transaction.atomic
def send_reminders(*, at: datetime) -> int:
    """Send every reminder that is due and not yet sent; how many. While the form is stopped, none.

    Of two clocks that run at once one finds nothing.
    """
    today = local_day(at)
    if stopped(ANSWER, at=at):
        return 0
    open_ones = unfinished(Asked.objects.all()).select_related("unit", "check_list")
    waiting = list(open_ones.order_by("pk"))
    if not waiting:
        return 0
    list(Topic.objects.select_for_update().order_by("pk")[:1])
    gone: dict[int, set[str]] = defaultdict(set)
    for asked_id, step in Sent.objects.filter(asked__in=waiting).values_list("asked", "step"):
        gone[asked_id].add(step)
    held = {
        role: queries.holders_by_path(role, at=at)
        for role in (Role.CLERK, Role.UNIT_HEAD, Role.CAMPAIGN_OFFICE)
    }
    fresh = [
        Sent(asked=asked, step=step.name, person_id=person, at=at)
        for asked in waiting
        for step in policy.reminders_due(asked.check_list.due_on, today, gone[asked.pk])
        for person in _audience(step.audience, asked.unit.path, held)
    ]
    Sent.objects.bulk_create(fresh)
    record_many(
        Act(CLOCK, "inspection.remind", f"asked:{one.asked_id}", at, {"step": one.step, "to": one.person_id})
        for one in fresh
    )
    return len(fresh)


def _audience(audience: kinds.Audience, path: str, held: dict[Role, dict[str, list[int]]]) -> list[int]:
    """The clerks of the unit, else its head; the head; the office above: at the nearest place that has somebody."""
    if audience is kinds.Audience.OWNER and (clerks := held[Role.CLERK].get(path)):
        return clerks
    above = audience is kinds.Audience.ABOVE
    by_path = held[Role.CAMPAIGN_OFFICE if above else Role.UNIT_HEAD]
    start = path[: -Unit.steplen] or path if above else path
    for end in range(len(start), 0, -Unit.steplen):
        if people := by_path.get(start[:end]):
            return people
    return []
