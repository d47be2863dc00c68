"""Leads as far as a person may know of them, and what stands on the page of one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from qingyuan.discipline.kinds import (
    Channel,
    Decided,
    DisposalKind,
    Effect,
    Event,
    Grade,
    Measure,
    Measures,
    Of,
)
from qingyuan.discipline.models import Clock, Disposal, Escalation, Happened, Lead, MoreTime
from qingyuan.discipline.policy import clocks as policy
from qingyuan.discipline.policy import telling
from qingyuan.kit import workdays
from qingyuan.kit.clock import local_day
from qingyuan.kit.grams import tokens
from qingyuan.matters.api import kinds, visible
from qingyuan.matters.api import queries as matters
from qingyuan.org.api import Person, Unit, scope

SEE = "discipline.see_leads"
SILENT_DAYS = "discipline.silent_days"  # how the office sets it; the page may ask for any other number
SILENT_SHIPPED = 15  # no text gives a number
ALIKE = 0.5  # share of common pairs of characters from which two leads are shown as alike
ALIKE_SHOWN = 8
CANDIDATES = 2000


def leads(by: Person, *, at: datetime) -> QuerySet[Lead]:
    """The leads that exist for a person: he handles leads there, and none is about him or his unit."""
    seen = visible(by, at=at).filter(scope(by, SEE, at=at, path="unit_path"), kind=kinds.Kind.LEAD)
    return Lead.objects.filter(matter__in=seen).select_related("matter", "matter__unit", "matter__owner")


def one(by: Person, pk: int, *, at: datetime) -> Lead | None:
    """One lead that exists for the person."""
    return leads(by, at=at).filter(pk=pk).first()


def for_good(matters: Collection[int]) -> dict[int, str]:
    """What of the leads behind matters never changes, by id of the matter: the record of acts holds it with them."""
    rows = Lead.objects.filter(matter__in=matters).values_list(
        "matter", "channel", "received_on", "assigned_by", "outside_number"
    )
    return {key: repr((channel, str(on), whom, number)) for key, channel, on, whom, number in rows}


def of_matter(matter_id: int) -> Lead | None:
    """The lead behind a matter."""
    return Lead.objects.select_related("matter").filter(matter=matter_id).first()


@dataclass(frozen=True)
class Choice:
    """What a list is narrowed by."""

    words: str = ""
    channel: str = ""
    state: str = "open"
    unit: Unit | None = None
    watched: bool = False


def listed(by: Person, chosen: Choice, *, at: datetime) -> QuerySet[Lead]:
    """The leads of a list, newest first."""
    rows = leads(by, at=at)
    if chosen.words:
        rows = rows.filter(
            matter__in=visible(by, at=at).filter(matters.found(chosen.words) | Q(number=chosen.words))
        )
    if chosen.channel:
        rows = rows.filter(channel=chosen.channel)
    if chosen.state == "open":
        rows = rows.filter(matter__state__in=kinds.OPEN)
    elif chosen.state == "closed":
        rows = rows.filter(matter__state=kinds.State.CLOSED)
    elif chosen.state == "transferred":
        rows = rows.filter(matter__state=kinds.State.VOID)
    if chosen.unit is not None:
        rows = rows.filter(matter__unit_path__startswith=chosen.unit.path)
    if chosen.watched:
        rows = rows.filter(Exists(Escalation.objects.filter(lead=OuterRef("pk"))))
    return rows


# -- clocks -----------------------------------------------------------------------------------------------------


def clock_rules() -> list[tuple[Clock, policy.Clock]]:
    """All clocks that the office keeps, each with how the policy page reads it. One query."""
    return [(row, as_rule(row)) for row in Clock.objects.all()]


def as_rule(row: Clock) -> policy.Clock:
    """A clock as the policy page reads it."""
    return policy.Clock(
        code=row.code,
        start=Event(row.start),
        stops=tuple(Event(stop) for stop in row.stops),
        amount=row.amount,
        measure=Measure(row.measure),
        channels=tuple(Channel(one) for one in row.channels),
        real_name=row.real_name,
        disposal=DisposalKind(row.disposal) if row.disposal else None,
        more=row.more,
        grade=Grade(row.grade),
        confirmed=row.confirmed,
        active=row.active,
        of=Of(row.of),
        measures=tuple(Measures(one) for one in row.measures),
        effect=Effect(row.effect),
    )


def notable(lead: Lead) -> list[Event]:
    """What can be written down of a lead where it stands."""
    happened = [Event(event) for event in lead.happened.values_list("event", flat=True)]
    granted = lead.more_time.filter(answer=kinds.Answer.GRANTED).exists()
    stands = telling.Stands(lead.matter.state, Channel(lead.channel), happened, granted)
    return telling.notable(stands)


def too_late(lead: Lead, event: Event, on: date) -> bool:
    """Whether the right to ask for a review of a lead's result had ended by a day."""
    events = [(Event(name), day) for name, day in lead.happened.values_list("event", "on")]
    subject = policy.Subject(Channel(lead.channel), lead.real_name, None, events)
    return policy.too_late([rule for _row, rule in clock_rules()], subject, event, on)


