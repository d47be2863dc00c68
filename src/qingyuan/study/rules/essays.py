"""Essays: ask for them, keep a draft, hand in, take back, read, count by group, and let go of what is over."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from qingyuan.burden.api import cap
from qingyuan.burden.api import kinds as burden
from qingyuan.campaign.api import Campaign
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import Words, _
from qingyuan.org.api import Person, Unit, require
from qingyuan.study.errors import CannotAskForEssay, CannotHandIn, CannotKeepDraft, CannotSignEssay, missing
from qingyuan.study.kinds import HANDED_IN, Authorship, EssayState
from qingyuan.study.models import Essay, EssayCall, EssayCount, EssayDraft
from qingyuan.study.policy import essays as policy
from qingyuan.study.queries import essay_index
from qingyuan.study.queries import essays as queries
from qingyuan.study.queries.essay_files import LONGEST
from qingyuan.study.queries.essay_sealed import sealed
from qingyuan.trail.api import Act, record, record_many

CLOCK = "clock"
CALL_FAULTS: dict[str, tuple[Words, str]] = {
    "taken": (_("这个环节已经布置过心得，一个环节至多一篇"), "stage"),
    "closed": (_("这个环节已经结束"), "stage"),
    "nobody": (_("请选择哪些人写"), "ranks"),
    "past": (_("提交期限不能早于今天"), "due_on"),
    "beyond": (_("提交期限不能晚于环节结束的日子（%(day)s）"), "due_on"),
    "most": (_("最多字数应在%(least)d到%(most)d之间"), "most"),
}
TEXT_FAULTS: dict[str, Words] = {
    "short": _("不足%(least)d字（不算标点和空格），现在%(length)d字"),
    "long": _("超过%(most)d字（不算标点和空格），现在%(length)d字"),
}


# -- asking -------------------------------------------------------------------------------------------------


@transaction.atomic
def call_essay(
    *,
    campaign: Campaign,
    stage_id: int | None,
    ranks: Sequence[str],
    due_on: date,
    by: Person,
    at: datetime,
    units: Sequence[Unit] = (),
    most: int | None = None,
) -> EssayCall:
    """Ask for an essay, once a stage. Whom it asks is fixed now: who comes later is not asked."""
    require(by, queries.CALL, at=at, path=campaign.unit.path)
    locked = Campaign.objects.select_for_update().get(pk=campaign.pk)
    stage = campaign.stages.filter(pk=stage_id).first() if stage_id else None
    if stage_id and stage is None:
        raise missing()
    limit = queries.most() if most is None else most
    closes_on = stage.ends_on if stage else campaign.ends_on
    faults = policy.call_faults(
        ranks=ranks,
        due_on=due_on,
        today=local_day(at),
        closes_on=closes_on,
        closed=locked.ended_at is not None or (stage is not None and stage.closed),
        taken=EssayCall.objects.filter(campaign=campaign, stage=stage).exists(),
        most=limit,
    )
    said = {"least": policy.LEAST, "most": policy.MOST_AT_MOST, "day": closes_on.isoformat()}
    problems = [Reason(fault, *CALL_FAULTS[fault], said) for fault in faults]
    if stage is None and campaign.stages.exists():
        problems.append(Reason("no_stage", _("请选择环节"), "stage"))
    if not cap(burden.Cap.ESSAYS_A_STAGE):
        problems.append(Reason("over_cap", _("每个环节心得体会的上限现在是0篇，不能布置")))
    if any(not unit.path.startswith(campaign.unit.path) for unit in units):
        raise missing()
    people = [] if problems else queries.asked_people(campaign, ranks, units, at)
    if not people and not problems:
        problems.append(Reason("nobody", _("所选范围内没有人需要写"), "ranks"))
    if problems:
        raise CannotAskForEssay(problems)
    call = EssayCall.objects.create(
        campaign=campaign, stage=stage, ranks=list(ranks), most=limit, due_on=due_on, made_at=at, made_by=by
    )
    Essay.objects.bulk_create(
        (
            Essay(call=call, person=person, unit=person.homes[0].unit, rank=person.rank)  # type: ignore[attr-defined]
            for person in people
        ),
        batch_size=1000,
    )
    record(
        actor=by.key,
        act=queries.CALL,
        subject=f"essay_call:{call.pk}",
        at=at,
        detail={"asked": len(people), "due": due_on.isoformat()},
    )
    return call


@transaction.atomic
def move_due(*, call_id: int, due_on: date, by: Person, at: datetime) -> EssayCall:
    """Give another day until which an essay is to be handed in."""
    call = EssayCall.objects.select_for_update(of=("self",)).filter(pk=call_id).first()
    if call is None:
        raise missing()
    require(by, queries.CALL, at=at, path=call.campaign.unit.path)
    closes_on = queries.closes_on(call)
    faults = policy.call_faults(
        ranks=call.ranks,
        due_on=due_on,
        today=local_day(at),
        closes_on=closes_on,
        closed=not queries.is_open(call, local_day(at)),
        taken=False,
        most=call.most,
    )
    if faults:
        raise CannotAskForEssay(
            [Reason(fault, *CALL_FAULTS[fault], {"day": closes_on.isoformat()}) for fault in faults]
        )
    call.due_on = due_on
    call.save(update_fields=["due_on"])
    detail: dict[str, str | int | bool | None] = {"due": due_on.isoformat()}
    record(actor=by.key, act=queries.CALL, subject=f"essay_call:{call.pk}", at=at, detail=detail)
    return call


# -- the author ---------------------------------------------------------------------------------------------


def _own(call_id: int, by: Person, at: datetime) -> Essay:
    """Who, then lock: the author's own essay of a call that is open."""
    found = queries.own(by, at).select_for_update(of=("self",)).filter(call=call_id).first()
    if found is None:
        raise missing()
    return found


