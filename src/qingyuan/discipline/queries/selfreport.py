"""Self-examination as far as a person may know: his own, what leaders said, counts, and what his keys open."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256

from django.db.models import Count, Q, QuerySet

from qingyuan.discipline.kinds import Followed, Said
from qingyuan.discipline.models import (
    Draft,
    Lead,
    LeaderSaid,
    LeniencyPolicy,
    PolicyRead,
    SelfReport,
    SelfSlot,
    Window,
)
from qingyuan.discipline.policy import selfreport as policy
from qingyuan.discipline.shelves import Reader, sealing
from qingyuan.kit import workdays
from qingyuan.kit.clock import local_day
from qingyuan.org.api import Person, Role, Unit, reach, scope
from qingyuan.org.api import kinds as org_kinds
from qingyuan.org.api import queries as org
from qingyuan.trail.api import Entry

SEE, READ = "discipline.see_windows", "discipline.read_self_reports"
AWAY = {org_kinds.DutyKind.TRAINING, org_kinds.DutyKind.ERRAND, org_kinds.DutyKind.LEAVE}
SUBJECT = "selfreport"


def _on(day: date, path: str = "") -> Q:
    return Q(**{f"{path}from_on__lte": day}) & (
        Q(**{f"{path}to_on__isnull": True}) | Q(**{f"{path}to_on__gte": day})
    )


def places_above(path: str) -> list[str]:
    """The paths of a place and of all above it."""
    return [path[:end] for end in range(Unit.steplen, len(path) + 1, Unit.steplen)]


# -- the policy -------------------------------------------------------------------------------------------------


def policies() -> QuerySet[LeniencyPolicy]:
    """All versions, the newest first."""
    return LeniencyPolicy.objects.select_related("unit", "by").order_by("-at", "-pk")


def policy_for(path: str) -> LeniencyPolicy | None:
    """The newest version of the nearest unit that has one, seen from a place."""
    found = LeniencyPolicy.objects.filter(unit__path__in=places_above(path)).select_related("unit")
    return max(found, key=lambda one: (len(one.unit.path), one.version), default=None)


def has_read(person: Person, text: LeniencyPolicy) -> bool:
    return PolicyRead.objects.filter(policy=text, person=person).exists()


# -- who is asked, and who comes first ----------------------------------------------------------------------------


def leaders(
    unit: Unit, at: datetime, *, person: Person | None = None, above: Collection[str] = ()
) -> list[policy.Leader]:
    """Who leads in a unit and below it on the day: posts of the key few, and heads. Two queries.

    ``person``: only what he himself leads, and who leads at one of the places ``above`` him.
    """
    day = local_day(at)
    found: set[tuple[int, str]] = set()
    for held, leads in (
        ("posts__", {"posts__leader": True}),
        ("holdings__", {"holdings__role": Role.UNIT_HEAD}),
    ):
        here = Q(**leads) & _on(day, held) & Q(**{f"{held}unit__path__startswith": unit.path})
        if person is not None:
            here &= Q(**{f"{held}unit__path__in": above}) | Q(pk=person.pk)
        found |= set(Person.objects.filter(here).values_list("pk", f"{held}unit__path"))
    return [policy.Leader(pk, path) for pk, path in sorted(found)]


def asked_of(window: Window, at: datetime, within: Q | None = None) -> QuerySet[Person]:
    """The people whom a window asks: those whose main post on the day is in its unit or below it.

    ``within``: a scope over ``posts__unit__path`` that leaves fewer.
    """
    kinds = [org_kinds.Category.POLICE, *([org_kinds.Category.AUXILIARY] if window.auxiliaries else [])]
    held = _on(local_day(at), "posts__") & Q(posts__main=True, posts__unit__path__startswith=window.unit.path)
    return Person.objects.filter(held & (within or Q()), category__in=kinds)


def answered(window: Window, people: Collection[int] | None = None) -> set[int]:
    """Who has answered; of these people, if they are named."""
    rows = window.answers.filter(person__in=people) if people is not None else window.answers
    return set(rows.values_list("person", flat=True))


def away(people: Collection[int], at: datetime) -> set[int]:
    """Who of these people is on leave, away or training at the moment."""
    taken = org.on_duty(people, at, at + timedelta(minutes=1))
    return {person for person, kind in taken.items() if kind in AWAY}


@dataclass(frozen=True)
class Place:
    """Where a person stands in a window. ``waits``: leaders who answer first; ``gaps``: what stands against it."""

    window: Window
    leader: bool
    read: bool
    spoke: bool
    waits: frozenset[int]
    answer: SelfReport | None
    gaps: tuple[str, ...]


def place(window: Window, person: Person, at: datetime) -> Place:
    """Where a person stands in a window. Nine queries at most, however large the unit."""
    home = org.home_path(person, at)
    first = leaders(window.unit, at, person=person, above=places_above(home))
    who = {one.person for one in first}
    is_leader = person.pk in who
    answer = window.answers.filter(person=person).first()
    waits: frozenset[int] = frozenset()
    if not is_leader and (silent := who - answered(window, who)):
        waits = policy.waited_for(home, first, who - silent, away(silent, at))
    spoke = is_leader and window.leaders_said.filter(person=person).exists()
    asked = asked_of(window, at).filter(pk=person.pk).exists()
    return _place(window, at, is_leader, spoke, has_read(person, window.policy), asked, waits, answer)


def places(window: Window, people: Collection[Person], at: datetime) -> dict[int, Place]:
    """Where each of many people stands in a window: what :func:`place` says of him. Ten queries for all of them."""
    keys = {one.pk for one in people}
    first = leaders(window.unit, at)
    who = {one.person for one in first}
    done = answered(window, who)
    gone = away(who - done, at)
    spoke = set(window.leaders_said.filter(person__in=keys & who).values_list("person", flat=True))
    reads = PolicyRead.objects.filter(policy=window.policy, person__in=keys)
    read = set(reads.values_list("person", flat=True))
    asked = set(asked_of(window, at).filter(pk__in=keys).values_list("pk", flat=True))
    answers = {one.person_id: one for one in window.answers.filter(person__in=keys)}
    found = {}
    for person in people:
        key = person.pk
        waits = (
            policy.waited_for(org.home_path(person, at), first, done, gone) if key not in who else frozenset()
        )
        stands = key in who, key in spoke, key in read, key in asked
        found[key] = _place(window, at, *stands, waits, answers.get(key))
    return found


def _place(
    window: Window, at: datetime, leader: bool, spoke: bool, read: bool, asked: bool,
    waits: frozenset[int], answer: SelfReport | None,
) -> Place:  # fmt: skip
    said = policy.Asked(
        opens_on=window.opens_on,
        closes_on=window.closes_on,
        asked=asked,
        read=read,
        leader=leader,
        spoke=spoke,
        waits=waits,
        answered=answer is not None,
    )
    return Place(window, leader, read, spoke, waits, answer, tuple(policy.gaps(said, local_day(at))))


def windows_for(person: Person, at: datetime) -> QuerySet[Window]:
    """The windows of the places above a person that have begun, the latest first."""
    above = places_above(org.home_path(person, at))
    rows = Window.objects.filter(unit__path__in=above, opens_on__lte=local_day(at))
    return rows.select_related("unit", "policy__unit", "campaign")


def said_above(window: Window, path: str) -> QuerySet[LeaderSaid]:
    """What the leaders at a place and above it said in public."""
    rows = window.leaders_said.filter(unit__path__in=places_above(path))
    return rows.select_related("person", "unit").order_by("unit__path", "at")


def said_within(window: Window, by: Person, *, at: datetime) -> QuerySet[LeaderSaid]:
    """What leaders within reach of who keeps the window said in public."""
    rows = window.leaders_said.filter(scope(by, SEE, at=at))
    return rows.select_related("person", "unit").order_by("unit__path", "at")


def waiting(person: Person, at: datetime) -> list[Window]:
    """Windows in which a person may answer now and has not: what "my work" counts."""
    today = local_day(at)
    rows = windows_for(person, at).filter(closes_on__gte=today).exclude(answers__person=person)
    free = {"not_read", "no_commitment"}
    return [window for window in rows if set(place(window, person, at).gaps) <= free]


# -- one's own ------------------------------------------------------------------------------------------------------


def own(person: Person) -> QuerySet[SelfReport]:
    """What a person answered and told, newest first."""
    return SelfReport.objects.filter(person=person).select_related("window", "policy").defer("sealed")


def draft(person: Person, window: Window | None) -> Draft | None:
    return Draft.objects.filter(person=person, window=window).first()


def told_on(person: Person) -> date | None:
    """The day on which a person first told something by himself."""
    first = (
        SelfReport.objects.filter(person=person, said=Said.TOLD)
        .order_by("at")
        .values_list("at", flat=True)[:1]
    )
    return local_day(first[0]) if first else None


def dates(person: Person, lead: Lead) -> tuple[date | None, date | None]:
    """The two dates of leniency: told by himself, lead received (None if the lead came out of the self-report)."""
    out_of = lead.self_reports.filter(person=person).exists()
    return told_on(person), None if out_of else lead.received_on


def answer_due(report: SelfReport) -> date:
    """By when the person is told what follows, as the policy that he read promises."""
    return workdays.shift(local_day(report.at), report.policy.answer_days)


def with_due(rows: Iterable[SelfReport]) -> list[tuple[SelfReport, date]]:
    """Self-reports, each with the day by which the person is told; the calendar is asked once."""
    with workdays.remembering():
        return [(one, answer_due(one)) for one in rows]


# -- readers ----------------------------------------------------------------------------------------------------------


def readers(person: Person, at: datetime) -> list[Reader]:
    """The keys that what this person tells is sealed to; empty if no room keeps keys, or nobody is left."""
    return [key for kept in sealing.values() for key in kept.about(person, at)]


def my_slots(by: Person) -> QuerySet[SelfSlot]:
    """The slots that a person can open: his own, of keys that he still holds."""
    held = [key for kept in sealing.values() for key in kept.held(by)]
    return SelfSlot.objects.filter(holder=by, key__in=held)


def readable(by: Person) -> QuerySet[SelfReport]:
    """The self-reports that exist for a handler: those that he has a slot of."""
    rows = SelfReport.objects.filter(pk__in=my_slots(by).values("report"), said=Said.TOLD).exclude(person=by)
    return rows.select_related("person", "unit", "policy", "window", "lead__matter").defer("sealed", "own")


def readers_of(report_id: int) -> list[Person]:
    """Those who have a slot of a self-report."""
    slots = SelfSlot.objects.filter(report=report_id).select_related("holder").order_by("pk")
    return [slot.holder for slot in slots]


# -- figures ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """Of a unit: asked and answered."""

    unit: Unit
    asked: int
    answered: int


@dataclass(frozen=True)
class WindowFigures:
    """Of a window as far as the reader goes. ``told`` and ``nil`` are None for who may not know them."""

    lines: tuple[Line, ...]
    asked: int
    answered: int
    leaders: int
    leaders_answered: int
    told: int | None = None
    nil: int | None = None


def windows(by: Person, *, at: datetime) -> QuerySet[Window]:
    """The windows within reach of who keeps or counts them, and those of the units above."""
    above = {place for path in reach(by, SEE, at).paths for place in places_above(path)}
    seen = scope(by, SEE, at=at) | Q(unit__path__in=above)
    return Window.objects.filter(seen).select_related("unit", "policy", "campaign", "by")


def window_figures(window: Window, by: Person, *, at: datetime, all_of_it: bool) -> WindowFigures:
    """How many were asked and answered, unit by unit, within reach; nobody by name. Seven queries.

    ``all_of_it``: the reader handles self-reports for the whole window and may know how many were nil.
    """
    within = scope(by, SEE, at=at, path="posts__unit__path")
    people = asked_of(window, at, within).order_by().values_list("pk", "posts__unit__path")
    done = answered(window)
    tops = list(
        Unit.objects.filter(scope(by, SEE, at=at, path="path"), path__startswith=window.unit.path).order_by(
            "path"
        )
    )
    level = min((len(unit.path) for unit in tops), default=0) + Unit.steplen
    shown = [unit for unit in tops if len(unit.path) <= level]
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for person, path in set(people):
        here = counts[path[:level]]
        here[0] += 1
        here[1] += person in done
    led = {one.person for one in leaders(window.unit, at)} & {person for person, _path in people}
    lines = tuple(Line(unit, *counts[unit.path]) for unit in shown if unit.path in counts)
    split = dict(window.answers.order_by().values_list("said").annotate(n=Count("pk"))) if all_of_it else {}
    return WindowFigures(
        lines=lines,
        asked=sum(line.asked for line in lines),
        answered=sum(line.answered for line in lines),
        leaders=len(led),
        leaders_answered=len(led & done),
        told=split.get(Said.TOLD, 0) if all_of_it else None,
        nil=split.get(Said.NIL, 0) if all_of_it else None,
    )


def leaders_to_come(window: Window, by: Person, *, at: datetime) -> list[Person]:
    """The leaders within reach who have not answered: they hold others up, so whoever keeps the window may ask them."""
    wanted = {one.person for one in leaders(window.unit, at)} - answered(window)
    within = scope(by, SEE, at=at, path="posts__unit__path")
    return list(asked_of(window, at, within).filter(pk__in=wanted).order_by("police_no"))


# -- what the record speaks of ----------------------------------------------------------------------------------------


def digest_of(report: SelfReport, slots: Iterable[tuple[str, bytes]]) -> bytes:
    """What the receipt names, from the row as it is."""
    parts = {f"slot:{key}": sha256(bytes(sealed)).digest() for key, sealed in slots}
    for name, data in (("body", report.sealed), ("own", report.own)):
        if data:
            parts[name] = sha256(bytes(data)).digest()
    return policy.digest(
        public_id=report.public_id,
        person=report.person.key,
        window=str(report.window_id or ""),
        said=report.said,
        moment=str(int(report.at.timestamp() * 1000)),
        nonce=bytes(report.nonce),
        parts=parts,
    )


def held(entries: Sequence[Entry]) -> list[bytes]:
    """SHA-256 over the answer that each entry speaks of, as it is now; nothing if it is gone. Two queries."""
    names = {entry.subject.partition(":")[2] for entry in entries if entry.act == "discipline.self_report"}
    rows = {
        row.public_id: row for row in SelfReport.objects.filter(public_id__in=names).select_related("person")
    }
    slots: dict[int, list[tuple[str, bytes]]] = defaultdict(list)
    for report, key, sealed in SelfSlot.objects.filter(report__public_id__in=names).values_list(
        "report", "key", "sealed"
    ):
        slots[report].append((key, bytes(sealed)))
    told = []
    for entry in entries:
        row = rows.get(entry.subject.partition(":")[2]) if entry.act == "discipline.self_report" else None
        told.append(digest_of(row, slots[row.pk]) if row else b"")
    return told


def open_ones(by: Person) -> QuerySet[SelfReport]:
    """Self-reports that wait for this reader to say what follows."""
    return readable(by).filter(followed=Followed.WAITING)
