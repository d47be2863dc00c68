"""The door of the trail."""

from qingyuan.trail.models import Entry
from qingyuan.trail.policy import Act
from qingyuan.trail.queries import acts, acts_on, proof_of, public_checkpoint, verifier_key, verify
from qingyuan.trail.rules import record, record_many, take_turn

__all__ = [
    "Act",
    "Entry",
    "acts",
    "acts_on",
    "proof_of",
    "public_checkpoint",
    "record",
    "record_many",
    "take_turn",
    "verifier_key",
    "verify",
]
