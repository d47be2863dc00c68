"""What runs by itself."""

from datetime import datetime

from qingyuan.kit import clock
from qingyuan.reports.rules import forget_spent


def drop_spent(at: datetime) -> int:  # noqa: ARG001 -- challenges live by the machine's own time, not a demo city's
    """Forget the challenges that nobody could use again."""
    return forget_spent(clock.real_now())
