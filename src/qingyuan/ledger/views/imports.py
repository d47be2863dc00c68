"""Import a list: send it, settle its columns, look at what it would do, take it over, take it back."""

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingyuan.engines import sheets
from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing, Refused
from qingyuan.ledger import jobs, rules
from qingyuan.ledger.forms.imports import ChoicesForm, ColumnsForm, UploadForm
from qingyuan.ledger.kinds import OUTCOME_WORDS, ImportState, Outcome
from qingyuan.ledger.models import Import
from qingyuan.ledger.queries.findings import Finding
from qingyuan.ledger.rules.importing import FILE_BYTES, choices_of, own_import, read_kept, too_large
from qingyuan.ledger.rules.taking import LARGE
from qingyuan.ledger.views.found import Request, campaign_of, explain
from qingyuan.matters.api import Category
from qingyuan.org.api import needs

ENVELOPE = 64 * 1024  # bytes of a form around its file
IMPORTS_SHOWN = 20
TONES = {
    Outcome.WORKING: "ok",
    Outcome.REGISTERED: "info",
    Outcome.UPDATE: "info",
    Outcome.UNCHANGED: "mute",
    Outcome.DUPLICATE: "warn",
    Outcome.ERROR: "late",
}


@csrf_exempt  # the body is not touched before its length is known; the form itself is protected below
@needs("ledger.import")
@require_http_methods(["GET", "POST"])
def upload(request: Request) -> HttpResponseBase:
    """Send a list. What is larger than any list may be is refused by its length alone, unread."""
    if request.method == "POST":
        stated = request.META.get("CONTENT_LENGTH") or "0"
        length = int(stated) if stated.isdecimal() else 0
        if length > FILE_BYTES + ENVELOPE:
            form = UploadForm({})
            form.errors.clear()
            form.add_error(None, str(too_large(length, _("您上传的文件")).reasons[0]))
            return _page(request, form, status=413)
    return _sent(request)


@csrf_protect
def _sent(request: Request) -> HttpResponseBase:
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method != "POST" or not form.is_valid():
        return _page(request, form)
    campaign = campaign_of(request)
    if campaign is None:
        return render(request, "ledger/no_campaign.html")
    file = form.cleaned_data["file"]
    at = clock.now()
    try:
        if file.size > FILE_BYTES:
            raise too_large(file.size, file.name)
        kept = rules.keep_upload(campaign=campaign, name=file.name, content=file.read(), by=request.by, at=at)
        _judge(kept, request)
    except Refused as refusal:
        explain(form, refusal)
        return _page(request, form)
    return redirect("ledger:import_one", pk=kept.pk)


def _page(request: Request, form: UploadForm, status: int = 200) -> HttpResponse:
    mine = Import.objects.filter(by=request.by).select_related("campaign").order_by("-pk")[:IMPORTS_SHOWN]
    return render(request, "ledger/import.html", {"form": form, "imports": mine}, status=status)


def _judge(kept: Import, request: Request) -> None:
    """Judge a list: at once, or in the background if it is long."""
    if kept.rows > LARGE:
        rules.begin_import(import_id=kept.pk, taking=False, by=request.by, at=clock.now())
        jobs.check_list.enqueue(kept.pk)
    else:
        rules.check_import(import_id=kept.pk, by=request.by, at=clock.now())


@needs("ledger.import")
@require_GET
def one(request: Request, pk: int) -> HttpResponseBase:
    """Where a list stands: being worked on, to be looked at, or done."""
    kept = own_import(pk, request.by)
    if kept.phase:
        return render(request, "ledger/import_busy.html", {"kept": kept})
    if kept.state in (ImportState.DONE, ImportState.UNDONE):
        listed = f"{reverse('ledger:list')}?state=all&imported={kept.pk}&campaign={kept.campaign_id}"
        return render(
            request, "ledger/import_done.html", {"kept": kept, "listed": listed, **_told(kept.report)}
        )
    if not kept.report:
        return redirect("ledger:import_columns", pk=kept.pk)
    return _preview(request, kept)


def _preview(request: Request, kept: Import, form: ChoicesForm | None = None) -> HttpResponse:
    form = form or ChoicesForm(report=kept.report, choices=choices_of(kept.decided), categories=_categories())
    outcomes = kept.report["outcomes"]
    fresh = outcomes[Outcome.WORKING] + outcomes[Outcome.REGISTERED]
    ready = not kept.report["counts"]["error"] and bool(fresh + outcomes[Outcome.UPDATE])
    shown = {"kept": kept, "form": form, "ready": ready, "fresh": fresh, **_told(kept.report)}
    return render(request, "ledger/import_preview.html", shown)


def _categories() -> list[Category]:
    return list(Category.objects.filter(active=True))


def _told(report: Mapping[str, Any]) -> dict[str, Any]:
    """A report with its words in the language of the page."""
    if not report:
        return {"report": {}}
    outcomes = {name: report["outcomes"].get(name.value, 0) for name in Outcome}
    sample = [
        {**row, "words": OUTCOME_WORDS[Outcome(row["outcome"])], "tone": TONES[Outcome(row["outcome"])]}
        if row["outcome"]
        else row
        for row in report["sample"]
    ]
    findings = {name: [Finding.of_json(one) for one in found] for name, found in report["findings"].items()}
    return {
        "report": report,
        "outcomes": {name.value: count for name, count in outcomes.items()},
        "sample": sample,
        "errors": findings["error"],
        "warnings": findings["warning"],
        "notices": findings["notice"],
        "certain": [twin for twin in report["twins"] if twin["similarity"] == 1],
        "likely": [twin for twin in report["twins"] if twin["similarity"] < 1],
    }


