"""`qingyuan reports ...`: for handlers without a browser: make a key, list, open and export what one's key opens.

The private key is a file sealed with a passphrase; it is asked for at the terminal, or read from a file.
"""

import argparse
import getpass
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qingyuan.reports.models import DutyKey, Report

REFUSED, WRONG_CALL = 1, 2
SHORTEST = 12


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
    _passphrase(one)
    one.set_defaults(func=keygen, needs_database=False)

    for name, words, func in (
        ("list", "the reports that the key opens", listing),
        ("open", "show what a report and its messages say", open_report),
        ("export", "write what a report says, and its files, into a folder", export),
    ):
        one = acts.add_parser(name, help=words)
        one.add_argument("--key", type=Path, required=True, metavar="FILE", help="the sealed private key")
        if name != "list":
            one.add_argument("report", help="its public id")
        if name == "export":
            one.add_argument("--out", type=Path, required=True, metavar="FOLDER")
        _passphrase(one)
        one.set_defaults(func=func)


def _passphrase(one: argparse.ArgumentParser) -> None:
    one.add_argument("--passphrase-file", type=Path, metavar="FILE", help="instead of asking at the terminal")
    one.add_argument("--json", action="store_true")


class _Wrong(Exception):
    """What is wrong, for the one who typed it."""


def _asked(args: argparse.Namespace) -> str:
    try:
        if args.passphrase_file:
            return str(args.passphrase_file.read_text(encoding="utf-8")).rstrip("\r\n")
        return getpass.getpass("passphrase: ")
    except (OSError, UnicodeDecodeError, EOFError) as problem:
        raise _Wrong(f"no passphrase: {type(problem).__name__}") from None


def _said(words: str) -> int:
    print(words, file=sys.stderr)
    return WRONG_CALL


def keygen(args: argparse.Namespace) -> int:
    from qingyuan.engines import envelope

    try:
        if args.out.exists():
            raise _Wrong(f"there is a file already: {args.out}")
        passphrase = _asked(args)
        if len(passphrase) < SHORTEST:
            raise _Wrong(f"the passphrase needs at least {SHORTEST} characters")
        identity = envelope.new_identity()
        recipient = envelope.recipient_of(identity)
        args.out.write_bytes(envelope.seal_pass(identity, passphrase))
        args.out.chmod(0o600)
        if args.by:
            _register(args.by, recipient)
    except _Wrong as wrong:
        return _said(str(wrong))
    except OSError as problem:
        return _said(f"cannot write {args.out}: {problem.strerror}")
    told = {
        "recipient": recipient,
        "fingerprint": envelope.fingerprint(recipient),
        "registered": bool(args.by),
    }
    print(json.dumps(told) if args.json else f"{told['recipient']}\nfingerprint {told['fingerprint']}")
    return 0


def _register(number: str, recipient: str) -> None:
    import django

    django.setup()
    from qingyuan.kit import clock
    from qingyuan.kit.errors import Refused
    from qingyuan.org.api import Person
    from qingyuan.reports import rules
    from qingyuan.reports.queries import reading

    person = Person.objects.filter(police_no=number).first()
    seat = reading.holdings(person).first() if person else None
    if person is None or seat is None:
        raise _Wrong("this person sits at no desk")
    try:
        rules.make_key(holder_id=seat.pk, recipient=recipient, by=person, at=clock.now())
    except Refused as refusal:
        raise _Wrong(str(refusal)) from None


def _mine(args: argparse.Namespace) -> "tuple[DutyKey, str]":
    """The registered key that the file holds, and its private half."""
    from qingyuan.engines import envelope
    from qingyuan.reports.queries.routing import current_keys

    try:
        sealed = args.key.read_bytes()
    except OSError as problem:
        raise _Wrong(f"cannot read {args.key}: {problem.strerror}") from None
    try:
        identity = envelope.open_pass(sealed, _asked(args))
        recipient = envelope.recipient_of(identity)
    except envelope.EnvelopeError as error:
        raise _Wrong(f"the key does not open: {error.problem.value}") from None
    key = current_keys().filter(recipient=recipient).first()
    if key is None:
        raise _Wrong("this key is not registered, or has retired")
    return key, identity


