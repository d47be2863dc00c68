"""Files: the Word file that the clerk has edited, and what is issued. They lie outside everything that is served."""

import hashlib
import secrets
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from qingyuan.engines.officialdoc import count_text
from qingyuan.org.api import Person
from qingyuan.publication.errors import CannotKeepFile
from qingyuan.publication.kinds import FileKind
from qingyuan.publication.models import Bulletin, BulletinFile
from qingyuan.publication.policy import word_file
from qingyuan.publication.rules._desk import draft, note


def file_path(key: str) -> Path:
    """Where a file lies: below the data directory, never below anything that is served."""
    return Path(settings.DATA) / "bulletins" / key[:2] / key


@transaction.atomic
def keep_file(*, bulletin_id: int, content: bytes, by: Person, at: datetime) -> BulletinFile:
    """Keep the edited Word file of a draft in place of an earlier one. What is no sound .docx is refused."""
    found = draft(bulletin_id, by=by, at=at)
    try:
        contents = word_file.read(content)
    except word_file.BadFile as problem:
        raise CannotKeepFile(problem.reason) from problem
    forget_files(found)
    kept = store(found, FileKind.WORD, content, edited=True, by=by, at=at)
    kept.characters = count_text(word_file.main_text(contents))
    kept.save(update_fields=["characters"])
    note(found, "keep_file", by=by, at=at, detail={"sha256": kept.sha256, "size": kept.size})
    return kept


@transaction.atomic
def remove_file(*, bulletin_id: int, by: Person, at: datetime) -> None:
    """Take the edited file off a draft: the bulletin will be issued as the ledger writes it."""
    found = draft(bulletin_id, by=by, at=at)
    if forget_files(found):
        note(found, "remove_file", by=by, at=at)


@transaction.atomic
def store(
    found: Bulletin, kind: FileKind, content: bytes, *, edited: bool, by: Person, at: datetime
) -> BulletinFile:
    """Write a file to its place and to the database: neither without the other."""
    key = secrets.token_hex(24)
    place = file_path(key)
    place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    place.write_bytes(content)
    return BulletinFile.objects.create(
        bulletin=found,
        kind=kind,
        edited=edited,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        key=key,
        at=at,
        by=by,
    )


def forget_files(found: Bulletin) -> int:
    """Remove a draft's files once that is certain."""
    kept = list(found.files.all())
    for one in kept:
        place = file_path(one.key)
        transaction.on_commit(lambda place=place: place.unlink(missing_ok=True))  # type: ignore[misc]
    found.files.all().delete()
    return len(kept)
