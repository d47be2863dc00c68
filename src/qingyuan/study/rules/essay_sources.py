"""The bureau's library: templates that go around, and issued documents that essays may quote."""

import hashlib
from datetime import datetime

from django.db import transaction

from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person, require
from qingyuan.study.errors import CannotKeepSource, missing
from qingyuan.study.kinds import SourceKind
from qingyuan.study.models import EssaySource
from qingyuan.study.policy import essays as policy
from qingyuan.study.queries.essay_files import LONGEST
from qingyuan.study.queries.essays import KEEP
from qingyuan.trail.api import record


@transaction.atomic
def add_source(*, kind: SourceKind, title: str, text: str, by: Person, at: datetime) -> EssaySource:
    """Put a text into the library."""
    require(by, KEEP, at=at)
    plain = text.replace("\r\n", "\n").replace("\0", "").strip()
    digest = hashlib.sha256(plain.encode("utf-8", "surrogatepass")).hexdigest()
    problems = [] if title.strip() else [Reason("no_title", _("请写名称"), "title")]
    if not policy.letters(plain):
        problems.append(Reason("empty", _("请粘贴正文，或者上传文件"), "text"))
    if len(plain) > LONGEST:
        problems.append(Reason("long", _("文字太长，请分成几份"), "text"))
    if EssaySource.objects.filter(kind=kind, sha256=digest).exists():
        problems.append(Reason("there", _("库里已经有这一份"), "text"))
    if problems:
        raise CannotKeepSource(problems)
    made = EssaySource.objects.create(
        kind=kind, title=title.strip()[:100], text=plain, sha256=digest, added_at=at, added_by=by
    )
    record(actor=by.key, act=KEEP, subject=f"essay_source:{made.pk}", at=at, detail={"kind": kind.value})
    return made


@transaction.atomic
def remove_source(*, source_id: int, by: Person, at: datetime) -> None:
    """Take a text out of the library; it is gone, here and from the index."""
    require(by, KEEP, at=at)
    found = EssaySource.objects.select_for_update().filter(pk=source_id).first()
    if found is None:
        raise missing()
    record(
        actor=by.key,
        act=KEEP,
        subject=f"essay_source:{found.pk}",
        at=at,
        detail={"kind": found.kind, "removed": True},
    )
    found.delete()
