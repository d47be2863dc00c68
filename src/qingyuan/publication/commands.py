"""`qingyuan bulletin` and `qingyuan weekly`: the documents of a period as files, without a browser."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qingyuan.campaign.api import Campaign
    from qingyuan.org.api import Unit

NOTHING_FOUND, WRONG_CALL = 1, 2


def register(parts: "argparse._SubParsersAction[Any]") -> None:
    one = parts.add_parser(
        "bulletin",
        help="draft the bulletin (通报) of a period from the ledger, after GB/T 9704-2012",
        epilog="example: qingyuan bulletin --from 2021-03-08 --to 2021-03-18 --out bulletin.docx",
    )
    _common(one)
    one.add_argument("--site", default="", metavar="URL", help="address of the platform, before the links")
    one.set_defaults(func=bulletin)
    one = parts.add_parser(
        "weekly",
        help="the weekly figures (周报) of a period, computed from the ledger",
        epilog="example: qingyuan weekly --from 2021-03-15 --to 2021-03-19 --out weekly.docx",
    )
    _common(one)
    one.set_defaults(func=weekly)


def _common(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--from", dest="first", required=True, type=_day, metavar="DATE", help="first day, 2021-03-08"
    )
    one.add_argument("--to", dest="last", required=True, type=_day, metavar="DATE", help="last day")
    one.add_argument("--out", required=True, type=Path, metavar="FILE", help="a .docx or .pdf to write")
    one.add_argument(
        "--unit", default="", metavar="CODE", help="12-digit code of the unit (default: the campaign's)"
    )
    one.add_argument("--campaign", type=int, default=0, metavar="ID", help="default: the latest that runs")
    one.add_argument("--json", action="store_true")


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a date (write 2021-03-08): {text[:20]}") from None
    if day.year < 2000:
        raise argparse.ArgumentTypeError(f"too long ago: {text[:20]}")
    return day


def _wrong(words: str) -> int:
    print(words, file=sys.stderr)
    return WRONG_CALL


def _problem(args: argparse.Namespace) -> str:
    """What is wrong with the call before anything is read."""
    if args.last < args.first:
        return "the period ends before it begins"
    if args.out.suffix.lower() not in (".docx", ".pdf"):
        return f"write a .docx or a .pdf, not {args.out.name!r}"
    return "" if args.out.parent.is_dir() else f"no such folder: {args.out.parent}"


def _found(args: argparse.Namespace) -> "tuple[Campaign, Unit] | str":
    """The campaign and the unit, or what is wrong."""
    from qingyuan.campaign.api import Campaign
    from qingyuan.org.api import Unit

    rows = Campaign.objects.select_related("unit").order_by("-starts_on", "-pk")
    if args.campaign:
        campaign = rows.filter(pk=args.campaign).first()
    else:
        campaign = rows.filter(ended_at__isnull=True).first() or rows.first()
    if campaign is None:
        return "there is no such campaign"
    if not args.unit:
        return campaign, campaign.unit
    unit = Unit.objects.filter(code=args.unit, path__startswith=campaign.unit.path).first()
    return (campaign, unit) if unit else f"the campaign has no unit with the code {args.unit[:20]}"


def _ready(args: argparse.Namespace) -> "tuple[Campaign, Unit] | str":
    from django.db import DatabaseError

    try:
        return _problem(args) or _found(args)
    except DatabaseError:
        return "the data directory is not ready: run qingyuan migrate"


def _write(out: Path, word: Any, pdf: Any) -> str:
    try:
        out.write_bytes(pdf() if out.suffix.lower() == ".pdf" else word())
    except OSError as problem:
        return f"cannot write {out}: {problem.strerror}"
    return ""


def bulletin(args: argparse.Namespace) -> int:
    found = _ready(args)
    if isinstance(found, str):
        return _wrong(found)
    from qingyuan.kit import clock
    from qingyuan.publication import policy, queries

    campaign, unit = found
    at = clock.now()
    choice = queries.Choice(campaign, unit, args.first, args.last)
    matters = list(queries.candidates(choice, None, at=at))
    if not matters:
        print("nothing to tell: no finding or problem in this period", file=sys.stderr)
        if args.json:
            print(json.dumps({"matters": 0, "characters": 0}))
        return NOTHING_FOUND
    paper = queries.Paper(
        unit=unit,
        title=policy.proposed_title(args.first, args.last),
        dated_on=max(args.last, clock.local_day(at)),
        first_on=args.first,
        last_on=args.last,
        matters=matters,
        addressees=queries.default_addressees(unit),
        purpose=queries.default_purpose(args.first, args.last),
        outcomes=queries.outcomes_of_matters([matter.pk for matter in matters]),
        site=queries.site_address(args.site),
    )
    try:
        made = queries.compose(paper)
    except ValueError as problem:
        return _wrong(str(problem))
    if wrong := _write(args.out, lambda: made.word, lambda: made.pdf):
        return _wrong(wrong)
    units = len({matter.unit_id for matter in matters})
    if args.json:
        said = {
            "matters": len(matters),
            "characters": made.characters,
            "units": units,
            "grouped": made.made.grouped,
        }
        print(
            json.dumps({**said, "names_withheld": len(made.names), "out": str(args.out)}, ensure_ascii=False)
        )
    else:
        print(f"{args.out}: {len(matters)} matters of {units} units, {made.characters} characters")
    return 0 if made.made.within_limit else 1


def weekly(args: argparse.Namespace) -> int:
    found = _ready(args)
    if isinstance(found, str):
        return _wrong(found)
    from qingyuan.kit import clock
    from qingyuan.publication import queries
    from qingyuan.publication.queries.weekly import as_pdf, as_word

    campaign, unit = found
    at = clock.now()
    week = queries.Week(args.first, args.last)
    figures = queries.weekly(None, campaign, unit, week, at=at)
    issued = queries.issued(campaign, unit, week)
    on = clock.local_day(issued.issued_at) if issued else max(args.last, clock.local_day(at))
    made = queries.document(figures, issue=issued.serial if issued else 1, issued_on=on)
    if wrong := _write(args.out, lambda: as_word(made), lambda: as_pdf(made)):
        return _wrong(wrong)
    if args.json:
        lines = {
            line.code: line.numerator if line.denominator is None else [line.numerator, line.denominator]
            for line in figures.lines
        }
        print(
            json.dumps(
                {"figures": lines, "units": len(figures.units), "out": str(args.out)}, ensure_ascii=False
            )
        )
    else:
        print(f"{args.out}: {len(figures.lines)} figures, {len(figures.units)} units")
    return 0
