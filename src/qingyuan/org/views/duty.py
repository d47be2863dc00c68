"""The duty roster: a week of a unit, one entry more or less, a list from Excel; and one's own."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingyuan.kit import clock, paging
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Forbidden, Missing, Refused
from qingyuan.org import rules
from qingyuan.org.forms import DutyForm, DutyListForm, DutyWeekForm
from qingyuan.org.forms.duty import moment, read_duty
from qingyuan.org.models import DUTY_WORDS, DutyDraft, Person, Unit
from qingyuan.org.pages import Request, needs
from qingyuan.org.queries import duties_seen, may, members, reach, touching, units_within, week_of, within
from qingyuan.org.views.found import explain, unit_of
from qingyuan.org.views.roster import errors_of

SHOWN = 20


def _week(unit: Unit, first_on: date) -> str:
    """The address of a unit's week."""
    return f"{reverse('org:duty')}?{urlencode({'unit': unit.code, 'week': first_on.isoformat()})}"


@needs("org.see_duty")
@require_GET
def duty(request: Request) -> HttpResponseBase:
    """Seven days of a unit with all below it, a line a person; who leads none sees his own line."""
    at = clock.now()
    today = local_day(at)
    form = DutyWeekForm(request.GET, by=request.by)
    asked = form.cleaned_data if form.is_valid() else {}
    tops = reach(request.by, "org.see_duty", at).paths
    unit = asked.get("unit") or (Unit.objects.filter(path=tops[0]).first() if tops else None)
    day = asked.get("week") or today
    monday = day - timedelta(days=day.weekday())
    sunday = monday + timedelta(days=6)
    seen = duties_seen(request.by, at)
    if unit is None:
        seen, people = seen.filter(person=request.by), Person.objects.filter(pk=request.by.pk)
    else:
        seen = seen.filter(within([unit.path], "unit__path"))
        below = Unit.objects.filter(within([unit.path], "path"))
        taken = Person.objects.filter(pk__in=seen.filter(touching(monday, sunday)).values("person"))
        people = taken | members(below, at) if asked.get("all") else taken
    page = paging.page(
        people, ["police_no"], after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    weeks = week_of(page.rows, seen, monday)
    shown = {
        "form": form,
        "unit": unit,
        "page": page,
        "weeks": weeks,
        "any": any(entries for line in weeks for _day, entries in line.days),
        "days": [monday + timedelta(days=n) for n in range(7)],
        "today": today,
        "state": "past" if sunday < today else "coming" if monday > today else "running",
        "earlier": monday - timedelta(days=7),
        "later": monday + timedelta(days=7),
        "keeps": may(request.by, "org.keep_duty", at=at, unit=unit) if unit else False,
    }
    return render(request, "org/duty.html", shown)


@needs("org.keep_duty")
@require_http_methods(["GET", "POST"])
def add(request: Request, pk: int) -> HttpResponseBase:
    """One entry more on the list of a unit."""
    at = clock.now()
    unit = unit_of(request, pk, "org.keep_duty")
    whole = {"from_at": moment(local_day(at), timedelta()), "to_at": moment(local_day(at), timedelta(days=1))}
    form = DutyForm(request.POST or None, by=request.by, initial=whole)
    if request.method == "POST" and form.is_valid():
        try:
            made = rules.add_duty(unit=unit, **form.cleaned_data, by=request.by, at=at)
        except Forbidden:
            raise
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("已添加%(name)s的安排。") % {"name": made.person.name})
            return redirect(_week(unit, made.first_on))
    return render(request, "org/duty_form.html", {"form": form, "unit": unit})


@needs("org.keep_duty")
@require_POST
def remove(request: Request, pk: int) -> HttpResponseBase:
    """One entry less."""
    gone = rules.remove_duty(duty_id=pk, by=request.by, at=clock.now())
    messages.success(request, _("已删除%(name)s的安排。") % {"name": gone.person.name})
    return redirect(_week(gone.roster, gone.first_on))


@needs("org.keep_duty")
@require_http_methods(["GET", "POST"])
def take(request: Request) -> HttpResponseBase:
    """Take a list over: three steps on one page. Nothing is changed until the last, and then all or nothing."""
    draft = DutyDraft.objects.filter(by=request.by).select_related("unit").first()
    do = request.POST.get("do", "look") if request.method == "POST" else ""
    sent = do == "look"
    start = _start(request, draft)
    form = DutyListForm(
        request.POST if sent else None, request.FILES if sent else None, by=request.by, initial=start
    )
    if do == "drop":
        rules.drop_duty_list(by=request.by)
        messages.success(request, _("已放弃，排班没有变动。"))
        return redirect("org:take_duty")
    if sent and form.is_valid() and _kept(request, form):
        return redirect("org:take_duty")
    if draft is None:
        return render(request, "org/duty_take.html", {"form": form})
    shown = _looked_at(request, draft, dry=do != "take")
    outcome: rules.DutyTaken | None = shown["outcome"]
    if do == "take" and outcome is not None:
        rules.drop_duty_list(by=request.by)
        words = _("已导入：新增 %(added)d 条，删除 %(removed)d 条，%(unchanged)d 条没有变化。")
        counts = {"added": outcome.added, "removed": outcome.removed, "unchanged": outcome.unchanged}
        messages.success(request, words % counts)
        return redirect(_week(draft.unit, outcome.first_on))
    return render(request, "org/duty_take.html", {"form": form, "draft": draft, **shown})


def _start(request: Request, draft: DutyDraft | None) -> dict[str, Any]:
    """What the form offers: what was sent before, else the unit of the page one came from, or one's own."""
    if draft is not None:
        return {"unit": draft.unit, "first_on": draft.first_on, "last_on": draft.last_on}
    named = request.GET.get("unit", "")[:80]
    return {"unit": named or units_within(request.by, "org.keep_duty", at=clock.now()).first()}


def _kept(request: Request, form: DutyListForm) -> bool:
    """Keep the list that was sent; or say why not."""
    said = dict(form.cleaned_data)
    file = said.pop("file")
    try:
        if file.size > rules.DRAFT_BYTES:
            raise rules.too_large()
        rules.keep_duty_list(**said, name=file.name, content=file.read(), by=request.by, at=clock.now())
    except (Forbidden, Missing):
        raise
    except Refused as refusal:
        explain(form, refusal)
        return False
    return True


def _looked_at(request: Request, draft: DutyDraft, *, dry: bool) -> dict[str, Any]:
    """Read the kept list and try it: what was read, every reason against it, and what it does or would do."""
    read = outcome = None
    try:
        read = read_duty(bytes(draft.content), draft.name, on=clock.today())
        reasons = list(read.reasons)
        outcome = rules.import_duty(
            unit=draft.unit,
            lines=read.lines,
            source=draft.name,
            first_on=draft.first_on,
            last_on=draft.last_on,
            by=request.by,
            at=clock.now(),
            dry=dry or bool(reasons),
        )
    except Refused as refusal:
        reasons = [*(read.reasons if read else ()), *refusal.reasons]
    if reasons:
        outcome = None
    lines = [(line, DUTY_WORDS[line.kind]) for line in (read.lines[:SHOWN] if read else ())]
    return {"read": read, "lines": lines, "outcome": outcome, **errors_of(reasons)}
