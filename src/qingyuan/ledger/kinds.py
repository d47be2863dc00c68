"""Closed vocabularies of the pages: what a person may be asked to do, and how a deadline stands."""

from enum import StrEnum

from qingyuan.kit.words import _


class Do(StrEnum):
    """What a page of a matter can offer a person; each is one form and one address."""

    RESPOND = "respond"  # 首次答复群众
    FIX = "fix"  # 三定
    PROGRESS = "progress"  # 填报进展
    MILESTONE = "milestone"  # 完成阶段目标
    SUBMIT = "submit"  # 申请销号
    ANSWER = "answer"  # 批准延期
    CLOSE = "close"  # 验收销号
    RETURN = "return"  # 退回整改
    RECHECK = "recheck"  # 回头看
    EXTEND = "extend"  # 申请延期
    REASSIGN = "reassign"  # 改派
    REOPEN = "reopen"  # 重新启动
    VOID = "void"  # 作废
    MARK_HOT = "mark_hot"  # 列为群众反映强烈


class Sort(StrEnum):
    """In which order a list stands."""

    DUE = "due"  # 按时限
    OPENED = "opened"  # 按登记时间
    UNIT = "unit"  # 按单位


DO_WORDS = {
    Do.RESPOND: _("首次答复群众"),
    Do.FIX: _("三定：定责任人、定措施、定时限"),
    Do.PROGRESS: _("填报进展"),
    Do.MILESTONE: _("完成阶段目标"),
    Do.SUBMIT: _("整改完成，申请销号"),
    Do.ANSWER: _("批复延期申请"),
    Do.CLOSE: _("验收销号"),
    Do.RETURN: _("退回整改"),
    Do.RECHECK: _("回头看"),
    Do.EXTEND: _("申请延期"),
    Do.REASSIGN: _("改派"),
    Do.REOPEN: _("重新启动"),
    Do.VOID: _("作废"),
    Do.MARK_HOT: _("列为群众反映强烈的问题"),
}

DO_PERMISSIONS = {
    Do.RESPOND: "matters.work",
    Do.FIX: "matters.fix",
    Do.PROGRESS: "matters.work",
    Do.MILESTONE: "matters.work",
    Do.SUBMIT: "matters.work",
    Do.ANSWER: "matters.answer_extension",
    Do.CLOSE: "matters.close",
    Do.RETURN: "matters.close",
    Do.RECHECK: "matters.recheck",
    Do.EXTEND: "matters.work",
    Do.REASSIGN: "matters.fix",
    Do.REOPEN: "matters.reopen",
    Do.VOID: "matters.void",
    Do.MARK_HOT: "matters.mark_hot",
}

DO_BUTTONS = {
    Do.RESPOND: _("记录首次答复"),
    Do.FIX: _("完成三定，开始整改"),
    Do.PROGRESS: _("记录进展"),
    Do.MILESTONE: _("记为完成"),
    Do.SUBMIT: _("申请销号"),
    Do.ANSWER: _("提交批复"),
    Do.CLOSE: _("验收销号"),
    Do.RETURN: _("退回整改"),
    Do.RECHECK: _("记录回头看结果"),
    Do.EXTEND: _("提交延期申请"),
    Do.REASSIGN: _("改派"),
    Do.REOPEN: _("重新启动"),
    Do.VOID: _("作废"),
    Do.MARK_HOT: _("列入快速通道"),
}

DO_CONFIRMS = {
    Do.CLOSE: _("确定验收销号？销号以您的名义记录在案。"),
    Do.REOPEN: _("确定重新启动？事项会回到整改中，原时限不变。"),
    Do.VOID: _("确定作废？作废后不能恢复，只能查看。"),
}

DO_ICONS = {
    Do.RESPOND: "message-circle-reply",
    Do.FIX: "user-check",
    Do.PROGRESS: "pencil-line",
    Do.MILESTONE: "milestone",
    Do.SUBMIT: "circle-check-big",
    Do.ANSWER: "calendar-check",
    Do.CLOSE: "stamp",
    Do.RETURN: "undo-2",
    Do.RECHECK: "rotate-ccw",
    Do.EXTEND: "calendar-plus",
    Do.REASSIGN: "arrow-right-left",
    Do.REOPEN: "folder-open",
    Do.VOID: "ban",
    Do.MARK_HOT: "flame",
}


class Mark(StrEnum):
    """The state of a cell of the wall chart, by its worst matter. Each has a shape of its own beside its colour."""

    LATE = "late"  # 有逾期
    SOON = "soon"  # 三个工作日内到期
    GOING = "going"  # 办理中
    LONG = "long"  # 仅余长期坚持
    DONE = "done"  # 全部销号
    NONE = "none"  # 无事项


class LaneGroup(StrEnum):
    """What the columns of the wall chart stand under, in this order."""

    TASK = "task"  # 方案任务
    CATEGORY = "category"  # 问题类别
    OTHER = "other"  # 其他事项


MARK_WORDS = {
    Mark.LATE: _("有逾期"),
    Mark.SOON: _("三个工作日内到期"),
    Mark.GOING: _("办理中"),
    Mark.LONG: _("仅余长期坚持"),
    Mark.DONE: _("全部销号"),
    Mark.NONE: _("无事项"),
}
GROUP_WORDS = {
    LaneGroup.TASK: _("方案任务"),
    LaneGroup.CATEGORY: _("按问题类别"),
    LaneGroup.OTHER: _("其他事项"),
}


class ImportState(StrEnum):
    """How far an import is."""

    DRAFT = "draft"  # 待确认
    RUNNING = "running"  # 正在写入
    DONE = "done"  # 已导入
    UNDONE = "undone"  # 已撤销


class Phase(StrEnum):
    """What is being done with a file in the background."""

    READING = "reading"  # 读取
    CHECKING = "checking"  # 核对
    WRITING = "writing"  # 写入


IMPORT_WORDS = {
    ImportState.DRAFT: _("待确认"),
    ImportState.RUNNING: _("正在写入"),
    ImportState.DONE: _("已导入"),
    ImportState.UNDONE: _("已撤销"),
}
PHASE_WORDS = {
    Phase.READING: _("正在读取文件"),
    Phase.CHECKING: _("正在逐行核对"),
    Phase.WRITING: _("正在写入台账"),
}


class Outcome(StrEnum):
    """What becomes of one row of a list."""

    WORKING = "working"  # 新增,三定齐全
    REGISTERED = "registered"  # 新增,待三定
    UPDATE = "update"  # 补充进展
    UNCHANGED = "unchanged"  # 已在台账,没有变化
    DUPLICATE = "duplicate"  # 重复,不导入
    ERROR = "error"  # 有错


OUTCOME_WORDS = {
    Outcome.WORKING: _("新增，三定齐全"),
    Outcome.REGISTERED: _("新增，待三定"),
    Outcome.UPDATE: _("补充进展"),
    Outcome.UNCHANGED: _("已在台账，没有变化"),
    Outcome.DUPLICATE: _("重复，不导入"),
    Outcome.ERROR: _("有错"),
}
