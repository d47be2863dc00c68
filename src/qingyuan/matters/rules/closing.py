"""Closing: the second person signs off or returns; a closed matter is rechecked, and a relapse reopens it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.matters import policy
from qingyuan.matters.errors import CannotClose, CannotMove, Gap, Missing, reasons
from qingyuan.matters.kinds import Act, Cause, Ground, Kind, Result, RuleChange, State
from qingyuan.matters.models import Matter, Recheck
from qingyuan.matters.rules._moving import Count, locked, step_to, told
from qingyuan.matters.rules.working import Statement, claim_of
from qingyuan.matters.shelves import sources, vetoes
from qingyuan.org.api import Person, standing


@transaction.atomic
def close_matter(
    *,
    matter_id: int,
    by: Person,
    at: datetime,
    words: str = "",
    review_note: str = "",
    reviewer: Person | None = None,
    breach: bool = False,
    version: int | None = None,
) -> Matter:
    """Sign a matter off (验收销号), or raise CannotClose with every reason why not.

    ``breach``: the signer confirms that persons broke discipline or law; a record of handling has to follow.
    """
    matter = locked(matter_id, by=by, permission="matters.close", at=at, version=version)
    state = step_to(matter, Act.CLOSE)
    if problems := against_closing(matter, by=by, at=at, review_note=review_note, reviewer=reviewer):
        raise CannotClose(problems)
    count = Count()
    count.minus(matter)
    matter.state, matter.closed_at, matter.closed_by = state, at, by
    matter.on_time = policy.is_on_time(matter.due_on, local_day(matter.submitted_at or at))
    matter.review_note, matter.reviewer, matter.breach = review_note.strip(), reviewer, breach
    matter.version += 1
    matter.save()
    _plan_rechecks(matter, at)
    detail = {"on_time": matter.on_time, "breach": breach}
    told(matter, Act.CLOSE, by=by, at=at, words=words.strip(), detail=detail)
    count.plus(matter)
    count.write()
    return matter


def against_closing(
    matter: Matter, *, by: Person, at: datetime, review_note: str = "", reviewer: Person | None = None
) -> list[Reason]:
    """Every reason why ``by`` cannot sign this matter off as it stands: a page can say so before one tries."""
    problems = reasons(policy.close_gaps(_claim(matter), _sign(matter, by, at, review_note, reviewer)))
    source = sources.get(matter.source)
    problems += source.gaps(matter.pk) if source else []
    return problems + [problem for veto in vetoes.values() for problem in veto(matter.pk)]


def _claim(matter: Matter) -> policy.Claim:
    said = Statement(
        effect=matter.effect,
        cause=Cause(matter.cause) if matter.cause else None,
        cause_words=matter.cause_words,
        rule_change=RuleChange(matter.rule_change) if matter.rule_change else None,
        rule_words=matter.rule_words,
        ground=Ground(matter.ground or Ground.FIXED),
    )
    return claim_of(matter, said)


def _sign(
    matter: Matter, by: Person, at: datetime, review_note: str, reviewer: Person | None
) -> policy.SignOff:
    return policy.SignOff(
        signer_id=by.pk,
        signer_home=standing(by, at).home_path,
        owner_id=matter.owner_id,
        submitter_id=matter.submitted_by_id,
        unit_path=matter.unit_path,
        review_note=review_note,
        reviewer_id=reviewer.pk if reviewer else None,
        submitted_effect=matter.effect,
    )


def _plan_rechecks(matter: Matter, at: datetime) -> None:
    """Plan the looks back. After a reopening they are planned anew, as another round."""
    last = matter.rechecks.aggregate(last=Max("round"))["last"]
    turn = 0 if last is None else last + 1
    matter.rechecks.filter(result="").delete()
    Recheck.objects.bulk_create(
        Recheck(matter=matter, round=turn, months=months, due_on=day)
        for months, day in policy.recheck_days(Kind(matter.kind), local_day(at))
    )


@transaction.atomic
def return_matter(
    *, matter_id: int, reason: str, by: Person, at: datetime, version: int | None = None
) -> Matter:
    """Send a submitted matter back to work, saying what is not yet right."""
    matter = locked(matter_id, by=by, permission="matters.close", at=at, version=version)
    state = step_to(matter, Act.RETURN)
    if not reason.strip():
        raise CannotMove(Reason("no_reason", _("退回请写明理由，让责任人知道还差什么"), "reason"))
    count = Count()
    count.minus(matter)
    matter.state = state
    matter.version += 1
    matter.save(update_fields=["state", "version"])
    told(matter, Act.RETURN, by=by, at=at, words=reason.strip())
    count.plus(matter)
    count.write()
    return matter


@transaction.atomic
def reopen_matter(
    *, matter_id: int, reason: str, by: Person, at: datetime, version: int | None = None
) -> Matter:
    """Open a closed matter again. The deadline is the old one: a new one is asked for, and granted, in the open."""
    matter = locked(matter_id, by=by, permission="matters.reopen", at=at, version=version)
    if not reason.strip():
        raise CannotMove(Reason("no_reason", _("重新启动请写明理由"), "reason"))
    return _reopen(matter, reason.strip(), by, at)


def _reopen(matter: Matter, reason: str, by: Person, at: datetime) -> Matter:
    state = step_to(matter, Act.REOPEN)
    count = Count()
    count.minus(matter)
    matter.state, matter.closed_at, matter.closed_by, matter.on_time = state, None, None, None
    matter.reopened += 1
    matter.version += 1
    matter.save()
    matter.rechecks.filter(result="").delete()
    told(matter, Act.REOPEN, by=by, at=at, words=reason, detail={"times": matter.reopened})
    count.plus(matter)
    count.write()
    return matter


@transaction.atomic
def recheck_matter(
    *, recheck_id: int, result: Result, words: str, by: Person, at: datetime, version: int | None = None
) -> Recheck:
    """Look back at a closed matter (回头看): it held, or it has relapsed and is opened again."""
    planned = Recheck.objects.filter(pk=recheck_id).first()
    if planned is None:
        raise Missing(Reason("missing", _("没有找到这次回头看")))
    matter = locked(planned.matter_id, by=by, permission="matters.recheck", at=at, version=version)
    step_to(matter, Act.RECHECK)
    recheck = Recheck.objects.select_for_update().get(pk=recheck_id)
    problems = []
    if recheck.result:
        problems.append(Reason("done", _("这次回头看已经完成")))
    if not words.strip():
        problems.append(Reason("no_words", _("请写明看了什么、结果怎样"), "words"))
    if result is Result.HELD and policy.is_too_early(recheck.due_on, local_day(at)):
        early = _("这次回头看安排在 %(day)s，还没有到时候；发现反弹可以随时登记")
        problems.append(Reason("too_early", early, "result", {"day": recheck.due_on}))
    outside = policy.RULES[Kind(matter.kind)].outside
    if outside and policy.is_member(standing(by, at).home_path, matter.unit_path):
        problems += reasons([Gap.OWN_UNIT])
    if problems:
        raise CannotMove(problems)
    recheck.result, recheck.words = result, words.strip()
    recheck.done_at, recheck.done_by = at, by
    recheck.save(update_fields=["result", "words", "done_at", "done_by"])
    told(
        matter,
        Act.RECHECK,
        by=by,
        at=at,
        words=words.strip(),
        detail={"months": recheck.months, "result": result},
    )
    if result is Result.RELAPSED:
        _reopen(matter, words.strip(), by, at)
    return recheck


@transaction.atomic
def void_matter(
    *, matter_id: int, reason: str, by: Person, at: datetime, version: int | None = None
) -> Matter:
    """Strike out a matter that was registered by mistake (entered twice, or no problem). It stays readable."""
    matter = locked(matter_id, by=by, permission="matters.void", at=at, version=version)
    state = step_to(matter, Act.VOID)
    problems = []
    if not reason.strip():
        problems.append(Reason("no_reason", _("作废请写明理由"), "reason"))
    if by.pk == matter.owner_id or policy.is_member(standing(by, at).home_path, matter.unit_path):
        problems += reasons([Gap.OWN_UNIT])
    if problems:
        raise CannotMove(problems)
    count = Count()
    count.minus(matter)
    matter.state = State(state)
    matter.version += 1
    matter.save(update_fields=["state", "version"])
    told(matter, Act.VOID, by=by, at=at, words=reason.strip())
    count.plus(matter)
    count.write()
    return matter
