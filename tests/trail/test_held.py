"""Held values: what an entry speaks of is published without saying it, in a fixed number of queries."""

import hashlib
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from qingyuan.engines.merkle import LOST, EntryBundle, HeldTile, Standing, Tile, decode_bundle, held_value
from qingyuan.matters.api import Matter, rules
from qingyuan.matters.queries import held as held_matters
from qingyuan.matters.rules.opening import Draft, open_many
from qingyuan.matters.testing import a_matter, at_work
from qingyuan.trail import queries, shelves
from qingyuan.trail.api import acts_on, proof_of, record, still_there
from qingyuan.trail.models import Entry
from qingyuan.trail.policy import promised
from tests.matters.conftest import AT, City, city
from tests.trail.test_record import NOON, as_superuser, several

__all__ = ["city"]
pytestmark = pytest.mark.django_db
DUE = date(2021, 4, 16)


def whole() -> bytes:
    """All held values, tile after tile."""
    size = queries.public_size()
    return b"".join(
        queries.held_tile(HeldTile(first // 256, min(256, size - first))) for first in range(0, size, 256)
    )


def test_an_entry_without_a_thing_has_a_value_like_any_other() -> None:
    several(3)
    entry = Entry.objects.get(pk=1)
    assert whole()[32:64] == hashlib.sha256(bytes(entry.salt)).digest()
    assert len({whole()[at : at + 32] for at in (0, 32, 64)}) == 3


def test_the_room_that_left_a_function_is_asked_once_and_answers_for_its_own(monkeypatch) -> None:  # type: ignore[no-untyped-def]
    asked = []

    def reports(entries):  # type: ignore[no-untyped-def]
        asked.append([entry.index for entry in entries])
        return [bytes([7]) * 32 for _ in entries]

    monkeypatch.setattr(shelves.held, "_things", {"report": reports})
    several(2)
    for n in (1, 2):
        record(actor="", act="reports.accept", subject=f"report:{n}", at=NOON, detail={"digest": "07" * 32})
    data = whole()
    assert asked == [[2, 3]]
    assert data[64:96] == held_value(bytes(Entry.objects.get(pk=2).salt), bytes([7]) * 32)
    assert still_there(proof_of(2)).standing is Standing.PRESENT
    monkeypatch.setattr(shelves.held, "_things", {"report": lambda entries: [b"" for _ in entries]})
    assert still_there(proof_of(2)).standing is Standing.GONE  # the proof is of today, the promise of then
    monkeypatch.setattr(shelves.held, "_things", {"report": lambda entries: [bytes(32) for _ in entries]})
    assert still_there(proof_of(3)).standing is Standing.CHANGED


@pytest.mark.parametrize("detail", ["", "{", "[]", "null", '{"digest":1}', '{"digest":"zz"}', "[" * 100_000])
def test_no_detail_makes_a_promise_by_mistake(detail: str) -> None:
    assert promised({"detail": detail}) is None
    assert promised("no object") is None


def test_work_on_matters_changes_no_value_and_costs_a_fixed_number_of_queries(city: City) -> None:
    matters = [a_matter(campaign=city.campaign, unit=city.ours, by=city.clerk, at=AT) for _ in range(4)]
    before = whole()
    with CaptureQueriesContext(
        connection,
    ) as few:
        queries.held_tile(HeldTile(0, len(before) // 32))
    for matter in matters:
        at_work(matter, owner=city.owner, by=city.head, at=AT, due_on=DUE)
        for _ in range(3):  # in one and the same moment: their order is kept
            rules.note_progress(matter_id=matter.pk, words="已补录", by=city.owner, at=AT)
            assert whole()[: len(before)] == before
            before = whole()
    with CaptureQueriesContext(connection) as many:
        queries.held_tile(HeldTile(0, len(before) // 32))
    assert len(many) == len(few) <= 6


@pytest.mark.parametrize(
    ("deed", "changed"),
    [
        ("UPDATE matters_matter SET statement = 'x' WHERE id = {pk}", "all"),
        ("UPDATE matters_matter SET number = 'x' WHERE id = {pk}", "all"),
        ("UPDATE matters_matter SET measures = 'x' WHERE id = {pk}", "none"),
        ("UPDATE matters_step SET words = 'x' WHERE matter_id = {pk} AND act = 'progress'", "last"),
        ("DELETE FROM matters_step WHERE matter_id = {pk} AND act = 'progress'", "last"),
    ],
)
def test_what_the_superuser_changes_shows_at_its_own_entries_only(
    city: City, deed: str, changed: str
) -> None:
    matter = a_matter(campaign=city.campaign, unit=city.ours, by=city.clerk, at=AT)
    other = a_matter(campaign=city.campaign, unit=city.ours, by=city.clerk, at=AT)
    at_work(matter, owner=city.owner, by=city.head, at=AT, due_on=DUE)
    rules.note_progress(matter_id=matter.pk, words="已补录", by=city.owner, at=AT)
    own = [entry.index for entry in acts_on(f"matter:{matter.pk}")]
    before = whole()
    as_superuser(deed.format(pk=matter.pk))
    after = whole()
    differ = [
        n for n in range(len(before) // 32) if before[32 * n : 32 * n + 32] != after[32 * n : 32 * n + 32]
    ]
    assert differ == {"all": own, "none": [], "last": own[-1:]}[changed]
    assert other.pk


def test_an_import_that_is_lawfully_taken_back_alarms_nobody(city: City) -> None:
    drafts = [
        Draft(
            kind=a_matter(campaign=city.campaign, unit=city.ours, by=city.clerk, at=AT).kind,
            statement=f"第{n}条", unit=city.ours, import_ref="list-1",
            category=Matter.objects.order_by("pk").first().category,  # type: ignore[union-attr]
        )
        for n in range(3)
    ]  # fmt: skip
    open_many(campaign=city.campaign, drafts=drafts, by=city.clerk, at=AT)
    before = whole()
    rules.take_back(import_ref="list-1", by=city.clerk, at=AT)
    assert whole()[: len(before)] == before


def test_once_worked_on_an_imported_matter_is_held_too(city: City) -> None:
    category = a_matter(campaign=city.campaign, unit=city.ours, by=city.clerk, at=AT).category
    draft = Draft(
        kind=Matter.objects.all()[0].kind, statement="一条", unit=city.ours, import_ref="l", category=category
    )
    matter = open_many(campaign=city.campaign, drafts=[draft], by=city.clerk, at=AT)[0]
    at_work(matter, owner=city.owner, by=city.head, at=AT, due_on=DUE)
    registered, fixed = acts_on(f"matter:{matter.pk}")
    assert held_matters([registered, fixed])[0] == b""
    assert len(held_matters([registered, fixed])[1]) == 32


def test_a_row_that_is_gone_or_changed_shows_as_lost() -> None:
    several(300)
    before = whole()
    as_superuser('DELETE FROM trail_entry WHERE "index" = 290')
    as_superuser("UPDATE trail_entry SET act = 'x' WHERE \"index\" = 7")
    after = whole()
    lost = [n for n in range(300) if after[32 * n : 32 * n + 32] == LOST]
    assert lost == [7, 290]
    assert LOST not in [before[32 * n : 32 * n + 32] for n in range(300)]


def test_bundles_hold_commitments_and_nothing_else_and_nothing_is_handed_out_beyond_the_log() -> None:
    several(258)
    entries = decode_bundle(queries.published(EntryBundle(1, 2)), 2)
    assert list(entries) == [bytes(row.commitment) for row in Entry.objects.filter(index__gte=256)]
    for beyond in (
        EntryBundle(1, 3),
        EntryBundle(1),
        Tile(0, 1, 3),
        Tile(1, 0, 2),
        Tile(2, 0, 1),
        HeldTile(1, 3),
        HeldTile(9),
    ):
        with pytest.raises(LookupError):
            queries.published(beyond)
    assert len(queries.published(Tile(1, 0, 1))) == 32
