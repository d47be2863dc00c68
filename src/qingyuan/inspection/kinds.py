"""Closed vocabularies of the room, the official term beside each."""

from enum import StrEnum

from qingyuan.kit.words import _


class ListKind(StrEnum):
    """What a check list is for."""

    ALERT = "alert"  # 典型案例自查
    SEVEN_RISKS = "seven_risks"  # 枪车酒赌毒密网专项检查
    SELECTION = "selection"  # 选人用人专项检查
    OTHER = "other"  # 其他专题检查


class ListState(StrEnum):
    """Where a check list stands."""

    DRAFT = "draft"  # 拟订中
    SUBMITTED = "submitted"  # 待批准
    SENT = "sent"  # 已下发
    CLOSED = "closed"  # 已结束
    WITHDRAWN = "withdrawn"  # 已撤回


AT_DESK = (ListState.DRAFT, ListState.SUBMITTED)  # known to those who make and approve, and to nobody else
OUT = (ListState.SENT, ListState.CLOSED)  # went out and was not withdrawn


class Result(StrEnum):
    """What a unit found at one item."""

    FINE = "fine"  # 合格
    PROBLEM = "problem"  # 发现问题
    NOT_APPLICABLE = "not_applicable"  # 不适用


class Grade(StrEnum):
    """How well a text is sourced: the text itself, copies or reports of it, one report, not found."""

    A = "A"
    B = "B"
    C = "C"
    U = "U"


KIND_WORDS = {
    ListKind.ALERT: _("典型案例自查"),
    ListKind.SEVEN_RISKS: _("枪车酒赌毒密网专项检查"),
    ListKind.SELECTION: _("选人用人专项检查"),
    ListKind.OTHER: _("其他专题检查"),
}
STATE_WORDS = {
    ListState.DRAFT: _("拟订中"),
    ListState.SUBMITTED: _("待批准"),
    ListState.SENT: _("已下发"),
    ListState.CLOSED: _("已结束"),
    ListState.WITHDRAWN: _("已撤回"),
}
RESULT_WORDS = {
    Result.FINE: _("合格"),
    Result.PROBLEM: _("发现问题"),
    Result.NOT_APPLICABLE: _("不适用"),
}
GRADE_WORDS = {
    Grade.A: _("A 原文"),
    Grade.B: _("B 转载或报道"),
    Grade.C: _("C 单一来源"),
    Grade.U: _("U 未查到原文，须核对"),
}
