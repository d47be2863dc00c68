"""Objections: a unit that a bulletin tells of may object within 30 days; somebody who did not write it answers."""

from datetime import datetime

from django.db import transaction

from qingyuan.kit import bus
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person, require, standing
from qingyuan.publication import policy
from qingyuan.publication.errors import CannotObject, Missing
from qingyuan.publication.events import ItemObjected
from qingyuan.publication.kinds import Answer, State
from qingyuan.publication.models import BulletinItem, Objection
from qingyuan.publication.queries import bulletins
from qingyuan.publication.rules._desk import missing, note


@transaction.atomic
def object_to_item(*, item_id: int, words: str, by: Person, at: datetime) -> Objection:
    """Object to what an issued bulletin says of the own unit."""
    rows = BulletinItem.objects.select_related("bulletin", "matter", "matter__unit")
    item = (
        rows.select_for_update(of=("self",))
        .filter(pk=item_id, included=True, bulletin__in=bulletins(by, at=at))
        .first()
    )
    if item is None:
        raise missing()
    require(by, "publication.object_to_item", at=at, unit=item.matter.unit)
    told = item.bulletin
    problems = []
    if not policy.speaks_for(standing(by, at).home_path, item.matter.unit.path):
        problems.append(Reason("outsider", _("异议由被通报单位自己的人提出")))
    if told.state != State.ISSUED or told.object_by is None:
        problems.append(Reason("not_issued", _("只能对已印发的通报提出异议")))
    elif local_day(at) > told.object_by:
        late = _("提出异议的期限是印发后%(days)s天，已于 %(day)s 届满")
        problems.append(
            Reason("late", late, params={"days": policy.OBJECT_WITHIN, "day": str(told.object_by)})
        )
    if not words.strip():
        problems.append(Reason("no_words", _("请写明哪里与事实不符"), "words"))
    if item.objections.exists():
        problems.append(Reason("again", _("对这一条已经提出过异议")))
    if problems:
        raise CannotObject(problems)
    made = Objection.objects.create(
        item=item, words=words.strip(), at=at, by=by, answer_by=policy.answer_by(local_day(at))
    )
    detail: dict[str, str | int | bool | None] = {"matter": item.matter_id, "answer_by": str(made.answer_by)}
    note(told, "object_to_item", by=by, at=at, detail=detail)
    bus.tell(ItemObjected(made.pk, told.pk, item.matter_id, made.answer_by, at))
    return made


@transaction.atomic
def answer_objection(*, objection_id: int, answer: Answer, words: str, by: Person, at: datetime) -> Objection:
    """Answer an objection. Who drafted or issued the bulletin, and who objected, recuses himself."""
    rows = Objection.objects.select_related("item__bulletin__unit")
    made = (
        rows.select_for_update(of=("self",))
        .filter(pk=objection_id, item__bulletin__in=bulletins(by, at=at))
        .first()
    )
    if made is None:
        raise Missing(Reason("missing", _("没有找到这条异议，或者它不在您的权限范围内")))
    told = made.item.bulletin
    require(by, "publication.answer_objection", at=at, unit=told.unit)
    problems = []
    if made.answer:
        problems.append(Reason("answered", _("这条异议已经答复")))
    if by.pk in (told.drafted_by_id, told.issued_by_id, made.by_id):
        problems.append(Reason("author", _("起草人、签发人和提出异议的人应当回避，请由其他人复核答复")))
    if not words.strip():
        problems.append(Reason("no_words", _("请写明复核了什么、结论是什么"), "words"))
    if problems:
        raise CannotObject(problems)
    made.answer, made.answer_words, made.answered_at, made.answered_by = answer, words.strip(), at, by
    made.save(update_fields=["answer", "answer_words", "answered_at", "answered_by"])
    detail: dict[str, str | int | bool | None] = {"matter": made.item.matter_id, "answer": answer.value}
    note(told, "answer_objection", by=by, at=at, detail=detail)
    return made
