"""Disposal: an opinion approved by a second person, a team that recuses itself, a report with a conclusion, closing."""

from datetime import datetime

from django.db import transaction

from qingyuan.discipline.errors import CannotHandle, Reason, missing
from qingyuan.discipline.kinds import Decided, DisposalKind, Event, Result
from qingyuan.discipline.models import Disposal, FalseReport, Lead, Member, Report
from qingyuan.discipline.queries import people
from qingyuan.discipline.rules._desk import happened, locked, note
from qingyuan.kit.words import _
from qingyuan.matters.api import kinds, rules
from qingyuan.org.api import Person, Unit, require

TEAM_AT_LEAST = 2  # 监督执纪工作规则: a verification is done by two or more
DETERMINE = "discipline.determine_false_report"
PREFECTURE = ("city", "province", "ministry")
NONE_WORDS = "经核查不属实，不涉及制度漏洞"


def _working(lead: Lead) -> None:
    if lead.matter.state != kinds.State.WORKING:
        raise CannotHandle(Reason("not_working", _("线索须先受理、明确承办人，办结后不再改动")))


@transaction.atomic
def propose_disposal(*, lead_id: int, kind: DisposalKind, opinion: str, by: Person, at: datetime) -> Disposal:
    """Give the disposal opinion (处置意见): one of the four, with reasons."""
    lead = locked(lead_id, by=by, at=at)
    _working(lead)
    problems = []
    if not opinion.strip():
        problems.append(Reason("no_opinion", _("请写明处置意见"), "opinion"))
    if lead.disposals.filter(state=Decided.PROPOSED).exists():
        problems.append(Reason("waits", _("已有一个处置意见正在等待批准")))
    if problems:
        raise CannotHandle(problems)
    made = Disposal.objects.create(lead=lead, kind=kind, opinion=opinion.strip(), at=at, by=by)
    happened(lead, Event.OPINION, by=by, at=at)
    note(lead, "propose_disposal", by=by, at=at, detail={"kind": kind.value})
    return made


@transaction.atomic
def decide_disposal(*, lead_id: int, approve: bool, words: str, by: Person, at: datetime) -> Disposal:
    """Approve the opinion that waits, or return it; never the one who gave it, nor the handler."""
    lead = locked(lead_id, by=by, at=at)
    waits = lead.disposals.filter(state=Decided.PROPOSED).first()
    if waits is None:
        raise missing()
    waits.words = words.strip()
    if _decided(waits, lead, approve, words, by, at, "words"):
        happened(lead, Event.APPROVED, by=by, at=at)
    note(lead, "decide_disposal", by=by, at=at, detail={"kind": str(waits.kind), "approved": approve})
    return waits


def _decided(
    waits: Disposal | Report | FalseReport,
    lead: Lead,
    approve: bool,
    words: str,
    by: Person,
    at: datetime,
    field: str,
) -> bool:
    """Approve or return what waits, by somebody who neither proposed nor handles nor verifies; or say why not."""
    problems = []
    if by.pk in (waits.by_id, lead.matter.owner_id):
        problems.append(Reason("same_person", _("须由提出人和承办人以外的第二人批准")))
    if lead.members.filter(person=by, recused_at__isnull=True).exists():
        problems.append(Reason("in_team", _("核查组成员不能批准本组的意见")))
    if not approve and not words.strip():
        problems.append(Reason("no_reason", _("退回请写明理由"), "words"))
    if problems:
        raise CannotHandle(problems)
    waits.state = Decided.APPROVED if approve else Decided.RETURNED
    waits.decided_at, waits.decided_by = at, by
    waits.save(update_fields=["state", "decided_at", "decided_by", field])
    return approve


