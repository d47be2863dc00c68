"""Contact points: which leader looks after which unit, what visits found, and what others can copy."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.errors import CannotAssign, CannotRecord
from qingyuan.campaign.events import VisitFound
from qingyuan.campaign.models import Campaign, ContactPoint, Visit
from qingyuan.campaign.rules.frame import locked, subject
from qingyuan.campaign.rules.people import end_on, outside
from qingyuan.kit import bus
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.org.api import Person, Unit, require
from qingyuan.trail.api import record


@transaction.atomic
def set_contact_point(
    *, campaign: Campaign, leader: Person, unit: Unit, from_on: date, by: Person, at: datetime
) -> ContactPoint:
    """Have a leader look after a unit."""
    require(by, "campaign.set_contact_point", at=at, unit=unit)
    row = locked(campaign)
    problems = outside(row, unit)
    if row.contact_points.filter(leader=leader, unit=unit, to_on__isnull=True).exists():
        problems.append(Reason("taken", _("该领导已联系该单位"), "unit"))
    if problems:
        raise CannotAssign(problems)
    contact = ContactPoint.objects.create(campaign=row, leader=leader, unit=unit, from_on=from_on)
    record(
        actor=by.key,
        act="campaign.set_contact_point",
        subject=subject(row),
        at=at,
        detail={"contact": contact.pk, "leader": leader.key, "unit": unit.code},
    )
    return contact


@transaction.atomic
def end_contact_point(*, contact: ContactPoint, to_on: date, by: Person, at: datetime) -> ContactPoint:
    """End a contact point on a day; the row and its visits stay as history."""
    return end_on(
        row=contact, to_on=to_on, act="campaign.end_contact_point", thing="contact",
        campaign=contact.campaign, unit=contact.unit, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def record_visit(
    *, contact: ContactPoint, visited_on: date, by: Person, at: datetime, finding: str = ""
) -> Visit:
    """Put a visit on record. A finding is told at once, so that it becomes a problem on the ledger."""
    require(by, "campaign.record_visit", at=at, unit=contact.unit, own=contact.leader_id == by.pk)
    row = locked(contact.campaign)
    problems = []
    if visited_on > local_day(at):
        problems.append(Reason("future", _("不能填写将来的日期"), "visited_on"))
    if visited_on < contact.from_on or (contact.to_on and visited_on > contact.to_on):
        problems.append(Reason("outside", _("走访日期不在联系期间内"), "visited_on"))
    if problems:
        raise CannotRecord(problems)
    visit = Visit.objects.create(
        contact=contact, visited_on=visited_on, finding=finding.strip(), recorded_at=at, recorded_by=by
    )
    record(
        actor=by.key,
        act="campaign.record_visit",
        subject=subject(row),
        at=at,
        detail={"visit": visit.pk, "contact": contact.pk, "found": bool(visit.finding)},
    )
    if visit.finding:
        bus.tell(VisitFound(visit.pk, row.pk, contact.unit_id, by.pk, at))
    return visit


@transaction.atomic
def show_contact_point(
    *, contact: ContactPoint, reason: str, evidence: str, by: Person, at: datetime
) -> ContactPoint:
    """Make a contact point a demonstration point: for a result that others can copy, with evidence."""
    require(by, "campaign.show_contact_point", at=at, unit=contact.campaign.unit)
    row = locked(contact.campaign)
    held = ContactPoint.objects.select_for_update(of=("self",)).get(pk=contact.pk)
    problems = []
    if not reason.strip():
        problems.append(Reason("reason", _("请写明可供其他单位推广的成果"), "reason"))
    if not evidence.strip():
        problems.append(Reason("evidence", _("请写明佐证"), "evidence"))
    if problems:
        raise CannotRecord(problems)
    held.shown_on, held.shown_by = local_day(at), by
    held.shown_reason, held.shown_evidence = reason.strip(), evidence.strip()
    held.save(update_fields=["shown_on", "shown_by", "shown_reason", "shown_evidence"])
    record(
        actor=by.key,
        act="campaign.show_contact_point",
        subject=subject(row),
        at=at,
        detail={"contact": held.pk, "shown": True},
    )
    return held
