"""What must be argued about in this room, on four pages: who handles, by when, and with what consequence.

``routing``: nobody whom a lead concerns, and nobody who stands below him, handles it. ``clocks``: deadlines as data.
``handling``: the four forms, periods, defence before decision.
``interference``: who may know who asked, and who is watched over. None of them knows a database, a page or the time.
"""

from qingyuan.discipline.policy import clocks, handling, interference, routing

__all__ = ["clocks", "handling", "interference", "routing"]
