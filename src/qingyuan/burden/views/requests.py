"""Forms on their way: what one has to fill, what one sent; at a cap: merge, postpone or leave units out."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingyuan.burden import policy
from qingyuan.burden.errors import OverCap, missing
from qingyuan.burden.forms.asking import FillForm, MergeForm, PostponeForm, SendForm
from qingyuan.burden.forms.register import units
from qingyuan.burden.kinds import UNFIT_WORDS, AskState, Filler, Spending
from qingyuan.burden.models import Ask, FormRequest
from qingyuan.burden.queries import budget, register
from qingyuan.burden.queries import requests as queries
from qingyuan.burden.rules import requests as rules
from qingyuan.burden.rules.spending import opening
from qingyuan.burden.views.found import Request
from qingyuan.kit import clock, workdays
from qingyuan.kit.endings import asked_for, gone, pressed, tried
from qingyuan.kit.errors import Forbidden, Missing, Refused
from qingyuan.kit.paging import page
from qingyuan.org.api import Unit, needs, reach, units_within

DAYS = 5  # working days that a form proposes for filling


@needs("burden.see")
@require_GET
def asks(request: Request) -> HttpResponseBase:
    """What one's units still have to fill, the late first; then what was filled or refused."""
    at, by = clock.now(), request.by
    waiting = list(queries.to_fill(by, at=at)[:50])
    done = queries.fillable(by, at=at).exclude(state=AskState.OPEN)
    found = page(
        done, ["-pk"], after=request.GET.get("after", ""), before=request.GET.get("before", ""), size=20
    )
    today = clock.today()
    shown = {
        "waiting": [(one, _unfit(one, today)) for one in waiting],
        "page": found,
        "today": today,
        "fills": bool(reach(by, queries.FILL, at)) or bool(reach(by, queries.FILL_OWN, at)),
        "can_send": bool(reach(by, queries.SEND, at)),
    }
    return render(request, "burden/asks.html", shown)


def _unfit(ask: Ask, today: Any) -> str:
    found = queries.unfit(ask.request.passports.all(), today)
    return str(UNFIT_WORDS[found[1]]) if found else ""


@needs("burden.see")
@require_http_methods(["GET", "POST"])
def ask(request: Request, pk: int) -> HttpResponseBase:
    """A form to fill: passport in its head, what is known brought along; refused in one tap if it is not in order."""
    at, by = clock.now(), request.by
    found = queries.ask_of(by, pk, at=at)
    if found is None:
        raise missing()
    mine = queries.fillable(by, at=at).filter(pk=pk).exists()
    lines = queries.lines(found, at=at)
    unfit = queries.unfit(found.request.passports.all(), clock.today())
    form = None
    if mine and found.state == AskState.OPEN:
        forms = list(found.request.passports.all())
        stamp = opening(form=f"passport:{forms[0].pk}", by=by, at=at)
        form = FillForm(request.POST or None, lines=lines, initial={"opened": stamp})
        if request.method == "POST" and form.is_valid():
            values, opened = form.values(), form.cleaned_data["opened"]
            if tried(form, lambda: rules.fill(ask_id=pk, values=values, stamp=opened, by=by, at=at)):
                return gone(request, _("已填报。"), reverse("burden:asks"))
    shown = {
        "ask": found,
        "lines": lines,
        "form": form,
        "brought": sum(bool(line.brought) for line in lines),
        "unfit": UNFIT_WORDS[unfit[1]] if unfit else "",
        "today": clock.today(),
    }
    return render(request, "burden/ask.html", shown)


@needs("burden.see")
@require_POST
def refuse(request: Request, pk: int) -> HttpResponseBase:
    """One tap: no passport in order, not filled."""
    return pressed(
        request,
        lambda: rules.refuse(ask_id=pk, by=request.by, at=clock.now()),
        _("已拒绝填报并告知发出单位（《统计法》第十七条）。"),
        reverse("burden:asks"),
    )


# -- who sends ---------------------------------------------------------------------------------------------------------


@needs("burden.send_request")
@require_GET
def requests(request: Request) -> HttpResponseBase:
    """What one's units sent, the last first."""
    rows = queries.sent(request.by, at=clock.now())
    found = page(
        rows, ["-pk"], after=request.GET.get("after", ""), before=request.GET.get("before", ""), size=30
    )
    return render(request, "burden/requests.html", {"page": found, "today": clock.today()})


