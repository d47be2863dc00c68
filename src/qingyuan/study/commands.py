"""`qingyuan study ...`: fill the bureau's library for essays, and count a campaign's essays now."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qingyuan.org.api import Person

PARTS = ("asked", "submitted", "much", "helped")
KINDS = {"templates": "template", "documents": "document"}


def register(subparsers: "argparse._SubParsersAction[Any]") -> None:
    study = subparsers.add_parser(
        "study", help="the library that essays are compared with, and their figures"
    )
    acts = study.add_subparsers(dest="act", required=True)
    for name, what in (("templates", "templates that go around"), ("documents", "issued documents")):
        part = acts.add_parser(name, help=f"{what}: add").add_subparsers(dest="what", required=True)
        one = part.add_parser(
            "add",
            help="put .txt and .docx files into the library, each under its name, all or none",
            epilog=f"example: qingyuan study {name} add 范文/*.docx --by 990123",
        )
        one.add_argument("files", type=Path, nargs="+")
        one.add_argument(
            "--by", required=True, metavar="NO", help="police number of somebody of the campaign office"
        )
        one.add_argument("--json", action="store_true")
        one.set_defaults(func=add, kind=KINDS[name])
    one = acts.add_parser(
        "count-essays", help="count now, all essays against all, what is otherwise counted once a day"
    )
    one.add_argument("--dry-run", action="store_true", help="print sums by rank group, keep nothing")
    one.add_argument("--json", action="store_true")
    one.set_defaults(func=count)


def add(args: argparse.Namespace) -> int:
    from django.db import transaction

    from qingyuan.kit import clock
    from qingyuan.kit.errors import Refused
    from qingyuan.kit.uploads import Unfit
    from qingyuan.study.kinds import SourceKind
    from qingyuan.study.queries.essay_files import text_of
    from qingyuan.study.rules.essay_sources import add_source

    by = _person(args.by)
    if by is None:
        print(f"no person has the police number {args.by}", file=sys.stderr)
        return 2
    problems: list[str] = []
    with transaction.atomic():
        for path in args.files:
            try:
                text = text_of(path.name, path.read_bytes())
                add_source(kind=SourceKind(args.kind), title=path.stem, text=text, by=by, at=clock.now())
            except (Unfit, Refused) as refusal:
                problems.append(f"{path}: {refusal}")
            except OSError as problem:
                problems.append(f"{path}: {problem.strerror}")
        if problems:
            transaction.set_rollback(True)
    for said in problems:
        print(said, file=sys.stderr)
    added = 0 if problems else len(args.files)
    print(json.dumps({"added": added}) if args.json else f"{added} added")
    return 2 if problems else 0


def _person(number: str) -> "Person | None":
    from qingyuan.org.api import Person

    return Person.objects.filter(police_no=number).first()


def count(args: argparse.Namespace) -> int:
    from qingyuan.kit import clock
    from qingyuan.study.models import EssayCall
    from qingyuan.study.queries.essays import counted
    from qingyuan.study.rules import essays

    sums: dict[str, dict[str, int]] = {}
    for call in EssayCall.objects.filter(emptied_at__isnull=True).select_related("campaign").order_by("pk"):
        for cell in counted(call):
            group = sums.setdefault(cell.rank, dict.fromkeys(PARTS, 0))
            for part in PARTS:
                group[part] += getattr(cell, part)
        if not args.dry_run:
            essays.count(call_id=call.pk, at=clock.now())
    print(json.dumps(sums) if args.json else "\n".join(f"{rank}: {said}" for rank, said in sums.items()))
    return 0
