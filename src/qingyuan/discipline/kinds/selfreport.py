"""Self-examination (自查自纠), declarations, heart-to-heart talks."""

from enum import StrEnum

from qingyuan.kit.words import _


class Said(StrEnum):
    """How somebody answered when he was asked to examine himself (demo city: told 137, nil 2,881)."""

    NIL = "nil"  # 没有需要说明的问题
    TOLD = "told"  # 主动说明问题


class Followed(StrEnum):
    """What followed a self-report."""

    WAITING = "waiting"  # 待研判
    NOTED = "noted"  # 已阅存,不作为线索
    MATTER = "matter"  # 转为线索


class Booked(StrEnum):
    """Where the booking of a talk stands."""

    ASKED = "asked"  # 待确认
    AGREED = "agreed"  # 已约定
    HELD = "held"  # 已谈
    OFF = "off"  # 已取消


SAID_WORDS = {
    Said.NIL: _("没有需要说明的问题"),
    Said.TOLD: _("主动说明问题"),
}
FOLLOWED_WORDS = {
    Followed.WAITING: _("待研判"),
    Followed.NOTED: _("已阅存，不作为线索"),
    Followed.MATTER: _("转为线索办理"),
}
BOOKED_WORDS = {
    Booked.ASKED: _("待确认"),
    Booked.AGREED: _("已约定"),
    Booked.HELD: _("已谈"),
    Booked.OFF: _("已取消"),
}
