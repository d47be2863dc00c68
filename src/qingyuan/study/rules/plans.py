"""Weekly plans: begun from the rules and last week's plan, changed, settled; then they are sessions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from qingyuan.campaign.api import Campaign
from qingyuan.kit import workdays
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person, Unit, require
from qingyuan.study.errors import CannotPlan, missing
from qingyuan.study.kinds import SessionKind, SessionState
from qingyuan.study.models import Node, PlanLine, Recurrence, Session, WeeklyPlan
from qingyuan.study.policy import plans as policy
from qingyuan.study.queries import plans as queries
from qingyuan.study.queries.places import PLAN, Place, covered
from qingyuan.study.queries.special import spans_of, suspended_paths
from qingyuan.study.rules._desk import Detail, allowed, note

LINES_AT_MOST = 30
ALIKE = ("day", "starts", "kind", "title")


@dataclass(frozen=True)
class LessonDraft:
    """What is studied, from when to when, where."""

    kind: SessionKind
    title: str
    starts: time
    ends: time
    node: Node | None = None
    place: str = ""

    @property
    def fields(self) -> dict[str, object]:
        return {
            "kind": self.kind,
            "title": self.title.strip(),
            "starts": self.starts,
            "ends": self.ends,
            "node": self.node,
            "place": self.place.strip(),
        }


def _amiss(draft: LessonDraft, campaign_id: int) -> list[Reason]:
    problems = []
    if not draft.title.strip():
        problems.append(Reason("title", _("请写明学习主题"), "title"))
    if draft.ends <= draft.starts:
        problems.append(Reason("ends", _("结束时间要晚于开始时间"), "ends"))
    elif (
        draft.ends.hour - draft.starts.hour
    ) * 60 + draft.ends.minute - draft.starts.minute > policy.LONGEST:
        problems.append(Reason("long", _("一次学习不超过4小时"), "ends"))
    if draft.node and draft.node.campaign_id != campaign_id:
        problems.append(Reason("node", _("请选择本次教育整顿的学习内容"), "node"))
    return problems


# -- rules of recurrence ------------------------------------------------------------------------------------


@transaction.atomic
def keep_recurrence(
    *,
    campaign: Campaign,
    unit: Unit,
    draft: LessonDraft,
    weekdays: Collection[int],
    nth: int,
    from_on: date,
    until_on: date | None,
    by: Person,
    at: datetime,
    recurrence_id: int | None = None,
) -> Recurrence:
    """Say when a unit and everything below it studies: weekdays from 0 (Monday), every week or the n-th of the month.

    With ``recurrence_id`` a rule is changed: plans that are made already stay as they are.
    """
    require(by, "study.set_recurrence", at=at, path=unit.path)
    found = None
    if recurrence_id is not None:
        found = Recurrence.objects.select_for_update().filter(pk=recurrence_id, unit=unit).first()
        if found is None:
            raise missing()
    problems = _amiss(draft, campaign.pk)
    if not weekdays:
        problems.append(Reason("weekdays", _("请选择星期几"), "weekdays"))
    if until_on and until_on < from_on:
        problems.append(Reason("until", _("截止日期不能早于起始日期"), "until_on"))
    if problems:
        raise CannotPlan(problems)
    fields = draft.fields | {
        "weekdays": sum(1 << day for day in set(weekdays)),
        "nth": nth,
        "from_on": from_on,
        "until_on": until_on,
    }
    if found is None:
        found = Recurrence(campaign=campaign, unit=unit)
    for name, value in fields.items():
        setattr(found, name, value)
    found.save()
    note(
        f"recurrence:{found.pk}", "study.set_recurrence", by=by, at=at, detail={"unit": unit.code, "nth": nth}
    )
    return found


# -- plans --------------------------------------------------------------------------------------------------


@transaction.atomic
def make_plan(*, campaign: Campaign, here: Place, monday: date, by: Person, at: datetime) -> WeeklyPlan:
    """Begin the plan of a week: what the rules say, and what the latest plan had beside; days off are left out."""
    allowed(by, PLAN, here, at=at)
    problems = []
    if monday.weekday():
        problems.append(Reason("monday", _("周计划从周一开始")))
    if campaign.ended_at is not None:
        problems.append(Reason("ended", _("这次教育整顿已经结束")))
    if queries.plan_of(campaign, here, monday):
        problems.append(Reason("made", _("这一周的计划已经有了")))
    if problems:
        raise CannotPlan(problems)
    made = WeeklyPlan.objects.create(
        campaign=campaign, unit=here.unit, branch=here.branch, monday=monday, made_at=at, made_by=by
    )
    lines = [*_by_rules(made), *_copied(made)] if here.branch is None else _copied(made)
    kept = policy.without_doubles(lines, lambda line: tuple(getattr(line, name) for name in ALIKE))
    PlanLine.objects.bulk_create(kept[:LINES_AT_MOST])
    detail: Detail = {"monday": monday.isoformat(), "lines": len(kept[:LINES_AT_MOST])}
    note(f"study_plan:{made.pk}", PLAN, by=by, at=at, detail=detail)
    return made


def _lesson(row: Model) -> dict[str, object]:
    return {name: getattr(row, name) for name in ("kind", "title", "node_id", "starts", "ends", "place")}


def _by_rules(plan: WeeklyPlan) -> list[PlanLine]:
    return [
        PlanLine(plan=plan, day=day, **_lesson(rule))
        for rule in queries.recurrences(plan.campaign, plan.unit)
        for day in policy.falls(
            policy.Rule(rule.weekdays, rule.nth, rule.from_on, rule.until_on),
            plan.monday,
            workdays.is_workday,
        )
    ]


def _copied(plan: WeeklyPlan) -> list[PlanLine]:
    before = queries.plan_before(plan.campaign, Place(plan.unit, plan.branch), plan.monday)
    if before is None:
        return []
    weeks = plan.monday - before.monday
    return [
        PlanLine(plan=plan, day=line.day + weeks, **_lesson(line))
        for line in before.lines.filter(dropped_at__isnull=True)
        if workdays.is_workday(line.day + weeks) or not workdays.is_workday(line.day)
    ]


def _locked(plan_id: int, *, by: Person, at: datetime) -> WeeklyPlan:
    found = queries.plans_seen(by, at=at).select_for_update(of=("self",)).filter(pk=plan_id).first()
    if found is None:
        raise missing()
    allowed(by, PLAN, Place(found.unit, found.branch), at=at)
    return found


@transaction.atomic
def add_line(*, plan_id: int, day: date, draft: LessonDraft, by: Person, at: datetime) -> PlanLine:
    """One line more; of a plan that is settled it is sessions at once."""
    plan = _locked(plan_id, by=by, at=at)
    problems = _amiss(draft, plan.campaign_id) + _of_week(plan, day)
    standing = plan.lines.filter(dropped_at__isnull=True)
    if standing.count() >= LINES_AT_MOST:
        problems.append(Reason("many", _("一周不超过30项，请先去掉用不上的")))
    if standing.filter(day=day, starts=draft.starts, kind=draft.kind, title=draft.title.strip()).exists():
        problems.append(Reason("double", _("这一项已经在计划里了"), "title"))
    if problems:
        raise CannotPlan(problems)
    made = PlanLine.objects.create(plan=plan, day=day, **draft.fields)
    if plan.settled_at:
        _open_sessions(plan, [made])
    note(f"study_plan:{plan.pk}", PLAN, by=by, at=at, detail={"added": made.pk, "day": day.isoformat()})
    return made


def _of_week(plan: WeeklyPlan, day: date) -> list[Reason]:
    if plan.monday <= day < plan.monday + policy.WEEK:
        return []
    return [Reason("week", _("日期要在这一周里"), "day")]


@transaction.atomic
def change_line(*, line_id: int, day: date, draft: LessonDraft, by: Person, at: datetime) -> PlanLine:
    """Other words or times for a line of a plan that is not settled yet."""
    line = _line(line_id, by=by, at=at)
    problems = _amiss(draft, line.plan.campaign_id) + _of_week(line.plan, day)
    if line.plan.settled_at:
        problems.append(Reason("settled", _("计划已定下，请去掉这一项再添新的")))
    if problems:
        raise CannotPlan(problems)
    for name, value in draft.fields.items():
        setattr(line, name, value)
    line.day = day
    line.save()
    note(f"study_plan:{line.plan_id}", PLAN, by=by, at=at, detail={"changed": line.pk})
    return line


@transaction.atomic
def drop_line(*, line_id: int, by: Person, at: datetime) -> None:
    """Take a line out. Of a settled plan its sessions that were not held yet are cancelled with it."""
    line = _line(line_id, by=by, at=at)
    plan = line.plan
    detail: Detail = {"dropped": line.pk}
    if plan.settled_at is None:
        line.delete()
    else:
        open_ones = Session.objects.filter(line=line, state=SessionState.PLANNED)
        detail["cancelled"] = open_ones.update(
            state=SessionState.CANCELLED, why_cancelled=str(_("周计划去掉了这一项"))
        )
        line.dropped_at = at
        line.save(update_fields=["dropped_at"])
    note(f"study_plan:{plan.pk}", PLAN, by=by, at=at, detail=detail)


def _line(line_id: int, *, by: Person, at: datetime) -> PlanLine:
    found = PlanLine.objects.filter(pk=line_id, dropped_at__isnull=True).first()
    if found is None:
        raise missing()
    found.plan = _locked(found.plan_id, by=by, at=at)
    return found


@transaction.atomic
def settle_plan(*, plan_id: int, by: Person, at: datetime) -> int:
    """Settle a plan: its lines become sessions of every branch concerned. How many sessions were opened."""
    plan = _locked(plan_id, by=by, at=at)
    lines = list(plan.lines.filter(dropped_at__isnull=True))
    problems = []
    if plan.settled_at:
        problems.append(Reason("settled", _("这份计划已经定下了")))
    if not lines:
        problems.append(Reason("empty", _("计划里还没有内容，请先添加")))
    if problems:
        raise CannotPlan(problems)
    plan.settled_at, plan.settled_by = at, by
    plan.save(update_fields=["settled_at", "settled_by"])
    made = _open_sessions(plan, lines)
    note(f"study_plan:{plan.pk}", "study.settle_plan", by=by, at=at, detail={"sessions": made})
    return made


def _open_sessions(plan: WeeklyPlan, lines: Collection[PlanLine]) -> int:
    """Sessions of every branch for these lines, or every reason why one of them would have too much after hours."""
    branches = list(covered(Place(plan.unit, plan.branch)).select_related("unit").order_by("pk"))
    office, most = queries.office_hours(), queries.caps()
    minutes = {
        line.pk: policy.outside(line.starts, line.ends, worked=workdays.is_workday(line.day), hours=office)
        for line in lines
    }
    if not branches:
        raise CannotPlan(Reason("no_branch", _("这里还没有党支部，请系统管理员先建支部")))
    resting = suspended_paths(plan.monday, plan.monday + policy.WEEK)
    for unit in {branch.unit_id: branch.unit for branch in branches}.values() if resting else ():
        spans = spans_of(unit.path, resting)
        for line in lines:
            if any(first <= line.day <= last for first, last in spans):
                words = _("%(unit)s在%(on)s处于战时状态，不安排学习")
                raise CannotPlan(Reason("special_duty", words, "", {"unit": str(unit), "on": line.day}))
    added = policy.load_of(minutes.values())
    if added.sessions:
        before = queries.loads([branch.pk for branch in branches], plan.monday)
        heavy = [b for b in branches if policy.over(before.get(b.pk, policy.Load()) + added, most)]
        if heavy:
            raise CannotPlan(_too_much(added + before.get(heavy[0].pk, policy.Load()), most, str(heavy[0])))
    sessions = [
        Session(
            campaign=plan.campaign,
            line=line,
            branch=branch,
            unit=branch.unit,
            kind=line.kind,
            title=line.title,
            node_id=line.node_id,
            day=line.day,
            starts_at=_moment(line.day, line.starts),
            ends_at=_moment(line.day, line.ends),
            outside=minutes[line.pk],
            place=line.place,
        )
        for line in lines
        for branch in branches
    ]
    return len(Session.objects.bulk_create(sessions, batch_size=500))


def _too_much(load: policy.Load, caps: policy.Caps, branch: str) -> Reason:
    words = _(
        "%(branch)s这一周班后和休息日学习已有%(sessions)d次%(minutes)d分钟，上限%(most)d次%(longest)d分钟。请改到工作时间、并到另一次，或者改到下周"
    )
    params = {"branch": branch, "sessions": load.sessions, "minutes": load.minutes}
    return Reason("cap", words, "", params | {"most": caps.sessions, "longest": caps.minutes})


def _moment(day: date, clock: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, clock))
