"""Closed vocabularies of the room, the official term beside each."""

from enum import StrEnum

from qingyuan.kit.words import _


class OccasionKind(StrEnum):
    """On what occasion something was resolved."""

    DEMOCRATIC_LIFE = "democratic_life_meeting"  # 民主生活会
    ORG_LIFE = "org_life_meeting"  # 组织生活会
    OWN_MEASURES = "own_measures"  # 班子措施（如“十项措施”）
    SUMMONED_TALK = "summoned_talk"  # 约谈


class Part(StrEnum):
    """What somebody did at an occasion."""

    CHAIR = "chair"  # 主持人；约谈人
    MEMBER = "member"  # 参加人；被约谈的班子成员
    OBSERVER = "observer"  # 列席人
    RECORDER = "recorder"  # 记录人


class SaidKind(StrEnum):
    """What was said."""

    OPINION = "opinion"  # 会前征求的意见（不记是谁提的）
    CRITICISM = "criticism"  # 批评与自我批评
    DEMAND = "demand"  # 约谈要求


KIND_WORDS = {
    OccasionKind.DEMOCRATIC_LIFE: _("民主生活会"),
    OccasionKind.ORG_LIFE: _("组织生活会"),
    OccasionKind.OWN_MEASURES: _("班子措施"),
    OccasionKind.SUMMONED_TALK: _("约谈"),
}
PART_WORDS = {
    Part.CHAIR: _("主持人"),
    Part.MEMBER: _("参加人"),
    Part.OBSERVER: _("列席人"),
    Part.RECORDER: _("记录人"),
}
SAID_WORDS = {
    SaidKind.OPINION: _("征求到的意见"),
    SaidKind.CRITICISM: _("批评与自我批评"),
    SaidKind.DEMAND: _("约谈要求"),
}
