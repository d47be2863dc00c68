"""Reminders of what is to be submitted: before the day to the clerks, after it to the head; each once."""

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from qingyuan.kit.clock import local_day
from qingyuan.org.api import Role, Unit, queries
from qingyuan.publication.models import Submission, SubmissionSent
from qingyuan.publication.policy.calendar import steps_due
from qingyuan.publication.queries.calendar import open_turns
from qingyuan.trail.api import Act, record_many

CLOCK = "clock"


@transaction.atomic
def remind_of_submissions(*, at: datetime) -> int:
    """Send every reminder that is due and not yet sent; how many. Of two clocks that run at once one finds nothing."""
    today = local_day(at)
    due = [
        (one, step)
        for dues in open_turns(today).values()
        for one in dues
        for step in steps_due(one.turn.due_on, today)
    ]
    if not due:
        return 0
    list(Submission.objects.select_for_update().order_by("pk")[:1])
    gone: dict[tuple[int, object], set[str]] = defaultdict(set)
    lines = {one.line.pk for one, _step in due}
    for line, on, step in SubmissionSent.objects.filter(submission__in=lines).values_list(
        "submission", "due_on", "step"
    ):
        gone[line, on].add(step)
    held = {
        role: queries.holders_by_path(role, at=at)
        for role in (Role.CLERK, Role.UNIT_HEAD, Role.CAMPAIGN_OFFICE)
    }
    fresh = [
        SubmissionSent(submission=one.line, due_on=one.turn.due_on, step=step, person_id=person, at=at)
        for one, step in due
        if step not in gone[one.line.pk, one.turn.due_on]
        for person in _audience(step, one.line.unit.path, held)
    ]
    SubmissionSent.objects.bulk_create(fresh)
    record_many(
        Act(
            CLOCK,
            "publication.remind_of_submission",
            f"submission:{one.submission_id}",
            at,
            {"step": one.step, "to": one.person_id, "due_on": str(one.due_on)},
        )
        for one in fresh
    )
    return len(fresh)


def _audience(step: str, path: str, held: dict[Role, dict[str, list[int]]]) -> list[int]:
    """Before the day the clerks, else the office; once it is late the head, at the nearest place that has somebody."""
    roles = (Role.CLERK, Role.CAMPAIGN_OFFICE) if step == "soon" else (Role.UNIT_HEAD,)
    for role in roles:
        if people := held[role].get(path):
            return people
    above = held[Role.UNIT_HEAD]
    for end in range(len(path), 0, -Unit.steplen):
        if people := above.get(path[:end]):
            return people
    return []
