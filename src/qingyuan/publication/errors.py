"""Anticipated failures of the room, each with words for the person."""

from enum import StrEnum

from qingyuan.kit.errors import Forbidden, Missing, Reason, Refused
from qingyuan.kit.words import Words, _


class Gap(StrEnum):
    """What is missing or stands against an act."""

    PERIOD_BACKWARDS = "period_backwards"
    PERIOD_AHEAD = "period_ahead"
    PERIOD_LONG = "period_long"
    NO_KIND = "no_kind"
    NO_CODE = "no_code"
    NO_TITLE = "no_title"
    SAME_PERSON = "same_person"
    NOTHING_IN_IT = "nothing_in_it"
    TOO_MANY = "too_many"
    TOO_LONG = "too_long"
    FILE_REVISED = "file_revised"
    FILE_COMMENTED = "file_commented"
    NO_DECISION_MAKER = "no_decision_maker"
    NO_BASIS = "no_basis"
    NOT_HEARD = "not_heard"
    HEARD_LATER = "heard_later"
    DECIDED_AHEAD = "decided_ahead"
    NO_PERSONS = "no_persons"
    DUTY_UNCHECKED = "duty_unchecked"


WORDS: dict[Gap, tuple[Words, str]] = {
    Gap.PERIOD_BACKWARDS: (_("期间的止日早于起日"), "period_to"),
    Gap.PERIOD_AHEAD: (_("期间不能晚于今天"), "period_to"),
    Gap.PERIOD_LONG: (_("一期通报的期间最长一年"), "period_from"),
    Gap.NO_KIND: (_("请至少选择一类事项"), "kinds"),
    Gap.NO_CODE: (_("机关代字只写文字，不含数字、括号和“第”字，例如“示公通”"), "code"),
    Gap.NO_TITLE: (_("标题中应写明文种“通报”"), "title"),
    Gap.SAME_PERSON: (_("签发人不能是起草人，须由第二人签发"), ""),
    Gap.NOTHING_IN_IT: (_("通报中没有列入任何事项"), ""),
    Gap.TOO_MANY: (
        _("这个期间的事项超过 %(limit)s 个，一期通报写不下；请缩短期间，或只选几个单位"),
        "period_from",
    ),
    Gap.TOO_LONG: (
        _(
            "正文 %(characters)s 字，超过上限 %(limit)s 字。可以删减，把几项合并成一句，或者去掉几项留到下一期"
        ),
        "",
    ),
    Gap.FILE_REVISED: (_("Word 文件中还有未接受的修订，请在 Word 中接受或拒绝全部修订后重新上传"), ""),
    Gap.FILE_COMMENTED: (_("Word 文件中还有批注，请删除批注后重新上传"), ""),
    Gap.NO_DECISION_MAKER: (_("请写明作出决定的单位"), "decided_by"),
    Gap.NO_BASIS: (_("请写明依据的条款"), "basis"),
    Gap.NOT_HEARD: (_("处分和组织调整须先听取本人陈述申辩，请填写听取日期"), "heard_on"),
    Gap.HEARD_LATER: (_("听取陈述申辩的日期不能晚于决定日期"), "heard_on"),
    Gap.DECIDED_AHEAD: (_("决定日期不能晚于今天"), "decided_on"),
    Gap.NO_PERSONS: (_("人数至少为1"), "persons"),
    Gap.DUTY_UNCHECKED: (
        _("批评教育不能用于因勤务、请假而缺席的人；请先核对排班和请假，再勾选"),
        "duty_checked",
    ),
}


def reasons(gaps: list[Gap], **params: object) -> list[Reason]:
    """The gaps in words, all at once."""
    return [Reason(gap.value, WORDS[gap][0], WORDS[gap][1], dict(params)) for gap in gaps]


ANSWER_GAPS: dict[str, tuple[Words, str]] = {
    "no_question": (_("请写明群众反映的问题"), "question"),
    "no_done": (_("请写明怎么解决的"), "done"),
    "question_long": (_("问题最多 300 字"), "question"),
    "done_long": (_("解决情况最多 1000 字"), "done"),
    "numbers": (_("公开的答复里不能有电话号码和证件号码"), "done"),
    "published": (_("已经公开；要改动，先撤回再重写"), ""),
    "same_person": (_("起草人不能自己批准公开，须由第二人批准"), ""),
    "not_responded": (_("还没有记录对群众的首次答复"), ""),
    "not_closed": (_("事项还没有验收销号，不能公开结果"), ""),
    "restricted": (_("限制知悉的事项不能公开"), ""),
    "names": (
        _("文中有与名册姓名相同的字：%(names)s。是姓名的请改写；不是姓名的请勾选核对"),
        "names_cleared",
    ),
    "changed": (_("您核对期间，答复又被改写过，请重新核对"), ""),
    "not_published": (_("只能撤回已经公开的答复"), ""),
    "no_reason": (_("请写明撤回理由"), "reason"),
}


