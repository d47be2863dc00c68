"""What a clock brings about: a report goes up a level, more time to finish, a review of the result."""

from datetime import date, datetime
from hashlib import sha256

from django.db import transaction
from django.db.models import Max, Q

from qingyuan.kit import bus, workdays
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person, require
from qingyuan.reports.errors import NO_CODE, CannotHandle, CannotReport, missing
from qingyuan.reports.events import ReportRose
from qingyuan.reports.kinds import More, Outcome, Stage
from qingyuan.reports.models import MoreTime, Report, Review, Rise
from qingyuan.reports.policy import clocks
from qingyuan.reports.policy.sealing import the_hour
from qingyuan.reports.queries.reading import course, deadline, kept_slots
from qingyuan.reports.rules._told import act
from qingyuan.reports.rules.handling import WRONG_STAGE, locked
from qingyuan.trail.api import Act, record_many

CLOCK = "clock"  # who acts where nobody did: as in the spine
AT_ONCE = 200
TOP = Reason("top", _("上面没有可以接收这件举报的岗位"))
ONCE = Reason("once", _("办结期限只能延长一次，已经申请过"))
SECOND = Reason("second", _("须由申请人以外的第二人批准"))
LATE_REVIEW = Reason("late_review", _("复查、复核须在收到答复之日起30日内提出，最多各一次"))
NO_REVIEW = Reason("no_review", _("没有等待答复的复查或复核"))
OTHER_REVIEWER = Reason("other_reviewer", _("须由没有答复过这件举报的人复查、复核"))


def _go_up(
    report: Report, at: datetime, *, by: Person | None, clock: str = "", due: date | None = None
) -> Act:
    """One level, if there is one above: from then on its holders have their slots."""
    top = report.slots.aggregate(top=Max("level"))["top"] or 0
    report.level = min(report.level + 1, top)
    report.save(update_fields=["level"])
    Rise.objects.create(report=report, clock=clock, due_on=due, level=report.level, by=by, at=at)
    bus.tell(ReportRose(report.pk, report.level, clock, at))
    name = "raise_report" if by else "raise_late"
    done = act(report, name, at, by=by, level=report.level, clock=clock)
    return done if by else Act(CLOCK, done.act, done.subject, at, done.detail)


@transaction.atomic
def raise_report(*, report_id: int, by: Person, at: datetime) -> Report:
    """Send a report up a level by hand: for advice, or because nobody else here may sign its lead off."""
    report = locked(report_id, by, at)
    if not report.slots.filter(level__gt=report.level).exists():
        raise CannotHandle(TOP)
    record_many([_go_up(report, at, by=by)])
    return report


@transaction.atomic
def raise_late(*, at: datetime) -> int:
    """Have every report whose clock passed go up a level: once for each clock and day. Returns how many did."""
    today = local_day(at)
    going = Q(stage__in=[Stage.RECEIVED, Stage.ACCEPTED]) | Q(
        reviews__answered_at__isnull=True, reviews__isnull=False
    )
    ids = list(Report.objects.filter(going).order_by("pk").distinct().values_list("pk", flat=True))
    rose = 0
    with workdays.remembering():
        for start in range(0, len(ids), AT_ONCE):
            rose += _raise(ids[start : start + AT_ONCE], today, at)
    return rose


def _raise(ids: list[int], today: date, at: datetime) -> int:
    rows = Report.objects.filter(pk__in=ids).select_for_update(of=("self",)).order_by("pk")
    done = set(Rise.objects.filter(report__in=ids).values_list("report", "clock", "due_on"))
    acts = []
    for report in rows.select_related("matter", "more_time").prefetch_related("reviews"):
        due = deadline(report)
        if due and due.late(today) and (report.pk, due.clock.code, due.on) not in done:
            acts.append(_go_up(report, at, by=None, clock=due.clock.code, due=due.on))
    record_many(acts)
    return len(acts)


@transaction.atomic
def ask_more_time(*, report_id: int, why: More, by: Person, at: datetime) -> MoreTime:
    """Ask for the one extension of the clock to finish (rule 3)."""
    report = locked(report_id, by, at)
    due = deadline(report)
    if due is None or due.clock is not clocks.FINISH:
        raise CannotHandle(WRONG_STAGE)
    if MoreTime.objects.filter(report=report).exists():
        raise CannotHandle(ONCE)
    asked = MoreTime.objects.create(report=report, why=why, asked_by=by, asked_at=at)
    record_many([act(report, "ask_more_time", at, by=by, why=why.value)])
    return asked


@transaction.atomic
def answer_more_time(*, asked_id: int, granted: bool, by: Person, at: datetime) -> MoreTime:
    """Grant or refuse it: a second person among those to whom the report is sealed, be it handed out to him or not."""
    require(by, "reports.handle", at=at)
    rows = MoreTime.objects.select_for_update(of=("self",)).select_related("report")
    asked = rows.filter(
        pk=asked_id, granted__isnull=True, report__in=kept_slots(by.pk).values("report")
    ).first()
    if asked is None:
        raise missing()
    if asked.asked_by_id == by.pk:
        raise CannotHandle(SECOND)
    asked.granted, asked.answered_by, asked.answered_at = granted, by, at
    asked.save(update_fields=["granted", "answered_by", "answered_at"])
    record_many([act(asked.report, "answer_more_time", at, by=by, granted=granted)])
    return asked


@transaction.atomic
def ask_review(*, locator: bytes, at: datetime) -> Review:
    """The reporter asks that the result be looked at again (rule 5). It goes up a level: others than before answer."""
    report = Report.objects.select_for_update().filter(locator_hash=sha256(locator).digest()).first()
    if report is None:
        raise CannotReport(NO_CODE)
    until = clocks.may_ask_review_until(course(report))
    if until is None or local_day(at) > until:
        raise CannotReport(LATE_REVIEW)
    hour = the_hour(at)
    asked = Review.objects.create(report=report, round=report.reviews.count() + 1, asked_at=hour)
    record_many([act(report, "ask_review", hour, round=asked.round)])
    top = report.slots.aggregate(top=Max("level"))["top"] or 0
    if report.level < top:
        report.level += 1
        report.save(update_fields=["level"])
        bus.tell(ReportRose(report.pk, report.level, "", hour))
    return asked


@transaction.atomic
def answer_review(*, report_id: int, outcome: Outcome, by: Person, at: datetime) -> Review:
    """Answer a review: somebody who has told no result of this report yet. The words go as a sealed message beside."""
    report = locked(report_id, by, at)
    asked = report.reviews.filter(answered_at__isnull=True).first()
    if asked is None:
        raise CannotHandle(NO_REVIEW)
    if not report.openings.filter(person=by).exists():
        raise CannotHandle(Reason("not_opened", _("请先打开举报内容，再作决定")))
    if by.pk == report.answered_by_id or report.reviews.filter(by=by).exists():
        raise CannotHandle(OTHER_REVIEWER)
    asked.outcome, asked.by, asked.answered_at = outcome, by, at
    asked.save(update_fields=["outcome", "by", "answered_at"])
    record_many([act(report, "answer_review", at, by=by, round=asked.round, outcome=outcome.value)])
    return asked
