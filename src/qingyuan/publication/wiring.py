"""What this room plugs into the rest of the house."""

from qingyuan.kit import menu
from qingyuan.kit.words import _
from qingyuan.ledger.api import mentions
from qingyuan.org.api import Reach, Role, permit
from qingyuan.publication.queries import mentions_of
from qingyuan.publication.queries.answers import answers_of, published_answers
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

    mentions.put("publication", mentions_of)
    mentions.put("answers", answers_of)
    shelves.published.put("answers", published_answers)
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
        "publication.orphans",
        entry(_("漏处理"), "publication:orphans", "gavel", "publication.record_outcome", "publish", 42),
    )
    put(
        "publication.answers",
        entry(_("公开答复"), "publication:answers", "flame", "publication.see_answers", "publish", 43),
    )
