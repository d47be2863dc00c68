"""The fast lane (快速响应): mark what the public feels strongly about, and note the first response."""

from datetime import datetime

from django.db import transaction

from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.matters import policy, queries
from qingyuan.matters.errors import CannotMarkHot, reasons
from qingyuan.matters.kinds import Act, Kind
from qingyuan.matters.models import Hot, HotClock, Matter
from qingyuan.matters.rules._moving import locked, step_to, told
from qingyuan.org.api import Person, require
from qingyuan.trail.api import record


@transaction.atomic
def mark_hot(
    *, matter_id: int, reason: str, place: str, by: Person, at: datetime, version: int | None = None
) -> Hot:
    """Mark a matter hot: what the public says, and where. The clock to the first response runs from now."""
    matter = locked(matter_id, by=by, permission="matters.mark_hot", at=at, version=version)
    step_to(matter, Act.MARK_HOT)
    already = Hot.objects.filter(matter=matter).exists()
    gaps = policy.hot_gaps(Kind(matter.kind), matter.restricted, already, reason, place)
    if gaps:
        raise CannotMarkHot(reasons(gaps))
    made = Hot.objects.create(
        matter=matter,
        reason=reason.strip(),
        place=place.strip(),
        marked_at=at,
        marked_by=by,
        due_on=policy.response_due(local_day(at), queries.hot_days()),
    )
    _touch(matter)
    told(matter, Act.MARK_HOT, by=by, at=at, words=made.reason, detail={"due_on": str(made.due_on)})
    return made


@transaction.atomic
def respond(*, matter_id: int, words: str, by: Person, at: datetime, version: int | None = None) -> Hot:
    """Note the first response: what the public was told, by whom and when. Once; what follows is progress."""
    matter = locked(matter_id, by=by, permission="matters.work", at=at, own=True, version=version)
    step_to(matter, Act.RESPOND)
    hot = Hot.objects.filter(matter=matter).first()
    problems = []
    if hot is None:
        problems.append(Reason("not_hot", _("这个事项没有列为群众反映强烈")))
    elif hot.responded_at is not None:
        problems.append(Reason("responded", _("首次答复已经记录")))
    if not words.strip():
        problems.append(Reason("no_response", _("请写明怎样答复群众的"), "words"))
    if problems or hot is None:
        raise CannotMarkHot(problems)
    hot.responded_at, hot.responded_by, hot.response = at, by, words.strip()
    hot.save(update_fields=["responded_at", "responded_by", "response"])
    _touch(matter)
    late = policy.is_response_late(hot.due_on, local_day(at), local_day(at))
    told(matter, Act.RESPOND, by=by, at=at, words=hot.response, detail={"late": late})
    return hot


def _touch(matter: Matter) -> None:
    matter.version += 1
    matter.save(update_fields=["version"])


@transaction.atomic
def change_hot_clock(*, days: int, by: Person, at: datetime) -> HotClock:
    """Set how many working days a first response has. What is already marked keeps its day."""
    require(by, "matters.change_hot_clock", at=at)
    if not 1 <= days <= policy.HOT_DAYS_AT_MOST:
        words = _("首次答复时限须在 1 至 %(most)s 个工作日之间")
        raise CannotMarkHot(Reason("days", words, "days", {"most": policy.HOT_DAYS_AT_MOST}))
    made = HotClock.objects.create(days=days, at=at, by=by)
    record(actor=by.key, act="matters.change_hot_clock", subject="clock:hot", at=at, detail={"days": days})
    return made
