"""What the room plugs into the rest of the house."""

from qingyuan.kit import menu
from qingyuan.kit.words import _
from qingyuan.org.api import Reach, Role, permit

put, entry = menu.entries.put, menu.Entry
OFFICE = {Role.CAMPAIGN_OFFICE: Reach.UNIT}
UNIT_SIDE = {Role.UNIT_HEAD: Reach.UNIT, Role.CLERK: Reach.UNIT}
SECRETARY = {Role.BRANCH_SECRETARY: Reach.OWN}
ABOVE = {Role.DISCIPLINE: Reach.UNIT, Role.LEGAL: Reach.UNIT, Role.GUIDANCE: Reach.UNIT}
EVERYBODY = {Role.BRANCH_SECRETARY: Reach.UNIT, Role.OFFICER: Reach.UNIT}


def connect() -> None:
    _curriculum()
    _plans()


def _curriculum() -> None:
    permit("study.see", _("查看学习教育安排"), {**OFFICE, **UNIT_SIDE, **ABOVE, **EVERYBODY})
    permit("study.change_curriculum", _("维护学习内容"), OFFICE)
    put(
        "study.curriculum",
        entry(_("学习内容"), "study:curriculum", "list-tree", "study.see", "study", 40),
    )


def _plans() -> None:
    permit("study.plan", _("制订周学习计划"), {**OFFICE, **UNIT_SIDE, **SECRETARY})
    permit("study.settle_plan", _("定下周学习计划"), {**OFFICE, **UNIT_SIDE, **SECRETARY})
    permit("study.set_recurrence", _("规定固定学习日"), {**OFFICE, **UNIT_SIDE})
    permit("study.record", _("登记学习情况"), {Role.CLERK: Reach.UNIT, **SECRETARY})
    permit("study.see_figures", _("查看学习教育数字"), {**OFFICE, **UNIT_SIDE, **ABOVE})
    permit("study.attend", _("参加本支部学习"), {Role.OFFICER: Reach.OWN})
    put("study.mine", entry(_("我的学习"), "study:mine", "book-open", "study.attend", "own", 40))
    put("study.week", entry(_("周学习计划"), "study:week", "calendar-range", "study.plan", "study", 10))
    put("study.sessions", entry(_("学习登记"), "study:sessions", "users", "study.record", "study", 12))
    put(
        "study.figures",
        entry(_("学习情况"), "study:figures", "chart-column", "study.see_figures", "study", 14),
    )
