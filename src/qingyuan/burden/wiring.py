"""What the room plugs into the rest of the house."""

from qingyuan.burden.jobs import file_away_weeks, meet_own_forms
from qingyuan.burden.queries import places
from qingyuan.burden.shelves import known
from qingyuan.kit import clockwork, menu
from qingyuan.kit.words import _
from qingyuan.org.api import Reach, Role, permit

WORKING = (
    *(Role.CAMPAIGN_OFFICE, Role.UNIT_HEAD, Role.CLERK, Role.BRANCH_SECRETARY),
    *(Role.OFFICER, Role.DISCIPLINE, Role.LEGAL),
)
MAKERS = dict.fromkeys(
    (Role.CAMPAIGN_OFFICE, Role.UNIT_HEAD, Role.CLERK, Role.DISCIPLINE, Role.LEGAL), Reach.UNIT
)
APPROVERS = dict.fromkeys((Role.CAMPAIGN_OFFICE, Role.UNIT_HEAD), Reach.UNIT)
UNIT_SIDE = dict.fromkeys((Role.UNIT_HEAD, Role.CLERK), Reach.UNIT)
OFFICE = {Role.CAMPAIGN_OFFICE: Reach.BUREAU}


def connect() -> None:
    permit("burden.see", _("查看表单登记册和减负答复"), dict.fromkeys((*WORKING, Role.GUIDANCE), Reach.UNIT))
    permit("burden.make_passport", _("拟订表单护照"), MAKERS)
    permit("burden.approve_passport", _("批准、退回、延期和停用表单"), APPROVERS)
    permit("burden.close_stock", _("结束存量表单清理"), OFFICE)
    permit("burden.change_field", _("维护字段登记"), OFFICE)
    permit("burden.export_register", _("导出表单登记册"), MAKERS)
    permit("burden.send_request", _("下发表单"), MAKERS)
    permit("burden.fill", _("填报和拒绝表单"), {**UNIT_SIDE, Role.BRANCH_SECRETARY: Reach.UNIT})
    permit("burden.fill_own", _("填报和拒绝发给民警的表单"), {Role.OFFICER: Reach.UNIT})
    permit(
        "burden.see_meter",
        _("查看负担计量"),
        {**UNIT_SIDE, **dict.fromkeys((Role.CAMPAIGN_OFFICE, Role.DISCIPLINE, Role.GUIDANCE), Reach.UNIT)},
    )
    permit("burden.lower_cap", _("降低负担上限"), {**OFFICE, Role.UNIT_HEAD: Reach.BUREAU})
    permit("burden.raise_cap", _("提高负担上限"), {Role.UNIT_HEAD: Reach.BUREAU})
    permit("burden.say", _("提出负担重的意见"), dict.fromkeys(WORKING, Reach.UNIT))
    permit("burden.hand_over", _("把减负事项交给责任单位"), OFFICE)
    permit("burden.answer_item", _("答复减负事项"), UNIT_SIDE)
    permit("burden.hold_survey", _("组织负担排查起底"), OFFICE)

    for code, ask in (
        ("police", places.police),
        ("auxiliaries", places.auxiliaries),
        ("branches", places.branches),
    ):
        known.put(code, ask)
    clockwork.jobs.put("burden_weeks", file_away_weeks)
    clockwork.jobs.put("own_forms", meet_own_forms)

    menu.slots.put("complain", menu.Slot(_("提意见：负担重、重复填"), "burden:complain", "burden.say"))
    put, entry = menu.entries.put, menu.Entry
    put("burden.asks", entry(_("要填的表"), "burden:asks", "clipboard-pen", "burden.see", "work", 46))
    put("burden.meter", entry(_("负担计量"), "burden:meter", "gauge", "burden.see_meter", "campaign", 40))
    put(
        "burden.register",
        entry(_("表单登记册"), "burden:register", "book-marked", "burden.see", "campaign", 41),
    )
    put(
        "burden.items",
        entry(_("减负清单"), "burden:items", "message-square-warning", "burden.see", "campaign", 42),
    )
