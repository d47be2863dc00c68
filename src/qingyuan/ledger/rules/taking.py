"""A list is taken as a whole or not at all, and taken back while nobody has touched what it brought."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from django.db import transaction

from qingyuan.campaign.api import Campaign
from qingyuan.kit.errors import Missing, Reason, Refused
from qingyuan.kit.words import _, listed
from qingyuan.ledger.errors import CannotImport, CannotUndo
from qingyuan.ledger.kinds import ImportState, Phase
from qingyuan.ledger.models import Import
from qingyuan.ledger.queries.checked import Checked, memory_of
from qingyuan.ledger.queries.importing import check, column_names
from qingyuan.ledger.queries.reading import Choices, Read
from qingyuan.ledger.rules.importing import (
    choices_of,
    draft_of,
    import_path,
    own_import,
    plain,
    read_kept,
    read_list,
)
from qingyuan.matters.api import Matter, rules
from qingyuan.org.api import Person, may, require
from qingyuan.trail.api import record

LARGE = 2000  # rows from which a list is worked on in the background
REASONS_AT_MOST = 1000
AT_ONCE = 400


def check_import(*, import_id: int, by: Person, at: datetime) -> Import:
    """Judge the kept file anew and keep the report. Nothing goes on the ledger. Safe to call again.

    Whatever goes wrong, the list does not stay "being worked on": its sender can decide about it again.
    """
    kept = own_import(import_id, by)
    if kept.state not in (ImportState.DRAFT, ImportState.RUNNING) or not kept.key:
        return kept
    try:
        return _check(kept, by, at)
    except Exception:
        stop_import(import_id=import_id, by=by)
        raise


def _check(kept: Import, by: Person, at: datetime) -> Import:
    _phase(kept, Phase.READING)
    found = read_kept(kept, by, at)
    if not found.certain:
        return stop_import(import_id=kept.pk, by=by)
    _phase(kept, Phase.CHECKING)
    memory = memory_of(by, at)
    out = check(found, campaign=kept.campaign, by=by, at=at, choices=choices_of(kept.decided), memory=memory)
    with transaction.atomic():
        now = own_import(kept.pk, by, lock=True)
        if now.state not in (ImportState.DRAFT, ImportState.RUNNING) or now.decided != kept.decided:
            return now
        now.state, now.phase = ImportState.DRAFT, ""
        now.report, now.rows = out.report(), out.rows
        now.save(update_fields=["state", "phase", "report", "rows"])
    return now


def _phase(kept: Import, phase: Phase) -> None:
    Import.objects.filter(pk=kept.pk).update(phase=phase)


@transaction.atomic
def begin_import(*, import_id: int, taking: bool, by: Person, at: datetime) -> Import:
    """Say that a list is now worked on in the background: judged, or (``taking``) put on the ledger."""
    require(by, "ledger.import", at=at)
    kept = draft_of(import_id, by)
    kept.state = ImportState.RUNNING if taking else ImportState.DRAFT
    kept.phase = Phase.READING
    kept.save(update_fields=["state", "phase"])
    return kept


@transaction.atomic
def stop_import(*, import_id: int, by: Person) -> Import:
    """Say that nothing works on a list any more, so that its sender can decide again. Nothing was written."""
    kept = own_import(import_id, by, lock=True)
    if kept.state in (ImportState.DRAFT, ImportState.RUNNING):
        kept.state, kept.phase = ImportState.DRAFT, ""
        kept.save(update_fields=["state", "phase"])
    return kept


def take_import(*, import_id: int, by: Person, at: datetime) -> Import:
    """Put a kept list on the ledger: read again, judged again, then everything in one transaction, or nothing.

    Called a second time it does nothing: the file is gone and the import is done.
    """
    require(by, "ledger.import", at=at)
    kept = own_import(import_id, by)
    if kept.state not in (ImportState.DRAFT, ImportState.RUNNING):
        return kept
    found = read_kept(kept, by, at)
    _phase(kept, Phase.WRITING)
    return _write(import_id, found, by, at)


@transaction.atomic
def _write(import_id: int, found: Read, by: Person, at: datetime) -> Import:
    kept = own_import(import_id, by, lock=True)
    if kept.state not in (ImportState.DRAFT, ImportState.RUNNING):
        return kept
    place = import_path(kept.key)
    _onto_ledger(kept, found, choices_of(kept.decided), by, at)
    transaction.on_commit(lambda: place.unlink(missing_ok=True))
    return kept


@dataclass(frozen=True)
class Taken:
    """What came of a list from the command line: the check, and the import (None after a dry run)."""

    checked: Checked
    kept: Import | None


def import_file(
    *,
    campaign: Campaign,
    source: Path | bytes,
    name: str,
    choices: Choices,
    by: Person,
    at: datetime,
    dry: bool = False,
) -> Taken:
    """Read, judge and write a list in one go, or raise CannotImport with every error. ``dry``: write nothing."""
    require(by, "ledger.import", at=at)
    found = read_list(source, name, choices, memory_of(by, at))
    with transaction.atomic():
        if dry:
            return Taken(_judged(found, campaign, choices, by, at), None)
        content = source if isinstance(source, bytes) else source.read_bytes()
        kept = Import(
            by=by,
            at=at,
            campaign=campaign,
            name=name[:120],
            sha256=hashlib.sha256(content).hexdigest(),
            size=len(content),
            decided=plain(choices),
            state=ImportState.RUNNING,
        )
        kept.save()
        return Taken(_onto_ledger(kept, found, choices, by, at), kept)


def _judged(found: Read, campaign: Campaign, choices: Choices, by: Person, at: datetime) -> Checked:
    """Every error of the list at once, as a refusal, or the check without errors."""
    if found.unknown:
        words = _("表里没有这些列：%(columns)s")
        raise CannotImport(Reason("unknown", words, "", {"columns": listed(found.unknown)}))
    if not found.certain and not found.missing:
        words = _("有的列不能确定是什么：%(columns)s。请先说明（命令行用 --map）")
        raise CannotImport(Reason("uncertain", words, "", {"columns": column_names(found.doubtful)}))
    if found.missing:
        words = _("没有找到这些列：%(columns)s。请改好表头，或说明哪一列是什么")
        raise CannotImport(Reason("columns", words, "", {"columns": column_names(found.missing)}))
    if not found.table.rows:
        raise CannotImport(Reason("empty", _("表头下面没有数据行")))
    out = check(found, campaign=campaign, by=by, at=at, choices=choices, memory=memory_of(by, at))
    errors = out.errors
    if errors:
        reasons = [Reason(one.code, one.words, one.place) for one in errors[:REASONS_AT_MOST]]
        if len(errors) > REASONS_AT_MOST:
            words = _("另有 %(count)s 处没有列出")
            reasons.append(Reason("more", words, "", {"count": len(errors) - REASONS_AT_MOST}))
        raise CannotImport(reasons)
    return out


def _onto_ledger(kept: Import, found: Read, choices: Choices, by: Person, at: datetime) -> Checked:
    """Write what the check allows, in the transaction of the caller."""
    out = _judged(found, kept.campaign, choices, by, at)
    updates = sorted(out.updates, key=lambda update: update.matter_id)
    _lock([update.matter_id for update in updates])
    if out.drafts:
        kept.import_ref = f"import:{kept.pk}"
        drafts = [replace(draft, import_ref=kept.import_ref) for draft in out.drafts]
        rules.open_many(campaign=kept.campaign, drafts=drafts, by=by, at=at)
    for update in updates:
        rules.note_progress(matter_id=update.matter_id, words=update.words, by=by, at=at)
    kept.state, kept.phase, kept.key, kept.done_at = ImportState.DONE, "", "", at
    kept.rows, kept.created, kept.updated = out.rows, len(out.drafts), len(out.updates)
    kept.duplicates, kept.report = out.duplicates, out.report()
    kept.save()
    record(
        actor=by.key,
        act="ledger.import",
        subject=f"import:{kept.pk}",
        at=at,
        detail={
            "sha256": kept.sha256,
            "rows": kept.rows,
            "created": kept.created,
            "updated": kept.updated,
            "duplicates": kept.duplicates,
        },
    )
    return out


def _lock(matter_ids: Sequence[int]) -> None:
    """Lock what is going to be written to, in one order and before anything stands in the record: whoever acts
    on one of these matters locks it first and waits for the record then, and neither may wait for the other."""
    for start in range(0, len(matter_ids), AT_ONCE):
        rows = Matter.objects.select_for_update(no_key=True).filter(
            pk__in=matter_ids[start : start + AT_ONCE]
        )
        list(rows.order_by("pk").values_list("pk", flat=True))


@transaction.atomic
def undo_import(*, import_id: int, by: Person, at: datetime) -> Import:
    """Take an import back while none of its matters has been touched. Words of progress that it added stay."""
    kept = (
        Import.objects.select_for_update(of=("self",))
        .select_related("campaign", "campaign__unit", "by")
        .filter(pk=import_id)
        .first()
    )
    over_all = kept is not None and may(by, "ledger.undo", at=at, path=kept.campaign.unit.path)
    if kept is None or (kept.by_id != by.pk and not over_all):
        raise Missing(Reason("missing", _("没有找到这次导入，或者它不是您的")))
    if kept.state == ImportState.UNDONE:
        raise CannotUndo(Reason("undone", _("这次导入已经撤销")))
    if kept.state != ImportState.DONE:
        raise CannotUndo(Reason("not_done", _("这次导入还没有写入台账")))
    if not kept.created:
        raise CannotUndo(Reason("nothing", _("这次导入没有新增事项，补充的进展不能撤销")))
    try:
        removed = rules.take_back(import_ref=kept.import_ref, by=by, at=at)
    except Missing:
        raise
    except Refused as refusal:
        raise CannotUndo(list(refusal.reasons)) from None
    kept.state, kept.undone_at, kept.undone_by = ImportState.UNDONE, at, by
    kept.save(update_fields=["state", "undone_at", "undone_by"])
    record(
        actor=by.key,
        act="ledger.undo",
        subject=f"import:{kept.pk}",
        at=at,
        detail={"removed": removed, "updates_left": kept.updated},
    )
    return kept
