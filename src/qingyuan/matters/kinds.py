"""Closed vocabularies of the spine, the official term beside each."""

from enum import StrEnum

from qingyuan.kit.words import _


class Kind(StrEnum):
    """What sort of thing was found or promised."""

    PROBLEM = "problem"  # 问题
    LEAD = "lead"  # 线索
    OPINION = "opinion"  # 意见建议
    PLEDGE = "pledge"  # 承诺事项
    FINDING = "finding"  # 检查发现
    WARNING = "warning"  # 预警
    TASK = "task"  # 任务
    DECISION = "decision"  # 议定事项


class State(StrEnum):
    """Where a matter stands."""

    REGISTERED = "registered"  # 已登记(未三定)
    WORKING = "working"  # 整改中
    SUBMITTED = "submitted"  # 待验收
    CLOSED = "closed"  # 已销号
    VOID = "void"  # 已作废(登记有误)


OPEN = (State.REGISTERED, State.WORKING, State.SUBMITTED)
AT_UNIT = (State.REGISTERED, State.WORKING)  # open, and not waiting for the second person


class Act(StrEnum):
    """What can be done to a matter; each is a rule, a permission and an act in the trail."""

    REGISTER = "register"  # 登记
    FIX = "fix"  # 三定:定人、定措施、定时限
    REASSIGN = "reassign"  # 改派
    PROGRESS = "progress"  # 填报进展
    SUBMIT = "submit"  # 申请销号
    RETURN = "return"  # 退回整改
    CLOSE = "close"  # 验收销号
    REOPEN = "reopen"  # 重新启动
    VOID = "void"  # 作废
    EXTEND = "extend"  # 延期
    MILESTONE = "milestone"  # 完成阶段目标
    RECHECK = "recheck"  # 回头看
    MARK_HOT = "mark_hot"  # 列为群众反映强烈
    RESPOND = "respond"  # 首次答复


class Term(StrEnum):
    """Whether a matter ends on a day or needs lasting effort."""

    DATED = "dated"  # 限期整改
    LONG = "long"  # 长期坚持


class Breadth(StrEnum):
    """Whether a problem is one unit's or many units'."""

    INDIVIDUAL = "individual"  # 个性问题
    COMMON = "common"  # 共性问题


class Cause(StrEnum):
    """Root causes (根源), for the quarterly Pareto of causes."""

    NO_RULE = "no_rule"  # 制度缺失
    RULE_UNFIT = "rule_unfit"  # 制度不适用
    NOT_FOLLOWED = "not_followed"  # 有制度不执行
    NO_SUPERVISION = "no_supervision"  # 监督检查缺位
    SKILL = "skill"  # 业务能力不足
    RESOURCES = "resources"  # 保障不足
    DUTY = "duty"  # 责任心不强
    OTHER = "other"  # 其他


class RuleChange(StrEnum):
    """What was done about the rule gap (制度漏洞)."""

    NONE = "none"  # 无制度漏洞(说明理由)
    MADE = "made"  # 新建制度
    REVISED = "revised"  # 修订制度
    ABOLISHED = "abolished"  # 废止制度
    PLANNED = "planned"  # 已指出漏洞,制度待修订


class Ground(StrEnum):
    """On what ground a matter is closed."""

    FIXED = "fixed"  # 整改完成
    UNFOUNDED = "unfounded"  # 经核查不属实
    ALREADY_INVESTIGATED = "already_investigated"  # 已查过(须附新的复核说明和第二复核人)


class Result(StrEnum):
    """What a recheck (回头看) found."""

    HELD = "held"  # 未反弹
    RELAPSED = "relapsed"  # 反弹


class Answer(StrEnum):
    """The answer to a request for more time."""

    GRANTED = "granted"  # 同意
    REFUSED = "refused"  # 不同意


class Audience(StrEnum):
    """To whom a reminder goes."""

    OWNER = "owner"  # 责任人
    HEAD = "head"  # 单位主要负责人
    ABOVE = "above"  # 上一级教育整顿办公室


KIND_WORDS = {
    Kind.PROBLEM: _("问题"),
    Kind.LEAD: _("线索"),
    Kind.OPINION: _("意见建议"),
    Kind.PLEDGE: _("承诺事项"),
    Kind.FINDING: _("检查发现"),
    Kind.WARNING: _("预警"),
    Kind.TASK: _("任务"),
    Kind.DECISION: _("议定事项"),
}
STATE_WORDS = {
    State.REGISTERED: _("待三定"),
    State.WORKING: _("整改中"),
    State.SUBMITTED: _("待验收"),
    State.CLOSED: _("已销号"),
    State.VOID: _("已作废"),
}
ACT_WORDS = {
    Act.REGISTER: _("登记"),
    Act.FIX: _("三定"),
    Act.REASSIGN: _("改派"),
    Act.PROGRESS: _("填报进展"),
    Act.SUBMIT: _("申请销号"),
    Act.RETURN: _("退回整改"),
    Act.CLOSE: _("验收销号"),
    Act.REOPEN: _("重新启动"),
    Act.VOID: _("作废"),
    Act.EXTEND: _("延期"),
    Act.MILESTONE: _("完成阶段目标"),
    Act.RECHECK: _("回头看"),
    Act.MARK_HOT: _("列为群众反映强烈"),
    Act.RESPOND: _("首次答复"),
}
TERM_WORDS = {Term.DATED: _("限期整改"), Term.LONG: _("长期坚持")}
BREADTH_WORDS = {Breadth.INDIVIDUAL: _("个性问题"), Breadth.COMMON: _("共性问题")}
CAUSE_WORDS = {
    Cause.NO_RULE: _("制度缺失"),
    Cause.RULE_UNFIT: _("制度不适用"),
    Cause.NOT_FOLLOWED: _("有制度不执行"),
    Cause.NO_SUPERVISION: _("监督检查缺位"),
    Cause.SKILL: _("业务能力不足"),
    Cause.RESOURCES: _("保障不足"),
    Cause.DUTY: _("责任心不强"),
    Cause.OTHER: _("其他"),
}
RULE_CHANGE_WORDS = {
    RuleChange.NONE: _("无制度漏洞"),
    RuleChange.MADE: _("新建制度"),
    RuleChange.REVISED: _("修订制度"),
    RuleChange.ABOLISHED: _("废止制度"),
    RuleChange.PLANNED: _("制度待修订"),
}
GROUND_WORDS = {
    Ground.FIXED: _("整改完成"),
    Ground.UNFOUNDED: _("经核查不属实"),
    Ground.ALREADY_INVESTIGATED: _("此前已查过"),
}
RESULT_WORDS = {Result.HELD: _("未反弹"), Result.RELAPSED: _("反弹")}
ANSWER_WORDS = {Answer.GRANTED: _("同意"), Answer.REFUSED: _("不同意")}
