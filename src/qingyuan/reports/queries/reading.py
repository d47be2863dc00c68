"""What a handler may see of reports, and what a reporter gets with his code."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from qingyuan.kit import workdays
from qingyuan.kit.clock import local_day
from qingyuan.org.api import Person
from qingyuan.reports.errors import missing
from qingyuan.reports.kinds import DeskKind, Stage
from qingyuan.reports.models import (
    Allowed,
    DutyKey,
    Envelope,
    Holder,
    MoreTime,
    Report,
    Review,
    Rise,
    Slot,
    VaultOpening,
)
from qingyuan.reports.policy.clocks import (
    FINISH,
    Course,
    Deadline,
    Reviewed,
    may_ask_review_until,
    next_deadline,
)
from qingyuan.reports.policy.routing import may_read, persons_barred
from qingyuan.reports.queries.routing import Facts, accusation, current_keys, known_keys


def holdings(by: Person) -> QuerySet[Holder]:
    """The desks that a person sits at now, agreed by a second person."""
    return (
        Holder.objects.filter(
            person=by, to_at__isnull=True, agreed_by__isnull=False, desk__closed_at__isnull=True
        )
        .select_related("desk", "desk__unit")
        .order_by("pk")
    )


def kept_slots(person_id: int) -> QuerySet[Slot]:
    """The slots of a person's own keys at desks where he still sits, whether or not they are handed out yet."""
    return Slot.objects.filter(
        key__holder__person=person_id,
        key__holder__to_at__isnull=True,
        key__holder__agreed_by__isnull=False,
    )


def my_slots(by: Person) -> QuerySet[Slot]:
    """The slots that a person can have: those of a level that the report has gone up to."""
    return kept_slots(by.pk).filter(level__lte=F("report__level"))


def readable(by: Person) -> QuerySet[Report]:
    """The reports that exist for this person: those that he has a slot of, and no others."""
    return Report.objects.filter(pk__in=my_slots(by).values("report"))


def circle(person_id: int, at: datetime) -> object:  # noqa: ARG001 -- the shelf's signature
    """For whom the matters of reports exist: the public ids of those that a person has a slot of."""
    return kept_slots(person_id).filter(level__lte=F("report__level")).values("report__public_id")


def report_of(by: Person, public_id: str) -> Report:
    """A report that exists for this person, or Missing."""
    found = readable(by).filter(public_id=public_id).select_related("desk", "matter").first()
    if found is None:
        raise missing()
    return found


def located(locator: bytes) -> Report | None:
    """The report that a code leads to."""
    if len(locator) != 32:
        return None
    return (
        Report.objects.filter(locator_hash=hashlib.sha256(locator).digest())
        .select_related("matter", "desk")
        .first()
    )


def course(report: Report) -> Course:
    """What of a report decides its deadline."""
    closed = report.matter.closed_at if report.matter else None
    reviews = [
        Reviewed(local_day(one.asked_at), local_day(one.answered_at) if one.answered_at else None)
        for one in report.reviews.all()
    ]
    return Course(
        stage=Stage(report.stage),
        received_on=local_day(report.received_at),
        accepted_on=local_day(report.accepted_at) if report.accepted_at else None,
        closed_on=local_day(closed) if closed else None,
        answered_on=local_day(report.answered_at) if report.answered_at else None,
        extended=bool((more := more_time(report)) and more.granted),
        reviews=reviews,
    )


def more_time(report: Report) -> MoreTime | None:
    """The extension that was asked for, if one was."""
    return getattr(report, "more_time", None)


def deadline(report: Report) -> Deadline | None:
    """What is due next."""
    return next_deadline(course(report))


@dataclass(frozen=True)
class Line:
    """One report in a handler's list."""

    report: Report
    deadline: Deadline | None
    late: bool
    unanswered: bool

    @property
    def rose(self) -> bool:
        """Whether it went up a level."""
        return self.report.level > 0


def lines(rows: Iterable[Report], today: date) -> list[Line]:
    """Reports with what is due. ``rows`` carry ``last_side``."""
    found = []
    with workdays.remembering():
        pairs = [(row, deadline(row)) for row in rows]
    for row, due in pairs:
        found.append(Line(row, due, due is not None and due.late(today), row.last_side == "reporter"))  # type: ignore[attr-defined]
    return found


def listed(by: Person) -> QuerySet[Report]:
    """A handler's list: the latest hour first, with the side that spoke last."""
    last = Envelope.objects.filter(report=OuterRef("pk")).order_by("-number").values("side")[:1]
    rows = readable(by).select_related("matter", "desk", "more_time").prefetch_related("reviews")
    return rows.annotate(last_side=Subquery(last))


def told(report: Report) -> list[Envelope]:
    """The sealed things of a report in order, without their bytes."""
    rows = Envelope.objects.filter(report=report).defer("sealed").select_related("by")
    return list(rows.order_by("number"))


