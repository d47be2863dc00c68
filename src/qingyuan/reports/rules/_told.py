"""What the rules of reports share: the entry that an act leaves in the record, and putting a sealed thing there."""

from datetime import datetime
from hashlib import sha256

from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person
from qingyuan.reports.errors import CannotReport
from qingyuan.reports.kinds import Part, Side
from qingyuan.reports.models import Envelope, Report
from qingyuan.reports.policy import sealing
from qingyuan.trail.api import Act, record_many

REPORTER = "reporter"  # who acts, where nobody knows who
TOO_MANY = Reason("too_many", _("这件举报的消息或附件已达上限"))


def act(
    report: Report, name: str, at: datetime, *, by: Person | None = None, **detail: str | int | bool
) -> Act:
    """An act on a report; of a reporter only the hour is known."""
    return Act(by.key if by else REPORTER, f"reports.{name}", f"report:{report.public_id}", at, detail)


def append(
    report: Report, part: Part, sealed: bytes, *, side: Side, at: datetime, by: Person | None = None
) -> Envelope:
    """Put a sealed thing after the others and into the record; the report is locked."""
    mine = Envelope.objects.filter(report=report)
    number = (mine.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    same = mine.filter(part=part).count()
    if same >= (sealing.FILES_AT_MOST if part is Part.FILE else sealing.MESSAGES_AT_MOST):
        raise CannotReport(TOO_MANY)
    digest = sha256(sealed).digest()
    kept = Envelope.objects.create(
        report=report,
        number=number,
        part=part,
        side=side,
        by=by,
        size=len(sealed),
        sha256=digest,
        sealed=sealed,
        at=at,
    )
    name = "attach" if part is Part.FILE else "say"
    record_many([act(report, name, at, by=by, number=number, digest=digest.hex())])
    return kept
