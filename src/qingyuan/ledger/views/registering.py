"""Putting matters on the ledger one after another, and giving several their three fixes at once."""

from dataclasses import replace

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qingyuan.burden.api import measure, opening, stopped
from qingyuan.kit import clock
from qingyuan.kit.errors import Refused
from qingyuan.ledger.forms import ManyForm, RegisterForm
from qingyuan.ledger.forms.registering import KEPT
from qingyuan.ledger.policy import Calendar
from qingyuan.ledger.queries import people_of, rows_of, twin
from qingyuan.ledger.views.drawing import matter_lines
from qingyuan.ledger.views.found import (
    Request,
    campaign_of,
    explain,
    missing,
    people_within,
    person_address,
    rosters,
    unit_address,
    units_of,
)
from qingyuan.matters.api import Matter, kinds, policy, rules, visible
from qingyuan.org.api import Person, Unit, leaders, needs, scope

AT_ONCE = 100
MEASURED = "ledger.register"


@needs("matters.register")
@require_http_methods(["GET", "POST"])
def register(request: Request) -> HttpResponseBase:
    """One problem at a time; after saving, the page is ready for the next with unit and category kept."""
    at = clock.now()
    campaign = campaign_of(request)
    if campaign is None:
        return render(request, "ledger/no_campaign.html")
    if (stop := stopped(MEASURED, at=at)) and "needed" not in request.GET:
        return render(request, "burden/stopped.html", {"stop": stop, "back": reverse("ledger:list")})
    kept = {name: request.GET[name] for name in KEPT if name in request.GET}
    form = RegisterForm(
        request.POST or None,
        units=units_of(request, "matters.register"),
        people=people_within(request.by, "matters.register", at),
        today=clock.local_day(at),
        unit_address=unit_address("matters.register"),
        person_address=person_address(permission="matters.register"),
        ask=rosters(request, at),
        initial=kept,
    )
    same = None
    if request.method == "POST" and form.is_valid():
        draft = form.draft()
        if draft.owner is not None and leaders(at).filter(pk=draft.owner.pk).exists():
            draft = replace(draft, key_few=True)
        same = twin(request.by, draft.unit, draft.statement, at=at)
        if same is None or form.cleaned_data["again"]:
            try:
                made = rules.open_matter(campaign=campaign, draft=draft, by=request.by, at=at)
            except Refused as refusal:
                explain(form, refusal)
                same = None
            else:
                measure(form=MEASURED, stamp=request.POST.get("opened", ""), by=request.by, at=at)
                return _next(request, made)
        else:
            said = request.POST.copy()
            said["again"] = "on"
            form.data = said
    shown = {
        "form": form,
        "same": same,
        "last": _last(request),
        "proposed": policy.proposed_deadline(kinds.Kind.PROBLEM, clock.local_day(at)),
        "campaign": campaign,
        "opened": request.POST.get("opened") or opening(form=MEASURED, by=request.by, at=at),
    }
    return render(request, "ledger/register.html", shown)


def _next(request: Request, made: Matter) -> HttpResponseBase:
    """Say so, and make the page ready for the next one."""
    messages.success(request, _("已登记 %(number)s。") % {"number": made.number})
    if "then_open" in request.POST:
        return redirect("ledger:matter", pk=made.pk)
    stays = {
        "kind": made.kind,
        "unit": made.unit.code,
        "category": made.category_id or "",
        "source": made.source,
    }
    return redirect(f"{reverse('ledger:register')}?{urlencode(stays | {'last': made.pk})}")


def _last(request: Request) -> Matter | None:
    """The matter that was put on the ledger just now."""
    last = request.GET.get("last", "")
    if not last.isdecimal() or len(last) > 18:
        return None
    return visible(request.by, at=clock.now()).filter(pk=int(last), opened_by=request.by).first()


def _chosen(request: Request) -> list[Matter]:
    """The matters that were ticked, as far as this person sees them and may fix them."""
    asked = request.POST if request.method == "POST" else request.GET
    ids = {int(pk) for pk in asked.getlist("id")[:AT_ONCE] if pk.isdecimal() and len(pk) < 19}
    at = clock.now()
    seen = visible(request.by, at=at).filter(scope(request.by, "matters.fix", at=at, path="unit_path"))
    found = list(
        seen.filter(pk__in=ids).select_related("unit", "owner", "category").order_by("due_rank", "pk")
    )
    if len(found) != len(ids):
        raise missing()
    return found


def _people(matters: list[Matter]) -> QuerySet[Person]:
    """The people of the smallest unit that holds all the matters' units."""
    paths = [matter.unit_path for matter in matters]
    shared = paths[0]
    while not all(path.startswith(shared) for path in paths):
        shared = shared[: -Unit.steplen]
    return people_of(shared, clock.today())


@needs("matters.fix")
@require_http_methods(["GET", "POST"])
def assign(request: Request) -> HttpResponseBase:
    """The three fixes for several matters: all of them, or none and every reason why."""
    chosen = _chosen(request)
    if not chosen:
        messages.warning(request, _("请先在列表里勾选要三定的事项。"))
        return redirect(f"{reverse('ledger:list')}?state=registered")
    at = clock.now()
    form = ManyForm(
        request.POST or None,
        people=_people(chosen),
        address=person_address(permission="matters.fix"),
        ask=rosters(request, at),
        initial={"due_on": policy.proposed_deadline(kinds.Kind(chosen[0].kind), clock.local_day(at))},
    )
    if request.method == "POST" and form.is_valid():
        try:
            rules.fix_many(
                matter_ids=[matter.pk for matter in chosen], plan=form.plan(), by=request.by, at=at
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("%(count)s个事项三定完成。") % {"count": len(chosen)})
            return redirect("ledger:list")
    rows = rows_of(chosen, Calendar(clock.local_day(at)))
    shown = {"form": form, "rows": rows, "lines": matter_lines(rows), "count": len(chosen)}
    return render(request, "ledger/assign.html", shown)
