"""The calendar of submissions: what is owed to whom, and that it was given. Figures come from the ledger, once."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from qingyuan.campaign.api import Campaign
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person, Unit, require
from qingyuan.publication.errors import CALENDAR_GAPS, CannotOwe, CannotWrite, Missing, because
from qingyuan.publication.kinds import CADENCE_WORDS, Cadence, Origin, State
from qingyuan.publication.models import Asked, Given, GivenFigure, Submission, Template, Weekly, Writing
from qingyuan.publication.policy.calendar import Turn, day_fits, receiver_key
from qingyuan.publication.queries import facts
from qingyuan.publication.queries.calendar import KEEP, SEND, submissions, turn_of, weekly_of, writing_of
from qingyuan.publication.queries.facts import FROM_WEEKLY
from qingyuan.publication.rules.issuing import issue_weekly
from qingyuan.publication.rules.templates import asked_rows, wanted_by
from qingyuan.publication.rules.writing import start_writing
from qingyuan.publication.shelves import Question
from qingyuan.trail.api import record


def missing() -> Missing:
    """The same words for what is not there and for what is not to be seen."""
    return Missing(Reason("missing", _("没有找到这项报送，或者它不在您的权限范围内")))


def locked(submission_id: int, *, by: Person, permission: str, at: datetime) -> Submission:
    """Who, then lock: a line that exists for the person, if he may do this to it."""
    found = submissions(by, at=at).filter(pk=submission_id).select_for_update(of=("self",)).first()
    if found is None:
        raise missing()
    require(by, permission, at=at, unit=found.unit)
    return found


def _note(line: Submission, act: str, *, by: Person, at: datetime, **detail: str | int | bool | None) -> None:
    subject = f"submission:{line.pk}"
    record(actor=by.key, act=f"publication.{act}", subject=subject, at=at, detail=detail)


@dataclass(frozen=True)
class Owed:
    """A line of the calendar as it is written."""

    name: str
    receiver: str
    basis: str
    cadence: Cadence
    day: int
    begins_on: date
    origin: Origin = Origin.FIGURES
    template: Template | None = None


@transaction.atomic
def owe_submission(*, campaign: Campaign, unit: Unit, owed: Owed, by: Person, at: datetime) -> Submission:
    """Put a line on the calendar, or say where the receiver is given the same figures already."""
    require(by, KEEP, at=at, unit=unit)
    template = owed.template if owed.origin == Origin.TEMPLATE else None
    problems = [because("outside", CALENDAR_GAPS)] if not unit.path.startswith(campaign.unit.path) else []
    for value, code in ((owed.name, "no_name"), (owed.receiver, "no_receiver"), (owed.basis, "no_basis")):
        problems += [because(code, CALENDAR_GAPS)] if not value.strip() else []
    if not day_fits(owed.cadence, owed.day):
        problems.append(because("day", CALENDAR_GAPS))
    if owed.origin == Origin.TEMPLATE and not (template and template.active):
        problems.append(because("no_template", CALENDAR_GAPS))
    wanted = wanted_by(template) if template else [one.code for one in FROM_WEEKLY]
    if template and not wanted:
        problems.append(because("nothing_asked", CALENDAR_GAPS))
    Unit.objects.select_for_update().filter(pk=unit.pk).first()
    problems += _twice(campaign, unit, owed, wanted)
    if problems:
        raise CannotOwe(problems)
    line = Submission.objects.create(
        campaign=campaign,
        unit=unit,
        name=owed.name.strip(),
        receiver=owed.receiver.strip(),
        receiver_key=receiver_key(owed.receiver),
        basis=owed.basis.strip(),
        cadence=owed.cadence,
        day=owed.day,
        origin=owed.origin,
        template=template,
        begins_on=owed.begins_on,
        made_at=at,
        made_by=by,
    )
    Asked.objects.bulk_create(asked_rows(line, wanted))
    _note(line, "owe_submission", by=by, at=at, unit=unit.pk, cadence=owed.cadence.value, figures=len(wanted))
    return line


def _twice(campaign: Campaign, unit: Unit, owed: Owed, wanted: list[str]) -> list[Reason]:
    rows = Asked.objects.filter(
        campaign=campaign,
        unit=unit,
        receiver_key=receiver_key(owed.receiver),
        cadence=owed.cadence,
        running=True,
        fact__in=wanted,
    ).select_related("submission")
    first = rows.order_by("submission", "pk").first()
    if first is None:
        return []
    names = facts.names()
    codes = rows.filter(submission=first.submission_id).order_by("pk").values_list("fact", flat=True)
    said = "、".join(names[code] for code in codes[:5]) + ("等" if len(codes) > 5 else "")
    line = first.submission
    return [
        because(
            "twice", CALENDAR_GAPS, name=line.name, receiver=line.receiver, facts=said,
            cadence=CADENCE_WORDS[Cadence(line.cadence)],
        )
    ]  # fmt: skip


@transaction.atomic
def end_submission(*, submission_id: int, ended_on: date, by: Person, at: datetime) -> Submission:
    """Nothing is owed any more after a day; what was given stays."""
    line = locked(submission_id, by=by, permission=KEEP, at=at)
    problems = [because("ended", CALENDAR_GAPS)] if line.ended_on else []
    problems += [because("ends_early", CALENDAR_GAPS)] if ended_on < line.begins_on else []
    if problems:
        raise CannotOwe(problems)
    line.ended_on = ended_on
    line.save(update_fields=["ended_on"])
    line.asked.update(running=False)
    _note(line, "end_submission", by=by, at=at, ended_on=str(ended_on))
    return line


@transaction.atomic
def begin_turn(*, submission_id: int, last_on: date, by: Person, at: datetime) -> Writing:
    """Begin the document of a turn from the line's template, or come back to the one begun."""
    line = locked(submission_id, by=by, permission=SEND, at=at)
    turn = _turn(line, last_on, at)
    if line.template is None:
        raise CannotOwe(because("no_template", CALENDAR_GAPS))
    begun = writing_of(line, turn)
    if begun is not None:
        return begun
    try:
        return start_writing(
            template=line.template,
            campaign=line.campaign,
            unit=line.unit,
            period_from=turn.first_on,
            period_to=turn.last_on,
            by=by,
            at=at,
            ahead=True,
            receiver=line.receiver,
        )
    except CannotWrite as refusal:
        raise CannotOwe(refusal.reasons) from refusal


