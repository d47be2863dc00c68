"""Clocks: from one event of a lead to another, counted in days, working days or months. All values are data.

1. A clock runs from the day of the last start event; the first stop event after it ends it. Nothing is stored: whether
   it is late is derived from the days.
2. It runs for the channels it names (none named: for all), for real-name leads only if it says so, and for one kind of
   disposal if it names one.
3. More time is given once, by a second person, for the days the clock itself allows.
4. A clock whose source was not found (grade U) does not run before the office has confirmed its value.
5. What follows when it has passed is part of the clock: the lead goes up, or a right to ask has ended and nothing goes
   up, or an entry lapses.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from qingyuan.discipline.kinds import Channel, DisposalKind, Effect, Event, Grade, Measure, Measures, Of
from qingyuan.kit import workdays
from qingyuan.matters.api import policy as matters


@dataclass(frozen=True)
class Clock:
    """One clock as the office keeps it. ``more``: days of the one extension, 0 if there is none."""

    code: str
    start: Event
    stops: tuple[Event, ...]
    amount: int
    measure: Measure
    channels: tuple[Channel, ...] = ()
    real_name: bool = False
    disposal: DisposalKind | None = None
    more: int = 0
    grade: Grade = Grade.A
    confirmed: bool = True
    active: bool = True
    of: Of = Of.LEAD
    measures: tuple[Measures, ...] = ()
    effect: Effect = Effect.RISE

    @property
    def runs(self) -> bool:
        """Whether it counts at all (rule 4)."""
        return self.active and self.amount > 0 and (self.grade is not Grade.U or self.confirmed)


@dataclass(frozen=True)
class Subject:
    """What of a lead, or of a handling, decides which clocks run. ``events`` in the order in which they happened."""

    channel: Channel | None
    real_name: bool
    disposal: DisposalKind | None
    events: Sequence[tuple[Event, date]]
    of: Of = Of.LEAD
    measure: Measures | None = None


@dataclass(frozen=True)
class Reading:
    """What a clock shows: when it began, by when it has to stop, when it did."""

    code: str
    began_on: date
    due_on: date
    met_on: date | None

    def late(self, today: date) -> bool:
        """Whether it stopped, or still runs, after its day."""
        return (self.met_on or today) > self.due_on

    @property
    def running(self) -> bool:
        return self.met_on is None


def deadline(began_on: date, amount: int, measure: Measure) -> date:
    """The last day. Days and months are calendar ones; working days skip weekends and holidays.

    >>> deadline(date(2021, 3, 8), 5, Measure.WORKDAYS), deadline(date(2021, 1, 31), 1, Measure.MONTHS)
    (datetime.date(2021, 3, 15), datetime.date(2021, 2, 28))
    """
    if measure is Measure.WORKDAYS:
        return workdays.shift(began_on, amount)
    if measure is Measure.MONTHS:
        return matters.months_after(began_on, amount)
    return began_on + timedelta(days=amount)


def applies(clock: Clock, lead: Subject) -> bool:
    """Whether the clock concerns this lead at all (rule 2)."""
    return (
        clock.runs
        and clock.of is lead.of
        and (not clock.measures or lead.measure in clock.measures)
        and (not clock.channels or lead.channel in clock.channels)
        and (not clock.real_name or lead.real_name)
        and (clock.disposal is None or clock.disposal is lead.disposal)
    )


def read(clock: Clock, lead: Subject, *, extended: bool = False) -> Reading | None:
    """What the clock shows for a lead; None if it does not concern it or has not begun."""
    if not applies(clock, lead):
        return None
    began: date | None = None
    met: date | None = None
    for event, on in lead.events:
        if event is clock.start:
            began, met = on, None
        elif began is not None and met is None and event in clock.stops:
            met = on
    if began is None:
        return None
    due = deadline(began, clock.amount, clock.measure)
    if extended:
        due += timedelta(days=clock.more)
    return Reading(clock.code, began, due, met)


def too_late(clocks: Iterable[Clock], lead: Subject, event: Event, on: date) -> bool:
    """Whether the right to ask for this had ended by then (rule 5)."""
    asked = [clock for clock in clocks if clock.effect is Effect.RIGHT and event in clock.stops]
    shown = [one for clock in asked if (one := read(clock, lead)) is not None]
    return any(one.running and on > one.due_on for one in shown)


def lapsed(clocks: Iterable[Clock], lead: Subject, today: date) -> bool:
    """Whether an entry no longer counts (rule 5); without a clock that runs, none ever lapses."""
    found = [read(clock, lead) for clock in clocks if clock.effect is Effect.LAPSE]
    return any(one is not None and one.late(today) for one in found)


def readings(clocks: Iterable[Clock], lead: Subject, extended: Iterable[str] = ()) -> list[Reading]:
    """What all clocks show, the nearest deadline first."""
    given = set(extended)
    shown = [read(clock, lead, extended=clock.code in given) for clock in clocks]
    return sorted((one for one in shown if one is not None), key=lambda one: (one.due_on, one.code))
