"""The library of warning cases: write one, lay it before a second person, approve, return, withdraw, open names."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction

from qingyuan.engines.sheets import SheetError
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _, listed
from qingyuan.matters.api import Matter, visible
from qingyuan.matters.api import kinds as matter_kinds
from qingyuan.org.api import Person, Unit, require
from qingyuan.study.errors import CannotApproveCase, CannotExport, CannotKeepCase, missing
from qingyuan.study.kinds import CaseState, Medium
from qingyuan.study.models import HiddenName, WarningCase
from qingyuan.study.policy import cases as policy
from qingyuan.study.queries import cases as queries
from qingyuan.trail.api import record

KEEP, APPROVE = queries.KEEP, "study.approve_case"
NAMES, EXPORT, RELEASE = "study.open_names", "study.export_cases", "study.release_case"
RELEASE_FAULTS = {
    "not_approved": _("批准以后的案例才能对外公开"),
    "no_public": _("没有写公开稿，不能对外公开"),
    "released": _("已经对外公开"),
    "second": _("拟稿人和最后修改人不能签发公开，须由第二人签发"),
}
LACKS = {
    "title": _("请写明标题"),
    "rule": _("请写明违反的规定和条款"),
    "force": _("请写全体民警稿"),
    "failed": _("请写明哪道关口失守"),
    "control": _("请写明现在的关口：哪条制度、哪项措施"),
    "function": _("外单位案例请写明涉及的职能：没有这项职能的单位不用自查"),
}
SIGNED = ("approved_by", "approved_at", "released_by", "released_at")
CHANGED = _("您打开以后有人改过这个案例，请看最新内容再办")


@dataclass(frozen=True)
class CaseDraft:
    """A case as it is typed; what is to be hidden is marked ``[[…]]``."""

    title: str
    medium: Medium
    rule: str = ""
    source: str = ""
    audience: str = ""
    external: bool = False
    function: str = ""
    internal: str = ""
    leaders: str = ""
    force: str = ""
    public: str = ""
    failed: str = ""
    control: str = ""


@transaction.atomic
def write_case(
    *,
    unit: Unit,
    draft: CaseDraft,
    by: Person,
    at: datetime,
    number: str = "",
    case_id: int | None = None,
    version: int = 0,
) -> WarningCase:
    """Write a case, or write it anew as it stood before the person's eyes. Names are taken out before it is kept."""
    held = _locked(case_id, by, at, KEEP) if case_id else None
    require(by, KEEP, at=at, path=held.unit.path if held else unit.path)
    typed = asdict(draft)
    texts = {name: typed[name].strip() for name in (*queries.PLAIN, *queries.TEXTS)}
    matter, problems = _matter(number, by, at)
    if not texts["title"]:
        problems.append(Reason("title", LACKS["title"], "title"))
    problems += _name_faults(texts)
    if held is not None and held.state != CaseState.DRAFT:
        problems.append(Reason("not_draft", _("只有拟稿中的案例可以修改；待批准的先退回，已批准的先撤回")))
    if held is not None and held.version != version:
        problems.append(Reason("changed", CHANGED))
    if problems:
        raise CannotKeepCase(problems)
    kept = held or WarningCase(unit=unit, made_at=at, made_by=by, version=-1)
    taken = policy.take_out(texts)
    _write(kept, taken.texts)
    kept.medium, kept.external, kept.matter, kept.changed_by = draft.medium, draft.external, matter, by
    kept.version += 1
    kept.save()
    kept.names.all().delete()
    HiddenName.objects.bulk_create(
        HiddenName(case=kept, order=place, words=name) for place, name in enumerate(taken.names)
    )
    _note(kept, KEEP, by=by, at=at, names=len(taken.names))
    return kept


def _write(case: WarningCase, texts: Mapping[str, str]) -> None:
    for name, text in texts.items():
        setattr(case, name, text)


def _matter(number: str, by: Person, at: datetime) -> tuple[Matter | None, list[Reason]]:
    """The matter that a number names, of those that the writer sees; a lead is nobody's example."""
    if not number.strip():
        return None, []
    rows = visible(by, at=at).exclude(kind=matter_kinds.Kind.LEAD).filter(restricted=False)
    found = rows.filter(number=number.strip().upper()).first()
    wrong = Reason("unknown", _("台账上没有这个编号的事项"), "number")
    return found, [] if found else [wrong]


def _name_faults(texts: Mapping[str, str]) -> list[Reason]:
    wrong = policy.name_faults(policy.names_in(texts.values()))
    if not wrong:
        return []
    if wrong == ["too_many"]:
        return [Reason("names", _("要隐去的名称不超过%(most)d个"), "", {"most": policy.NAMES_AT_MOST})]
    words = _("“%(names)s”不能这样隐去：双方括号里写2到60字，不含“某”和括号")
    return [Reason("names", words, "", {"names": listed(wrong[:5])})]


def _locked(case_id: int, by: Person, at: datetime, permission: str) -> WarningCase:
    found = queries.cases(by, at=at).select_for_update(of=("self",)).filter(pk=case_id).first()
    if found is None:
        raise missing()
    require(by, permission, at=at, path=found.unit.path)
    return found


