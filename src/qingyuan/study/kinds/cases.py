"""Warning cases: their form, who reads how much of them, where they stand (requirements 046, 047)."""

from enum import StrEnum

from qingyuan.kit.words import _


class Medium(StrEnum):
    """What the case is told in."""

    PRINTED = "printed"  # 印发的典型案例
    FILM = "film"  # 警示教育片


class CaseLevel(StrEnum):
    """Levels of redaction (脱敏层级), from all to least. Names are hidden at each of them."""

    INTERNAL = "internal"  # 纪检督察内部
    LEADERS = "leaders"  # 领导干部
    FORCE = "force"  # 全体民警
    PUBLIC = "public"  # 对外公开


class CaseState(StrEnum):
    """Where a case stands; a withdrawn one is a draft again."""

    DRAFT = "draft"  # 拟稿中
    SUBMITTED = "submitted"  # 待批准
    APPROVED = "approved"  # 已批准


MEDIUM_WORDS = {Medium.PRINTED: _("印发案例"), Medium.FILM: _("警示教育片")}
LEVEL_WORDS = {
    CaseLevel.INTERNAL: _("内部稿（纪检督察）"),
    CaseLevel.LEADERS: _("领导干部稿"),
    CaseLevel.FORCE: _("全体民警稿"),
    CaseLevel.PUBLIC: _("公开稿"),
}
CASE_STATE_WORDS = {
    CaseState.DRAFT: _("拟稿中"),
    CaseState.SUBMITTED: _("待批准"),
    CaseState.APPROVED: _("已批准"),
}
