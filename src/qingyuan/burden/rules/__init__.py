"""The verbs of the room, by subject: ``rules.spending.spend``."""

from qingyuan.burden.rules import claims, spending

__all__ = ["claims", "spending"]
