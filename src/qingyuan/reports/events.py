"""Facts of the room: ids only, and never which report belongs to whom."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class ReportRose:
    """A report went up to a level; ``clock`` that passed, or empty where a person sent it up or asked for a review."""

    report_id: int
    level: int
    clock: str
    at: datetime


@dataclass(frozen=True)
class ReporterKnown:
    """Who opened a reporter's identity asks that this officer be watched over. Of which report, it does not say."""

    person_id: int
    by_id: int
    at: datetime
