"""Facts of the room: ids only."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class LeadRose:
    """A clock of a lead passed, and the lead went up: ``unit_id`` watches over it now, if there is a level above."""

    lead_id: int
    clock: str
    unit_id: int | None
    at: datetime
