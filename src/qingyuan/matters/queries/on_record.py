"""What entries of the record speak of: what of a matter never changes, and the step of its story."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from qingyuan.matters.kinds import Act
from qingyuan.matters.models import Matter, Step
from qingyuan.matters.shelves import belongings
from qingyuan.trail.api import Entry, acts


def held(entries: Sequence[Entry]) -> list[bytes]:
    """For entries about matters, SHA-256 over what each speaks of as it now is: what of a matter never changes
    (number, kind, statement, when and by whom it was opened and whence) and the step of its story that belongs to
    the act, with what other rooms keep of it for good (``shelves.belongings``). Nothing, if there is nothing (any
    more), or if it may be taken back. Three queries, and those of the rooms.
    """
    keys = {_key_of(entry) for entry in entries}
    matters = _for_good(keys)
    told = acts().filter(subject__in={entry.subject for entry in entries}, act__in=ACTS).order_by("index")
    places = _nth((index, (subject, act, at)) for index, subject, act, at in told.values_list(*TOLD))
    stepped = Step.objects.filter(matter__in=matters).order_by("pk")
    rows = {
        (f"matter:{row['matter_id']}", f"matters.{row['act']}", row["at"], row["pk"]): row
        for row in stepped.values("pk", "matter_id", "act", "at", "by_id", "words")
    }
    nth = _nth((key, key[:3]) for key in rows)
    steps = {(*key[:3], nth[key]): row for key, row in rows.items()}
    return [
        _facts(
            entry,
            matters.get(_key_of(entry)),
            steps.get((entry.subject, entry.act, entry.at, places.get(entry.index, 0))),
        )
        for entry in entries
    ]


def for_good(keys: Collection[int]) -> dict[int, bytes]:
    """SHA-256 over what never changes of matters, by id: what a room may promise in the record. One query, and those
    of the rooms."""
    return {key: _digest([row]) for key, row in _for_good(keys).items()}


def _for_good(keys: Collection[int]) -> dict[int, dict[str, object]]:
    rows: dict[int, dict[str, object]] = {
        row["pk"]: dict(row) for row in Matter.objects.filter(pk__in=keys).values("pk", *FOR_GOOD)
    }
    for room in belongings:
        for key, said in belongings[room](list(rows)).items():
            rows[key][room] = said
    return rows


FOR_GOOD = ("number", "kind", "statement", "opened_at", "opened_on", "opened_by_id", "source", "source_ref")
TOLD = ("index", "subject", "act", "at")
ACTS = [f"matters.{act.value}" for act in Act]


def _key_of(entry: Entry) -> int:
    key = entry.subject.partition(":")[2]
    return int(key) if key.isascii() and key.isdigit() else 0


def _nth(rows: "Iterable[tuple[Any, Any]]") -> "dict[Any, int]":
    """Of things alike, the how manyth each is: two acts of one kind in one moment keep their order."""
    seen: Counter[Any] = Counter()
    places = {}
    for key, alike in rows:
        places[key] = seen[alike]
        seen[alike] += 1
    return places


def _facts(entry: Entry, matter: "Mapping[str, object] | None", step: "Mapping[str, object] | None") -> bytes:
    if matter is None or not entry.act.startswith("matters."):
        return b""
    if entry.act == "matters.register" and not json.loads(entry.detail).get("for_good"):
        return b""
    return _digest([matter, step])


def _digest(rows: Sequence[Mapping[str, object] | None]) -> bytes:
    said = [{name: _plain(value) for name, value in (row or {}).items()} for row in rows]
    return sha256(
        json.dumps(said, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
    ).digest()


def _plain(value: object) -> object:
    """A moment in one spelling, whatever zone the database hands it out in."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value
