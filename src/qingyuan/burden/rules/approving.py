"""A second person approves; a level's forms only become fewer; a form is prolonged or switched off."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from qingyuan.burden import policy
from qingyuan.burden.errors import CannotApprove, missing
from qingyuan.burden.kinds import PassportState, Retired
from qingyuan.burden.models import Ceiling, Passport
from qingyuan.burden.queries import register
from qingyuan.burden.rules._desk import at_desk, in_words, locked, note
from qingyuan.burden.rules.passports import said_by
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Level, Person, require, scope
from qingyuan.trail.api import record

APPROVE = register.APPROVE
FEWER = _("%(level)s表单现有%(active)d张，上限%(most)d张，只减不增。请同时停用一张同级表单，由这一张顶替")


@transaction.atomic
def submit_passport(*, passport_id: int, version: int, by: Person, at: datetime) -> Passport:
    """Lay a passport before a second person."""
    found = locked(passport_id, by=by, at=at, permission=register.MAKE)
    at_desk(found, version)
    if problems := against(found, local_day(at)):
        raise CannotApprove(problems)
    found.state, found.return_words = PassportState.SUBMITTED, ""
    found.save(update_fields=["state", "return_words"])
    note(found, "submit_passport", by=by, at=at, detail={"version": found.version})
    return found


def against(found: Passport, today: date) -> list[Reason]:
    """Everything that keeps a passport at the desk on a day, in words."""
    return in_words(policy.passport_faults(said_by(found, found.asks_for.count()), today))


@transaction.atomic
def return_passport(*, passport_id: int, words: str, by: Person, at: datetime) -> Passport:
    """Send a passport back to its maker, saying what is not right yet."""
    found = locked(passport_id, by=by, at=at, permission=APPROVE)
    problems = _waiting(found)
    if not words.strip():
        problems.append(Reason("no_words", _("退回请写明理由"), "words"))
    if problems:
        raise CannotApprove(problems)
    found.state, found.return_words = PassportState.DRAFT, words.strip()
    found.save(update_fields=["state", "return_words"])
    note(found, "return_passport", by=by, at=at, detail={"version": found.version})
    return found


def _waiting(found: Passport) -> list[Reason]:
    if found.state == PassportState.SUBMITTED:
        return []
    return [Reason("not_submitted", _("这张表单不在待批准状态"))]


@transaction.atomic
def approve_passport(
    *, passport_id: int, version: int, by: Person, at: datetime, replaces: Sequence[int] = ()
) -> Passport:
    """Approve exactly the version that was read. Where the level is full, others are switched off in the same act."""
    today = local_day(at)
    found = locked(passport_id, by=by, at=at, permission=APPROVE)
    problems = _waiting(found)
    if version != found.version:
        problems.append(Reason("changed", _("您打开以后有人改过这张表单，请看最新内容再办")))
    if not policy.may_approve(by.pk, found.made_by_id, found.changed_by_id):
        problems.append(Reason("second", _("拟订人和最后修改人不能批准，须由第二人批准")))
    problems += against(found, today)
    ceiling = Ceiling.objects.select_for_update().filter(level=found.level).first()
    old = _replaced(found, replaces, by=by, at=at)
    try:
        _lower(ceiling, found.level, today, old, fresh=1)
    except ValueError:
        problems.append(_full(found, ceiling, today))
    if problems:
        raise CannotApprove(problems)
    found.state, found.approved_at, found.approved_by = PassportState.IN_FORCE, at, by
    found.save(update_fields=["state", "approved_at", "approved_by"])
    for one in old:
        _switch_off(one, Retired.MERGED, at, replaced_by=found)
        note(one, "retire_passport", by=by, at=at, detail={"why": Retired.MERGED, "for": found.pk})
    detail: dict[str, str | int | bool | None] = {
        "version": found.version,
        "valid_until": str(found.valid_until),
        "replaces": len(old),
    }
    note(found, "approve_passport", by=by, at=at, detail=detail)
    return found


def _full(found: Passport, ceiling: Ceiling | None, today: date) -> Reason:
    params = {
        "level": found.get_level_display(),
        "active": register.active(today).filter(level=found.level).count(),
        "most": ceiling.most if ceiling else 0,
    }
    return Reason("fewer", FEWER, "replaces", params)


def _replaced(found: Passport, replaces: Sequence[int], *, by: Person, at: datetime) -> list[Passport]:
    """The forms of the same level that make room, in the approver's reach."""
    rows = Passport.objects.filter(
        scope(by, APPROVE, at=at), pk__in=replaces, level=found.level, state=PassportState.IN_FORCE
    )
    old = list(rows.select_for_update(of=("self",)).order_by("pk"))
    if len(old) != len(set(replaces)):
        raise missing()
    return old


