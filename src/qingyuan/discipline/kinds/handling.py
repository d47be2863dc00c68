"""What follows for people: the four forms, measures, appeals, a name cleared."""

from enum import StrEnum

from qingyuan.kit.words import _


class Stage(StrEnum):
    """How often somebody has appealed against his handling (政务处分法 art. 55)."""

    APPEAL = "1"  # 复审
    REAPPEAL = "2"  # 复核


class Form(StrEnum):
    """The four forms (四种形态, rule D1)."""

    FIRST = "1"
    SECOND = "2"
    THIRD = "3"
    FOURTH = "4"


class Measures(StrEnum):
    """Measures by form (rules D1, D2, D7): a working list."""

    REMINDER_TALK = "reminder_talk"  # 谈话提醒
    CRITICISM_EDUCATION = "criticism_education"  # 批评教育
    ORDERED_SELF_CRITICISM = "ordered_self_criticism"  # 责令检查
    ADMONITION = "admonition"  # 诫勉
    PARTY_WARNING = "party_warning"  # 党内警告
    PARTY_SERIOUS_WARNING = "party_serious_warning"  # 党内严重警告
    SUSPENSION_FOR_INQUIRY = "suspension_for_inquiry"  # 停职检查
    POST_ADJUSTMENT = "post_adjustment"  # 调整职务
    ORDERED_RESIGNATION = "ordered_resignation"  # 责令辞职
    REMOVAL_FROM_POST = "removal_from_post"  # 免职
    SANCTION_WARNING = "sanction_warning"  # 政务警告
    SANCTION_DEMERIT = "sanction_demerit"  # 政务记过
    SANCTION_MAJOR_DEMERIT = "sanction_major_demerit"  # 政务记大过
    PARTY_POST_REMOVAL = "party_post_removal"  # 撤销党内职务
    PARTY_PROBATION = "party_probation"  # 留党察看
    PARTY_EXPULSION = "party_expulsion"  # 开除党籍
    SANCTION_DEMOTION = "sanction_demotion"  # 政务降级
    SANCTION_DISMISSAL = "sanction_dismissal"  # 政务撤职
    SANCTION_DISCHARGE = "sanction_discharge"  # 政务开除
    TRANSFER_TO_JUSTICE = "transfer_to_justice"  # 移送司法机关


class AppealAnswer(StrEnum):
    """The answer to an appeal. None of them is heavier than the decision (政务处分法 art. 56)."""

    UPHELD = "upheld"  # 维持
    LIGHTENED = "lightened"  # 减轻
    REVOKED = "revoked"  # 撤销


class Reach(StrEnum):
    """Before whom a name is cleared (澄清正名)."""

    PERSON = "person"  # 当面或书面告知本人
    UNIT = "unit"  # 在单位范围内
    PUBLIC = "public"  # 向社会公开


STAGE_WORDS = {Stage.APPEAL: _("复审"), Stage.REAPPEAL: _("复核")}
FORM_WORDS = {
    Form.FIRST: _("第一种形态"),
    Form.SECOND: _("第二种形态"),
    Form.THIRD: _("第三种形态"),
    Form.FOURTH: _("第四种形态"),
}
MEASURES_WORDS = {
    Measures.REMINDER_TALK: _("谈话提醒"),
    Measures.CRITICISM_EDUCATION: _("批评教育"),
    Measures.ORDERED_SELF_CRITICISM: _("责令检查"),
    Measures.ADMONITION: _("诫勉"),
    Measures.PARTY_WARNING: _("党内警告"),
    Measures.PARTY_SERIOUS_WARNING: _("党内严重警告"),
    Measures.SUSPENSION_FOR_INQUIRY: _("停职检查"),
    Measures.POST_ADJUSTMENT: _("调整职务"),
    Measures.ORDERED_RESIGNATION: _("责令辞职"),
    Measures.REMOVAL_FROM_POST: _("免职"),
    Measures.SANCTION_WARNING: _("政务警告"),
    Measures.SANCTION_DEMERIT: _("政务记过"),
    Measures.SANCTION_MAJOR_DEMERIT: _("政务记大过"),
    Measures.PARTY_POST_REMOVAL: _("撤销党内职务"),
    Measures.PARTY_PROBATION: _("留党察看"),
    Measures.PARTY_EXPULSION: _("开除党籍"),
    Measures.SANCTION_DEMOTION: _("政务降级"),
    Measures.SANCTION_DISMISSAL: _("政务撤职"),
    Measures.SANCTION_DISCHARGE: _("政务开除"),
    Measures.TRANSFER_TO_JUSTICE: _("移送司法机关"),
}
APPEAL_WORDS = {
    AppealAnswer.UPHELD: _("维持"),
    AppealAnswer.LIGHTENED: _("减轻"),
    AppealAnswer.REVOKED: _("撤销"),
}
REACH_WORDS = {
    Reach.PERSON: _("告知本人"),
    Reach.UNIT: _("在单位范围内"),
    Reach.PUBLIC: _("向社会公开"),
}