def _against_writing(essay: Essay, at: datetime) -> list[Reason]:
    if not queries.is_open(essay.call, local_day(at)):
        return [Reason("closed", _("这个环节已经结束，不再收心得"))]
    if essay.state in HANDED_IN:
        return [Reason("handed_in", _("已经提交。要改请先撤回"))]
    return []


@transaction.atomic
def keep_draft(*, call_id: int, text: str, by: Person, at: datetime) -> Essay:
    """Keep a draft for its author alone. It stands in no record: that somebody writes is nobody's business."""
    essay = _own(call_id, by, at)
    problems = _against_writing(essay, at)
    plain = text.replace("\r\n", "\n").strip()
    if not policy.letters(plain):
        problems.append(Reason("empty", _("请写心得，或者上传文件"), "text"))
    if len(plain) > LONGEST:
        problems.append(Reason("long", _("文字太长，请分成几份"), "text"))
    if problems:
        raise CannotKeepDraft(problems)
    _keep(essay, plain, at)
    return essay


def _keep(essay: Essay, text: str, at: datetime) -> None:
    EssayDraft.objects.update_or_create(
        essay=essay, defaults={"sealed": sealed(text, essay=essay.pk, draft=True), "at": at}
    )


@transaction.atomic
def drop_draft(*, call_id: int, by: Person, at: datetime) -> None:
    """Delete the author's draft, without a trace."""
    EssayDraft.objects.filter(essay=_own(call_id, by, at)).delete()


@transaction.atomic
def hand_in(*, call_id: int, authorship: Authorship | None, by: Person, at: datetime) -> Essay:
    """Hand the draft in, saying whose words it is in. What was found in it is not asked and not kept."""
    essay = _own(call_id, by, at)
    problems = _against_writing(essay, at)
    text = queries.draft_of(essay)
    if not text and not problems:
        problems.append(Reason("no_draft", _("请先写好并核对，再提交")))
    if not problems:
        problems = against_text(essay.call, text)
    if authorship is None:
        problems.append(Reason("no_statement", _("请说明是本人撰写，还是有人帮助"), "authorship"))
    if problems or authorship is None:
        raise CannotHandIn(problems)
    _hand_in([HandedIn(essay, text, authorship)], at)
    return essay


