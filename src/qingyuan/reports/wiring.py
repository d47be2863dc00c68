"""What this room plugs into the rest of the house."""

from qingyuan.kit import clockwork, menu
from qingyuan.kit.words import _
from qingyuan.matters.api import Source, sources
from qingyuan.org.api import Reach, Role, permit
from qingyuan.reports.jobs import drop_spent, raise_late_reports
from qingyuan.reports.queries.held import held
from qingyuan.reports.queries.reading import circle
from qingyuan.trail.api import held as held_things


def connect() -> None:
    permit("reports.handle", _("办理分给本人岗位的举报"), {Role.DISCIPLINE: Reach.UNIT})
    permit("reports.keep_desks", _("设置举报办理岗位"), {Role.DISCIPLINE: Reach.BUREAU})
    permit("reports.agree_to_holder", _("同意岗位人员"), {Role.DISCIPLINE: Reach.BUREAU})
    sources.put("reports", Source(_("网上举报"), circle=circle))
    held_things.put("report", held)
    clockwork.jobs.put("spent_challenges", drop_spent)
    clockwork.jobs.put("late_reports", raise_late_reports)
    entry = menu.Entry
    menu.entries.put(
        "reports.list",
        entry(_("举报"), "reports:list", "mail-warning", "reports.handle", "discipline", 5, key="j"),
    )
    menu.entries.put(
        "reports.keys",
        entry(_("我的办理密钥"), "reports:keys", "key-square", "reports.handle", "discipline", 90),
    )
    menu.entries.put(
        "reports.desks",
        entry(_("举报办理岗位"), "reports:desks", "inbox", "reports.keep_desks", "manage", 88),
    )
