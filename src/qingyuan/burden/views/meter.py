"""The meter, a unit's page of it, and the caps."""

from datetime import timedelta

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from qingyuan.burden import policy
from qingyuan.burden.errors import missing
from qingyuan.burden.forms.asking import CapForm
from qingyuan.burden.kinds import CAP_WORDS, GROUP_WORDS, Cap, Group
from qingyuan.burden.models import CapChange
from qingyuan.burden.queries import budget, listed, register
from qingyuan.burden.queries import meter as queries
from qingyuan.burden.rules.caps import LOWER, RAISE, set_cap
from qingyuan.burden.views.found import Request
from qingyuan.kit import clock
from qingyuan.kit.endings import asked_for, gone, tried
from qingyuan.org.api import Unit, may, needs, reach


@needs("burden.see_meter")
@require_GET
def meter(request: Request) -> HttpResponseBase:
    """How much time people lose, by unit and rank group and by week; where it goes; who is over the cap."""
    at, by, today = clock.now(), request.by, clock.today()
    weeks = queries.weeks_of(by, at=at)
    period = queries.period(line.week for line in weeks)
    lines = queries.units(by, period, at=at)
    known = queries.uses_told(by, period, at=at)
    shown = {
        "sees_meter": True,
        "headline": queries.headline(at),
        "lines": lines,
        "groups": [GROUP_WORDS[group] for group in Group],
        "over": sum(line.over for line in lines),
        "weeks": weeks,
        "period": period,
        "until": period[-1] + timedelta(days=6) if period else None,
        "uses": queries.uses(by, period, at=at) if known else [],
        "known": known,
        "counts": queries.counts(by, at=at),
        "others": queries.others(by, at=at),
        "items": listed.counts(today),
        "few": policy.FEW,
        "most": budget.cap(Cap.OFFICER_FORM_MINUTES),
        "levels": register.levels(today),
    }
    return render(request, "burden/meter.html", shown)


@needs("burden.see_meter")
@require_GET
def unit(request: Request, pk: int) -> HttpResponseBase:
    """One unit: its weeks, what took the time, and who has asked for the coming ones."""
    at, by, today = clock.now(), request.by, clock.today()
    found = Unit.objects.filter(pk=pk).first()
    if found is None or not may(by, queries.SEE, at=at, unit=found):
        raise missing()
    weeks = queries.weeks_of(by, at=at, path=found.path)
    period = queries.period(line.week for line in weeks)
    known = queries.uses_told(by, period, at=at, path=found.path)
    shown = {
        "unit": found,
        "weeks": weeks,
        "few": policy.FEW,
        "uses": queries.uses(by, period, at=at, path=found.path) if known else [],
        "known": known,
        "claims": list(queries.claimed(found, policy.weeks.week_of(today))[:100]),
    }
    return render(request, "burden/unit.html", shown)


@needs("burden.see")
@require_GET
def caps(request: Request) -> HttpResponseBase:
    """Every cap as it holds, as it was shipped, and who set it."""
    at, by = clock.now(), request.by
    held = budget.caps()
    shown = {
        "sees_meter": bool(reach(by, queries.SEE, at)),
        "rows": [(code, CAP_WORDS[code], held[code], policy.caps.DEFAULTS[code]) for code in Cap],
        "changes": list(CapChange.objects.select_related("by").order_by("-pk")[:30]),
        "can_set": may(by, LOWER, at=at) or may(by, RAISE, at=at),
    }
    return render(request, "burden/caps.html", shown)


@needs("burden.lower_cap")
@require_http_methods(["GET", "POST"])
def change_cap(request: Request, code: str) -> HttpResponseBase:
    """Set a cap anew."""
    if code not in list(Cap):
        raise missing()
    cap = Cap(code)
    form = CapForm(request.POST or None, initial={"value": budget.cap(cap)})
    back = reverse("burden:caps")
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(form, lambda: set_cap(cap=cap, by=request.by, at=clock.now(), **form.cleaned_data))
    ):
        return gone(request, _("已保存，从现在起按新的上限算。"), back)
    return asked_for(
        request,
        form,
        title=_("调整上限"),
        button=_("保存"),
        back=back,
        trail=_("负担上限"),
        lead=CAP_WORDS[cap],
    )
