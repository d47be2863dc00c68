"""Working: progress, evidence, more time, milestones, and the request for sign-off."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from qingyuan.burden.api import cap
from qingyuan.burden.api import kinds as burden
from qingyuan.burden.api import policy as asked
from qingyuan.kit import kept as files
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.matters import policy
from qingyuan.matters.errors import (
    CannotExtend,
    CannotKeepFile,
    CannotMove,
    CannotSubmit,
    Missing,
    reasons,
)
from qingyuan.matters.kinds import Act, Answer, Breadth, Cause, Ground, Kind, RuleChange, State, Term
from qingyuan.matters.models import Evidence, Extension, Matter, Milestone
from qingyuan.matters.rules._moving import Count, locked, searchable, step_to, told
from qingyuan.org.api import Person
from qingyuan.trail.api import record

TOO_MUCH = _("每个问题的佐证材料上限%(most)d份。要换的先移除一份，几份材料可以合并成一份再上传")


@transaction.atomic
def note_progress(
    *, matter_id: int, words: str, by: Person, at: datetime, version: int | None = None
) -> Matter:
    """Say in words how far the work is."""
    matter = locked(matter_id, by=by, permission="matters.work", at=at, own=True, version=version)
    step_to(matter, Act.PROGRESS)
    if not words.strip():
        raise CannotMove(Reason("no_words", _("请写明进展"), "words"))
    matter.version += 1
    matter.save(update_fields=["version"])
    told(matter, Act.PROGRESS, by=by, at=at, words=words.strip())
    return matter


@dataclass(frozen=True)
class Statement:
    """What the responsible side states when it asks for sign-off."""

    effect: str
    cause: Cause | None
    cause_words: str
    rule_change: RuleChange | None
    rule_words: str
    ground: Ground = Ground.FIXED


@transaction.atomic
def submit_matter(
    *, matter_id: int, statement: Statement, by: Person, at: datetime, version: int | None = None
) -> Matter:
    """Ask for sign-off, or raise CannotSubmit with everything that is missing."""
    matter = locked(matter_id, by=by, permission="matters.work", at=at, own=True, version=version)
    state = step_to(matter, Act.SUBMIT)
    gaps = policy.submit_gaps(claim_of(matter, statement))
    if gaps:
        raise CannotSubmit(reasons(gaps))
    count = Count()
    count.minus(matter)
    matter.state = state
    matter.effect = statement.effect.strip()
    matter.cause, matter.cause_words = str(statement.cause), statement.cause_words.strip()
    matter.rule_change, matter.rule_words = str(statement.rule_change), statement.rule_words.strip()
    matter.ground = statement.ground
    matter.submitted_at, matter.submitted_by = at, by
    matter.version += 1
    matter.save()
    searchable([matter])
    told(matter, Act.SUBMIT, by=by, at=at, words=matter.effect, detail={"ground": statement.ground})
    count.plus(matter)
    count.write()
    return matter


def claim_of(matter: Matter, said: Statement) -> policy.Claim:
    """The claim as the policy page reads it."""
    return policy.Claim(
        kind=Kind(matter.kind),
        term=Term(matter.term),
        breadth=Breadth(matter.breadth),
        effect=said.effect,
        has_cause=said.cause is not None,
        cause_words=said.cause_words,
        rule_change=said.rule_change,
        rule_words=said.rule_words,
        open_milestones=matter.milestones.filter(met_at__isnull=True).count(),
        ground=said.ground,
    )


@transaction.atomic
def ask_extension(
    *, matter_id: int, new_due_on: date, reason: str, by: Person, at: datetime, version: int | None = None
) -> Extension:
    """Ask for more time. The deadline stays until somebody else grants it."""
    matter = locked(matter_id, by=by, permission="matters.work", at=at, own=True, version=version)
    step_to(matter, Act.EXTEND)
    problems = []
    if matter.term != Term.DATED or matter.due_on is None:
        problems.append(Reason("long", _("长期坚持事项没有时限，不需要延期")))
    elif new_due_on <= matter.due_on:
        problems.append(Reason("not_later", _("新时限应晚于现在的时限"), "new_due_on"))
    if not reason.strip():
        problems.append(Reason("no_reason", _("请写明延期理由"), "reason"))
    if matter.extensions.filter(answer="").exists():
        problems.append(Reason("open", _("已有一个延期申请正在等待批准")))
    if problems or matter.due_on is None:
        raise CannotExtend(problems)
    asked = Extension.objects.create(
        matter=matter,
        asked_at=at,
        asked_by=by,
        old_due_on=matter.due_on,
        new_due_on=new_due_on,
        reason=reason.strip(),
    )
    matter.version += 1
    matter.save(update_fields=["version"])
    told(matter, Act.EXTEND, by=by, at=at, words=reason.strip(), detail={"to": str(new_due_on), "answer": ""})
    return asked


@transaction.atomic
def answer_extension(
    *, matter_id: int, answer: Answer, words: str, by: Person, at: datetime, version: int | None = None
) -> Extension:
    """Grant or refuse more time; only somebody else than the one who asked, and a refusal says why."""
    matter = locked(matter_id, by=by, permission="matters.answer_extension", at=at, version=version)
    step_to(matter, Act.EXTEND)
    asked = matter.extensions.select_for_update().filter(answer="").first()
    if asked is None:
        raise Missing(Reason("missing", _("没有等待批准的延期申请")))
    problems = []
    if by.pk in (asked.asked_by_id, matter.owner_id):
        problems.append(Reason("same_person", _("延期须由申请人和责任人以外的人批准")))
    if answer is Answer.REFUSED and not words.strip():
        problems.append(Reason("no_reason", _("不同意延期请写明理由"), "words"))
    if problems:
        raise CannotExtend(problems)
    asked.answer, asked.answer_words = answer, words.strip()
    asked.answered_at, asked.answered_by = at, by
    asked.save(update_fields=["answer", "answer_words", "answered_at", "answered_by"])
    count = Count()
    count.minus(matter)
    if answer is Answer.GRANTED:
        matter.due_on = asked.new_due_on
    matter.version += 1
    matter.save(update_fields=["due_on", "version"])
    detail: dict[str, str | int | bool | None] = {"to": str(asked.new_due_on), "answer": answer.value}
    told(matter, Act.EXTEND, by=by, at=at, words=words.strip(), detail=detail)
    count.plus(matter)
    count.write()
    return asked


@transaction.atomic
def meet_milestone(
    *, milestone_id: int, note: str, by: Person, at: datetime, version: int | None = None
) -> Milestone:
    """Say that a stage of a long-term matter is reached, and how."""
    stage = Milestone.objects.select_related("matter").filter(pk=milestone_id).first()
    if stage is None:
        raise Missing(Reason("missing", _("没有找到这个阶段目标")))
    matter = locked(stage.matter_id, by=by, permission="matters.work", at=at, own=True, version=version)
    step_to(matter, Act.MILESTONE)
    problems = []
    if stage.met_at is not None:
        problems.append(Reason("met", _("这个阶段目标已经完成")))
    if not note.strip():
        problems.append(Reason("no_note", _("请写明完成情况"), "note"))
    if problems:
        raise CannotMove(problems)
    stage.met_at, stage.met_by, stage.note = at, by, note.strip()
    stage.save(update_fields=["met_at", "met_by", "note"])
    matter.version += 1
    matter.save(update_fields=["version"])
    told(
        matter, Act.MILESTONE, by=by, at=at, words=f"{stage.words}:{note.strip()}", detail={"stage": stage.pk}
    )
    return stage


@transaction.atomic
def keep_evidence(
    *,
    matter_id: int,
    name: str,
    media_type: str,
    content: bytes,
    by: Person,
    at: datetime,
    version: int | None = None,
) -> Evidence:
    """Keep a file that the page has already checked for type and size, under the cap of attachments."""
    matter = locked(matter_id, by=by, permission="matters.work", at=at, own=True, version=version)
    if matter.state != State.WORKING:
        raise CannotKeepFile(Reason("state", _("只有整改中的事项可以添加佐证")))
    used = set(matter.evidence.values_list("slot", flat=True))
    most = cap(burden.Cap.ATTACHMENTS)
    free = asked.caps.free_slots(used, most)
    if not free:
        raise CannotKeepFile(Reason("too_much_evidence", TOO_MUCH, "evidence", {"most": most}))
    file = files.keep(content)
    kept = Evidence.objects.create(
        matter=matter,
        slot=free[0],
        name=name,
        media_type=media_type,
        size=file.size,
        sha256=file.sha256,
        key=file.key,
        at=at,
        by=by,
    )
    matter.version += 1
    matter.save(update_fields=["version"])
    record(
        actor=by.key,
        act="matters.keep_evidence",
        subject=f"matter:{matter.pk}",
        at=at,
        detail={"sha256": file.sha256, "size": file.size},
    )
    return kept


@transaction.atomic
def remove_evidence(*, evidence_id: int, by: Person, at: datetime) -> None:
    """Take a file off a matter that is not yet submitted. The record keeps its hash."""
    kept = Evidence.objects.filter(pk=evidence_id).first()
    if kept is None:
        raise Missing(Reason("missing", _("没有找到这份佐证")))
    matter = locked(kept.matter_id, by=by, permission="matters.work", at=at, own=True)
    if matter.state != State.WORKING:
        raise CannotKeepFile(Reason("state", _("已申请销号，佐证不能再改动")))
    kept.delete()
    matter.version += 1
    matter.save(update_fields=["version"])
    record(
        actor=by.key,
        act="matters.remove_evidence",
        subject=f"matter:{matter.pk}",
        at=at,
        detail={"sha256": kept.sha256},
    )
    files.forget(kept.key)
