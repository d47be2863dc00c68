"""The verbs of the room, by subject: ``rules.leads.register_lead``."""

from qingyuan.discipline.rules import (
    checks,
    clocks,
    declarations,
    disposal,
    handling,
    interference,
    leads,
    lists,
    selfhandling,
    selfreport,
    talks,
)

__all__ = [
    "checks",
    "clocks",
    "declarations",
    "disposal",
    "handling",
    "interference",
    "leads",
    "lists",
    "selfhandling",
    "selfreport",
    "talks",
]
