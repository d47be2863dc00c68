"""Issuing: a second person signs, the next number is taken, the file is kept; withdrawing; the weekly figures."""

from datetime import date, datetime

from django.db import transaction

from qingyuan.campaign.api import Campaign
from qingyuan.engines import officialdoc as doc
from qingyuan.kit import bus
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.matters.api import Matter
from qingyuan.org.api import Person, Unit, require
from qingyuan.publication import policy
from qingyuan.publication.errors import CannotIssue, CannotWithdraw, reasons
from qingyuan.publication.events import BulletinIssued, BulletinWithdrawn, WeeklyIssued
from qingyuan.publication.kinds import FileKind, State
from qingyuan.publication.models import WEEKLY, Bulletin, BulletinFile, BulletinItem, Outcome, Weekly
from qingyuan.publication.policy import word_file
from qingyuan.publication.queries import (
    Composed,
    Week,
    as_it_stands,
    compose,
    fixed_words,
    paper_of,
    roster_names,
)
from qingyuan.publication.rules._desk import locked, note
from qingyuan.publication.rules._numbers import series as series_of_code
from qingyuan.publication.rules.files import file_path, store
from qingyuan.trail.api import record


@transaction.atomic
def issue_bulletin(
    *,
    bulletin_id: int,
    by: Person,
    at: datetime,
    site: str = "",
    names_cleared: bool = False,
    seen: str | None = None,
) -> Bulletin:
    """Issue a bulletin with the next number, or raise CannotIssue with every reason.

    ``site``: address before the links. ``names_cleared``: the issuer vouches that whoever the edited file names
    was heard and that naming is approved. ``seen``: the bulletin that he had before his eyes (``as_it_stands``);
    nobody signs what another has changed meanwhile.
    """
    found = locked(bulletin_id, by=by, permission="publication.issue_bulletin", at=at)
    if found.state != State.DRAFT:
        raise CannotIssue(Reason("not_a_draft", _("这期通报已经印发")))
    on = local_day(at)
    series = series_of_code(found.campaign, found.unit, found.code, on.year)
    number = doc.DocumentNumber(found.code, on.year, series.last + 1)
    included = found.items.filter(included=True)
    told = Matter.objects.filter(pk__in=list(included.values_list("matter", flat=True)))
    list(told.select_for_update(no_key=True).order_by("pk"))
    items = list(included.select_related("matter").order_by("order"))  # as they stand under the lock
    composed = compose(paper_of(found, at=at, site=site, number=number))
    edited = found.files.filter(kind=FileKind.WORD).first()
    contents = word_file.read(_content(edited)) if edited else None
    characters = edited.characters or 0 if edited else composed.characters
    ready = policy.Ready(
        drafter_id=found.drafted_by_id,
        issuer_id=by.pk,
        included=len(items),
        characters=characters,
        most=composed.most,
        revised=bool(contents and contents.revised),
        commented=bool(contents and contents.commented),
    )
    problems = reasons(policy.issue_gaps(ready), characters=characters, limit=composed.most)
    problems += _not_to_be_told(items) + _told_elsewhere(found, items)
    if seen is not None and seen != as_it_stands(found):
        words = _("您打开页面以后，这期通报又有改动。下面是最新内容，请核对后再签发")
        problems.append(Reason("changed", words))
    if contents is None:
        problems += _form(composed)
    else:
        problems += _edited(contents, number.text, found, composed, names_cleared)
    if problems:
        raise CannotIssue(problems)
    found.state, found.issued_at, found.issued_by = State.ISSUED, at, by
    found.year, found.serial, found.number = on.year, series.last + 1, number.text
    found.characters, found.names_cleared = characters, bool(contents) and names_cleared
    found.save()
    series.last += 1
    series.save(update_fields=["last"])
    _keep_what_was_told(found, items, composed, by, at, keep=edited is None)
    matters = tuple(item.matter_id for item in items)
    detail: dict[str, str | int | bool | None] = {
        "number": found.number,
        "matters": len(matters),
        "characters": characters,
        "sha256": BulletinFile.objects.get(bulletin=found, kind=FileKind.WORD).sha256,
        "names_cleared": found.names_cleared,
    }
    note(found, "issue_bulletin", by=by, at=at, detail=detail)
    bus.tell(BulletinIssued(found.pk, found.campaign_id, found.unit_id, matters, at))
    return found


def _content(edited: BulletinFile) -> bytes:
    try:
        return file_path(edited.key).read_bytes()
    except FileNotFoundError:
        words = _("上传的 Word 文件找不到了，请重新上传，或者移除后按台账生成的签发")
        raise CannotIssue(Reason("file_lost", words)) from None


def _keep_what_was_told(
    found: Bulletin, items: list[BulletinItem], composed: Composed, by: Person, at: datetime, *, keep: bool
) -> None:
    for item in items:
        item.told = policy.without_names(item.matter.statement, composed.names)
    BulletinItem.objects.bulk_update(items, ["told"])
    free = Outcome.objects.filter(bulletin__isnull=True, matter__in=[item.matter_id for item in items])
    free.filter(decided_on__isnull=False).update(bulletin=found)
    Outcome.objects.filter(bulletin=found, decided_on__isnull=True, matter__isnull=False).update(
        bulletin=None
    )
    if keep:
        store(found, FileKind.WORD, composed.word, edited=False, by=by, at=at)
        store(found, FileKind.PDF, composed.pdf, edited=False, by=by, at=at)


