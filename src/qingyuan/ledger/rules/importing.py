"""A list on its way in: kept for looking at, decided on, or dropped. Nothing here touches the ledger."""

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction

from qingyuan.campaign.api import Campaign
from qingyuan.engines.sheets import Limits, SheetError
from qingyuan.kit.errors import Missing, Reason
from qingyuan.kit.words import _
from qingyuan.ledger.errors import CannotImport
from qingyuan.ledger.kinds import ImportState
from qingyuan.ledger.models import HeaderMemory, Import, NameMemory
from qingyuan.ledger.queries.checked import Memory, home_of, memory_of
from qingyuan.ledger.queries.findings import Finding
from qingyuan.ledger.queries.reading import Choices, Read, read
from qingyuan.org.api import Person, require

FILE_BYTES = Limits().file_bytes
DRAFTS_AT_MOST = 20
DRAFT_DAYS = timedelta(days=14)


def import_path(key: str) -> Path:
    """Where a file lies until it is taken: below the data directory, never below anything that is served."""
    return Path(settings.DATA) / "imports" / key


def too_large(size: int, name: str) -> CannotImport:
    """The refusal of a file by its size alone."""
    words = _("文件“%(name)s”有 %(size)s MB，超过 %(most)s MB 的上限；请删去图片和无关工作表，或分成几份导入")
    told = {"name": name, "size": f"{size / 2**20:.0f}", "most": FILE_BYTES // 2**20}
    return CannotImport(Reason("too_large", words, "file", told))


def choices_of(kept: Mapping[str, Any]) -> Choices:
    """What a person decided, as it is kept."""
    return Choices(**{**kept, "accepted": frozenset(kept.get("accepted", ()))})


def plain(choices: Choices) -> dict[str, Any]:
    """What a person decided, to be kept."""
    return {**asdict(choices), "accepted": sorted(choices.accepted)}


def read_list(source: Path | bytes, name: str, choices: Choices, memory: Memory) -> Read:
    """Read a list as it was decided, or raise CannotImport in words for the person who brought it."""
    try:
        return read(source, name, remembered=memory.headers, choices=choices)
    except SheetError as refusal:
        finding = Finding.of_problem(refusal.problem)
        raise CannotImport(Reason(finding.code, finding.words, "file")) from None


def keep_upload(*, campaign: Campaign, name: str, content: bytes, by: Person, at: datetime) -> Import:
    """Keep a list until its sender has looked at it; a file that cannot be read is refused at once.

    It is read before the transaction: that may take seconds, and nobody else is to wait with his writing for it.
    """
    require(by, "ledger.import", at=at)
    if len(content) > FILE_BYTES:
        raise too_large(len(content), name)
    found = read_list(content, name, Choices(), memory_of(by, at))
    with transaction.atomic():
        return _kept(campaign, name, content, len(found.table.rows), by, at)


def _kept(campaign: Campaign, name: str, content: bytes, rows: int, by: Person, at: datetime) -> Import:
    if Import.objects.filter(by=by, state=ImportState.DRAFT).count() >= DRAFTS_AT_MOST:
        words = _("您有 %(count)s 份待确认的导入，请先确认或放弃")
        raise CannotImport(Reason("many", words, "file", {"count": DRAFTS_AT_MOST}))
    key = secrets.token_hex(24)
    kept = Import.objects.create(
        by=by,
        at=at,
        campaign=campaign,
        name=name[:120],
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        key=key,
        rows=rows,
        decided=plain(Choices()),
    )
    place = import_path(key)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    place.write_bytes(content)
    place.chmod(0o600)
    return kept


def own_import(import_id: int, by: Person, *, lock: bool = False) -> Import:
    """An import of the person; another's does not exist for him."""
    rows = Import.objects.select_for_update(of=("self",)) if lock else Import.objects.all()
    kept = rows.select_related("campaign", "campaign__unit", "by").filter(pk=import_id, by=by).first()
    if kept is None:
        raise Missing(Reason("missing", _("没有找到这次导入，或者它不是您的")))
    return kept


def read_kept(kept: Import, by: Person, at: datetime) -> Read:
    """Read the kept file as it was decided."""
    return read_list(import_path(kept.key), kept.name, choices_of(kept.decided), memory_of(by, at))


@transaction.atomic
def decide_columns(
    *, import_id: int, columns: Mapping[str, str], signature: str, remembered: Mapping[str, str],
    by: Person, at: datetime,
) -> Import:  # fmt: skip
    """Decide which column holds which field; the unit remembers it for lists with the same header."""
    kept = draft_of(import_id, by)
    kept.decided = plain(replace(choices_of(kept.decided), columns=dict(columns)))
    kept.report = {}
    kept.save(update_fields=["decided", "report"])
    home = home_of(by, at)
    if home is not None:
        HeaderMemory.objects.update_or_create(
            unit=home,
            signature=signature,
            defaults={"columns": dict(remembered), "by": by, "at": at},
        )
    return kept


@transaction.atomic
def decide_words(*, import_id: int, choices: Choices, by: Person, at: datetime) -> Import:
    """Decide what texts mean and which likely duplicates are taken all the same. Units and categories are kept
    in mind for the next list of the unit; people are not, since people move."""
    kept = draft_of(import_id, by)
    before = choices_of(kept.decided)
    kept.decided = plain(replace(choices, columns=before.columns, sheet=before.sheet))
    kept.report = {}
    kept.save(update_fields=["decided", "report"])
    home = home_of(by, at)
    new = {
        (name, text[:120]): code
        for name, texts, old in (
            ("unit", choices.units, before.units),
            ("category", choices.categories, before.categories),
        )
        for text, code in texts.items()
        if old.get(text) != code
    }
    if home is not None and new:
        NameMemory.objects.bulk_create(
            [
                NameMemory(unit=home, field=name, text=text, code=code, by=by, at=at)
                for (name, text), code in new.items()
            ],
            update_conflicts=True,
            unique_fields=["unit", "field", "text"],
            update_fields=["code", "by", "at"],
        )
    return kept


def draft_of(import_id: int, by: Person) -> Import:
    """A list of the person that still waits for his word, locked."""
    kept = own_import(import_id, by, lock=True)
    if kept.state != ImportState.DRAFT:
        raise CannotImport(Reason("state", _("这次导入已经确认或正在写入，不能再改")))
    return kept


@transaction.atomic
def drop_import(*, import_id: int, by: Person) -> None:
    """Let a list go that was kept for looking at."""
    kept = draft_of(import_id, by)
    place = import_path(kept.key)
    kept.delete()
    transaction.on_commit(lambda: place.unlink(missing_ok=True))


@transaction.atomic
def drop_stale(*, at: datetime) -> int:
    """Let lists go that nobody confirmed for two weeks: they hold what has no business lying about."""
    old = Import.objects.select_for_update().filter(state=ImportState.DRAFT, at__lt=at - DRAFT_DAYS)
    places = [import_path(kept.key) for kept in old]
    old.delete()
    transaction.on_commit(lambda: _remove(places))
    return len(places)


def _remove(places: list[Path]) -> None:
    for place in places:
        place.unlink(missing_ok=True)
