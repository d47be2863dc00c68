"""Questions of the room: who may read, what a person may see, what the record speaks of."""

from qingyuan.reports.queries import held, lent, plain, reading, recovering, routing, work

__all__ = ["held", "lent", "plain", "reading", "recovering", "routing", "work"]
