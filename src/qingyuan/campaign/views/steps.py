"""What to do next, for the person who looks: each step in words, with where it is done."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from qingyuan.campaign.queries.frame import Timeline
from qingyuan.campaign.queries.overview import Overview
from qingyuan.campaign.views.desk import Desk
from qingyuan.kit.words import listed


@dataclass(frozen=True)
class Step:
    words: str
    url: str
    late: bool = False


def next_steps(desk: Desk, shown: Overview, line: Timeline) -> list[Step]:
    """The open steps in the order in which a campaign is run; empty when nothing waits for this person."""
    steps = []
    running = desk.campaign.ended_at is None
    begun = desk.campaign.kicked_off_on is not None
    if running and not shown.clauses and desk.may("campaign.issue_version"):
        steps.append(Step(_("发布实施方案，系统按编号拆成条款"), desk.url("version_issue")))
    if shown.lacking and desk.may("campaign.issue_task"):
        words = _("%(count)d个条款还没有任务") % {"count": shown.lacking}
        steps.append(Step(words, desk.url("plan")))
    if shown.adrift and desk.may("campaign.relink_task"):
        words = _("%(count)d项任务的条款在新版方案中已变动，需要重新对应") % {"count": shown.adrift}
        steps.append(Step(words, desk.url("plan")))
    if shown.without_first and desk.may("campaign.assign_responsibility"):
        words = _("%(count)d个单位还没有第一责任人") % {"count": shown.without_first}
        steps.append(Step(words, desk.url("responsibility")))
    if running and not shown.leaders and desk.may("campaign.join_group"):
        steps.append(Step(_("领导小组还没有组长"), desk.url("group")))
    if running and not begun and desk.may("campaign.kick_off"):
        steps.append(Step(_("启动教育整顿，开始计算部署时限"), desk.url("kick_off")))
    if running and begun and not desk.may("campaign.change_campaign"):
        steps += _own_deployment(desk, shown)
    if shown.deployment.missing and desk.may("campaign.change_campaign"):
        words = _("%(count)d个单位超过部署时限仍未报告") % {"count": shown.deployment.missing}
        steps.append(Step(words, desk.url("deployment"), late=True))
    if (now := line.current) is not None and begun and desk.may("campaign.close_stage"):
        words = _("“%(stage)s”转段条件已落实%(done)d项，共%(all)d项") % {
            "stage": now.name,
            "done": now.settled,
            "all": now.conditions,
        }
        steps.append(Step(words, desk.url("gate", now.stage.pk), late=now.overdue))
    return steps


def _own_deployment(desk: Desk, shown: Overview) -> list[Step]:
    """A unit is reminded of its own report; who sees many units has the tracker."""
    if not shown.own or len(shown.own) > 3:
        return []
    late = any(line.lateness.bad for line in shown.own)
    names = listed(line.unit for line in shown.own)
    return [Step(_("%(units)s还没有报告部署情况") % {"units": names}, desk.url("deployment"), late)]
