"""Take a list of leads over: send the file, look at what it would do, take it over or drop it."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qingyuan.discipline.forms.fields import among
from qingyuan.discipline.forms.leads import SheetForm
from qingyuan.discipline.forms.reading import LeadList, read_leads
from qingyuan.discipline.models import SheetDraft
from qingyuan.discipline.queries.leads import SEE
from qingyuan.discipline.rules import leads as rules
from qingyuan.discipline.rules import lists
from qingyuan.discipline.views.found import Request, campaign_of
from qingyuan.kit import clock
from qingyuan.kit.endings import gone, tried
from qingyuan.kit.errors import Reason, Refused
from qingyuan.org.api import needs, units_within

SHOWN = 20
ERRORS_SHOWN = 200


@needs("discipline.register_lead")
@require_http_methods(["GET", "POST"])
def take(request: Request) -> HttpResponseBase:
    """Three steps on one page. Nothing is registered until the last, and then all or nothing."""
    at, by = clock.now(), request.by
    here = reverse("discipline:import")
    do = request.POST.get("do", "look") if request.method == "POST" else ""
    form = SheetForm(request.POST, request.FILES) if do == "look" else SheetForm()
    among(form, "unit", units_within(by, SEE, at=at))
    draft = SheetDraft.objects.filter(by=by).select_related("unit").first()
    if do == "drop":
        lists.drop_list(by=by, at=at)
        return gone(request, _("已放弃，没有登记任何线索。"), here)
    if do == "look" and form.is_valid():
        sent, unit = form.cleaned_data["file"], form.cleaned_data["unit"]
        content = sent.read(lists.DRAFT_BYTES + 1)
        if tried(form, lambda: lists.keep_list(unit=unit, name=sent.name, content=content, by=by, at=at)):
            return gone(request, _("已读入，请核对后确认。"), here)
    shown: dict[str, object] = {"form": form, "draft": draft}
    if draft is not None:
        read, reasons = _looked_at(request, draft, dry=do != "take")
        if do == "take" and not reasons and read is not None:
            lists.drop_list(by=by, at=at, taken=len(read.drafts))
            words = _("已登记 %(count)d 条线索，按回避规定分到各级。") % {"count": len(read.drafts)}
            return gone(request, words, reverse("discipline:leads"))
        shown |= {
            "read": read,
            "lines": read.drafts[:SHOWN] if read else (),
            "reasons": reasons[:ERRORS_SHOWN],
            "errors": len(reasons),
        }
    return render(request, "discipline/import.html", shown)


def _looked_at(request: Request, draft: SheetDraft, *, dry: bool) -> tuple[LeadList | None, list[Reason]]:
    """Read the kept file and try it: what was read, and every reason against it with its cell."""
    read: LeadList | None = None
    try:
        read = read_leads(bytes(draft.content), draft.name, unit=draft.unit, on=clock.today())
        campaign, at = campaign_of(request), clock.now()
        hold = dry or bool(read.reasons)
        rules.register_leads(campaign=campaign, drafts=read.drafts, by=request.by, at=at, dry=hold)
    except Refused as refusal:
        return read, [*(read.reasons if read else ()), *refusal.reasons]
    return read, list(read.reasons)