@needs("ledger.import")
@require_http_methods(["GET", "POST"])
def columns(request: Request, pk: int) -> HttpResponseBase:
    """Settle which column holds which field; the next list with this header needs no asking."""
    kept = own_import(pk, request.by)
    if kept.state != ImportState.DRAFT or kept.phase:
        return redirect("ledger:import_one", pk=kept.pk)
    try:
        read = read_kept(kept, request.by, clock.now())
    except Refused as refusal:
        return _told_off(request, refusal)
    form = ColumnsForm(request.POST or None, read=read)
    if request.method == "POST" and form.is_valid():
        chosen = form.columns()
        by_letter = {column.letter: column for column in read.table.columns}
        remembered = sheets.remember(read.table, {key: by_letter[at] for key, at in chosen.items()})
        try:
            kept = rules.decide_columns(
                import_id=kept.pk,
                columns=chosen,
                signature=read.signature,
                remembered=remembered,
                by=request.by,
                at=clock.now(),
            )
            _judge(kept, request)
        except Refused as refusal:
            explain(form, refusal)
        else:
            return redirect("ledger:import_one", pk=kept.pk)
    shown = {"kept": kept, "form": form, "read": read, "titles": read.table.titles[:3], "notes": read.notes}
    return render(request, "ledger/import_columns.html", shown)


@needs("ledger.import")
@require_POST
def choose(request: Request, pk: int) -> HttpResponseBase:
    """Decide what doubtful words mean and which likely duplicates are taken; then everything is judged anew."""
    kept = own_import(pk, request.by)
    if kept.state != ImportState.DRAFT or kept.phase or not kept.report:
        return redirect("ledger:import_one", pk=kept.pk)
    form = ChoicesForm(
        request.POST, report=kept.report, choices=choices_of(kept.decided), categories=_categories()
    )
    if not form.is_valid():
        return _preview(request, kept, form)
    try:
        kept = rules.decide_words(import_id=kept.pk, choices=form.choices(), by=request.by, at=clock.now())
        _judge(kept, request)
    except Refused as refusal:
        return _told_off(request, refusal)
    return redirect("ledger:import_one", pk=kept.pk)


@needs("ledger.import")
@require_POST
def take(request: Request, pk: int) -> HttpResponseBase:
    """Take a list over: everything on it, or nothing."""
    kept = own_import(pk, request.by)
    if kept.state == ImportState.RUNNING:  # asked again: whoever comes second finds it done
        jobs.write_list.enqueue(kept.pk)
        return redirect("ledger:import_one", pk=kept.pk)
    try:
        if kept.rows > LARGE:
            rules.begin_import(import_id=kept.pk, taking=True, by=request.by, at=clock.now())
            jobs.write_list.enqueue(kept.pk)
        else:
            kept = rules.take_import(import_id=kept.pk, by=request.by, at=clock.now())
            words = _("已导入：新增 %(created)d 项，补充进展 %(updated)d 项。")
            messages.success(request, words % {"created": kept.created, "updated": kept.updated})
    except (Missing, Forbidden):
        raise
    except Refused as refusal:
        return _not_taken(request, own_import(kept.pk, request.by), refusal)
    return redirect("ledger:import_one", pk=kept.pk)


def _not_taken(request: Request, kept: Import, refusal: Refused) -> HttpResponseBase:
    """Say why and judge the list anew; unless the button was only pressed twice, and the first press goes on."""
    if kept.state == ImportState.DRAFT:
        rules.stop_import(import_id=kept.pk, by=request.by)
        for reason in refusal.reasons[:3]:
            messages.error(request, str(reason))
        try:
            _judge(own_import(kept.pk, request.by), request)
        except Refused as again:
            return _told_off(request, again)
    return redirect("ledger:import_one", pk=kept.pk)


def _told_off(request: Request, refusal: Refused) -> HttpResponseBase:
    if isinstance(refusal, Missing | Forbidden):
        raise refusal
    for reason in refusal.reasons[:3]:
        messages.error(request, str(reason))
    return redirect("ledger:import")


@needs("ledger.import")
@require_POST
def drop(request: Request, pk: int) -> HttpResponseBase:
    """Let a list go that was not taken over."""
    try:
        rules.drop_import(import_id=pk, by=request.by)
    except Refused as refusal:
        return _told_off(request, refusal)
    messages.success(request, _("已放弃，没有导入任何事项。"))
    return redirect("ledger:import")


@needs("ledger.undo")
@require_POST
def undo(request: Request, pk: int) -> HttpResponseBase:
    """Take an import back while nobody has touched what it brought."""
    try:
        kept = rules.undo_import(import_id=pk, by=request.by, at=clock.now())
    except (Missing, Forbidden):
        raise
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
    else:
        messages.success(request, _("已撤销，%(count)d 个事项已从台账取下。") % {"count": kept.created})
        if kept.by_id != request.by.pk:  # of somebody else's import there is no page
            return redirect("ledger:import")
    return redirect("ledger:import_one", pk=pk)
