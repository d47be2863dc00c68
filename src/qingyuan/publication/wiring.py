"""What this room plugs into the rest of the house."""

from qingyuan.burden.api import measures, named
from qingyuan.kit import clockwork, menu
from qingyuan.kit.words import _
from qingyuan.ledger.api import mentions
from qingyuan.matters.api import Source, sources
from qingyuan.org.api import Reach, Role, permit
from qingyuan.publication.jobs import remind_of_submissions
from qingyuan.publication.queries import mentions_of
from qingyuan.publication.queries.answers import answers_of, published_answers
from qingyuan.publication.queries.facts import SHIPPED
from qingyuan.publication.queries.minutes import WRITTEN, minutes_of_documents
from qingyuan.publication.rules.register import SOURCE
from qingyuan.publication.shelves import facts
from qingyuan.study.api import shelves

OFFICE = {Role.CAMPAIGN_OFFICE: Reach.UNIT}
HEADS = {**OFFICE, Role.UNIT_HEAD: Reach.UNIT}
DESK = {**OFFICE, Role.CLERK: Reach.UNIT}
UNIT = {Role.CAMPAIGN_OFFICE: Reach.UNIT, Role.UNIT_HEAD: Reach.UNIT, Role.CLERK: Reach.UNIT}
WATCH = {**UNIT, Role.BRANCH_SECRETARY: Reach.UNIT, Role.DISCIPLINE: Reach.UNIT, Role.LEGAL: Reach.UNIT}
READERS = {**WATCH, Role.GUIDANCE: Reach.UNIT, Role.OFFICER: Reach.UNIT}


def connect() -> None:
    permit("publication.see", _("阅读已印发的通报"), READERS)
    permit("publication.draft_bulletin", _("起草通报"), DESK)
    permit("publication.issue_bulletin", _("签发通报"), HEADS)
    permit("publication.withdraw_bulletin", _("撤回通报"), HEADS)
    permit("publication.record_outcome", _("登记处理结果"), {**DESK, Role.DISCIPLINE: Reach.UNIT})
    permit("publication.object_to_item", _("对通报内容提出异议"), UNIT)
    permit("publication.answer_objection", _("答复对通报的异议"), {**HEADS, Role.DISCIPLINE: Reach.UNIT})
    permit("publication.see_weekly", _("查看周报"), {**WATCH, Role.GUIDANCE: Reach.UNIT})
    permit("publication.issue_weekly", _("印发周报"), UNIT)

    permit("publication.see_answers", _("查看对群众反映强烈问题的公开答复"), WATCH)
    permit("publication.draft_answer", _("起草公开答复"), DESK)
    permit("publication.publish_answer", _("批准公开答复和撤回"), HEADS)

    permit("publication.write", _("起草文稿"), DESK)
    permit("publication.issue_writing", _("签发和撤回文稿"), HEADS)
    permit("publication.see_writing", _("阅读已签发的文稿"), {**WATCH, Role.GUIDANCE: Reach.UNIT})
    permit("publication.keep_template", _("维护文稿模板"), {Role.CAMPAIGN_OFFICE: Reach.BUREAU})
    permit("publication.see_calendar", _("查看报送日历"), {**WATCH, Role.GUIDANCE: Reach.UNIT})
    permit("publication.keep_calendar", _("维护报送日历"), OFFICE)
    permit("publication.send_submission", _("起草和报送"), DESK)
    permit("publication.register_guidance", _("登记、更新和废止制度文件"), DESK)
    permit("publication.see_research", _("查看调研课题"), {**READERS, Role.OFFICER: Reach.OWN})
    permit("publication.set_research", _("设立调研课题和结题"), HEADS)

    for name, source in SHIPPED.items():
        facts.put(name, source)
    sources.put(SOURCE, Source(_("调研课题")))
    clockwork.jobs.put("submission_reminders", remind_of_submissions)

    mentions.put("publication", mentions_of)
    mentions.put("answers", answers_of)
    shelves.published.put("answers", published_answers)
    named.put(WRITTEN, _("写文稿"))
    measures.put("writing", minutes_of_documents)
    menu.slots.put("answers", menu.Slot(_("群众反映强烈问题办理结果"), "publication:public"))
    put, entry = menu.entries.put, menu.Entry
    put(
        "publication.bulletins",
        entry(_("通报"), "publication:bulletins", "megaphone", "publication.see", "publish", 40, key="b"),
    )
    put(
        "publication.weekly",
        entry(
            _("周报"), "publication:weekly", "chart-column", "publication.see_weekly", "publish", 41, key="z"
        ),
    )
    put(
        "publication.writings",
        entry(_("文稿"), "publication:writings", "pencil", "publication.see_writing", "publish", 44),
    )
    put(
        "publication.calendar",
        entry(
            _("报送日历"), "publication:calendar", "calendar-range", "publication.see_calendar", "publish", 45
        ),
    )
    put(
        "publication.register",
        entry(_("制度文件"), "publication:register", "stamp", "publication.see", "publish", 46),
    )
    put(
        "publication.research",
        entry(_("调研课题"), "publication:research", "eye", "publication.see_research", "publish", 47),
    )
    put(
        "publication.templates",
        entry(_("文稿模板"), "publication:templates", "tags", "publication.keep_template", "manage", 62),
    )
    put(
        "publication.orphans",
        entry(_("漏处理"), "publication:orphans", "gavel", "publication.record_outcome", "publish", 42),
    )
    put(
        "publication.answers",
        entry(_("公开答复"), "publication:answers", "flame", "publication.see_answers", "publish", 43),
    )