WRITING_GAPS: dict[str, tuple[Words, str]] = {
    "no_template": (_("请选择正在使用的模板"), "template"),
    "outside": (_("单位不在这次教育整顿的范围内"), "unit"),
    "no_title": (_("请写标题"), "title"),
    "title_long": (_("标题最多 120 字"), "title"),
    "no_code": (_("机关代字只写文字，不含数字、括号和“第”字，例如“示公通”"), "code"),
    "unknown": (_("%(place)s：花括号里的“%(names)s”不是台账数字的名称，请从右侧选用"), ""),
    "stray": (_("%(place)s：花括号要成对，里面写数字的名称"), ""),
    "part_long": (_("%(place)s：最多 5000 字"), ""),
    "changed": (_("您打开页面以后，别人改过这份文稿。下面是最新内容，请核对后再改"), ""),
    "not_a_draft": (_("文稿已经签发，不能再改动"), ""),
    "same_person": (_("起草或最后修改的人不能签发，须由第二人签发"), ""),
    "nothing_in_it": (_("文稿还没有内容"), ""),
    "too_long": (
        _("全文 %(characters)s 字，超过上限 %(limit)s 字。可以删减、合并几段，或者分到下一期再写"),
        "",
    ),
    "names": (
        _("文中有与名册相同的姓名：%(names)s。须先听取本人意见并经批准，核对后再勾选"),
        "names_cleared",
    ),
    "seen_changed": (_("您打开页面以后，这份文稿又有改动。下面是最新内容，请核对后再签发"), ""),
    "not_issued": (_("只能撤回已经签发的文稿"), ""),
    "no_reason": (_("请写明撤回理由"), "reason"),
    "given": (_("这份文稿已经报送，不能撤回：%(name)s"), ""),
    "bad_template_code": (_("代码只用小写英文字母、数字和连字符"), "code"),
    "template_taken": (_("这个代码已经有了"), "code"),
    "no_name": (_("请填写名称"), "name"),
    "no_sections": (_("模板至少要有一个部分"), "sections"),
    "asked_twice": (_("改动后，《%(name)s》会让同一单位收到两遍同一数字：%(facts)s"), "sections"),
}

CALENDAR_GAPS: dict[str, tuple[Words, str]] = {
    "outside": (_("单位不在这次教育整顿的范围内"), "unit"),
    "no_name": (_("请写明报送什么"), "name"),
    "no_receiver": (_("请写明报给谁"), "receiver"),
    "no_basis": (_("请写明依据哪个文件要求报送"), "basis"),
    "day": (_("每周填 1 到 7（周一到周日），每月、每季度填 1 到 28"), "day"),
    "no_template": (_("请选择正在使用的模板"), "template"),
    "twice": (
        _(
            "同一数字不向同一单位报两遍：《%(name)s》已经%(cadence)s向“%(receiver)s”报送 %(facts)s。可直接用那一项"
        ),
        "receiver",
    ),
    "nothing_asked": (_("这个模板里没有台账数字，不需要列入报送日历"), "template"),
    "ended": (_("这一项已经停止报送"), ""),
    "ends_early": (_("停止日期不能早于开始日期"), "ended_on"),
    "no_turn": (_("没有这一期"), ""),
    "not_over": (_("这一期到 %(day)s 才结束，还不能报送"), ""),
    "given_already": (_("这一期已经报送"), ""),
    "not_written": (_("还没有签发这一期的文稿，先从台账起草"), ""),
}

REGISTER_GAPS: dict[str, tuple[Words, str]] = {
    "no_title": (_("请写标题"), "title"),
    "no_number": (_("请写文号"), "number"),
    "number_taken": (_("这个文号已经登记过：%(title)s"), "number"),
    "no_text": (_("请上传文件，或者选择已经签发的文稿"), "file"),
    "two_texts": (_("上传文件和选择文稿只能用一种"), "file"),
    "replaced": (_("这一版已经被新版代替"), ""),
    "ended": (_("这份文件已经废止"), ""),
    "ends_early": (_("废止日期不能早于施行日期"), "to_on"),
    "before_last": (_("新版的施行日期不能早于上一版"), "from_on"),
    "no_question": (_("请写明要回答什么问题"), "question"),
    "due_past": (_("完成时限不能早于今天"), "due_on"),
    "outside": (_("单位不在这次教育整顿的范围内"), "unit"),
    "no_lead": (_("请选择课题负责人"), "lead"),
    "concluded": (_("这个课题已经结题"), ""),
    "no_finding": (_("请写明结论"), "found"),
    "no_end": (_("结题要落到一项制度或者一条措施：请选择已登记的文件，或者写明措施"), "measure"),
    "two_ends": (_("制度和措施选一样写"), "measure"),
}


def because(code: str, gaps: dict[str, tuple[Words, str]], **params: object) -> Reason:
    """One gap in words."""
    words, field = gaps[code]
    return Reason(code, words, field, dict(params))


class CannotWrite(Refused):
    """A document cannot be begun, changed, issued or withdrawn like this."""


class CannotKeepTemplate(Refused):
    """A template cannot be kept like this."""


class CannotOwe(Refused):
    """A line of the calendar cannot be made, ended or met like this."""


class CannotRegisterGuidance(Refused):
    """A guidance document or research topic cannot be registered, replaced or ended like this."""


class CannotAnswer(Refused):
    """An answer to the public cannot be written, published or withdrawn like this."""


class CannotDraft(Refused):
    """A bulletin cannot be drafted or changed like this."""


class CannotRecordOutcome(Refused):
    """An outcome cannot be written down, decided or removed like this."""


class CannotKeepFile(Refused):
    """The edited Word file was not accepted."""


class CannotIssue(Refused):
    """A bulletin cannot be issued, with every reason."""


class CannotWithdraw(Refused):
    """A bulletin cannot be withdrawn or discarded."""


class CannotObject(Refused):
    """An objection cannot be raised or answered like this."""


__all__ = ["Forbidden", "Missing", "Reason"]
