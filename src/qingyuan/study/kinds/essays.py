"""Essays: where one stands, whose words it says it is in, and what texts are compared with."""

from enum import StrEnum

from qingyuan.kit.words import _


class EssayState(StrEnum):
    """Where an essay stands."""

    ASKED = "asked"  # 待提交
    SUBMITTED = "submitted"  # 已提交
    RETURNED = "returned"  # 退回
    READ = "read"  # 已阅


ESSAY_WORDS = {
    EssayState.ASKED: _("待提交"),
    EssayState.SUBMITTED: _("已提交"),
    EssayState.RETURNED: _("已退回"),
    EssayState.READ: _("已阅"),
}
HANDED_IN = (EssayState.SUBMITTED, EssayState.READ)


class Authorship(StrEnum):
    """What the author says of how it was written (requirement 197)."""

    SELF = "self"  # 本人撰写
    HELPED = "helped"  # 有人帮助


AUTHORSHIP_WORDS = {Authorship.SELF: _("本人撰写"), Authorship.HELPED: _("有人帮助")}


class SourceKind(StrEnum):
    """What a text in the bureau's own library is."""

    TEMPLATE = "template"  # 范文
    DOCUMENT = "document"  # 公开文件


SOURCE_WORDS = {SourceKind.TEMPLATE: _("范文"), SourceKind.DOCUMENT: _("文件")}


class Origin(StrEnum):
    """Where a passage also stands, as far as the reader may know it."""

    ESSAY = "essay"  # 本局另一篇心得
    PUBLISHED = "published"  # 本局公开的一篇心得
    OWN = "own"  # 本人另一篇心得
    TEMPLATE = "template"
    DOCUMENT = "document"
