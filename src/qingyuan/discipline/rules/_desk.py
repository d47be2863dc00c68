"""What the rules about a lead have in common: who may touch it, the lock, and the line in story and record."""

from datetime import date, datetime

from qingyuan.discipline.errors import missing
from qingyuan.discipline.kinds import Event
from qingyuan.discipline.models import Happened, Lead
from qingyuan.discipline.queries import leads as queries
from qingyuan.kit.clock import local_day
from qingyuan.org.api import Person, require
from qingyuan.trail.api import record

CLOCK = "clock"  # who acts where nobody did: as in the spine
HANDLE = "discipline.handle_lead"
Detail = dict[str, str | int | bool | None]


def locked(lead_id: int, *, by: Person, at: datetime, permission: str = HANDLE) -> Lead:
    """Who, then lock: a lead that exists for the person, if he may do this to it."""
    found = queries.leads(by, at=at).select_for_update(of=("self",)).filter(pk=lead_id).first()
    if found is None:
        raise missing()
    require(by, permission, at=at, path=found.matter.unit_path)
    return found


def note(
    lead: Lead, act: str, *, by: Person | None, at: datetime, detail: Detail | None = None, actor: str = ""
) -> None:
    """One line in the record: codes, ids, dates and counts, never words."""
    key = by.key if by is not None else actor
    record(actor=key, act=f"discipline.{act}", subject=f"lead:{lead.pk}", at=at, detail=detail or {})


def happened(
    lead: Lead, event: Event, *, by: Person | None, at: datetime, on: date | None = None, words: str = ""
) -> Happened:
    """Write down that something happened to a lead on a day."""
    return Happened.objects.create(
        lead=lead, event=event, on=on or local_day(at), at=at, by=by, words=words.strip()
    )
