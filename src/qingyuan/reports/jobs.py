"""What runs by itself."""

from datetime import datetime

from qingyuan.kit import clock
from qingyuan.reports.rules import forget_spent, raise_late


def drop_spent(at: datetime) -> int:  # noqa: ARG001 -- challenges live by the machine's own time, not a demo city's
    """Forget the challenges that nobody could use again."""
    return forget_spent(clock.real_now())


def raise_late_reports(at: datetime) -> int:
    """Have reports whose clock passed go up a level. Safe to call as often as one likes."""
    return raise_late(at=at)
