"""`qingyuan org ...`: found the bureau, take a roster or a duty list over, recover an account from the console."""

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qingyuan.kit.errors import Refused
    from qingyuan.org.rules import Enrolled

ADMINISTRATORS = ("system", "security", "audit")


def register(subparsers: "argparse._SubParsersAction[Any]") -> None:
    org = subparsers.add_parser(
        "org", help="units, people and accounts: found, import-roster, duty import, recover"
    )
    acts = org.add_subparsers(dest="act", required=True)

    one = acts.add_parser(
        "found",
        help="make the root unit and its three administrators, once, in an empty database",
        epilog="example: qingyuan org found --code 990100000000 --area 990100 --name 示例市公安局 "
        "--system 000001 张三 --security 000002 李四 --audit 000003 王五",
    )
    one.add_argument("--code", required=True, help="organ code of the bureau, 12 digits")
    one.add_argument("--area", required=True, help="area code (GB/T 2260), 6 digits")
    one.add_argument("--name", required=True, help="name of the bureau")
    one.add_argument("--name-en", default="", help="its name in English pages")
    one.add_argument("--level", default="city", choices=("ministry", "province", "city", "county"))
    for role in ADMINISTRATORS:
        one.add_argument(
            f"--{role}", required=True, nargs=2, metavar=("NO", "NAME"), help=f"{role} administrator"
        )
    one.add_argument("--json", action="store_true")
    one.set_defaults(func=found)

    one = acts.add_parser(
        "import-roster",
        help="take people over from an Excel or CSV roster, all or none",
        epilog="example: qingyuan org import-roster roster.xlsx --by 000001 --dry-run",
    )
    one.add_argument("file", type=Path)
    one.add_argument(
        "--by", required=True, metavar="NO", help="police number of the system administrator who does it"
    )
    one.add_argument("--dry-run", action="store_true", help="check everything, change nothing")
    one.add_argument("--json", action="store_true")
    one.set_defaults(func=import_roster)

    duty = acts.add_parser("duty", help="the duty roster: import").add_subparsers(dest="what", required=True)
    one = duty.add_parser(
        "import",
        help="take a unit's duty roster over from Excel or CSV, whole or not at all",
        epilog="example: qingyuan org duty import 值班表.xlsx --unit 990100070000 --by 990123 --dry-run",
    )
    one.add_argument("file", type=Path)
    one.add_argument("--unit", required=True, metavar="CODE", help="organ code of the unit whose list it is")
    one.add_argument("--by", required=True, metavar="NO", help="police number of the clerk who does it")
    one.add_argument(
        "--from", dest="first_on", type=date.fromisoformat, help="first day that it settles (as in it)"
    )
    one.add_argument(
        "--to", dest="last_on", type=date.fromisoformat, help="last day that it settles (as in it)"
    )
    one.add_argument("--dry-run", action="store_true", help="check everything, change nothing")
    one.add_argument("--json", action="store_true")
    one.set_defaults(func=import_duty)

    one = acts.add_parser(
        "recover",
        help="give an account a new temporary password when no security administrator can sign in",
        epilog="example: qingyuan org recover 000002",
    )
    one.add_argument("police_no")
    one.add_argument("--json", action="store_true")
    one.set_defaults(func=recover)


def _refused(refusal: "Refused", as_json: bool) -> int:
    """Every reason on its own line, with its place; the input was wrong and nothing has changed."""
    errors = [{"code": r.code, "cell": r.field, "message": str(r)} for r in refusal.reasons]
    if as_json:
        print(json.dumps({"ok": False, "errors": errors}, ensure_ascii=False))
    for error in errors:
        print(f"{error['cell']}: {error['message']}" if error["cell"] else error["message"], file=sys.stderr)
    return 2


def found(args: argparse.Namespace) -> int:
    from qingyuan.kit import clock
    from qingyuan.kit.errors import Refused
    from qingyuan.org.kinds import Level
    from qingyuan.org.policy import sign_in_name
    from qingyuan.org.rules import Founder, found_bureau

    try:
        made = found_bureau(
            code=args.code,
            area=args.area,
            name=args.name,
            name_en=args.name_en,
            level=Level(args.level),
            system=Founder(*args.system),
            security=Founder(*args.security),
            audit=Founder(*args.audit),
            at=clock.now(),
        )
    except Refused as refusal:
        return _refused(refusal, args.json)
    accounts = [
        {
            "role": role.value,
            "name": person.name,
            "account": sign_in_name(person.police_no),
            "password": made.passwords[role],
        }
        for role, person in made.administrators.items()
    ]
    if args.json:
        print(json.dumps({"ok": True, "unit": made.unit.code, "accounts": accounts}, ensure_ascii=False))
        return 0
    print(f"{made.unit.name} ({made.unit.code})")
    for account in accounts:
        print(f"{account['role']:15} {account['account']:12} {account['password']}  {account['name']}")
    print("These passwords are shown once and must be changed at the first sign-in.", file=sys.stderr)
    return 0


