"""Builders for the tests of any room: check lists at any point of their way, made by the rules that make real ones."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from qingyuan.campaign.api import Campaign
from qingyuan.inspection.kinds import Grade, Result
from qingyuan.inspection.models import Answer, Asked, CheckList, Topic
from qingyuan.inspection.rules import answers, lists, sending
from qingyuan.kit.clock import local_day
from qingyuan.kit.uploads import Checked
from qingyuan.matters.api import Category
from qingyuan.org.api import Person, Unit

PAPER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
WHAT = ("证书有没有使用初始密码", "查询有没有事由", "日志是否留存六个月")


def an_item(
    what: str = WHAT[0], *, example: bool = False, category: str = "data_query_misuse", paper: str = ""
) -> lists.ItemDraft:
    """An item that lacks nothing."""
    return lists.ItemDraft(
        what=what,
        how="抽查十条",
        basis="个人信息保护法第三十四条",
        grade=Grade.A,
        criterion="全部有",
        category=Category.objects.get(pk=category),
        example=example,
        paper=paper,
    )


def a_paper(name: str = "公示.pdf", content: bytes = PAPER) -> Checked:
    """A paper as a form hands it over."""
    return Checked(name, "application/pdf", content)


def a_head(
    topic: str = "network",
    *,
    title: str = "数据查询自查",
    due_on: date,
    failed: str = "",
    effect: str = "查询都写明事由",
) -> lists.ListDraft:
    """The head of a list."""
    return lists.ListDraft(
        topic=Topic.objects.get(pk=topic),
        title=title,
        source="通报的典型案例",
        article="第二条",
        grade=Grade.B,
        failed=failed,
        effect=effect,
        function="有公民信息查询权限",
        due_on=due_on,
    )


def a_draft(
    campaign: Campaign,
    *,
    by: Person,
    at: datetime,
    unit: Unit | None = None,
    units: Sequence[Unit] = (),
    topic: str = "network",
    title: str = "数据查询自查",
    items: Sequence[lists.ItemDraft] | None = None,
    due_on: date | None = None,
) -> CheckList:
    """A list at the desk, with units if there are any."""
    made = lists.make_list(
        campaign=campaign,
        unit=unit or campaign.unit,
        draft=a_head(
            topic, title=title, due_on=due_on or local_day(at) + timedelta(days=10), failed="没有抽查"
        ),
        items=[an_item(what) for what in WHAT] if items is None else items,
        by=by,
        at=at,
    )
    if units:
        made = lists.choose_units(list_id=made.pk, units=units, by=by, at=at)
    return made


def a_sent_list(
    campaign: Campaign, units: Sequence[Unit], *, by: Person, approver: Person, at: datetime, **given: object
) -> CheckList:
    """A list that a second person approved."""
    made = a_draft(campaign, by=by, at=at, units=units, **given)  # type: ignore[arg-type]
    sending.submit_list(list_id=made.pk, version=made.version, by=by, at=at)
    return sending.approve_list(list_id=made.pk, version=made.version, by=approver, at=at)


def asked_of(made: CheckList, unit: Unit) -> Asked:
    """The asking of one unit."""
    return made.units.get(unit=unit)


def answered(asked: Asked, *results: Result | answers.Said, by: Person, at: datetime) -> list[Answer]:
    """Items answered in their order."""
    items = asked.check_list.items.all()
    said = [
        one
        if isinstance(one, answers.Said)
        else answers.Said(item.pk, one, words="" if one is Result.FINE else "抽查三条没有事由")
        for item, one in zip(items, results, strict=False)
    ]
    return answers.answer_items(asked_id=asked.pk, said=said, by=by, at=at)
