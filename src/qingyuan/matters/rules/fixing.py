"""Fixing: person, measures and deadline (三定); and handing a matter to another person or unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from qingyuan.kit.errors import Reason, Refused
from qingyuan.kit.words import _
from qingyuan.matters import policy
from qingyuan.matters.errors import CannotFix, reasons
from qingyuan.matters.kinds import Act, Term
from qingyuan.matters.models import Matter, Milestone
from qingyuan.matters.rules._moving import Count, lock_all, locked, place_anew, searchable, step_to, told
from qingyuan.org.api import Person, Unit, leaders, standing


@dataclass(frozen=True)
class Plan:
    """The three fixes. A long-term matter has ``milestones`` (day, words) instead of ``due_on``."""

    owner: Person | None
    measures: str
    due_on: date | None = None
    term: Term = Term.DATED
    milestones: tuple[tuple[date, str], ...] = ()
    criterion: str = ""
    leader: Person | None = None


@transaction.atomic
def fix_matter(*, matter_id: int, plan: Plan, by: Person, at: datetime, version: int | None = None) -> Matter:
    """Give a registered matter its person, measures and deadline, and so start work; or say all that lacks."""
    matter = locked(matter_id, by=by, permission="matters.fix", at=at, version=version)
    state = step_to(matter, Act.FIX)
    _check(matter, plan, at)
    count = Count()
    count.minus(matter)
    matter.state = state
    matter.owner, matter.leader = plan.owner, plan.leader
    matter.measures, matter.criterion = plan.measures.strip(), plan.criterion.strip()
    matter.term, matter.due_on = plan.term, plan.due_on
    matter.key_few = matter.key_few or _is_leader(plan.owner, at)
    matter.fixed_at = at
    matter.version += 1
    matter.save()
    Milestone.objects.bulk_create(
        Milestone(matter=matter, due_on=day, words=words) for day, words in plan.milestones
    )
    searchable([matter])
    told(
        matter,
        Act.FIX,
        by=by,
        at=at,
        detail={"owner": plan.owner.key if plan.owner else "", "term": plan.term},
    )
    count.plus(matter)
    count.write()
    return matter


def _check(matter: Matter, plan: Plan, at: datetime) -> None:
    gaps = policy.fix_gaps(
        policy.Fix(
            has_person=plan.owner is not None,
            measures=plan.measures,
            term=plan.term,
            due_on=plan.due_on,
            milestones=tuple(day for day, _words in plan.milestones),
            registered_on=matter.opened_on,
        )
    )
    problems = reasons(gaps)
    if plan.owner is not None:
        problems += _concerned(matter, plan.owner, at)
    if problems:
        raise CannotFix(problems)


def _concerned(matter: Matter, owner: Person, at: datetime) -> list[Reason]:
    """Why a matter cannot go to this person: it is about him, or about a unit that he belongs to."""
    if not matter.restricted or Matter.objects.filter(pk=matter.pk).hidden_from(
        owner.pk, *standing(owner, at).places
    ):
        return []
    return [Reason("named", _("不能把事项交给它所反映的人办理"), "owner")]


def _is_leader(person: Person | None, at: datetime) -> bool:
    return person is not None and leaders(at).filter(pk=person.pk).exists()


@transaction.atomic
def fix_many(*, matter_ids: Sequence[int], plan: Plan, by: Person, at: datetime) -> list[Matter]:
    """The same person, measures and deadline for several registered matters: all, or none."""
    problems: list[Reason] = []
    fixed = []
    lock_all(matter_ids, by=by, at=at)
    for matter_id in sorted(set(matter_ids)):
        try:
            fixed.append(fix_matter(matter_id=matter_id, plan=plan, by=by, at=at))
        except Refused as refusal:
            number = Matter.objects.filter(pk=matter_id).values_list("number", flat=True).first() or ""
            problems += [Reason(r.code, f"{number}: {r}", r.field) for r in refusal.reasons]
    if problems:
        raise CannotFix(problems)
    return fixed


@transaction.atomic
def reassign_matter(
    *,
    matter_id: int,
    owner: Person,
    unit: Unit,
    reason: str,
    by: Person,
    at: datetime,
    leader: Person | None = None,
    version: int | None = None,
) -> Matter:
    """Hand an open matter to another person, in the same unit or another. The deadline stays as it is."""
    matter = locked(matter_id, by=by, permission="matters.fix", at=at, version=version)
    step_to(matter, Act.REASSIGN)
    problems = []
    if not reason.strip():
        problems.append(Reason("no_reason", _("请写明改派理由"), "reason"))
    problems += _concerned(matter, owner, at)
    if owner.pk == matter.owner_id and unit.pk == matter.unit_id:
        problems.append(Reason("same", _("责任单位和责任人都没有变化"), "owner"))
    if problems:
        raise CannotFix(problems)
    count = Count()
    count.minus(matter)
    before = matter.unit_id
    matter.owner, matter.leader = owner, leader or matter.leader
    matter.unit, matter.unit_path = unit, unit.path
    matter.key_few = matter.key_few or _is_leader(owner, at)
    matter.version += 1
    matter.save(update_fields=["owner", "leader", "unit", "unit_path", "key_few", "version"])
    place_anew([matter])
    detail: dict[str, str | int | bool | None] = {"owner": owner.key, "from": before, "to": unit.pk}
    told(matter, Act.REASSIGN, by=by, at=at, words=reason.strip(), detail=detail)
    count.plus(matter)
    count.write()
    return matter
