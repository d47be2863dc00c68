"""The catalogue of education bases, and the register of column posts."""

from datetime import date, datetime
from urllib.parse import urlsplit

from django.db import transaction

from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person, Unit, require, scope
from qingyuan.study import shelves
from qingyuan.study.errors import CannotKeepBase, CannotPost, missing
from qingyuan.study.kinds import BaseKind
from qingyuan.study.models import ColumnPost, EducationBase
from qingyuan.study.queries import events as queries
from qingyuan.trail.api import record

KEEP_BASES, POST = "study.keep_bases", "study.keep_posts"


@transaction.atomic
def keep_base(
    *,
    kind: BaseKind,
    name: str,
    address: str,
    by: Person,
    at: datetime,
    unit: Unit | None = None,
    base_id: int | None = None,
    booking: str = "",
    active: bool = True,
) -> EducationBase:
    """Add a base to the catalogue of ``unit``, or change one."""
    found = None
    if base_id is not None:
        rows = queries.bases(by, at=at).filter(pk=base_id)
        found = rows.select_for_update(of=("self",)).first()
        if found is None:
            raise missing()
        unit = found.unit
    if unit is None:
        raise missing()
    require(by, KEEP_BASES, at=at, unit=unit)
    problems = []
    if not name.strip():
        problems.append(Reason("name", _("请写明基地名称"), "name"))
    if not address.strip():
        problems.append(Reason("address", _("请写明地址"), "address"))
    same = EducationBase.objects.filter(unit=unit, name=name.strip())
    if any(one.pk != base_id for one in same):
        problems.append(Reason("taken", _("名录里已经有同名的基地"), "name"))
    if problems:
        raise CannotKeepBase(problems)
    kept = found or EducationBase(unit=unit)
    kept.kind, kept.name, kept.address = kind, name.strip(), address.strip()
    kept.booking, kept.active = booking.strip(), active
    kept.save()
    record(
        actor=by.key,
        act=KEEP_BASES,
        subject=f"education_base:{kept.pk}",
        at=at,
        detail={"kind": str(kind), "active": active},
    )
    return kept


def _leads_out(link: str) -> bool:
    """Whether a link is one that a browser can follow, and nothing but that."""
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


@transaction.atomic
def add_post(
    *, unit: Unit, title: str, on: date, link: str, by: Person, at: datetime, drawn_from: str = ""
) -> ColumnPost:
    """Put a post of the public column into the register; ``drawn_from``: the published result that it tells of."""
    require(by, POST, at=at, unit=unit)
    problems = []
    if not title.strip():
        problems.append(Reason("title", _("请填写标题"), "title"))
    if not _leads_out(link):
        problems.append(Reason("link", _("链接须以http://或https://开头"), "link"))
    if on > local_day(at):
        problems.append(Reason("future", _("发布日期不能晚于今天"), "on"))
    if drawn_from:
        known = {one.ref for ask in shelves.published.values() for one in ask(by, at)}
        if drawn_from not in known:
            raise missing()
        if ColumnPost.objects.filter(unit=unit, drawn_from=drawn_from).exists():
            problems.append(Reason("posted", _("这一条已经登记过")))
    if problems:
        raise CannotPost(problems)
    made = ColumnPost.objects.create(
        unit=unit, title=title.strip(), on=on, link=link.strip(), drawn_from=drawn_from, by=by, at=at
    )
    record(
        actor=by.key, act=POST, subject=f"column_post:{made.pk}", at=at, detail={"drawn": bool(drawn_from)}
    )
    return made


@transaction.atomic
def remove_post(*, post_id: int, by: Person, at: datetime) -> None:
    """Take a post out of the register."""
    rows = ColumnPost.objects.filter(scope(by, queries.SEE, at=at), pk=post_id).select_related("unit")
    found = rows.select_for_update(of=("self",)).first()
    if found is None:
        raise missing()
    require(by, POST, at=at, unit=found.unit)
    record(actor=by.key, act=POST, subject=f"column_post:{found.pk}", at=at, detail={"removed": True})
    found.delete()
