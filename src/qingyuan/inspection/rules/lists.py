"""At the desk: make a list, from nothing, a template or an earlier edition; change it, its items and its units."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max

from qingyuan.campaign.api import Campaign
from qingyuan.inspection import policy
from qingyuan.inspection.errors import CannotMake, missing
from qingyuan.inspection.kinds import AT_DESK, Grade, ListKind
from qingyuan.inspection.models import Asked, CheckList, Item, Topic
from qingyuan.inspection.queries import lists as queries
from qingyuan.inspection.rules._desk import MAKE, at_desk, in_words, locked, note, touched
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _, listed
from qingyuan.matters.api import Category
from qingyuan.org.api import Person, Unit, require


@dataclass(frozen=True)
class ListDraft:
    """A list as it is written, without its items."""

    topic: Topic
    title: str
    source: str
    grade: Grade
    function: str
    due_on: date
    article: str = ""
    failed: str = ""
    effect: str = ""


@dataclass(frozen=True)
class ItemDraft:
    """An item as it is written."""

    what: str
    category: Category
    how: str = ""
    basis: str = ""
    grade: Grade = Grade.U
    criterion: str = ""
    example: bool = False
    paper: str = ""

    @property
    def text(self) -> policy.ItemText:
        return policy.ItemText(self.what, self.how, self.basis, self.criterion, self.example, self.paper)


@transaction.atomic
def make_list(
    *,
    campaign: Campaign,
    unit: Unit,
    draft: ListDraft,
    by: Person,
    at: datetime,
    items: Sequence[ItemDraft] = (),
) -> CheckList:
    """Begin a list at a unit, with the items of a template if there is one."""
    require(by, MAKE, at=at, unit=unit)
    _check(draft, local_day(at))
    if not unit.path.startswith(campaign.unit.path):
        raise CannotMake(Reason("outside", _("拟订单位不在本次教育整顿范围内"), "unit"))
    made = CheckList.objects.create(
        campaign=campaign,
        unit=unit,
        kind=draft.topic.kind,
        made_at=at,
        made_by=by,
        changed_by=by,
        **_fields(draft),
    )
    _write_items(made, items)
    detail: dict[str, str | int | bool | None] = {
        "unit": unit.pk,
        "topic": draft.topic.pk,
        "items": len(items),
    }
    note(made, "make_list", by=by, at=at, detail=detail)
    return made


def _fields(draft: ListDraft) -> dict[str, object]:
    plain = {name: getattr(draft, name) for name in asdict(draft) if name != "topic"}
    return {
        name: value.strip() if isinstance(value, str) and name != "grade" else value
        for name, value in plain.items()
    } | {"topic": draft.topic}


def _check(draft: ListDraft, today: date) -> None:
    texts = (draft.title, draft.function, draft.failed, draft.effect)
    problems = in_words(policy.text_faults(ListKind(draft.topic.kind), *texts))
    if not draft.title.strip():
        problems.append(Reason("no_title", _("请写标题"), "title"))
    if not draft.topic.active:
        problems.append(Reason("topic_off", _("这个专题已停用"), "topic"))
    if draft.due_on < today:
        problems.append(Reason("past", _("答复期限不能早于今天"), "due_on"))
    if problems:
        raise CannotMake(problems)


def _write_items(made: CheckList, items: Sequence[ItemDraft]) -> None:
    problems = in_words(
        fault
        for number, item in enumerate(items, 1)
        for fault in policy.item_faults(ListKind(made.kind), item.text, number)
    )
    if problems:
        raise CannotMake(problems)
    Item.objects.bulk_create(
        Item(check_list=made, order=number, **_item(item)) for number, item in enumerate(items, 1)
    )


def _item(item: ItemDraft) -> dict[str, object]:
    return {
        "what": item.what.strip(),
        "how": item.how.strip(),
        "basis": item.basis.strip(),
        "grade": item.grade,
        "criterion": item.criterion.strip(),
        "category": item.category,
        "example": item.example,
        "paper": item.paper.strip(),
    }


@transaction.atomic
def change_list(*, list_id: int, draft: ListDraft, version: int, by: Person, at: datetime) -> CheckList:
    """Write a draft's head anew. Another topic of another kind is refused: the items were judged by the kind."""
    found = locked(list_id, by=by, at=at)
    at_desk(found, version)
    _check(draft, local_day(at))
    if draft.topic.kind != found.kind:
        raise CannotMake(Reason("other_kind", _("换成另一类专题请另拟一份清单"), "topic"))
    for name, value in _fields(draft).items():
        setattr(found, name, value)
    found.version += 1
    found.changed_by = by
    found.save()
    note(found, "change_list", by=by, at=at, detail={"version": found.version})
    return found


