"""The record: appended with the act, never changed, and every tampering is found and placed."""

import shutil
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from qingyuan.engines.merkle import Frontier, check_bundle, commit
from qingyuan.trail import queries
from qingyuan.trail.errors import RecordBroken
from qingyuan.trail.models import Entry, Head, Tile
from qingyuan.trail.policy import content
from qingyuan.trail.rules import Act, keep_outside, record, record_many

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


def forged(index: int, before: Frontier) -> tuple[Entry, Frontier]:
    """An entry by somebody who knows how the log works and has the database, but not the key."""
    at, salt = Entry.objects.get(pk=0).at, b"s" * 16
    said = content(index=index, at=at, actor="f" * 16, act="matters.close", subject="matter:9", detail="{}")
    row = Entry(
        index=index, at=at, actor="f" * 16, act="matters.close", subject="matter:9", detail="{}",
        salt=salt, commitment=commit(dict(said), salt),
    )  # fmt: skip
    return row, before.append(bytes(row.commitment))


def put_at_the_end(checkpoint: str | None = None) -> None:
    head = Head.objects.get(pk=1)
    before = Frontier.from_bytes(bytes(head.frontier))
    row, edge = forged(before.size, before)
    row.save(force_insert=True)
    head.frontier = edge.to_bytes()
    head.checkpoint = head.checkpoint if checkpoint is None else checkpoint
    head.save()


@pytest.mark.parametrize("checkpoint", [None, ""])
@pytest.mark.parametrize("count", [20, 300, 512])
def test_a_row_put_at_the_end_together_with_its_tree_stands_under_no_signature(
    count: int, checkpoint: str | None
) -> None:
    several(count)
    put_at_the_end(checkpoint)
    verdict = queries.verify()
    assert not verdict.ok
    assert verdict.first_bad in (count, count // 256 * 256)


@pytest.mark.parametrize("kept", [590, 512])
def test_a_tail_that_was_cut_off_together_with_its_tree_and_its_checkpoint_is_found(kept: int) -> None:
    several(600)
    rows = Entry.objects.filter(index__lt=kept).order_by("index").values_list("commitment", flat=True)
    edge = Frontier().extend(bytes(row) for row in rows)
    as_superuser('DELETE FROM trail_entry WHERE "index" >= %s', kept)
    Head.objects.filter(pk=1).update(frontier=edge.to_bytes(), checkpoint="")
    assert queries.verify().first_bad is not None


def test_what_was_forged_is_never_signed_over_by_the_next_act() -> None:
    """Else the next act would make the forgery genuine."""
    several(20)
    put_at_the_end()
    with pytest.raises(RecordBroken), transaction.atomic():
        several(1)
    assert Entry.objects.count() == 21


def test_a_record_that_another_key_has_signed_is_not_carried_on(tmp_path, settings) -> None:
    several(3)
    settings.DATA = tmp_path
    with pytest.raises(RecordBroken), transaction.atomic():
        several(1)


def test_the_checkpoint_of_the_database_that_was_is_kept_when_an_older_one_goes_on(
    tmp_path, settings
) -> None:
    shutil.copytree(settings.DATA / "keys", tmp_path / "keys")
    settings.DATA = tmp_path
    several(5)
    yesterday = Head.objects.get(pk=1)
    several(5)
    keep_outside(tmp_path, 10, queries.public_checkpoint())
    as_superuser('DELETE FROM trail_entry WHERE "index" >= 5')
    yesterday.save()
    several(9)
    keep_outside(tmp_path, 14, queries.public_checkpoint())
    verdict = queries.verify()
    assert not verdict.ok
    assert verdict.problem == "root_mismatch"


def test_entries_that_come_while_the_record_is_read_are_no_fault(tmp_path, monkeypatch) -> None:
    several(10)
    audit = queries.audit

    def meanwhile(*rows, **more):
        several(300)
        return audit(*rows, **more)

    monkeypatch.setattr(queries, "audit", meanwhile)
    verdict = queries.verify(kept=tmp_path / "none")
    assert (verdict.ok, verdict.size) == (True, 10)
    monkeypatch.undo()
    assert queries.verify(kept=tmp_path / "none").size == 310


def test_the_root_kept_with_a_tile_is_checked_too() -> None:
    several(300)
    Tile.objects.filter(level=0, index=0).update(root=b"\1" * 32)
    verdict = queries.verify()
    assert (verdict.problem, verdict.first_bad) == ("tile_changed", 0)


def test_a_missing_head_and_the_checkpoint_of_another_tile_are_said_in_words() -> None:
    several(600)
    first = Tile.objects.get(level=0, index=0).checkpoint
    Tile.objects.filter(level=0, index=1).update(checkpoint=first)
    assert (queries.verify().problem, queries.verify().first_bad) == ("tile_changed", 256)
    Tile.objects.filter(level=0, index=1).update(checkpoint="")
    assert queries.verify().first_bad == 256
    Head.objects.all().delete()
    assert queries.verify().problem == "head_missing"


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="a typed database refuses such a value itself")
@pytest.mark.parametrize("wrong", ["at = 'x'", "salt = 'x'", "commitment = 7", "at = 7"])
def test_a_row_that_cannot_even_be_read_is_named(wrong: str) -> None:
    several(20)
    as_superuser(f'UPDATE trail_entry SET {wrong} WHERE "index" = 7')
    assert queries.verify().first_bad == 7


def test_a_full_disk_beside_the_database_undoes_no_act(
    monkeypatch, settings, tmp_path, django_capture_on_commit_callbacks
) -> None:
    settings.DATA = tmp_path
    with django_capture_on_commit_callbacks(execute=True):
        several(1)
        monkeypatch.setattr("pathlib.Path.write_text", _full)
    assert Entry.objects.count() == 1


def _full(*_what: object, **_more: object) -> int:
    raise OSError(28, "No space left on device")


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
