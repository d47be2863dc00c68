"""Keeping events: plan, record in one line what came of it, call off; join one of another unit."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.db import transaction

from qingyuan.kit import effects
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person, Unit, may, require
from qingyuan.study.errors import CannotKeepEvent, missing
from qingyuan.study.kinds import EventKind, EventState, Openness
from qingyuan.study.models import EducationBase, Event, Joining, Series
from qingyuan.study.policy import events as policy
from qingyuan.study.queries import events as queries
from qingyuan.study.queries.special import suspended
from qingyuan.trail.api import record

SEE, KEEP = queries.SEE, queries.KEEP
JOIN = "study.join_event"
SPECIAL = _("这一天本单位处于战时状态，不安排学习")
PEOPLE_AT_MOST = 100_000

LACKING = {
    "title": _("请写明主题"),
    "effect": _("请用一句话写明想达到的效果"),
    "open_to": _("这类活动不能对这个范围开放"),
    "speaker": _("请写明主讲人"),
    "giver": _("请选择授课领导"),
    "base": _("请选择教育基地"),
    "series": _("请写明系列名称"),
    "texts": _("请写明学习篇目"),
    "meeting": _("请选择会议"),
    "first_item": _("第一议题须对应一次会议"),
}


@dataclass(frozen=True)
class Draft:
    """An event as it is put down. ``series``: the name of one, made if the unit has none of that name."""

    kind: EventKind
    unit: Unit
    title: str
    on: date
    effect: str
    branch: Any = None
    open_to: Openness = Openness.UNIT
    begins: time | None = None
    place: str = ""
    speaker: str = ""
    giver: Person | None = None
    audience: str = ""
    texts: str = ""
    base: EducationBase | None = None
    series: str = ""
    meeting: Any = None
    first_item: bool = False


@transaction.atomic
def plan_event(*, draft: Draft, by: Person, at: datetime) -> Event:
    """Put an event into the calendar."""
    unit, branch = draft.unit, draft.branch
    own = branch is not None and branch.secretary_id == by.pk
    require(by, KEEP, at=at, unit=unit, own=own)
    problems = _problems(draft, at)
    if problems:
        raise CannotKeepEvent(problems)
    series = None
    if draft.kind is EventKind.LECTURE_HALL:
        series, _made = Series.objects.get_or_create(
            unit=unit, name=draft.series.strip(), defaults={"created_at": at}
        )
    made = Event.objects.create(
        kind=draft.kind,
        unit=unit,
        branch=branch,
        open_to=draft.open_to,
        title=draft.title.strip(),
        on=draft.on,
        begins=draft.begins,
        place=draft.place.strip(),
        speaker=draft.speaker.strip(),
        giver=draft.giver,
        audience=draft.audience.strip(),
        texts=draft.texts.strip(),
        base=draft.base,
        series=series,
        meeting=draft.meeting,
        first_item=draft.first_item,
        effect=draft.effect.strip(),
        planned_by=by,
        planned_at=at,
    )
    _note(made, "plan_event", by=by, at=at, detail={"kind": str(made.kind), "on": made.on.isoformat()})
    return made


def _problems(draft: Draft, at: datetime) -> list[Reason]:
    said = policy.Said(
        kind=draft.kind,
        title=draft.title,
        effect=draft.effect,
        open_to=draft.open_to,
        speaker=bool(draft.speaker.strip()),
        giver=draft.giver is not None,
        base=draft.base is not None,
        series=bool(draft.series.strip()),
        texts=bool(draft.texts.strip()),
        meeting=draft.meeting is not None,
        first_item=draft.first_item,
    )
    problems = [Reason(name, LACKING[name], name) for name in policy.lacks(said)]
    unit = draft.unit
    if draft.meeting is None and suspended(unit, draft.on):  # a meeting that was held is told as it was
        problems.append(Reason("special", SPECIAL, "on"))
    if draft.branch is not None and draft.branch.unit_id != unit.pk:
        problems.append(Reason("branch", _("这个党支部不属于所选单位"), "branch"))
    if draft.giver is not None and not queries.givers(at).filter(pk=draft.giver.pk).exists():
        problems.append(Reason("leader", _("授课人须是在任的领导干部或党支部书记"), "giver"))
    if draft.base is not None and not (unit.path.startswith(draft.base.unit.path) and draft.base.active):
        problems.append(Reason("base", _("这个教育基地不在本单位的名录里"), "base"))
    if draft.meeting is not None:
        if draft.meeting.unit_id != unit.pk:
            problems.append(Reason("meeting", _("这次会议不是所选单位召开的"), "meeting"))
        elif Event.objects.filter(meeting=draft.meeting).exclude(state=EventState.CALLED_OFF).exists():
            problems.append(Reason("studied", _("这次会议的学习已经登记过"), "meeting"))
        elif local_day(draft.meeting.held_at) != draft.on:
            problems.append(Reason("day", _("日期与会议召开日期不一致"), "on"))
    return problems


def locked(event_id: int, *, by: Person, at: datetime, permission: str = KEEP) -> Event:
    """The event under a lock, if it exists for the person and he may."""
    if not queries.visible(by, at=at).filter(pk=event_id).exists():
        raise missing()
    found = Event.objects.select_for_update(of=("self",)).select_related("unit", "branch").get(pk=event_id)
    own = found.branch is not None and found.branch.secretary_id == by.pk
    require(by, permission, at=at, unit=found.unit, own=own)
    return found


@transaction.atomic
def record_event(
    *, event_id: int, came_of: str, by: Person, at: datetime, headcount: int | None = None
) -> Event:
    """Say in one line what came of it; said again it is corrected."""
    found = locked(event_id, by=by, at=at)
    problems = []
    if found.state == EventState.CALLED_OFF:
        problems.append(Reason("called_off", _("这次活动已经取消")))
    if policy.too_early(found.on, local_day(at)):
        problems.append(Reason("early", _("活动当天或以后才能登记结果")))
    if fault := effects.fault(found.effect, came_of):
        problems.append(Reason(fault, effects.WORDS[fault], "came_of"))
    if headcount is not None and not 0 <= headcount <= PEOPLE_AT_MOST:
        problems.append(Reason("headcount", _("人数不合理"), "headcount"))
    if problems:
        raise CannotKeepEvent(problems)
    found.state, found.headcount, found.came_of = EventState.HELD, headcount, came_of.strip()
    found.held_by, found.held_at = by, at
    found.save(update_fields=["state", "headcount", "came_of", "held_by", "held_at"])
    _note(found, "record_event", by=by, at=at, detail={"headcount": headcount})
    return found


@transaction.atomic
def call_off_event(*, event_id: int, why: str, by: Person, at: datetime) -> Event:
    """It does not take place."""
    found = locked(event_id, by=by, at=at)
    problems = []
    if found.state != EventState.PLANNED:
        problems.append(Reason("state", _("只有还没开展的活动可以取消")))
    if not why.strip():
        problems.append(Reason("why", _("请写明取消原因"), "why"))
    if problems:
        raise CannotKeepEvent(problems)
    found.state, found.called_off_why = EventState.CALLED_OFF, why.strip()
    found.save(update_fields=["state", "called_off_why"])
    _note(found, "call_off_event", by=by, at=at)
    return found


@transaction.atomic
def join_event(*, event_id: int, unit: Unit, headcount: int, by: Person, at: datetime) -> Joining | None:
    """Say that a unit joins a session of another, with how many; 0 takes it back."""
    require(by, JOIN, at=at, unit=unit)
    if not queries.visible(by, at=at).filter(pk=event_id).exists():
        raise missing()
    found = Event.objects.select_for_update(of=("self",)).get(pk=event_id)
    problems = []
    if found.open_to != Openness.ALL or found.unit_id == unit.pk:
        problems.append(Reason("open", _("这次活动不需要报名参加")))
    if found.state != EventState.PLANNED or found.on < local_day(at):
        problems.append(Reason("state", _("这次活动已经结束或取消")))
    if headcount and suspended(unit, found.on):
        problems.append(Reason("special", SPECIAL, "headcount"))
    if not 0 <= headcount <= PEOPLE_AT_MOST:
        problems.append(Reason("headcount", _("人数不合理"), "headcount"))
    if problems:
        raise CannotKeepEvent(problems)
    detail = {"unit": unit.pk, "headcount": headcount}
    _note(found, "join_event", by=by, at=at, detail=detail)
    if headcount == 0:
        Joining.objects.filter(event=found, unit=unit).delete()
        return None
    said = {"headcount": headcount, "by": by, "at": at}
    return Joining.objects.update_or_create(event=found, unit=unit, defaults=said)[0]


def may_keep(event: Event, by: Person, *, at: datetime) -> bool:
    """Whether a person may record or call off an event that he sees."""
    own = event.branch is not None and event.branch.secretary_id == by.pk
    return may(by, KEEP, at=at, unit=event.unit, own=own)


def _note(
    event: Event,
    act: str,
    *,
    by: Person,
    at: datetime,
    detail: dict[str, str | int | bool | None] | None = None,
) -> None:
    record(actor=by.key, act=f"study.{act}", subject=f"event:{event.pk}", at=at, detail=detail or {})