def _note(
    case: WarningCase, act: str, *, by: Person, at: datetime, **detail: str | int | bool | None
) -> None:
    record(
        actor=by.key,
        act=act,
        subject=f"warning_case:{case.pk}",
        at=at,
        detail={"version": case.version, **detail},
    )


def against_approving(case: WarningCase) -> list[Reason]:
    """Everything that a case lacks before others may read it, in words."""
    said = policy.CaseText(
        case.title, case.rule, case.force, case.failed, case.control, case.external, case.function
    )
    return [Reason(code, LACKS[code]) for code in policy.approving_faults(said)]


@transaction.atomic
def submit_case(*, case_id: int, version: int, by: Person, at: datetime) -> WarningCase:
    """Lay a case before a second person."""
    found = _locked(case_id, by, at, KEEP)
    problems = against_approving(found)
    if found.state != CaseState.DRAFT:
        problems.append(Reason("not_draft", _("这个案例不在拟稿中")))
    if version != found.version:
        problems.append(Reason("changed", CHANGED))
    if problems:
        raise CannotApproveCase(problems)
    found.state, found.return_words = CaseState.SUBMITTED, ""
    found.save(update_fields=["state", "return_words"])
    _note(found, "study.submit_case", by=by, at=at)
    return found


@transaction.atomic
def approve_case(*, case_id: int, version: int, by: Person, at: datetime) -> WarningCase:
    """Approve exactly the version that was read: from now on the force reads it."""
    found = _locked(case_id, by, at, APPROVE)
    problems = against_approving(found)
    if found.state != CaseState.SUBMITTED:
        problems.append(Reason("not_submitted", _("这个案例不在待批准状态")))
    if version != found.version:
        problems.append(Reason("changed", CHANGED))
    if not policy.may_approve(by.pk, found.made_by_id, found.changed_by_id):
        problems.append(Reason("second", _("拟稿人和最后修改人不能批准，须由第二人批准")))
    if problems:
        raise CannotApproveCase(problems)
    found.state, found.approved_by, found.approved_at = CaseState.APPROVED, by, at
    found.save(update_fields=["state", "approved_by", "approved_at"])
    _note(found, APPROVE, by=by, at=at)
    return found


@transaction.atomic
def return_case(*, case_id: int, words: str, by: Person, at: datetime) -> WarningCase:
    """Send a case back to be written anew: one that waits, or one that the force reads already (withdrawn)."""
    found = _locked(case_id, by, at, APPROVE)
    problems = []
    if found.state == CaseState.DRAFT:
        problems.append(Reason("draft", _("这个案例已经在拟稿中")))
    if not words.strip():
        problems.append(Reason("no_words", _("退回或撤回请写明理由"), "words"))
    if problems:
        raise CannotApproveCase(problems)
    before = found.state
    found.state, found.return_words = CaseState.DRAFT, words.strip()
    released = found.released_at is not None
    found.approved_by, found.approved_at, found.released_by, found.released_at = None, None, None, None
    found.save(update_fields=["state", "return_words", *SIGNED])
    _note(found, "study.return_case", by=by, at=at, before=str(before), released=released)
    return found


@transaction.atomic
def release_case(*, case_id: int, version: int, by: Person, at: datetime) -> WarningCase:
    """A second person releases the public text of an approved case: everybody reads it, without an account."""
    found = _locked(case_id, by, at, RELEASE)
    faults = policy.release_faults(
        approved=found.state == CaseState.APPROVED,
        public=found.public,
        released=found.released_at is not None,
        second=policy.may_approve(by.pk, found.made_by_id, found.changed_by_id),
    )
    problems = [Reason(fault, RELEASE_FAULTS[fault]) for fault in faults]
    if version != found.version:
        problems.append(Reason("changed", CHANGED))
    if problems:
        raise CannotApproveCase(problems)
    found.released_by, found.released_at = by, at
    found.save(update_fields=["released_by", "released_at"])
    _note(found, RELEASE, by=by, at=at)
    return found


@transaction.atomic
def take_down_case(*, case_id: int, by: Person, at: datetime) -> WarningCase:
    """The public text is no longer shown to everybody; the force still reads the case."""
    found = _locked(case_id, by, at, RELEASE)
    if found.released_at is None:
        raise CannotApproveCase(Reason("not_released", _("这个案例没有对外公开")))
    found.released_by, found.released_at = None, None
    found.save(update_fields=["released_by", "released_at"])
    _note(found, "study.take_down_case", by=by, at=at)
    return found


@transaction.atomic
def open_names(*, case_id: int, by: Person, at: datetime) -> str:
    """The internal text with its names, for discipline; that it was opened is recorded."""
    found = _locked(case_id, by, at, NAMES)
    names = [one.words for one in found.names.all()]
    _note(found, NAMES, by=by, at=at)
    return policy.with_names(found.internal or found.leaders or found.force, names)


def export_cases(*, write: Callable[[], int], by: Person, at: datetime) -> int:
    """Have the file written, then record how many rows left; it is handed over only after this."""
    require(by, EXPORT, at=at)
    try:
        rows = write()
    except SheetError as refusal:
        raise CannotExport(Reason("sheet", str(refusal.problem.message))) from None
    record(actor=by.key, act=EXPORT, subject="library:cases", at=at, detail={"rows": rows})
    return rows
