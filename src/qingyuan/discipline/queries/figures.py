"""Figures of leads: clearance never alone, each with numerator and denominator, of what the reader may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from qingyuan.discipline.kinds import CHANNEL_WORDS, Channel, Event, Form
from qingyuan.discipline.models import Clarification, Handling, Happened, Lead
from qingyuan.discipline.queries import handling
from qingyuan.discipline.queries.leads import leads
from qingyuan.kit.clock import local_day
from qingyuan.kit.words import Words
from qingyuan.matters.api import kinds
from qingyuan.org.api import Person


@dataclass(frozen=True)
class Count:
    """Leads of one group. ``fed_back`` of ``real_closed``: real-name leads closed, and of these told the result."""

    received: int = 0
    accepted: int = 0
    closed: int = 0
    on_time: int = 0
    reopened: int = 0
    real_name: int = 0
    real_closed: int = 0
    fed_back: int = 0
    transferred: int = 0

    def __add__(self, other: "Count") -> "Count":
        return Count(
            **{name: getattr(self, name) + getattr(other, name) for name in self.__dataclass_fields__}
        )


@dataclass(frozen=True)
class Line:
    """A line of the table: what it is of, and the figures."""

    words: Words
    count: Count


@dataclass(frozen=True)
class Figures:
    """By channel, by handling unit, and in all. ``forms`` without entries that have lapsed; ``lapsed``: how many."""

    channels: tuple[Line, ...]
    units: tuple[Line, ...]
    all: Count
    forms: tuple[tuple[str, int], ...]
    cleared: int
    lapsed: int


def count_of(lead: Lead, events: set[str]) -> Count:
    """What one lead adds."""
    state = lead.matter.state
    closed, gone = state == kinds.State.CLOSED, state == kinds.State.VOID
    return Count(
        received=1,
        accepted=int(not gone and lead.matter.fixed_at is not None),
        closed=int(closed),
        on_time=int(closed and bool(lead.matter.on_time)),
        reopened=int(not gone and lead.matter.reopened > 0),
        real_name=int(lead.real_name),
        real_closed=int(lead.real_name and closed),
        fed_back=int(lead.real_name and closed and Event.TOLD_RESULT in events),
        transferred=int(gone),
    )


def figures(by: Person, *, at: datetime, first: date | None = None, last: date | None = None) -> Figures:
    """The figures of leads received in a period, as far as the reader sees them. Seven queries."""
    rows = leads(by, at=at)
    if first:
        rows = rows.filter(received_on__gte=first)
    if last:
        rows = rows.filter(received_on__lte=last)
    found = list(rows)
    events = _events(found)
    channels: dict[str, Count] = {}
    units: dict[str, tuple[Words, Count]] = {}
    whole = Count()
    for lead in found:
        one = count_of(lead, events.get(lead.pk, set()))
        channels[lead.channel] = channels.get(lead.channel, Count()) + one
        words, so_far = units.get(lead.matter.unit_path, (lead.matter.unit.label, Count()))
        units[lead.matter.unit_path] = (words, so_far + one)
        whole = whole + one
    decided = Handling.objects.filter(lead__in=found, decided_on__isnull=False).prefetch_related("appeals")
    made = list(decided)
    read = handling.readings(made, local_day(at))
    forms = [one.form for one in made if not handling.has_lapsed(read[one.pk])]
    return Figures(
        tuple(Line(CHANNEL_WORDS[one], channels[one]) for one in Channel if one in channels),
        tuple(Line(words, count) for _path, (words, count) in sorted(units.items())),
        whole,
        tuple((form.value, forms.count(form)) for form in Form),
        Clarification.objects.filter(lead__in=found).count(),
        len(made) - len(forms),
    )


def _events(found: Iterable[Lead]) -> dict[int, set[str]]:
    events: dict[int, set[str]] = {}
    for lead_id, event in Happened.objects.filter(lead__in=list(found)).values_list("lead", "event"):
        events.setdefault(lead_id, set()).add(event)
    return events
