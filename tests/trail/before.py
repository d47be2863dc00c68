"""How a served platform was before a test, to put it back while it runs: its rows, its triggers, its files."""

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import psycopg
import pysqlite3
from psycopg import sql

FILE = "qingyuan.sqlite3"


def of(source: Path, data: Path, database: str) -> Callable[[], None]:
    """What puts ``data`` and its database back as the prepared city in ``source`` is; ``database`` empty: SQLite."""
    rows = _on_a_server(database) if database else lambda: _page_by_page(source, data)

    def put_back() -> None:
        rows()
        for kept in data.glob("trail.checkpoint*"):
            kept.unlink()
        for kept in source.glob("trail.checkpoint*"):
            shutil.copy2(kept, data)

    return put_back


def _page_by_page(source: Path, data: Path) -> None:
    """The whole file, as SQLite itself copies one that others have open: they notice that it is another."""
    with (
        closing(pysqlite3.connect(source / FILE)) as whole,
        closing(pysqlite3.connect(data / FILE)) as changed,
    ):
        whole.backup(changed)


def _on_a_server(database: str) -> Callable[[], None]:
    with psycopg.connect(database) as now:
        names = "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        tables = [sql.Identifier(name) for (name,) in now.execute(names)]
        rows = [(table, _copied(now, table)) for table in tables]
        numbers = now.execute(
            "SELECT sequencename, coalesce(last_value, 1), last_value IS NOT NULL FROM pg_sequences"
        )
        next_ones = numbers.fetchall()
        triggers = now.execute(
            "SELECT tgname, tgrelid::regclass::text, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
        ).fetchall()

    def put_back() -> None:
        with psycopg.connect(database) as changed:
            changed.execute("SET session_replication_role = replica")
            changed.execute(sql.SQL("TRUNCATE {}").format(sql.SQL(", ").join(tables)))
            for table, content in rows:
                with changed.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(table)) as copy:
                    copy.write(content)
            for sequence, number, used in next_ones:
                changed.execute("SELECT setval(%s, %s, %s)", (sequence, number, used))
            for name, table, whole in triggers:
                drop = "DROP TRIGGER IF EXISTS {} ON {}"
                changed.execute(sql.SQL(drop).format(sql.Identifier(name), sql.Identifier(table)))
                changed.execute(whole)

    return put_back


def _copied(database: "psycopg.Connection[tuple[object, ...]]", table: sql.Identifier) -> bytes:
    with database.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(table)) as copy:
        return b"".join(bytes(part) for part in copy)
