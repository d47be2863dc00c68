"""The door of the room. ``rules`` holds its verbs, ``queries`` its questions, ``kinds`` its closed vocabularies."""

from qingyuan.reports import kinds, queries, rules
from qingyuan.reports.models import Desk, DutyKey, Holder, Report
from qingyuan.reports.policy.sealing import Sealed, SealedVault
from qingyuan.reports.queries.routing import Facts, routed
from qingyuan.reports.shelves import key_files

__all__ = [
    "Desk",
    "DutyKey",
    "Facts",
    "Holder",
    "Report",
    "Sealed",
    "SealedVault",
    "key_files",
    "kinds",
    "queries",
    "routed",
    "rules",
]
