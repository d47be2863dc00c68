"""What the clerks' class is asked, before and after (requirement 195)."""

from enum import StrEnum

from qingyuan.kit.words import _


class Survey(StrEnum):
    """The two surveys of a class."""

    BEFORE = "before"  # 训前
    AFTER = "after"  # 训后


class SurveyChoice(StrEnum):
    """What stands in the way of writing; and, afterwards, whether the class was of use."""

    CANNOT = "cannot"  # 不会写
    UNWILLING = "unwilling"  # 不想写
    AFRAID = "afraid"  # 不敢写
    ABLE = "able"  # 没有困难
    USEFUL = "useful"  # 有用
    PARTLY = "partly"  # 部分有用
    USELESS = "useless"  # 没有用


HURDLES = (SurveyChoice.CANNOT, SurveyChoice.UNWILLING, SurveyChoice.AFRAID, SurveyChoice.ABLE)
FEEDBACK = (SurveyChoice.USEFUL, SurveyChoice.PARTLY, SurveyChoice.USELESS)
SURVEY_WORDS = {Survey.BEFORE: _("训前调查"), Survey.AFTER: _("训后调查")}
CHOICE_WORDS = {
    SurveyChoice.CANNOT: _("不会写"),
    SurveyChoice.UNWILLING: _("不想写"),
    SurveyChoice.AFRAID: _("不敢写"),
    SurveyChoice.ABLE: _("没有困难"),
    SurveyChoice.USEFUL: _("有用"),
    SurveyChoice.PARTLY: _("部分有用"),
    SurveyChoice.USELESS: _("没有用"),
}
