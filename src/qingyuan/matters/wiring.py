"""What the spine plugs into the rest of the house."""

from functools import partial

from qingyuan.campaign.api import followers, kinds
from qingyuan.campaign.events import DecisionTaken, GapFound, OpinionGiven, TaskIssued, VisitFound
from qingyuan.kit import bus
from qingyuan.kit.words import _
from qingyuan.matters.queries import held, what_became
from qingyuan.matters.rules import following
from qingyuan.matters.shelves import Source, sources
from qingyuan.org.api import Reach, Role, permit
from qingyuan.org.events import UnitMoved
from qingyuan.trail.api import held as held_things

OFFICE = {Role.CAMPAIGN_OFFICE: Reach.UNIT}
SIGNERS = {Role.CAMPAIGN_OFFICE: Reach.UNIT, Role.DISCIPLINE: Reach.UNIT}
UNIT_SIDE = {Role.CAMPAIGN_OFFICE: Reach.UNIT, Role.UNIT_HEAD: Reach.UNIT, Role.CLERK: Reach.UNIT}
READERS = {
    **UNIT_SIDE,
    Role.BRANCH_SECRETARY: Reach.UNIT,
    Role.DISCIPLINE: Reach.UNIT,
    Role.LEGAL: Reach.UNIT,
    Role.GUIDANCE: Reach.UNIT,
    Role.OFFICER: Reach.OWN,
}


def connect() -> None:
    permit("matters.see", _("查看台账"), READERS)
    permit(
        "matters.register",
        _("登记事项"),
        {**UNIT_SIDE, Role.DISCIPLINE: Reach.UNIT, Role.LEGAL: Reach.UNIT},
    )
    permit("matters.fix", _("三定和改派"), UNIT_SIDE)
    permit(
        "matters.work",
        _("填报进展、上传佐证、申请延期和销号"),
        {Role.OFFICER: Reach.OWN, Role.UNIT_HEAD: Reach.UNIT, Role.CLERK: Reach.UNIT},
    )
    permit("matters.close", _("验收销号和退回"), SIGNERS)
    permit("matters.reopen", _("重新启动"), SIGNERS)
    permit("matters.recheck", _("回头看"), SIGNERS)
    permit("matters.void", _("作废"), SIGNERS)
    permit("matters.answer_extension", _("批准延期"), OFFICE)
    permit("matters.make_common", _("归并共性问题"), OFFICE)
    permit("matters.change_theme", _("设立专项整治"), OFFICE)
    permit("matters.mark_hot", _("列为群众反映强烈"), OFFICE)
    permit("matters.change_hot_clock", _("设定首次答复时限"), {Role.CAMPAIGN_OFFICE: Reach.BUREAU})
    permit("matters.handle_lead", _("办理线索"), {Role.DISCIPLINE: Reach.UNIT})
    permit("matters.change_category", _("维护问题类别"), {Role.CAMPAIGN_OFFICE: Reach.BUREAU})

    bus.hear(UnitMoved, following.paths_follow)
    bus.hear(TaskIssued, following.task_issued)
    bus.hear(DecisionTaken, following.decision_taken)
    bus.hear(VisitFound, following.visit_found)
    bus.hear(GapFound, following.gap_found)
    bus.hear(OpinionGiven, following.opinion_given)
    for kind in kinds.Followable:
        followers.put(kind.value, partial(what_became, kind.value))

    held_things.put("matter", held)
    sources.put("typed", Source(_("手工登记")))
    sources.put("import", Source(_("表格导入")))
    sources.put("common", Source(_("归并共性问题")))
    sources.put("inspection", Source(_("督导检查")))
    sources.put("self_check", Source(_("自查自纠")))
    sources.put("review", Source(_("执法质量评查")))
    sources.put("report", Source(_("群众反映")))
    sources.put("assigned", Source(_("上级交办")))
    sources.put("campaign.task", Source(_("方案任务")))
    sources.put("campaign.decision", Source(_("会议议定")))
    sources.put("campaign.visit", Source(_("联系点走访")))
    sources.put("campaign.gap", Source(_("对照试点查找差距")))
    sources.put("campaign.opinion", Source(_("上级指导组意见")))
