"""The database itself refuses to change or remove an entry, and the log begins with an empty head."""

from django.db import migrations

from qingyuan.engines.merkle import Frontier

REFUSAL = "the trail is append-only"

SQLITE = [
    f"CREATE TRIGGER trail_entry_no_{verb} BEFORE {verb.upper()} ON trail_entry "
    f"BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for verb in ("update", "delete")
]
POSTGRESQL = [
    "CREATE FUNCTION trail_refuse() RETURNS trigger LANGUAGE plpgsql AS "
    f"$$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$",
    "CREATE TRIGGER trail_entry_append_only BEFORE UPDATE OR DELETE ON trail_entry "
    "FOR EACH ROW EXECUTE FUNCTION trail_refuse()",
]


def lock(apps, schema_editor):
    statements = SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL
    for statement in statements:
        schema_editor.execute(statement)


def unlock(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("update", "delete"):
            schema_editor.execute(f"DROP TRIGGER trail_entry_no_{verb}")
    else:
        schema_editor.execute("DROP TRIGGER trail_entry_append_only ON trail_entry")
        schema_editor.execute("DROP FUNCTION trail_refuse()")


def begin(apps, schema_editor):
    apps.get_model("trail", "Head").objects.create(id=1, frontier=Frontier().to_bytes())


class Migration(migrations.Migration):
    dependencies = [("trail", "0001_initial")]
    operations = [
        migrations.RunPython(lock, unlock),
        migrations.RunPython(begin, migrations.RunPython.noop),
    ]
