"""What the check of a list found, in words with the cell: errors, what needs a look, what is only told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext

from qingyuan.engines import sheets
from qingyuan.kit.words import Words, _


class Weight(StrEnum):
    """An error keeps the whole list out; a warning needs a look; a notice only tells what was assumed."""

    ERROR = "error"
    WARNING = "warning"
    NOTICE = "notice"


E, W, N = Weight.ERROR, Weight.WARNING, Weight.NOTICE

WORDS: Mapping[str, tuple[Weight, Words]] = {
    "blank": (E, _("“%(column)s”没有填写")),
    "statement_short": (E, _("“%(text)s”太短，看不出是什么问题")),
    "unit_forbidden": (E, _("“%(name)s”不在您可以登记的范围内")),
    "unit_nearest": (N, _("“%(text)s”有几个，按您范围内的“%(name)s”处理")),
    "unit_outside": (E, _("“%(name)s”不在本次教育整顿范围内")),
    "category_blank": (E, _("没有填写问题类别；请为没有写类别的行选一个类别")),
    "category_unknown": (E, _("没有“%(text)s”这个问题类别；请选择它属于哪一类")),
    "category_off": (E, _("问题类别“%(text)s”已停用；请选择现用的类别")),
    "breadth": (N, _("看不懂“%(text)s”是共性还是个性，按个性问题登记")),
    "owner_unknown": (W, _("在“%(unit)s”没有找到责任人“%(text)s”；先登记，责任人以后再定")),
    "owner_several": (W, _("“%(text)s”可以是几个人；请选择，不选则先登记、责任人以后再定")),
    "leader_unknown": (W, _("没有找到责任领导“%(text)s”，没有写入")),
    "leader_several": (W, _("责任领导“%(text)s”可以是几个人；不选则不写入")),
    "due_before_opened": (E, _("整改时限 %(due)s 早于登记日期 %(opened)s")),
    "opened_later": (E, _("登记日期 %(opened)s 晚于今天")),
    "opened_campaign": (
        N,
        _("整改时限 %(due)s 已过而没有写登记日期，按教育整顿开始之日 %(opened)s 登记"),
    ),
    "opened_missing": (E, _("整改时限 %(due)s 早于教育整顿开始之日；请在表中加一列“登记时间”")),
    "long_term": (N, _("长期坚持事项还没有阶段目标：先登记，三定时填写阶段目标")),
    "said_done": (N, _("表中记载已完成或已销号：按整改中登记，须由第二人验收后才能销号")),
    "said_done_registered": (N, _("表中记载已完成或已销号，但三定不全：先登记")),
    "source_other": (N, _("问题来源“%(text)s”没有对应的项，按“表格导入”登记，原文记入经过")),
    "number_missing": (E, _("没有找到编号 %(number)s 的事项，或者它不在您的权限范围内")),
    "number_twice": (E, _("编号 %(number)s 在表中出现了不止一次")),
    "progress_state": (W, _("%(number)s 不是“整改中”，进展没有写入")),
    "progress_forbidden": (W, _("您不能填报 %(number)s 的进展，没有写入")),
    "phone": (N, _("电话号码没有读入")),
}


@dataclass(frozen=True)
class Finding:
    """One thing found: a stable code, the cell (``台账!C5``; empty: the whole list), and what the words need."""

    code: str
    place: str = ""
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def weight(self) -> Weight:
        if self.code in WORDS:
            return WORDS[self.code][0]
        return Weight(sheets.Problem(self.code).severity.value.replace("note", "notice"))

    @property
    def words(self) -> str:
        """The sentence in the language of the page."""
        if self.code in WORDS:
            return str(WORDS[self.code][1]) % self.params
        return gettext(sheets.MESSAGES[self.code]).format_map(self.params)

    def __str__(self) -> str:
        return self.words

    def as_json(self) -> dict[str, Any]:
        return {"code": self.code, "place": self.place, "params": dict(self.params)}

    @classmethod
    def of_json(cls, kept: Mapping[str, Any]) -> "Finding":
        return cls(kept["code"], kept["place"], kept["params"])

    @classmethod
    def of_problem(cls, problem: sheets.Problem, sheet: str = "") -> "Finding":
        """What the reading engine says, with the sheet in front of the cell."""
        place = problem.place
        if place and (sheet or problem.sheet):
            place = f"{sheet or problem.sheet}!{place}"
        return cls(problem.code, place, dict(problem.params))
