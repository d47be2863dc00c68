"""`qingyuan ledger import | export | undo`: the ledger from and to Excel without a browser."""

import argparse
import json
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qingyuan.campaign.api import Campaign
    from qingyuan.kit.errors import Refused
    from qingyuan.ledger.rules.taking import Taken
    from qingyuan.org.api import Person

MAP_HELP = """The map file (JSON) settles what the list leaves open; every part may be left out:
  {"columns": {"due_on": "H", "statement": "问题描述"}, "units": {"交警": "990100070000"},
   "categories": {"作风": "service_attitude"}, "people": {"990100070000/张三": "990107"},
   "default_category": "other", "accepted": [7, 12], "sheet": "台账"}
Fields: number source category breadth statement unit leader owner measures criterion due_on progress done_on
evidence cause rule_words accepted_by accepted_on closed closed_on recheck remark opened_on basis term.

example: qingyuan ledger import 台账.xlsx --map map.json --as 000123 --dry-run"""


class Stop(Exception):
    """The call was wrong; the words say how."""


def register(subparsers: "argparse._SubParsersAction[Any]") -> None:
    ledger = subparsers.add_parser("ledger", help="the ledger from and to Excel: import, export, undo")
    acts = ledger.add_subparsers(dest="act", required=True)

    one = acts.add_parser(
        "import",
        help="put an Excel or CSV list of problems on the ledger, all rows or none",
        epilog=MAP_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    one.add_argument("file", type=Path)
    one.add_argument("--map", type=Path, metavar="FILE", help="columns, units, categories, people (JSON)")
    one.add_argument("--dry-run", action="store_true", help="check everything, change nothing")
    _who(one)
    one.set_defaults(func=import_list)

    one = acts.add_parser(
        "export",
        help="write the filtered ledger into an Excel file",
        epilog="example: qingyuan ledger export --where state=working --where due=overdue --out late.xlsx",
    )
    one.add_argument(
        "--where",
        action="append",
        default=[],
        metavar="NAME=VALUE",
        help="a filter as in the address of the list (state=all, unit=..., category=..., q=...); may be repeated",
    )
    one.add_argument("--out", type=Path, required=True, metavar="FILE")
    _who(one)
    one.set_defaults(func=export)

    one = acts.add_parser(
        "undo",
        help="take an import back while none of its matters has been touched",
        epilog="example: qingyuan ledger undo 17",
    )
    one.add_argument("import_id", type=int)
    _who(one)
    one.set_defaults(func=undo)


def _who(one: argparse.ArgumentParser) -> None:
    one.add_argument(
        "--as",
        dest="police_no",
        metavar="POLICE_NO",
        default="",
        help="the person who does it (default: the one person of the campaign office at the root)",
    )
    one.add_argument("--campaign", type=int, metavar="ID", help="campaign (default: the one that runs)")
    one.add_argument("--json", action="store_true")


def _person(police_no: str, at: datetime) -> "Person":
    from qingyuan.org.api import Person, Role, Unit, queries

    if police_no:
        found = Person.objects.filter(police_no=police_no).first()
        if found is None:
            raise Stop(f"there is no person with the police number {police_no}")
        return found
    root = Unit.objects.order_by("path").first()
    held = list(queries.holders(Role.CAMPAIGN_OFFICE, unit=root, at=at)[:5]) if root else []
    if len(held) == 1:
        return held[0]
    if not held:
        raise Stop("nobody holds the campaign office at the root: say who does it with --as POLICE_NO")
    names = ", ".join(f"{one.police_no} {one.name}" for one in held)
    raise Stop(f"several hold the campaign office at the root ({names}): say who with --as POLICE_NO")


def _campaign(by: "Person", chosen: int | None, at: datetime) -> "Campaign":
    from qingyuan.campaign.api import current_campaign

    found = current_campaign(by, at, chosen=str(chosen or ""))
    if found is None or (chosen is not None and found.pk != chosen):
        raise Stop(f"there is no campaign {chosen or ''} that {by.name} sees".replace("  ", " "))
    return found


def _stopped(words: str, as_json: bool, **empty: Any) -> int:
    if as_json:
        print(
            json.dumps({"ok": False, **empty, "errors": [{"cell": "", "message": words}]}, ensure_ascii=False)
        )
    print(words, file=sys.stderr)
    return 2


def _refused(refusal: "Refused", as_json: bool, code: int = 2, **empty: Any) -> int:
    """Every reason on its own line, with its cell; nothing has changed."""
    errors = [{"cell": _cell(r.field), "code": r.code, "message": str(r)} for r in refusal.reasons]
    if as_json:
        print(json.dumps({"ok": False, **empty, "errors": errors}, ensure_ascii=False))
    for error in errors:
        print(f"{error['cell']}: {error['message']}" if error["cell"] else error["message"], file=sys.stderr)
    return code


def _cell(field: str) -> str:
    """The cell that a reason belongs to; a form field is none."""
    return field if "!" in field else ""


def import_list(args: argparse.Namespace) -> int:
    from qingyuan.kit import clock
    from qingyuan.kit.errors import Refused
    from qingyuan.ledger import rules
    from qingyuan.ledger.errors import CannotImport
    from qingyuan.ledger.jobs import undisturbed
    from qingyuan.ledger.queries.reading import Choices, map_of

    nothing: Any = {"rows": 0, "created": 0, "updated": 0, "duplicates": 0, "import_id": None}
    try:
        at = clock.now()
        by = _person(args.police_no, at)
        choices = map_of(_text_of(args.map), args.map.name) if args.map else Choices()
        campaign = _campaign(by, args.campaign, at)
        with undisturbed():
            taken = rules.import_file(
                campaign=campaign,
                source=args.file,
                name=args.file.name,
                choices=choices,
                by=by,
                at=at,
                dry=args.dry_run,
            )
    except Stop as stop:
        return _stopped(str(stop), args.json, **nothing)
    except CannotImport as refusal:
        return _refused(refusal, args.json, **nothing)
    except Refused as refusal:
        return _refused(refusal, args.json, code=1, **nothing)
    return _imported(taken, args)


def _text_of(path: Path) -> str:
    try:
        if path.stat().st_size > 1 << 20:
            raise Stop(f"{path} is larger than a map file may be (1 MB)")
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeError) as problem:
        raise Stop(f"cannot read {path}: {type(problem).__name__}") from None


