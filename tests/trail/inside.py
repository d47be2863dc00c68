"""Somebody inside the bureau, in a process of his own beside the served platform: what honest rules do, and what the
superuser of the database does who has the server's own key. ``python -m tests.trail.inside``: one JSON list a line,
the name of a deed and its arguments; one JSON answer a line.
"""

import json
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

import django

DUE = date(2021, 4, 16)
TABLES = (
    *(
        f"reports_{name}"
        for name in ("report", "envelope", "slot", "allowed", "vault", "vaultshare", "opening")
    ),
    *("matters_matter", "matters_step", "discipline_lead"),
)


def city() -> dict[str, Any]:
    """Migrate, and open a lead about a person."""
    from qingyuan.campaign.testing import a_campaign
    from qingyuan.kit import clock
    from qingyuan.matters.api import kinds
    from qingyuan.matters.testing import a_matter, at_work
    from qingyuan.org.api import Role, Unit
    from qingyuan.org.testing import a_person, a_unit
    from qingyuan.site import running

    running.prepare()
    at = clock.now()
    root = a_unit(name="示例市公安局", code="990100000000")
    ours = a_unit(root, name="源河分局")
    root, ours = Unit.objects.get(pk=root.pk), Unit.objects.get(pk=ours.pk)
    politics = a_unit(root, name="政治部")
    inspector, handler = (
        a_person(Unit.objects.get(pk=politics.pk), Role.DISCIPLINE, at_unit=root, name=name)
        for name in ("督察", "承办人")
    )
    lead = a_matter(
        campaign=a_campaign(root, at=at), unit=ours, by=inspector, at=at, kind=kinds.Kind.LEAD,
        statement="反映值班饮酒", names=(a_person(ours, name="被反映人"),),
    )  # fmt: skip
    at_work(lead, owner=handler, by=inspector, at=at, due_on=DUE)
    from qingyuan.trail.api import acts_on

    return {"lead": lead.pk, "entries": [entry.index for entry in acts_on(f"matter:{lead.pk}")]}


def report() -> dict[str, Any]:
    """A report with a message each way, a file and a name, which became a lead; where its entries stand."""
    from datetime import timedelta

    from qingyuan.engines import envelope
    from qingyuan.kit import clock
    from qingyuan.org.api import Unit
    from qingyuan.reports import rules
    from qingyuan.reports.kinds import DeskKind
    from qingyuan.reports.testing import a_report, a_seat
    from qingyuan.trail.api import acts_on

    at = clock.now() + timedelta(minutes=1)
    root = Unit.objects.get(code="990100000000")
    seat = a_seat(DeskKind.CITY, root, at=at)
    for kind in (DeskKind.RESIDENT, DeskKind.UPPER):
        a_seat(kind, None, at=at)
    told = a_report(at=at, words="丹枫路收受烟酒", name="举报人甲")
    key = told.report.pk

    def sealed(words: str) -> bytes:
        return envelope.seal(envelope.pad(words.encode()), told.report.recipient)

    rules.say(locator=told.locator, sealed=sealed("还有一事"), at=at)
    photo = envelope.seal(envelope.pad_file("照片.png", "image/png", b"png"), told.report.recipient)
    rules.attach(locator=told.locator, sealed=photo, at=at)
    rules.open_report(report_id=key, by=seat.person, at=at)
    rules.reply(report_id=key, sealed=sealed("请补充"), by=seat.person, at=at)
    lead = rules.take_up(report_id=key, by=seat.person, at=at).matter_id
    entries = {entry.act: entry.index for entry in acts_on(f"report:{told.report.public_id}")}
    return {"report": key, "report_lead": lead, "report_entries": entries}


def grow(count: int) -> int:
    """Honest acts; how large the record then is."""
    from qingyuan.kit import clock
    from qingyuan.trail.api import Act, acts, record_many

    record_many(
        Act("0123456789abcdef", "org.sign_in", "account:1", clock.now(), {"n": n}) for n in range(count)
    )
    return acts().count()


def progress(lead: int) -> int:
    """One honest line in the story of the lead; the entry that belongs to it."""
    from qingyuan.kit import clock
    from qingyuan.matters.api import Matter, rules
    from qingyuan.trail.api import acts_on

    owner = Matter.objects.get(pk=lead).owner
    assert owner is not None
    rules.note_progress(matter_id=lead, words="已谈话", by=owner, at=clock.now())
    newest = acts_on(f"matter:{lead}").last()
    assert newest is not None
    return newest.index


