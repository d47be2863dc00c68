"""The database itself refuses a reader that routing did not allow, and every change to what was sealed."""

from django.db import migrations

NOT_ALLOWED = "this key may not read this report"
NO_KEY = "this key is not one that may be allowed"
FIXED = "what was sealed is not changed"
REFUSAL = "USING ERRCODE = 'integrity_constraint_violation'"  # as SQLite's ABORT: an IntegrityError, not a wrong program

HAS_ALLOWED = "EXISTS (SELECT 1 FROM reports_allowed a WHERE a.report_id = NEW.report_id AND a.key_id = NEW.key_id)"
HAS_KEY = (
    "EXISTS (SELECT 1 FROM reports_dutykey k JOIN reports_holder h ON h.id = k.holder_id WHERE k.id = NEW.key_id "
    "AND k.retired_at IS NULL AND h.agreed_by_id IS NOT NULL AND h.to_at IS NULL)"
)
WHOLE = ("allowed", "slot", "envelope", "opening", "vault", "vaultshare")  # never changed, never removed
COLUMNS = (
    *("public_id", "locator_hash", "recipient", "reporter", "own_slot", "promised", "digest", "channel"),
    *("received_at",),
)


def _sqlite():
    for table, holds, words in (("slot", HAS_ALLOWED, NOT_ALLOWED), ("allowed", HAS_KEY, NO_KEY)):
        yield (
            f"CREATE TRIGGER reports_{table}_lock BEFORE INSERT ON reports_{table} WHEN NOT {holds} "
            f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
        )
    for table in WHOLE:
        for verb in ("UPDATE", "DELETE"):
            yield (
                f"CREATE TRIGGER reports_{table}_no_{verb.lower()} BEFORE {verb} ON reports_{table} "
                f"BEGIN SELECT RAISE(ABORT, '{FIXED}'); END"
            )
    columns = ", ".join(COLUMNS)
    yield (
        f"CREATE TRIGGER reports_report_no_update BEFORE UPDATE OF {columns} ON reports_report WHEN "
        + " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in COLUMNS)
        + f" BEGIN SELECT RAISE(ABORT, '{FIXED}'); END"
    )
    yield (
        "CREATE TRIGGER reports_report_no_delete BEFORE DELETE ON reports_report "
        f"BEGIN SELECT RAISE(ABORT, '{FIXED}'); END"
    )


def _postgresql():
    yield (
        "CREATE FUNCTION reports_slot_lock() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF NOT {HAS_ALLOWED} THEN RAISE EXCEPTION '{NOT_ALLOWED}' {REFUSAL}; END IF; RETURN NEW; END $$"
    )
    yield (
        "CREATE FUNCTION reports_allowed_lock() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN IF NOT {HAS_KEY} THEN RAISE EXCEPTION '{NO_KEY}' {REFUSAL}; END IF; RETURN NEW; END $$"
    )
    yield (
        "CREATE FUNCTION reports_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{FIXED}' {REFUSAL}; END $$"
    )
    for table in ("slot", "allowed"):
        yield (
            f"CREATE TRIGGER reports_{table}_lock BEFORE INSERT ON reports_{table} "
            f"FOR EACH ROW EXECUTE FUNCTION reports_{table}_lock()"
        )
    for table in WHOLE:
        yield (
            f"CREATE TRIGGER reports_{table}_fixed BEFORE UPDATE OR DELETE ON reports_{table} "
            "FOR EACH ROW EXECUTE FUNCTION reports_refuse()"
        )
    yield (
        "CREATE TRIGGER reports_report_no_update BEFORE UPDATE ON reports_report FOR EACH ROW WHEN ("
        + " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in COLUMNS)
        + ") EXECUTE FUNCTION reports_refuse()"
    )
    yield (
        "CREATE TRIGGER reports_report_no_delete BEFORE DELETE ON reports_report "
        "FOR EACH ROW EXECUTE FUNCTION reports_refuse()"
    )


def lock(apps, schema_editor):
    for statement in _sqlite() if schema_editor.connection.vendor == "sqlite" else _postgresql():
        schema_editor.execute(statement)


def unlock(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table in WHOLE:
            for verb in ("update", "delete"):
                schema_editor.execute(f"DROP TRIGGER reports_{table}_no_{verb}")
        for name in ("slot_lock", "allowed_lock", "report_no_update", "report_no_delete"):
            schema_editor.execute(f"DROP TRIGGER reports_{name}")
    else:
        for table in WHOLE:
            schema_editor.execute(f"DROP TRIGGER reports_{table}_fixed ON reports_{table}")
        for name in ("no_update", "no_delete"):
            schema_editor.execute(f"DROP TRIGGER reports_report_{name} ON reports_report")
        for table in ("slot", "allowed"):
            schema_editor.execute(f"DROP TRIGGER reports_{table}_lock ON reports_{table}")
            schema_editor.execute(f"DROP FUNCTION reports_{table}_lock()")
        schema_editor.execute("DROP FUNCTION reports_refuse()")


class Migration(migrations.Migration):
    dependencies = [("reports", "0001_initial")]
    operations = [migrations.RunPython(lock, unlock)]
