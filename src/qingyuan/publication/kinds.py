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
