"""Plans, sessions and attendance."""

from enum import StrEnum

from qingyuan.kit.words import _


class SessionKind(StrEnum):
    """The form of a session of a branch."""

    GROUP = "group"  # 集中学习
    DISCUSSION = "discussion"  # 分组讨论
    MEETING = "meeting"  # 支部党员大会
    EARLY_CLASS = "early_class"  # 早课
    NIGHT_SCHOOL = "night_school"  # 夜校
    SKILLS = "skills"  # 业务学习


class SessionState(StrEnum):
    """Where a session stands."""

    PLANNED = "planned"  # 待学
    HELD = "held"  # 已学
    CANCELLED = "cancelled"  # 已取消


class Attended(StrEnum):
    """How a member stands to a session. Who is on duty is not absent (requirement 028)."""

    PRESENT = "present"  # 实到
    DUTY = "duty"  # 值班
    LEAVE = "leave"  # 请假
    ABSENT = "absent"  # 缺席


EXCUSED = (Attended.DUTY, Attended.LEAVE)  # make-up study is arranged for these

SESSION_WORDS = {
    SessionKind.GROUP: _("集中学习"),
    SessionKind.DISCUSSION: _("分组讨论"),
    SessionKind.MEETING: _("支部党员大会"),
    SessionKind.EARLY_CLASS: _("早课"),
    SessionKind.NIGHT_SCHOOL: _("夜校"),
    SessionKind.SKILLS: _("业务学习"),
}
STATE_WORDS = {
    SessionState.PLANNED: _("待学"),
    SessionState.HELD: _("已学"),
    SessionState.CANCELLED: _("已取消"),
}
ATTENDED_WORDS = {
    Attended.PRESENT: _("实到"),
    Attended.DUTY: _("值班"),
    Attended.LEAVE: _("请假"),
    Attended.ABSENT: _("缺席"),
}
