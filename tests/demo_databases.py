"""Where a demo city is kept and how a test looks into it: a file of its directory, or a database of its own on the
server that DATABASE_URL names. What is read comes in one form: days and moments as text, yes and no as 1 and 0.
"""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pysqlite3

SERVER = os.environ.get("DATABASE_URL", "")
SERVED = SERVER.startswith("postgres")
FILE = "qingyuan.sqlite3"
_made: set[str] = set()

Row = tuple[Any, ...]


def _name(data: Path) -> str:
    return "demo_" + hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:16]


def _url(database: str) -> str:
    return urlunsplit(urlsplit(SERVER)._replace(path=f"/{database}"))


def _on_the_server(statement: str) -> None:
    with psycopg.connect(SERVER, autocommit=True) as server:
        server.execute(statement)  # type: ignore[arg-type]


def environment(data: Path) -> dict[str, str]:
    """What the command is told so that it finds the database of a directory; on a server it is made at first."""
    if not SERVED:
        return {}
    name = _name(data)
    if name not in _made:
        _on_the_server(f'CREATE DATABASE "{name}"')
        _made.add(name)
    return {"DATABASE_URL": _url(name)}


def copied(data: Path, to: Path) -> None:
    """A second city like the first: its files and its rows."""
    shutil.copytree(data, to)
    if SERVED:
        _on_the_server(f'CREATE DATABASE "{_name(to)}" TEMPLATE "{_name(data)}"')
        _made.add(_name(to))


def drop_all() -> None:
    """Leave nothing on the server."""
    while _made:
        _on_the_server(f'DROP DATABASE "{_made.pop()}" WITH (FORCE)')


@contextmanager
def _open(data: Path) -> Iterator[Any]:
    if SERVED:
        with psycopg.connect(environment(data)["DATABASE_URL"], options="-c TimeZone=UTC") as city:
            yield city
    else:
        with closing(pysqlite3.connect(data / FILE)) as city:
            yield city
            city.commit()


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return int(value) if isinstance(value, bool | Decimal) else value


def rows(data: Path, query: str) -> list[Row]:
    """What a question finds."""
    with _open(data) as city:
        return [tuple(_plain(value) for value in row) for row in city.execute(query)]


def change(data: Path, statement: str) -> None:
    """Change rows behind the product's back."""
    with _open(data) as city:
        city.execute(statement)


def tables(data: Path) -> list[str]:
    """Every table, the index of search words left aside."""
    query = (
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        if SERVED
        else "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'matters_words%'"
    )
    return [name for (name,) in rows(data, query)]


def columns(data: Path, table: str) -> list[str]:
    """The columns of a table in order."""
    if SERVED:
        found = rows(
            data,
            f"SELECT column_name FROM information_schema.columns WHERE table_name = '{table}'"
            " ORDER BY ordinal_position",
        )
        return [name for (name,) in found]
    return [row[1] for row in rows(data, f"PRAGMA table_info('{table}')")]


def schema(data: Path) -> list[Row]:
    """Everything that is laid down about the tables, in an order of its own."""
    queries = (
        (
            """SELECT table_name, column_name, data_type, is_nullable, column_default, identity_generation
               FROM information_schema.columns WHERE table_schema = 'public'""",
            """SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid)
               FROM pg_constraint WHERE connamespace = 'public'::regnamespace""",
            "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
            "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
            "SELECT proname, pg_get_functiondef(oid) FROM pg_proc WHERE pronamespace = 'public'::regnamespace",
        )
        if SERVED
        else ("SELECT type, name, tbl_name, sql FROM sqlite_master",)
    )
    return sorted((row for query in queries for row in rows(data, query)), key=repr)


def state(data: Path) -> str:
    """A hash over everything that the database holds."""
    if not SERVED:
        return hashlib.sha256((data / FILE).read_bytes()).hexdigest()
    whole = [(name, sorted(map(repr, rows(data, f'SELECT * FROM "{name}"')))) for name in tables(data)]
    return hashlib.sha256(repr(whole).encode()).hexdigest()


def has_begun(data: Path) -> bool:
    """Whether a building is under way that has written already: into its file, or matters that nobody else sees yet."""
    if not SERVED:
        return bool(list(data.glob(f".building-*/{FILE}")))
    query = """
        SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
        WHERE c.relname = 'matters_matter' AND l.mode = 'RowExclusiveLock' AND l.granted"""
    return rows(data, query) != [(0,)]


def is_left_alone(data: Path) -> bool:
    """Whether nobody else is connected: the server has noticed that the one who built is gone."""
    query = (
        "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid != pg_backend_pid()"
    )
    return not SERVED or rows(data, query) == [(0,)]
