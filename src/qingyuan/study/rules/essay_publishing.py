"""Publishing an essay in the bureau: its author offers it and may take that back, a second person signs or says no."""

from datetime import datetime

from django.db import transaction

from qingyuan.kit.errors import Reason
from qingyuan.kit.words import Words, _
from qingyuan.org.api import Person, require
from qingyuan.study.errors import CannotPublishEssay, missing
from qingyuan.study.kinds import EssayState
from qingyuan.study.models import Essay, EssayPublication
from qingyuan.study.policy import essays as policy
from qingyuan.study.queries import essay_published, essays
from qingyuan.trail.api import record

PUBLISH = essay_published.PUBLISH
OFFER_FAULTS: dict[str, tuple[Words, str]] = {
    "unread": (_("审阅人签过“已阅”以后才能公开"), ""),
    "over": (_("教育整顿已经结束，心得都会删除，不再公开"), ""),
    "published": (_("已经公开；要改题目或署名，请先撤回"), ""),
    "title": (_("请写题目"), "title"),
}


@transaction.atomic
def offer_essay(*, call_id: int, title: str, named: bool, by: Person, at: datetime) -> EssayPublication:
    """Offer one's own essay to be read in the bureau, with one's name or without; nobody can be made to."""
    essay = _own(call_id, by, at)
    kept = EssayPublication.objects.filter(essay=essay).first()
    faults = policy.offer_faults(
        read=essay.state == EssayState.READ,
        over=essay.call.campaign.ended_at is not None,
        published=kept is not None and kept.published_at is not None,
        title=title,
    )
    if faults:
        raise CannotPublishEssay([Reason(fault, *OFFER_FAULTS[fault]) for fault in faults])
    made = kept or EssayPublication(essay=essay, version=-1)
    made.title, made.named, made.words, made.offered_at = title.strip(), named, "", at
    made.version += 1
    made.save()
    record(actor=by.key, act="study.offer_essay", subject=f"essay:{essay.pk}", at=at, detail={"named": named})
    return made


@transaction.atomic
def take_offer_back(*, call_id: int, by: Person, at: datetime) -> None:
    """Take it back, at any time: before it is signed nobody has read it, afterwards nobody reads it any more."""
    essay = _own(call_id, by, at)
    gone, _by_kind = EssayPublication.objects.filter(essay=essay).delete()
    if not gone:
        raise missing()
    record(actor=by.key, act="study.take_offer_back", subject=f"essay:{essay.pk}", at=at)


def _own(call_id: int, by: Person, at: datetime) -> Essay:
    found = essays.own(by, at).select_for_update(of=("self",)).filter(call=call_id).first()
    if found is None:
        raise missing()
    return found


def _offered(essay_id: int, version: int, by: Person, at: datetime) -> EssayPublication:
    """Who, then lock: what a reader of this essay has before him, as he read it."""
    essay = essays.to_review(by, at).select_for_update(of=("self",)).filter(pk=essay_id).first()
    if essay is None:
        raise missing()
    require(by, PUBLISH, at=at, path=essay.unit.path)
    found = EssayPublication.objects.filter(essay=essay).first()
    if found is None or found.words:
        raise CannotPublishEssay(Reason("gone", _("作者没有要求公开，或者已经撤回")))
    if found.published_at is not None:
        raise CannotPublishEssay(Reason("published", _("已经签发公开")))
    if found.version != version:
        raise CannotPublishEssay(Reason("changed", _("作者刚改过题目或署名，请看最新内容再办")))
    if essay.call.campaign.ended_at is not None:
        raise CannotPublishEssay(Reason("over", OFFER_FAULTS["over"][0]))
    return found


@transaction.atomic
def publish_essay(*, essay_id: int, version: int, by: Person, at: datetime) -> EssayPublication:
    """The second person signs: the bureau may read it."""
    found = _offered(essay_id, version, by, at)
    found.published_by, found.published_at = by, at
    found.save(update_fields=["published_by", "published_at"])
    record(actor=by.key, act=PUBLISH, subject=f"essay:{essay_id}", at=at)
    return found


@transaction.atomic
def decline_publication(
    *, essay_id: int, version: int, words: str, by: Person, at: datetime
) -> EssayPublication:
    """The second person says no, and why; the author may offer it again."""
    found = _offered(essay_id, version, by, at)
    if not words.strip():
        raise CannotPublishEssay(Reason("no_words", _("不公开请写明理由"), "words"))
    found.words = words.strip()
    found.save(update_fields=["words"])
    record(actor=by.key, act="study.decline_publication", subject=f"essay:{essay_id}", at=at)
    return found
