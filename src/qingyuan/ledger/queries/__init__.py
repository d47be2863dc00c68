"""Questions of the ledger's pages: lists and their counts, what is late, how one person stands to one matter."""

from qingyuan.ledger.queries.figures import Grouped, attachments, gate, pareto, results_of_tasks, theme_lines
from qingyuan.ledger.queries.late import LateUnit, clashes, late_by_unit, on_duty_days, reads_rosters
from qingyuan.ledger.queries.listing import Asked, Row, counts, narrowed, order_of, rows_of
from qingyuan.ledger.queries.matter import Line, next_recheck, position, story, twin, whole
from qingyuan.ledger.queries.people import below, people_of
from qingyuan.ledger.queries.queues import extensions_waiting, mine, to_sign, views_of

# Other files of the room add their questions below their own comment line.

__all__ = [
    "Asked",
    "Grouped",
    "LateUnit",
    "Line",
    "Row",
    "attachments",
    "below",
    "clashes",
    "counts",
    "extensions_waiting",
    "gate",
    "late_by_unit",
    "mine",
    "narrowed",
    "next_recheck",
    "on_duty_days",
    "order_of",
    "pareto",
    "people_of",
    "position",
    "reads_rosters",
    "results_of_tasks",
    "rows_of",
    "story",
    "theme_lines",
    "to_sign",
    "twin",
    "views_of",
    "whole",
]
