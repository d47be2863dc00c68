"""Material handed out to units, what came of it, and the reading list."""

import tempfile
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingyuan.engines.sheets import write_table
from qingyuan.kit import clock
from qingyuan.kit.endings import asked_for, gone, pressed, tried
from qingyuan.kit.errors import Refused
from qingyuan.kit.paging import page
from qingyuan.kit.words import Words
from qingyuan.org.api import Unit, may, needs, reach
from qingyuan.study.errors import CannotExport, CannotHandOut, missing
from qingyuan.study.forms.materials import HandOutForm, MaterialForm, ReceiveForm, SheetForm, read_quantities
from qingyuan.study.models import Handout, Material
from qingyuan.study.queries import curriculum
from qingyuan.study.queries import materials as queries
from qingyuan.study.rules import materials as rules
from qingyuan.study.views.found import Request, campaign_of

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HOME = "study:materials"


@needs(queries.SEE)
@require_GET
def materials(request: Request) -> HttpResponseBase:
    """Units by materials with their sums; what the reader has to count stands first."""
    at, by = clock.now(), request.by
    campaign = curriculum.campaign_of(by, at=at, chosen=request.GET.get("campaign", ""))
    shown = {
        "campaign": campaign,
        "given": queries.given(campaign, by, at=at) if campaign else None,
        "waiting": queries.waiting(campaign, by, at=at, permission=rules.RECEIVE)[:100] if campaign else [],
        "can_keep": campaign is not None and may(by, rules.KEEP, at=at, path=campaign.unit.path),
        "can_export": bool(reach(by, rules.EXPORT, at)),
    }
    return render(request, "study/materials.html", shown)


@needs("study.see")
@require_GET
def reading(request: Request) -> HttpResponseBase:
    """The reading list. Nobody is asked what he read."""
    campaign = curriculum.campaign_of(request.by, at=clock.now(), chosen=request.GET.get("campaign", ""))
    books = queries.reading_list(campaign) if campaign else []
    sees = bool(reach(request.by, queries.SEE, clock.now()))
    shown = {"campaign": campaign, "books": books, "sees_materials": sees}
    return render(request, "study/material_reading.html", shown)


def _material(request: Request, pk: int, permission: str) -> Material:
    found = Material.objects.select_related("campaign__unit").filter(pk=pk).first()
    if found is None or not may(request.by, permission, at=clock.now(), path=found.campaign.unit.path):
        raise missing()
    return found


@needs(rules.KEEP)
@require_http_methods(["GET", "POST"])
def add_material(request: Request) -> HttpResponseBase:
    """One more material on the list."""
    campaign = campaign_of(request)
    form = MaterialForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(form, lambda: rules.keep_material(campaign=campaign, by=request.by, at=clock.now(), **said)):
            return gone(request, _("已列入资料。"), reverse(HOME))
    back = reverse(HOME)
    return asked_for(request, form, title=_("添加资料"), button=_("添加"), back=back, trail=_("资料发放"))


@needs(rules.KEEP)
@require_http_methods(["GET", "POST"])
def change_material(request: Request, pk: int) -> HttpResponseBase:
    """The line of a material, written anew."""
    found = _material(request, pk, rules.KEEP)
    first = {name: getattr(found, name) for name in ("kind", "title", "reading", "note", "active")}
    form = MaterialForm(request.POST or None, initial=first)
    back = reverse("study:material", args=[pk])
    if request.method == "POST" and form.is_valid():
        said = {**form.cleaned_data, "material_id": pk, "campaign": found.campaign}
        if tried(form, lambda: rules.keep_material(by=request.by, at=clock.now(), **said)):
            return gone(request, _("已保存。"), back)
    return asked_for(request, form, title=_("修改资料"), button=_("保存"), back=back, trail=found.title)


@needs(queries.SEE)
@require_GET
def material(request: Request, pk: int) -> HttpResponseBase:
    """The handouts of one material to units in reach, newest first."""
    at, by = clock.now(), request.by
    found = Material.objects.select_related("campaign__unit").filter(pk=pk).first()
    seen = curriculum.campaign_of(by, at=at, chosen=str(found.campaign_id)) if found else None
    if found is None or seen != found.campaign:
        raise missing()
    rows = queries.handouts(by, at=at).filter(material=found)
    shown = {
        "material": found,
        "page": page(
            rows, ("-pk",), after=request.GET.get("after", ""), before=request.GET.get("before", "")
        ),
        "can_keep": may(by, rules.KEEP, at=at, path=found.campaign.unit.path),
        "receives": reach(by, rules.RECEIVE, at),
    }
    return render(request, "study/material.html", shown)


