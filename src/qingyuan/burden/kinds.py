"""Closed vocabularies of the room, the official term beside each."""

from enum import StrEnum

from qingyuan.kit.words import _


class PassportState(StrEnum):
    """Where a form passport stands. Expired is derived from the day, never stored."""

    DRAFT = "draft"  # 拟订中
    SUBMITTED = "submitted"  # 待批准
    IN_FORCE = "in_force"  # 已批准
    RETIRED = "retired"  # 已停用


class Filler(StrEnum):
    """Who fills a form."""

    OFFICER = "officer"  # 基层民警
    SECRETARY = "secretary"  # 党支部书记
    CLERK = "clerk"  # 内勤文秘


class Frequency(StrEnum):
    """How often a form is filled."""

    ONCE = "once"  # 一次
    WEEKLY = "weekly"  # 每周
    MONTHLY = "monthly"  # 每月
    QUARTERLY = "quarterly"  # 每季度
    YEARLY = "yearly"  # 每年
    OCCASION = "occasion"  # 有情况时


class Retired(StrEnum):
    """Why a form was switched off."""

    KNOWN = "known"  # 数据系统里已有
    MERGED = "merged"  # 并入其他表单
    IDLE = "idle"  # 没有人用
    OVER = "over"  # 任务结束
    BASELESS = "baseless"  # 没有依据


class AskState(StrEnum):
    """Where a unit stands with a form that it was asked to fill."""

    OPEN = "open"  # 待填
    ANSWERED = "answered"  # 已填
    REFUSED = "refused"  # 已拒绝填报
    CANCELLED = "cancelled"  # 已取消


class Unfit(StrEnum):
    """Why a form must not be sent and may be refused (统计法 art. 17)."""

    NO_PASSPORT = "no_passport"  # 没有经批准的表单护照
    RETIRED = "retired"  # 表单已停用
    EXPIRED = "expired"  # 超过有效期限


class Spending(StrEnum):
    """What time went into."""

    FORM = "form"  # 填表
    STUDY = "study"  # 班外学习
    MEETING = "meeting"  # 会议
    INSPECTION = "inspection"  # 迎检
    WRITING = "writing"  # 写材料


class Group(StrEnum):
    """Groups of people by which minutes are shown, and never by name."""

    LEADER = "leader"  # 领导干部
    MIDDLE = "middle"  # 中层干部
    OFFICER = "officer"  # 基层民警
    AUXILIARY = "auxiliary"  # 辅警和文职


POLICE = (Group.LEADER, Group.MIDDLE, Group.OFFICER)  # whose weeks are the officer-weeks of the figures


class Cap(StrEnum):
    """What may be asked of people at most."""

    OFFICER_FORM_MINUTES = "officer_form_minutes"
    OFFICER_FORMS = "officer_forms"
    SECRETARY_FORM_MINUTES = "secretary_form_minutes"
    CLERK_FORM_MINUTES = "clerk_form_minutes"
    STUDY_OUTSIDE_MINUTES = "study_outside_minutes"
    STUDY_OUTSIDE_SESSIONS = "study_outside_sessions"
    ESSAYS_A_STAGE = "essays_a_stage"
    INSPECTIONS_BODY_MONTH = "inspections_body_month"
    INSPECTIONS_MONTH = "inspections_month"
    ATTACHMENTS = "attachments"
    BULLETIN_CHARACTERS = "bulletin_characters"
    REPORT_CHARACTERS = "report_characters"
    PLAN_MINUTES = "plan_minutes"


class Sign(StrEnum):
    """What weighs on people: the signs that complaint channels name."""

    REPEATED = "repeated"  # 重复要数据、多头报送
    SUDDEN = "sudden"  # 随意要材料、限时太急
    TRACES = "traces"  # 要照片、截图、台账留痕
    MEETINGS = "meetings"  # 会议学习太多
    INSPECTIONS = "inspections"  # 检查太多
    APPS = "apps"  # 打卡接龙、强制安装
    SYSTEM = "system"  # 系统不好用
    OTHER = "other"  # 其他


class Origin(StrEnum):
    """How an item came onto the list of burdens."""

    COMPLAINT = "complaint"  # 页面上的意见
    SURVEY = "survey"  # 排查起底


class Outcome(StrEnum):
    """What was done about an item."""

    STOPPED = "stopped"  # 已取消
    MERGED = "merged"  # 已合并
    SIMPLER = "simpler"  # 已简化
    FIXED = "fixed"  # 已改进
    KEPT = "kept"  # 保留并说明理由


