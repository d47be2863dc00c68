"""Weekly plans: the one of a place and week, what it would do to its branches, and who has none yet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from qingyuan.burden.api import Measure
from qingyuan.burden.api import kinds as burden_kinds
from qingyuan.burden.api import queries as burden
from qingyuan.campaign.api import Campaign, units_of
from qingyuan.kit import workdays
from qingyuan.kit.clock import local_day
from qingyuan.kit.words import _
from qingyuan.org.api import Branch, Person, Unit, kinds, queries, scope
from qingyuan.study.kinds import SessionState
from qingyuan.study.models import HoursChange, PlanLine, Recurrence, Session, WeeklyPlan
from qingyuan.study.policy import plans as policy
from qingyuan.study.policy.sessions import REST, Taken, excused
from qingyuan.study.queries.places import PLAN, Place, covered

SET_HOURS, WIDEN_HOURS = "study.set_hours", "study.widen_hours"


def last_change() -> HoursChange | None:
    """The bureau's last word about its office hours."""
    return HoursChange.objects.select_related("by").order_by("-pk").first()


def office_hours() -> policy.Hours:
    """When the bureau works, as it has decided; else as shipped."""
    last = last_change()
    return policy.Hours(last.opens, last.shuts) if last else policy.Hours()


def minutes_of_plans(places: Sequence[str], at: datetime) -> Measure | None:
    """For the page of the burden: minutes from opening to saving for each weekly plan settled in the same weeks,
    beside the cap that promises how few they are.
    """
    spent = burden.meter.spent_on(PLAN, places)
    if spent is None:
        return None
    settled = WeeklyPlan.objects.filter(
        queries.within(places, "unit__path"),
        settled_at__lte=at,
        settled_at__date__gte=spent.first,
        settled_at__date__lte=spent.last,
    ).count()
    most = burden.budget.cap(burden_kinds.Cap.PLAN_MINUTES)
    return Measure(_("每份周计划用时（分钟）"), spent.minutes, settled, most) if settled else None


def caps() -> policy.Caps:
    """How much study after hours a week may hold."""
    held = burden.budget.caps()
    return policy.Caps(
        held[burden_kinds.Cap.STUDY_OUTSIDE_SESSIONS], held[burden_kinds.Cap.STUDY_OUTSIDE_MINUTES]
    )


def plan_of(campaign: Campaign, here: Place, monday: date) -> WeeklyPlan | None:
    """The plan of a place for a week."""
    rows = WeeklyPlan.objects.filter(campaign=campaign, unit=here.unit, monday=monday, branch=here.branch)
    return rows.select_related("unit", "branch", "made_by", "settled_by", "campaign").first()


def plan_before(campaign: Campaign, here: Place, monday: date) -> WeeklyPlan | None:
    """The latest plan of a place before a week: what is copied."""
    rows = WeeklyPlan.objects.filter(campaign=campaign, unit=here.unit, branch=here.branch, monday__lt=monday)
    return rows.order_by("-monday").first()


def plans_seen(by: Person, *, at: datetime) -> QuerySet[WeeklyPlan]:
    """The plans that a person may change: of units in reach, of his own branch."""
    rows = WeeklyPlan.objects.filter(scope(by, PLAN, at=at, owner="branch__secretary"))
    return rows.select_related("unit", "branch", "campaign")


def recurrences(campaign: Campaign, unit: Unit) -> QuerySet[Recurrence]:
    """The rules that hold for a unit: its own and those of units above."""
    above = [unit.path[:end] for end in range(Unit.steplen, len(unit.path) + 1, Unit.steplen)]
    rows = Recurrence.objects.filter(campaign=campaign, unit__path__in=above)
    return rows.select_related("unit", "node").order_by("unit__path", "starts", "pk")


@dataclass(frozen=True)
class Planned:
    """A line of a plan with what it costs: minutes after hours, members, and those whom a roster takes away."""

    line: PlanLine
    outside: int
    members: int
    away: int


@dataclass(frozen=True)
class Week:
    """A plan as its page shows it: lines by day, and the heaviest load that one of its branches has."""

    days: tuple[tuple[date, bool, tuple[Planned, ...]], ...]
    load: policy.Load
    caps: policy.Caps

    @property
    def empty(self) -> bool:
        return not any(lines for _day, _worked, lines in self.days)

    @property
    def over(self) -> bool:
        return policy.over(self.load, self.caps)

    @property
    def at_cap(self) -> bool:
        return policy.at_cap(self.load, self.caps)


