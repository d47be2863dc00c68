"""Closed vocabularies of a campaign and the shipped templates, the official term beside each."""

from dataclasses import dataclass, field
from enum import StrEnum


class Template(StrEnum):
    """What a new campaign starts from; everything in it can be edited afterwards."""

    NO_STAGE = "no_stage"  # 不分阶段、不设环节
    THREE_STAGE = "three_stage"  # 学习教育、查纠整改、总结提升
    PILOT_2020 = "pilot_2020"  # 2020 年试点：学习教育、查纠问题、整改总结


class StageState(StrEnum):
    OPEN = "open"  # 未转段
    CLOSED = "closed"  # 已转段


class Side(StrEnum):
    """Which end of a stage a condition stands at."""

    ENTRY = "entry"  # 进入条件
    EXIT = "exit"  # 转段条件


class Duty(StrEnum):
    """Kinds of responsibility (rules C8); the first two are the matrix, the rest complete the system."""

    FIRST = "first"  # 第一责任人
    DUAL = "dual_duty"  # 一岗双责
    PRINCIPAL = "principal"  # 党委主体责任
    DIRECT = "direct"  # 直接责任
    LINE = "line"  # 条线指导责任
    SUPPORT = "support"  # 成员单位协同责任
    GUIDANCE = "guidance"  # 督导指导责任
    PUBLIC = "public"  # 社会监督责任


class SectionKind(StrEnum):
    """Parts of the campaign office (rules C9, 一办三组四专班)."""

    OFFICE = "office"  # 办公室
    GROUP = "group"  # 组
    TEAM = "team"  # 专班


class MemberRole(StrEnum):
    HEAD = "head"  # 组长
    DEPUTY = "deputy"  # 副组长
    DIRECTOR = "director"  # 办公室主任
    MEMBER = "member"  # 成员
    LIAISON = "liaison"  # 联络员


class MeetingKind(StrEnum):
    TELECONFERENCE = "teleconference"  # 电视电话会议
    LEADING_GROUP = "leading_group"  # 领导小组会议
    OFFICE = "office"  # 办公室会议
    PARTY_COMMITTEE = "party_committee"  # 党委会议
    OTHER = "other"  # 其他会议


class GapAnswer(StrEnum):
    GAP = "gap"  # 存在差距
    EXPLAINED = "explained"  # 说明无差距


class PracticeKind(StrEnum):
    """What a practice card is drawn from."""

    POINT = "point"  # 示范点
    LESSON = "lesson"  # 试点经验


class QuarterState(StrEnum):
    NOT_STARTED = "not_started"  # 未启动
    ON_TRACK = "on_track"  # 按计划推进
    BEHIND = "behind"  # 进度滞后
    DONE = "done"  # 已完成


class Followable(StrEnum):
    """Things of a campaign that a room above may turn into a matter; also the ``source`` of that matter."""

    TASK = "campaign.task"  # 任务分解到单位
    DECISION = "campaign.decision"  # 议定事项
    VISIT = "campaign.visit"  # 联系点走访发现
    GAP = "campaign.gap"  # 对照试点的差距
    OPINION = "campaign.opinion"  # 上级指导组意见


@dataclass(frozen=True)
class StagePattern:
    """A stage of a template: ``weight`` is its share of the campaign's days."""

    code: str
    name: str
    weight: int
    entry: tuple[str, ...] = ()
    exit: tuple[str, ...] = ()


@dataclass(frozen=True)
class SectionPattern:
    code: str
    name: str
    kind: SectionKind


# Rules C6: the acceptance "三看" of the study link; the third item is completed from the fourth task of C1.
STUDY_EXIT = (
    "政治教育、警示教育、英模教育三项教育均已开展",
    "参学率达到规定要求，缺课人员已补学",
    "学习成果已转化为查纠问题清单和整改措施",
)
# Rules C5: the three levers of the check-and-fix link.
CHECK_EXIT = (
    "自查自纠已完成，个人自查和单位自查均已汇总",
    "组织查处的线索已逐条处置，未办结的已明确责任人和时限",
    "专项整治的顽瘴痼疾问题已逐项整改销号或转为长期坚持事项",
)
SUMMARISE_EXIT = (
    "整改回头看已完成，反弹问题已重新整改",
    "制度漏洞已逐项建章立制",
    "整改情况已向队伍和群众通报",
)
DEPLOYED = ("各单位均已成立组织机构并完成工作部署",)


@dataclass(frozen=True)
class Pattern:
    """A template of a campaign."""

    template: Template
    stages: tuple[StagePattern, ...] = field(default=())


PATTERNS: dict[Template, Pattern] = {
    Template.NO_STAGE: Pattern(Template.NO_STAGE),
    Template.THREE_STAGE: Pattern(
        Template.THREE_STAGE,
        (
            StagePattern("study", "学习教育", 4, entry=DEPLOYED, exit=STUDY_EXIT),
            StagePattern("check_fix", "查纠整改", 8, exit=CHECK_EXIT),
            StagePattern("summarise", "总结提升", 4, exit=SUMMARISE_EXIT),
        ),
    ),
    Template.PILOT_2020: Pattern(
        Template.PILOT_2020,
        (
            StagePattern("study", "学习教育", 4, entry=DEPLOYED, exit=STUDY_EXIT),
            StagePattern("check", "查纠问题", 5, exit=CHECK_EXIT),
            StagePattern("fix_summarise", "整改总结", 4, exit=SUMMARISE_EXIT),
        ),
    ),
}

# Rules C9: 一办三组四专班, with 舆情引导宣传组 renamed to 宣传与回应组 (one signed official reply, no comment tasking).
OFFICE_CHART: tuple[SectionPattern, ...] = (
    SectionPattern("office", "办公室", SectionKind.OFFICE),
    SectionPattern("special", "专项整治组", SectionKind.GROUP),
    SectionPattern("discipline", "执纪监督组", SectionKind.GROUP),
    SectionPattern("reply", "宣传与回应组", SectionKind.GROUP),
    SectionPattern("self_check", "自查自纠专班", SectionKind.TEAM),
    SectionPattern("organised_crime", "涉黑涉恶线索核查专班", SectionKind.TEAM),
    SectionPattern("reports", "举报线索核查专班", SectionKind.TEAM),
    SectionPattern("case_review", "重点案件评查专班", SectionKind.TEAM),
)
