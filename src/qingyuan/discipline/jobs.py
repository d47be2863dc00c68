"""Work on a schedule: find what is due, then call one rule."""

from datetime import datetime

from qingyuan.discipline.rules.checks import draw_samples
from qingyuan.discipline.rules.clocks import raise_late
from qingyuan.discipline.rules.handling import remind_of_ends
from qingyuan.discipline.rules.interference import sum_up_quarter, watch_over
from qingyuan.discipline.rules.lists import drop_old_lists


def raise_late_leads(at: datetime) -> int:
    """Have leads whose clock passed go up a level. Safe to call as often as one likes."""
    return raise_late(at=at)


def remind_of_ended_sanctions(at: datetime) -> int:
    """Bring ended sanctions to mind, once each. Safe to call as often as one likes."""
    return remind_of_ends(at=at)


def drop_old_lead_lists(at: datetime) -> int:
    """Let lists of leads go that nobody took over. Safe to call as often as one likes."""
    return drop_old_lists(at=at)


def sum_up_quarters(at: datetime) -> int:
    """Make the summary of the quarter that has ended. Safe to call as often as one likes."""
    return sum_up_quarter(at=at)


def draw_spot_checks(at: datetime) -> int:
    """Draw the samples of the quarter that has ended. Safe to call as often as one likes."""
    return draw_samples(at=at)


def watch_over_recorders(at: datetime) -> int:
    """Show adverse personnel acts on who recorded, reported or witnessed. Safe to call as often as one likes."""
    return watch_over(at=at)
