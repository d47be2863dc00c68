"""Thematic rectifications (专项整治): which categories of problems are put right together."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from qingyuan.campaign.api import Campaign
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.matters.errors import CannotRegister
from qingyuan.matters.models import Category, Theme
from qingyuan.org.api import Person, Unit, require
from qingyuan.trail.api import record


@transaction.atomic
def change_theme(
    *,
    campaign: Campaign,
    name: str,
    categories: Sequence[Category],
    by: Person,
    at: datetime,
    theme: Theme | None = None,
) -> Theme:
    """Set up a thematic rectification of one or more categories of problems, or change one (``theme``)."""
    require(by, "matters.change_theme", at=at, unit=Unit.objects.get(pk=campaign.unit_id))
    problems = []
    if not name.strip():
        problems.append(Reason("name", _("请填写专项整治名称"), "name"))
    if not categories:
        problems.append(Reason("categories", _("请至少选择一个问题类别"), "categories"))
    if problems:
        raise CannotRegister(problems)
    kept = theme or Theme(campaign=campaign)
    kept.name = name.strip()
    kept.save()
    kept.categories.set(categories)
    detail: dict[str, str | int | bool | None] = {"campaign": campaign.pk, "categories": len(categories)}
    record(actor=by.key, act="matters.change_theme", subject=f"theme:{kept.pk}", at=at, detail=detail)
    return kept
