"""The verbs of the room, by subject: ``rules.leads.register_lead``."""

from qingyuan.discipline.rules import (
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
