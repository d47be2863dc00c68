"""`qingyuan trail ...` and `qingyuan witness ...`."""

import argparse
from typing import Any

from qingyuan.trail.commands import record, witness


def register(subparsers: "argparse._SubParsersAction[Any]") -> None:
    """Both commands."""
    record.register(subparsers)
    witness.register(subparsers)
