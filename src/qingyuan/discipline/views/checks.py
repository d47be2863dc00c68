"""Spot checks: the samples of each quarter, their pieces one by one, and the numbers that the office sets."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from qingyuan.discipline.errors import missing
from qingyuan.discipline.forms.interference import LimitsForm, PieceForm
from qingyuan.discipline.kinds import Outcome
from qingyuan.discipline.queries import checks as queries
from qingyuan.discipline.queries.leads import SILENT_DAYS, SILENT_SHIPPED
from qingyuan.discipline.rules import checks as rules
from qingyuan.discipline.views.found import Request, asked, campaign_of
from qingyuan.kit import clock
from qingyuan.kit.endings import gone, tried
from qingyuan.kit.paging import page
from qingyuan.org.api import needs, setting
from qingyuan.org.api import rules as org

SHOWN = 20


@needs("discipline.spot_check")
@require_GET
def spot_checks(request: Request) -> HttpResponseBase:
    """All samples of the units in reach, newest first."""
    found = page(
        queries.checks(request.by, at=clock.now()), ["-begins_on", "-pk"], size=SHOWN,
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    return render(request, "discipline/spot_checks.html", {"page": found})


@needs("discipline.spot_check")
@require_GET
def spot_check(request: Request, pk: int) -> HttpResponseBase:
    """One sample: how it was drawn, and the pieces that exist for the reader."""
    at = clock.now()
    found = queries.checks(request.by, at=at).filter(pk=pk).first()
    if found is None:
        raise missing()
    pieces = list(queries.pieces(request.by, at=at).filter(check_of=found))
    lines = [(piece, queries.may_answer(piece, request.by)) for piece in pieces]
    shown = {"check": found, "lines": lines, "others": found.sampled.count() - len(pieces)}
    return render(request, "discipline/spot_check.html", shown)


@needs("discipline.spot_check")
@require_http_methods(["GET", "POST"])
def answer_piece(request: Request, pk: int) -> HttpResponseBase:
    """What was found in one piece."""
    found = queries.pieces(request.by, at=clock.now()).filter(pk=pk).first()
    if found is None:
        raise missing()
    form = PieceForm(request.POST or None)
    back = reverse("discipline:spot_check", args=[found.check_of_id])
    if request.method == "POST" and form.is_valid():
        said, campaign = form.cleaned_data, campaign_of(request)
        if tried(
            form,
            lambda: rules.answer_piece(piece_id=pk, campaign=campaign, by=request.by, at=clock.now(), **said),
        ):
            done = said["outcome"] is Outcome.FINDING
            return gone(request, _("已登上台账。") if done else _("已登记抽查结论。"), back)
    title = _("登记抽查结论")
    return asked(request, form, title=title, button=title, back=back, trail=_("抽查"))


@needs("discipline.change_clock")
@require_http_methods(["GET", "POST"])
def limits(request: Request) -> HttpResponseBase:
    """The numbers for which no text was found: when a lead is silent, how much is drawn."""
    now = {
        "silent_days": setting(SILENT_DAYS, SILENT_SHIPPED),
        "spot_share": setting(rules.SHARE, rules.SHARE_SHIPPED),
    }
    form = LimitsForm(request.POST or None, initial=now)
    back = reverse("discipline:clocks")
    if request.method == "POST" and form.is_valid():
        for name, field in ((SILENT_DAYS, "silent_days"), (rules.SHARE, "spot_share")):
            if form.cleaned_data[field] != now[field]:
                org.change_setting(name=name, value=form.cleaned_data[field], by=request.by, at=clock.now())
        return gone(request, _("已保存。"), back)
    title = _("沉默天数和抽查比例")
    return asked(request, form, title=title, button=_("保存"), back=back, trail=_("线索时限"))
