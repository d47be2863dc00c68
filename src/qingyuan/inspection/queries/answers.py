"""Answers of one unit: what is asked, what was answered, what it said last time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from qingyuan.burden.api import Measure, cap
from qingyuan.burden.api import kinds as burden
from qingyuan.inspection.kinds import OUT, ListState
from qingyuan.inspection.models import Answer, Asked, Item, Sent
from qingyuan.inspection.queries.lists import asked_units
from qingyuan.inspection.queries.papers import with_papers
from qingyuan.kit.clock import local_day
from qingyuan.kit.words import _
from qingyuan.matters.api import Matter, kinds, rules, visible
from qingyuan.matters.api import queries as ledger
from qingyuan.org.api import Person, queries, scope

ANSWER = "inspection.answer"


def one(by: Person, asked_id: int, *, at: datetime) -> Asked | None:
    """An asking whose answers the person may read."""
    return asked_units(by, at=at).filter(pk=asked_id).first()


def _times(rows: QuerySet[Any], by: str) -> Coalesce:
    """How many of these rows belong to the row outside, by the field that points there."""
    found = rows.order_by().values(by).annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(found, output_field=IntegerField()), 0)


def counted(rows: QuerySet[Asked]) -> QuerySet[Any]:
    """With ``whole``, how many items there are, and ``done``, how many of them were answered."""
    return rows.annotate(
        whole=_times(Item.objects.filter(check_list=OuterRef("check_list")), "check_list"),
        done=_times(Answer.objects.filter(asked=OuterRef("pk")), "asked"),
    )


def unfinished(rows: QuerySet[Asked]) -> QuerySet[Any]:
    """Of sent lists those units that have still something to answer, counted."""
    return counted(rows.filter(asked=True, check_list__state=ListState.SENT)).filter(done__lt=F("whole"))


def to_answer(by: Person, *, at: datetime) -> QuerySet[Asked]:
    """What a person's units still have to answer, the first deadline first."""
    mine = unfinished(asked_units(by, at=at).filter(scope(by, ANSWER, at=at)))
    return mine.order_by("check_list__due_on", "unit__path")


@dataclass(frozen=True)
class Line:
    """One item as a unit's page shows it. ``matter``: only if the reader may open it; ``last``: the answer before."""

    item: Item
    answer: Answer | None
    matter: Matter | None
    url: str
    last: Answer | None


def lines(asked: Asked, by: Person, *, at: datetime) -> list[Line]:
    """Every item with the answer, its matter if the reader sees it, and what the unit said last time. Five queries."""
    given = asked.answers.select_related("by", "item").prefetch_related("corrections__by", with_papers())
    answers = {answer.item_id: answer for answer in given}
    numbers = [answer.matter_id for answer in answers.values() if answer.matter_id]
    seen = visible(by, at=at).in_bulk(numbers) if numbers else {}
    before = last_time(asked)
    found = []
    for item in asked.check_list.items.select_related("category"):
        answer = answers.get(item.pk)
        matter = seen.get(answer.matter_id) if answer and answer.matter_id else None
        url = ledger.matter_url(matter.pk) if matter else ""
        found.append(Line(item, answer, matter, url, before.get(rules.fingerprint(item.what))))
    return found


def last_time(asked: Asked) -> dict[str, Answer]:
    """What the unit answered on the latest earlier list of the topic, by the item's words."""
    held = asked.check_list
    former = (
        Asked.objects.filter(unit=asked.unit_id, asked=True, check_list__topic=held.topic_id)
        .filter(check_list__state__in=OUT, asked_on__lte=held.sent_on or date.max)
        .exclude(pk=asked.pk)
        .exclude(check_list__gt=held.pk)
        .order_by("-asked_on", "-pk")
        .first()
    )
    if former is None:
        return {}
    rows = former.answers.select_related("item", "asked__check_list")
    return {rules.fingerprint(answer.item.what): answer for answer in rows}


def known(asked: Asked, number: str, by: Person, *, at: datetime) -> Matter | None:
    """A problem of the unit, by its number on the ledger, that the person sees and that is about nobody in person."""
    rows = visible(by, at=at).filter(number=number.strip().upper(), restricted=False)
    rows = rows.filter(unit_path__startswith=asked.unit.path, campaign=asked.check_list.campaign_id)
    asked_for = rows.filter(kind__in=[kinds.Kind.PROBLEM, kinds.Kind.FINDING])
    return asked_for.exclude(state=kinds.State.VOID).first()


def answer_of(by: Person, answer_id: int, *, at: datetime) -> Answer | None:
    """An answer of a unit in the person's reach."""
    rows = Answer.objects.filter(asked__in=asked_units(by, at=at).values("pk"))
    return (
        rows.select_related("asked__check_list", "asked__unit", "item", "matter").filter(pk=answer_id).first()
    )


def reminders(by: Person, *, at: datetime) -> list[Sent]:
    """A person's reminders of lists that still wait for answers, newest first, the last one of each."""
    open_ones = unfinished(asked_units(by, at=at))
    rows = Sent.objects.filter(person=by, asked__in=open_ones.values("pk"))
    last: dict[int, Sent] = {}
    for sent in rows.select_related("asked__unit", "asked__check_list").order_by("-at", "-pk")[:80]:
        last.setdefault(sent.asked_id, sent)
    return list(last.values())[:20]


def asked_this_month(paths: Sequence[str], at: datetime) -> Measure | None:
    """For the page of the burden: how often a unit that was asked at all was asked this month. One query."""
    first = local_day(at).replace(day=1)
    asked = Asked.objects.filter(asked=True, asked_on__gte=first, check_list__state__in=OUT)
    rows = asked.filter(queries.within(paths, "unit__path"))
    found = rows.aggregate(times=Count("pk"), units=Count("unit", distinct=True))
    most = cap(burden.Cap.INSPECTIONS_MONTH)
    return Measure(_("本月每个被查单位收到的检查清单"), found["times"], found["units"], most)
