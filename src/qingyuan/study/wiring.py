"""What the room plugs into the rest of the house."""

from qingyuan.burden.api import OwnForm, measures, named, own_forms
from qingyuan.burden.api import kinds as burden
from qingyuan.kit import clockwork, menu
from qingyuan.kit.words import _
from qingyuan.org.api import Reach, Role, permit
from qingyuan.study.jobs import tend_essays
from qingyuan.study.queries import feed
from qingyuan.study.queries.essays import MOST, WRITE
from qingyuan.study.queries.places import PLAN, RECORD
from qingyuan.study.queries.plans import minutes_of_plans
from qingyuan.study.rules.sessions import OUTSIDE
from qingyuan.study.shelves import calendar

put, entry = menu.entries.put, menu.Entry
OFFICE = {Role.CAMPAIGN_OFFICE: Reach.UNIT}
UNIT_SIDE = {Role.UNIT_HEAD: Reach.UNIT, Role.CLERK: Reach.UNIT}
SECRETARY = {Role.BRANCH_SECRETARY: Reach.OWN}
ABOVE = {Role.DISCIPLINE: Reach.UNIT, Role.LEGAL: Reach.UNIT, Role.GUIDANCE: Reach.UNIT}
EVERYBODY = {Role.BRANCH_SECRETARY: Reach.UNIT, Role.OFFICER: Reach.UNIT}
EVENT_PAGES = (
    ("events", _("学习活动"), "presentation", "study.see_events"),
    ("life", _("组织生活"), "calendar-check", "study.see_life"),
    ("rotations", _("政治轮训"), "repeat", "study.see_rotation"),
    ("special_duty", _("战时状态"), "siren", "study.switch_special_duty"),
)


def connect() -> None:
    _curriculum()
    _plans()
    _materials()
    _events()
    _contests()
    _essays()


def _curriculum() -> None:
    permit("study.see", _("查看学习教育安排"), {**OFFICE, **UNIT_SIDE, **ABOVE, **EVERYBODY})
    permit("study.change_curriculum", _("维护学习内容"), OFFICE)
    put(
        "study.curriculum",
        entry(_("学习内容"), "study:curriculum", "list-tree", "study.see", "study", 40),
    )


def _plans() -> None:
    permit("study.plan", _("制订周学习计划"), {**OFFICE, **UNIT_SIDE, **SECRETARY})
    permit("study.settle_plan", _("定下周学习计划"), {**OFFICE, **UNIT_SIDE, **SECRETARY})
    permit("study.set_recurrence", _("规定固定学习日"), {**OFFICE, **UNIT_SIDE})
    head = {Role.UNIT_HEAD: Reach.BUREAU}
    permit("study.set_hours", _("规定上下班时间"), {Role.CAMPAIGN_OFFICE: Reach.BUREAU, **head})
    permit("study.widen_hours", _("提早上班或者推迟下班"), head)
    permit("study.record", _("登记学习情况"), {Role.CLERK: Reach.UNIT, **SECRETARY})
    permit("study.see_figures", _("查看学习教育数字"), {**OFFICE, **UNIT_SIDE, **ABOVE})
    permit("study.attend", _("参加本支部学习"), {Role.OFFICER: Reach.OWN})
    named.put(OUTSIDE, _("班后和休息日学习"))
    named.put(PLAN, _("周学习计划"))
    measures.put("plans", minutes_of_plans)
    own_forms.put(
        RECORD,
        OwnForm(
            _("学习登记"),
            _("各支部每次学习只登记一次；参学率、值班和补学由系统算出，不再另外报送"),
            _("《中国共产党支部工作条例（试行）》第十六条"),
            burden.Filler.SECRETARY,
            burden.Frequency.WEEKLY,
            3,
        ),
    )
    put("study.mine", entry(_("我的学习"), "study:mine", "book-open", "study.attend", "own", 40))
    put("study.week", entry(_("周学习计划"), "study:week", "calendar-range", "study.plan", "study", 10))
    put("study.sessions", entry(_("学习登记"), "study:sessions", "users", "study.record", "study", 12))
    put(
        "study.figures",
        entry(_("学习情况"), "study:figures", "chart-column", "study.see_figures", "study", 14),
    )


