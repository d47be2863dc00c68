"""The three rules: record in under a minute, nil in one tap, what a supervisor sees, summaries, and the watch."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from qingyuan.discipline.errors import missing
from qingyuan.discipline.forms.interference import AnswerForm, RecordForm
from qingyuan.discipline.queries import interference as queries
from qingyuan.discipline.rules import interference as rules
from qingyuan.discipline.views.found import WORD, Request, asked, attachment, gone, tried
from qingyuan.kit import clock
from qingyuan.kit.paging import page
from qingyuan.org.api import needs


def _month() -> date:
    return clock.today().replace(day=1)


@needs("discipline.record_interference")
@require_http_methods(["GET", "POST"])
def record(request: Request) -> HttpResponseBase:
    """One form; the button "urgent" sends the same and marks it."""
    form = RecordForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        said["asker"] = said.pop("asker_no")
        note = rules.Note(**said, urgent="urgent" in request.POST)
        if tried(form, lambda: rules.record_interference(note=note, by=request.by, at=clock.now())):
            words = _("已记录。从今天起24个月内，对您的免职、调离、处分会提示上一级核查。")
            return gone(request, words, reverse("discipline:record"))
    shown = {"form": form, "rows": queries.own(request.by)[:20]}
    return render(request, "discipline/record.html", shown)


@needs("discipline.report_nil")
@require_http_methods(["GET", "POST"])
def nil(request: Request) -> HttpResponseBase:
    """One tap for each unit and month."""
    at, month = clock.now(), _month()
    due = queries.nil_units(request.by, month, at=at)
    if request.method == "POST":
        unit = next((one.unit for one in due if str(one.unit.pk) == request.POST.get("unit")), None)
        if unit is None:
            raise missing()
        rules.report_nil(unit=unit, month=month, by=request.by, at=at)
        messages.success(request, _("已零报告。"))
        return redirect("discipline:nil")
    return render(request, "discipline/nil.html", {"due": due, "month": month})


@needs("discipline.see_records")
@require_GET
def records(request: Request) -> HttpResponseBase:
    """What was recorded in the units in reach, the urgent first in sight; nil returns; summaries."""
    at = clock.now()
    found = page(
        queries.records(request.by, at=at), ["-on", "-pk"],
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    shown = {
        "page": found,
        "urgent": queries.records(request.by, at=at).filter(urgent=True).order_by("-at")[:10],
        "nils": queries.nils(request.by, _month(), at=at),
        "month": _month(),
        "quarters": queries.quarters(request.by, at=at)[:12],
    }
    return render(request, "discipline/records.html", shown)


@needs("discipline.see_records")
@require_GET
def summary(request: Request, pk: int) -> HttpResponseBase:
    """A quarterly summary as Word."""
    made = queries.quarters(request.by, at=clock.now()).filter(pk=pk).first()
    if made is None:
        raise missing()
    return attachment(queries.summary(made), f"三个规定季度报告{made.begins_on}.docx", WORD)


@needs("discipline.see_watch")
@require_GET
def watch(request: Request) -> HttpResponseBase:
    """Adverse personnel acts on people who recorded, reported or witnessed, for the level above."""
    rows = queries.alerts(request.by, at=clock.now())
    return render(
        request, "discipline/watch.html", {"rows": rows[:200], "open": rows.filter(words="").count()}
    )


@needs("discipline.see_watch")
@require_http_methods(["GET", "POST"])
def answer(request: Request, pk: int) -> HttpResponseBase:
    """What the level above found."""
    found = queries.alerts(request.by, at=clock.now()).filter(pk=pk).first()
    if found is None:
        raise missing()
    form = AnswerForm(request.POST or None)
    back = reverse("discipline:watch")
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        if tried(form, lambda: rules.answer_alert(alert_id=pk, words=words, by=request.by, at=clock.now())):
            return gone(request, _("已登记核查结论。"), back)
    title = _("登记核查结论")
    lead = f"{found.protected.person.name} · {found.get_kind_display()} · {found.on}"
    return asked(request, form, title=title, button=title, back=back, lead=lead, trail=_("防打击报复"))
