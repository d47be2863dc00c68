"""List, open and export what one's key opens."""

import argparse
import json
from typing import TYPE_CHECKING, Any

from qingyuan.reports.commands.typed import Wrong, mine, said

if TYPE_CHECKING:
    from qingyuan.reports.models import Report


def listing(args: argparse.Namespace) -> int:
    from qingyuan.reports.queries import reading

    try:
        key, _identity = mine(args)
    except Wrong as wrong:
        return said(str(wrong))
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

    key, identity = mine(args)
    try:
        report = reading.report_of(key.holder.person, args.report)
        slots = rules.open_report(report_id=report.pk, by=key.holder.person, at=clock.now())
        slot = next((one for one in slots if one.key_id == key.pk), None)
        if slot is None:
            raise Wrong("the report is sealed to another of your keys")
        return report, envelope.open_(bytes(slot.sealed), identity).decode()
    except Refused:
        raise Wrong("there is no such report for this key") from None
    except envelope.EnvelopeError as error:
        raise Wrong(f"the report does not open: {error.problem.value}") from None


def _lines(report: "Report", content: str) -> "list[tuple[int, str, str, Any]]":
    """Number, side, part, and what was said (or the file, or None if it does not open)."""
    from qingyuan.engines import envelope
    from qingyuan.reports.queries import reading

    found = []
    for one in reading.told(report):
        try:
            plain = envelope.open_(reading.envelope(report, one.number), content)
            told = envelope.unpad_file(plain) if one.part == "file" else json.loads(envelope.unpad(plain))
        except (envelope.EnvelopeError, ValueError, RecursionError):
            told = None
        found.append((one.number, one.side, one.part, told))
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
    except Wrong as wrong:
        return said(str(wrong))
    rows = [
        {"number": number, "from": side, "part": part, "words": _words(told)}
        for number, side, part, told in _lines(report, content)
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
        text = "\n".join(f"-- {number} {side} {part}\n{_words(told)}\n" for number, side, part, told in lines)
        (args.out / "report.txt").write_text(text, encoding="utf-8")
        for number, _side, part, told in lines:
            if part == "file" and told is not None:
                (args.out / f"file-{number:03d}.bin").write_bytes(told.data)
    except Wrong as wrong:
        return said(str(wrong))
    except OSError as problem:
        return said(f"cannot write {args.out}: {problem.strerror}")
    print(json.dumps({"out": str(args.out)}) if args.json else f"{args.out}")
    return 0
