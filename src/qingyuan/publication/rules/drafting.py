"""Drafting: what the ledger holds of a period becomes a draft; items are included or left out; words are changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from qingyuan.campaign.api import Campaign
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person, Unit, require
from qingyuan.publication import policy
from qingyuan.publication.errors import CannotDraft, CannotWithdraw, Gap, reasons
from qingyuan.publication.models import Bulletin, BulletinItem, Outcome
from qingyuan.publication.queries import Choice, default_addressees, default_purpose, last_code, preview
from qingyuan.publication.rules._desk import draft, missing, note
from qingyuan.publication.rules.files import forget_files


@transaction.atomic
def draft_bulletin(
    *,
    campaign: Campaign,
    unit: Unit,
    period_from: date,
    period_to: date,
    by: Person,
    at: datetime,
    kinds: Sequence[str] = policy.TOLD_KINDS,
    units: Sequence[Unit] = (),
) -> Bulletin:
    """Draft a bulletin of a period from the ledger, or say in words why there is nothing to tell."""
    require(by, "publication.draft_bulletin", at=at, unit=unit)
    gaps = policy.period_gaps(period_from, period_to, local_day(at))
    if not [kind for kind in policy.TOLD_KINDS if kind in kinds]:
        gaps.append(Gap.NO_KIND)
    problems = reasons(gaps)
    if not unit.path.startswith(campaign.unit.path):
        problems.append(Reason("outside", _("发文单位不在这次教育整顿的范围内"), "unit"))
    if problems:
        raise CannotDraft(problems)
    found = preview(Choice(campaign, unit, period_from, period_to, kinds, units), by, at=at)
    if not found.matters:
        raise CannotDraft(_nothing(period_from, period_to, found.told))
    if found.too_many:
        raise CannotDraft(reasons([Gap.TOO_MANY], limit=policy.ITEMS_AT_MOST))
    made = Bulletin.objects.create(
        campaign=campaign,
        unit=unit,
        code=last_code(campaign, unit),
        title=policy.proposed_title(period_from, period_to),
        period_from=period_from,
        period_to=period_to,
        addressees=default_addressees(unit),
        purpose=default_purpose(period_from, period_to),
        drafted_at=at,
        drafted_by=by,
    )
    BulletinItem.objects.bulk_create(
        BulletinItem(bulletin=made, matter=matter, order=order)
        for order, matter in enumerate(found.matters, 1)
    )
    detail: dict[str, str | int | bool | None] = {
        "unit": unit.pk,
        "from": str(period_from),
        "to": str(period_to),
        "matters": len(found.matters),
    }
    note(made, "draft_bulletin", by=by, at=at, detail=detail)
    return made


def _nothing(first: date, last: date, told: int) -> Reason:
    params = {"first": first.isoformat(), "last": last.isoformat(), "told": told}
    if told:
        words = _("%(first)s 至 %(last)s 发现的 %(told)s 个事项都已在此前的通报中通报过，没有新的可以通报")
    else:
        words = _("%(first)s 至 %(last)s 台账上没有可以通报的检查发现或问题，请换一个期间")
    return Reason("nothing", words, "period_from", params)


@transaction.atomic
def include_item(*, item_id: int, by: Person, at: datetime) -> BulletinItem:
    """Put a matter that was left out back into the draft."""
    return _turn(item_id, True, by, at)


@transaction.atomic
def leave_out(*, item_id: int, by: Person, at: datetime) -> BulletinItem:
    """Leave a matter out of the draft: it stays on the ledger and may be told another time."""
    return _turn(item_id, False, by, at)


def _turn(item_id: int, included: bool, by: Person, at: datetime) -> BulletinItem:
    item = BulletinItem.objects.select_related("matter").filter(pk=item_id).first()
    if item is None:
        raise missing()
    found = draft(item.bulletin_id, by=by, at=at)
    matter = item.matter
    if included and not policy.may_stand(matter.kind, matter.state, matter.restricted):
        raise CannotDraft(Reason("may_not_stand", _("这个事项已作废或涉及具体对象，不能列入通报")))
    if item.included != included:
        item.included = included
        item.save(update_fields=["included"])
        act = "include_item" if included else "leave_out"
        note(found, act, by=by, at=at, detail={"matter": item.matter_id})
    return item


@dataclass(frozen=True)
class Wording:
    """What the drafter may write himself. ``praise``: a unit and a fact a line, with a colon between."""

    code: str
    title: str
    addressees: str = ""
    copy_to: str = ""
    purpose: str = ""
    method: str = ""
    groups: int | None = None
    praise: str = ""
    demands: str = ""


@transaction.atomic
def change_bulletin(*, bulletin_id: int, words: Wording, by: Person, at: datetime) -> Bulletin:
    """Change the words around the facts: title, addressees, introduction, good practice, further demands."""
    found = draft(bulletin_id, by=by, at=at)
    problems = []
    if not policy.code_is_sound(words.code.strip()):
        problems += reasons([Gap.NO_CODE])
    if "通报" not in words.title:
        problems += reasons([Gap.NO_TITLE])
    for line in words.praise.splitlines():
        unit, _mark, said = line.replace("：", ":").partition(":")
        if line.strip() and not (unit.strip() and said.strip()):
            said_line = line.strip()[:30]
            wrong = _("“%(line)s”应写作“单位：做法”，每行一条")
            problems.append(Reason("praise", wrong, "praise", {"line": said_line}))
    if problems:
        raise CannotDraft(problems)
    for name in words.__dataclass_fields__:
        value = getattr(words, name)
        setattr(found, name, value.strip() if isinstance(value, str) else value)
    found.save(update_fields=list(words.__dataclass_fields__))
    note(found, "change_bulletin", by=by, at=at)
    return found


@transaction.atomic
def discard_bulletin(*, bulletin_id: int, by: Person, at: datetime) -> None:
    """Throw a draft away. The record keeps that there was one; outcomes of matters stay with their matters."""
    try:
        found = draft(bulletin_id, by=by, at=at)
    except CannotDraft as refusal:
        raise CannotWithdraw(Reason("issued", _("已印发的通报不能删除，只能撤回"))) from refusal
    Outcome.objects.filter(bulletin=found, matter__isnull=True).delete()
    note(found, "discard_bulletin", by=by, at=at, detail={"matters": found.items.count()})
    forget_files(found)
    found.delete()
