"""Questions about the calendar of submissions: its lines, what is due, what was given, and who is reminded."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet

from qingyuan.campaign.api import Campaign
from qingyuan.kit import workdays
from qingyuan.kit.clock import local_day
from qingyuan.org.api import Person, scope
from qingyuan.publication.kinds import State
from qingyuan.publication.models import Given, Submission, SubmissionSent, Weekly, Writing
from qingyuan.publication.policy.calendar import Turn, last_asked, turns

SEE, KEEP, SEND = "publication.see_calendar", "publication.keep_calendar", "publication.send_submission"
BACK = 366  # days: turns that were missed longer ago are told as one number, not one by one
SHOWN = 4


def submissions(by: Person, *, at: datetime) -> QuerySet[Submission]:
    """The lines that exist for a person, by unit."""
    rows = Submission.objects.filter(scope(by, SEE, at=at))
    return rows.select_related("unit", "campaign", "template").order_by("unit__path", "pk")


def turns_of(line: Submission, today: date) -> list[Turn]:
    """The turns of a line from its beginning until the next one that is not over."""
    last = last_asked(line.cadence, today)
    ends = min(line.ended_on, last) if line.ended_on else last
    first = max(line.begins_on, today - timedelta(days=BACK))
    found = list(turns(line.cadence, line.day, first, ends))
    over = [turn for turn in found if turn.last_on <= today]
    coming = [turn for turn in found if turn.last_on > today]
    return over + coming[:1]


def turn_of(line: Submission, last_on: date, today: date) -> Turn | None:
    """The turn of a line that ends on a day."""
    return next((turn for turn in turns_of(line, today) if turn.last_on == last_on), None)


def writing_of(line: Submission, turn: Turn) -> Writing | None:
    """The document of a turn: one of the line's template about its unit and period; one that was issued first."""
    rows = Writing.objects.filter(
        campaign=line.campaign,
        unit=line.unit,
        template=line.template,
        period_from=turn.first_on,
        period_to=turn.last_on,
    ).exclude(state=State.WITHDRAWN)
    found = list(rows.order_by("pk"))
    return next((one for one in found if one.state == State.ISSUED), found[0] if found else None)


def weekly_of(line: Submission, turn: Turn) -> Weekly | None:
    """The weekly figures of a turn, if they are out."""
    return Weekly.objects.filter(
        campaign=line.campaign, unit=line.unit, period_from=turn.first_on, period_to=turn.last_on
    ).first()


@dataclass(frozen=True)
class Due:
    """A turn as the page shows it: given or not, late or not, and the document of it, if it is begun."""

    line: Submission
    turn: Turn
    given: Given | None
    writing: Writing | None
    today: date

    @property
    def over(self) -> bool:
        """Whether its period is over, so that it can be given."""
        return self.turn.last_on <= self.today

    @property
    def late(self) -> int:
        """How many days it is late: when it was given, or now."""
        on = self.given.given_on if self.given else self.today
        return max(0, (on - self.turn.due_on).days)

    @property
    def state(self) -> str:
        """given, given_late, late, due or ahead."""
        if self.given:
            return "given_late" if self.late else "given"
        return "late" if self.late else "due" if self.over else "ahead"


@dataclass(frozen=True)
class Row:
    """A line with what waits and what was given last. ``shared``: other lines to the receiver with the same figures."""

    line: Submission
    waiting: tuple[Due, ...]
    given: tuple[Due, ...]
    shared: tuple[str, ...] = ()

    @property
    def late(self) -> int:
        return sum(1 for due in self.waiting if due.late)


def rows(lines: Iterable[Submission], today: date, *, shown: int = SHOWN) -> list[Row]:
    """The lines with their turns. Three queries for any number of lines."""
    lines = list(lines)
    given: dict[tuple[int, date], Given] = {}
    handed = Given.objects.filter(submission__in=lines).select_related("writing", "weekly", "given_by")
    for one in handed:
        given[one.submission_id, one.period_to] = one
    begun = _begun(lines)
    with workdays.remembering():
        turns_by_line = [(line, turns_of(line, today)) for line in lines]
    found = []
    for line, its in turns_by_line:
        dues = [
            Due(
                line,
                turn,
                given.get((line.pk, turn.last_on)),
                begun.get((line.campaign_id, line.unit_id, line.template_id, turn.first_on, turn.last_on)),
                today,
            )
            for turn in its
        ]
        waiting = tuple(due for due in dues if due.given is None)
        told = tuple(reversed([due for due in dues if due.given]))[:shown]
        found.append(Row(line, waiting, told, _shared(line, lines)))
    return found


def _begun(lines: Sequence[Submission]) -> dict[tuple[int, int, int | None, date, date], Writing]:
    found: dict[tuple[int, int, int | None, date, date], Writing] = {}
    templates = {line.template_id for line in lines if line.template_id}
    if not templates:
        return found
    units = {line.unit_id for line in lines}
    made = Writing.objects.filter(template__in=templates, unit__in=units).exclude(state=State.WITHDRAWN)
    for one in made.order_by("state", "-pk"):  # drafts first, then issued ones, which stay
        key = (one.campaign_id, one.unit_id, one.template_id, one.period_from, one.period_to)
        found[key] = one
    return found


def _shared(line: Submission, lines: Sequence[Submission]) -> tuple[str, ...]:
    same = (line.campaign_id, line.unit_id, line.receiver_key)
    return tuple(
        other.name
        for other in lines
        if other.pk != line.pk
        and not other.ended_on
        and (other.campaign_id, other.unit_id, other.receiver_key) == same
    )


def running(today: date) -> Q:
    """The lines that are owed on a day."""
    return Q(ended_on=None) | Q(ended_on__gte=today)


def waiting(by: Person, *, at: datetime) -> list[Due]:
    """What the units for which a person sends have to give and did not, and what he was reminded of, by day."""
    today = local_day(at)
    reminded = SubmissionSent.objects.filter(submission=OuterRef("pk"), person=by.pk)
    mine = submissions(by, at=at).filter(scope(by, SEND, at=at) | Exists(reminded)).filter(running(today))
    found = [due for row in rows(mine, today) for due in row.waiting if due.over]
    return sorted(found, key=lambda due: (due.turn.due_on, due.line.pk))


def open_turns(today: date) -> dict[int, list[Due]]:
    """Of every line what is not given and due soon or late, for the reminders."""
    lines = Submission.objects.filter(running(today)).select_related("unit").order_by("pk")
    found: dict[int, list[Due]] = defaultdict(list)
    for row in rows(lines, today):
        for due in row.waiting:
            found[row.line.pk].append(due)
    return found


def handed_in(campaign: Campaign, at: datetime) -> list[Given]:
    """What was given until a moment, under whatever line of a campaign."""
    return list(Given.objects.filter(submission__campaign=campaign, given_at__lte=at).order_by("pk"))
