"""Words of the closed vocabularies, and of what the shipped templates write into a new campaign."""

from typing import Any

from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

TEMPLATE_WORDS = {
    "no_stage": _("不分阶段"),
    "three_stage": _("三个环节"),
    "pilot_2020": _("2020年试点"),
}
SIDE_WORDS = {"entry": _("进入条件"), "exit": _("转段条件")}
STATE_WORDS = {"open": _("未转段"), "closed": _("已转段")}
DUTY_WORDS = {
    "first": _("第一责任人"),
    "dual_duty": _("一岗双责"),
    "principal": _("主体责任"),
    "direct": _("直接责任"),
    "line": _("条线指导责任"),
    "support": _("协同责任"),
    "guidance": _("督导指导责任"),
    "public": _("社会监督责任"),
}
SECTION_WORDS = {"office": _("办公室"), "group": _("工作组"), "team": _("专班")}
MEMBER_WORDS = {
    "head": _("组长"),
    "deputy": _("副组长"),
    "director": _("办公室主任"),
    "member": _("成员"),
    "liaison": _("联络员"),
}
MEETING_WORDS = {
    "teleconference": _("电视电话会议"),
    "leading_group": _("领导小组会议"),
    "office": _("办公室会议"),
    "party_committee": _("党委会议"),
    "other": _("其他会议"),
}
GAP_WORDS = {"gap": _("存在差距"), "explained": _("说明无差距")}
QUARTER_WORDS = {
    "not_started": _("未启动"),
    "on_track": _("按计划推进"),
    "behind": _("进度滞后"),
    "done": _("已完成"),
}
# What the templates write is the bureau's own text from then on; unchanged, it can still be shown in English.
SHIPPED = frozenset(
    {
        gettext_noop("学习教育"),
        gettext_noop("查纠整改"),
        gettext_noop("总结提升"),
        gettext_noop("查纠问题"),
        gettext_noop("整改总结"),
        gettext_noop("政治教育、警示教育、英模教育三项教育均已开展"),
        gettext_noop("参学率达到规定要求，缺课人员已补学"),
        gettext_noop("学习成果已转化为查纠问题清单和整改措施"),
        gettext_noop("自查自纠已完成，个人自查和单位自查均已汇总"),
        gettext_noop("组织查处的线索已逐条处置，未办结的已明确责任人和时限"),
        gettext_noop("专项整治的顽瘴痼疾问题已逐项整改销号或转为长期坚持事项"),
        gettext_noop("整改回头看已完成，反弹问题已重新整改"),
        gettext_noop("制度漏洞已逐项建章立制"),
        gettext_noop("整改情况已向队伍和群众通报"),
        gettext_noop("各单位均已成立组织机构并完成工作部署"),
        gettext_noop("教育整顿领导小组"),
        gettext_noop("专项整治组"),
        gettext_noop("执纪监督组"),
        gettext_noop("宣传与回应组"),
        gettext_noop("自查自纠专班"),
        gettext_noop("涉黑涉恶线索核查专班"),
        gettext_noop("举报线索核查专班"),
        gettext_noop("重点案件评查专班"),
        gettext_noop("办公室"),
    }
)


def shipped(text: str) -> str:
    """The words of a template in the reader's language; words that somebody wrote stay as they are."""
    return gettext(text) if text in SHIPPED else text


def choices(words: dict[str, Any]) -> list[tuple[str, Any]]:
    """Choices of a closed vocabulary with their words."""
    return list(words.items())
