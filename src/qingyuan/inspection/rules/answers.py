"""A unit answers: each item once, a problem on the ledger the same moment; a correction leaves its trace."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from qingyuan.burden.api import cap
from qingyuan.burden.api import kinds as burden
from qingyuan.inspection import policy
from qingyuan.inspection.errors import CannotAnswer, missing
from qingyuan.inspection.kinds import OUT, ListState, Result
from qingyuan.inspection.models import Answer, Asked, Correction, Item
from qingyuan.inspection.queries import answers as queries
from qingyuan.inspection.queries.lists import asked_units
from qingyuan.inspection.rules import _papers
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason, Refused
from qingyuan.kit.uploads import Checked
from qingyuan.kit.words import Words, _
from qingyuan.matters.api import Matter, kinds
from qingyuan.matters.api import policy as ledger_policy
from qingyuan.matters.api import rules as ledger
from qingyuan.org.api import Person, require
from qingyuan.trail.api import record

SOURCE = "inspection.list"
FAULTS: dict[str, tuple[Words, str]] = {
    "no_problem": (_("请写明发现了什么问题"), "words"),
    "no_reason": (_("不适用请写明理由"), "words"),
    "fixed_nothing": (_("没有问题就不用填当场整改"), "done"),
    "no_done": (_("当场整改的请写明做了什么"), "done"),
    "fixed_known": (_("已在台账的问题请在台账上填报进展"), "done"),
    "number_without_problem": (_("已在台账的编号只随“发现问题”填写"), "number"),
    "same": (_("与原来的答复相同，没有更正"), ""),
    "stands": (_("这个问题已在台账上。登记有误的，请先在台账上申请作废，再来更正"), "result"),
}


@dataclass(frozen=True)
class Said:
    """What a unit says to one item. ``done``: what was put right on the spot; ``number``: its own on the ledger;
    ``papers``: files to keep with it; ``no_paper``: why there is none where the item asks for one.
    """

    item_id: int
    result: Result
    words: str = ""
    fixed: bool = False
    done: str = ""
    number: str = ""
    papers: tuple[Checked, ...] = ()
    no_paper: str = ""


@transaction.atomic
def answer_items(*, asked_id: int, said: Sequence[Said], by: Person, at: datetime) -> list[Answer]:
    """Answer some items or all. Problems are on the ledger of the unit when this returns; or nothing is kept."""
    asked = _locked(asked_id, by=by, at=at)
    items = {item.pk: item for item in asked.check_list.items.select_related("category")}
    answered = set(asked.answers.values_list("item", flat=True))
    problems = [] if said else [Reason("nothing", _("请至少答复一项"))]
    numbers = {pk: number for number, pk in enumerate(items, 1)}
    known: dict[int, Matter] = {}
    most = cap(burden.Cap.ATTACHMENTS)
    for one in said:
        if one.item_id not in items:
            raise missing()
        found = _against(one, asked, known, by=by, at=at)
        paper = items[one.item_id].paper
        found += _papers.against(one.result, paper, papers=len(one.papers), reason=one.no_paper, most=most)
        if one.item_id in answered:
            found.append(Reason("answered", _("这一项已经答复过，要改请用“更正”")))
        problems += [_at_item(reason, numbers[one.item_id], one.item_id) for reason in found]
    if len({one.item_id for one in said}) < len(said):
        problems.append(Reason("twice", _("同一项答复了两次")))
    if problems:
        raise CannotAnswer(problems)
    opened = [one for one in said if one.result is Result.PROBLEM and one.item_id not in known]
    matters = known | _on_ledger(asked, items, opened, by=by, at=at)
    made = Answer.objects.bulk_create(
        Answer(
            asked=asked,
            item=items[one.item_id],
            result=one.result,
            words=one.words.strip(),
            no_paper=one.no_paper.strip(),
            fixed=one.fixed,
            matter=matters.get(one.item_id),
            at=at,
            by=by,
        )
        for one in said
    )
    record(
        actor=by.key,
        act="inspection.answer",
        subject=f"asked:{asked.pk}",
        at=at,
        detail={"items": len(made), "opened": len(opened), "known": len(known)},
    )
    _papers.keep(zip(made, (one.papers for one in said), strict=True), by=by, at=at)
    return made


def _locked(asked_id: int, *, by: Person, at: datetime, states: Collection[str] = (ListState.SENT,)) -> Asked:
    """Who, then lock: a unit's list that is asked for and not withdrawn meanwhile; corrected also once closed."""
    asked = asked_units(by, at=at).select_for_update(of=("self", "check_list")).filter(pk=asked_id).first()
    if asked is None:
        raise missing()
    require(by, queries.ANSWER, at=at, path=asked.unit.path)
    if (state := asked.check_list.state) not in states:
        closed = Reason("closed", _("这份清单已结束，不再答复；已经答复的可以更正"))
        withdrawn = Reason("withdrawn", _("这份清单已撤回，不用再答复"))
        raise CannotAnswer(closed if state == ListState.CLOSED else withdrawn)
    return asked


