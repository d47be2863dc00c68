"""The record: appended with the act, never changed, and every tampering is found and placed."""

from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from qingyuan.engines.merkle import check_bundle
from qingyuan.trail import queries
from qingyuan.trail.models import Entry, Head, Tile
from qingyuan.trail.rules import Act, record, record_many

pytestmark = pytest.mark.django_db
NOON = datetime(2021, 3, 19, 4, tzinfo=UTC)


def several(count: int) -> None:
    record_many(Act("0123456789abcdef", "matters.close", f"matter:{n}", NOON, {"n": n}) for n in range(count))


def as_superuser(statement: str, *params: object) -> None:
    """What an attacker with the database in hand can do: the triggers do not stop him."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TRIGGER IF EXISTS trail_entry_no_update")
            cursor.execute("DROP TRIGGER IF EXISTS trail_entry_no_delete")
        else:
            cursor.execute("DROP TRIGGER IF EXISTS trail_entry_append_only ON trail_entry")
        cursor.execute(statement, params)


def test_an_empty_record_fits() -> None:
    assert queries.verify().ok
    assert queries.verify().size == 0


def test_what_is_recorded_one_by_one_and_at_once_is_one_log() -> None:
    record(actor="a" * 16, act="org.add_unit", subject="unit:990100000000", at=NOON)
    several(600)
    record(actor="a" * 16, act="org.add_unit", subject="unit:990101000000", at=NOON)
    verdict = queries.verify()
    assert verdict.ok, verdict
    assert verdict.size == 602
    assert Tile.objects.filter(level=0).count() == 2


def test_tiles_of_the_second_level_come_when_65536_entries_are_there() -> None:
    several(65_536 + 3)
    assert Tile.objects.filter(level=1).count() == 1
    assert queries.verify().ok
    key = queries.verifier_key()
    for index in (0, 255, 256, 65_535, 65_538):
        assert check_bundle(queries.proof_of(index), key).ok


@pytest.mark.parametrize("verb", ["UPDATE trail_entry SET act = 'x'", "DELETE FROM trail_entry"])
def test_the_database_refuses_to_change_or_remove_an_entry(verb: str) -> None:
    several(3)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(verb)
    assert Entry.objects.count() == 3


def test_an_act_that_is_undone_leaves_nothing_in_the_record() -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        several(2)
        raise RuntimeError
    assert Entry.objects.count() == 0
    assert queries.verify().ok


@pytest.mark.parametrize(
    ("statement", "first_bad"),
    [
        ("UPDATE trail_entry SET act = 'matters.return' WHERE {i} = 417", 417),
        ("UPDATE trail_entry SET actor = 'ffffffffffffffff' WHERE {i} = 3", 3),
        ("UPDATE trail_entry SET detail = '{{}}' WHERE {i} = 299", 299),
        ("DELETE FROM trail_entry WHERE {i} = 300", 300),
        ("DELETE FROM trail_entry WHERE {i} = 599", 599),
        ("DELETE FROM trail_entry WHERE {i} >= 590", 590),
    ],
)
def test_a_changed_or_removed_row_is_found_and_named(statement: str, first_bad: int) -> None:
    several(600)
    as_superuser(statement.format(i='"index"'))
    verdict = queries.verify()
    assert not verdict.ok
    assert verdict.first_bad == first_bad


def test_two_rows_that_changed_places_are_found() -> None:
    several(20)
    for old, new in ((5, 1000), (6, 5), (1000, 6)):
        as_superuser('UPDATE trail_entry SET "index" = %s WHERE "index" = %s', new, old)
    assert queries.verify().first_bad == 5


def test_a_row_put_at_the_end_is_found() -> None:
    several(20)
    as_superuser(
        "INSERT INTO trail_entry SELECT 20, at, actor, act, subject, detail, salt, commitment "
        'FROM trail_entry WHERE "index" = 19'
    )
    assert queries.verify().first_bad == 20


def test_a_forged_row_with_its_own_right_commitment_is_placed_by_its_tile() -> None:
    several(600)
    victim = Entry.objects.get(pk=417)
    from qingyuan.engines.merkle import commit

    said = {**queries.said_by(victim), "act": "matters.return"}
    as_superuser(
        "UPDATE trail_entry SET act = 'matters.return', commitment = %s WHERE \"index\" = 417",
        commit(dict(said), bytes(victim.salt)),
    )
    assert queries.verify().first_bad == 417


def test_a_forged_signature_is_found() -> None:
    several(5)
    head = Head.objects.get(pk=1)
    as_superuser("UPDATE trail_head SET checkpoint = %s", head.checkpoint.replace("\n5\n", "\n4\n"))
    assert not queries.verify().ok


def test_a_database_rolled_back_to_yesterday_is_found_by_the_checkpoint_kept_outside(tmp_path) -> None:
    several(5)
    yesterday = Head.objects.get(pk=1)
    several(5)
    kept = tmp_path / "checkpoint"
    kept.write_text(queries.public_checkpoint())
    as_superuser('DELETE FROM trail_entry WHERE "index" >= 5')
    yesterday.save()
    assert queries.verify(kept=tmp_path / "none").ok
    assert queries.verify(kept=kept).first_bad == 5


def test_a_proof_shows_what_the_entry_says_and_fails_for_another_key() -> None:
    several(300)
    proof = queries.proof_of(123)
    found = check_bundle(proof, queries.verifier_key())
    assert found.ok
    assert found.opening is not None
    assert found.opening.content["subject"] == "matter:123"
    assert not check_bundle(proof.replace("index 123", "index 124"), queries.verifier_key()).ok
    with pytest.raises(LookupError):
        queries.proof_of(300)


def test_the_log_itself_tells_nothing_that_can_be_guessed() -> None:
    """Two entries that say the same have different commitments."""
    several(1)
    first = bytes(Entry.objects.get(pk=0).commitment)
    several(1)
    assert bytes(Entry.objects.get(pk=1).commitment) != first