def _not_to_be_told(items: list[BulletinItem]) -> list[Reason]:
    words = _("%(number)s 已作废或涉及具体对象，不能列入通报，请先移出")
    return [
        Reason("may_not_stand", words, params={"number": item.matter.number})
        for item in items
        if not policy.may_stand(item.matter.kind, item.matter.state, item.matter.restricted)
    ]


def _told_elsewhere(found: Bulletin, items: list[BulletinItem]) -> list[Reason]:
    told = BulletinItem.objects.filter(
        matter__in=[item.matter_id for item in items], included=True, bulletin__state=State.ISSUED
    )
    words = _("%(number)s 已在 %(bulletin)s 中通报过，不再重复通报，请先移出")
    return [
        Reason("told", words, params={"number": matter, "bulletin": bulletin})
        for matter, bulletin in told.exclude(bulletin=found).values_list("matter__number", "bulletin__number")
    ]


def _form(composed: Composed) -> list[Reason]:
    """What the check of the official form found, but for the length, which has its own reason."""
    found = doc.check(composed.document, limit=composed.most, not_before=composed.last_on)
    return [
        Reason(one.code, "%(place)s：%(message)s", params={"place": one.place, "message": one.message})
        for one in found
        if one.severity is doc.Severity.ERROR and one.code not in ("too-long", "body-empty")
    ]


def _edited(
    contents: word_file.Contents, number: str, found: Bulletin, composed: Composed, names_cleared: bool
) -> list[Reason]:
    problems = []
    written = word_file.numbers_in(contents)
    if written != [number]:
        words = _("本期发文字号应为 %(number)s，上传的 Word 文件中写的是 %(written)s，请改后重新上传")
        said = "、".join(dict.fromkeys(written)) or _("（没有找到）")
        problems.append(Reason("number", words, "file", {"number": number, "written": said}))
    fixed = policy.names_in(fixed_words(composed), roster_names(found.unit))
    named = policy.names_in([contents.text], roster_names(found.unit)) - fixed
    if named and not names_cleared:
        words = _(
            "Word 文件中有与花名册相同的姓名：%(names)s。点名须先听取本人陈述申辩并经批准，请确认后再签发，或者删去姓名"
        )
        problems.append(Reason("names", words, "names_cleared", {"names": "、".join(sorted(named))}))
    return problems


@transaction.atomic
def withdraw_bulletin(*, bulletin_id: int, reason: str, by: Person, at: datetime) -> Bulletin:
    """Withdraw an issued bulletin, saying why. It keeps its number; what it told may be told again."""
    found = locked(bulletin_id, by=by, permission="publication.withdraw_bulletin", at=at)
    problems = []
    if found.state != State.ISSUED:
        problems.append(Reason("not_issued", _("只有已印发的通报可以撤回")))
    if not reason.strip():
        problems.append(Reason("no_reason", _("请写明撤回理由"), "reason"))
    if problems:
        raise CannotWithdraw(problems)
    found.state, found.withdrawn_at, found.withdrawn_by = State.WITHDRAWN, at, by
    found.withdrawn_why = reason.strip()
    found.save(update_fields=["state", "withdrawn_at", "withdrawn_by", "withdrawn_why"])
    Outcome.objects.filter(bulletin=found, matter__isnull=False).update(bulletin=None)
    note(found, "withdraw_bulletin", by=by, at=at, detail={"number": found.number})
    bus.tell(BulletinWithdrawn(found.pk, found.campaign_id, found.unit_id, at))
    return found


@transaction.atomic
def issue_weekly(
    *, campaign: Campaign, unit: Unit, period_from: date, period_to: date, by: Person, at: datetime
) -> Weekly:
    """Say that the weekly figures of a period went out, and give them the next number of the year."""
    require(by, "publication.issue_weekly", at=at, unit=unit)
    problems = reasons(policy.period_gaps(period_from, period_to, local_day(at)))
    if not unit.path.startswith(campaign.unit.path):
        problems.append(Reason("outside", _("发文单位不在这次教育整顿的范围内"), "unit"))
    if problems:
        raise CannotIssue(problems)
    series = series_of_code(campaign, unit, WEEKLY, local_day(at).year)
    week = Week(period_from, period_to)
    period = {"campaign": campaign, "unit": unit, "period_from": week.first_on, "period_to": week.last_on}
    if Weekly.objects.filter(**period).exists():
        raise CannotIssue(Reason("issued", _("这个期间的周报已经印发")))
    series.last += 1
    series.save(update_fields=["last"])
    made = Weekly.objects.create(**period, year=series.year, serial=series.last, issued_at=at, issued_by=by)
    detail: dict[str, str | int | bool | None] = {
        "unit": unit.pk,
        "from": str(period_from),
        "to": str(period_to),
        "serial": made.serial,
    }
    record(actor=by.key, act="publication.issue_weekly", subject=f"weekly:{made.pk}", at=at, detail=detail)
    bus.tell(WeeklyIssued(made.pk, campaign.pk, unit.pk, at))
    return made