@needs("burden.send_request")
@require_http_methods(["GET", "POST"])
def send(request: Request) -> HttpResponseBase:
    """Send a form. Where a unit has no room, the page says who used it and offers the three ways on."""
    at, by, today = clock.now(), request.by, clock.today()
    form = SendForm(
        request.POST or None,
        initial={"due_on": workdays.shift(today, DAYS), "passport": request.GET.get("form", "")},
    )
    units(form, "passport", register.active(today).order_by("number"))
    units(form, "unit", units_within(by, queries.SEND, at=at).filter(depth__lte=3))
    units(form, "units", queries.askable(by, at=at))
    ways: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        passport, chosen = said.pop("passport"), list(said.pop("units"))
        try:
            made = rules.send_request(passports=[passport.pk], units=chosen, by=by, at=at, **said)
        except (Missing, Forbidden):
            raise
        except OverCap as refusal:
            for reason in refusal.reasons:
                form.add_error(None, str(reason))
            ways = _ways(request, passport, chosen, said)
        except Refused as refusal:
            for reason in refusal.reasons:
                form.add_error(reason.field if reason.field in form.fields else None, str(reason))
        else:
            return gone(request, _("已下发。"), reverse("burden:request", args=[made.pk]))
    return render(request, "burden/send.html", {"form": form, "ways": ways})


def _ways(request: Request, passport: Any, chosen: list[Unit], said: dict[str, Any]) -> dict[str, Any]:
    """Merge into an open request, postpone to the first week with room, or leave out the units that are full."""
    new = policy.caps.Asking(
        Spending.FORM, said["due_on"], passport.minutes, Filler(passport.filler), said["unit"].pk
    )
    full = budget.against(chosen, new)
    return {
        "merge": queries.merge_into(request.by, [passport], chosen, at=clock.now()),
        "passport": passport,
        "day": budget.free_day([one.pk for one in chosen], new),
        "fitting": [one for one in chosen if one.pk not in full],
        "full": [one for one in chosen if one.pk in full],
        "said": said,
        "units": chosen,
    }


def _request_of(request: Request, pk: int) -> FormRequest:
    found = queries.one(request.by, pk, at=clock.now())
    if found is None:
        raise missing()
    return found


def _page_of(pk: int) -> str:
    return reverse("burden:request", args=[pk])


@needs("burden.send_request")
@require_GET
def one(request: Request, pk: int) -> HttpResponseBase:
    """A request: who has filled it, who refused and why."""
    found = _request_of(request, pk)
    asks = list(found.asks.select_related("unit", "done_by").order_by("unit__path"))
    shown = {
        "request_": found,
        "forms": list(found.passports.select_related("unit")),
        "asks": asks,
        "runs": found.cancelled_at is None and any(one.state == AskState.OPEN for one in asks),
        "fresh": all(one.state == AskState.OPEN for one in asks),
        "today": clock.today(),
    }
    return render(request, "burden/request.html", shown)


@needs("burden.send_request")
@require_http_methods(["GET", "POST"])
def postpone(request: Request, pk: int) -> HttpResponseBase:
    """More time for who has not answered."""
    found = _request_of(request, pk)
    form = PostponeForm(request.POST or None, initial={"due_on": workdays.shift(found.due_on, DAYS)})
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(
            form,
            lambda: rules.postpone_request(request_id=pk, by=request.by, at=clock.now(), **form.cleaned_data),
        )
    ):
        return gone(request, _("已延期。"), _page_of(pk))
    return asked_for(
        request, form, title=_("推迟期限"), button=_("推迟"), back=_page_of(pk), trail=_("下发情况")
    )


@needs("burden.send_request")
@require_http_methods(["GET", "POST"])
def merge(request: Request, pk: int) -> HttpResponseBase:
    """Another form in the same sitting."""
    found = _request_of(request, pk)
    form = MergeForm(request.POST or None, initial={"passport": request.GET.get("form", "")})
    units(
        form, "passport", queries.mergeable(found).filter(valid_until__gte=clock.today()).order_by("number")
    )
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["passport"].pk
        if tried(
            form, lambda: rules.merge_form(request_id=pk, passport_id=key, by=request.by, at=clock.now())
        ):
            return gone(request, _("已并入，相同的字段只填一遍。"), _page_of(pk))
    lead = _("还没有单位办理时可以并入；相同的字段只填一遍。")
    return asked_for(
        request,
        form,
        title=_("并入表单"),
        button=_("并入"),
        back=_page_of(pk),
        trail=_("下发情况"),
        lead=lead,
    )


@needs("burden.send_request")
@require_POST
def cancel(request: Request, pk: int) -> HttpResponseBase:
    """Stop asking."""
    _request_of(request, pk)
    return pressed(
        request,
        lambda: rules.cancel_request(request_id=pk, by=request.by, at=clock.now()),
        _("已取消，还没填的单位不用填了。"),
        _page_of(pk),
    )
