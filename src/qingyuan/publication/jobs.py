"""Work on a schedule: find what is due, then call one rule."""

from datetime import datetime

from qingyuan.publication import rules


def remind_of_submissions(at: datetime) -> int:
    """Send the reminders of what is to be submitted. Safe to call as often as one likes."""
    return rules.remind_of_submissions(at=at)
