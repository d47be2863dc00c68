"""Study for the tests of any room: plans that are settled and sessions, made by the rules that make real ones."""

from collections.abc import Iterable
from datetime import date, datetime, time

from qingyuan.campaign.api import Campaign
from qingyuan.org.api import Branch, Person, Unit
from qingyuan.study.kinds import SessionKind
from qingyuan.study.models import Session, WeeklyPlan
from qingyuan.study.queries.places import Place
from qingyuan.study.rules import plans


def a_lesson(
    title: str = "政治学习", begin: str = "15:00", end: str = "16:30", kind: SessionKind = SessionKind.GROUP
) -> plans.LessonDraft:
    """What is studied, in an afternoon."""
    return plans.LessonDraft(kind, title, time.fromisoformat(begin), time.fromisoformat(end))


def a_plan(
    campaign: Campaign,
    unit: Unit,
    monday: date,
    lines: Iterable[tuple[date, plans.LessonDraft]] = (),
    *,
    by: Person,
    at: datetime,
    branch: Branch | None = None,
    settled: bool = True,
) -> WeeklyPlan:
    """A weekly plan with lines beside what it copies, settled unless said otherwise."""
    made = plans.make_plan(campaign=campaign, here=Place(unit, branch), monday=monday, by=by, at=at)
    for day, draft in lines:
        plans.add_line(plan_id=made.pk, day=day, draft=draft, by=by, at=at)
    if settled:
        plans.settle_plan(plan_id=made.pk, by=by, at=at)
    return made


def sessions_of(plan: WeeklyPlan) -> list[Session]:
    """The sessions that a plan opened, in their order."""
    return list(Session.objects.filter(line__plan=plan).order_by("starts_at", "branch"))