def prove(index: int) -> str:
    """The proof that somebody was given."""
    from qingyuan.trail.api import proof_of

    return proof_of(index)


def key() -> str:
    """The public key of the log."""
    from qingyuan.trail.api import verifier_key

    return verifier_key()


def register(name: str, public: str) -> None:
    """The security administrator takes up a witness."""
    from qingyuan.kit import clock
    from qingyuan.org.api import Role, Unit
    from qingyuan.org.testing import a_person
    from qingyuan.portal.rules import register_witness

    admin = a_person(Unit.objects.get(code="990100000000"), Role.SECURITY_ADMIN)
    register_witness(name=name, key=public, by=admin, at=clock.now())


# -- the superuser with the key ----------------------------------------------------------------------------------


def sql(*statements: str) -> None:
    """What the triggers do not stop; foreign keys are not looked at either."""
    from django.db import connection

    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA foreign_keys=OFF")
            cursor.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")
            for (name,) in cursor.fetchall():
                cursor.execute(f'DROP TRIGGER "{name}"')
        else:
            cursor.execute("DROP TRIGGER IF EXISTS trail_entry_append_only ON trail_entry")
            cursor.execute("SET session_replication_role = replica")
        for statement in statements:
            cursor.execute(statement)


kept: dict[str, tuple[list[str], list[Any]]] = {}


def deed(*statements: str) -> int:
    """As :func:`sql`, after noting every row of the tables concerned; how many rows were touched."""
    from django.apps import apps
    from django.db import connection

    sql()
    kept.clear()
    touched = 0
    models = {model._meta.db_table: model for model in apps.get_models()}
    with connection.cursor() as cursor:
        for table in (*TABLES, "trail_entry"):
            fields = models[table]._meta.concrete_fields
            names = [f'"{field.column}"' for field in fields if not field.generated]
            cursor.execute(f"SELECT {', '.join(names)} FROM {table}")
            kept[table] = names, cursor.fetchall()
        for statement in statements:
            cursor.execute(statement)
            touched += cursor.rowcount
    return touched


def undo() -> None:
    """Put every row back that the last deed found."""
    from django.db import connection, transaction

    with transaction.atomic(), connection.cursor() as cursor:
        for table, (names, rows) in kept.items():
            cursor.execute(f"DELETE FROM {table}")
            marks = ", ".join(["%s"] * len(names))
            cursor.executemany(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", rows)


def afresh() -> None:
    """As somebody who has done nothing yet: with another connection."""
    from django.db import connection

    connection.close()
    kept.clear()


def rewrite(deed: str, at: int) -> int:
    """Change the rows of the log, and then make the tree anew and sign it, so that ``trail verify`` finds nothing."""
    from django.conf import settings
    from django.db import transaction

    from qingyuan.engines.merkle import Frontier, commit
    from qingyuan.trail import queries, rules
    from qingyuan.trail.models import Entry, Head, Tile
    from qingyuan.trail.policy import TILE

    sql()
    rows = list(Entry.objects.order_by("index"))
    if deed == "delete":
        del rows[at]
    elif deed == "change":
        rows[at].detail = '{"n":-1}'
    elif deed == "reorder":
        rows[at], rows[at + 1] = rows[at + 1], rows[at]
    elif deed == "insert":
        copy = Entry(**{field.name: getattr(rows[0], field.name) for field in Entry._meta.fields})
        rows.insert(at, copy)
    elif deed == "roll back":
        del rows[at:]
    with transaction.atomic():
        Entry.objects.all().delete()
        Tile.objects.all().delete()
        for index, row in enumerate(rows):
            row.index = index
            row.commitment = commit(dict(queries.said_by(row)), bytes(row.salt))
        Entry.objects.bulk_create(rows, batch_size=500)
        rules._keep_tiles(Frontier(), rows)
        edge = Frontier().extend(bytes(row.commitment) for row in rows)
        assert len(rows) // TILE == Tile.objects.filter(level=0).count()
        Head.objects.update(frontier=edge.to_bytes(), checkpoint=rules.signed(edge))
    for kept in settings.DATA.glob("trail.checkpoint*"):
        kept.unlink()
    assert queries.verify().ok
    return len(rows)


def main() -> None:
    django.setup()
    deeds: dict[str, Callable[..., Any]] = {
        one.__name__: one
        for one in (city, report, grow, progress, prove, key, register, sql, deed, undo, afresh, rewrite)
    }
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        print(json.dumps({"said": deeds[name](*arguments)}), flush=True)


if __name__ == "__main__":
    main()
