"""The one place that reads the time. Rules are handed the moment; only edges ask here."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone

_standing_still: ContextVar[datetime | None] = ContextVar("standing_still", default=None)


def now() -> datetime:
    """The present moment, zone-aware. A demo city lives in its own time: see ``CLOCK_OFFSET``."""
    return _standing_still.get() or timezone.now() + settings.CLOCK_OFFSET


def real_now() -> datetime:
    """The machine's own moment, also in a demo city: for what guards the door (lockout), not for business."""
    return timezone.now()


def today() -> date:
    """The calendar day of :func:`now` where the bureau is."""
    return local_day(now())


def local_day(moment: datetime) -> date:
    """The bureau's calendar day of a moment."""
    return timezone.localtime(moment).date()


@contextmanager
def stopped_at(moment: datetime) -> Iterator[None]:
    """Let time stand still at a moment, for tests and for building a demo city."""
    token = _standing_still.set(moment)
    try:
        yield
    finally:
        _standing_still.reset(token)
