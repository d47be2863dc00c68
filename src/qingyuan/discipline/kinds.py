"""Closed vocabularies of the room, the official term beside each."""

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


class Stage(StrEnum):
    """How often somebody has appealed against his handling (政务处分法 art. 55)."""

    APPEAL = "1"  # 复审
    REAPPEAL = "2"  # 复核


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


class Form(StrEnum):
    """The four forms (四种形态, rule D1)."""

    FIRST = "1"
    SECOND = "2"
    THIRD = "3"
    FOURTH = "4"


class Measures(StrEnum):
    """Measures by form (rules D1, D2, D7): a working list."""

    REMINDER_TALK = "reminder_talk"  # 谈话提醒
    CRITICISM_EDUCATION = "criticism_education"  # 批评教育
    ORDERED_SELF_CRITICISM = "ordered_self_criticism"  # 责令检查
    ADMONITION = "admonition"  # 诫勉
    PARTY_WARNING = "party_warning"  # 党内警告
    PARTY_SERIOUS_WARNING = "party_serious_warning"  # 党内严重警告
    SUSPENSION_FOR_INQUIRY = "suspension_for_inquiry"  # 停职检查
    POST_ADJUSTMENT = "post_adjustment"  # 调整职务
    ORDERED_RESIGNATION = "ordered_resignation"  # 责令辞职
    REMOVAL_FROM_POST = "removal_from_post"  # 免职
    SANCTION_WARNING = "sanction_warning"  # 政务警告
    SANCTION_DEMERIT = "sanction_demerit"  # 政务记过
    SANCTION_MAJOR_DEMERIT = "sanction_major_demerit"  # 政务记大过
    PARTY_POST_REMOVAL = "party_post_removal"  # 撤销党内职务
    PARTY_PROBATION = "party_probation"  # 留党察看
    PARTY_EXPULSION = "party_expulsion"  # 开除党籍
    SANCTION_DEMOTION = "sanction_demotion"  # 政务降级
    SANCTION_DISMISSAL = "sanction_dismissal"  # 政务撤职
    SANCTION_DISCHARGE = "sanction_discharge"  # 政务开除
    TRANSFER_TO_JUSTICE = "transfer_to_justice"  # 移送司法机关


class AppealAnswer(StrEnum):
    """The answer to an appeal. None of them is heavier than the decision (政务处分法 art. 56)."""

    UPHELD = "upheld"  # 维持
    LIGHTENED = "lightened"  # 减轻
    REVOKED = "revoked"  # 撤销


class Reach(StrEnum):
    """Before whom a name is cleared (澄清正名)."""

    PERSON = "person"  # 当面或书面告知本人
    UNIT = "unit"  # 在单位范围内
    PUBLIC = "public"  # 向社会公开


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
STAGE_WORDS = {Stage.APPEAL: _("复审"), Stage.REAPPEAL: _("复核")}
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
FORM_WORDS = {
    Form.FIRST: _("第一种形态"),
    Form.SECOND: _("第二种形态"),
    Form.THIRD: _("第三种形态"),
    Form.FOURTH: _("第四种形态"),
}
MEASURES_WORDS = {
    Measures.REMINDER_TALK: _("谈话提醒"),
    Measures.CRITICISM_EDUCATION: _("批评教育"),
    Measures.ORDERED_SELF_CRITICISM: _("责令检查"),
    Measures.ADMONITION: _("诫勉"),
    Measures.PARTY_WARNING: _("党内警告"),
    Measures.PARTY_SERIOUS_WARNING: _("党内严重警告"),
    Measures.SUSPENSION_FOR_INQUIRY: _("停职检查"),
    Measures.POST_ADJUSTMENT: _("调整职务"),
    Measures.ORDERED_RESIGNATION: _("责令辞职"),
    Measures.REMOVAL_FROM_POST: _("免职"),
    Measures.SANCTION_WARNING: _("政务警告"),
    Measures.SANCTION_DEMERIT: _("政务记过"),
    Measures.SANCTION_MAJOR_DEMERIT: _("政务记大过"),
    Measures.PARTY_POST_REMOVAL: _("撤销党内职务"),
    Measures.PARTY_PROBATION: _("留党察看"),
    Measures.PARTY_EXPULSION: _("开除党籍"),
    Measures.SANCTION_DEMOTION: _("政务降级"),
    Measures.SANCTION_DISMISSAL: _("政务撤职"),
    Measures.SANCTION_DISCHARGE: _("政务开除"),
    Measures.TRANSFER_TO_JUSTICE: _("移送司法机关"),
}
APPEAL_WORDS = {
    AppealAnswer.UPHELD: _("维持"),
    AppealAnswer.LIGHTENED: _("减轻"),
    AppealAnswer.REVOKED: _("撤销"),
}
REACH_WORDS = {
    Reach.PERSON: _("告知本人"),
    Reach.UNIT: _("在单位范围内"),
    Reach.PUBLIC: _("向社会公开"),
}


