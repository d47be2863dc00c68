"""The list: tabs, filters, words, order, pages; and the person's saved views."""

from dataclasses import dataclass
from urllib.parse import parse_qsl

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_POST

from qingyuan.kit import clock, paging
from qingyuan.kit.errors import Refused
from qingyuan.ledger import rules
from qingyuan.ledger.forms import FilterForm
from qingyuan.ledger.policy import Calendar
from qingyuan.ledger.queries import Asked, counts, narrowed, order_of, rows_of, views_of
from qingyuan.ledger.views.drawing import matter_lines
from qingyuan.ledger.views.found import Request, campaign_of, unit_address, units_of
from qingyuan.matters.api import Figures, visible
from qingyuan.org.api import needs, reach

KEPT_OUT = ("after", "before")


@dataclass(frozen=True)
class Tab:
    """One tab: words, what it puts into the address, how many stand behind it, whether it is open."""

    words: str
    state: str | None
    due: str | None
    term: str | None
    count: int | None
    here: bool
    tone: str = ""


def tabs(asked: Asked, figures: Figures) -> list[Tab]:
    """The tabs of the list in the order of the work."""
    offered = [
        (pgettext("tab", "未销号"), ("open", None, None), figures.open, ""),
        (pgettext("tab", "待三定"), ("registered", None, None), figures.registered, ""),
        (pgettext("tab", "已超期"), (None, "overdue", None), figures.overdue, "late"),
        (pgettext("tab", "即将到期"), (None, "soon", None), figures.soon, "warn"),
        (pgettext("tab", "待验收"), ("submitted", None, None), figures.submitted, ""),
        (pgettext("tab", "长期坚持"), ("open", None, "long"), figures.long_open, ""),
        (pgettext("tab", "已销号"), ("closed", None, None), figures.closed, ""),
        (pgettext("tab", "全部"), ("all", None, None), None, ""),
    ]
    state = asked.state or ("" if asked.due else "all" if asked.q else "open")
    chosen = (state or None, asked.due or None, asked.term or None)
    return [
        Tab(words, *place, count=count, here=place == chosen, tone=tone if count else "")
        for words, place, count, tone in offered
    ]


@needs("matters.see")
@require_GET
def matters(request: Request) -> HttpResponseBase:
    """The ledger of the campaign as far as this person sees it."""
    at = clock.now()
    campaign = campaign_of(request)
    if campaign is None:
        return render(request, "ledger/no_campaign.html")
    calendar = Calendar(clock.local_day(at))
    soon = calendar.soon
    units = units_of(request, "matters.see")
    form = FilterForm(
        request.GET, by=request.by, campaign=campaign, units=units, unit_address=unit_address("matters.see")
    )
    asked = form.asked()
    rows = narrowed(
        visible(request.by, at=at).filter(campaign=campaign), asked, today=calendar.today, soon=soon
    )
    page = paging.page(
        rows.select_related("unit", "owner", "category"),
        order_of(asked),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    may_assign = bool(reach(request.by, "matters.fix", at)) and "registered" in asked.states
    shown_rows = rows_of(page.rows, calendar, soon)
    shown = {
        "form": form,
        "asked": asked,
        "page": page,
        "rows": shown_rows,
        "lines": matter_lines(shown_rows, tick=may_assign),
        "tabs": tabs(asked, counts(request.by, campaign.pk, asked, at=at, today=calendar.today, soon=soon)),
        "views": views_of(request.by),
        "query": _kept(request.GET.urlencode()),
        "campaign": campaign,
        "may_register": bool(reach(request.by, "matters.register", at)),
        "may_assign": may_assign,
    }
    return render(request, "ledger/list.html", shown)


def _kept(query: str) -> str:
    """A query string without cursors and empty values: what a saved view keeps."""
    pairs = [(name, value) for name, value in parse_qsl(query[:2000]) if value and name not in KEPT_OUT]
    return urlencode(pairs)


@needs("ledger.save_view")
@require_POST
def save_view(request: Request) -> HttpResponseBase:
    """Keep the filters of the list under a name."""
    query = _kept(request.POST.get("query", ""))
    try:
        rules.save_view(name=request.POST.get("name", ""), query=query, by=request.by, at=clock.now())
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
    else:
        messages.success(request, _("视图已保存，以后点一下就能回到这组筛选。"))
    return redirect(f"{reverse('ledger:list')}?{query}")


@needs("ledger.save_view")
@require_POST
def remove_view(request: Request, pk: int) -> HttpResponseBase:
    """Forget a saved view."""
    rules.remove_view(view_id=pk, by=request.by, at=clock.now())
    messages.success(request, _("视图已删除。"))
    return redirect("ledger:list")
