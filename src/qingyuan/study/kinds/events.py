"""Events of study, education bases, prizes: closed vocabularies (requirements 033-055)."""

from enum import StrEnum

from qingyuan.kit.words import _


class EventKind(StrEnum):
    """What kind of event it is. None is counted per person."""

    LECTURE = "lecture"  # 专题报告
    PARTY_LESSON = "party_lesson"  # 党课
    SITE_VISIT = "site_visit"  # 现场教育
    LECTURE_HALL = "lecture_hall"  # 大讲堂
    STORY_TELLING = "story_telling"  # 讲述活动
    READING = "reading"  # 读书活动
    CENTRAL_GROUP = "central_group"  # 中心组学习
    MEETING_STUDY = "meeting_study"  # 会议学习
    LOCAL_FORM = "local_form"  # 早课、夜校
    QUIZ = "quiz"  # 答题挑战赛


class EventState(StrEnum):
    """Where an event stands."""

    PLANNED = "planned"  # 已安排
    HELD = "held"  # 已开展
    CALLED_OFF = "called_off"  # 已取消


class Openness(StrEnum):
    """For whom an event exists."""

    UNIT = "unit"  # 本单位
    BELOW = "below"  # 本单位和下属单位
    ALL = "all"  # 各单位都可参加


class BaseKind(StrEnum):
    """What kind of place an education base is."""

    CEMETERY = "cemetery"  # 烈士陵园
    MEMORIAL = "memorial"  # 纪念馆
    INTEGRITY = "integrity"  # 廉政教育基地
    OLD_SITE = "old_site"  # 革命旧址
    OTHER_BASE = "other_base"  # 其他教育基地


EVENT_WORDS = {
    EventKind.LECTURE: _("专题报告"),
    EventKind.PARTY_LESSON: _("党课"),
    EventKind.SITE_VISIT: _("现场教育"),
    EventKind.LECTURE_HALL: _("大讲堂"),
    EventKind.STORY_TELLING: _("讲述活动"),
    EventKind.READING: _("读书活动"),
    EventKind.CENTRAL_GROUP: _("中心组学习"),
    EventKind.MEETING_STUDY: _("会议学习"),
    EventKind.LOCAL_FORM: _("早课、夜校"),
    EventKind.QUIZ: _("答题挑战赛"),
}
EVENT_STATE_WORDS = {
    EventState.PLANNED: _("已安排"),
    EventState.HELD: _("已开展"),
    EventState.CALLED_OFF: _("已取消"),
}
OPENNESS_WORDS = {
    Openness.UNIT: _("本单位"),
    Openness.BELOW: _("本单位和下属单位"),
    Openness.ALL: _("各单位都可参加"),
}
BASE_WORDS = {
    BaseKind.CEMETERY: _("烈士陵园"),
    BaseKind.MEMORIAL: _("纪念馆"),
    BaseKind.INTEGRITY: _("廉政教育基地"),
    BaseKind.OLD_SITE: _("革命旧址"),
    BaseKind.OTHER_BASE: _("其他教育基地"),
}
OF_MEETINGS = frozenset({EventKind.CENTRAL_GROUP, EventKind.MEETING_STUDY})
"""What a leadership team studies: nobody's business outside its unit."""
VOLUNTARY = frozenset({EventKind.STORY_TELLING, EventKind.READING, EventKind.QUIZ})