@transaction.atomic
def write_item(
    *, list_id: int, item: ItemDraft, by: Person, at: datetime, item_id: int | None = None
) -> Item:
    """Add an item at the end of a draft, or write one anew."""
    found = locked(list_id, by=by, at=at)
    at_desk(found)
    problems = in_words(policy.item_faults(ListKind(found.kind), item.text))
    if item_id is None and found.items.count() >= policy.ITEMS_AT_MOST:
        problems += in_words([policy.Fault("too_many_items")])
    if problems:
        raise CannotMake(problems)
    if item_id is None:
        last = found.items.aggregate(last=Max("order"))["last"] or 0
        written = Item.objects.create(check_list=found, order=last + 1, **_item(item))
    else:
        kept = found.items.filter(pk=item_id).first()
        if kept is None:
            raise missing()
        written = kept
        for name, value in _item(item).items():
            setattr(written, name, value)
        written.save()
    touched(found, by=by)
    note(found, "write_item", by=by, at=at, detail={"item": written.pk, "example": written.example})
    return written


@transaction.atomic
def remove_item(*, list_id: int, item_id: int, by: Person, at: datetime) -> None:
    """Take an item out of a draft."""
    found = locked(list_id, by=by, at=at)
    at_desk(found)
    gone, _by_kind = found.items.filter(pk=item_id).delete()
    if not gone:
        raise missing()
    touched(found, by=by)
    note(found, "remove_item", by=by, at=at, detail={"item": item_id})


@transaction.atomic
def choose_units(*, list_id: int, units: Sequence[Unit], by: Person, at: datetime) -> CheckList:
    """Say which units have the function. Every other unit in reach of the list is kept as not asked."""
    found = locked(list_id, by=by, at=at)
    at_desk(found)
    every = {unit.pk: unit for unit in queries.askable(found)}
    chosen = {unit.pk for unit in units}
    if outside := chosen - set(every):
        names = listed(str(unit) for unit in units if unit.pk in outside)
        raise CannotMake(
            Reason("outside", _("不在这份清单能问的范围内：%(names)s"), "units", {"names": names})
        )
    if barred := queries.against_repeating(found, chosen, local_day(at)):
        raise CannotMake(barred)
    found.units.all().delete()
    Asked.objects.bulk_create(
        Asked(check_list=found, unit=unit, asked=key in chosen) for key, unit in every.items()
    )
    touched(found, by=by)
    spared = len(policy.spared(every.keys(), chosen))
    note(found, "choose_units", by=by, at=at, detail={"asked": len(chosen), "spared": spared})
    return found


@transaction.atomic
def repeat_list(*, list_id: int, due_on: date, by: Person, at: datetime) -> CheckList:
    """Draw up the next edition of a list that was sent: the same items, no units yet."""
    old = locked(list_id, by=by, at=at)
    problems = []
    if old.state in AT_DESK:
        problems.append(Reason("not_sent", _("还没有下发的清单直接修改就可以")))
    if due_on < local_day(at):
        problems.append(Reason("past", _("答复期限不能早于今天"), "due_on"))
    if problems:
        raise CannotMake(problems)
    items = list(old.items.all())
    fresh = CheckList.objects.create(
        campaign=old.campaign,
        unit=old.unit,
        kind=old.kind,
        topic=old.topic,
        title=old.title,
        source=old.source,
        article=old.article,
        grade=old.grade,
        failed=old.failed,
        effect=old.effect,
        function=old.function,
        due_on=due_on,
        edition=old.edition + 1,
        before=old,
        made_at=at,
        made_by=by,
        changed_by=by,
    )
    for item in items:
        item.pk, item.check_list = None, fresh
    Item.objects.bulk_create(items)
    note(fresh, "repeat_list", by=by, at=at, detail={"before": old.pk, "edition": fresh.edition})
    return fresh


@transaction.atomic
def discard_list(*, list_id: int, by: Person, at: datetime) -> None:
    """Throw a draft away that nobody has approved."""
    found = locked(list_id, by=by, at=at)
    at_desk(found)
    note(found, "discard_list", by=by, at=at)
    found.delete()