STATE_WORDS = {
    PassportState.DRAFT: _("拟订中"),
    PassportState.SUBMITTED: _("待批准"),
    PassportState.IN_FORCE: _("有效"),
    PassportState.RETIRED: _("已停用"),
}
FILLER_WORDS = {
    Filler.OFFICER: _("基层民警"),
    Filler.SECRETARY: _("党支部书记"),
    Filler.CLERK: _("内勤文秘"),
}
FREQUENCY_WORDS = {
    Frequency.ONCE: _("一次"),
    Frequency.WEEKLY: _("每周"),
    Frequency.MONTHLY: _("每月"),
    Frequency.QUARTERLY: _("每季度"),
    Frequency.YEARLY: _("每年"),
    Frequency.OCCASION: _("有情况时"),
}
RETIRED_WORDS = {
    Retired.KNOWN: _("数据系统里已有"),
    Retired.MERGED: _("并入其他表单"),
    Retired.IDLE: _("没有人用"),
    Retired.OVER: _("任务结束"),
    Retired.BASELESS: _("没有依据"),
}
ASK_WORDS = {
    AskState.OPEN: _("待填"),
    AskState.ANSWERED: _("已填"),
    AskState.REFUSED: _("已拒绝填报"),
    AskState.CANCELLED: _("已取消"),
}
UNFIT_WORDS = {
    Unfit.NO_PASSPORT: _("没有经批准的表单护照"),
    Unfit.RETIRED: _("表单已停用"),
    Unfit.EXPIRED: _("超过有效期限"),
}
SPENDING_WORDS = {
    Spending.FORM: _("填表"),
    Spending.STUDY: _("班外学习"),
    Spending.MEETING: _("会议"),
    Spending.INSPECTION: _("迎检"),
    Spending.WRITING: _("写材料"),
}
GROUP_WORDS = {
    Group.LEADER: _("领导干部"),
    Group.MIDDLE: _("中层干部"),
    Group.OFFICER: _("基层民警"),
    Group.AUXILIARY: _("辅警和文职"),
}
CAP_WORDS = {
    Cap.OFFICER_FORM_MINUTES: _("基层民警每周填表（分钟）"),
    Cap.OFFICER_FORMS: _("基层民警每周表单（张）"),
    Cap.SECRETARY_FORM_MINUTES: _("党支部书记每周填表（分钟）"),
    Cap.CLERK_FORM_MINUTES: _("内勤文秘每周填表（分钟）"),
    Cap.STUDY_OUTSIDE_MINUTES: _("每周班外学习（分钟）"),
    Cap.STUDY_OUTSIDE_SESSIONS: _("每周晚上和周末学习（场）"),
    Cap.ESSAYS_A_STAGE: _("每个环节心得体会（篇）"),
    Cap.INSPECTIONS_BODY_MONTH: _("同一部门每月检查同一单位（次）"),
    Cap.INSPECTIONS_MONTH: _("每月检查同一单位（次）"),
    Cap.ATTACHMENTS: _("每个问题的附件（份）"),
    Cap.BULLETIN_CHARACTERS: _("每期通报、简报等专题文稿（字）"),
    Cap.REPORT_CHARACTERS: _("每份综合性报告（字）"),
    Cap.PLAN_MINUTES: _("填一份周计划（分钟）"),
}
SIGN_WORDS = {
    Sign.REPEATED: _("重复要数据、多头报送"),
    Sign.SUDDEN: _("随意要材料、限时太急"),
    Sign.TRACES: _("要照片、截图、台账留痕"),
    Sign.MEETINGS: _("会议学习太多"),
    Sign.INSPECTIONS: _("检查太多"),
    Sign.APPS: _("打卡接龙、强制安装"),
    Sign.SYSTEM: _("系统不好用"),
    Sign.OTHER: _("其他负担"),
}
ORIGIN_WORDS = {Origin.COMPLAINT: _("页面上的意见"), Origin.SURVEY: _("排查起底")}
OUTCOME_WORDS = {
    Outcome.STOPPED: _("已取消"),
    Outcome.MERGED: _("已合并"),
    Outcome.SIMPLER: _("已简化"),
    Outcome.FIXED: _("已改进"),
    Outcome.KEPT: _("保留，说明理由"),
}
