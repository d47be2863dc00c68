"""What a handler presses because of a clock: send on, up a level, more time, a review."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing, Refused
from qingyuan.org.api import needs
from qingyuan.reports import forms, rules
from qingyuan.reports.kinds import More, Organ, Outcome
from qingyuan.reports.views.answers import Request, pressed


@needs("reports.handle")
@require_POST
def send_on(request: Request, public_id: str) -> HttpResponseBase:
    """It belongs to others."""
    form = forms.SendOnForm(request.POST)
    return pressed(
        request,
        public_id,
        lambda pk: rules.send_on(
            report_id=pk, to=Organ(form.cleaned_data["to"]), by=request.by, at=clock.now()
        ),
        _("已移送，举报人凭查询码可以看到移送给了谁。"),
        form,
    )


@needs("reports.handle")
@require_POST
def raise_report(request: Request, public_id: str) -> HttpResponseBase:
    """Up a level."""
    return pressed(
        request,
        public_id,
        lambda pk: rules.raise_report(report_id=pk, by=request.by, at=clock.now()),
        _("已送上一级，上一级现在可以打开。"),
    )


@needs("reports.handle")
@require_POST
def ask_more_time(request: Request, public_id: str) -> HttpResponseBase:
    """More time to finish."""
    form = forms.MoreTimeForm(request.POST)
    return pressed(
        request,
        public_id,
        lambda pk: rules.ask_more_time(
            report_id=pk, why=More(form.cleaned_data["why"]), by=request.by, at=clock.now()
        ),
        _("已申请延期，须由第二人批准。"),
        form,
    )


@needs("reports.handle")
@require_POST
def answer_more_time(request: Request, pk: int) -> HttpResponseBase:
    """Grant or refuse it."""
    granted = request.POST.get("granted") == "yes"
    try:
        rules.answer_more_time(asked_id=pk, granted=granted, by=request.by, at=clock.now())
    except (Missing, Forbidden):
        raise
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
    else:
        messages.success(request, _("已同意延期，理由告知举报人。") if granted else _("没有同意延期。"))
    return redirect("reports:asked")


@needs("reports.handle")
@require_POST
def answer_review(request: Request, public_id: str) -> HttpResponseBase:
    """What the review found."""
    form = forms.ReviewForm(request.POST)
    return pressed(
        request,
        public_id,
        lambda pk: rules.answer_review(
            report_id=pk, outcome=Outcome(form.cleaned_data["outcome"]), by=request.by, at=clock.now()
        ),
        _("复查、复核结论已告知举报人。"),
        form,
    )
