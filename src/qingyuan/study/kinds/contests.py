"""Contests of practices: where one stands, and what a practice card is drawn from (requirement 202)."""

from enum import StrEnum

from qingyuan.kit.words import _


class Phase(StrEnum):
    """Where a contest stands; all but the last two follow from the day."""

    ENTRIES = "entries"  # 推荐
    BALLOT = "ballot"  # 投票
    COUNT = "count"  # 待核定
    SIGNED = "signed"  # 已公布
    CALLED_OFF = "called_off"  # 已取消


PHASE_WORDS = {
    Phase.ENTRIES: _("正在推荐"),
    Phase.BALLOT: _("正在投票"),
    Phase.COUNT: _("待核定"),
    Phase.SIGNED: _("已公布"),
    Phase.CALLED_OFF: _("已取消"),
}
PRACTICE_WORDS = {  # by campaign's PracticeKind
    "point": _("示范点"),
    "lesson": _("试点经验"),
}
