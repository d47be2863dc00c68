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
    Gap.TOO_LONG: (_("正文 %(characters)s 字，超过 %(limit)s 字，请删减后再签发"), ""),
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
