"""Leads: by which way they came, what happened to them, how they are disposed of, and clocks."""

from enum import StrEnum

from qingyuan.kit.words import _


class Channel(StrEnum):
    """By which way a lead came (rules X7, X8; forms 4.2)."""

    HOTLINE_12389 = "12389"  # 公安机关举报电话
    PLATFORM_12337 = "12337"  # 政法干警违纪违法举报平台
    REPORT = "report"  # 本平台举报
    LETTER = "letter"  # 来信
    VISIT = "visit"  # 来访
    ASSIGNED = "assigned"  # 上级交办
    INSPECTION = "inspection"  # 监督检查中发现
    OWN_CHECK = "own_check"  # 自查中发现
    OTHER = "other"  # 其他


class Event(StrEnum):
    """What happened to a lead on a day: between these the clocks run."""

    RECEIVED = "received"  # 收到
    ACCEPTED = "accepted"  # 受理
    TRANSFERRED = "transferred"  # 转出
    TOLD_ACCEPTANCE = "told_acceptance"  # 告知受理情况
    OPINION = "opinion"  # 提出处置意见
    APPROVED = "approved"  # 处置意见获批
    TALKED = "talked"  # 谈话或发函
    ANSWERED = "answered"  # 收到说明或函复
    REPORTED = "reported"  # 提交核实报告
    CONCLUDED = "concluded"  # 核实结论获批
    CLOSED = "closed"  # 办结
    TOLD_RESULT = "told_result"  # 反馈结果
    REOPENED = "reopened"  # 重新启动
    ROSE = "rose"  # 超期升级
    RECUSED = "recused"  # 回避
    DISPUTED = "disputed"  # 对转送、交办提出异议
    TOLD_MORE_TIME = "told_more_time"  # 告知延期理由
    OBJECTED = "objected"  # 举报人对结果提出异议
    REVIEW_ASKED = "review_asked"  # 信访人请求复查
    REVIEW_TOLD = "review_told"  # 复查意见
    REREVIEW_ASKED = "rereview_asked"  # 信访人请求复核
    REREVIEW_TOLD = "rereview_told"  # 复核意见
    DECIDED = "decided"  # 作出处理决定
    APPEALED = "appealed"  # 申请复审
    APPEAL_TOLD = "appeal_told"  # 复审决定
    REAPPEALED = "reappealed"  # 申请复核
    REAPPEAL_TOLD = "reappeal_told"  # 复核决定


class Of(StrEnum):
    """On what a clock runs."""

    LEAD = "lead"  # 线索
    HANDLING = "handling"  # 对人的处理


class Effect(StrEnum):
    """What follows when a clock has passed."""

    RISE = "rise"  # 超期升级
    RIGHT = "right"  # 期满不再受理
    LAPSE = "lapse"  # 到期失效


class Measure(StrEnum):
    """In what a clock counts."""

    DAYS = "days"  # 日
    WORKDAYS = "workdays"  # 工作日
    MONTHS = "months"  # 月


class Grade(StrEnum):
    """How well a value is sourced: the text itself, copies or reports of it, one report, not found."""

    A = "A"
    B = "B"
    C = "C"
    U = "U"


class DisposalKind(StrEnum):
    """The four disposals of a lead (rule D3)."""

    TALK = "talk_or_enquiry"  # 谈话函询
    VERIFY = "preliminary_verification"  # 初步核实
    KEEP = "kept_for_later"  # 暂存待查
    CONCLUDE = "concluded"  # 予以了结


class Decided(StrEnum):
    """What the second person said of a proposal."""

    PROPOSED = "proposed"  # 待批准
    APPROVED = "approved"  # 已批准
    RETURNED = "returned"  # 已退回


class Result(StrEnum):
    """What a verification found."""

    FOUNDED = "founded"  # 属实
    PARTLY = "partly"  # 部分属实
    UNFOUNDED = "unfounded"  # 不属实
    UNCLEAR = "unclear"  # 暂无法查清


CHANNEL_WORDS = {
    Channel.HOTLINE_12389: _("12389"),
    Channel.PLATFORM_12337: _("12337"),
    Channel.REPORT: _("本平台举报"),
    Channel.LETTER: _("来信"),
    Channel.VISIT: _("来访"),
    Channel.ASSIGNED: _("上级交办"),
    Channel.INSPECTION: _("监督检查发现"),
    Channel.OWN_CHECK: _("自查发现"),
    Channel.OTHER: _("其他"),
}
EVENT_WORDS = {
    Event.RECEIVED: _("收到"),
    Event.ACCEPTED: _("受理"),
    Event.TRANSFERRED: _("转出"),
    Event.TOLD_ACCEPTANCE: _("告知受理情况"),
    Event.OPINION: _("提出处置意见"),
    Event.APPROVED: _("处置意见获批"),
    Event.TALKED: _("谈话或发函"),
    Event.ANSWERED: _("收到说明或函复"),
    Event.REPORTED: _("提交核实报告"),
    Event.CONCLUDED: _("核实结论获批"),
    Event.CLOSED: _("办结"),
    Event.TOLD_RESULT: _("反馈结果"),
    Event.REOPENED: _("重新启动"),
    Event.ROSE: _("超期升级"),
    Event.RECUSED: _("回避"),
    Event.DISPUTED: _("对转送交办提出异议"),
    Event.TOLD_MORE_TIME: _("告知延期理由"),
    Event.OBJECTED: _("举报人对结果提出异议"),
    Event.REVIEW_ASKED: _("信访人请求复查"),
    Event.REVIEW_TOLD: _("书面答复复查意见"),
    Event.REREVIEW_ASKED: _("信访人请求复核"),
    Event.REREVIEW_TOLD: _("书面答复复核意见"),
    Event.DECIDED: _("作出处理决定"),
    Event.APPEALED: _("申请复审"),
    Event.APPEAL_TOLD: _("复审决定"),
    Event.REAPPEALED: _("处分复核申请"),
    Event.REAPPEAL_TOLD: _("处分复核决定"),
}
OF_WORDS = {Of.LEAD: _("线索"), Of.HANDLING: _("对人的处理")}
EFFECT_WORDS = {
    Effect.RISE: _("超期升级"),
    Effect.RIGHT: _("期满不再受理"),
    Effect.LAPSE: _("到期失效"),
}
MEASURE_WORDS = {
    Measure.DAYS: _("日"),
    Measure.WORKDAYS: _("个工作日"),
    Measure.MONTHS: _("个月"),
}
GRADE_WORDS = {
    Grade.A: _("A 原文"),
    Grade.B: _("B 转载或报道"),
    Grade.C: _("C 单一来源"),
    Grade.U: _("U 未查到原文，须确认"),
}
DISPOSAL_WORDS = {
    DisposalKind.TALK: _("谈话函询"),
    DisposalKind.VERIFY: _("初步核实"),
    DisposalKind.KEEP: _("暂存待查"),
    DisposalKind.CONCLUDE: _("予以了结"),
}
DECIDED_WORDS = {
    Decided.PROPOSED: _("待批准"),
    Decided.APPROVED: _("已批准"),
    Decided.RETURNED: _("已退回"),
}
RESULT_WORDS = {
    Result.FOUNDED: _("属实"),
    Result.PARTLY: _("部分属实"),
    Result.UNFOUNDED: _("不属实"),
    Result.UNCLEAR: _("暂无法查清"),
}
