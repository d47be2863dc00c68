"""What the record's entries about leads speak of, as it is in the database now: so that a witness sees tampering."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Any

from django.db.models import Model

from qingyuan.discipline.models import (
    Clarification,
    Disposal,
    FalseReport,
    Handling,
    Happened,
    Lead,
    Member,
    MoreTime,
    Report,
)
from qingyuan.discipline.policy.telling import NOTED
from qingyuan.trail.api import Entry, acts

LEAD = ("channel", "received_on", "assigned_by", "outside_number", "about", "real_name", "repeat")
DECIDED = ("decided_by_id", "state")

# By act: the row that it wrote, the field with its moment, and what of the row no rule ever changes.
WROTE: dict[str, tuple[type[Model], str, tuple[str, ...]]] = {
    "note_event": (Happened, "at", ("event", "on", "by_id", "words")),
    "propose_disposal": (Disposal, "at", ("kind", "opinion", "by_id")),
    "decide_disposal": (Disposal, "decided_at", (*DECIDED, "words")),
    "join_team": (Member, "joined_at", ("person_id", "chief", "by_id")),
    "recuse_member": (Member, "recused_at", ("person_id", "recused_why")),
    "submit_report": (Report, "at", ("words", "result", "by_id")),
    "decide_report": (Report, "decided_at", (*DECIDED, "answer")),
    "propose_handling": (Handling, "at", ("person_id", "unit_id", "basis", "facts", "by_id")),
    "ask_more_time": (MoreTime, "at", ("clock_id", "reason", "by_id")),
    "answer_more_time": (MoreTime, "answered_at", ("clock_id", "answer", "answered_by_id")),
    "clear_name": (Clarification, "at", ("person_id", "unit_id", "reach", "told", "by_id")),
    "propose_false_report": (FalseReport, "at", ("words", "by_id")),
    "determine_false_report": (FalseReport, "decided_at", (*DECIDED, "answer")),
}
NAMED = {f"discipline.{name}": wrote for name, wrote in WROTE.items()}
REGISTERED = "discipline.register_lead"


def held(entries: Sequence[Entry]) -> list[bytes]:
    """For entries about leads, SHA-256 over the lead as it came in and the row that the act wrote; nothing, if gone.

    A row belongs to the entry of the same lead, act and moment; of several alike, each to the one at its place. At
    most a query for each kind of row, however many entries.
    """
    ours = {entry.subject for entry in entries if entry.act in NAMED or entry.act == REGISTERED}
    leads = {f"lead:{row['pk']}": row for row in _leads(ours)}
    found = {entry.act for entry in entries}
    told = acts().filter(subject__in=ours, act__in=found & set(NAMED)).order_by("index")
    places = _nth((index, key) for index, *key in told.values_list("index", "subject", "act", "at"))
    rows = {key: row for name in sorted(found & set(NAMED)) for key, row in _rows(name, leads)}
    return [
        _digest(entry, leads.get(entry.subject), rows.get(_key(entry, places.get(entry.index, 0))))
        for entry in entries
    ]


Key = tuple[str, str, datetime, int]


def _key(entry: Entry, place: int) -> Key:
    return entry.subject, entry.act, entry.at, place


def _leads(subjects: Iterable[str]) -> Iterable[dict[str, Any]]:
    keys = [subject.partition(":")[2] for subject in subjects]
    sound = [int(key) for key in keys if key.isascii() and key.isdigit()]
    return list(Lead.objects.filter(pk__in=sound).values("pk", "matter_id", *LEAD))


def _rows(name: str, leads: dict[str, dict[str, Any]]) -> Iterable[tuple[Key, dict[str, Any]]]:
    model, moment, fields = NAMED[name]
    found = model._default_manager.filter(
        lead__in=[row["pk"] for row in leads.values()], **{f"{moment}__isnull": False}
    )
    if name == "discipline.note_event":
        found = found.filter(event__in=NOTED)
    rows = list(found.order_by("pk").values("pk", "lead_id", moment, *fields))
    nth = _nth((row["pk"], (row["lead_id"], row[moment])) for row in rows)
    return [((f"lead:{row['lead_id']}", name, row[moment], nth[row["pk"]]), row) for row in rows]


def _nth(rows: Iterable[tuple[int, Any]]) -> dict[int, int]:
    """Of things alike, the how manyth each is."""
    seen: Counter[Any] = Counter()
    places = {}
    for key, alike in rows:
        kind = tuple(alike)
        places[key] = seen[kind]
        seen[kind] += 1
    return places


def _digest(entry: Entry, lead: dict[str, Any] | None, row: dict[str, Any] | None) -> bytes:
    if lead is None or (entry.act != REGISTERED and (entry.act not in NAMED or row is None)):
        return b""
    said = [{name: _plain(value) for name, value in (one or {}).items()} for one in (lead, row)]
    return sha256(
        json.dumps(said, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
    ).digest()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return value.isoformat() if isinstance(value, date) else value