# -- the three rules against interference (三个规定) ---------------------------------------------------------------


class Asking(StrEnum):
    """What was asked (rule T7, table of the demo city)."""

    ENQUIRY = "enquiry"  # 过问
    GUIDANCE = "work_guidance"  # 工作指导(书面)
    PLEADING = "pleading"  # 第三人说情打招呼


class Way(StrEnum):
    """By which way somebody asked (rule T2)."""

    FACE = "face"  # 当面
    PHONE = "phone"  # 电话
    LETTER = "letter"  # 书面、来函
    MESSAGE = "message"  # 短信、微信等
    OTHER = "other"  # 其他


class Interference(StrEnum):
    """The eight forbidden acts of the police rule of 2015 (rule T6)."""

    UNLAWFUL_INSTRUCTION = "unlawful_instruction"  # 违法指示立案、撤案、变更强制措施等
    PRIVATE_OPINION = "private_opinion"  # 对案件定性私自提出意见
    PROPERTY = "property"  # 违法查封、扣押、处置财物
    PASSING_ON = "passing_on"  # 超越职权转递涉案材料
    PRIVATE_MEETING = "private_meeting"  # 要求私下会见当事人
    PLEADING_FOR = "pleading_for"  # 为当事人说情,或通过身边人、亲属
    LEAKING = "leaking"  # 泄露、打探案情
    OTHER_ACT = "other_act"  # 其他


class Source(StrEnum):
    """Why somebody is protected from retaliation (rule T3)."""

    RECORDER = "recorder"  # 如实记录的人
    REPORTER = "reporter"  # 已知姓名的举报人
    WITNESS = "witness"  # 证人


class Adverse(StrEnum):
    """Personnel acts that may be retaliation."""

    POST_LOST = "post_lost"  # 免去职务
    MOVED = "moved"  # 调离
    SANCTIONED = "sanctioned"  # 处分


ASKING_WORDS = {
    Asking.ENQUIRY: _("过问"),
    Asking.GUIDANCE: _("工作指导（书面）"),
    Asking.PLEADING: _("第三人说情打招呼"),
}
WAY_WORDS = {
    Way.FACE: _("当面"),
    Way.PHONE: _("电话"),
    Way.LETTER: _("书面或来函"),
    Way.MESSAGE: _("短信、微信等"),
    Way.OTHER: _("其他"),
}
INTERFERENCE_WORDS = {
    Interference.UNLAWFUL_INSTRUCTION: _("违法指示立案、撤案、结案、变更强制措施或升降格处理"),
    Interference.PRIVATE_OPINION: _("对案件定性私自提出意见"),
    Interference.PROPERTY: _("违法查封、扣押、处置财物"),
    Interference.PASSING_ON: _("超越职权转递涉案材料"),
    Interference.PRIVATE_MEETING: _("要求私下会见当事人"),
    Interference.PLEADING_FOR: _("为当事人说情，包括通过身边人、亲属"),
    Interference.LEAKING: _("泄露或打探案情"),
    Interference.OTHER_ACT: _("其他"),
}
SOURCE_WORDS = {
    Source.RECORDER: _("如实记录的人"),
    Source.REPORTER: _("已知姓名的举报人"),
    Source.WITNESS: _("证人"),
}
ADVERSE_WORDS = {
    Adverse.POST_LOST: _("职务免去"),
    Adverse.MOVED: _("调离"),
    Adverse.SANCTIONED: _("受到处分"),
}


# -- self-examination (自查自纠), declarations, heart-to-heart talks ------------------------------------------------


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