@transaction.atomic
def join_team(*, lead_id: int, person: Person, chief: bool, by: Person, at: datetime) -> Member:
    """Put somebody on the verification team; nobody whom the lead concerns, nobody who approved its disposal."""
    lead = locked(lead_id, by=by, at=at)
    _working(lead)
    problems = []
    if not people.able(lead, at).filter(pk=person.pk).exists():
        words = _("与被反映人或被反映单位有关系的人应当回避，不能参加核查")
        problems.append(Reason("concerned", words, "person"))
    if lead.disposals.filter(state=Decided.APPROVED, decided_by=person).exists():
        problems.append(Reason("approver", _("批准处置意见的人不参加核查组"), "person"))
    if lead.members.filter(person=person).exists():
        problems.append(Reason("again", _("已在名单中；回避的人不能再参加"), "person"))
    if chief and lead.members.filter(chief=True, recused_at__isnull=True).exists():
        problems.append(Reason("chief", _("核查组已有组长"), "chief"))
    if problems:
        raise CannotHandle(problems)
    made = Member.objects.create(lead=lead, person=person, chief=chief, joined_at=at, by=by)
    note(lead, "join_team", by=by, at=at, detail={"person": person.key, "chief": chief})
    return made


@transaction.atomic
def recuse_member(*, lead_id: int, person: Person, why: str, by: Person, at: datetime) -> Member:
    """Recuse a member of the team (回避), himself or by another; for good."""
    lead = locked(lead_id, by=by, at=at)
    member = lead.members.filter(person=person, recused_at__isnull=True).first()
    if member is None:
        raise missing()
    if not why.strip():
        raise CannotHandle(Reason("no_reason", _("请写明回避理由"), "why"))
    member.recused_at, member.recused_why = at, why.strip()
    member.save(update_fields=["recused_at", "recused_why"])
    happened(lead, Event.RECUSED, by=by, at=at)
    note(lead, "recuse_member", by=by, at=at, detail={"person": person.key})
    return member


@transaction.atomic
def submit_report(*, lead_id: int, words: str, result: Result, by: Person, at: datetime) -> Report:
    """Hand in what the talk or the verification found, with a conclusion."""
    lead = locked(lead_id, by=by, at=at)
    _working(lead)
    problems = []
    disposal = lead.disposals.filter(state=Decided.APPROVED).last()
    team = set(lead.members.filter(recused_at__isnull=True).values_list("person", flat=True))
    if disposal is None or disposal.kind not in (DisposalKind.TALK, DisposalKind.VERIFY):
        problems.append(Reason("no_disposal", _("处置方式获批为谈话函询或初步核实后，才能提交报告")))
    elif disposal.kind == DisposalKind.VERIFY and len(team) < TEAM_AT_LEAST:
        problems.append(Reason("no_team", _("初步核实须有两人以上的核查组")))
    if not words.strip():
        problems.append(Reason("no_words", _("请写明核实情况"), "words"))
    if lead.reports.filter(state=Decided.PROPOSED).exists():
        problems.append(Reason("waits", _("已有一份报告正在等待批准")))
    if by.pk not in team | {lead.matter.owner_id}:
        problems.append(Reason("not_in_team", _("报告由承办人或核查组成员提交")))
    if problems:
        raise CannotHandle(problems)
    made = Report.objects.create(lead=lead, words=words.strip(), result=result, at=at, by=by)
    happened(lead, Event.REPORTED, by=by, at=at)
    note(lead, "submit_report", by=by, at=at, detail={"result": result.value})
    return made


@transaction.atomic
def decide_report(*, lead_id: int, approve: bool, words: str, by: Person, at: datetime) -> Report:
    """Approve the conclusion that waits, or return it; never one who handled or verified."""
    lead = locked(lead_id, by=by, at=at)
    waits = lead.reports.filter(state=Decided.PROPOSED).first()
    if waits is None:
        raise missing()
    waits.answer = words.strip()
    if _decided(waits, lead, approve, words, by, at, "answer"):
        happened(lead, Event.CONCLUDED, by=by, at=at)
    note(lead, "decide_report", by=by, at=at, detail={"result": str(waits.result), "approved": approve})
    return waits