def against_text(call: EssayCall, text: str) -> list[Reason]:
    """What keeps a text from being handed in, in words."""
    said = {"least": policy.LEAST, "most": call.most, "length": policy.letters(text)}
    return [Reason(fault, TEXT_FAULTS[fault], "", said) for fault in policy.text_faults(text, call.most)]


@dataclass(frozen=True)
class HandedIn:
    """An essay, its text, and what its author says of it."""

    essay: Essay
    text: str
    authorship: Authorship


def _hand_in(many: Sequence[HandedIn], at: datetime) -> None:
    for one in many:
        essay = one.essay
        essay.state, essay.authorship, essay.submitted_at = EssayState.SUBMITTED, one.authorship, at
        essay.text, essay.mark = sealed(one.text, essay=essay.pk), secrets.token_hex(8)
        essay.words = ""
    essays = [one.essay for one in many]
    fields = ["state", "authorship", "submitted_at", "text", "mark", "words"]
    Essay.objects.bulk_update(essays, fields, batch_size=200)
    EssayDraft.objects.filter(essay__in=essays).delete()
    record_many(Act(one.essay.person.key, "study.hand_in_essay", f"essay:{one.essay.pk}", at) for one in many)


@transaction.atomic
def hand_in_many(*, call_id: int, said: Sequence[tuple[Person, str, Authorship]], at: datetime) -> int:
    """Hand in for many authors at once, each of them the actor of his own."""
    call = EssayCall.objects.select_related("stage", "campaign").filter(pk=call_id).first()
    if call is None:
        raise missing()
    rows = Essay.objects.select_for_update(of=("self",)).filter(call=call).select_related("person")
    known = {row.person_id: row for row in rows}
    many = []
    for person, text, authorship in said:
        essay = known.get(person.pk)
        if essay is None:
            raise missing()
        essay.call = call
        problems = _against_writing(essay, at) or against_text(call, text)
        if problems:
            raise CannotHandIn(problems)
        many.append(HandedIn(essay, text, authorship))
    _hand_in(many, at)
    return len(many)


@transaction.atomic
def take_back(*, call_id: int, by: Person, at: datetime) -> Essay:
    """Take an essay back before the day it is due; it is a draft again."""
    essay = _own(call_id, by, at)
    if essay.state != EssayState.SUBMITTED:
        raise CannotHandIn(Reason("not_handed_in", _("已阅的和没有提交的不能撤回")))
    if local_day(at) > essay.call.due_on:
        raise CannotHandIn(Reason("late", _("过了提交期限，不能再撤回")))
    if not queries.is_open(essay.call, local_day(at)):
        raise CannotHandIn(Reason("closed", _("这个环节已经结束，不再收心得")))
    _back_to_draft(essay, EssayState.ASKED, at)
    record(actor=by.key, act="study.take_essay_back", subject=f"essay:{essay.pk}", at=at)
    return essay


def _back_to_draft(essay: Essay, state: EssayState, at: datetime, words: str = "") -> None:
    _keep(essay, queries.text_of(essay), at)
    essay.state, essay.words = state, words
    essay.text, essay.submitted_at, essay.authorship, essay.mark = None, None, "", ""
    essay.save()


# -- the reader ---------------------------------------------------------------------------------------------


def _before_reader(essay_id: int, by: Person, at: datetime) -> Essay:
    found = queries.to_review(by, at).select_for_update(of=("self",)).filter(pk=essay_id).first()
    if found is None or found.state not in HANDED_IN:
        raise missing()
    require(by, queries.REVIEW, at=at, path=found.unit.path if found.unit else "")
    if found.state != EssayState.SUBMITTED:
        raise CannotSignEssay(Reason("read", _("这篇已经签过“已阅”")))
    return found


