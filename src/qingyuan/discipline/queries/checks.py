"""Spot checks as far as a person may know: samples of his units, and of each the pieces that exist for him."""

from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from qingyuan.discipline.kinds import Checked
from qingyuan.discipline.models import Lead, Record, Sampled, SpotCheck
from qingyuan.discipline.policy import checks as policy
from qingyuan.discipline.queries import interference
from qingyuan.discipline.queries.leads import leads
from qingyuan.kit.clock import local_day
from qingyuan.matters.api import kinds
from qingyuan.org.api import Person, Unit, scope

CHECK = "discipline.spot_check"


def checks(by: Person, *, at: datetime) -> QuerySet[SpotCheck]:
    """Samples of units in reach, newest first, with how many pieces and how many are answered."""
    rows = SpotCheck.objects.filter(scope(by, CHECK, at=at)).select_related("unit")
    return rows.annotate(
        pieces=Count("sampled"),
        answered=Count("sampled", filter=~Q(sampled__outcome="")),
        found=Count("sampled", filter=Q(sampled__outcome="finding")),
    ).order_by("-begins_on", "unit__path", "what")


def pieces(by: Person, *, at: datetime) -> QuerySet[Sampled]:
    """Pieces that exist for a person: leads that he may read, records that are not about him or his unit's head."""
    rows = Sampled.objects.filter(check_of__in=SpotCheck.objects.filter(scope(by, CHECK, at=at)))
    seen = Q(lead__in=leads(by, at=at)) | Q(record__in=interference.records(by, at=at, permission=CHECK))
    return rows.filter(seen).select_related(
        "check_of__unit", "lead__matter__unit", "record__unit", "answered_by", "matter"
    )


def part_in(piece: Sampled) -> list[int | None]:
    """Who had a part in a piece: who handled, proposed, verified or decided; who recorded."""
    if piece.record is not None:
        return [piece.record.by_id]
    lead = piece.lead
    if lead is None:
        return []
    part: list[int | None] = [lead.matter.owner_id, lead.matter.closed_by_id]
    for proposed in (*lead.disposals.all(), *lead.reports.all()):
        part += [proposed.by_id, proposed.decided_by_id]
    return [*part, *(member.person_id for member in lead.members.all())]


def may_answer(piece: Sampled, by: Person) -> bool:
    """Whether a person may look at a piece: it waits, and he had no part in it."""
    return not piece.outcome and not policy.own_work(by.pk, part_in(piece))


def population(unit: Unit, what: Checked, first: date, last: date) -> list[int]:
    """Everything of a quarter in a unit and below that chance may draw: leads at work in it, records of its days."""
    if what is Checked.RECORDS:
        found = Record.objects.filter(unit__path__startswith=unit.path, on__range=(first, last))
        return list(found.values_list("pk", flat=True))
    rows = Lead.objects.filter(matter__unit_path__startswith=unit.path, received_on__lte=last)
    rows = rows.exclude(matter__state=kinds.State.VOID)
    found_ = rows.values_list("pk", "matter__closed_at")
    return [pk for pk, closed_at in found_ if closed_at is None or local_day(closed_at) >= first]
