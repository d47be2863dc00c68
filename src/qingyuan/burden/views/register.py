"""The register: every form, one form, what it asks for, the levels, the export and the paper."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from qingyuan.burden.errors import CannotExport
from qingyuan.burden.forms.register import ApproveForm, VersionForm, units
from qingyuan.burden.kinds import STATE_WORDS, PassportState
from qingyuan.burden.models import Field
from qingyuan.burden.queries import register as queries
from qingyuan.burden.queries.meter import SEE
from qingyuan.burden.rules import approving, exports
from qingyuan.burden.views.found import Request, passport_of
from qingyuan.engines.sheets import write_table
from qingyuan.kit import clock
from qingyuan.kit.endings import gone, pressed, tried
from qingyuan.kit.paging import page
from qingyuan.org.api import Level, may, needs, reach, scope

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SEND = "burden.send_request"


@needs("burden.see")
@require_GET
def register(request: Request) -> HttpResponseBase:
    """Every form that is or was in force, the last first; of what lies at the desk, what one may work on."""
    at, by, today = clock.now(), request.by, clock.today()
    state, asked = request.GET.get("state", PassportState.IN_FORCE), request.GET.get("q", "").strip()[:60]
    rows = queries.visible(by, at=at)
    if state == "expired":
        rows = rows.filter(state=PassportState.IN_FORCE, valid_until__lt=today)
    elif state in list(PassportState):
        rows = rows.filter(state=state)
    if asked:
        rows = rows.filter(Q(name__contains=asked) | Q(number__contains=asked))
    found = page(
        rows, ["-pk"], after=request.GET.get("after", ""), before=request.GET.get("before", ""), size=30
    )
    states = [(code.value, words) for code, words in STATE_WORDS.items()] + [("expired", _("已过期"))]
    shown = {
        "sees_meter": bool(reach(by, SEE, at)),
        "page": found,
        "levels": queries.levels(today),
        "months": queries.months(today),
        "twice": queries.asked_twice(today),
        "today": today,
        "state": state,
        "states": states,
        "asked": asked,
        "can_make": bool(reach(by, queries.MAKE, at)),
        "can_close": bool(reach(by, "burden.close_stock", at)),
        "can_export": bool(reach(by, "burden.export_register", at)),
    }
    return render(request, "burden/register.html", shown)


@needs("burden.see")
@require_GET
def one(request: Request, pk: int) -> HttpResponseBase:
    """A form with its passport: what it asks for, and what can be done next."""
    return _one(request, pk)


def _one(request: Request, pk: int, form: ApproveForm | None = None) -> HttpResponseBase:
    at, by, today = clock.now(), request.by, clock.today()
    found = passport_of(request, pk)
    path = found.unit.path
    can_approve = may(by, queries.APPROVE, at=at, path=path)
    shown = {
        "form": found,
        "fields": queries.asked_fields(found),
        "unfit": found.unfit(today) if found.state != PassportState.DRAFT else None,
        "can_make": may(by, queries.MAKE, at=at, path=path),
        "can_approve": can_approve,
        "can_send": bool(reach(by, SEND, at)),
        "names": can_approve
        or may(by, queries.MAKE, at=at, path=path),  # others need the number, not the person
        "second": by.pk not in (found.made_by_id, found.changed_by_id),
        "version": VersionForm(initial={"version": found.version}),
    }
    if found.state == PassportState.DRAFT:
        shown["against"] = approving.against(found, today)
    if found.state == PassportState.SUBMITTED and can_approve:
        shown["approve"] = form or _approve_form(request, found)
        shown["level"] = next((one for one in queries.levels(today) if one.level == found.level), None)
    return render(request, "burden/passport.html", shown)


def _approve_form(request: Request, found: object) -> ApproveForm:
    at, by = clock.now(), request.by
    level = found.level  # type: ignore[attr-defined]
    version = found.version  # type: ignore[attr-defined]
    old = queries.visible(by, at=at).filter(scope(by, queries.APPROVE, at=at), state="in_force", level=level)
    form = ApproveForm(request.POST or None, initial={"version": version})
    units(form, "replaces", old.order_by("number"))
    return form


@needs("burden.approve_passport")
@require_POST
def approve(request: Request, pk: int) -> HttpResponseBase:
    """A second person approves, switching others off where the level is full."""
    found = passport_of(request, pk)
    form = _approve_form(request, found)
    if form.is_valid():
        given = form.cleaned_data
        old = [one.pk for one in given["replaces"]]
        if tried(
            form,
            lambda: approving.approve_passport(
                passport_id=pk, version=given["version"], replaces=old, by=request.by, at=clock.now()
            ),
        ):
            return gone(request, _("已批准，可以下发。"), reverse("burden:passport", args=[pk]))
    return _one(request, pk, form)


@needs("burden.close_stock")
@require_POST
def close_stock(request: Request, level: str) -> HttpResponseBase:
    """From now on the forms of a level only become fewer."""
    known = Level(level) if level in list(Level) else Level.MINISTRY
    return pressed(
        request,
        lambda: approving.close_stock(level=known, by=request.by, at=clock.now()),
        _("已结束这一级的存量清理，从现在起只减不增。"),
        reverse("burden:register"),
    )


@needs("burden.see")
@require_GET
def paper(request: Request, pk: int) -> HttpResponseBase:
    """The passport on paper."""
    found = passport_of(request, pk)
    shown = {"form": found, "fields": queries.asked_fields(found), "unfit": found.unfit(clock.today())}
    return render(request, "burden/paper.html", shown)


@needs("burden.see")
@require_GET
def fields(request: Request) -> HttpResponseBase:
    """Every field with its owner and source, and how many forms have it typed in."""
    at, asked = clock.now(), request.GET.get("q", "").strip()[:60]
    rows = queries.fields(today=clock.today())
    if asked:
        rows = rows.filter(words__contains=asked)
    shown = {
        "sees_meter": bool(reach(request.by, SEE, at)),
        "rows": list(rows[:500]),
        "asked": asked,
        "whole": Field.objects.count(),
        "can_change": bool(reach(request.by, "burden.change_field", at)),
    }
    return render(request, "burden/fields.html", shown)


@needs("burden.export_register")
@require_GET
def export(request: Request) -> HttpResponseBase:
    """The register as a file, in Chinese; written aside and gone once it is sent."""
    at, by = clock.now(), request.by
    place = Path(settings.DATA) / "exports"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=place) as folder, translation.override(settings.LANGUAGE_CODE):
        target = Path(folder) / "forms.xlsx"

        def write() -> int:
            return write_table(
                target, queries.columns(), queries.table(by, at=at), sheet=str(_("表单登记册"))
            )

        try:
            exports.export_register(write=write, by=by, at=at)
        except CannotExport as refusal:
            for reason in refusal.reasons:
                messages.error(request, str(reason))
            return redirect("burden:register")
        file = target.open("rb")  # stays readable after its name is gone
        name = f"{_('表单登记册')}_{clock.today():%Y%m%d}.xlsx"
    sent = FileResponse(file, as_attachment=True, filename=name, content_type=MEDIA)
    sent.headers["Cache-Control"] = "private, no-store"
    return sent
