"""What this room plugs into the rest of the house."""

from django.urls import reverse
from django.utils.translation import pgettext_lazy

from qingyuan.burden.api import OwnForm, measures, own_forms
from qingyuan.burden.api import kinds as burden
from qingyuan.campaign.api import gate_figures, results
from qingyuan.kit import clockwork, menu
from qingyuan.kit.words import _
from qingyuan.ledger.jobs import drop_old_lists, tick
from qingyuan.ledger.queries import attachments, gate, results_of_tasks
from qingyuan.matters.api import shelves
from qingyuan.org.api import Reach, Role, permit

LEADING = {
    Role.CAMPAIGN_OFFICE: Reach.UNIT,
    Role.UNIT_HEAD: Reach.UNIT,
    Role.CLERK: Reach.UNIT,
    Role.BRANCH_SECRETARY: Reach.UNIT,
    Role.DISCIPLINE: Reach.UNIT,
    Role.LEGAL: Reach.UNIT,
    Role.GUIDANCE: Reach.UNIT,
}


def page_of(matter_id: int) -> str:
    """The address of a matter."""
    return reverse("ledger:matter", args=[matter_id])


def connect() -> None:
    permit("ledger.save_view", _("保存常用筛选"), {**LEADING, Role.OFFICER: Reach.OWN})
    permit("ledger.see_figures", _("查看根源分析和专项整治"), LEADING)

    permit("ledger.see_hot", _("查看群众反映强烈的问题"), LEADING)
    clockwork.jobs.put("reminders", tick)
    clockwork.jobs.put("old_lists", drop_old_lists)
    shelves.pages.put("matter", page_of)
    gate_figures.put("ledger", gate)
    results.put("tasks", results_of_tasks)
    own_forms.put(
        "ledger.register",
        OwnForm(
            _("问题登记"),
            _("一个问题一张，三定、销号和各类报表都从这里取数，不再另填"),
            _("教育整顿实施方案"),
            burden.Filler.CLERK,
            burden.Frequency.OCCASION,
            3,
            _("群众反映的、涉及安全的问题，照常登记"),
        ),
    )
    measures.put("attachments", attachments)
    menu.slots.put("search", menu.Slot(_("搜索台账"), "ledger:list", "matters.see"))

    entry = menu.Entry
    put = menu.entries.put
    put("ledger.mine", entry(_("我的事项"), "ledger:mine", "user-check", "matters.see", "work", 20, "m"))
    put("ledger.list", entry(_("问题台账"), "ledger:list", "notebook-text", "matters.see", "ledger", 21, "l"))
    put(
        "ledger.register",
        entry(_("登记问题"), "ledger:register", "plus", "matters.register", "ledger", 22, "n"),
    )
    put("ledger.to_sign", entry(_("待我验收"), "ledger:to_sign", "stamp", "matters.close", "work", 24, "s"))
    put("ledger.late", entry(_("超期督办"), "ledger:late", "alarm-clock", "matters.see", "work", 25, "o"))
    put(
        "ledger.extensions",
        entry(_("延期审批"), "ledger:extensions", "calendar-check", "matters.answer_extension", "work", 26),
    )
    put(
        "ledger.rechecks",
        entry(
            pgettext_lazy("list", "回头看"), "ledger:rechecks", "rotate-ccw", "matters.recheck", "work", 27
        ),
    )
    put("ledger.hot", entry(_("群众反映强烈"), "ledger:hot", "flame", "ledger.see_hot", "work", 25))
    put("ledger.reminders", entry(_("提醒"), "ledger:reminders", "bell", "matters.see", "work", 28, "r"))
    put(
        "ledger.common",
        entry(
            pgettext_lazy("list", "共性问题"), "ledger:common", "layers", "matters.make_common", "insight", 20
        ),
    )
    put(
        "ledger.causes",
        entry(_("根源分析"), "ledger:causes", "chart-bar", "ledger.see_figures", "insight", 21),
    )
    put("ledger.themes", entry(_("专项整治"), "ledger:themes", "target", "ledger.see_figures", "insight", 22))
    put(
        "ledger.categories",
        entry(
            pgettext_lazy("list", "问题类别"),
            "ledger:categories",
            "tags",
            "matters.change_category",
            "manage",
            60,
        ),
    )
    permit("ledger.see_wall", _("查看挂图作战"), LEADING)
    permit("ledger.open_screen", _("开通上墙屏幕"), {Role.CAMPAIGN_OFFICE: Reach.UNIT})
    permit("ledger.revoke_screen", _("停用上墙屏幕"), {Role.CAMPAIGN_OFFICE: Reach.UNIT})
    put("ledger.wall", entry(_("挂图作战"), "ledger:wall", "map", "ledger.see_wall", "ledger", 29, "w"))
    register = {**LEADING, Role.DISCIPLINE: Reach.UNIT}
    del register[Role.BRANCH_SECRETARY], register[Role.GUIDANCE]
    permit("ledger.import", _("从表格导入问题"), register)
    permit("ledger.undo", _("撤销一次导入"), register)
    permit("ledger.export", _("导出台账"), {**LEADING, Role.OFFICER: Reach.OWN})
    put("ledger.import", entry(_("导入问题"), "ledger:import", "file-up", "ledger.import", "ledger", 23))
