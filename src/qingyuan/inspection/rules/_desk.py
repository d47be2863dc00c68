"""What the rules about a list have in common: who may touch it, the lock, what is wrong in words, the record."""

from collections.abc import Iterable
from datetime import datetime

from qingyuan.inspection.errors import CannotMake, missing
from qingyuan.inspection.kinds import ListState
from qingyuan.inspection.models import CheckList
from qingyuan.inspection.policy import Fault
from qingyuan.inspection.queries import lists as queries
from qingyuan.kit import effects
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import Words, _
from qingyuan.org.api import Person, require
from qingyuan.trail.api import record

MAKE = "inspection.make_list"
Detail = dict[str, str | int | bool | None]
PRIVATE = _(
    "“%(word)s”涉及私人生活。清单只看执勤装备、办事程序和法律禁止的行为，不看家庭、健康、思想和八小时以外"
)
OPINION = _("“%(word)s”是对人的看法。选人用人检查只看程序和材料，不问对人的评价")
FAULTS: dict[str, tuple[Words, str]] = {
    "private": (PRIVATE, ""),
    "opinion": (OPINION, ""),
    "no_what": (_("请写明看什么"), "what"),
    "no_source": (_("请写明出处：依据哪份文件或哪个案例"), "source"),
    "no_function": (_("请写明涉及的职能：没有这项职能的单位不问"), "function"),
    "no_failed": (_("请写明案例里哪道关口失守"), "failed"),
    "no_effect": (_("请用一句话写明想达到的效果"), "effect"),
    "too_soon": (_("还有单位没有答完，全部答完或者过了答复期限才能结束"), ""),
    **{code: (words, "came_of") for code, words in effects.WORDS.items()},
    "no_items": (_("至少要有一项检查内容"), ""),
    "too_many_items": (_("检查内容太多，一份清单不超过30项"), ""),
    "example": (_("还是示例，请核对内容和依据后取消“示例”"), ""),
    "no_basis": (_("请写明法律依据和条款"), "basis"),
    "paper_elsewhere": (_("只有选人用人专项检查可以要求附过程材料，其他清单只看结果"), "paper"),
    "no_criterion": (_("请写明怎样算合格"), "criterion"),
    "no_units": (_("请选择有这项职能的单位"), ""),
    "past": (_("答复期限不能早于今天"), "due_on"),
}
WHERE = _("第%(item)d项：%(said)s")


def in_words(faults: Iterable[Fault]) -> list[Reason]:
    """Faults in the person's words, with the number of the item."""
    said = []
    for fault in faults:
        words, field = FAULTS[fault.code]
        plain = Reason(fault.code, words, field, {"word": fault.word} if fault.word else {})
        if fault.item:
            plain = Reason(fault.code, WHERE, "", {"item": fault.item, "said": str(plain)})
        said.append(plain)
    return said


def locked(list_id: int, *, by: Person, at: datetime, permission: str = MAKE) -> CheckList:
    """Who, then lock: a list that the person sees, if he may do this to it."""
    found = queries.visible(by, at=at).select_for_update(of=("self",)).filter(pk=list_id).first()
    if found is None:
        raise missing()
    require(by, permission, at=at, path=found.unit.path)
    return found


def at_desk(found: CheckList, version: int | None = None) -> None:
    """Only a draft is written in, and only as it stood before the person's eyes."""
    if found.state != ListState.DRAFT:
        raise CannotMake(
            Reason("not_draft", _("只有拟订中的清单可以修改；待批准的请先退回，已下发的请再拟一期"))
        )
    if version is not None and version != found.version:
        raise CannotMake(Reason("changed", _("您打开以后有人改过这份清单，请看最新内容再办")))


def touched(found: CheckList, *, by: Person) -> None:
    """Somebody wrote in a draft: the version goes up, and who did cannot approve it."""
    found.version += 1
    found.changed_by = by
    found.save(update_fields=["version", "changed_by"])


def note(found: CheckList, act: str, *, by: Person, at: datetime, detail: Detail | None = None) -> None:
    """One line in the record: codes, ids, dates and counts, never words."""
    record(actor=by.key, act=f"inspection.{act}", subject=f"checklist:{found.pk}", at=at, detail=detail or {})
