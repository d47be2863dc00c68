"""Study in figures, by unit with leaders apart; never by name. And the same as a file."""

import tempfile
from datetime import date
from pathlib import Path

from django.conf import settings
from django.http import FileResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from qingyuan.engines.sheets import write_table
from qingyuan.kit import clock
from qingyuan.kit.clock import local_day
from qingyuan.org.api import needs
from qingyuan.study.forms.plans import SpanForm
from qingyuan.study.queries import figures as queries
from qingyuan.study.rules.sessions import export_figures
from qingyuan.study.views.found import Request, campaign_of

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _span(request: Request, first: date) -> tuple[date, date, SpanForm]:
    today = local_day(clock.now())
    form = SpanForm(request.GET or None)
    said = form.cleaned_data if form.is_valid() else {}
    return said.get("first") or first, said.get("last") or today, form


@needs("study.see_figures")
@require_GET
def figures(request: Request) -> HttpResponseBase:
    """Participation, kinds of education and load of a span of days."""
    at, by = clock.now(), request.by
    campaign = campaign_of(request)
    first, last, form = _span(request, campaign.starts_on)
    rows = queries.sessions_of(by, campaign, first, last, at=at)
    lines = queries.by_unit(rows, queries.units_shown(by, campaign, at=at))
    education = queries.by_education(rows)
    shown = {
        "campaign": campaign,
        "form": form if form.is_bound else SpanForm(initial={"first": first, "last": last}),
        "lines": lines,
        "whole": queries.whole(lines),
        "education": education,
        "months": queries.by_month(rows),
        "business": queries.business_share(education),
    }
    return render(request, "study/figures.html", shown)


@needs("study.see_figures")
@require_GET
def export(request: Request) -> HttpResponseBase:
    """The sessions of a span of days in reach, a line each without names, after the study sheet in use."""
    at, by = clock.now(), request.by
    campaign = campaign_of(request)
    first, last, _form = _span(request, campaign.starts_on)
    place = Path(settings.DATA) / "exports"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=place) as folder, translation.override(settings.LANGUAGE_CODE):
        target = Path(folder) / "study.xlsx"

        def write() -> int:
            rows = queries.sheet(queries.sessions_of(by, campaign, first, last, at=at))
            return write_table(target, queries.columns(), rows, sheet=str(_("学习记录")))

        export_figures(campaign=campaign, write=write, by=by, at=at)
        file = target.open("rb")  # stays readable after its name is gone
        name = f"{_('学习记录')}_{clock.today():%Y%m%d}.xlsx"
    sent = FileResponse(file, as_attachment=True, filename=name, content_type=MEDIA)
    sent.headers["Cache-Control"] = "private, no-store"
    return sent