@transaction.atomic
def sign_read(*, essay_id: int, by: Person, at: datetime) -> Essay:
    """Sign that one has read it. There is nothing else to say: no grade, no place in a row."""
    essay = _before_reader(essay_id, by, at)
    essay.state, essay.read_by, essay.read_at = EssayState.READ, by, at
    essay.save(update_fields=["state", "read_by", "read_at"])
    record(actor=by.key, act=queries.REVIEW, subject=f"essay:{essay.pk}", at=at, detail={"read": True})
    return essay


@transaction.atomic
def send_back(*, essay_id: int, words: str, by: Person, at: datetime) -> Essay:
    """Return an essay with words; its author has it as a draft again."""
    essay = _before_reader(essay_id, by, at)
    problems = [] if words.strip() else [Reason("no_words", _("退回请写明理由"), "words")]
    if not queries.is_open(essay.call, local_day(at)):
        problems.append(Reason("closed", _("这个环节已经结束，不能再退回")))
    if problems:
        raise CannotSignEssay(problems)
    _back_to_draft(essay, EssayState.RETURNED, at, words.strip())
    record(actor=by.key, act=queries.REVIEW, subject=f"essay:{essay.pk}", at=at, detail={"read": False})
    return essay


# -- by the clock -------------------------------------------------------------------------------------------


@transaction.atomic
def count(*, call_id: int, at: datetime) -> int:
    """Count a call by rank group and unit, with the engine comparing all essays with all. How many groups there are."""
    call = EssayCall.objects.select_for_update(of=("self",)).get(pk=call_id)
    cells = queries.counted(call)
    EssayCount.objects.filter(call=call).delete()
    EssayCount.objects.bulk_create(
        EssayCount(
            call=call,
            unit_id=cell.unit,
            rank=cell.rank,
            asked=cell.asked,
            submitted=cell.submitted,
            much=cell.much,
            helped=cell.helped,
        )
        for cell in cells
    )
    call.counted_at = at
    call.save(update_fields=["counted_at"])
    record(
        actor=CLOCK,
        act="study.count_essays",
        subject=f"essay_call:{call.pk}",
        at=at,
        detail={"groups": len(cells)},
    )
    return len(cells)


@transaction.atomic
def drop_drafts(*, call_id: int, at: datetime) -> int:
    """Delete what was never handed in, once the stage is over."""
    call = EssayCall.objects.select_for_update(of=("self",)).get(pk=call_id)
    if queries.is_open(call, local_day(at)):
        return 0
    gone, _by_kind = EssayDraft.objects.filter(essay__call=call).delete()
    if gone:
        record(
            actor=CLOCK,
            act="study.drop_essay_drafts",
            subject=f"essay_call:{call.pk}",
            at=at,
            detail={"drafts": gone},
        )
    return gone


@transaction.atomic
def let_go(*, call_id: int, at: datetime) -> int:
    """Once the campaign is over, delete essays, names and index: the last count is all that is left."""
    call = EssayCall.objects.select_for_update(of=("self",)).get(pk=call_id)
    if call.campaign.ended_at is None or call.emptied_at is not None:
        return 0
    count(call_id=call_id, at=at)
    gone = Essay.objects.filter(call=call).count()
    EssayDraft.objects.filter(essay__call=call).delete()
    Essay.objects.filter(call=call).delete()
    EssayCall.objects.filter(pk=call.pk).update(emptied_at=at)
    record(
        actor=CLOCK,
        act="study.let_essays_go",
        subject=f"essay_call:{call.pk}",
        at=at,
        detail={"essays": gone},
    )
    name = f"essays-{call.campaign_id}"
    transaction.on_commit(lambda: essay_index.forget(name))
    return gone