def _materials() -> None:
    """Materials handed out, warning cases, what was understood, the clerks' class."""
    readers = {**OFFICE, **UNIT_SIDE, **ABOVE, Role.BRANCH_SECRETARY: Reach.UNIT}
    permit("study.see_materials", _("查看资料发放"), readers)
    permit("study.keep_materials", _("登记资料和发放"), OFFICE)
    permit("study.receive_materials", _("签收资料"), UNIT_SIDE)
    permit("study.export_materials", _("导出资料发放"), {**OFFICE, **UNIT_SIDE})
    put(
        "study.materials",
        entry(_("资料发放"), "study:materials", "package", "study.see_materials", "study", 60),
    )
    permit("study.keep_topics", _("维护学习专题和题库"), {**OFFICE, Role.LEGAL: Reach.UNIT})
    permit("study.understand", _("回答学习专题的小题"), {Role.OFFICER: Reach.OWN})
    permit("study.see_coverage", _("按单位和职级组查看学习专题掌握情况"), readers)
    put("study.topics", entry(_("学习专题"), "study:topics", "lightbulb", "study.see", "study", 50))
    discipline = {Role.DISCIPLINE: Reach.UNIT}
    permit("study.keep_cases", _("拟写警示案例"), discipline)
    permit("study.approve_case", _("批准、退回和撤回警示案例"), discipline)
    permit("study.release_case", _("签发和停止对外公开警示案例"), discipline)
    permit("study.read_cases_internal", _("查看警示案例内部稿"), discipline)
    permit("study.open_names", _("查看警示案例隐去的姓名"), discipline)
    permit(
        "study.read_cases_leaders",
        _("查看警示案例领导干部稿"),
        {**OFFICE, **discipline, Role.UNIT_HEAD: Reach.UNIT, Role.GUIDANCE: Reach.UNIT},
    )
    permit("study.export_cases", _("导出警示案例"), {**OFFICE, **discipline})
    put("study.cases", entry(_("警示案例"), "study:cases", "book-alert", "study.see", "study", 55))
    permit("study.see_classes", _("查看文秘培训"), readers)
    permit("study.keep_classes", _("办文秘培训班"), OFFICE)
    permit("study.answer_survey", _("回答培训调查"), {Role.OFFICER: Reach.OWN})
    put("study.classes", entry(_("文秘培训"), "study:classes", "graduation-cap", "study.see", "study", 65))


def _events() -> None:
    keepers = {**OFFICE, **UNIT_SIDE, **SECRETARY}
    readers = {**OFFICE, **UNIT_SIDE, **SECRETARY, Role.DISCIPLINE: Reach.UNIT, Role.GUIDANCE: Reach.UNIT}
    permit("study.see_events", _("查看学习活动"), {**keepers, **ABOVE, Role.OFFICER: Reach.OWN})
    permit("study.keep_events", _("安排和登记学习活动"), keepers)
    permit("study.join_event", _("组织本单位参加其他单位的活动"), {**OFFICE, **UNIT_SIDE})
    permit("study.enter_quiz", _("自愿报名答题"), {Role.OFFICER: Reach.OWN})
    permit("study.keep_bases", _("维护教育基地名录"), {**OFFICE, Role.CLERK: Reach.UNIT})
    permit("study.keep_posts", _("登记专栏文章"), OFFICE)
    permit("study.see_life", _("查看组织生活安排"), readers)
    permit("study.keep_life", _("确定日期和登记组织生活"), {**OFFICE, Role.CLERK: Reach.UNIT, **SECRETARY})
    permit("study.change_life_rule", _("修改组织生活规则"), {Role.CAMPAIGN_OFFICE: Reach.BUREAU})
    permit("study.see_rotation", _("查看政治轮训"), {**OFFICE, **UNIT_SIDE, Role.GUIDANCE: Reach.UNIT})
    permit("study.keep_rotation", _("安排政治轮训"), {**OFFICE, Role.CLERK: Reach.UNIT})
    permit("study.switch_special_duty", _("开启和结束战时状态"), {**OFFICE, Role.UNIT_HEAD: Reach.UNIT})
    permit("study.own_calendar", _("查看本人日历"), {Role.OFFICER: Reach.OWN})
    calendar.put("sessions", feed.of_sessions)
    calendar.put("events", feed.of_events)
    calendar.put("party_life", feed.of_party_life)
    calendar.put("rotation", feed.of_rotation)
    calendar.put("deadlines", feed.of_deadlines)
    for order, (name, words, icon, permission) in enumerate(EVENT_PAGES, 20):
        put(f"study.{name}", entry(words, f"study:{name}", icon, permission, "study", order))
    put(
        "study.own_calendar",
        entry(_("本人日历"), "study:own_calendar", "calendar", "study.own_calendar", "own", 30),
    )


def _contests() -> None:
    permit("study.keep_contest", _("发起和取消事例评选"), OFFICE)
    permit("study.enter_practice", _("推荐事例"), {**OFFICE, **UNIT_SIDE})
    permit("study.cast_ballot", _("当评委投票"), {Role.OFFICER: Reach.OWN})
    permit("study.sign_contest", _("核定评选结果"), {**OFFICE, Role.UNIT_HEAD: Reach.UNIT})
    calendar.put("ballots", feed.of_ballots)
    put("study.contests", entry(_("事例评选"), "study:contests", "award", "study.see", "study", 58))


def _essays() -> None:
    permit("study.write_essay", _("写心得体会"), {Role.OFFICER: Reach.OWN})
    permit(
        "study.review_essay",
        _("审阅心得体会"),
        {Role.BRANCH_SECRETARY: Reach.UNIT, Role.UNIT_HEAD: Reach.UNIT},
    )
    permit(
        "study.publish_essay",
        _("签发公开心得体会"),
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
    own_forms.put(
        WRITE,
        OwnForm(
            _("心得体会"),
            _("本人工作中的一个问题，我是怎么改的；一个环节至多一篇"),
            _("教育整顿实施方案"),
            burden.Filler.OFFICER,
            burden.Frequency.OCCASION,
            60,
        ),
    )
    clockwork.jobs.put("essays", tend_essays)
    put("study.essays", entry(_("心得体会"), "study:essays", "notebook-pen", "study.see", "study", 45))
