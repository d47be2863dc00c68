"""`qingyuan reports ...`: for handlers without a browser: make a key, list, open and export what one's key opens.

The private key is a file sealed with a passphrase; it is asked for at the terminal, or read from a file.
"""

import argparse
from pathlib import Path
from typing import Any

from qingyuan.reports.commands import keys, reading
from qingyuan.reports.commands.typed import passphrase


def register(parts: "argparse._SubParsersAction[Any]") -> None:
    reports = parts.add_parser(
        "reports", help="reports for handlers without a browser: keygen, list, open, export"
    )
    acts = reports.add_subparsers(dest="act", required=True)

    one = acts.add_parser(
        "keygen",
        help="make a key: the private half into a file sealed with a passphrase",
        epilog="example: qingyuan reports keygen --out my.age --by 990123",
    )
    one.add_argument("--out", type=Path, required=True, metavar="FILE")
    one.add_argument("--by", metavar="NO", default="", help="police number: also register the public half")
    passphrase(one)
    one.set_defaults(func=keys.keygen, needs_database=False)

    for name, words, func in (
        ("list", "the reports that the key opens", reading.listing),
        ("open", "show what a report and its messages say", reading.open_report),
        ("export", "write what a report says, and its files, into a folder", reading.export),
    ):
        one = acts.add_parser(name, help=words)
        one.add_argument("--key", type=Path, required=True, metavar="FILE", help="the sealed private key")
        if name != "list":
            one.add_argument("report", help="its public id")
        if name == "export":
            one.add_argument("--out", type=Path, required=True, metavar="FOLDER")
        passphrase(one)
        one.set_defaults(func=func)

    one = acts.add_parser(
        "shares", help="leave shares of the key with other offices, two of which give it back"
    )
    one.add_argument("--key", type=Path, required=True, metavar="FILE", help="the sealed private key")
    passphrase(one)
    one.set_defaults(func=keys.shares)
    _recover(acts)


def _recover(acts: "argparse._SubParsersAction[Any]") -> None:
    recover = acts.add_parser(
        "recover",
        help="get a lost key back by shares of two other offices: ask, waiting, give, join",
        epilog="keygen --by NO first; then ask; two keepers give; then join",
    )
    steps = recover.add_subparsers(dest="step", required=True)
    for name, words, func in (
        ("ask", "ask for one's old key; --key is the new one", keys.ask),
        ("waiting", "what others ask of you as a keeper", keys.waiting),
        ("give", "give your share, when its owner has read the end of the new fingerprint to you", keys.give),
        ("join", "join the old key and seal every report to the new one", keys.join),
    ):
        one = steps.add_parser(name, help=words)
        one.add_argument("--key", type=Path, required=True, metavar="FILE", help="your sealed private key")
        if name == "ask":
            one.add_argument("--why", choices=("passphrase", "device"), required=True)
            one.add_argument("--old", default="", metavar="FINGERPRINT", help="if there are several")
        if name in ("give", "join"):
            one.add_argument("recovery", type=int, help="its number")
        if name == "give":
            one.add_argument("--said", required=True, metavar="XXXX-XXXX", help="what the owner read out")
        passphrase(one)
        one.set_defaults(func=func)
