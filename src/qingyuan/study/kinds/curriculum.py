"""What a part of the curriculum is: the pattern 1+3+1+N (requirement 025)."""

from enum import StrEnum

from qingyuan.kit.words import _


class NodeKind(StrEnum):
    """The place of a part in the pattern."""

    LINE = "line"  # 主线
    EDUCATION = "education"  # 教育
    LINK = "link"  # 结合
    ACTIVITY = "activity"  # 活动


NODE_WORDS = {
    NodeKind.LINE: _("主线"),
    NodeKind.EDUCATION: _("教育"),
    NodeKind.LINK: _("结合"),
    NodeKind.ACTIVITY: _("活动"),
}
