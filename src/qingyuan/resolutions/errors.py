"""Anticipated failures of the room, each with words for the person."""

from qingyuan.kit.errors import Forbidden, Missing, Reason, Refused
from qingyuan.kit.words import Words, _

GAPS: dict[str, tuple[Words, str]] = {
    "no_title": (_("请写明名称"), "title"),
    "ahead": (_("日期不能晚于今天"), "held_on"),
    "no_chair": (_("请写明由谁主持（约谈的写约谈人）"), "chair"),
    "nobody": (_("请写明有谁参加"), "members"),
    "twice": (_("同一个人只能写一次，不能既主持又参加"), "members"),
    "too_many": (_("一次最多写 80 人"), "members"),
    "no_reason": (_("约谈须写明事由"), "reason"),
    "reason_not_asked": (_("只有约谈写事由"), "reason"),
    "own_unit": (_("约谈由上级进行，约谈人不能是被约谈单位的人"), "chair"),
    "not_here": (_("这一类议定事项没有这一项"), ""),
    "no_words": (_("请至少写一条"), "words"),
    "too_long": (_("有一条超过 500 字，请写短一些"), "words"),
    "too_many_lines": (_("一次最多写 50 条"), "words"),
    "speaker_absent": (_("提出批评的人没有参加这次会议"), "speaker"),
    "about_absent": (_("只能批评参加了会议的人：批评要当面"), "about"),
    "no_fact": (_("请写明具体事实：什么事、怎么做的"), "words"),
    "fact_ahead": (_("事情发生的日期不能晚于开会当天"), "happened_on"),
    "belief": (_("只写做了什么、没做什么，不写信仰、忠诚和思想动机。请改写带有“%(word)s”的话"), "words"),
    "nothing_resolved": (_("请至少写一项"), ""),
}


def reasons(gaps: list[str], **params: object) -> list[Reason]:
    """The gaps in words, all at once."""
    return [Reason(gap, *GAPS[gap], params=params if gap == "belief" else {}) for gap in gaps]


class CannotHold(Refused):
    """An occasion cannot be written down like this."""


class CannotNote(Refused):
    """What was said cannot be written down like this."""


class CannotResolve(Refused):
    """Nothing can be resolved like this."""


def missing() -> Missing:
    """The same words for what is not there and for what is not to be seen."""
    return Missing(Reason("missing", _("没有找到，或者不在您的权限范围内")))


__all__ = ["Forbidden", "Missing", "Reason"]
