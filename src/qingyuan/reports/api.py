"""The door of the room. ``rules`` holds its verbs, ``queries`` its questions, ``kinds`` its closed vocabularies."""

from qingyuan.reports import kinds, queries, rules
from qingyuan.reports.models import Desk, DutyKey, Holder, Report
from qingyuan.reports.policy.sealing import Sealed, SealedVault
from qingyuan.reports.queries.routing import Facts, routed

__all__ = [
    "Desk",
    "DutyKey",
    "Facts",
    "Holder",
    "Report",
    "Sealed",
    "SealedVault",
    "kinds",
    "queries",
    "routed",
    "rules",
]
