"""What waits for one person: to work on, to sign off, to answer."""

from datetime import datetime

from django.db.models import QuerySet

from qingyuan.ledger.models import SavedView
from qingyuan.matters.api import Extension, Matter, kinds, policy, visible
from qingyuan.org.api import Person, Unit, scope, standing

SHOWN_AT_MOST = 200


def mine(by: Person, *, at: datetime) -> QuerySet[Matter]:
    """The open matters that a person is responsible for, by deadline."""
    rows = visible(by, at=at).open().filter(owner=by)
    return rows.select_related("unit", "owner", "category").order_by("due_rank", "pk")


def to_sign(by: Person, *, at: datetime) -> QuerySet[Matter]:
    """What waits for a second person and this person may be it: not his own, nor his own unit's where the
    kind asks for somebody from outside. The longest waiting first."""
    rows = visible(by, at=at).filter(
        scope(by, "matters.close", at=at, path="unit_path"), state=kinds.State.SUBMITTED
    )
    rows = rows.exclude(owner=by).exclude(submitted_by=by)
    home = standing(by, at).home_path
    steps = [home[:end] for end in range(Unit.steplen, len(home) + 1, Unit.steplen)]
    outside = [kind for kind, rule in policy.RULES.items() if rule.outside]
    own_unit = rows.filter(kind__in=outside, unit_path__in=steps)
    rows = rows.exclude(pk__in=own_unit.values("pk")) if home else rows
    return rows.select_related("unit", "owner", "category", "submitted_by").order_by("submitted_at", "pk")


def extensions_waiting(by: Person, *, at: datetime) -> QuerySet[Extension]:
    """Requests for more time that this person may answer, the oldest first."""
    seen = visible(by, at=at).filter(
        scope(by, "matters.answer_extension", at=at, path="unit_path"), state=kinds.State.WORKING
    )
    waiting = Extension.objects.filter(answer="", matter__in=seen.exclude(owner=by)).exclude(asked_by=by)
    return waiting.select_related("matter__unit", "matter__owner", "asked_by").order_by("asked_at", "pk")


def views_of(by: Person) -> list[SavedView]:
    """The person's saved views, in the order in which they were made."""
    return list(SavedView.objects.filter(person=by))