@dataclass(frozen=True)
class Shown:
    """A clock of a lead as a page shows it."""

    clock: Clock
    reading: policy.Reading
    late: bool
    extended: bool

    @property
    def right(self) -> bool:
        """Whether it is somebody's time to ask: when it has passed nothing is late."""
        return self.clock.effect == Effect.RIGHT


def readings(found: Iterable[Lead], today: date) -> dict[int, list[Shown]]:
    """What every clock shows for these leads, by lead. Five queries, however many leads."""
    rows = list(found)
    keys = [lead.pk for lead in rows]
    rules = clock_rules()
    by_code = {row.code: row for row, _rule in rules}
    events: dict[int, list[tuple[Event, date]]] = {key: [] for key in keys}
    happened = Happened.objects.filter(lead__in=keys).order_by("at", "pk")
    for lead_id, event, on in happened.values_list("lead", "event", "on"):
        events[lead_id].append((Event(event), on))
    disposals = dict(
        Disposal.objects.filter(lead__in=keys, state=Decided.APPROVED)
        .order_by("pk")
        .values_list("lead", "kind")
    )
    given: dict[int, set[str]] = {key: set() for key in keys}
    granted = MoreTime.objects.filter(lead__in=keys, answer=kinds.Answer.GRANTED)
    for lead_id, code in granted.values_list("lead", "clock"):
        given[lead_id].add(code)
    shown = {}
    with workdays.remembering():
        for lead in rows:
            kind = disposals.get(lead.pk)
            subject = policy.Subject(
                Channel(lead.channel), lead.real_name, DisposalKind(kind) if kind else None, events[lead.pk]
            )
            read = policy.readings([rule for _row, rule in rules], subject, given[lead.pk])
            shown[lead.pk] = [
                Shown(by_code[one.code], one, one.late(today), one.code in given[lead.pk]) for one in read
            ]
    return shown


# -- what is alike ----------------------------------------------------------------------------------------------


def alike(lead: Lead, by: Person, *, at: datetime) -> list[tuple[Lead, int]]:
    """Leads that read much like this one, among those that the person may read: with the percentage in common.

    Pairs of characters (``kit.grams``) that both have, over all that either has (Jaccard). Two queries.
    """
    mine = set(tokens(lead.matter.statement).split())
    if not mine:
        return []
    found = []
    others = leads(by, at=at).exclude(pk=lead.pk).order_by("-pk")[:CANDIDATES]
    for other in others:
        theirs = set(tokens(other.matter.statement).split())
        share = len(mine & theirs) / len(mine | theirs)
        if share >= ALIKE or other.matter.fingerprint == lead.matter.fingerprint:
            found.append((other, round(100 * share)))
    return sorted(found, key=lambda pair: (-pair[1], pair[0].pk))[:ALIKE_SHOWN]


# -- no silent lead -----------------------------------------------------------------------------------------------


def silent(by: Person, days: int, *, at: datetime) -> list[tuple[Lead, int]]:
    """Open leads in which nothing happened for more than so many days, the longest first, with how many."""
    today = local_day(at)
    rows = {lead.pk: lead for lead in leads(by, at=at).filter(matter__state__in=kinds.OPEN)}
    last: dict[int, date] = {}
    told = Happened.objects.filter(lead__in=rows).exclude(event=Event.ROSE)
    for lead_id, moment in told.values_list("lead", "at"):
        day = local_day(moment)
        last[lead_id] = max(day, last.get(lead_id, day))
    still = [(lead, (today - last.get(pk, lead.received_on)).days) for pk, lead in rows.items()]
    return sorted((pair for pair in still if pair[1] > days), key=lambda pair: -pair[1])
