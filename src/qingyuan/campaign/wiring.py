"""What the campaign plugs into the house: who may do what, and its lines in the menu."""

from django.utils.translation import gettext_lazy as _

from qingyuan.burden.api import OwnForm, kinds, named, own_forms
from qingyuan.kit import menu
from qingyuan.org.api import Reach, Role, permit

SEE = {
    Role.CAMPAIGN_OFFICE: Reach.UNIT,
    Role.UNIT_HEAD: Reach.UNIT,
    Role.CLERK: Reach.UNIT,
    Role.BRANCH_SECRETARY: Reach.UNIT,
    Role.DISCIPLINE: Reach.UNIT,
    Role.LEGAL: Reach.UNIT,
    Role.GUIDANCE: Reach.UNIT,
}
READ = {**SEE, Role.OFFICER: Reach.UNIT}
OFFICE = {Role.CAMPAIGN_OFFICE: Reach.UNIT}
HEAD = {Role.UNIT_HEAD: Reach.UNIT}
UNIT = {Role.CAMPAIGN_OFFICE: Reach.UNIT, Role.UNIT_HEAD: Reach.UNIT, Role.CLERK: Reach.UNIT}
OWN = {Role.CAMPAIGN_OFFICE: Reach.UNIT, Role.UNIT_HEAD: Reach.OWN, Role.OFFICER: Reach.OWN}
REPORT = {
    Role.CAMPAIGN_OFFICE: Reach.UNIT,
    Role.UNIT_HEAD: Reach.UNIT,
    Role.CLERK: Reach.UNIT,
    Role.OFFICER: Reach.OWN,
}

MENU = (
    ("overview", _("教育整顿"), "flag", "campaign.see"),
    ("tasks", _("任务分解"), "list-checks", "campaign.see"),
    ("deployment", _("部署进度"), "rocket", "campaign.see_work"),
)


def connect() -> None:
    permit("campaign.see", _("查看教育整顿方案、任务和进度"), READ)
    permit("campaign.see_work", _("查看教育整顿组织、责任和部署情况"), SEE)
    permit("campaign.see_guidance", _("查看上级指导组意见"), SEE)

    permit("campaign.create_campaign", _("新建教育整顿"), OFFICE)
    permit("campaign.change_campaign", _("修改教育整顿基本信息"), OFFICE)
    permit("campaign.cover_units", _("确定教育整顿范围"), OFFICE)
    permit("campaign.kick_off", _("启动教育整顿"), OFFICE)
    permit("campaign.end_campaign", _("结束教育整顿"), OFFICE)
    permit("campaign.change_stages", _("调整环节"), OFFICE)
    permit("campaign.change_conditions", _("调整转段条件"), OFFICE)
    permit("campaign.meet_condition", _("认定转段条件"), OFFICE)
    permit("campaign.ask_waiver", _("申请豁免转段条件"), OFFICE)
    permit("campaign.sign_waiver", _("签批转段条件豁免"), HEAD)
    permit("campaign.close_stage", _("办理转段"), OFFICE | HEAD)

    permit("campaign.issue_version", _("发布方案"), OFFICE)
    permit("campaign.change_objectives", _("维护目标"), OFFICE)
    permit("campaign.issue_task", _("下达任务"), OFFICE)
    permit("campaign.allot_task", _("分解任务"), OFFICE)
    permit("campaign.relink_task", _("调整任务对应条款"), OFFICE)
    permit("campaign.report_task", _("报告任务完成"), UNIT)

    permit("campaign.report_deployment", _("报告部署情况"), UNIT)
    permit("campaign.assign_responsibility", _("明确责任人"), OFFICE)
    permit("campaign.end_responsibility", _("结束责任"), OFFICE)
    permit("campaign.set_up_group", _("设立领导小组"), OFFICE)
    permit("campaign.join_group", _("增补领导小组成员"), OFFICE)
    permit("campaign.leave_group", _("办理领导小组成员离任"), OFFICE)
    permit("campaign.hold_meeting", _("记录会议和议定事项"), OFFICE)
    permit("campaign.set_contact_point", _("确定联系点"), OFFICE)
    permit("campaign.end_contact_point", _("结束联系点"), OFFICE)
    permit("campaign.record_visit", _("记录联系点走访"), OWN)
    permit("campaign.show_contact_point", _("确定示范点"), OFFICE)

    permit("campaign.change_pilot", _("维护试点经验"), OFFICE)
    permit("campaign.link_lesson", _("关联试点经验与全市措施"), OFFICE)
    permit("campaign.answer_lesson", _("对照试点经验查找差距"), UNIT)
    permit("campaign.list_key_task", _("维护年度大事"), OFFICE)
    permit("campaign.report_key_task", _("报告年度大事进度"), REPORT)
    permit("campaign.record_guidance", _("登记上级指导意见"), {Role.GUIDANCE: Reach.UNIT})

    named.put("campaign.meeting", _("教育整顿会议"))
    own_forms.put(
        "campaign.deployment",
        OwnForm(
            _("部署情况报告"),
            _("核对各单位是否按时限完成部署"),
            _("教育整顿实施方案"),
            kinds.Filler.CLERK,
            kinds.Frequency.ONCE,
            2,
        ),
    )

    for order, (key, words, icon, needed) in enumerate(MENU, 10):
        menu.entries.put(
            f"campaign.{key}", menu.Entry(words, f"campaign:{key}", icon, needed, "campaign", order)
        )
