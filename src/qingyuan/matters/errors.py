"""Anticipated failures of the spine, each with words for the person."""

from enum import StrEnum

from qingyuan.kit.errors import Forbidden, Missing, Reason, Refused
from qingyuan.kit.words import Words, _


class Gap(StrEnum):
    """What is missing or stands against an act."""

    NO_PERSON = "no_person"
    NO_MEASURES = "no_measures"
    NO_DEADLINE = "no_deadline"
    DEADLINE_PAST = "deadline_past"
    DEADLINE_BUT_LONG = "deadline_but_long"
    NO_MILESTONES = "no_milestones"
    MILESTONES_BUT_DATED = "milestones_but_dated"
    MILESTONES_OUT_OF_ORDER = "milestones_out_of_order"
    NO_EFFECT = "no_effect"
    NO_CAUSE = "no_cause"
    NO_CAUSE_WORDS = "no_cause_words"
    NO_RULE_GAP = "no_rule_gap"
    NO_RULE_NAMED = "no_rule_named"
    NO_REASON_FOR_NONE = "no_reason_for_none"
    MILESTONES_OPEN = "milestones_open"
    SAME_PERSON = "same_person"
    OWN_UNIT = "own_unit"
    NO_REVIEW_NOTE = "no_review_note"
    NO_SECOND_REVIEWER = "no_second_reviewer"
    NOT_FOR_THE_PUBLIC = "not_for_the_public"
    HOT_ALREADY = "hot_already"
    NO_HOT_REASON = "no_hot_reason"
    NO_HOT_PLACE = "no_hot_place"


WORDS: dict[Gap, tuple[Words, str]] = {
    Gap.NO_PERSON: (_("还没有明确责任人"), "owner"),
    Gap.NO_MEASURES: (_("还没有填写整改措施"), "measures"),
    Gap.NO_DEADLINE: (_("还没有确定整改时限"), "due_on"),
    Gap.DEADLINE_PAST: (_("时限不能早于登记日期"), "due_on"),
    Gap.DEADLINE_BUT_LONG: (_("长期坚持事项用阶段目标代替时限，请清空时限"), "due_on"),
    Gap.NO_MILESTONES: (_("长期坚持事项至少要有一个阶段目标"), "milestones"),
    Gap.MILESTONES_BUT_DATED: (_("限期整改事项不设阶段目标；如需长期坚持，请改选类型"), "milestones"),
    Gap.MILESTONES_OUT_OF_ORDER: (_("阶段目标的日期要由先到后，不能重复"), "milestones"),
    Gap.NO_EFFECT: (_("请写明整改成效"), "effect"),
    Gap.NO_CAUSE: (_("请选择问题根源"), "cause"),
    Gap.NO_CAUSE_WORDS: (_("请用一两句话说明根源"), "cause_words"),
    Gap.NO_RULE_GAP: (_("请说明制度漏洞；没有的选“无”并写明理由"), "rule_change"),
    Gap.NO_RULE_NAMED: (_("请写明是哪一项制度"), "rule_words"),
    Gap.NO_REASON_FOR_NONE: (_("请写明为什么没有制度漏洞"), "rule_words"),
    Gap.MILESTONES_OPEN: (_("还有阶段目标没有完成，长期坚持事项不能以改换名目的方式销号"), ""),
    Gap.SAME_PERSON: (_("验收人不能是责任人或申请人，须由第二人验收"), ""),
    Gap.OWN_UNIT: (_("责任单位的人不能验收本单位的事项，须由单位以外的人验收"), ""),
    Gap.NO_REVIEW_NOTE: (_("以“已查过”为由销号，须写明本次复核新查了什么"), "review_note"),
    Gap.NO_SECOND_REVIEWER: (_("以“已查过”为由销号，须有另一名复核人"), "reviewer"),
    Gap.NOT_FOR_THE_PUBLIC: (_("线索和涉及具体人、具体单位的事项限制知悉，不能进入公开答复的快速通道"), ""),
    Gap.HOT_ALREADY: (_("这个事项已经列为群众反映强烈"), ""),
    Gap.NO_HOT_REASON: (_("请写明群众反映了什么"), "reason"),
    Gap.NO_HOT_PLACE: (_("请写明群众在哪里反映的"), "place"),
}


def reasons(gaps: list[Gap]) -> list[Reason]:
    """The gaps in words, all at once."""
    return [Reason(gap.value, WORDS[gap][0], WORDS[gap][1]) for gap in gaps]


class CannotRegister(Refused):
    """A matter cannot be put on the ledger like this."""


class CannotFix(Refused):
    """A matter cannot leave registration, or be assigned anew, like this."""


class CannotMove(Refused):
    """The act does not exist in the matter's present state."""


class ChangedMeanwhile(Refused):
    """Somebody else acted on the matter after the person had begun to fill in his form."""


class CannotSubmit(Refused):
    """Sign-off cannot be asked for yet."""


class CannotClose(Refused):
    """The matter cannot be closed."""


class CannotMarkHot(Refused):
    """A matter cannot be marked hot, its first response not be noted, or its clock not be set like this."""


class CannotExtend(Refused):
    """More time cannot be asked for, or not be decided on, like this."""


class CannotKeepFile(Refused):
    """A file was not accepted as evidence."""


__all__ = ["Forbidden", "Missing"]
