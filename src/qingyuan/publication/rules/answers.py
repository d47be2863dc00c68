"""Answers to the public: written by one, published by another, withdrawn with a reason."""

from datetime import datetime

from django.db import transaction

from qingyuan.matters.api import Hot, visible
from qingyuan.matters.api import kinds as matter_kinds
from qingyuan.org.api import Person, require
from qingyuan.publication.errors import ANSWER_GAPS, CannotAnswer, Reason
from qingyuan.publication.models import PublicAnswer
from qingyuan.publication.policy import answers as policy
from qingyuan.publication.queries import answers as queries
from qingyuan.publication.rules._desk import missing
from qingyuan.trail.api import record


def _reasons(gaps: list[str], **params: object) -> list[Reason]:
    return [Reason(gap, *ANSWER_GAPS[gap], params=params if gap == "names" else {}) for gap in gaps]


def _note(made: PublicAnswer, act: str, by: Person, at: datetime, *, cleared: bool = False) -> None:
    detail: dict[str, str | int | bool | None] = {"matter": made.matter_id}
    if cleared:
        detail["names_cleared"] = True
    record(actor=by.key, act=f"publication.{act}", subject=f"answer:{made.pk}", at=at, detail=detail)


@transaction.atomic
def draft_answer(*, matter_id: int, question: str, done: str, by: Person, at: datetime) -> PublicAnswer:
    """Write, or write anew, what the public will read of a hot problem. Whoever wrote last is its author."""
    hot = Hot.objects.filter(matter__in=visible(by, at=at), matter=matter_id).select_related("matter").first()
    if hot is None:
        raise missing()
    require(by, "publication.draft_answer", at=at, path=hot.matter.unit_path)
    standing = PublicAnswer.objects.select_for_update().filter(matter=matter_id, withdrawn_at=None).first()
    gaps = policy.text_gaps(question, done)
    if standing is not None and standing.published_at is not None:
        gaps.insert(0, "published")
    if gaps:
        raise CannotAnswer(_reasons(gaps))
    words = {"question": question.strip(), "done": done.strip(), "drafted_at": at, "drafted_by": by}
    made, _new = PublicAnswer.objects.update_or_create(matter=hot.matter, withdrawn_at=None, defaults=words)
    _note(made, "draft_answer", by, at)
    return made


def _locked(answer_id: int, permission: str, by: Person, at: datetime) -> PublicAnswer:
    rows = queries.answers(by, at=at).select_for_update(of=("self",))
    found = rows.filter(pk=answer_id).first()
    if found is None:
        raise missing()
    require(by, permission, at=at, path=found.matter.unit_path)
    return found


@transaction.atomic
def publish_answer(
    *, answer_id: int, by: Person, at: datetime, names_cleared: bool = False, seen: datetime | None = None
) -> PublicAnswer:
    """Publish an answer, or raise CannotAnswer with every reason.

    ``seen``: when the text that he had before his eyes was written; nobody vouches for words changed meanwhile.
    """
    made = _locked(answer_id, "publication.publish_answer", by, at)
    names = queries.names_in(made)
    ready = policy.Ready(
        drafter_id=made.drafted_by_id,
        publisher_id=by.pk,
        state=matter_kinds.State(made.matter.state),
        responded=Hot.objects.filter(matter=made.matter, responded_at__isnull=False).exists(),
        restricted=made.matter.restricted,
        names=names,
        names_cleared=names_cleared,
    )
    gaps = ["published"] if made.published_at is not None else policy.publish_gaps(ready)
    if seen is not None and seen != made.drafted_at:
        gaps.append("changed")
    if gaps:
        raise CannotAnswer(_reasons(gaps, names="、".join(sorted(names))))
    made.published_at, made.published_by = at, by
    made.save(update_fields=["published_at", "published_by"])
    _note(made, "publish_answer", by, at, cleared=bool(names))
    return made


@transaction.atomic
def withdraw_answer(*, answer_id: int, reason: str, by: Person, at: datetime) -> PublicAnswer:
    """Take an answer off the public page, with a reason that stays inside."""
    made = _locked(answer_id, "publication.publish_answer", by, at)
    gaps = [] if made.published_at is not None and made.withdrawn_at is None else ["not_published"]
    gaps += [] if reason.strip() else ["no_reason"]
    if gaps:
        raise CannotAnswer(_reasons(gaps))
    made.withdrawn_at, made.withdrawn_by, made.withdrawn_why = at, by, reason.strip()
    made.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_why"])
    _note(made, "withdraw_answer", by, at)
    return made
