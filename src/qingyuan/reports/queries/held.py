"""What entries of the record speak of, as it is in the database now: so that whoever remembers notices a change."""

import json
from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256

from qingyuan.reports.models import Envelope, Report, Slot, Vault
from qingyuan.reports.policy.sealing import digest_of_report
from qingyuan.trail.api import Entry

ABOUT_WHOLE, ABOUT_ENVELOPE, ABOUT_VAULT = (
    "reports.accept",
    ("reports.say", "reports.attach"),
    "reports.give_name",
)


def held(entries: Sequence[Entry]) -> list[bytes]:
    """SHA-256 over what each entry speaks of, from the bytes that are there; nothing if it is gone. Four queries."""
    of = {entry.subject.partition(":")[2] for entry in entries}
    reports = {row.public_id: row for row in Report.objects.filter(public_id__in=of)}
    names = {row.pk: row.public_id for row in reports.values()}
    whole = {entry.subject.partition(":")[2] for entry in entries if entry.act == ABOUT_WHOLE}
    wanted = [report.pk for name, report in reports.items() if name in whole]
    parts: dict[str, dict[str, bytes]] = defaultdict(dict)
    slots = Slot.objects.filter(report__in=wanted, by__isnull=True).values_list(
        "report", "key__key", "sealed"
    )
    for report, key, sealed in slots:
        parts[names[report]][f"slot:{key}"] = sha256(bytes(sealed)).digest()
    numbers = {_number(entry) for entry in entries} | {1}
    sealed_now: dict[tuple[str, int], bytes] = {}
    rows = Envelope.objects.filter(report__in=list(names), number__in=numbers).values_list(
        "report", "number", "sealed"
    )
    for report, number, sealed in rows.iterator(chunk_size=4):
        sealed_now[names[report], number] = sha256(bytes(sealed)).digest()
    kept = Vault.objects.filter(report__in=list(names)).values_list("report__public_id", "sealed")
    vaults = {name: bytes(sealed) for name, sealed in kept}
    return [_held(entry, reports, parts, sealed_now, vaults) for entry in entries]


def _held(
    entry: Entry,
    reports: dict[str, Report],
    parts: dict[str, dict[str, bytes]],
    sealed: dict[tuple[str, int], bytes],
    vaults: dict[str, bytes],
) -> bytes:
    name = entry.subject.partition(":")[2]
    if entry.act == ABOUT_WHOLE and name in reports and (name, 1) in sealed:
        report = reports[name]
        mine = {
            **parts.get(name, {}),
            "body": sealed[name, 1],
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
        return sealed.get((name, _number(entry)), b"")
    if entry.act == ABOUT_VAULT and name in vaults:
        return sha256(vaults[name]).digest()
    return b""


def _number(entry: Entry) -> int:
    try:
        found = json.loads(entry.detail).get("number", 0)
    except (ValueError, AttributeError):
        return 0
    return found if isinstance(found, int) and 0 < found < 2**15 else 0
