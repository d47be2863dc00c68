"""Events that exist for a person, who may keep them, and lists drawn from them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from qingyuan.campaign.api import Campaign
from qingyuan.campaign.api import kinds as campaign_kinds
from qingyuan.kit.clock import local_day
from qingyuan.org.api import Person, Unit, leaders, reach, scope, standing
from qingyuan.org.api import queries as org
from qingyuan.study.kinds import EventKind, EventState, Openness
from qingyuan.study.models import EducationBase, Event
from qingyuan.study.policy import events as policy

SEE, KEEP, ENTER = "study.see_events", "study.keep_events", "study.enter_quiz"
NOTHING = Q(pk__in=[])


def places_above(path: str) -> list[str]:
    """The paths of a unit and of all units above it."""
    return [path[:end] for end in range(Unit.steplen, len(path) + 1, Unit.steplen)]


def seen_by(by: Person, *, at: datetime) -> Q:
    """Events within reach; those of the reader's own unit; those of units above that are open to those below;
    and the lecture halls that are open to all. What another unit does for itself does not exist.
    """
    if not reach(by, SEE, at):
        return NOTHING
    home = standing(by, at).home_path
    above = places_above(home)
    return (
        scope(by, SEE, at=at, path="unit__path", owner="branch__secretary")
        | scope(by, KEEP, at=at, path="unit__path", owner="branch__secretary")
        | Q(unit__path=home)
        | Q(unit__path__in=above, open_to__in=[Openness.BELOW, Openness.ALL])
        | Q(open_to=Openness.ALL)
    )


def visible(by: Person, *, at: datetime) -> QuerySet[Event]:
    """The events that exist for a person."""
    rows = Event.objects.filter(seen_by(by, at=at))
    return rows.select_related("unit", "branch", "giver", "base", "series", "meeting", "planned_by")


def one(by: Person, event_id: int, *, at: datetime) -> Event | None:
    return visible(by, at=at).filter(pk=event_id).first()


def branches_kept(by: Person, *, at: datetime, permission: str = KEEP) -> QuerySet[Any]:
    """The branches that a person keeps events or dates for: all of his units, or his own as their secretary."""
    every = org.branches(Unit.objects.all())
    return every.filter(scope(by, permission, at=at, path="unit__path", owner="secretary"))


def givers(at: datetime) -> QuerySet[Person]:
    """Who may give a party lesson: the leaders in office, and the secretaries of branches."""
    secretaries = org.branches(Unit.objects.all()).order_by().values("secretary")
    return Person.objects.filter(Q(pk__in=leaders(at)) | Q(pk__in=secretaries)).order_by("police_no")


def bases(by: Person, *, at: datetime) -> QuerySet[EducationBase]:
    """The catalogue that a person sees: of his units, and of every unit above them."""
    if not reach(by, SEE, at):
        return EducationBase.objects.none()
    above = [path for place in standing(by, at).places for path in places_above(place)]
    rows = EducationBase.objects.filter(scope(by, SEE, at=at) | Q(unit__path__in=above))
    return rows.select_related("unit")


@dataclass(frozen=True)
class LeaderLessons:
    """The party lessons of a leader in office in a year, against the rule of at least one."""

    leader: Person
    post: str
    lessons: tuple[Event, ...]

    @property
    def missing(self) -> int:
        return max(0, policy.LESSONS_A_YEAR - len(self.lessons))


def lessons(by: Person, *, at: datetime, year: int) -> list[LeaderLessons]:
    """Leaders in office within reach, in the order of the tree and their numbers, with the lessons they gave."""
    within = units_reached(by, at=at)
    found = org.members(within, at) & leaders(at)
    people = list(found.prefetch_related(org.post_on(at)).order_by("police_no"))
    given: dict[int | None, list[Event]] = {}
    rows = Event.objects.filter(
        giver__in=people, kind=EventKind.PARTY_LESSON, state=EventState.HELD, on__year=year
    )
    for event in rows.order_by("on", "pk"):
        given.setdefault(event.giver_id, []).append(event)
    lines = []
    for person in people:
        post = person.homes[0]  # type: ignore[attr-defined]
        lines.append((post.unit.path, LeaderLessons(person, str(post), tuple(given.get(person.pk, ())))))
    return [line for _path, line in sorted(lines, key=lambda pair: (pair[0], pair[1].leader.police_no))]


def units_reached(by: Person, *, at: datetime) -> QuerySet[Unit]:
    """The units whose regularity a person may read."""
    found: QuerySet[Unit] = Unit.objects.filter(scope(by, "study.see_life", at=at, path="path"))
    return found.order_by("path")


@dataclass(frozen=True)
class MeetingLine:
    """A meeting of a party committee, and what was studied at it, if anything."""

    meeting: Any
    study: Event | None

    @property
    def first(self) -> bool:
        return self.study is not None and self.study.first_item


def meetings(campaign: Campaign, by: Person, *, at: datetime) -> list[MeetingLine]:
    """The party-committee meetings of a campaign within reach, newest first, with their study. Two queries."""
    kind = campaign_kinds.MeetingKind.PARTY_COMMITTEE
    rows = campaign.meetings.filter(scope(by, SEE, at=at), kind=kind, held_at__lte=at)
    held = list(rows.select_related("unit").order_by("-held_at", "-pk")[:200])
    studied = Event.objects.filter(meeting__in=held).exclude(state=EventState.CALLED_OFF)
    by_meeting = {event.meeting_id: event for event in studied}
    return [MeetingLine(meeting, by_meeting.get(meeting.pk)) for meeting in held]


def meetings_to_choose(by: Person, *, at: datetime) -> QuerySet[Any]:
    """Meetings at which something may have been studied and of which no record is kept yet."""
    told = Event.objects.filter(meeting__isnull=False).exclude(state=EventState.CALLED_OFF)
    every = Event._meta.get_field("meeting").related_model._default_manager
    rows = every.filter(scope(by, KEEP, at=at), held_at__lte=at).exclude(pk__in=told.values("meeting"))
    found: QuerySet[Any] = rows.select_related("unit").order_by("-held_at")
    return found


@dataclass(frozen=True)
class QuizFigures:
    entrants: int
    prizes: int


def quiz_figures(event: Event) -> QuizFigures:
    """How many entered and how many prizes were given. Who did not enter is not asked anywhere."""
    found = event.entries.aggregate(entrants=Count("pk"), prizes=Count("pk", filter=~Q(prize="")))
    return QuizFigures(found["entrants"], found["prizes"])


def joined(event: Event) -> int:
    """How many people other units send."""
    return event.joinings.aggregate(n=Sum("headcount"))["n"] or 0


def coming(by: Person, *, at: datetime) -> QuerySet[Event]:
    """What is planned from today on."""
    return visible(by, at=at).filter(state=EventState.PLANNED, on__gte=local_day(at)).order_by("on", "pk")
