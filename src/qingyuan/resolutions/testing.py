"""Builders for the tests of any room: an occasion with who took part, made by the rules that make real ones."""

from datetime import date, datetime

from qingyuan.campaign.api import Campaign
from qingyuan.kit.clock import local_day
from qingyuan.org.api import Person, Unit
from qingyuan.resolutions import rules
from qingyuan.resolutions.kinds import OccasionKind
from qingyuan.resolutions.models import Occasion, Resolution


def an_occasion(
    *,
    campaign: Campaign,
    unit: Unit,
    chair: Person,
    members: tuple[Person, ...],
    by: Person,
    at: datetime,
    kind: OccasionKind = OccasionKind.DEMOCRATIC_LIFE,
    title: str = "专题民主生活会",
    recorder: Person | None = None,
    held_on: date | None = None,
    reason: str = "",
) -> Occasion:
    """A meeting or a talk that was held."""
    draft = rules.Draft(
        kind=kind,
        unit=unit,
        title=title,
        held_on=held_on or local_day(at),
        chair=chair,
        members=members,
        recorder=recorder,
        reason=reason,
    )
    return rules.hold_occasion(campaign=campaign, draft=draft, by=by, at=at)


def resolved(
    occasion: Occasion,
    *,
    owner: Person,
    due_on: date,
    by: Person,
    at: datetime,
    statements: tuple[str, ...] = ("每月下基层一次",),
) -> list[Resolution]:
    """What was resolved on it, on the ledger with person, measures and deadline."""
    said = [rules.Resolved(words, occasion.unit, owner, due_on) for words in statements]
    return rules.resolve(occasion_id=occasion.pk, resolved=said, by=by, at=at)
