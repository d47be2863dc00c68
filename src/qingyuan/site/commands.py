"""`qingyuan migrate | serve | check | demo | figures`: what belongs to the house as a whole."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from qingyuan.site import certificate_commands, originality_commands

# Two processes a core: connections fall on processes by chance, and one that has two must not keep them waiting
# while a core rests. Each takes some 110 MB.
WORKERS = min(8, 2 * (os.cpu_count() or 1))
THREADS = 2


def register(parts: "argparse._SubParsersAction[Any]") -> None:
    one = parts.add_parser("migrate", help="prepare the data directory, its keys and the database")
    one.add_argument("--json", action="store_true")
    one.set_defaults(func=migrate)

    one = parts.add_parser(
        "serve",
        help="serve the platform and run its clockwork",
        epilog="example: qingyuan --data /srv/qingyuan serve --host 0.0.0.0 --port 8443 --cert a.pem --key a.key",
    )
    one.add_argument("--host", default="127.0.0.1")
    one.add_argument("--port", type=int, default=8000)
    one.add_argument(
        "--workers", type=int, default=WORKERS, help="processes (%(default)s: two a core, 8 at most)"
    )
    one.add_argument("--threads", type=int, default=THREADS, help="threads of each (%(default)s)")
    one.add_argument(
        "--cert", type=Path, metavar="PEM", help="serve HTTPS with this certificate (else: own ones)"
    )
    one.add_argument("--key", type=Path, metavar="PEM", help="private key of the certificate")
    one.add_argument(
        "--plain", action="store_true", help="serve plain HTTP even where there are certificates"
    )
    one.set_defaults(func=serve)

    one = parts.add_parser(
        "demo",
        help="build the demo city in the data directory and serve it",
        epilog="example: qingyuan --data ./var demo --snapshot A    (A: 19 March 2021, B: 30 June 2021)",
    )
    one.add_argument("--snapshot", choices=("A", "B"), default="A")
    one.add_argument("--port", type=int, default=8000)
    one.add_argument("--no-serve", action="store_true", help="build only")
    one.add_argument("--json", action="store_true")
    one.set_defaults(func=demo, needs_database=False)

    one = parts.add_parser(
        "figures",
        help="every figure of the campaign, computed from rows",
        epilog="example: qingyuan figures --json    (the names are explained in docs/figures.md)",
    )
    one.add_argument(
        "--snapshot", choices=("A", "B"), help="only if the database holds this snapshot of the demo"
    )
    one.add_argument("--json", action="store_true")
    one.set_defaults(func=figures)

    one = parts.add_parser("check", help="check settings, database, record, disk and clock")
    one.add_argument("--json", action="store_true")
    one.set_defaults(func=check)

    one = parts.add_parser("tick", help="run the clockwork once: reminders and escalation")
    one.add_argument("--json", action="store_true")
    one.set_defaults(func=tick)

    certificate_commands.register(parts)
    originality_commands.register(parts)


def migrate(args: argparse.Namespace) -> int:
    from qingyuan.site import running

    applied = running.prepare()
    if args.json:
        print(json.dumps({"ok": True, "applied": applied}))
    else:
        print(f"ready: {applied} migrations applied", file=sys.stderr)
    return 0


def serve(args: argparse.Namespace) -> int:
    from qingyuan.site import running

    if bool(args.cert) != bool(args.key):
        print("--cert and --key go together", file=sys.stderr)
        return 2
    for name in (args.cert, args.key):
        if name and not name.is_file():
            print(f"no such file: {name}", file=sys.stderr)
            return 2
    if args.plain and args.cert:
        print("--plain and --cert exclude each other", file=sys.stderr)
        return 2
    if not (args.plain or args.cert) and (own := running.own_certificate()):
        args.cert, args.key = own
    if waiting := running.unapplied():
        print(
            f"the database is not ready ({waiting} migrations to apply): run qingyuan migrate",
            file=sys.stderr,
        )
        return 2
    return running.serve(
        host=args.host,
        port=args.port,
        workers=args.workers,
        threads=args.threads,
        cert=args.cert,
        key=args.key,
    )


def demo(args: argparse.Namespace) -> int:
    """Build (or find) the city first, read the settings afterwards: so the city's clock counts."""
    from qingyuan.site.demo import place

    data = Path(os.environ.get("QINGYUAN_DATA") or "var").resolve()
    try:
        made = place.make_ready(data, args.snapshot)
    except place.CannotBuild as refusal:
        print(refusal, file=sys.stderr)
        return 2
    import django

    django.setup()
    from qingyuan.kit import clock
    from qingyuan.site import running
    from qingyuan.site.figures import campaign_in_question
    from qingyuan.site.figures import figures as computed

    campaign = campaign_in_question()
    if campaign is None:
        print("the database holds no campaign", file=sys.stderr)
        return 2
    found = computed(campaign, clock.now(), snapshot=args.snapshot)
    address = f"http://127.0.0.1:{args.port}/"
    if args.json:
        said = {name: found[name] for name in ("units", "branches", "officers")}
        print(json.dumps({**made, **said, "address": address}, ensure_ascii=False), flush=True)
    else:
        _introduce(made["accounts"], made.get("codes", []), address, args.no_serve)
    if args.no_serve:
        return 0
    return running.serve(
        host="127.0.0.1", port=args.port, workers=WORKERS, threads=THREADS, cert=None, key=None
    )


