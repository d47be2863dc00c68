"""What the rules about a bulletin have in common: who may touch it, and the lock on it."""

from datetime import datetime

from django.db.models import Q

from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person, require
from qingyuan.publication.errors import CannotDraft, Missing
from qingyuan.publication.kinds import State
from qingyuan.publication.models import Bulletin
from qingyuan.publication.queries import bulletins
from qingyuan.trail.api import record


def missing() -> Missing:
    """The same words for what is not there and for what is not to be seen."""
    return Missing(Reason("missing", _("没有找到这期通报，或者它不在您的权限范围内")))


def locked(bulletin_id: int, *, by: Person, permission: str, at: datetime) -> Bulletin:
    """Who, then lock: a bulletin that exists for the person, if he may do this to it."""
    found = bulletins(by, at=at).filter(Q(pk=bulletin_id)).select_for_update(of=("self",)).first()
    if found is None:
        raise missing()
    require(by, permission, at=at, unit=found.unit)
    return found


def draft(bulletin_id: int, *, by: Person, at: datetime) -> Bulletin:
    """A locked bulletin that is still being drafted, for one who drafts."""
    found = locked(bulletin_id, by=by, permission="publication.draft_bulletin", at=at)
    if found.state != State.DRAFT:
        raise CannotDraft(Reason("not_a_draft", _("通报已经印发，不能再改动")))
    return found


def note(
    found: Bulletin,
    act: str,
    *,
    by: Person,
    at: datetime,
    detail: dict[str, str | int | bool | None] | None = None,
) -> None:
    """One line in the trail: codes, ids, dates and counts, never words."""
    record(actor=by.key, act=f"publication.{act}", subject=f"bulletin:{found.pk}", at=at, detail=detail or {})
