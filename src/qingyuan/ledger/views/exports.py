"""Export: exactly the rows that the list shows under the same address, as an Excel file."""

import tempfile
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_GET

from qingyuan.campaign.api import Campaign
from qingyuan.engines.sheets import write_table
from qingyuan.kit import clock
from qingyuan.kit.errors import Reason, Refused
from qingyuan.kit.words import _
from qingyuan.ledger import rules
from qingyuan.ledger.errors import CannotExport
from qingyuan.ledger.forms import FilterForm
from qingyuan.ledger.policy import Calendar
from qingyuan.ledger.queries import exporting, narrowed, order_of
from qingyuan.ledger.views.found import Request, campaign_of, unit_address
from qingyuan.matters.api import Matter, visible
from qingyuan.org.api import Person, needs, units_within

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def asked_rows(query: QueryDict, campaign: Campaign, by: Person, at: datetime) -> QuerySet[Matter]:
    """The rows of the list under this address, in its order, as far as the person sees them.

    A filter that cannot be read narrows the list by nothing; an export must not grow by that, so it is refused.
    """
    form = FilterForm(
        query,
        by=by,
        campaign=campaign,
        units=units_within(by, "matters.see", at=at),
        unit_address=unit_address("matters.see"),
    )
    asked = form.asked()
    if form.errors:
        told = [f"{form[name].label}：{error}" for name, errors in form.errors.items() for error in errors]
        raise CannotExport([Reason("filter", words) for words in told])
    calendar = Calendar(clock.local_day(at))
    rows = visible(by, at=at).filter(campaign=campaign)
    return narrowed(rows, asked, today=calendar.today, soon=calendar.soon).order_by(*order_of(asked))


def write_export(target: Path, rows: QuerySet[Matter], campaign: Campaign, by: Person, at: datetime) -> int:
    """Write the file, record how many rows it holds, and return that.

    In Chinese, whatever language the reader's pages are in: it is the official list, and it can come back.
    """
    calendar = Calendar(clock.local_day(at))

    def write() -> int:
        return write_table(
            target,
            exporting.columns(),
            exporting.table(rows, today=calendar.today, soon=calendar.soon),
            sheet=str(_("问题整改台账")),
            colour_column=exporting.CLOSED_AT,
            colours=exporting.colours(),
        )

    with translation.override(settings.LANGUAGE_CODE):
        return rules.export_ledger(campaign=campaign, write=write, by=by, at=at)


@needs("ledger.export")
@require_GET
def export(request: Request) -> HttpResponseBase:
    """The list as a file. It is written aside in the data directory and is gone once it is sent."""
    campaign, at = campaign_of(request), clock.now()
    if campaign is None:
        return redirect("ledger:list")
    place = Path(settings.DATA) / "exports"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=place) as folder:
        target = Path(folder) / "ledger.xlsx"
        try:
            write_export(target, asked_rows(request.GET, campaign, request.by, at), campaign, request.by, at)
        except CannotExport as refusal:
            return _refused(request, refusal)
        file = target.open("rb")  # stays readable after its name is gone
    name = f"{_('问题整改台账')}_{clock.today():%Y%m%d}.xlsx"
    sent = FileResponse(file, as_attachment=True, filename=name, content_type=MEDIA)
    sent.headers["Cache-Control"] = "private, no-store"
    return sent


def _refused(request: Request, refusal: Refused) -> HttpResponseBase:
    for reason in refusal.reasons:
        messages.error(request, str(reason))
    return redirect(f"{reverse('ledger:list')}?{request.GET.urlencode()}")
