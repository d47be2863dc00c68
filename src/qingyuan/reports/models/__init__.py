"""Desks and their keys, reports and what is sealed with them, how they are handled, who reported."""

from qingyuan.reports.models.desks import Desk, DutyKey, Holder, KeyShare, Recovery, RecoveryShare, public_id
from qingyuan.reports.models.handling import MoreTime, Review, Rise
from qingyuan.reports.models.reports import Allowed, Envelope, Opening, Report, Slot, Spent
from qingyuan.reports.models.vault import Vault, VaultOpening, VaultShare

__all__ = [
    "Allowed",
    "Desk",
    "DutyKey",
    "Envelope",
    "Holder",
    "KeyShare",
    "MoreTime",
    "Opening",
    "Recovery",
    "RecoveryShare",
    "Report",
    "Review",
    "Rise",
    "Slot",
    "Spent",
    "Vault",
    "VaultOpening",
    "VaultShare",
    "public_id",
]
