"""The command ``qingyuan``: one entry for administrators, each room's subcommands below it.

Exit codes: 0 done; 1 done, but something was found or refused; 2 the call or the input was wrong, and nothing
changed. ``--json`` prints one JSON object on standard output; everything else goes to standard error.
"""

import argparse
import os
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

ROOMS = ("site", "org", "ledger", "publication", "reports", "study", "trail")

EPILOG = """examples:
  qingyuan demo --snapshot A          build the demo city and serve it
  qingyuan ledger import list.xlsx    put an Excel list on the ledger
  qingyuan trail verify               re-compute the whole record
"""


def parser() -> argparse.ArgumentParser:
    """The whole command line."""
    top = argparse.ArgumentParser(
        prog="qingyuan",
        description="清源 Qingyuan: education and rectification as one closed loop.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    top.add_argument(
        "--data", type=Path, metavar="DIR", help="data directory (default ./var or QINGYUAN_DATA)"
    )
    parts = top.add_subparsers(dest="part", required=True, metavar="COMMAND")
    for room in ROOMS:
        if find_spec(f"qingyuan.{room}.commands"):
            import_module(f"qingyuan.{room}.commands").register(parts)
    return top


def main(argv: list[str] | None = None) -> int:
    """Parse, prepare Django if the command needs it, run. Never a traceback for a wrong call or a bad file."""
    args = parser().parse_args(argv)
    if args.data:
        os.environ["QINGYUAN_DATA"] = str(args.data)
    os.umask(0o077)  # the data directory, the database and every file in them are for their owner only
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "qingyuan.site.settings")
    try:
        if getattr(args, "needs_database", True):
            import django

            django.setup()
        return int(args.func(args))
    except KeyboardInterrupt:
        print("stopped", file=sys.stderr)
        return 130
    except BrokenPipeError:
        return 0
    except Exception as problem:
        if not _is_away(problem):
            raise
        print(
            f"the database cannot be used ({type(problem).__name__}): is DATABASE_URL right, and was "
            "qingyuan migrate run?",
            file=sys.stderr,
        )
        return 2


UNDEFINED_TABLE = "42P01"  # PostgreSQL, appendix A


def _is_away(problem: Exception) -> bool:
    """Whether the database is not there, or was never prepared: no fault of the program."""
    if "django.db.utils" not in sys.modules:
        return False
    from django.db.utils import DatabaseError, OperationalError

    state = getattr(problem.__cause__, "sqlstate", None)
    return isinstance(problem, OperationalError) or (
        isinstance(problem, DatabaseError) and state == UNDEFINED_TABLE
    )


def run() -> None:
    """Console script."""
    sys.exit(main())