def _imported(taken: "Taken", args: argparse.Namespace) -> int:
    out, twins = taken.checked, [twin for twin in taken.checked.twins if twin.left_out]
    told = [finding for finding in (*out.read.notes, *out.findings) if finding.weight != "error"]
    said = {
        "ok": True,
        "dry_run": args.dry_run,
        "rows": out.rows,
        "created": len(out.drafts),
        "updated": len(out.updates),
        "unchanged": out.unchanged,
        "duplicates": out.duplicates,
        "errors": [],
        "import_id": taken.kept.pk if taken.kept else None,
        "left_out": [
            {"cell": twin.place, "like": twin.other, "similarity": twin.similarity} for twin in twins
        ],
        "notices": [{"cell": one.place, "code": one.code, "message": one.words} for one in told],
    }
    if args.json:
        print(json.dumps(said, ensure_ascii=False))
    else:
        verb = "would add" if args.dry_run else "added"
        print(f"{verb} {said['created']} of {out.rows} rows; {said['updated']} progress notes; "
              f"{out.unchanged} unchanged; {out.duplicates} duplicates left out")  # fmt: skip
        if taken.kept:
            print(f"import {taken.kept.pk} (qingyuan ledger undo {taken.kept.pk})")
        for one in told:
            print(f"{one.place}: {one.words}" if one.place else one.words, file=sys.stderr)
        for twin in twins:
            print(f"{twin.place}: like {twin.other} ({twin.similarity:.0%}), left out", file=sys.stderr)
    return 1 if twins else 0


def export(args: argparse.Namespace) -> int:
    from urllib.parse import urlencode

    from django.http import QueryDict

    from qingyuan.kit import clock
    from qingyuan.kit.errors import Refused
    from qingyuan.ledger.errors import CannotExport
    from qingyuan.ledger.forms import FilterForm
    from qingyuan.ledger.views.exports import asked_rows, write_export

    try:
        at = clock.now()
        by = _person(args.police_no, at)
        campaign = _campaign(by, args.campaign, at)
        pairs = [tuple(part.split("=", 1)) for part in args.where]
        if wrong := [part for part in args.where if "=" not in part]:
            raise Stop(f"--where wants NAME=VALUE, not {wrong[0]!r}")
        if unknown := [pair[0] for pair in pairs if pair[0] not in FilterForm.base_fields]:
            known = ", ".join(sorted(FilterForm.base_fields))
            raise Stop(f"there is no filter {unknown[0]!r}; there are: {known}")
        if args.out.is_dir() or not args.out.absolute().parent.is_dir():
            raise Stop(f"cannot write {args.out}: no such folder, or a folder itself")
        rows = asked_rows(QueryDict(urlencode(pairs)), campaign, by, at)
        count = write_export(args.out, rows, campaign, by, at)
    except Stop as stop:
        return _stopped(str(stop), args.json, rows=0)
    except OSError as problem:
        return _stopped(f"cannot write {args.out}: {problem.strerror}", args.json, rows=0)
    except CannotExport as refusal:
        return _refused(refusal, args.json, rows=0)
    except Refused as refusal:
        return _refused(refusal, args.json, code=1, rows=0)
    print(json.dumps({"ok": True, "rows": count}) if args.json else f"{count} rows in {args.out}")
    return 0


def undo(args: argparse.Namespace) -> int:
    from qingyuan.kit import clock
    from qingyuan.kit.errors import Missing, Refused
    from qingyuan.ledger import rules

    try:
        at = clock.now()
        kept = rules.undo_import(import_id=args.import_id, by=_person(args.police_no, at), at=at)
    except Stop as stop:
        return _stopped(str(stop), args.json, rows=0)
    except Missing as refusal:
        return _refused(refusal, args.json, rows=0)
    except Refused as refusal:
        return _refused(refusal, args.json, code=1, rows=0)
    if args.json:
        print(json.dumps({"ok": True, "rows": kept.created, "import_id": kept.pk}))
    else:
        print(f"import {kept.pk} taken back: {kept.created} rows")
    return 0