@needs(rules.KEEP)
@require_http_methods(["GET", "POST"])
def hand_out(request: Request, pk: int) -> HttpResponseBase:
    """How many copies for which unit; a list in Excel fills the fields in, and nothing is written before saving."""
    found = _material(request, pk, rules.KEEP)
    units = list(queries.receivers(found.campaign))
    first: dict[str, object] = {"on": clock.today()}
    sheet, looking = SheetForm(), request.POST.get("do") == "look"
    if looking:
        sheet = SheetForm(request.POST, request.FILES)
        if sheet.is_valid():
            first |= _read(sheet, units)
    form = HandOutForm(None if looking else request.POST or None, units=units, initial=first)
    if request.method == "POST" and not looking and form.is_valid():
        on, given = form.cleaned_data["on"], form.quantities()
        act: Callable[[], object] = lambda: rules.hand_out(  # noqa: E731
            material_id=pk, quantities=given, on=on, by=request.by, at=clock.now()
        )
        if tried(form, act):
            words = _("已登记发放，等各单位签收。")
            return gone(request, words, reverse("study:material", args=[pk]))
    shown = {"material": found, "form": form, "sheet": sheet, "back": reverse("study:material", args=[pk])}
    return render(request, "study/material_hand_out.html", shown | {"read": len(first) - 1})


def _read(sheet: SheetForm, units: list[Unit]) -> dict[str, int]:
    file = sheet.cleaned_data["file"]
    try:
        return read_quantities(file.read(), file.name, units)
    except CannotHandOut as refusal:
        for reason in refusal.reasons[:20]:
            sheet.add_error("file", str(reason))
        return {}


def _handout(request: Request, pk: int) -> Handout:
    found = queries.handouts(request.by, at=clock.now()).filter(pk=pk).first()
    if found is None:
        raise missing()
    return found


@needs(rules.RECEIVE)
@require_http_methods(["GET", "POST"])
def receive(request: Request, pk: int) -> HttpResponseBase:
    """What came: the quantity stands there already, one press is enough."""
    found = _handout(request, pk)
    form = ReceiveForm(request.POST or None, initial={"received": found.quantity, "words": found.words})
    back = reverse(HOME)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(form, lambda: rules.receive(handout_id=pk, by=request.by, at=clock.now(), **said)):
            return gone(request, _("已签收。"), back)
    lead: Words = _("%(unit)s，%(material)s，发放%(copies)d，%(on)s") % {
        "unit": found.unit.label,
        "material": found.material.title,
        "copies": found.quantity,
        "on": found.handed_on,
    }
    return asked_for(
        request, form, title=_("签收"), button=_("签收"), back=back, trail=_("资料发放"), lead=lead
    )


@needs(rules.KEEP)
@require_POST
def take_back(request: Request, pk: int) -> HttpResponseBase:
    """Strike out a handout that nobody has counted."""
    found = _handout(request, pk)
    return pressed(
        request,
        lambda: rules.take_back(handout_id=pk, by=request.by, at=clock.now()),
        _("已撤销这笔发放。"),
        reverse("study:material", args=[found.material_id]),
    )


@needs(rules.EXPORT)
@require_GET
def export(request: Request) -> HttpResponseBase:
    """The handouts in the reader's reach as a file."""
    at, by, campaign = clock.now(), request.by, campaign_of(request)

    def write(target: Path) -> int:
        rows = queries.table(campaign, by, at=at)
        return write_table(target, queries.columns(), rows, sheet=str(_("资料发放")))

    try:
        return as_file(
            _("资料发放"),
            lambda target: rules.export_materials(
                campaign=campaign, write=lambda: write(target), by=by, at=at
            ),
        )
    except CannotExport as refusal:
        return _back_with(request, refusal)


def _back_with(request: Request, refusal: Refused) -> HttpResponseBase:
    for reason in refusal.reasons:
        messages.error(request, str(reason))
    return redirect(HOME)


def as_file(title: Words, act: Callable[[Path], object]) -> HttpResponseBase:
    """A table that ``act`` writes, in Chinese; written aside and gone once it is sent."""
    place = Path(settings.DATA) / "exports"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=place) as folder, translation.override(settings.LANGUAGE_CODE):
        target = Path(folder) / "table.xlsx"
        act(target)
        file = target.open("rb")  # stays readable after its name is gone
        name = f"{title}_{clock.today():%Y%m%d}.xlsx"
    sent = FileResponse(file, as_attachment=True, filename=name, content_type=MEDIA)
    sent.headers["Cache-Control"] = "private, no-store"
    return sent
