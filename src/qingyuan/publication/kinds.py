"""Closed vocabularies of what is told back, the official term beside each."""

from enum import StrEnum

from qingyuan.kit.words import _


class State(StrEnum):
    """Where a bulletin stands."""

    DRAFT = "draft"  # 起草中
    ISSUED = "issued"  # 已印发
    WITHDRAWN = "withdrawn"  # 已撤回


class OutcomeKind(StrEnum):
    """What followed for people (rules D1, D2, D7). Only how many; never who."""

    REMINDER_TALK = "reminder_talk"  # 谈话提醒
    CRITICISM_EDUCATION = "criticism_education"  # 批评教育
    ORDERED_SELF_CRITICISM = "ordered_self_criticism"  # 责令检查
    ADMONITION = "admonition"  # 诫勉
    ORG_ADJUSTMENT = "org_adjustment"  # 组织调整
    PARTY_WARNING = "party_warning"  # 党内警告
    PARTY_SERIOUS_WARNING = "party_serious_warning"  # 党内严重警告
    ADMINISTRATIVE_SANCTION = "administrative_sanction"  # 政务处分


SANCTIONS = frozenset(
    {
        OutcomeKind.ORG_ADJUSTMENT,
        OutcomeKind.PARTY_WARNING,
        OutcomeKind.PARTY_SERIOUS_WARNING,
        OutcomeKind.ADMINISTRATIVE_SANCTION,
    }
)
"""Before these are decided the person is heard (政务处分法 art. 43; requirement 092)."""


class Answer(StrEnum):
    """The answer to an objection against something a bulletin says."""

    UPHELD = "upheld"  # 维持原通报
    CORRECTED = "corrected"  # 予以更正


class FileKind(StrEnum):
    """In which form a bulletin is kept as a file."""

    WORD = "docx"
    PDF = "pdf"


STATE_WORDS = {State.DRAFT: _("起草中"), State.ISSUED: _("已印发"), State.WITHDRAWN: _("已撤回")}
OUTCOME_WORDS = {
    OutcomeKind.REMINDER_TALK: _("谈话提醒"),
    OutcomeKind.CRITICISM_EDUCATION: _("批评教育"),
    OutcomeKind.ORDERED_SELF_CRITICISM: _("责令检查"),
    OutcomeKind.ADMONITION: _("诫勉"),
    OutcomeKind.ORG_ADJUSTMENT: _("组织调整"),
    OutcomeKind.PARTY_WARNING: _("党内警告"),
    OutcomeKind.PARTY_SERIOUS_WARNING: _("党内严重警告"),
    OutcomeKind.ADMINISTRATIVE_SANCTION: _("政务处分"),
}
ANSWER_WORDS = {Answer.UPHELD: _("维持原通报"), Answer.CORRECTED: _("予以更正")}

# As the document itself says it; documents are always in Chinese.
OUTCOME_SAID = {
    OutcomeKind.REMINDER_TALK: "予以谈话提醒",
    OutcomeKind.CRITICISM_EDUCATION: "予以批评教育",
    OutcomeKind.ORDERED_SELF_CRITICISM: "责令作出检查",
    OutcomeKind.ADMONITION: "予以诫勉",
    OutcomeKind.ORG_ADJUSTMENT: "给予组织调整",
    OutcomeKind.PARTY_WARNING: "给予党内警告处分",
    OutcomeKind.PARTY_SERIOUS_WARNING: "给予党内严重警告处分",
    OutcomeKind.ADMINISTRATIVE_SANCTION: "给予政务处分",
}


# -- what clerks write -----------------------------------------------------------------------------------------


class Genre(StrEnum):
    """What sort of document a clerk writes. A bulletin (通报) has pages of its own."""

    BRIEFING = "briefing"  # 简报
    REPORT = "report"  # 报告
    NOTICE = "notice"  # 通知
    MINUTES = "minutes"  # 会议纪要
    SUMMARY = "summary"  # 小结
    NEWS = "news"  # 信息


class Wants(StrEnum):
    """What a section of a document is made of, and so what is looked for in it."""

    FREE = "free"  # 一般叙述
    FACTS = "facts"  # 事实:单位、事实、依据
    DEMANDS = "demands"  # 要求:措施、责任单位、时限


class Cadence(StrEnum):
    """How often something is submitted."""

    WEEKLY = "weekly"  # 每周
    MONTHLY = "monthly"  # 每月
    QUARTERLY = "quarterly"  # 每季度


class Origin(StrEnum):
    """Where the figures of a submission come from."""

    FIGURES = "figures"  # 周报
    TEMPLATE = "template"  # 文稿模板


GENRE_WORDS = {
    Genre.BRIEFING: _("简报"),
    Genre.REPORT: _("报告"),
    Genre.NOTICE: _("通知"),
    Genre.MINUTES: _("会议纪要"),
    Genre.SUMMARY: _("小结"),
    Genre.NEWS: _("信息"),
}
WANTS_WORDS = {
    Wants.FREE: _("一般叙述"),
    Wants.FACTS: _("事实（单位、事实、依据）"),
    Wants.DEMANDS: _("要求（措施、责任单位、时限）"),
}
CADENCE_WORDS = {
    Cadence.WEEKLY: _("每周"),
    Cadence.MONTHLY: _("每月"),
    Cadence.QUARTERLY: _("每季度"),
}
ORIGIN_WORDS = {Origin.FIGURES: _("周报数据"), Origin.TEMPLATE: _("文稿模板")}

# As the document itself says it.
GENRE_SAID = {
    Genre.BRIEFING: "简报",
    Genre.REPORT: "报告",
    Genre.NOTICE: "通知",
    Genre.MINUTES: "纪要",
    Genre.SUMMARY: "小结",
    Genre.NEWS: "信息",
}
NUMBERED = frozenset({Genre.REPORT, Genre.NOTICE})
"""Those with a red head and a document number (发文字号); the others are numbered by issue (期号)."""
OWN_SERIES = ("周报", "简报", "纪要", "小结", "信息")
"""Series in which every unit counts for itself; a code (机关代字) belongs to one unit."""