def envelope(report: Report, number: int) -> bytes:
    """The bytes of one sealed thing, or Missing."""
    found = Envelope.objects.filter(report=report, number=number).values_list("sealed", flat=True).first()
    if found is None:
        raise missing()
    return bytes(found)


def levels(report: Report) -> dict[int, int]:
    """From each desk of a report to the level at which it reads."""
    rows = report.slots.order_by("-level").values_list("key__holder__desk", "level")
    return dict(rows)


def without_slot(report: Report, facts: Facts, at: datetime) -> list[DutyKey]:
    """Current keys of the report's own desks that routing allows today and that have no slot yet.

    ``facts`` must be those that were promised. For a holder who came later, or who made a new key.
    """
    rows, keys = known_keys(at)
    about = accusation(facts, rows)
    barred = persons_barred(keys, about)
    desks = set(report.allowed.values_list("key__holder__desk", flat=True))
    have = set(report.slots.values_list("key", flat=True))
    able = {key.id for key in keys if key.person not in barred and may_read(key, about)}
    return [row for pk, row in rows.items() if pk in able - have and row.holder.desk_id in desks]


def unsealed(by: Person, at: datetime) -> QuerySet[Report]:
    """Reports that a person reads and that some current key of their desks has no slot of.

    Whether routing lets that key read is seen only when the facts are shown.
    """
    theirs = Allowed.objects.filter(report=OuterRef(OuterRef("pk"))).values("key__holder__desk")
    have = Slot.objects.filter(report=OuterRef(OuterRef("pk")), key=OuterRef("pk"))
    keys = current_keys().filter(Q(holder__desk__in=theirs) & ~Exists(have), made_at__lte=at)
    return readable(by).filter(Exists(keys.order_by()))


def bodies(reports: Iterable[Report]) -> dict[int, bytes]:
    """What each report said first, sealed, by its id."""
    rows = Envelope.objects.filter(report__in=list(reports), number=1).values_list("report", "sealed")
    return {pk: bytes(sealed) for pk, sealed in rows}


def opened_by(by: Person, pk: int) -> VaultOpening:
    """An identity that a person asked for, or Missing."""
    rows = VaultOpening.objects.filter(pk=pk, asked_by=by, vault__report__in=readable(by))
    found = rows.select_related("vault__report").first()
    if found is None:
        raise missing()
    return found


@dataclass(frozen=True)
class Progress:
    """How far a report is besides its stage: levels, more time, reviews, until when the reporter may ask for one."""

    rises: tuple[Rise, ...]
    higher: bool
    more_time: MoreTime | None
    may_ask_more: bool
    reviews: tuple[Review, ...]
    waiting: Review | None
    ask_until: date | None


def progress(report: Report) -> Progress:
    """The same for the handler's page and the reporter's."""
    reviews = tuple(report.reviews.select_related("by"))
    due = deadline(report)
    more = more_time(report)
    return Progress(
        rises=tuple(report.rises.all()),
        higher=report.slots.filter(level__gt=report.level).exists(),
        more_time=more,
        may_ask_more=more is None and due is not None and due.clock is FINISH,
        reviews=reviews,
        waiting=next((one for one in reviews if one.answered_at is None), None),
        ask_until=may_ask_review_until(course(report)),
    )


def openings_of_vault(report: Report, *, for_reporter: bool = False) -> list[VaultOpening]:
    """When the reporter's identity was asked for and opened. To the reporter only what is safe to tell him."""
    rows = VaultOpening.objects.filter(vault__report=report).select_related(
        "asked_by", "agreed_by", "key__holder__desk"
    )
    if for_reporter:
        rows = rows.filter(tell_reporter=True, agreed_by__isnull=False)
    return list(rows.order_by("pk"))


def waiting_for(by: Person) -> list[VaultOpening]:
    """Identities that others ask for and of which this person keeps a share."""
    rows = VaultOpening.objects.filter(agreed_by__isnull=True, vault__shares__key__in=my_keys(by))
    rows = rows.exclude(asked_by=by).select_related("vault__report", "asked_by", "key__holder__desk")
    return list(rows.order_by("pk").distinct())


def asked_of(by: Person, pk: int) -> VaultOpening:
    """One of those, or Missing."""
    for one in waiting_for(by):
        if one.pk == pk:
            return one
    raise missing()


def more_time_for(by: Person) -> list[MoreTime]:
    """Extensions that wait for a second person, of reports that are sealed to this one, handed out or not."""
    rows = MoreTime.objects.filter(granted__isnull=True, report__in=kept_slots(by.pk).values("report"))
    rows = rows.exclude(asked_by=by).select_related("report__desk", "asked_by")
    return list(rows.order_by("pk"))


def is_supervisor(by: Person) -> bool:
    """Whether somebody sits at a desk outside the bureau."""
    return holdings(by).filter(desk__kind__in=[DeskKind.RESIDENT, DeskKind.UPPER]).exists()


def my_keys(by: Person) -> QuerySet[DutyKey]:
    """A person's own current keys."""
    return current_keys().filter(holder__person=by)
