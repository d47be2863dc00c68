"""What the organisation plugs into the rest of the house."""

from datetime import date
from typing import Any

from django.contrib.auth.signals import user_logged_in
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from qingyuan.kit import clockwork, menu, workdays
from qingyuan.org.jobs import drop_old_rosters
from qingyuan.org.kinds import Reach, Role
from qingyuan.org.shelves import permit

SEES_ALL = {
    Role.CAMPAIGN_OFFICE: Reach.UNIT,
    Role.UNIT_HEAD: Reach.UNIT,
    Role.CLERK: Reach.UNIT,
    Role.BRANCH_SECRETARY: Reach.UNIT,
    Role.DISCIPLINE: Reach.UNIT,
    Role.LEGAL: Reach.UNIT,
    Role.GUIDANCE: Reach.UNIT,
    Role.SYSTEM_ADMIN: Reach.UNIT,
    Role.SECURITY_ADMIN: Reach.UNIT,
}


KEEPS_DUTY = {Role.CAMPAIGN_OFFICE: Reach.UNIT, Role.CLERK: Reach.UNIT}
SEES_DUTY = {**KEEPS_DUTY, Role.UNIT_HEAD: Reach.UNIT, Role.OFFICER: Reach.OWN}


def own_calendar(day: date) -> bool | None:
    """The bureau's own word about a day, if it has one."""
    from qingyuan.org.queries import own_days

    return own_days().get(day)


def opens(request: Any, permission: str) -> bool:
    """Whether the person behind a request holds a permission somewhere: what the menu shows."""
    from qingyuan.kit import clock
    from qingyuan.org.queries import reach

    by = getattr(request, "by", None)
    return by is not None and bool(reach(by, permission, clock.now()))


def plate(request: Any) -> menu.Plate | None:
    """Name and unit of the person behind a request."""
    from qingyuan.kit import clock
    from qingyuan.org.queries import standing

    by = getattr(request, "by", None)
    return menu.Plate(by.name, standing(by, clock.now()).home_name) if by is not None else None


def connect() -> None:
    workdays.ask_first(own_calendar)
    user_logged_in.disconnect(dispatch_uid="update_last_login")  # the rule writes it, by the house's clock
    permit("org.see_units", _("查看单位和人员"), SEES_ALL)
    permit("org.change_units", _("维护单位"), {Role.SYSTEM_ADMIN: Reach.UNIT})
    permit("org.change_people", _("维护人员、任职和党支部"), {Role.SYSTEM_ADMIN: Reach.UNIT})
    permit("org.change_settings", _("修改系统设置和工作日历"), {Role.SYSTEM_ADMIN: Reach.BUREAU})
    permit("org.appoint", _("授予和收回角色"), {Role.SECURITY_ADMIN: Reach.UNIT})
    permit("org.manage_accounts", _("启用、停用和重置账号"), {Role.SECURITY_ADMIN: Reach.UNIT})
    permit(
        "org.require_second_factor", _("规定哪些角色必须使用动态口令"), {Role.SECURITY_ADMIN: Reach.BUREAU}
    )
    permit("org.see_duty", _("查看值班排班"), SEES_DUTY)
    permit("org.keep_duty", _("维护值班排班"), KEEPS_DUTY)
    menu.gates.put("org", opens)
    menu.plates.put("org", plate)
    menu.slots.put("sign_in", menu.Slot(_("登录"), "org:sign_in"))
    menu.slots.put("sign_out", menu.Slot(_("退出登录"), "org:sign_out"))
    menu.slots.put("account", menu.Slot(_("我的账号和权限"), "org:own"))
    entry = menu.Entry
    put = menu.entries.put
    put("org.duty", entry(_("值班排班"), "org:duty", "calendar-clock", "org.see_duty", "campaign", 30, "d"))
    put(
        "org.units",
        entry(pgettext_lazy("list", "单位"), "org:units", "building-2", "org.see_units", "manage", 80),
    )
    put(
        "org.people",
        entry(pgettext_lazy("list", "人员"), "org:people", "users", "org.see_units", "manage", 81),
    )
    put("org.roster", entry(_("导入名册"), "org:roster", "file-up", "org.change_people", "manage", 82))
    put(
        "org.accounts",
        entry(
            pgettext_lazy("list", "账号"), "org:accounts", "key-round", "org.manage_accounts", "manage", 83
        ),
    )
    put(
        "org.security",
        entry(_("动态口令"), "org:security", "shield-check", "org.require_second_factor", "manage", 84),
    )
    put(
        "org.calendar",
        entry(_("工作日历"), "org:calendar", "calendar-days", "org.change_settings", "manage", 85),
    )
    put(
        "org.settings",
        entry(_("系统设置"), "org:settings", "settings-2", "org.change_settings", "manage", 86),
    )
    clockwork.jobs.put("old_rosters", drop_old_rosters)