@transaction.atomic
def send_submission(*, submission_id: int, last_on: date, by: Person, at: datetime) -> Given:
    """Say that what was due for a turn was given: the issued document, or the weekly figures, issued with it."""
    line = locked(submission_id, by=by, permission=SEND, at=at)
    turn = _turn(line, last_on, at)
    if line.given.filter(period_to=turn.last_on).exists():
        raise CannotOwe(because("given_already", CALENDAR_GAPS))
    if turn.last_on > local_day(at):
        raise CannotOwe(because("not_over", CALENDAR_GAPS, day=turn.last_on.isoformat()))
    writing = weekly = None
    if line.template is not None:
        writing = writing_of(line, turn)
        if writing is None or writing.state != State.ISSUED:
            raise CannotOwe(because("not_written", CALENDAR_GAPS))
    else:
        weekly = _weekly(line, turn, by, at)
    made = Given.objects.create(
        submission=line,
        period_from=turn.first_on,
        period_to=turn.last_on,
        due_on=turn.due_on,
        writing=writing,
        weekly=weekly,
        given_at=at,
        given_by=by,
    )
    figures = _figures(line, made, by, at)
    GivenFigure.objects.bulk_create(figures)
    _note(
        line, "send_submission", by=by, at=at,
        given=made.pk, to=str(turn.last_on), due_on=str(turn.due_on), late=made.late, figures=len(figures),
    )  # fmt: skip
    return made


def _turn(line: Submission, last_on: date, at: datetime) -> Turn:
    found = turn_of(line, last_on, local_day(at))
    if found is None:
        raise CannotOwe(because("no_turn", CALENDAR_GAPS))
    return found


def _weekly(line: Submission, turn: Turn, by: Person, at: datetime) -> Weekly:
    out = weekly_of(line, turn)
    return out or issue_weekly(
        campaign=line.campaign,
        unit=line.unit,
        period_from=turn.first_on,
        period_to=turn.last_on,
        by=by,
        at=at,
    )


def _figures(line: Submission, made: Given, by: Person, at: datetime) -> list[GivenFigure]:
    """The figures as they were given: as they stand in the document, or as the ledger has them."""
    if made.writing is not None:
        rows = made.writing.figures.all()
        return [
            GivenFigure(given=made, fact=one.fact, part=one.part, whole=one.whole, text=one.text)
            for one in rows
        ]
    asked = Question(by, line.campaign, line.unit, made.period_from, made.period_to, at)
    wanted = list(line.asked.values_list("fact", flat=True))
    return [
        GivenFigure(given=made, fact=code, part=one.value.part, whole=one.value.whole, text=one.value.text)
        for code, one in facts.asked_for(asked, wanted).items()
    ]
