"""Facts of the room: ids only."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True)
class BulletinIssued:
    """A bulletin went out; ``matter_ids`` are the matters that it tells of."""

    bulletin_id: int
    campaign_id: int
    unit_id: int
    matter_ids: tuple[int, ...]
    at: datetime


@dataclass(frozen=True)
class BulletinWithdrawn:
    bulletin_id: int
    campaign_id: int
    unit_id: int
    at: datetime


@dataclass(frozen=True)
class ItemObjected:
    """A unit says that something a bulletin tells of it is not so; it is answered by ``answer_by``."""

    objection_id: int
    bulletin_id: int
    matter_id: int
    answer_by: date
    at: datetime


@dataclass(frozen=True)
class WeeklyIssued:
    weekly_id: int
    campaign_id: int
    unit_id: int
    at: datetime
