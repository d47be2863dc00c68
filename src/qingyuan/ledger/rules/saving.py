"""Saved views: a person keeps a set of filters under a name."""

from datetime import datetime

from django.db import transaction

from qingyuan.kit.errors import Missing, Reason
from qingyuan.kit.words import _
from qingyuan.ledger.errors import CannotSaveView
from qingyuan.ledger.models import SavedView
from qingyuan.org.api import Person, require
from qingyuan.trail.api import record

VIEWS_AT_MOST = 20


@transaction.atomic
def save_view(*, name: str, query: str, by: Person, at: datetime) -> SavedView:
    """Keep a query string of the list under a name; the same name again replaces it."""
    require(by, "ledger.save_view", at=at, own=True)
    name = name.replace("\0", "").strip()  # PostgreSQL holds no such character
    problems = []
    if not name:
        problems.append(Reason("name", _("请给视图起个名称"), "name"))
    if len(name) > 40 or len(query) > 600:
        problems.append(Reason("long", _("名称或筛选条件太长"), "name"))
    others = SavedView.objects.filter(person=by).exclude(name=name)
    if others.count() >= VIEWS_AT_MOST:
        words = _("最多保存%(count)s个视图，请先删除不用的")
        problems.append(Reason("many", words, "name", {"count": VIEWS_AT_MOST}))
    if problems:
        raise CannotSaveView(problems)
    kept, _made = SavedView.objects.update_or_create(person=by, name=name, defaults={"query": query})
    record(actor=by.key, act="ledger.save_view", subject=f"view:{kept.pk}", at=at)
    return kept


@transaction.atomic
def remove_view(*, view_id: int, by: Person, at: datetime) -> None:
    """Forget a view. Only one's own exists."""
    require(by, "ledger.save_view", at=at, own=True)
    kept = SavedView.objects.select_for_update().filter(person=by, pk=view_id).first()
    if kept is None:
        raise Missing(Reason("missing", _("没有找到这个视图")))
    kept.delete()
    record(actor=by.key, act="ledger.remove_view", subject=f"view:{view_id}", at=at)
