"""How a question is answered."""

from enum import StrEnum

from qingyuan.kit.words import _


class QuestionKind(StrEnum):
    """Whether one choice is right or several."""

    SINGLE = "single"  # 单选
    SEVERAL = "several"  # 多选


QUESTION_WORDS = {QuestionKind.SINGLE: _("单选"), QuestionKind.SEVERAL: _("多选")}