def listing(args: argparse.Namespace) -> int:
    from qingyuan.reports.queries import reading

    try:
        key, _identity = _mine(args)
    except _Wrong as wrong:
        return _said(str(wrong))
    rows = [
        {
            "id": one.public_id,
            "stage": one.stage,
            "received": one.received_at.isoformat(),
            "real_name": one.real_name,
        }
        for one in reading.listed(key.holder.person).order_by("-received_at", "-pk")[:500]
    ]
    if args.json:
        print(json.dumps({"reports": rows}))
    for row in () if args.json else rows:
        print(
            f"{row['id']}  {str(row['received'])[:13]}  {row['stage']}{'  real name' if row['real_name'] else ''}"
        )
    return 0


def _opened(args: argparse.Namespace) -> "tuple[Report, str]":
    """A report and its content key; that it was opened is recorded first."""
    from qingyuan.engines import envelope
    from qingyuan.kit import clock
    from qingyuan.kit.errors import Refused
    from qingyuan.reports import rules
    from qingyuan.reports.queries import reading

    key, identity = _mine(args)
    try:
        report = reading.report_of(key.holder.person, args.report)
        slots = rules.open_report(report_id=report.pk, by=key.holder.person, at=clock.now())
        slot = next((one for one in slots if one.key_id == key.pk), None)
        if slot is None:
            raise _Wrong("the report is sealed to another of your keys")
        return report, envelope.open_(bytes(slot.sealed), identity).decode()
    except Refused:
        raise _Wrong("there is no such report for this key") from None
    except envelope.EnvelopeError as error:
        raise _Wrong(f"the report does not open: {error.problem.value}") from None


def _lines(report: "Report", content: str) -> "list[tuple[int, str, str, Any]]":
    """Number, side, part, and what was said (or the file, or None if it does not open)."""
    from qingyuan.engines import envelope
    from qingyuan.reports.queries import reading

    found = []
    for one in reading.told(report):
        try:
            plain = envelope.open_(reading.envelope(report, one.number), content)
            said = envelope.unpad_file(plain) if one.part == "file" else json.loads(envelope.unpad(plain))
        except (envelope.EnvelopeError, ValueError, RecursionError):
            said = None
        found.append((one.number, one.side, one.part, said))
    return found


def _words(said: Any) -> str:
    if said is None:
        return "(does not open)"
    if not isinstance(said, dict):
        return f"{said.name} ({len(said.data)} bytes)"
    parts = ("text", "what", "names", "when", "where", "who")
    text = "\n".join(str(said[part]) for part in parts if said.get(part))
    return "".join(
        sign for sign in text if sign in "\n\t" or sign.isprintable()
    )  # nothing that steers a terminal


def open_report(args: argparse.Namespace) -> int:
    try:
        report, content = _opened(args)
    except _Wrong as wrong:
        return _said(str(wrong))
    rows = [
        {"number": number, "from": side, "part": part, "words": _words(said)}
        for number, side, part, said in _lines(report, content)
    ]
    if args.json:
        print(json.dumps({"id": report.public_id, "lines": rows}, ensure_ascii=False))
    for row in () if args.json else rows:
        print(f"-- {row['number']} {row['from']} {row['part']}\n{row['words']}\n")
    return 0


def export(args: argparse.Namespace) -> int:
    """Words into one text, files beside it under names of ours: a name from outside never becomes a path."""
    try:
        report, content = _opened(args)
        args.out.mkdir(mode=0o700, parents=True)
        lines = _lines(report, content)
        text = "\n".join(f"-- {number} {side} {part}\n{_words(said)}\n" for number, side, part, said in lines)
        (args.out / "report.txt").write_text(text, encoding="utf-8")
        for number, _side, part, said in lines:
            if part == "file" and said is not None:
                (args.out / f"file-{number:03d}.bin").write_bytes(said.data)
    except _Wrong as wrong:
        return _said(str(wrong))
    except OSError as problem:
        return _said(f"cannot write {args.out}: {problem.strerror}")
    print(json.dumps({"out": str(args.out)}) if args.json else f"{args.out}")
    return 0
