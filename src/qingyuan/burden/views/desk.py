"""At the desk: draw a passport up, write its fields, send it on, prolong it, switch it off."""

from datetime import timedelta
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from qingyuan.burden import policy
from qingyuan.burden.errors import missing
from qingyuan.burden.forms.register import (
    FieldForm,
    KeepFieldForm,
    MakeForm,
    PassportForm,
    ProlongForm,
    RetireForm,
    VersionForm,
    WordsForm,
    units,
)
from qingyuan.burden.models import Field, Passport
from qingyuan.burden.queries import register as queries
from qingyuan.burden.rules import approving, exports, passports
from qingyuan.burden.shelves import OwnForm, own_forms
from qingyuan.burden.views.found import Request, passport_of
from qingyuan.kit import clock
from qingyuan.kit.endings import asked_for, gone, pressed, tried
from qingyuan.org.api import Level, may, needs, units_within

HEAD = (
    *("name", "number", "level", "maker", "basis", "approval"),
    *("purpose", "filler", "frequency", "minutes", "valid_until"),
)


def _page_of(pk: int) -> str:
    return reverse("burden:passport", args=[pk])


def _in_reach(request: Request, pk: int) -> Passport:
    """A form that the person may approve; what others made he reads, and this page is not there for him."""
    found = passport_of(request, pk)
    if not may(request.by, queries.APPROVE, at=clock.now(), path=found.unit.path):
        raise missing()
    return found


def _initial(own: OwnForm | None) -> dict[str, Any]:
    first: dict[str, Any] = {
        "level": Level.CITY,
        "valid_until": policy.weeks.last_day(clock.today()) - timedelta(days=1),
    }
    if own is None:
        return first
    return first | {
        "name": str(own.name),
        "purpose": str(own.purpose),
        "basis": str(own.basis),
        "filler": own.filler,
        "frequency": own.frequency,
        "minutes": own.minutes,
    }


@needs("burden.make_passport")
@require_http_methods(["GET", "POST"])
def make(request: Request) -> HttpResponseBase:
    """A new passport, from nothing or for a form that the system brings with it."""
    at, code = clock.now(), request.GET.get("own", "")
    own = own_forms.get(code)
    form = MakeForm(request.POST or None, initial=_initial(own))
    units(form, "unit", units_within(request.by, queries.MAKE, at=at).filter(depth__lte=3))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        unit, existing = said.pop("unit"), said.pop("existing")
        made: list[Passport] = []

        def act() -> None:
            draft = passports.PassportDraft(**said)
            made.append(
                passports.make_passport(
                    unit=unit, draft=draft, existing=existing, own=code if own else "", by=request.by, at=at
                )
            )

        if tried(form, act):
            return gone(request, _("已保存。接着写字段。"), reverse("burden:ask_for", args=[made[0].pk]))
    taken = set(Passport.objects.exclude(own="").exclude(state="retired").values_list("own", flat=True))
    left = [(key, own_forms[key]) for key in own_forms if key not in taken]
    return render(request, "burden/make.html", {"form": form, "left": left, "own": own, "code": code})


@needs("burden.make_passport")
@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int) -> HttpResponseBase:
    """The head of a draft, written anew."""
    found = passport_of(request, pk)
    form = PassportForm(
        request.POST or None,
        initial={name: getattr(found, name) for name in HEAD} | {"version": found.version},
    )
    form.fields["version"] = VersionForm.base_fields["version"]
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        version = said.pop("version")
        draft = passports.PassportDraft(**said)
        if tried(
            form,
            lambda: passports.change_passport(
                passport_id=pk, draft=draft, version=version, by=request.by, at=clock.now()
            ),
        ):
            return gone(request, _("已保存。"), _page_of(pk))
    return asked_for(
        request, form, title=_("修改表单"), button=_("保存"), back=_page_of(pk), trail=found.name
    )


@needs("burden.make_passport")
@require_http_methods(["GET", "POST"])
def ask_for(request: Request, pk: int) -> HttpResponseBase:
    """One more field: a known one is brought along, a new one must not be known under another name."""
    found = passport_of(request, pk)
    form = FieldForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        field = given.pop("field")
        if tried(
            form,
            lambda: passports.ask_for(
                passport_id=pk, field_id=field.pk if field else None, by=request.by, at=clock.now(), **given
            ),
        ):
            return gone(request, _("已加上。"), request.path if "more" in request.POST else _page_of(pk))
    shown = {"form": form, "passport": found, "fields": queries.asked_fields(found)}
    return render(request, "burden/ask_for.html", shown)


