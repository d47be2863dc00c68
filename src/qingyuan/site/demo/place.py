"""Where a demo city is built: apart from the data directory, moved into it whole, the database last.

Nothing here needs Django: it runs before any settings are read, so that what serves the city has its clock.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pysqlite3

DATABASE, CLOCK, ACCOUNTS = "qingyuan.sqlite3", "clock", "demo.json"
SIDE_FILES = ("-wal", "-shm", "-journal")
KEPT = ("trail.checkpoint", "evidence", "bulletins")  # what lies beside a database and belongs to it alone


class CannotBuild(Exception):
    """The directory is no place for a demo city, or the building failed; in words for the one at the console."""


@dataclass(frozen=True)
class Held:
    """What a database holds already: nothing, a demo city (``snapshot``), or a bureau of its own."""

    city: bool
    snapshot: str = ""


def held(data: Path) -> Held:
    """Look into the embedded database of a data directory without changing anything."""
    database = data / DATABASE
    if not database.is_file():
        return Held(False)
    try:
        with closing(pysqlite3.connect(f"file:{database}?mode=ro", uri=True)) as look:
            tables = {name for (name,) in look.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            if "org_unit" not in tables:
                return Held(bool(tables))
            if not look.execute("SELECT 1 FROM org_unit").fetchone():
                return Held(False)
            mark = look.execute("SELECT value FROM org_setting WHERE name = 'demo.snapshot'").fetchone()
    except pysqlite3.DatabaseError as problem:
        raise CannotBuild(f"{database} is no database of ours: {problem}") from problem
    return Held(True, str(json.loads(mark[0])) if mark else "")


def make_ready(data: Path, snapshot: str) -> dict[str, Any]:
    """See to it that the directory holds the snapshot: build it, unless it is there. Returns what ``demo.json`` says.

    Raises CannotBuild if the directory holds something else; nothing has changed then.
    """
    if os.environ.get("DATABASE_URL"):
        _build(data, snapshot)
        return _accounts(data)
    found = held(data)
    if found.city:
        refuse_other(data, found.snapshot, snapshot)
        return _accounts(data)
    refuse_kept(data)
    with _apart(data) as place:
        _build(place, snapshot)
        _move(place, data)
    return _accounts(data)


def refuse_kept(data: Path) -> None:
    """Say no to a directory with the files of a bureau whose database is elsewhere: they and its time stay its own."""
    if not (data / ACCOUNTS).is_file() and any((data / name).exists() for name in KEPT):
        raise CannotBuild(
            f"{data} keeps files of another database ({', '.join(KEPT)}): use another --data directory"
        )


def refuse_other(data: Path, holds: str, wanted: str) -> None:
    """Say no to a directory that holds a bureau of its own, or the other snapshot."""
    if holds == wanted:
        return
    what = f"snapshot {holds} of the demo city" if holds else "a bureau that is no demo"
    if os.environ.get("DATABASE_URL"):
        raise CannotBuild(
            f"the database already holds {what}; it stays as it is. Name another in DATABASE_URL."
        )
    raise CannotBuild(
        f"{data} already holds {what}; it stays as it is. For snapshot {wanted} use another directory:\n"
        f"  qingyuan --data {data}-{wanted.lower()} demo --snapshot {wanted}"
    )


@contextmanager
def _apart(data: Path) -> Iterator[Path]:
    """A directory beside the files of the data directory, on the same disk; gone afterwards, whatever happened."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    for old in data.glob(".building-*"):
        if not _alive(old.name.rpartition("-")[2]):
            shutil.rmtree(old, ignore_errors=True)
    place = data / f".building-{os.getpid()}"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o700)
    if (data / "keys").is_dir():
        shutil.copytree(data / "keys", place / "keys")
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _alive(number: str) -> bool:
    try:
        os.kill(int(number), 0)
    except (ValueError, ProcessLookupError):
        return False
    except PermissionError:
        return True
    return True


def _build(data: Path, snapshot: str) -> None:
    """Build in a process of its own: its settings are those of the place where it builds."""
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    environment = {**os.environ, "QINGYUAN_DATA": str(data)}
    for name in ("QINGYUAN_CLOCK", "QINGYUAN_CLOCK_SET"):
        environment.pop(name, None)
    command = [sys.executable, "-m", "qingyuan.site.demo", snapshot]
    done = subprocess.run(command, env=environment, check=False, stdout=subprocess.PIPE, text=True)
    if done.returncode:
        raise CannotBuild(done.stdout.strip() or "the demo city could not be built; nothing has changed")


def _move(place: Path, data: Path) -> None:
    """Everything but the database first, then the database in one step: from then on the city is there.

    ``demo.json`` goes before all else: whatever lies there without a database is then known to be ours.
    """
    for suffix in SIDE_FILES:
        (place / (DATABASE + suffix)).unlink(missing_ok=True)
    for found in sorted(place.iterdir(), key=lambda path: path.name != ACCOUNTS):
        target = data / found.name
        if found.name == DATABASE or (found.name == "keys" and target.is_dir() and _same_keys(found, target)):
            continue
        if target.is_dir():
            shutil.rmtree(target)
        found.replace(target)
    with (place / DATABASE).open("rb") as built:
        os.fsync(built.fileno())
    for suffix in ("", *SIDE_FILES):
        (data / (DATABASE + suffix)).unlink(missing_ok=True)
    (place / DATABASE).replace(data / DATABASE)


def _same_keys(built: Path, kept: Path) -> bool:
    """Keys that were there before are used and stay; what the building added is put beside them."""
    for key in built.iterdir():
        if not (kept / key.name).exists():
            key.replace(kept / key.name)
    return True


def keep_accounts(
    data: Path, snapshot: str, accounts: list[dict[str, str]], codes: Sequence[str] = ()
) -> None:
    """Say whose directory this is and who can sign in; nobody can while the city is being built."""
    said = {"snapshot": snapshot, "accounts": accounts, "codes": list(codes)}
    (data / ACCOUNTS).write_text(json.dumps(said, ensure_ascii=False, indent=1), encoding="utf-8")


def _accounts(data: Path) -> dict[str, Any]:
    try:
        said: dict[str, Any] = json.loads((data / ACCOUNTS).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {"accounts": []}
    return said
