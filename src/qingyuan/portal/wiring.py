"""What the portal plugs into the rest of the house."""

from qingyuan.discipline.api import Keys, sealing
from qingyuan.kit import bus, menu
from qingyuan.kit.words import _
from qingyuan.org.api import Reach, Role, permit
from qingyuan.portal.rules import reporter_known
from qingyuan.reports.api import queries as reports
from qingyuan.reports.events import ReporterKnown
from qingyuan.study.api import shelves as study


def connect() -> None:
    sealing.put("reports", Keys(reports.lent.about, reports.lent.held))
    permit("portal.see_record", _("查看操作记录"), {Role.AUDIT_ADMIN: Reach.BUREAU})
    permit("portal.register_witness", _("登记和停用见证人"), {Role.SECURITY_ADMIN: Reach.BUREAU})
    check = study.CaseUse(_("转为自查清单"), "clipboard-check", "portal:check_list", "inspection.make_list")
    study.case_uses.put("check_list", check)
    bus.hear(ReporterKnown, reporter_known)
    menu.slots.put("home", menu.Slot(_("首页"), "portal:home"))
    menu.slots.put("check", menu.Slot(_("核验收条文件"), "portal:check"))
    menu.slots.put("cases", menu.Slot(_("公开的警示案例"), "portal:public_cases"))
    put, entry = menu.entries.put, menu.Entry
    put("portal.home", entry(_("我的工作"), "portal:home", "house", "", "home", 10, "h"))
    put(
        "portal.record",
        entry(_("操作记录"), "portal:record", "scroll-text", "portal.see_record", "manage", 90),
    )
    put(
        "portal.witnesses",
        entry(_("见证人"), "portal:witnesses", "eye", "portal.register_witness", "manage", 91),
    )
    put("portal.help", entry(_("使用说明"), "portal:help", "circle-question-mark", "", "manage", 99))
