"""Work on a schedule: find what is due, then call one rule."""

from datetime import datetime

from qingyuan.org.rules import drop_old_drafts


def drop_old_rosters(at: datetime) -> int:
    """Let roster files go that nobody took over. Safe to call as often as one likes."""
    return drop_old_drafts(at=at)