def _lower(ceiling: Ceiling | None, level: str, today: date, old: Sequence[Passport], *, fresh: int) -> None:
    """Write the ceiling that stands after the act; ValueError if the act is not allowed."""
    if ceiling is None:
        return
    live = sum(one.valid_until >= today for one in old)
    active = register.active(today).filter(level=level).count()
    most = policy.ceiling_after(ceiling.most, active, retired=live, idle=len(old) - live, fresh=fresh)
    if most is not None and most != ceiling.most:
        ceiling.most = most
        ceiling.save(update_fields=["most"])


def _switch_off(found: Passport, why: Retired, at: datetime, *, replaced_by: Passport | None = None) -> None:
    found.state, found.retired_at, found.retired_on = PassportState.RETIRED, at, local_day(at)
    found.retired_why, found.replaced_by = why, replaced_by
    found.save(update_fields=["state", "retired_at", "retired_on", "retired_why", "replaced_by"])


@transaction.atomic
def retire_passport(*, passport_id: int, why: Retired, by: Person, at: datetime) -> Passport:
    """Switch a form off for good: whoever still has it to fill may refuse, and the level has one less from now on."""
    found = locked(passport_id, by=by, at=at, permission=APPROVE)
    if found.state != PassportState.IN_FORCE:
        raise CannotApprove(Reason("not_in_force", _("只有有效的或者过期的表单可以停用")))
    ceiling = Ceiling.objects.select_for_update().filter(level=found.level).first()
    _lower(ceiling, found.level, local_day(at), [found], fresh=0)
    _switch_off(found, why, at)
    note(found, "retire_passport", by=by, at=at, detail={"why": why})
    return found


@transaction.atomic
def prolong_passport(
    *, passport_id: int, valid_until: date, approval: str, by: Person, at: datetime
) -> Passport:
    """Give a form in force, or expired, another period; by somebody who did not write it."""
    today = local_day(at)
    found = locked(passport_id, by=by, at=at, permission=APPROVE)
    problems = []
    if found.state != PassportState.IN_FORCE:
        problems.append(Reason("not_in_force", _("只有有效的或者过期的表单可以延期")))
    if not policy.may_approve(by.pk, found.made_by_id, found.changed_by_id):
        problems.append(Reason("second", _("拟订人和最后修改人不能批准，须由第二人批准")))
    expired = found.valid_until < today
    found.valid_until, found.approval = valid_until, approval.strip()
    problems += against(found, today)
    ceiling = Ceiling.objects.select_for_update().filter(level=found.level).first()
    if expired and not problems:
        try:
            _lower(ceiling, found.level, today, (), fresh=1)
        except ValueError:
            problems.append(_full(found, ceiling, today))
    if problems:
        raise CannotApprove(problems)
    found.save(update_fields=["valid_until", "approval"])
    note(found, "prolong_passport", by=by, at=at, detail={"valid_until": str(valid_until)})
    return found


@transaction.atomic
def close_stock(*, level: Level, by: Person, at: datetime) -> Ceiling:
    """Say that the stock of a level is counted: from now on its forms only become fewer."""
    require(by, "burden.close_stock", at=at)
    if level not in register.OURS:
        raise CannotApprove(Reason("not_ours", _("上级的表单不由本局增减")))
    if Ceiling.objects.select_for_update().filter(level=level).exists():
        raise CannotApprove(Reason("closed", _("这一级的存量已经清理完毕")))
    today = local_day(at)
    active = register.active(today).filter(level=level).count()
    made = Ceiling.objects.create(level=level, most=active, counted=active, counted_on=today)
    record(
        actor=by.key, act="burden.close_stock", subject=f"ceiling:{made.pk}", at=at, detail={"most": active}
    )
    return made
