"""The weekly figures: on the screen, as Word and PDF, and that they went out."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from qingyuan.campaign.api import Campaign
from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing, Refused
from qingyuan.org.api import Unit, may, needs
from qingyuan.publication import queries, rules
from qingyuan.publication.forms import WeekForm
from qingyuan.publication.models import Weekly
from qingyuan.publication.queries import Week
from qingyuan.publication.queries.weekly import as_pdf, as_word
from qingyuan.publication.views.found import PDF, WORD, Request, attachment, campaign_of, missing


@dataclass
class Asked:
    """What was asked for: ``unit`` and ``week`` None if it makes no sense as it was written."""

    campaign: Campaign
    form: WeekForm
    unit: Unit | None
    week: Week | None


def _asked(request: Request, given: Any) -> Asked:
    at = clock.now()
    campaign = campaign_of(request)
    units = queries.units_to_show(request.by, campaign, at=at) if campaign else Unit.objects.none()
    top = units.first()
    if campaign is None or top is None:
        raise missing()
    week = queries.week_until(clock.local_day(at))
    usual = {"unit": top.pk, "first": week.first_on, "last": week.last_on}
    data = {name: given.get(name) or value for name, value in usual.items()}
    form = WeekForm(data, units=units, today=clock.local_day(at))
    if not form.is_valid():
        return Asked(campaign, form, None, None)
    asked = form.cleaned_data
    return Asked(campaign, form, asked["unit"], Week(asked["first"], asked["last"]))


@needs("publication.see_weekly")
@require_GET
def weekly(request: Request) -> HttpResponseBase:
    """The figures of a period beside those of the week before, and by unit."""
    asked = _asked(request, request.GET)
    words: dict[str, Any] = {"form": asked.form, "campaign": asked.campaign, "figures": None}
    if asked.unit is not None and asked.week is not None:
        at = clock.now()
        figures = queries.weekly(request.by, asked.campaign, asked.unit, asked.week, at=at)
        issued = queries.issued(asked.campaign, asked.unit, asked.week)
        words |= {
            "figures": figures,
            "week": asked.week,
            "before": asked.week.before,
            "after": asked.week.after if asked.week.after.last_on <= clock.local_day(at) else None,
            "issued": issued,
            "issues": issued is None and may(request.by, "publication.issue_weekly", at=at, unit=asked.unit),
        }
    return render(request, "publication/weekly.html", words)


def _document(request: Request) -> tuple[str, Any]:
    asked = _asked(request, request.GET)
    if asked.unit is None or asked.week is None:
        raise missing()
    at = clock.now()
    figures = queries.weekly(request.by, asked.campaign, asked.unit, asked.week, at=at)
    issued = queries.issued(asked.campaign, asked.unit, asked.week)
    year = clock.local_day(at).year
    told = Weekly.objects.filter(campaign=asked.campaign, unit=asked.unit, year=year).count()
    on = clock.local_day(issued.issued_at if issued else at)
    made = queries.document(figures, issue=issued.serial if issued else told + 1, issued_on=on)
    return f"周报 {asked.unit.name} {asked.week.first_on}至{asked.week.last_on}", made


@needs("publication.see_weekly")
@require_GET
def word(request: Request) -> HttpResponseBase:
    """The figures as Word."""
    name, made = _document(request)
    return attachment(as_word(made), f"{name}.docx", WORD)


@needs("publication.see_weekly")
@require_GET
def pdf(request: Request) -> HttpResponseBase:
    """The figures as PDF."""
    name, made = _document(request)
    return attachment(as_pdf(made), f"{name}.pdf", PDF)


@needs("publication.issue_weekly")
@require_POST
def issue(request: Request) -> HttpResponseBase:
    """Say that the figures of this period went out."""
    asked = _asked(request, request.POST)
    if asked.unit is None or asked.week is None:
        raise missing()
    first, last = asked.week.first_on, asked.week.last_on
    try:
        made = rules.issue_weekly(
            campaign=asked.campaign,
            unit=asked.unit,
            period_from=first,
            period_to=last,
            by=request.by,
            at=clock.now(),
        )
    except (Missing, Forbidden):
        raise
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
    else:
        messages.success(request, _("本年第 %(serial)s 期周报已印发。") % {"serial": made.serial})
    where = f"campaign={asked.campaign.pk}&unit={asked.unit.pk}&first={first}&last={last}"
    return redirect(f"{reverse('publication:weekly')}?{where}")
