"""Lists: the leads, a new one, many from a table, what has gone silent, and the figures."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from qingyuan.discipline.forms.fields import among
from qingyuan.discipline.forms.leads import LeadForm, ListForm
from qingyuan.discipline.queries import figures as counted
from qingyuan.discipline.queries import leads as queries
from qingyuan.discipline.rules import leads as rules
from qingyuan.discipline.views.found import Request, campaign_of
from qingyuan.kit import clock
from qingyuan.kit.endings import gone, tried
from qingyuan.kit.paging import page
from qingyuan.org.api import needs, setting, units_within

SILENT_SHOWN = 200


@needs("discipline.see_leads")
@require_GET
def leads(request: Request) -> HttpResponseBase:
    """The leads that exist for the reader, with the clock that ends next."""
    at = clock.now()
    form = ListForm(request.GET or {"state": "open"})
    among(form, "unit", units_within(request.by, queries.SEE, at=at))
    said = form.cleaned_data if form.is_valid() else {}
    chosen = queries.Choice(
        words=said.get("q", ""),
        channel=said.get("channel", ""),
        state=said.get("state") or "open",
        unit=said.get("unit"),
        watched=said.get("watched", False),
    )
    rows = queries.listed(request.by, chosen, at=at)
    found = page(
        rows,
        ["-received_on", "-pk"],
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    clocks = queries.readings(found.rows, clock.today())
    lines = [
        (lead, next((one for one in clocks[lead.pk] if one.reading.running), None)) for lead in found.rows
    ]
    narrow = any((chosen.words, chosen.channel, chosen.unit, chosen.watched)) or chosen.state != "open"
    return render(
        request, "discipline/leads.html", {"form": form, "page": found, "lines": lines, "narrow": narrow}
    )


@needs("discipline.register_lead")
@require_http_methods(["GET", "POST"])
def register(request: Request) -> HttpResponseBase:
    """A lead as it came in; where it goes is decided by whom it concerns."""
    at = clock.now()
    form = LeadForm(request.POST or None, initial={"received_on": clock.today()})
    among(form, "at_unit", units_within(request.by, queries.SEE, at=at))
    if request.method == "POST" and form.is_valid():
        draft = rules.LeadDraft(**form.cleaned_data)
        campaign = campaign_of(request)
        made = []
        if tried(
            form,
            lambda: made.append(rules.register_lead(campaign=campaign, draft=draft, by=request.by, at=at)),
        ):
            seen = queries.one(request.by, made[0].pk, at=at)
            if seen is None:
                words = _("已登记，编号 %(number)s。按回避规定已转到不涉及的一级，您不再能看到它。")
                return gone(request, words % {"number": made[0].matter.number}, reverse("discipline:leads"))
            return gone(request, _("已登记。"), reverse("discipline:lead", args=[seen.pk]))
    return render(request, "discipline/register.html", {"form": form})


@needs("discipline.see_leads")
@require_GET
def silent(request: Request) -> HttpResponseBase:
    """Open leads in which nothing happened for more than so many days: there should be none."""
    typed = request.GET.get("days", "")
    days = (
        int(typed)
        if typed.isdecimal() and len(typed) < 4
        else int(setting(queries.SILENT_DAYS, queries.SILENT_SHIPPED))
    )
    rows = queries.silent(request.by, days, at=clock.now())
    shown = {"days": days, "count": len(rows), "rows": rows[:SILENT_SHOWN]}
    return render(request, "discipline/silent.html", shown)


@needs("discipline.see_leads")
@require_GET
def figures(request: Request) -> HttpResponseBase:
    """Clearance by channel and unit beside on-time, feedback and reopened; of what the reader may see."""
    return render(request, "discipline/figures.html", {"found": counted.figures(request.by, at=clock.now())})
