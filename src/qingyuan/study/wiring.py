"""What the room plugs into the rest of the house."""

from qingyuan.kit import clockwork, menu
from qingyuan.kit.words import _
from qingyuan.org.api import Reach, Role, permit
from qingyuan.study.jobs import tend_essays
from qingyuan.study.queries.essays import MOST

put, entry = menu.entries.put, menu.Entry
OFFICE = {Role.CAMPAIGN_OFFICE: Reach.UNIT}
UNIT_SIDE = {Role.UNIT_HEAD: Reach.UNIT, Role.CLERK: Reach.UNIT, Role.BRANCH_SECRETARY: Reach.UNIT}
READERS = {
    **OFFICE,
    **UNIT_SIDE,
    Role.DISCIPLINE: Reach.UNIT,
    Role.LEGAL: Reach.UNIT,
    Role.GUIDANCE: Reach.UNIT,
}


def connect() -> None:
    _curriculum()
    _essays()


def _curriculum() -> None:
    permit("study.see", _("查看学习教育安排"), {**READERS, Role.OFFICER: Reach.UNIT})
    permit("study.change_curriculum", _("维护学习内容"), OFFICE)
    put(
        "study.curriculum",
        entry(_("学习内容"), "study:curriculum", "list-tree", "study.see", "study", 40),
    )


def _essays() -> None:
    permit("study.write_essay", _("写心得体会"), {Role.OFFICER: Reach.OWN})
    permit(
        "study.review_essay",
        _("审阅心得体会"),
        {Role.BRANCH_SECRETARY: Reach.UNIT, Role.UNIT_HEAD: Reach.UNIT},
    )
    permit("study.call_essay", _("布置心得体会"), OFFICE, settings=(MOST,))
    permit(
        "study.see_essay_figures",
        _("查看心得体会的统计"),
        {**OFFICE, Role.UNIT_HEAD: Reach.UNIT, Role.GUIDANCE: Reach.UNIT},
    )
    permit(
        "study.keep_essay_source",
        _("维护心得体会的比对资料"),
        {Role.CAMPAIGN_OFFICE: Reach.BUREAU},
    )
    clockwork.jobs.put("essays", tend_essays)
    put("study.essays", entry(_("心得体会"), "study:essays", "notebook-pen", "study.see", "study", 45))
