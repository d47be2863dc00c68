"""Party life by rule: for whom, how often, and how a date stands (rules L1 and L2)."""

from enum import StrEnum

from qingyuan.kit.words import _


class Whom(StrEnum):
    """Whom a rule of party life binds."""

    BRANCH = "branch"  # 党支部
    COMMITTEE = "committee"  # 党委


class Often(StrEnum):
    """How often: once in each."""

    MONTH = "month"  # 每月
    QUARTER = "quarter"  # 每季度
    YEAR = "year"  # 每年


class DayState(StrEnum):
    """How one of them stands on a day."""

    HELD = "held"  # 已开展
    PLANNED = "planned"  # 日期已定
    PROPOSED = "proposed"  # 建议日期
    NO_RECORD = "no_record"  # 日期已过，还没有记录
    NOT_HELD = "not_held"  # 本期未开展
    NOT_ASKED = "not_asked"  # 战时，本期不要求


WEEKDAYS = {
    1: _("星期一"),
    2: _("星期二"),
    3: _("星期三"),
    4: _("星期四"),
    5: _("星期五"),
    6: _("星期六"),
    7: _("星期日"),
}
WHOM_WORDS = {Whom.BRANCH: _("党支部"), Whom.COMMITTEE: _("党委")}
OFTEN_WORDS = {Often.MONTH: _("每月"), Often.QUARTER: _("每季度"), Often.YEAR: _("每年")}
DAY_STATE_WORDS = {
    DayState.HELD: _("已开展"),
    DayState.PLANNED: _("日期已定"),
    DayState.PROPOSED: _("建议日期"),
    DayState.NO_RECORD: _("日期已过，还没有记录"),
    DayState.NOT_HELD: _("本期未开展"),
    DayState.NOT_ASKED: _("战时，本期不要求"),
}
