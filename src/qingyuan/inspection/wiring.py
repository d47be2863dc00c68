"""What the room plugs into the rest of the house."""

from qingyuan.burden.api import OwnForm, measures, own_forms
from qingyuan.burden.api import kinds as burden
from qingyuan.inspection.jobs import remind_of_lists
from qingyuan.inspection.policy import MINUTES
from qingyuan.inspection.queries.answers import asked_this_month
from qingyuan.inspection.rules.answers import SOURCE
from qingyuan.kit import clockwork, menu
from qingyuan.kit.words import _
from qingyuan.matters.api import Source, sources
from qingyuan.org.api import Reach, Role, permit

TEAM = {Role.CAMPAIGN_OFFICE: Reach.UNIT, Role.DISCIPLINE: Reach.UNIT, Role.LEGAL: Reach.UNIT}
APPROVERS = {
    Role.CAMPAIGN_OFFICE: Reach.UNIT,
    Role.DISCIPLINE: Reach.UNIT,
    Role.UNIT_HEAD: Reach.UNIT,
}
UNIT_SIDE = {Role.UNIT_HEAD: Reach.UNIT, Role.CLERK: Reach.UNIT}
TABLES = {Role.CAMPAIGN_OFFICE: Reach.BUREAU, Role.DISCIPLINE: Reach.BUREAU}


def connect() -> None:
    permit("inspection.see", _("查看检查清单和答复"), {**TEAM, **UNIT_SIDE, Role.GUIDANCE: Reach.UNIT})
    permit("inspection.make_list", _("拟订和结束检查清单"), TEAM)
    permit("inspection.approve_list", _("批准、退回和撤回检查清单"), APPROVERS)
    permit("inspection.answer", _("答复检查清单"), UNIT_SIDE)
    permit("inspection.export", _("导出检查清单的答复"), {**TEAM, **UNIT_SIDE})
    permit("inspection.change_topic", _("维护检查专题"), TABLES)

    sources.put(SOURCE, Source(_("检查清单")))
    clockwork.jobs.put("list_reminders", remind_of_lists)
    own_forms.put(
        "inspection.answer",
        OwnForm(
            _("检查清单答复"),
            _("只问有这项职能的单位；发现的问题当天登记到台账，不再另外报送"),
            _("《公安机关督察条例》第四条"),
            burden.Filler.CLERK,
            burden.Frequency.OCCASION,
            MINUTES,
            _("涉及枪支、监管场所、交通和消防安全的清单，照常答复"),
        ),
    )
    measures.put("inspections", asked_this_month)

    put, entry = menu.entries.put, menu.Entry
    put(
        "inspection.lists",
        entry(_("检查清单"), "inspection:lists", "clipboard-check", "inspection.see", "campaign", 33),
    )
    put(
        "inspection.topics",
        entry(_("检查专题"), "inspection:topics", "tags", "inspection.change_topic", "manage", 61),
    )
