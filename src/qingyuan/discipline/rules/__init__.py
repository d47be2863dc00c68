"""The verbs of the room, by subject: ``rules.leads.register_lead``."""

from qingyuan.discipline.rules import clocks, disposal, handling, interference, leads, lists

__all__ = ["clocks", "disposal", "handling", "interference", "leads", "lists"]
