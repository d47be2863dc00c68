"""Work on a schedule: find what is due, then call one rule."""

from datetime import datetime

from qingyuan.inspection.rules.reminding import send_reminders


def remind_of_lists(at: datetime) -> int:
    """Send the reminders of lists that wait for answers. Safe to call as often as one likes."""
    return send_reminders(at=at)
