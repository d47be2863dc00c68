"""What entries of the record speak of, as it is in the database now: so that whoever remembers notices a change.

The entry of a report speaks of all that the record says came to it: a message, a file, the reporter's name, the lead
that it became. So whoever holds the receipt, and nothing else, notices when one of them is gone or another.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from hashlib import sha256

from qingyuan.matters.api import queries as matters
from qingyuan.reports.models import Envelope, Report, Slot, Vault
from qingyuan.reports.policy.sealing import digest_of_report
from qingyuan.trail.api import Entry, acts

ABOUT_WHOLE, ABOUT_ENVELOPE, ABOUT_VAULT, ABOUT_LEAD = (
    "reports.accept",
    ("reports.say", "reports.attach"),
    "reports.give_name",
    "reports.take_up",
)
LATER = (*ABOUT_ENVELOPE, ABOUT_VAULT, ABOUT_LEAD)


@dataclass
class _Now:
    """What is in the database, by public id of the report."""

    reports: dict[str, Report]
    slots: dict[str, dict[str, bytes]] = field(default_factory=lambda: defaultdict(dict))
    sealed: dict[tuple[str, int], bytes] = field(default_factory=dict)
    vaults: dict[str, bytes] = field(default_factory=dict)
    leads: dict[int, bytes] = field(default_factory=dict)


def held(entries: Sequence[Entry]) -> list[bytes]:
    """SHA-256 over what each entry speaks of, from the bytes that are there; nothing if it is gone. Six queries,
    and those of the rooms below and beside for leads.
    """
    whole = {_name(entry) for entry in entries if entry.act == ABOUT_WHOLE}
    subjects = [f"report:{name}" for name in whole]
    later = list(acts().filter(subject__in=subjects, act__in=LATER).order_by("index")) if whole else []
    now = _now(entries, later, whole)
    digests = {entry.index: _held(entry, now) for entry in (*entries, *later)}
    missed: dict[str, list[bytes]] = defaultdict(list)
    for entry in later:
        said = _promised(entry)
        if said and digests[entry.index] != said:
            missed[_name(entry)].append(digests[entry.index] or bytes(32))
    return [_with(digests[entry.index], missed[_name(entry)], entry) for entry in entries]


def _with(digest: bytes, missed: Iterable[bytes], entry: Entry) -> bytes:
    """The digest of a report is another as soon as something that came to it later is not what it was."""
    wrong = list(missed)
    return sha256(b"".join((digest, *wrong))).digest() if wrong and entry.act == ABOUT_WHOLE else digest


def _now(entries: Sequence[Entry], later: Sequence[Entry], whole: set[str]) -> _Now:
    of = {_name(entry) for entry in entries}
    now = _Now({row.public_id: row for row in Report.objects.filter(public_id__in=of)})
    names = {row.pk: row.public_id for row in now.reports.values()}
    wanted = [report.pk for name, report in now.reports.items() if name in whole]
    slots = Slot.objects.filter(report__in=wanted, by__isnull=True)
    for report, key, sealed in slots.values_list("report", "key__key", "sealed"):
        now.slots[names[report]][f"slot:{key}"] = sha256(bytes(sealed)).digest()
    numbers = {_number(entry) for entry in (*entries, *later)} | {1}
    rows = Envelope.objects.filter(report__in=list(names), number__in=numbers)
    for report, number, sealed in rows.values_list("report", "number", "sealed").iterator(chunk_size=4):
        now.sealed[names[report], number] = sha256(bytes(sealed)).digest()
    kept = Vault.objects.filter(report__in=list(names)).values_list("report__public_id", "sealed")
    now.vaults = {name: sha256(bytes(sealed)).digest() for name, sealed in kept}
    leads = {report.matter_id for report in now.reports.values() if report.matter_id is not None}
    now.leads = matters.for_good(leads) if leads else {}
    return now


def _held(entry: Entry, now: _Now) -> bytes:
    name = _name(entry)
    if entry.act == ABOUT_WHOLE and name in now.reports and (name, 1) in now.sealed:
        report = now.reports[name]
        mine = {
            **now.slots.get(name, {}),
            "body": now.sealed[name, 1],
            "own": sha256(bytes(report.own_slot)).digest(),
        }
        return digest_of_report(
            public_id=name,
            locator=bytes(report.locator_hash),
            recipient=report.recipient,
            reporter=report.reporter,
            promised=bytes(report.promised),
            parts=mine,
        )
    if entry.act in ABOUT_ENVELOPE:
        return now.sealed.get((name, _number(entry)), b"")
    if entry.act == ABOUT_VAULT:
        return now.vaults.get(name, b"")
    if entry.act == ABOUT_LEAD and name in now.reports:
        return now.leads.get(now.reports[name].matter_id or 0, b"")
    return b""


def _name(entry: Entry) -> str:
    return entry.subject.partition(":")[2]


def _said(entry: Entry) -> dict[str, object]:
    try:
        found = json.loads(entry.detail)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


def _number(entry: Entry) -> int:
    found = _said(entry).get("number", 0)
    return found if isinstance(found, int) and 0 < found < 2**15 else 0


def _promised(entry: Entry) -> bytes:
    """The digest that an entry names; nothing, if it names none."""
    try:
        return bytes.fromhex(str(_said(entry).get("digest", "")))
    except ValueError:
        return b""
