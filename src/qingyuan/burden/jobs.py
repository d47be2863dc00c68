"""Work on a schedule: find what is due, then call one rule."""

from datetime import datetime

from qingyuan.burden.rules import own
from qingyuan.burden.rules.spending import add_up_weeks


def meet_own_forms(at: datetime) -> int:
    """See which forms came with the rooms. Safe to call as often as one likes."""
    return own.meet_own_forms(at=at)


def file_away_weeks(at: datetime) -> int:
    """Add up the weeks that are over. Safe to call as often as one likes."""
    return add_up_weeks(at=at)