@needs("burden.make_passport")
@require_POST
def drop_field(request: Request, pk: int, field_pk: int) -> HttpResponseBase:
    """Take a field out."""
    passport_of(request, pk)
    return pressed(
        request,
        lambda: passports.drop_field(passport_id=pk, field_id=field_pk, by=request.by, at=clock.now()),
        _("已去掉这个字段。"),
        _page_of(pk),
    )


@needs("burden.make_passport")
@require_POST
def discard(request: Request, pk: int) -> HttpResponseBase:
    """Throw a draft away."""
    passport_of(request, pk)
    return pressed(
        request,
        lambda: passports.discard_passport(passport_id=pk, by=request.by, at=clock.now()),
        _("草稿已删除。"),
        reverse("burden:register"),
    )


@needs("burden.make_passport")
@require_POST
def submit(request: Request, pk: int) -> HttpResponseBase:
    """Lay it before a second person."""
    passport_of(request, pk)
    form = VersionForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else -1
    return pressed(
        request,
        lambda: approving.submit_passport(passport_id=pk, version=version, by=request.by, at=clock.now()),
        _("已送批，须由第二人批准。"),
        _page_of(pk),
    )


@needs("burden.approve_passport")
@require_http_methods(["GET", "POST"])
def send_back(request: Request, pk: int) -> HttpResponseBase:
    """Back to its maker, saying why."""
    found = passport_of(request, pk)
    form = WordsForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(
            form,
            lambda: approving.return_passport(
                passport_id=pk, by=request.by, at=clock.now(), **form.cleaned_data
            ),
        )
    ):
        return gone(request, _("已退回。"), _page_of(pk))
    return asked_for(request, form, title=_("退回"), button=_("退回"), back=_page_of(pk), trail=found.name)


@needs("burden.approve_passport")
@require_http_methods(["GET", "POST"])
def retire(request: Request, pk: int) -> HttpResponseBase:
    """Switch a form off."""
    found = _in_reach(request, pk)
    form = RetireForm(request.POST or None)
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(
            form,
            lambda: approving.retire_passport(
                passport_id=pk, by=request.by, at=clock.now(), **form.cleaned_data
            ),
        )
    ):
        return gone(request, _("已停用。还没填的单位可以一键拒绝。"), _page_of(pk))
    lead = _("停用后不能恢复，这一级的表单总数从此少一张。")
    return asked_for(
        request, form, title=_("停用表单"), button=_("停用"), back=_page_of(pk), trail=found.name, lead=lead
    )


@needs("burden.approve_passport")
@require_http_methods(["GET", "POST"])
def prolong(request: Request, pk: int) -> HttpResponseBase:
    """Another period, at most twelve months."""
    found = _in_reach(request, pk)
    form = ProlongForm(
        request.POST or None,
        initial={"valid_until": policy.weeks.last_day(clock.today()), "approval": found.approval},
    )
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(
            form,
            lambda: approving.prolong_passport(
                passport_id=pk, by=request.by, at=clock.now(), **form.cleaned_data
            ),
        )
    ):
        return gone(request, _("已延期。"), _page_of(pk))
    lead = _("先想一想还用不用得着；用不着的请停用。")
    return asked_for(
        request, form, title=_("延长有效期"), button=_("延长"), back=_page_of(pk), trail=found.name, lead=lead
    )


@needs("burden.change_field")
@require_http_methods(["GET", "POST"])
def change_field(request: Request, pk: int) -> HttpResponseBase:
    """Who keeps a field, and where."""
    found = Field.objects.filter(pk=pk).first()
    if found is None:
        raise missing()
    names = ("owner", "source", "words_en", "active")
    form = KeepFieldForm(request.POST or None, initial={name: getattr(found, name) for name in names})
    back = reverse("burden:fields")
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(
            form,
            lambda: exports.change_field(field_id=pk, by=request.by, at=clock.now(), **form.cleaned_data),
        )
    ):
        return gone(request, _("已保存。"), back)
    return asked_for(
        request, form, title=_("修改字段"), button=_("保存"), back=back, trail=_("字段登记"), lead=str(found)
    )
