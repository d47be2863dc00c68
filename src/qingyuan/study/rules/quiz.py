"""A quiz: entering it of one's own will, going back, and the prizes."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person, require
from qingyuan.study.errors import CannotEnter, missing
from qingyuan.study.kinds import EventKind, EventState
from qingyuan.study.models import Event, QuizEntry
from qingyuan.study.policy import events as policy
from qingyuan.study.queries import events as queries
from qingyuan.study.rules.events import locked
from qingyuan.trail.api import record


def _open(event_id: int, *, by: Person, at: datetime) -> Event:
    if not queries.visible(by, at=at).filter(pk=event_id, kind=EventKind.QUIZ).exists():
        raise missing()
    require(by, queries.ENTER, at=at, own=True)
    found = Event.objects.select_for_update(of=("self",)).get(pk=event_id)
    if found.state != EventState.PLANNED or found.on < local_day(at):
        raise CannotEnter(Reason("closed", _("这次答题已经结束或取消")))
    return found


@transaction.atomic
def enter_quiz(*, event_id: int, by: Person, at: datetime) -> QuizEntry:
    """Enter oneself; nobody can be entered by another. Entering twice is entering once."""
    found = _open(event_id, by=by, at=at)
    entry, made = QuizEntry.objects.get_or_create(event=found, person=by, defaults={"at": at})
    if made:
        record(actor=by.key, act="study.enter_quiz", subject=f"quiz_entry:{entry.pk}", at=at)
    return entry


@transaction.atomic
def leave_quiz(*, event_id: int, by: Person, at: datetime) -> None:
    """Go back: the entry is gone, nobody asks why."""
    found = _open(event_id, by=by, at=at)
    entry = QuizEntry.objects.filter(event=found, person=by).first()
    if entry is None:
        return
    record(actor=by.key, act="study.leave_quiz", subject=f"quiz_entry:{entry.pk}", at=at)
    entry.delete()


@transaction.atomic
def give_prizes(*, event_id: int, prizes: Mapping[int, str], by: Person, at: datetime) -> int:
    """The prizes by entry; who is not among them has none, and no order is kept. How many were given."""
    found = locked(event_id, by=by, at=at)
    entries = {entry.pk: entry for entry in QuizEntry.objects.select_for_update().filter(event=found)}
    given = {pk: words.strip() for pk, words in prizes.items() if words.strip()}
    problems = []
    if found.kind != EventKind.QUIZ or found.state == EventState.CALLED_OFF:
        problems.append(Reason("kind", _("只有答题挑战赛设奖")))
    if set(given) - set(entries):
        problems.append(Reason("entered", _("只有自愿报名的人可以获奖")))
    if policy.too_early(found.on, local_day(at)):
        problems.append(Reason("early", _("活动当天或以后才能登记结果")))
    if policy.prizes_too_many(len(entries), len(given)):
        problems.append(Reason("many", _("获奖人数不超过报名人数的五分之一")))
    if any(len(words) > 20 for words in given.values()):
        problems.append(Reason("long", _("奖项名称不超过20个字")))
    if problems:
        raise CannotEnter(problems)
    for pk, entry in entries.items():
        entry.prize = given.get(pk, "")
    QuizEntry.objects.bulk_update(entries.values(), ["prize"], batch_size=300)
    record(
        actor=by.key,
        act="study.give_prizes",
        subject=f"event:{found.pk}",
        at=at,
        detail={"prizes": len(given)},
    )
    return len(given)