def _introduce(accounts: list[dict[str, str]], codes: list[str], address: str, built_only: bool) -> None:
    """Who one can be, and where; with what one opens reports."""
    print(f"{'role':18} {'sign in as':12} {'password':20} who")
    for one in accounts:
        print(f"{one['role']:18} {one['name']:12} {one['password']:20} {one['person']} ({one['unit']})")
    print(
        "\nreports: the four of role discipline sit at desks. Each gets his key file on the page of his own keys\n"
        "(/report/desk/keys/); the passphrase is the password. As a reporter, at /report/back/ with the code "
        + " or ".join(codes)
    )
    print(
        f"\nready: qingyuan serve, then {address}" if built_only else f"\n{address}    (Ctrl-C ends it)",
        flush=True,
    )


def figures(args: argparse.Namespace) -> int:
    from qingyuan.kit import clock
    from qingyuan.site import running
    from qingyuan.site.figures import campaign_in_question, snapshot_held
    from qingyuan.site.figures import figures as computed

    if running.unapplied():
        print("the database is not ready: run qingyuan migrate, or qingyuan demo", file=sys.stderr)
        return 2
    held, campaign = snapshot_held(), campaign_in_question()
    if args.snapshot and args.snapshot != held:
        what = f"snapshot {held}" if held else "no demo city"
        print(
            f"this data directory holds {what}; build the other one with: "
            f"qingyuan --data DIR demo --snapshot {args.snapshot} --no-serve",
            file=sys.stderr,
        )
        return 2
    if campaign is None:
        print("there is no campaign yet: nothing to count", file=sys.stderr)
        return 2
    found = computed(campaign, clock.now(), snapshot=held)
    if args.json:
        print(json.dumps(found))
    else:
        for name, number in found.items():
            print(f"{name:36} {number:>7}")
    return 0


def check(args: argparse.Namespace) -> int:
    from qingyuan.site import running

    findings = running.findings()
    if args.json:
        print(json.dumps({"ok": not findings, "findings": findings}, ensure_ascii=False))
    else:
        for finding in findings:
            print(f"- {finding}")
        print("ok" if not findings else f"{len(findings)} findings", file=sys.stderr)
    return 1 if findings else 0


def tick(args: argparse.Namespace) -> int:
    from qingyuan.site import running

    done = running.tick()
    if args.json:
        print(json.dumps({"ok": True, **done}))
    else:
        for name, count in done.items():
            print(f"{name}: {count}")
    return 0
