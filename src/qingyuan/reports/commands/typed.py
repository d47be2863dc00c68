"""What is typed: a key file and its passphrase; what is said back when it does not do."""

import argparse
import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from qingyuan.reports.models import DutyKey

WRONG_CALL = 2
SHORTEST = 12


def passphrase(one: argparse.ArgumentParser) -> None:
    one.add_argument("--passphrase-file", type=Path, metavar="FILE", help="instead of asking at the terminal")
    one.add_argument("--json", action="store_true")


class Wrong(Exception):
    """What is wrong, for the one who typed it."""


def asked(args: argparse.Namespace) -> str:
    try:
        if args.passphrase_file:
            return str(args.passphrase_file.read_text(encoding="utf-8")).rstrip("\r\n")
        return getpass.getpass("passphrase: ")
    except (OSError, UnicodeDecodeError, EOFError) as problem:
        raise Wrong(f"no passphrase: {type(problem).__name__}") from None


def said(words: str) -> int:
    print(words, file=sys.stderr)
    return WRONG_CALL


def mine(args: argparse.Namespace) -> "tuple[DutyKey, str]":
    """The registered key that the file holds, and its private half."""
    from qingyuan.engines import envelope
    from qingyuan.reports.queries.routing import current_keys

    try:
        sealed = args.key.read_bytes()
    except OSError as problem:
        raise Wrong(f"cannot read {args.key}: {problem.strerror}") from None
    try:
        identity = envelope.open_pass(sealed, asked(args))
        recipient = envelope.recipient_of(identity)
    except envelope.EnvelopeError as error:
        raise Wrong(f"the key does not open: {error.problem.value}") from None
    key = current_keys().filter(recipient=recipient).first()
    if key is None:
        raise Wrong("this key is not registered, or has retired")
    return key, identity
