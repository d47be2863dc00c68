"""What stands in a person's calendar, and the person behind a secret address."""

import hashlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils import timezone

from qingyuan.kit.words import _
from qingyuan.matters.api import kinds, visible
from qingyuan.org.api import Person, Unit, leaders, standing
from qingyuan.org.api import queries as org
from qingyuan.study.kinds import OF_MEETINGS, DayState, EventState, Openness, SessionState
from qingyuan.study.models import CalendarFeed, Event, Session
from qingyuan.study.policy.life import covers
from qingyuan.study.queries import contests, events, life, rotation, sessions
from qingyuan.study.queries.special import spans_of, suspended_paths
from qingyuan.study.shelves import Item, calendar

BACK, AHEAD = 14, 120  # days that an address shows
ITEMS_AT_MOST = 500
HOURS = 2  # how long an event lasts that says when it begins


def hashed(token: str) -> str:
    """Under what an address is kept. A random token of 256 bits needs no salt."""
    return hashlib.sha256(token.encode()).hexdigest()


def behind(token: str, at: datetime) -> Person | None:
    """Whose address it is: none if it was taken back, or its person no longer belongs to the force."""
    feed = CalendarFeed.objects.select_related("person").filter(token_hash=hashed(token)).first()
    if feed is None or not standing(feed.person, at).home_path:
        return None
    account = getattr(feed.person, "account", None)
    return feed.person if account is None or account.is_active else None


def items(person: Person, first: date, last: date, at: datetime) -> list[Item]:
    """All that concerns a person between two days, in the order of time, from every source on the shelf."""
    found = [item for ask in calendar.values() for item in ask(person, first, last, at)]
    return sorted(found, key=lambda item: (_begin(item), item.key))[:ITEMS_AT_MOST]


def feed_items(person: Person, day: date, at: datetime) -> list[Item]:
    return items(person, day - timedelta(days=BACK), day + timedelta(days=AHEAD), at)


def _begin(item: Item) -> datetime:
    if isinstance(item.starts, datetime):
        return item.starts
    return timezone.make_aware(datetime.combine(item.starts, time()))


# -- sources ---------------------------------------------------------------------------------------------------


def of_events(person: Person, first: date, last: date, at: datetime) -> Iterator[Item]:
    """Events of the person's unit and those open to him; what a leadership team studies only for its leaders.

    Of the halls that are open to all, those of other units only if his own has joined.
    """
    home = standing(person, at).home_path
    above = events.places_above(home)
    concerns = Q(unit__path=home) | Q(unit__path__in=above, open_to__in=[Openness.BELOW, Openness.ALL])
    concerns |= Q(pk__in=Event.objects.filter(joinings__unit__path__in=above).values("pk"))
    rows = events.visible(person, at=at).filter(concerns, on__gte=first, on__lte=last)
    rows = rows.filter(Q(branch__isnull=True) | Q(branch=person.branch_id))
    if not leaders(at).filter(pk=person.pk).exists():
        rows = rows.exclude(kind__in=OF_MEETINGS)
    spared = spans_of(home, suspended_paths(first, last))
    for event in rows.exclude(state=EventState.CALLED_OFF).order_by("on", "pk")[:ITEMS_AT_MOST]:
        if event.meeting_id is None and covers(spared, event.on):
            continue  # of another unit: his own is in special duty
        yield _timed(f"event-{event.pk}", event.on, event.begins, event.title, event.place)


def _timed(key: str, on: date, begins: time | None, title: str, place: str) -> Item:
    if begins is None:
        return Item(key, on, title, place)
    start = timezone.make_aware(datetime.combine(on, begins))
    return Item(key, start, title, place, start + timedelta(hours=HOURS))


def of_sessions(person: Person, first: date, last: date, at: datetime) -> Iterator[Item]:  # noqa: ARG001
    """The sessions of the person's branch, but those at which a roster says that he is elsewhere. Two queries."""
    if person.branch_id is None:
        return
    rows = Session.objects.filter(branch=person.branch_id, day__gte=first, day__lte=last)
    held = list(rows.exclude(state=SessionState.CANCELLED).order_by("starts_at", "pk")[:ITEMS_AT_MOST])
    elsewhere = sessions.rosters(held, [person.pk])
    for session in held:
        if person.pk not in elsewhere[session.pk]:
            key = f"session-{session.pk}"
            yield Item(key, session.starts_at, session.title, session.place, session.ends_at)


def of_party_life(person: Person, first: date, last: date, at: datetime) -> Iterator[Item]:
    """The accepted days of the person's own branch, and those on which something was held; proposals only for its
    secretary, who has to accept them.
    """
    if person.branch_id is None:
        return
    branch = org.branches(Unit.objects.all()).filter(pk=person.branch_id)
    shown = {DayState.HELD, DayState.PLANNED}
    for line in life.lines(branch, first=first, last=last, at=at):
        day = line.on
        secretary = line.branch.secretary_id == person.pk
        if line.typed and day and first <= day <= last and (line.state in shown or (secretary and line.open)):
            proposed = line.state is DayState.PROPOSED
            title = _("%(name)s（建议日期）") % {"name": line.rule} if proposed else str(line.rule)
            yield Item(f"life-{line.key}", day, title)


def of_rotation(person: Person, first: date, last: date, at: datetime) -> Iterator[Item]:  # noqa: ARG001
    """The person's own placement."""
    for placed in rotation.own(person, first, last):
        batch = placed.batch
        yield Item(f"batch-{batch.pk}", batch.first_on, placed.rotation.name, batch.place, batch.last_on)


def of_deadlines(person: Person, first: date, last: date, at: datetime) -> Iterator[Item]:
    """Deadlines of what the person is responsible for: how many on a day, and not a word of what."""
    rows = visible(person, at=at).filter(owner=person, due_on__gte=first, due_on__lte=last)
    days = rows.filter(state__in=kinds.OPEN).order_by("due_on").values_list("due_on", flat=True).distinct()
    for day in days:
        if day is not None:
            yield Item(f"due-{person.pk}-{day.isoformat()}", day, _("本人负责的事项到期"))


def of_ballots(person: Person, first: date, last: date, at: datetime) -> Iterator[Item]:
    """Until when the person, as a juror, has a vote to cast."""
    rows = contests.waiting_for(person, at).filter(votes_until__gte=first, votes_until__lte=last)
    for contest in rows:
        yield Item(f"ballot-{contest.pk}", contest.votes_until, _("事例评选投票截止"))