def week(plan: WeeklyPlan, *, at: datetime) -> Week:
    """The seven days of a plan. A fixed number of queries, however many branches the unit has."""
    here = Place(plan.unit, plan.branch)
    lines = list(plan.lines.filter(dropped_at__isnull=True).select_related("node"))
    days = [plan.monday + timedelta(days=n) for n in range(7)]
    worked = {day: workdays.is_workday(day) for day in days}
    office = office_hours()
    people = list(queries.members_of(covered(here), at).values_list("pk", flat=True))
    rosters = queries.taken(people, *_span(plan.monday))
    shown = {
        line.pk: Planned(
            line,
            policy.outside(line.starts, line.ends, worked=worked[line.day], hours=office),
            len(people),
            sum(away(spans, line) for spans in rosters.values()),
        )
        for line in lines
    }
    planned = policy.Load() if plan.settled_at else policy.load_of(one.outside for one in shown.values())
    others = loads(covered(here), plan.monday)
    heaviest = max(others.values(), key=lambda load: (load.sessions, load.minutes), default=policy.Load())
    return Week(
        tuple((day, worked[day], tuple(shown[line.pk] for line in lines if line.day == day)) for day in days),
        planned + heaviest,
        caps(),
    )


def _span(monday: date) -> tuple[datetime, datetime]:
    begin = timezone.make_aware(datetime.combine(monday, time()))
    return begin - REST, begin + policy.WEEK


def away(spans: Iterable[tuple[datetime, datetime, kinds.DutyKind]], line: PlanLine) -> bool:
    """Whether a roster takes a member away from a line."""
    return (
        excused(
            as_taken(spans),
            timezone.make_aware(datetime.combine(line.day, line.starts)),
            timezone.make_aware(datetime.combine(line.day, line.ends)),
        )
        is not None
    )


def as_taken(spans: Iterable[tuple[datetime, datetime, kinds.DutyKind]]) -> list[Taken]:
    """Spans of a roster as the policy wants them."""
    return [Taken(begin, end, kind == "duty", kind == "leave") for begin, end, kind in spans]


def loads(branches: QuerySet[Branch] | Iterable[int], monday: date) -> dict[int, policy.Load]:
    """What each of these branches has after hours in a week, of sessions that stand. One query."""
    rows = Session.objects.filter(
        branch__in=branches, day__gte=monday, day__lt=monday + policy.WEEK, outside__gt=0
    ).exclude(state=SessionState.CANCELLED)
    found: dict[int, policy.Load] = {}
    for branch, minutes in rows.values_list("branch", "outside"):
        found[branch] = found.get(branch, policy.Load()) + policy.Load(1, minutes)
    return found


def due(monday: date) -> date:
    """The day by which the plan of a week is settled."""
    return policy.due_on(monday, workdays.is_workday)


def from_above(campaign: Campaign, here: Place, monday: date) -> list[Session]:
    """The sessions that a branch has in a week from its unit's plan; of a unit none."""
    if here.branch is None:
        return []
    rows = Session.objects.filter(
        campaign=campaign, branch=here.branch, day__gte=monday, day__lt=monday + policy.WEEK
    ).exclude(state=SessionState.CANCELLED)
    return list(rows.filter(line__plan__branch__isnull=True).select_related("node").order_by("starts_at"))


def sessions_by_line(plan: WeeklyPlan) -> dict[int, Session]:
    """The sessions of a branch's own plan, by line."""
    return {one.line_id: one for one in Session.objects.filter(line__plan=plan) if one.line_id}


@dataclass(frozen=True)
class UnitWeek:
    """A unit's line on the page of a week: its plan, if there is one, and how many lines it has."""

    unit: Unit
    plan: WeeklyPlan | None
    lines: int
    late: bool


def units_week(by: Person, campaign: Campaign, monday: date, *, at: datetime) -> list[UnitWeek]:
    """Which of the campaign's units in reach have settled the plan of a week. Two queries."""
    units = units_of(campaign).filter(
        scope(by, "study.see_figures", at=at, path="path") | scope(by, PLAN, at=at, path="path")
    )
    rows = WeeklyPlan.objects.filter(campaign=campaign, monday=monday, branch__isnull=True)
    held = rows.annotate(n=Count("lines", filter=Q(lines__dropped_at__isnull=True)))
    by_unit = {plan.unit_id: (plan, plan.n) for plan in held}
    by_day = due(monday)
    today = local_day(at)
    return [
        UnitWeek(unit, plan, lines, late=(plan is None or plan.settled_at is None) and today > by_day)
        for unit in units
        for plan, lines in [by_unit.get(unit.pk, (None, 0))]
    ]