def import_roster(args: argparse.Namespace) -> int:
    from qingyuan.kit import clock
    from qingyuan.kit.errors import Refused
    from qingyuan.org.errors import CannotEnrol
    from qingyuan.org.forms.roster import read_roster
    from qingyuan.org.models import Person
    from qingyuan.org.rules import enrol

    by = Person.objects.filter(police_no=args.by).first()
    if by is None:
        print(f"there is no person with the number {args.by}", file=sys.stderr)
        return 2
    try:
        read = read_roster(args.file, args.file.name, on=clock.today())
        for note in read.notes:
            print(note, file=sys.stderr)
        wrong = list(read.reasons)
        try:
            done = enrol(lines=read.lines, by=by, at=clock.now(), dry=args.dry_run or bool(wrong))
        except CannotEnrol as refusal:
            raise CannotEnrol([*wrong, *refusal.reasons]) from None
        if wrong:
            raise CannotEnrol(wrong)
    except Refused as refusal:
        return _refused(refusal, args.json)
    return _enrolled(done, args)


def _enrolled(done: "Enrolled", args: argparse.Namespace) -> int:
    counts = {"added": done.added, "unchanged": done.unchanged, "branches": done.branches}
    if args.json:
        print(json.dumps({"ok": True, "dry_run": args.dry_run, **counts, "errors": []}))
    else:
        verb = "would add" if args.dry_run else "added"
        print(f"{verb} {done.added} people and {done.branches} branches; {done.unchanged} were there already")
    return 0


def import_duty(args: argparse.Namespace) -> int:
    from qingyuan.kit import clock
    from qingyuan.kit.errors import Refused
    from qingyuan.org import rules
    from qingyuan.org.errors import CannotRoster
    from qingyuan.org.forms.duty import read_duty
    from qingyuan.org.models import Person, Unit

    by = Person.objects.filter(police_no=args.by).first()
    unit = Unit.objects.filter(code=args.unit).first()
    if by is None or unit is None:
        print(f"there is no {'person' if by is None else 'unit'} with the number given", file=sys.stderr)
        return 2
    try:
        read = read_duty(args.file, args.file.name, on=clock.today())
        for note in read.notes:
            print(note, file=sys.stderr)
        wrong = list(read.reasons)
        try:
            done = rules.import_duty(
                unit=unit,
                lines=read.lines,
                source=args.file.name,
                first_on=args.first_on,
                last_on=args.last_on,
                by=by,
                at=clock.now(),
                dry=args.dry_run or bool(wrong),
            )
        except CannotRoster as refusal:
            raise CannotRoster([*wrong, *refusal.reasons]) from None
        if wrong:
            raise CannotRoster(wrong)
    except Refused as refusal:
        return _refused(refusal, args.json)
    counts = {"added": done.added, "removed": done.removed, "unchanged": done.unchanged}
    days = {"first_on": done.first_on.isoformat(), "last_on": done.last_on.isoformat()}
    if args.json:
        told = {"ok": True, "dry_run": args.dry_run, "rows": len(read.lines), **counts, **days, "errors": []}
        print(json.dumps(told))
    else:
        verb = "would take" if args.dry_run else "took"
        print(f"{verb} {days['first_on']} to {days['last_on']}: {done.added} added, {done.removed} removed, "
              f"{done.unchanged} as before")  # fmt: skip
    return 0


def recover(args: argparse.Namespace) -> int:
    from qingyuan.kit import clock
    from qingyuan.org.models import Account
    from qingyuan.org.rules import recover_account

    account: Account | None = Account.objects.filter(person__police_no=args.police_no).first()
    if account is None:
        print(f"there is no account of a person with the number {args.police_no}", file=sys.stderr)
        return 2
    opened = recover_account(account=account, at=clock.now())
    if args.json:
        print(json.dumps({"ok": True, "account": opened.account.username, "password": opened.password}))
    else:
        print(f"{opened.account.username} {opened.password}")
        print(
            "Shown once; it must be changed at the first sign-in. The trail has been told.", file=sys.stderr
        )
    return 0
