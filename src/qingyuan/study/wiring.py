"""What the room plugs into the rest of the house."""

from qingyuan.kit import menu
from qingyuan.kit.words import _
from qingyuan.org.api import Reach, Role, permit

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


def _curriculum() -> None:
    permit("study.see", _("查看学习教育安排"), {**READERS, Role.OFFICER: Reach.UNIT})
    permit("study.change_curriculum", _("维护学习内容"), OFFICE)
    put(
        "study.curriculum",
        entry(_("学习内容"), "study:curriculum", "list-tree", "study.see", "study", 40),
    )