@transaction.atomic
def ask_closing(
    *,
    lead_id: int,
    effect: str,
    ground: kinds.Ground,
    cause: kinds.Cause | None,
    cause_words: str,
    rule_change: kinds.RuleChange | None,
    rule_words: str,
    by: Person,
    at: datetime,
) -> Lead:
    """Ask for the lead to be signed off. What was unfounded has no root cause in a rule, and need not name one."""
    lead = locked(lead_id, by=by, at=at)
    if ground is kinds.Ground.UNFOUNDED:
        cause, cause_words = cause or kinds.Cause.OTHER, cause_words or NONE_WORDS
        rule_change, rule_words = rule_change or kinds.RuleChange.NONE, rule_words or NONE_WORDS
    said = rules.Statement(effect, cause, cause_words, rule_change, rule_words, ground)
    rules.submit_matter(matter_id=lead.matter_id, statement=said, by=by, at=at)
    note(lead, "ask_closing", by=by, at=at, detail={"ground": ground.value})
    return lead


@transaction.atomic
def close_lead(
    *,
    lead_id: int,
    words: str,
    by: Person,
    at: datetime,
    review_note: str = "",
    reviewer: Person | None = None,
) -> Lead:
    """Sign a lead off, by a second person from outside the handling unit. What was founded has been handled by then.

    "Already investigated" needs a fresh note that says what is new, and a second reviewer whom it does not concern.
    """
    lead = locked(lead_id, by=by, at=at)
    if reviewer is not None and not people.able(lead, at).filter(pk=reviewer.pk).exists():
        words_ = _("复核人须是有办理权限、与被反映人和单位没有关系的人")
        raise CannotHandle(Reason("concerned", words_, "reviewer"))
    rules.close_matter(
        matter_id=lead.matter_id,
        by=by,
        at=at,
        words=words,
        review_note=review_note,
        reviewer=reviewer,
    )
    note(lead, "close_lead", by=by, at=at)
    return lead


@transaction.atomic
def return_lead(*, lead_id: int, reason: str, by: Person, at: datetime) -> Lead:
    """Send a lead whose sign-off was asked for back to work."""
    lead = locked(lead_id, by=by, at=at)
    rules.return_matter(matter_id=lead.matter_id, reason=reason, by=by, at=at)
    note(lead, "return_lead", by=by, at=at)
    return lead


@transaction.atomic
def reopen_lead(*, lead_id: int, reason: str, by: Person, at: datetime) -> Lead:
    """Look into a closed lead again (重新启动核查)."""
    lead = locked(lead_id, by=by, at=at)
    rules.reopen_matter(matter_id=lead.matter_id, reason=reason, by=by, at=at)
    note(lead, "reopen_lead", by=by, at=at)
    return lead


@transaction.atomic
def propose_false_report(*, lead_id: int, words: str, by: Person, at: datetime) -> FalseReport:
    """Propose to determine that a report was a deliberate false accusation (诬告陷害), never a mistaken one."""
    lead = locked(lead_id, by=by, at=at)
    problems = []
    report = lead.reports.filter(state=Decided.APPROVED).last()
    if report is None or report.result != Result.UNFOUNDED:
        problems.append(Reason("not_unfounded", _("核实结论经批准为不属实后，才能提请认定诬告陷害")))
    if not words.strip():
        problems.append(
            Reason("no_words", _("请写明捏造事实、意图使他人受追究的证据；错告的只作澄清"), "words")
        )
    if lead.false_reports.exclude(state=Decided.RETURNED).exists():
        problems.append(Reason("again", _("已经提请过")))
    if problems:
        raise CannotHandle(problems)
    made = FalseReport.objects.create(lead=lead, words=words.strip(), at=at, by=by)
    note(lead, "propose_false_report", by=by, at=at)
    return made


@transaction.atomic
def determine_false_report(
    *, lead_id: int, approve: bool, words: str, by: Person, at: datetime
) -> FalseReport:
    """Determine it, or return it: only at the top of a bureau of prefecture level or above (rule X6)."""
    lead = locked(lead_id, by=by, at=at)
    require(by, DETERMINE, at=at)
    waits = lead.false_reports.filter(state=Decided.PROPOSED).first()
    if waits is None:
        raise missing()
    if Unit.objects.get_first_root_node().level not in PREFECTURE:
        raise CannotHandle(Reason("level", _("认定诬告陷害须经设区的市级以上机关批准，请报上级")))
    waits.answer = words.strip()
    _decided(waits, lead, approve, words, by, at, "answer")
    note(lead, "determine_false_report", by=by, at=at, detail={"approved": approve})
    return waits
