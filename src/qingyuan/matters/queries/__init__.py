"""Questions about matters as far as a person may know, and what the record holds of them."""

from qingyuan.matters.queries.fast_lane import HotFigures, hot, hot_days, hot_figures
from qingyuan.matters.queries.on_record import for_good, held
from qingyuan.matters.queries.seen import (
    HANDLE_LEAD,
    Cell,
    Figures,
    causes,
    cells,
    common_proposals,
    figures_of,
    found,
    matter_url,
    rechecks_due,
    reminders,
    tallied,
    theme,
    themes,
    total,
    visible,
    what_became,
)

__all__ = [
    "HANDLE_LEAD",
    "Cell",
    "Figures",
    "HotFigures",
    "causes",
    "cells",
    "common_proposals",
    "figures_of",
    "for_good",
    "found",
    "held",
    "hot",
    "hot_days",
    "hot_figures",
    "matter_url",
    "rechecks_due",
    "reminders",
    "tallied",
    "theme",
    "themes",
    "total",
    "visible",
    "what_became",
]
