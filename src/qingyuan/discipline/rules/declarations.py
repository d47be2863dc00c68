"""Declarations: a category with its article, confirmed by a second person; a round; nil in one tap, or a few words."""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from qingyuan.campaign.api import Campaign
from qingyuan.discipline.errors import CannotAnswer, CannotHold, Reason, missing
from qingyuan.discipline.kinds import Grade
from qingyuan.discipline.models import Declaration, DeclarationCategory, DeclarationRound
from qingyuan.discipline.policy import declarations as policy
from qingyuan.discipline.queries import declarations as queries
from qingyuan.kit.clock import local_day
from qingyuan.kit.words import Words, _
from qingyuan.org.api import Person, Unit, require
from qingyuan.org.api import kinds as org_kinds
from qingyuan.org.api import queries as org
from qingyuan.trail.api import record

KEEP, HOLD, DECLARE = "discipline.keep_category", "discipline.hold_round", "discipline.declare"
GAPS: dict[str, tuple[Words, str]] = {
    "no_basis": (_("请写明依据到条款：没有依据的，不能要求任何人申报"), "basis"),
    "no_ranks": (_("请选择依据写明的适用人员"), "ranks"),
    "family": (_("涉及配偶、子女及其配偶的，只能要求领导干部申报"), "ranks"),
    "same_person": (_("写依据的人不能自己确认，须由第二人确认"), ""),
}


def _reasons(gaps: list[str]) -> list[Reason]:
    return [Reason(gap, GAPS[gap][0], GAPS[gap][1]) for gap in gaps]


def _locked(code: str) -> DeclarationCategory:
    found = DeclarationCategory.objects.select_for_update().filter(code=code).first()
    if found is None:
        raise missing()
    return found


@transaction.atomic
def keep_category(
    *, code: str, basis: str, grade: Grade, ranks: Collection[str], by: Person, at: datetime
) -> DeclarationCategory:
    """Write down the article and whom it names. Until a second person confirms it, the category asks nobody."""
    require(by, KEEP, at=at)
    row = _locked(code)
    known = [rank.value for rank in org_kinds.Rank if rank.value in ranks]
    gaps = policy.category_gaps(policy.Category(basis, frozenset(known), row.family, by.pk))
    if gaps:
        raise CannotHold(_reasons(gaps))
    row.basis, row.grade, row.ranks, row.written_by = basis.strip(), grade, known, by
    row.confirmed_by = row.confirmed_at = None
    row.save()
    detail: dict[str, str | int | bool | None] = {"ranks": ",".join(known), "grade": grade.value}
    record(actor=by.key, act="discipline.keep_category", subject=f"category:{row.code}", at=at, detail=detail)
    return row


@transaction.atomic
def confirm_category(*, code: str, by: Person, at: datetime) -> DeclarationCategory:
    """A second person confirms article and reach."""
    require(by, KEEP, at=at)
    row = _locked(code)
    said = policy.Category(row.basis, frozenset(row.ranks), row.family, row.written_by_id or 0, by.pk)
    gaps = policy.category_gaps(said)
    if gaps:
        raise CannotHold(_reasons(gaps))
    row.confirmed_by, row.confirmed_at = by, at
    row.save(update_fields=["confirmed_by", "confirmed_at"])
    record(actor=by.key, act="discipline.confirm_category", subject=f"category:{row.code}", at=at)
    return row


@transaction.atomic
def hold_round(
    *, campaign: Campaign, code: str, unit: Unit, opens_on: date, due_on: date, by: Person, at: datetime
) -> DeclarationRound:
    """Ask a category in a unit and all below it: of those whom the basis names, and of nobody else."""
    require(by, HOLD, at=at, unit=unit)
    row = _locked(code)
    problems = []
    if row.confirmed_by_id is None:
        words = _("这个事项的依据还没有经第二人确认，不能要求任何人申报")
        problems.append(Reason("unconfirmed", words, "category"))
    if opens_on < local_day(at):
        problems.append(Reason("past", _("开始日期不能早于今天"), "opens_on"))
    if due_on < opens_on:
        problems.append(Reason("due", _("截止日期不能早于开始日期"), "due_on"))
    if problems:
        raise CannotHold(problems)
    made = DeclarationRound.objects.create(
        campaign=campaign,
        category=row,
        unit=unit,
        basis=row.basis,
        ranks=row.ranks,
        opens_on=opens_on,
        due_on=due_on,
        at=at,
        by=by,
    )
    detail: dict[str, str | int | bool | None] = {"category": row.code, "unit": unit.pk, "due": str(due_on)}
    record(actor=by.key, act="discipline.hold_round", subject=f"round:{made.pk}", at=at, detail=detail)
    return made


@transaction.atomic
def declare(*, round_id: int, words: str | None, by: Person, at: datetime) -> Declaration:
    """Declare, or say nil (``words`` None). It may be mended until the round is due; the record has both times."""
    require(by, DECLARE, at=at, own=True)
    found = queries.rounds_for(by, at).filter(pk=round_id).first()
    if found is None:
        raise missing()
    Person.objects.select_for_update().get(pk=by.pk)
    before = Declaration.objects.filter(of=found, person=by).first()
    problems = []
    if before is not None and local_day(at) > found.due_on:
        problems.append(Reason("over", _("申报已经截止，不能再修改；有变化的，下次申报时写明")))
    if words is not None and not words.strip():
        problems.append(Reason("blank", _("请写明申报内容；没有的，请点“没有需要申报的”"), "words"))
    if words is not None and len(words) > 1000:
        problems.append(Reason("long", _("请控制在1000字以内，只写依据条款要求的内容"), "words"))
    if problems:
        raise CannotAnswer(problems)
    said = {
        "nil": words is None,
        "sealed": None if words is None else queries.seal(found, by, words.strip()),
        "hidden_path": queries.headed_path(by, at),
        "unit": Unit.objects.get(path=org.home_path(by, at)),
        "at": at,
    }
    made, _new = Declaration.objects.update_or_create(of=found, person=by, defaults=said)
    record(actor=by.key, act="discipline.declare", subject=f"round:{found.pk}", at=at)
    return made
