"""The verbs of the room, by subject: ``rules.spending.spend``."""

from qingyuan.burden.rules import approving, caps, claims, exports, listed, own, passports, requests, spending

__all__ = ["approving", "caps", "claims", "exports", "listed", "own", "passports", "requests", "spending"]