def _against(one: Said, asked: Asked, known: dict[int, Matter], *, by: Person, at: datetime) -> list[Reason]:
    faults = policy.answer_faults(one.result, one.words, fixed=one.fixed, done=one.done, number=one.number)
    found = [Reason(fault, *FAULTS[fault]) for fault in faults]
    if one.number.strip() and one.result is Result.PROBLEM:
        matter = queries.known(asked, one.number, by, at=at)
        if matter is None:
            found.append(Reason("unknown", _("本单位台账上没有这个编号的问题"), "number"))
        else:
            known[one.item_id] = matter
    return found


def _at_item(reason: Reason, number: int, item_id: int) -> Reason:
    """The same reason beside the item's own field, with the item's number."""
    field = f"i{item_id}-{reason.field or 'result'}"
    return Reason(reason.code, _("第%(item)d项：%(said)s"), field, {"item": number, "said": str(reason)})


def _on_ledger(
    asked: Asked, items: dict[int, Item], opened: Sequence[Said], *, by: Person, at: datetime
) -> dict[int, Matter]:
    """The findings of the unit, registered; what was put right on the spot is at work and says so."""
    if not opened:
        return {}
    drafts = [_draft(asked, items[one.item_id], one, by, at) for one in opened]
    try:
        made = ledger.open_many(campaign=asked.check_list.campaign, drafts=drafts, by=by, at=at)
    except Refused as refusal:
        raise CannotAnswer(refusal.reasons) from refusal
    for matter, one in zip(made, opened, strict=True):
        if one.fixed:
            ledger.note_progress(matter_id=matter.pk, words=one.done, by=by, at=at)
    return {one.item_id: matter for matter, one in zip(made, opened, strict=True)}


def _draft(asked: Asked, item: Item, one: Said, by: Person, at: datetime) -> ledger.Draft:
    on = local_day(at)
    due_on = ledger_policy.proposed_deadline(kinds.Kind.FINDING, on)
    return ledger.Draft(
        kind=kinds.Kind.FINDING,
        statement=one.words,
        unit=asked.unit,
        category=item.category,
        source=SOURCE,
        source_ref=f"{asked.pk}.{item.pk}",
        basis=item.basis,
        criterion=item.criterion,
        opened_on=on,
        owner=by if one.fixed else None,
        measures=one.done.strip() if one.fixed else "",
        due_on=due_on if one.fixed else None,
    )


@transaction.atomic
def correct_answer(
    *, answer_id: int, said: Said, reason: str, by: Person, at: datetime, removed: Collection[int] = ()
) -> Answer:
    """Write an answer anew; what it said before stays readable. A problem that stands on the ledger stays one.
    Papers of ``said`` are kept beside those that are there, those of ``removed`` are taken away.
    """
    seen = queries.answer_of(by, answer_id, at=at)
    if seen is None:
        raise missing()
    asked = _locked(seen.asked_id, by=by, at=at, states=OUT)
    held = (
        Answer.objects.select_for_update(of=("self",))
        .select_related("item__category", "matter")
        .get(pk=answer_id)
    )
    before = Result(held.result)
    there = list(held.papers.filter(removed__isnull=True))
    gone = [one for one in there if one.pk in removed]
    left = [one for one in there if one.pk not in removed]
    if len(gone) < len(set(removed)):
        raise missing()
    stands = held.matter is not None and held.matter.state != kinds.State.VOID
    known: dict[int, Matter] = {}
    kept = before is said.result is Result.PROBLEM and stands  # other words for the same matter
    problems = [] if kept and said.words.strip() else _against(said, asked, known, by=by, at=at)
    papers = len(left) + len(said.papers)
    problems += _papers.against(
        said.result,
        held.item.paper,
        papers=papers,
        reason=said.no_paper,
        most=cap(burden.Cap.ATTACHMENTS),
        stood=len(there),
    )
    same = (held.words, held.no_paper) == (said.words.strip(), said.no_paper.strip())
    same = same and not gone and not said.papers
    faults = policy.correction_faults(before, said.result, same_words=same, stands=stands)
    problems += [Reason(fault, *FAULTS[fault]) for fault in faults]
    if not reason.strip():
        problems.append(Reason("no_reason", _("更正请写明理由"), "reason"))
    if problems:
        raise CannotAnswer(problems)
    correction = Correction.objects.create(
        answer=held,
        result=held.result,
        words=held.words,
        no_paper=held.no_paper,
        matter=held.matter,
        reason=reason.strip(),
        at=at,
        by=by,
    )
    if not kept:
        held.matter = known.get(held.item_id)
        if said.result is Result.PROBLEM and held.matter is None:
            held.matter = _on_ledger(asked, {held.item_id: held.item}, [said], by=by, at=at)[held.item_id]
        held.fixed = said.fixed
    held.result, held.words, held.no_paper = said.result, said.words.strip(), said.no_paper.strip()
    held.at, held.by = at, by
    held.save()
    record(
        actor=by.key,
        act="inspection.correct_answer",
        subject=f"answer:{held.pk}",
        at=at,
        detail={"from": before.value, "to": said.result.value},
    )
    _papers.remove(gone, correction, by=by, at=at)
    _papers.keep([(held, said.papers)], left=left, by=by, at=at)
    return held
