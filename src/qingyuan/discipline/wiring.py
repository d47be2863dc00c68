"""What the room plugs into the rest of the house."""

from django.utils.translation import pgettext_lazy

from qingyuan.discipline.jobs import (
    draw_spot_checks,
    drop_old_lead_lists,
    raise_late_leads,
    remind_of_ended_sanctions,
    sum_up_quarters,
    watch_over_recorders,
)
from qingyuan.discipline.queries.held import held as held_of_leads
from qingyuan.discipline.queries.leads import SILENT_DAYS, for_good
from qingyuan.discipline.queries.selfreport import SUBJECT, held
from qingyuan.discipline.queries.vetoes import against_closing
from qingyuan.discipline.rules import leads
from qingyuan.discipline.rules.checks import SHARE
from qingyuan.kit import bus, clockwork, menu
from qingyuan.kit.words import _
from qingyuan.matters.api import Source, shelves, sources
from qingyuan.matters.events import MatterClosed, MatterMoved, MatterOpened, MatterReopened
from qingyuan.org.api import Reach, Role, permit
from qingyuan.trail.api import held as held_things

DUTY = {Role.DISCIPLINE: Reach.UNIT}
DESK = "discipline"  # the group of the menu


def connect() -> None:
    permit("discipline.see_leads", _("查看线索"), DUTY)
    permit("discipline.register_lead", _("登记线索"), DUTY)
    permit("discipline.handle_lead", _("办理线索"), DUTY)
    permit("discipline.determine_false_report", _("认定诬告陷害"), {Role.DISCIPLINE: Reach.BUREAU})
    permit(
        "discipline.change_clock",
        _("维护线索时限"),
        {Role.CAMPAIGN_OFFICE: Reach.BUREAU, Role.DISCIPLINE: Reach.BUREAU},
        settings=(SILENT_DAYS, SHARE),
    )
    permit("discipline.record_interference", _("记录过问案件"), {Role.OFFICER: Reach.OWN})
    permit("discipline.report_nil", _("零报告"), {Role.CLERK: Reach.UNIT, Role.UNIT_HEAD: Reach.UNIT})
    permit("discipline.see_records", _("查看过问案件的记录"), DUTY)
    permit("discipline.see_watch", _("核查对记录人、举报人和证人的人事变动"), DUTY)
    permit("discipline.spot_check", _("抽查线索和过问案件的记录"), {**DUTY, Role.LEGAL: Reach.UNIT})
    permit("discipline.see_own", _("查看对本人的处理并申诉"), {Role.OFFICER: Reach.OWN})

    own, office = {Role.OFFICER: Reach.OWN}, {Role.CAMPAIGN_OFFICE: Reach.UNIT, **DUTY}
    permit("discipline.self_report", _("对照自查和主动说明问题"), own)
    permit("discipline.publish_policy", _("发布自查政策"), {Role.DISCIPLINE: Reach.BUREAU})
    permit("discipline.hold_window", _("开设自查窗口"), office)
    permit("discipline.see_windows", _("查看自查窗口的作答人数"), {Role.UNIT_HEAD: Reach.UNIT, **office})
    permit("discipline.read_self_reports", _("办理主动说明"), DUTY)
    permit("discipline.declare", _("申报"), own)
    permit("discipline.keep_category", _("维护申报事项"), {Role.DISCIPLINE: Reach.BUREAU})
    permit("discipline.hold_round", _("开展申报"), DUTY)
    permit(
        "discipline.see_undeclared",
        _("查看本单位还没有申报的人"),
        {Role.UNIT_HEAD: Reach.UNIT, Role.CLERK: Reach.UNIT, **DUTY},
    )
    permit("discipline.read_declarations", _("查看申报"), DUTY)
    permit("discipline.talk", _("约谈心谈话"), own)
    held_things.put(SUBJECT, held)
    held_things.put("lead", held_of_leads)

    bus.hear(MatterOpened, leads.lead_opened)
    bus.hear(MatterMoved, leads.lead_moved)
    bus.hear(MatterClosed, leads.lead_closed)
    bus.hear(MatterReopened, leads.lead_reopened)
    sources.put(leads.SOURCE, Source(_("线索登记")))
    shelves.vetoes.put("discipline", against_closing)
    shelves.belongings.put("discipline", for_good)
    clockwork.jobs.put("late_leads", raise_late_leads)
    clockwork.jobs.put("ended_sanctions", remind_of_ended_sanctions)
    clockwork.jobs.put("quarters", sum_up_quarters)
    clockwork.jobs.put("spot_checks", draw_spot_checks)
    clockwork.jobs.put("retaliation_watch", watch_over_recorders)
    clockwork.jobs.put("old_lead_lists", drop_old_lead_lists)

    put, entry = menu.entries.put, menu.Entry
    see, seen, checked = "discipline.see_leads", "discipline.see_records", "discipline.spot_check"
    leads_listed = pgettext_lazy("list", "线索")
    put("discipline.leads", entry(leads_listed, "discipline:leads", "file-search", see, DESK, 10, "x"))
    put("discipline.handlings", entry(_("处理"), "discipline:handlings", "gavel", see, DESK, 20))
    put("discipline.records", entry(_("三个规定"), "discipline:records", "scale", seen, DESK, 30))
    put("discipline.checks", entry(_("抽查"), "discipline:spot_checks", "dices", checked, DESK, 40))
    put(
        "discipline.watch",
        entry(_("防打击报复"), "discipline:watch", "shield-alert", "discipline.see_watch", DESK, 50),
    )
    put(
        "discipline.clocks",
        entry(_("线索时限"), "discipline:clocks", "timer", "discipline.change_clock", "manage", 60),
    )
    put(
        "discipline.own",
        entry(_("对我的处理"), "discipline:own", "user-check", "discipline.see_own", "own", 45),
    )
    put(
        "discipline.record",
        entry(
            _("记录过问案件"), "discipline:record", "pen-line", "discipline.record_interference", "own", 46
        ),
    )
    put(
        "discipline.nil",
        entry(_("零报告"), "discipline:nil", "circle-check", "discipline.report_nil", "work", 47),
    )
    for name, words, url, icon, permission, group, place in (
        ("selfexam", _("对照自查"), "selfexam", "list-checks", "self_report", "own", 41),
        ("declarations", _("申报"), "declarations", "file-pen-line", "declare", "own", 42),
        ("talks", _("谈心谈话"), "talks", "messages-square", "talk", "own", 43),
        ("windows", _("自查窗口"), "windows", "app-window", "see_windows", DESK, 60),
        ("told", _("主动说明"), "told", "mail-open", "read_self_reports", DESK, 15),
        ("rounds", _("申报情况"), "rounds", "files", "see_undeclared", DESK, 65),
    ):
        put(
            f"discipline.{name}",
            entry(words, f"discipline:{url}", icon, f"discipline.{permission}", group, place),
        )
