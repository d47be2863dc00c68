"""On its way: submit a list, approve and so send it, return it, withdraw it, close it."""

from datetime import date, datetime

from django.db import transaction

from qingyuan.burden.api import OverCap
from qingyuan.burden.api import kinds as burden
from qingyuan.burden.api import rules as budget
from qingyuan.inspection import policy
from qingyuan.inspection.errors import CannotSend
from qingyuan.inspection.kinds import OUT, ListKind, ListState
from qingyuan.inspection.models import CheckList, Topic
from qingyuan.inspection.queries import lists as queries
from qingyuan.inspection.queries import room
from qingyuan.inspection.queries.progress import tally
from qingyuan.inspection.rules._desk import at_desk, in_words, locked, note
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person

APPROVE = "inspection.approve_list"


def against_sending(found: CheckList, today: date) -> list[Reason]:
    """Everything that keeps a list at the desk on a day, in words: a page can say so before one tries."""
    items = tuple(
        policy.ItemText(one.what, one.how, one.basis, one.criterion, one.example, one.paper)
        for one in found.items.all()
    )
    chosen = set(found.units.filter(asked=True).values_list("unit", flat=True))
    said = policy.ListText(
        kind=ListKind(found.kind),
        title=found.title,
        source=found.source,
        function=found.function,
        failed=found.failed,
        effect=found.effect,
        items=items,
        units=len(chosen),
        due_on=found.due_on,
    )
    found_faults = in_words(policy.sending_faults(said, today)) + queries.against_repeating(
        found, chosen, today
    )
    full = room.against(found, today)
    return found_faults + [reason for reasons in full.values() for reason in reasons]


@transaction.atomic
def submit_list(*, list_id: int, version: int, by: Person, at: datetime) -> CheckList:
    """Lay a list before a second person."""
    found = locked(list_id, by=by, at=at)
    at_desk(found, version)
    if problems := against_sending(found, local_day(at)):
        raise CannotSend(problems)
    found.state, found.return_words = ListState.SUBMITTED, ""
    found.save(update_fields=["state", "return_words"])
    note(found, "submit_list", by=by, at=at, detail={"version": found.version})
    return found


@transaction.atomic
def approve_list(*, list_id: int, version: int, by: Person, at: datetime) -> CheckList:
    """Approve exactly the version that was read, and send it to its units, if nobody asked them meanwhile."""
    found = locked(list_id, by=by, at=at, permission=APPROVE)
    today = local_day(at)
    # two lists of one topic are approved one after the other, so that the second sees whom the first asked
    Topic.objects.select_for_update().get(pk=found.topic_id)
    problems = _waiting(found)
    if version != found.version:
        problems.append(Reason("changed", _("您打开以后有人改过这份清单，请看最新内容再办")))
    if not policy.may_approve(by.pk, found.made_by_id, found.changed_by_id):
        problems.append(Reason("second", _("拟订人和最后修改人不能批准，须由第二人批准")))
    if found.not_before and found.not_before > today:
        problems.append(Reason("put_off", _("这份清单推迟到%(day)s下发"), "", {"day": found.not_before}))
    problems += against_sending(found, today)
    if problems:
        raise CannotSend(problems)
    _claim(found, today)
    found.state, found.approved_at, found.approved_by, found.sent_on = ListState.SENT, at, by, today
    found.save(update_fields=["state", "approved_at", "approved_by", "sent_on"])
    asked = found.units.filter(asked=True).update(asked_on=today)
    spared = found.units.filter(asked=False).count()
    detail: dict[str, str | int | bool | None] = {
        "version": found.version,
        "asked": asked,
        "spared": spared,
        "due_on": str(found.due_on),
    }
    note(found, "approve_list", by=by, at=at, detail=detail)
    return found


def _claim(found: CheckList, today: date) -> None:
    """Take the room that the units have under the caps; of two that take the last of it one is refused."""
    units = [one.unit for one in found.units.filter(asked=True).select_related("unit")]
    try:
        budget.claims.claim(
            kind=burden.Spending.INSPECTION,
            units=units,
            on=today,
            minutes=policy.MINUTES,
            sender=found.unit,
            source=room.source(found.pk),
            label=found.title,
        )
    except OverCap as refusal:
        raise CannotSend(refusal.reasons) from refusal


def _waiting(found: CheckList) -> list[Reason]:
    if found.state == ListState.SUBMITTED:
        return []
    return [Reason("not_submitted", _("这份清单不在待批准状态"))]


@transaction.atomic
def return_list(*, list_id: int, words: str, by: Person, at: datetime) -> CheckList:
    """Send a list back to its maker, saying what is not right yet. The maker may take it back himself."""
    found = locked(list_id, by=by, at=at, permission=APPROVE)
    problems = _waiting(found)
    if not words.strip():
        problems.append(Reason("no_words", _("退回请写明理由"), "words"))
    if problems:
        raise CannotSend(problems)
    found.state, found.return_words = ListState.DRAFT, words.strip()
    found.save(update_fields=["state", "return_words"])
    note(found, "return_list", by=by, at=at, detail={"version": found.version})
    return found


@transaction.atomic
def withdraw_list(*, list_id: int, words: str, by: Person, at: datetime) -> CheckList:
    """Stop asking. What was answered stays, what is on the ledger stays, and the unit may be asked again."""
    found = locked(list_id, by=by, at=at, permission=APPROVE)
    problems = []
    if found.state != ListState.SENT:
        problems.append(Reason("not_sent", _("只有已下发的清单可以撤回")))
    if not words.strip():
        problems.append(Reason("no_words", _("撤回请写明理由"), "words"))
    if problems:
        raise CannotSend(problems)
    found.state, found.withdrawn_at, found.withdrawn_words = ListState.WITHDRAWN, at, words.strip()
    found.save(update_fields=["state", "withdrawn_at", "withdrawn_words"])
    budget.claims.release(source=room.source(found.pk))
    note(found, "withdraw_list", by=by, at=at)
    return found


@transaction.atomic
def close_list(*, list_id: int, came_of: str, by: Person, at: datetime) -> CheckList:
    """Stop asking and say in one line what came of it. The line may be written anew; the record tells that it was."""
    found = locked(list_id, by=by, at=at)
    if found.state not in OUT:
        raise CannotSend(Reason("not_sent", _("只有已下发的清单可以结束")))
    again, told = found.state == ListState.CLOSED, tally(found)
    ending = policy.Ending(
        ListKind(found.kind), found.effect, came_of, found.due_on, again or told.complete == told.asked
    )
    if problems := in_words(policy.closing_faults(ending, local_day(at))):
        raise CannotSend(problems)
    found.state, found.came_of, found.closed_at, found.closed_by = ListState.CLOSED, came_of.strip(), at, by
    found.save(update_fields=["state", "came_of", "closed_at", "closed_by"])
    detail: dict[str, str | int | bool | None] = {
        "again": again,
        "asked": told.asked,
        "complete": told.complete,
        "problems": told.problems,
    }
    note(found, "close_list", by=by, at=at, detail=detail)
    return found
