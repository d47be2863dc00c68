"""The three rules against interference (三个规定), the watch over who recorded, and spot checks."""

from enum import StrEnum

from qingyuan.kit.words import _


class Asking(StrEnum):
    """What was asked (rule T7, table of the demo city)."""

    ENQUIRY = "enquiry"  # 过问
    GUIDANCE = "work_guidance"  # 工作指导(书面)
    PLEADING = "pleading"  # 第三人说情打招呼


class Way(StrEnum):
    """By which way somebody asked (rule T2)."""

    FACE = "face"  # 当面
    PHONE = "phone"  # 电话
    LETTER = "letter"  # 书面、来函
    MESSAGE = "message"  # 短信、微信等
    OTHER = "other"  # 其他


class Interference(StrEnum):
    """The eight forbidden acts of the police rule of 2015 (rule T6)."""

    UNLAWFUL_INSTRUCTION = "unlawful_instruction"  # 违法指示立案、撤案、变更强制措施等
    PRIVATE_OPINION = "private_opinion"  # 对案件定性私自提出意见
    PROPERTY = "property"  # 违法查封、扣押、处置财物
    PASSING_ON = "passing_on"  # 超越职权转递涉案材料
    PRIVATE_MEETING = "private_meeting"  # 要求私下会见当事人
    PLEADING_FOR = "pleading_for"  # 为当事人说情,或通过身边人、亲属
    LEAKING = "leaking"  # 泄露、打探案情
    OTHER_ACT = "other_act"  # 其他


class Source(StrEnum):
    """Why somebody is protected from retaliation (rule T3)."""

    RECORDER = "recorder"  # 如实记录的人
    REPORTER = "reporter"  # 已知姓名的举报人
    WITNESS = "witness"  # 证人


class Adverse(StrEnum):
    """Personnel acts that may be retaliation."""

    POST_LOST = "post_lost"  # 免去职务
    MOVED = "moved"  # 调离
    SANCTIONED = "sanctioned"  # 处分


class Checked(StrEnum):
    """What a spot check drew from (rules D5, T7)."""

    LEADS = "leads"  # 线索
    RECORDS = "records"  # 过问案件的记录


class Outcome(StrEnum):
    """What a spot check found in one piece."""

    SOUND = "sound"  # 合规
    FINDING = "finding"  # 发现问题


CHECKED_WORDS = {Checked.LEADS: _("线索抽查"), Checked.RECORDS: _("过问记录抽查")}
OUTCOME_WORDS = {Outcome.SOUND: _("合规"), Outcome.FINDING: _("发现问题")}
ASKING_WORDS = {
    Asking.ENQUIRY: _("过问"),
    Asking.GUIDANCE: _("工作指导（书面）"),
    Asking.PLEADING: _("第三人说情打招呼"),
}
WAY_WORDS = {
    Way.FACE: _("当面"),
    Way.PHONE: _("电话"),
    Way.LETTER: _("书面或来函"),
    Way.MESSAGE: _("短信、微信等"),
    Way.OTHER: _("其他"),
}
INTERFERENCE_WORDS = {
    Interference.UNLAWFUL_INSTRUCTION: _("违法指示立案、撤案、结案、变更强制措施或升降格处理"),
    Interference.PRIVATE_OPINION: _("对案件定性私自提出意见"),
    Interference.PROPERTY: _("违法查封、扣押、处置财物"),
    Interference.PASSING_ON: _("超越职权转递涉案材料"),
    Interference.PRIVATE_MEETING: _("要求私下会见当事人"),
    Interference.PLEADING_FOR: _("为当事人说情，包括通过身边人、亲属"),
    Interference.LEAKING: _("泄露或打探案情"),
    Interference.OTHER_ACT: _("其他"),
}
SOURCE_WORDS = {
    Source.RECORDER: _("如实记录的人"),
    Source.REPORTER: _("已知姓名的举报人"),
    Source.WITNESS: _("证人"),
}
ADVERSE_WORDS = {
    Adverse.POST_LOST: _("职务免去"),
    Adverse.MOVED: _("调离"),
    Adverse.SANCTIONED: _("受到处分"),
}
