"""The three rules: record in under a minute, nil in one tap, what a supervisor sees, summaries, and the watch."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from qingyuan.discipline.errors import missing
from qingyuan.discipline.forms.interference import AnswerForm, MaterialForm, ProtectForm, RecordForm
from qingyuan.discipline.queries import interference as queries
from qingyuan.discipline.rules import interference as rules
from qingyuan.discipline.views.found import WORD, Request, asked, attachment
from qingyuan.kit import clock
from qingyuan.kit import kept as files
from qingyuan.kit.endings import gone, tried
from qingyuan.kit.paging import page
from qingyuan.org.api import needs

SHOWN = 15  # rows that still make a page on a phone


def _month() -> date:
    return clock.today().replace(day=1)


@needs("discipline.record_interference")
@require_http_methods(["GET", "POST"])
def record(request: Request) -> HttpResponseBase:
    """One form; the button "urgent" sends the same and marks it."""
    form = RecordForm(request.POST or None, request.FILES or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        said["asker"], file = said.pop("asker_no"), said.pop("material")
        note = rules.Note(**said, urgent="urgent" in request.POST)
        if tried(form, lambda: _recorded(note, file, request)):
            words = _("已记录。从今天起24个月内，对您的免职、调离、处分会提示上一级核查。")
            return gone(request, words, reverse("discipline:record"))
    mine = page(
        queries.own(request.by).prefetch_related("material"), ["-at", "-pk"], size=10,
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    return render(request, "discipline/record.html", {"form": form, "page": mine})


@transaction.atomic
def _recorded(note: rules.Note, file: Any, request: Request) -> None:
    """The record and its first piece of material: both, or neither."""
    made = rules.record_interference(note=note, by=request.by, at=clock.now())
    if file is not None:
        _keep(made.pk, file, request)


def _keep(record_id: int, file: Any, request: Request) -> None:
    rules.keep_material(
        record_id=record_id,
        name=file.name,
        media_type=file.media_type,
        content=file.content,
        by=request.by,
        at=clock.now(),
    )


@needs("discipline.record_interference")
@require_http_methods(["GET", "POST"])
def attach(request: Request, pk: int) -> HttpResponseBase:
    """One more file with one's own record."""
    found = queries.own(request.by).filter(pk=pk).first()
    if found is None:
        raise missing()
    form = MaterialForm(request.POST or None, request.FILES or None)
    back = reverse("discipline:record")
    sound = request.method == "POST" and form.is_valid()
    if sound and tried(form, lambda: _keep(pk, form.cleaned_data["file"], request)):
        return gone(request, _("材料已附上。"), back)
    title = _("附材料")
    lead = f"{found.on} · {found.case}"
    return asked(request, form, title=title, button=title, back=back, lead=lead, trail=_("记录过问案件"))


@needs("")
@require_safe
def material(request: Request, pk: int) -> HttpResponseBase:
    """A file of a record, as a download only; for who recorded and for those for whom the record exists."""
    kept = queries.material(request.by, pk, at=clock.now())
    sent = files.download(kept.key, name=kept.name, media_type=kept.media_type) if kept else None
    if sent is None:
        raise missing()
    return sent


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
        queries.records(request.by, at=at).prefetch_related("material"), ["-on", "-pk"], size=SHOWN,
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
    at = clock.now()
    rows = queries.alerts(request.by, at=at)
    found = page(
        rows, ["-on", "-pk"], size=SHOWN,
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    guarded = queries.protected(request.by, clock.today(), at=at).count()
    shown = {"page": found, "open": rows.filter(words="").count(), "guarded": guarded}
    return render(request, "discipline/watch.html", shown)


@needs("discipline.see_watch")
@require_GET
def protected(request: Request) -> HttpResponseBase:
    """Who is watched over, since when, until when, put by whom; why, only to who put him there."""
    found = page(
        queries.protected(request.by, clock.today(), at=clock.now()), ["-since", "-pk"], size=SHOWN,
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    return render(request, "discipline/protected.html", {"page": found})


@needs("discipline.see_watch")
@require_http_methods(["GET", "POST"])
def protect(request: Request) -> HttpResponseBase:
    """Put somebody under protection who reported or witnessed and is known by name."""
    form = ProtectForm(request.POST or None)
    back = reverse("discipline:protected")
    if request.method == "POST" and form.is_valid():
        person, source = form.cleaned_data["person_no"], form.cleaned_data["source"]
        if tried(
            form, lambda: rules.protect_person(person=person, source=source, by=request.by, at=clock.now())
        ):
            return gone(request, _("已加入保护，24个月内的人事变动会提示上一级核查。"), back)
    title = _("加入保护")
    lead = _("只用于已知姓名的举报人、证人和记录人。保护的原因只有您自己看得到。")
    return asked(request, form, title=title, button=title, back=back, lead=lead, trail=_("受保护的人"))


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
