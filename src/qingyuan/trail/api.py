"""The door of the trail."""

from qingyuan.trail.policy import Act
from qingyuan.trail.queries import acts_on, proof_of, public_checkpoint, verify
from qingyuan.trail.rules import record, record_many

__all__ = ["Act", "acts_on", "proof_of", "public_checkpoint", "record", "record_many", "verify"]
