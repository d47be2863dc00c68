"""What must be argued about in this room, page by page: who handles, by when, and with what consequence.

``routing``: nobody whom a lead concerns, and nobody who stands below him, handles it. ``clocks``: deadlines as data.
``telling``: who was told and may object. ``handling``: the four forms, periods, defence before decision.
``interference``: who may know who asked, and who is watched over. ``checks``: what chance draws to be looked at
again. ``selfreport``: leaders first, and what may be sealed. ``declarations``: of whom the written basis lets one ask.
None of them knows a database, a page or the time.
"""

from qingyuan.discipline.policy import (
    checks,
    clocks,
    declarations,
    handling,
    interference,
    routing,
    selfreport,
    telling,
)

__all__ = ["checks", "clocks", "declarations", "handling", "interference", "routing", "selfreport", "telling"]
