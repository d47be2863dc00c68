"""The door of the trail."""

from qingyuan.trail.models import Entry
from qingyuan.trail.policy import Act
from qingyuan.trail.queries import (
    acts,
    acts_on,
    proof_of,
    public_checkpoint,
    published,
    still_there,
    verifier_key,
    verify,
    vouched_for,
)
from qingyuan.trail.rules import lay_head_anew, record, record_many, take_turn
from qingyuan.trail.shelves import held

__all__ = [
    "Act",
    "Entry",
    "acts",
    "acts_on",
    "held",
    "lay_head_anew",
    "proof_of",
    "public_checkpoint",
    "published",
    "record",
    "record_many",
    "still_there",
    "take_turn",
    "verifier_key",
    "verify",
    "vouched_for",
]
