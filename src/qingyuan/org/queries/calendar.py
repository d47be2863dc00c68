"""The bureau's own working calendar, asked for many times on one page."""

import time
from datetime import date

from django.conf import settings

from qingyuan.org.models import DayOff

_kept: dict[str, tuple[float, dict[date, bool]]] = {}


def own_days() -> dict[date, bool]:
    """The bureau's own word about days: True worked, False off. Read anew after ``CALENDAR_SECONDS``."""
    at, days = _kept.get("days", (float("-inf"), {}))
    if time.monotonic() - at >= settings.CALENDAR_SECONDS:
        days = dict(DayOff.objects.values_list("day", "worked"))
        _kept["days"] = (time.monotonic(), days)
    return days
