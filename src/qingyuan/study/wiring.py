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
    _materials()


def _curriculum() -> None:
    permit("study.see", _("查看学习教育安排"), {**READERS, Role.OFFICER: Reach.UNIT})
    permit("study.change_curriculum", _("维护学习内容"), OFFICE)
    put(
        "study.curriculum",
        entry(_("学习内容"), "study:curriculum", "list-tree", "study.see", "study", 40),
    )


def _materials() -> None:
    """Materials handed out, warning cases, what was understood, the clerks' class."""
    permit("study.see_materials", _("查看资料发放"), READERS)
    permit("study.keep_materials", _("登记资料和发放"), OFFICE)
    permit("study.receive_materials", _("签收资料"), {Role.UNIT_HEAD: Reach.UNIT, Role.CLERK: Reach.UNIT})
    permit("study.export_materials", _("导出资料发放"), {**OFFICE, **UNIT_SIDE})
    put(
        "study.materials",
        entry(_("资料发放"), "study:materials", "package", "study.see_materials", "study", 60),
    )
    permit("study.keep_topics", _("维护学习专题和题库"), {**OFFICE, Role.LEGAL: Reach.UNIT})
    permit("study.understand", _("回答学习专题的小题"), {Role.OFFICER: Reach.OWN})
    permit("study.see_coverage", _("按单位和职级组查看学习专题掌握情况"), READERS)
    put("study.topics", entry(_("学习专题"), "study:topics", "lightbulb", "study.see", "study", 50))
    discipline = {Role.DISCIPLINE: Reach.UNIT}
    permit("study.keep_cases", _("拟写警示案例"), discipline)
    permit("study.approve_case", _("批准、退回和撤回警示案例"), discipline)
    permit("study.read_cases_internal", _("查看警示案例内部稿"), discipline)
    permit("study.open_names", _("查看警示案例隐去的姓名"), discipline)
    permit(
        "study.read_cases_leaders",
        _("查看警示案例领导干部稿"),
        {**OFFICE, **discipline, Role.UNIT_HEAD: Reach.UNIT, Role.GUIDANCE: Reach.UNIT},
    )
    permit("study.export_cases", _("导出警示案例"), {**OFFICE, **discipline})
    put("study.cases", entry(_("警示案例"), "study:cases", "book-alert", "study.see", "study", 55))
    permit("study.see_classes", _("查看文秘培训"), READERS)
    permit("study.keep_classes", _("办文秘培训班"), OFFICE)
    permit("study.answer_survey", _("回答培训调查"), {Role.OFFICER: Reach.OWN})
    put("study.classes", entry(_("文秘培训"), "study:classes", "graduation-cap", "study.see", "study", 65))
