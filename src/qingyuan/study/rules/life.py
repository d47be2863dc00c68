"""Party life: accept a proposed day or another, record in one line that it was held, keep the rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction

from qingyuan.kit import workdays
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person, require
from qingyuan.study.errors import CannotKeepLife, missing
from qingyuan.study.kinds import DayState, Often
from qingyuan.study.models import LifeDate, LifeRule
from qingyuan.study.policy import life as policy
from qingyuan.study.queries import life as queries
from qingyuan.study.queries.special import suspended
from qingyuan.trail.api import record

KEEP, CHANGE_RULE = queries.KEEP, queries.CHANGE_RULE
DAYS_AWAY = 366


def _asked(rule_code: str, branch_id: int, day: date, *, by: Person, at: datetime) -> tuple[LifeRule, Any]:
    """The rule and the branch, if the person keeps its dates; else as if there were none."""
    branch = queries.branches_seen(by, at=at).filter(pk=branch_id).first()
    rule = LifeRule.objects.filter(pk=rule_code, active=True).first()
    if branch is None or rule is None:
        raise missing()
    require(by, KEEP, at=at, unit=branch.unit, own=branch.secretary_id == by.pk)
    if rule.by_event:
        raise CannotKeepLife(Reason("by_event", _("这一项从学习活动登记，不用另填")))
    if policy.period_of(Often(rule.often), day).first != day:
        raise missing()
    return rule, branch


def _row(rule: LifeRule, branch: Any, period_on: date) -> LifeDate:
    found = LifeDate.objects.select_for_update().filter(rule=rule, branch=branch, period_on=period_on).first()
    return found or LifeDate(rule=rule, branch=branch, period_on=period_on)


def _save(row: LifeDate) -> None:
    """Two at the same moment: the second one is told."""
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise CannotKeepLife(Reason("twice", _("刚才有人登记了这一项，请刷新后再看"))) from None


@transaction.atomic
def accept_day(
    *, rule_code: str, branch_id: int, period_on: date, day: date, by: Person, at: datetime
) -> LifeDate:
    """Accept the proposed day, or fix another working day of the period."""
    rule, branch = _asked(rule_code, branch_id, period_on, by=by, at=at)
    row = _row(rule, branch, period_on)
    period = policy.period_of(Often(rule.often), period_on)
    problems = []
    if row.held_on is not None:
        problems.append(Reason("held", _("这一项已经开展，不能再改日期")))
    if not period.first <= day <= period.last:
        words = _("日期须在%(first)s至%(last)s之间")
        params = {"first": period.first.isoformat(), "last": period.last.isoformat()}
        problems.append(Reason("period", words, "day", params))
    elif day < local_day(at):
        problems.append(Reason("past", _("日期不能早于今天；已经开展的请直接登记"), "day"))
    elif not workdays.is_workday(day):
        problems.append(Reason("off", _("这一天不是工作日，请另选一天"), "day"))
    elif suspended(branch.unit, day):
        problems.append(Reason("special", _("这一天本单位处于战时状态，不安排学习"), "day"))
    if problems:
        raise CannotKeepLife(problems)
    row.planned_on, row.planned_by, row.planned_at = day, by, at
    _save(row)
    _note(row, "accept_day", by=by, at=at, detail={"rule": rule.pk, "day": day.isoformat()})
    return row


@transaction.atomic
def accept_proposed(*, branch_id: int, first: date, last: date, by: Person, at: datetime) -> int:
    """Accept every day that is still only proposed for a branch between two days. How many."""
    branch = queries.branches_seen(by, at=at).filter(pk=branch_id).first()
    if branch is None:
        raise missing()
    require(by, KEEP, at=at, unit=branch.unit, own=branch.secretary_id == by.pk)
    accepted = 0
    for line in queries.lines([branch], first=first, last=last, at=at, by=by):
        day = line.day
        if line.state is DayState.PROPOSED and line.typed and day is not None and first <= day <= last:
            accept_day(
                rule_code=line.rule.pk,
                branch_id=branch.pk,
                period_on=line.period.first,
                day=day,
                by=by,
                at=at,
            )
            accepted += 1
    return accepted


@transaction.atomic
def record_held(
    *, rule_code: str, branch_id: int, period_on: date, held_on: date, theme: str, by: Person, at: datetime
) -> LifeDate:
    """Say on which day it was held, and in one line about what; said again it is corrected."""
    rule, branch = _asked(rule_code, branch_id, period_on, by=by, at=at)
    period = policy.period_of(Often(rule.often), period_on)
    problems = []
    if not period.first <= held_on <= period.last:
        words = _("日期须在%(first)s至%(last)s之间")
        params = {"first": period.first.isoformat(), "last": period.last.isoformat()}
        problems.append(Reason("period", words, "held_on", params))
    if held_on > local_day(at):
        problems.append(Reason("future", _("开展日期不能晚于今天"), "held_on"))
    if not theme.strip():
        problems.append(Reason("theme", _("请用一句话写明主题"), "theme"))
    if problems:
        raise CannotKeepLife(problems)
    row = _row(rule, branch, period_on)
    row.held_on, row.theme, row.held_by, row.held_at = held_on, theme.strip(), by, at
    _save(row)
    _note(row, "record_held", by=by, at=at, detail={"rule": rule.pk, "held_on": held_on.isoformat()})
    return row


@dataclass(frozen=True)
class Held:
    """That one branch held it: on which day, and in one line about what."""

    branch_id: int
    held_on: date
    theme: str


@transaction.atomic
def record_held_many(
    *, rule_code: str, period_on: date, lines: Sequence[Held], by: Person, at: datetime
) -> int:
    """The same for many branches at once, for the clerk who keeps their dates: all of them, or none."""
    branches = queries.branches_kept(by, at=at).in_bulk([line.branch_id for line in lines])
    rule = LifeRule.objects.filter(pk=rule_code, active=True, by_event="").first()
    if rule is None or len(branches) < len(lines):
        raise missing()
    period = policy.period_of(Often(rule.often), period_on)
    today = local_day(at)
    sound = all(
        period.first <= line.held_on <= min(period.last, today) and 0 < len(line.theme.strip()) <= 120
        for line in lines
    )
    if period.first != period_on or not sound:
        raise CannotKeepLife(Reason("line", _("日期须在本期内且不晚于今天，每一行都要写主题")))
    known = LifeDate.objects.select_for_update().filter(rule=rule, period_on=period_on, branch__in=branches)
    kept = {row.branch_id: row for row in known}
    for line in lines:
        row = kept.setdefault(
            line.branch_id, LifeDate(rule=rule, branch_id=line.branch_id, period_on=period_on)
        )
        row.held_on, row.theme, row.held_by, row.held_at = line.held_on, line.theme.strip(), by, at
    fresh = [row for row in kept.values() if row.pk is None]
    fields = ["held_on", "theme", "held_by", "held_at"]
    LifeDate.objects.bulk_update([row for row in kept.values() if row.pk], fields, batch_size=200)
    LifeDate.objects.bulk_create(fresh, batch_size=200)
    record(
        actor=by.key,
        act="study.record_held",
        subject=f"life_rule:{rule.pk}",
        at=at,
        detail={"period": period_on.isoformat(), "branches": len(lines)},
    )
    return len(lines)


@transaction.atomic
def begin_rules(*, on: date, by: Person, at: datetime) -> int:
    """Ask from a day on what the rules say that nobody has begun yet. How many began."""
    require(by, CHANGE_RULE, at=at)
    if abs((on - local_day(at)).days) > DAYS_AWAY:
        raise CannotKeepLife(Reason("far", _("启用日期在前后一年之内"), "on"))
    begun = LifeRule.objects.filter(from_on__isnull=True).update(from_on=on)
    record(
        actor=by.key,
        act=CHANGE_RULE,
        subject="life_rules",
        at=at,
        detail={"on": on.isoformat(), "rules": begun},
    )
    return begun


@transaction.atomic
def change_life_rule(
    *,
    rule_code: str,
    month: int,
    week: int,
    weekday: int,
    active: bool,
    from_on: date | None,
    by: Person,
    at: datetime,
) -> LifeRule:
    """Another day of the period for a rule, or switched off. What was accepted already stays."""
    require(by, CHANGE_RULE, at=at)
    found = LifeRule.objects.select_for_update().filter(pk=rule_code).first()
    if found is None:
        raise missing()
    problems = []
    if not 1 <= month <= policy.MONTHS[Often(found.often)]:
        problems.append(Reason("month", _("这一期没有第%(month)s个月"), "month", {"month": month}))
    if not 1 <= week <= 4:
        problems.append(Reason("week", _("请填1到4"), "week"))
    if not 1 <= weekday <= 7:
        problems.append(Reason("weekday", _("请选择星期几"), "weekday"))
    if problems:
        raise CannotKeepLife(problems)
    found.month, found.week, found.weekday = month, week, weekday
    found.active, found.from_on = active, from_on
    found.save(update_fields=["month", "week", "weekday", "active", "from_on"])
    detail = {"month": month, "week": week, "weekday": weekday, "active": active}
    record(actor=by.key, act=CHANGE_RULE, subject=f"life_rule:{found.pk}", at=at, detail=detail)
    return found


def _note(row: LifeDate, act: str, *, by: Person, at: datetime, detail: dict[str, Any]) -> None:
    record(actor=by.key, act=f"study.{act}", subject=f"life_date:{row.pk}", at=at, detail=detail)
