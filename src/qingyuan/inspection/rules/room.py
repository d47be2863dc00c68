"""Where a unit is full: leave it out, put the list off, or take another list in. Each changes a draft only."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from qingyuan.burden.api import rules as budget
from qingyuan.inspection import policy
from qingyuan.inspection.errors import CannotMake, missing
from qingyuan.inspection.kinds import ListState
from qingyuan.inspection.models import CheckList, Item
from qingyuan.inspection.queries import room
from qingyuan.inspection.rules._desk import at_desk, in_words, locked, note, touched
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.matters.api import rules as ledger
from qingyuan.org.api import Person


@transaction.atomic
def leave_out_full(*, list_id: int, by: Person, at: datetime) -> CheckList:
    """Do not ask the units that are full; they are kept as not asked."""
    found = locked(list_id, by=by, at=at)
    at_desk(found)
    full = room.against(found, local_day(at))
    if not full:
        raise CannotMake(Reason("none_full", _("没有到上限的单位")))
    left = found.units.filter(unit__in=full, asked=True).update(asked=False)
    touched(found, by=by)
    note(found, "leave_out_full", by=by, at=at, detail={"left_out": left})
    return found


@transaction.atomic
def put_off_list(*, list_id: int, by: Person, at: datetime) -> CheckList:
    """Send a draft no sooner than on the first day on which its units have room; its deadline moves as far."""
    found, today = locked(list_id, by=by, at=at), local_day(at)
    at_desk(found)
    ways = room.ways(found, by, at=at, today=today)
    if ways is None:
        raise CannotMake(Reason("none_full", _("没有到上限的单位")))
    if ways.day is None:
        raise CannotMake(Reason("no_day", _("八周以内没有各单位都有余量的日子，请去掉到了上限的单位")))
    found.due_on += ways.day - max(found.not_before or today, today)
    found.not_before = ways.day
    found.version += 1
    found.changed_by = by
    found.save(update_fields=["due_on", "not_before", "version", "changed_by"])
    detail: dict[str, str | int | bool | None] = {"not_before": str(ways.day), "due_on": str(found.due_on)}
    note(found, "put_off_list", by=by, at=at, detail=detail)
    return found


@transaction.atomic
def merge_list(*, list_id: int, other_id: int, by: Person, at: datetime) -> CheckList:
    """Take a list that is under way, and that nobody has answered, into a draft: one sitting, each item once.

    The other is withdrawn, so that its units have their room back; a second person approves the whole.
    """
    found = locked(list_id, by=by, at=at)
    at_desk(found)
    other = (
        CheckList.objects.select_for_update().filter(pk=other_id).first()
    )  # before looking: nobody answers it now
    if other is None or other_id not in {one.pk for one in room.mergeable(found, by, at=at)}:
        raise missing()
    have = {ledger.fingerprint(item.what) for item in found.items.all()}
    fresh = [item for item in other.items.all() if ledger.fingerprint(item.what) not in have]
    last = found.items.aggregate(last=Max("order"))["last"] or 0
    if found.items.count() + len(fresh) > policy.ITEMS_AT_MOST:
        raise CannotMake(in_words([policy.Fault("too_many_items")]))
    for place, item in enumerate(fresh, last + 1):
        item.pk, item.check_list, item.order = None, found, place
    Item.objects.bulk_create(fresh)
    other.state, other.withdrawn_at = ListState.WITHDRAWN, at
    other.withdrawn_words = str(_("并入“%(title)s”")) % {"title": found.title}
    other.save(update_fields=["state", "withdrawn_at", "withdrawn_words"])
    budget.claims.release(source=room.source(other.pk))
    touched(found, by=by)
    note(found, "merge_list", by=by, at=at, detail={"other": other.pk, "items": len(fresh)})
    note(other, "withdraw_list", by=by, at=at, detail={"into": found.pk})
    return found
