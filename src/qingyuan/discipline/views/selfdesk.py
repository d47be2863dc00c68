"""For who keeps windows and policies, and for who handles what people told of themselves."""

from base64 import b64encode
from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingyuan.discipline.errors import missing
from qingyuan.discipline.forms import selfreport as forms
from qingyuan.discipline.forms.fields import among
from qingyuan.discipline.models import SelfReport, SelfSlot
from qingyuan.discipline.queries import selfreport as queries
from qingyuan.discipline.rules import selfhandling
from qingyuan.discipline.rules import selfreport as rules
from qingyuan.discipline.views import scripts
from qingyuan.discipline.views.found import Request, asked, campaign_of
from qingyuan.kit import clock
from qingyuan.kit.endings import gone, tried
from qingyuan.kit.errors import Forbidden, Missing, Refused
from qingyuan.kit.paging import page
from qingyuan.matters.api import queries as matters
from qingyuan.org.api import may, needs, reach, units_within


@needs("discipline.see_windows")
@require_GET
def windows(request: Request) -> HttpResponseBase:
    """The windows, and the versions of the policy."""
    at = clock.now()
    shown = {
        "windows": queries.windows(request.by, at=at)[:50],
        "policies": queries.policies()[:20],
        "holds": bool(reach(request.by, rules.HOLD, at)),
        "keeps": bool(reach(request.by, rules.KEEP, at)),
        "today": clock.today(),
    }
    return render(request, "discipline/windows.html", shown)


@needs("discipline.see_windows")
@require_GET
def window(request: Request, pk: int) -> HttpResponseBase:
    """One window in figures: asked and answered by unit; the leaders who hold others up by name, nobody else."""
    at = clock.now()
    found = queries.windows(request.by, at=at).filter(pk=pk).first()
    if found is None:
        raise missing()
    everything = may(request.by, queries.READ, at=at, unit=found.unit)
    shown = {
        "window": found,
        "figures": queries.window_figures(found, request.by, at=at, all_of_it=everything),
        "to_come": queries.leaders_to_come(found, request.by, at=at),
        "said": queries.said_within(found, request.by, at=at),
        "items": found.items.all(),
        "today": clock.today(),
    }
    return render(request, "discipline/window_figures.html", shown)


@needs("discipline.publish_policy")
@require_http_methods(["GET", "POST"])
def publish(request: Request) -> HttpResponseBase:
    """A new version of the policy."""
    form = forms.PolicyForm(request.POST or None)
    among(form, "unit", units_within(request.by, rules.KEEP, at=clock.now()))
    back = reverse("discipline:windows")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(form, lambda: rules.publish_policy(by=request.by, at=clock.now(), **said)):
            return gone(request, _("已发布。以前的版本原样保留。"), back)
    return asked(
        request, form, title=_("发布政策"), button=_("发布"), back=back,
        lead=_("每个人作答前先读；发布后不能修改，要改就发布新版本。"), trail=_("自查窗口"),
    )  # fmt: skip


@needs("discipline.hold_window")
@require_http_methods(["GET", "POST"])
def hold(request: Request) -> HttpResponseBase:
    """A new window."""
    today = clock.today()
    form = forms.WindowForm(
        request.POST or None, initial={"opens_on": today, "closes_on": today + timedelta(days=30)}
    )
    among(form, "unit", units_within(request.by, rules.HOLD, at=clock.now()))
    back = reverse("discipline:windows")
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        unit = said.pop("unit")
        draft = rules.WindowDraft(**said)
        campaign = campaign_of(request)
        if tried(
            form,
            lambda: rules.hold_window(
                campaign=campaign, unit=unit, draft=draft, by=request.by, at=clock.now()
            ),
        ):
            return gone(request, _("窗口已开设。领导先作答，之后本单位民警的窗口自动打开。"), back)
    return asked(request, form, title=_("开设自查窗口"), button=_("开设"), back=back, trail=_("自查窗口"))


# -- what people told ------------------------------------------------------------------------------------------


def _report(request: Request, pk: int) -> SelfReport:
    found = queries.readable(request.by).filter(pk=pk).first()
    if found is None:
        raise missing()
    return found


@needs("discipline.read_self_reports")
@require_GET
def told(request: Request) -> HttpResponseBase:
    """The self-reports that my keys open."""
    found = page(
        queries.readable(request.by), ["-at", "-pk"],
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    rows = queries.with_due(found.rows)
    return render(request, "discipline/told.html", {"page": found, "rows": rows, "today": clock.today()})


@needs("discipline.read_self_reports")
@require_GET
def one(request: Request, pk: int) -> HttpResponseBase:
    """One self-report: opened in the browser with a passphrase."""
    found = _report(request, pk)
    shown = {
        "report": found,
        "due": queries.answer_due(found),
        "opened": found.openings.filter(person=request.by).exists(),
        "openings": found.openings.select_related("person").order_by("at"),
        "lead_url": matters.matter_url(found.lead.matter_id) if found.lead else "",
        "spoken": scripts.for_page(),
    }
    return scripts.quiet(render(request, "discipline/told_one.html", shown))


@needs("discipline.read_self_reports")
@require_POST
@scripts.for_scripts
def open_one(request: Request, pk: int) -> HttpResponseBase:
    """My slots, after it stands in the record that I had them; and what is sealed."""
    slots: list[SelfSlot] = selfhandling.open_self_report(report_id=pk, by=request.by, at=clock.now())
    body = SelfReport.objects.values_list("sealed", flat=True).get(pk=pk)
    return scripts.done(
        slots=[b64encode(bytes(slot.sealed)).decode() for slot in slots],
        body=b64encode(bytes(body or b"")).decode(),
    )


@needs("discipline.read_self_reports")
@require_POST
def note(request: Request, pk: int) -> HttpResponseBase:
    """Read and kept, without a lead."""
    _report(request, pk)
    try:
        selfhandling.note_self_report(report_id=pk, by=request.by, at=clock.now())
    except (Missing, Forbidden):
        raise
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
    else:
        messages.success(request, _("已阅存，说明人立即看得到。"))
    return redirect("discipline:told_one", pk)


@needs("discipline.read_self_reports")
@require_http_methods(["GET", "POST"])
def take_up(request: Request, pk: int) -> HttpResponseBase:
    """Made a lead."""
    at = clock.now()
    found = _report(request, pk)
    form = forms.TakeUpForm(request.POST or None)
    among(form, "unit", units_within(request.by, "discipline.register_lead", at=at))
    back = reverse("discipline:told_one", args=[pk])
    if request.method == "POST" and form.is_valid():
        said, campaign = form.cleaned_data, campaign_of(request)
        if tried(
            form,
            lambda: selfhandling.take_up_self_report(
                report_id=pk,
                campaign=campaign,
                statement=said["statement"],
                at_unit=said["unit"],
                by=request.by,
                at=at,
            ),
        ):
            return gone(request, _("已转为线索，从宽的两个日期已记下。"), back)
    return asked(
        request, form, title=_("转为线索"), button=_("转为线索"), back=back, trail=found.public_id,
        lead=_("线索反映的是说明人本人；由与他没有关系的层级办理。"),
    )  # fmt: skip
