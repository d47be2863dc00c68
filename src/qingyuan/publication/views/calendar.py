"""The calendar of submissions: what is owed to whom and when, what is late, and that it was given."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing, Refused
from qingyuan.kit.paging import page
from qingyuan.org.api import Unit, may, needs, reach, units_within
from qingyuan.publication import rules
from qingyuan.publication.forms.calendar import EndForm, SubmissionForm
from qingyuan.publication.kinds import Origin
from qingyuan.publication.models import Submission
from qingyuan.publication.queries import calendar as queries
from qingyuan.publication.views.found import Request, campaign_of, explain, missing


def line_of(request: Request, pk: int) -> Submission:
    """A line that exists for the person."""
    found = queries.submissions(request.by, at=clock.now()).filter(pk=pk).first()
    if found is None:
        raise missing()
    return found


@needs("publication.see_calendar")
@require_GET
def calendar(request: Request) -> HttpResponseBase:
    """The lines with what waits, late ones said in words, and what was given last."""
    at = clock.now()
    today = clock.local_day(at)
    lines = queries.submissions(request.by, at=at).filter(queries.running(today))
    found = page(
        lines, ("pk",), after=request.GET.get("after", ""), before=request.GET.get("before", ""), size=30
    )
    rows = queries.rows(found.rows, today)
    keeps = bool(reach(request.by, queries.KEEP, at))
    words: dict[str, Any] = {
        "page": found,
        "rows": [
            (
                row,
                may(request.by, queries.SEND, at=at, unit=row.line.unit),
                may(request.by, queries.KEEP, at=at, unit=row.line.unit),
            )
            for row in rows
        ],
        "late": sum(row.late for row in rows),
        "keeps": keeps and campaign_of(request) is not None,
        "campaign": campaign_of(request),
    }
    return render(request, "publication/calendar.html", words)


@needs("publication.keep_calendar")
@require_http_methods(["GET", "POST"])
def add(request: Request) -> HttpResponseBase:
    """A new line."""
    at = clock.now()
    campaign = campaign_of(request)
    if campaign is None:
        raise missing()
    units = _units(request, campaign.unit, queries.KEEP)
    usual = {
        "unit": units[0].pk if units else None,
        "cadence": "weekly",
        "day": 5,
        "begins_on": clock.today(),
    }
    form = SubmissionForm(request.POST or None, initial=usual | {"origin": Origin.FIGURES}, units=units)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        unit = said.pop("unit")
        try:
            rules.owe_submission(campaign=campaign, unit=unit, owed=rules.Owed(**said), by=request.by, at=at)
        except (Missing, Forbidden):
            raise
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("已列入报送日历，数字到时由台账给出。"))
            return redirect("publication:calendar")
    return _form(request, form, _("增加报送事项"), _("添加"))


def _units(request: Request, top: Unit, permission: str) -> list[Unit]:
    seen = units_within(request.by, permission, at=clock.now()).filter(path__startswith=top.path)
    return list(seen)


def _form(request: Request, form: Any, title: str, button: str) -> HttpResponseBase:
    words = {
        "form": form,
        "title": title,
        "button": button,
        "back": reverse("publication:calendar"),
        "trail": _("报送日历"),
    }
    return render(request, "publication/form.html", words)


@needs("publication.keep_calendar")
@require_http_methods(["GET", "POST"])
def end(request: Request, pk: int) -> HttpResponseBase:
    """Stop a line."""
    line = line_of(request, pk)
    form = EndForm(request.POST or None, initial={"ended_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        try:
            rules.end_submission(
                submission_id=pk, ended_on=form.cleaned_data["ended_on"], by=request.by, at=clock.now()
            )
        except (Missing, Forbidden):
            raise
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("已停止报送，报过的仍在。"))
            return redirect("publication:calendar")
    return _form(request, form, _("停止报送：%(name)s") % {"name": line.name}, _("停止"))


def _last_on(request: Request) -> date:
    try:
        return date.fromisoformat(request.POST.get("last_on", ""))
    except ValueError:
        raise missing() from None


@needs("publication.send_submission")
@require_POST
def begin(request: Request, pk: int) -> HttpResponseBase:
    """Begin the document of a turn from the ledger."""
    line_of(request, pk)
    try:
        made = rules.begin_turn(submission_id=pk, last_on=_last_on(request), by=request.by, at=clock.now())
    except (Missing, Forbidden):
        raise
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
        return redirect("publication:calendar")
    return redirect("publication:writing", pk=made.pk)


@needs("publication.send_submission")
@require_POST
def send(request: Request, pk: int) -> HttpResponseBase:
    """Say that a turn was given."""
    line_of(request, pk)
    try:
        made = rules.send_submission(
            submission_id=pk, last_on=_last_on(request), by=request.by, at=clock.now()
        )
    except (Missing, Forbidden):
        raise
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
    else:
        words = _("已记为 %(day)s 报送给 %(receiver)s。")
        messages.success(
            request, words % {"day": made.given_on.isoformat(), "receiver": made.submission.receiver}
        )
    return redirect("publication:calendar")
