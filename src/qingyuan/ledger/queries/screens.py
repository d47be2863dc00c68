"""Which screens hang on walls, and which one a link belongs to."""

from datetime import datetime

from django.db.models import QuerySet

from qingyuan.ledger.models import WallScreen
from qingyuan.org.api import Person, scope


def screens(by: Person, *, at: datetime) -> QuerySet[WallScreen]:
    """The screens of the units that the person gives links for, the newest first."""
    within = scope(by, "ledger.open_screen", at=at, path="unit__path")
    return WallScreen.objects.filter(within).select_related("unit", "campaign", "created_by", "revoked_by")


def screen_of(token_hash: str) -> WallScreen | None:
    """The screen that a link belongs to, whether it still shows anything or not."""
    found = WallScreen.objects.filter(token_hash=token_hash)
    return found.select_related("unit", "campaign__unit").first()


def is_live(screen: WallScreen, at: datetime) -> bool:
    """Whether a link shows anything now."""
    return screen.revoked_at is None and at < screen.ends_at
