"""Publishing an essay: the author's offer, the second person's answer, and what the bureau may read."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingyuan.kit import clock, paging
from qingyuan.kit.endings import asked_for, gone, pressed, tried
from qingyuan.org.api import needs
from qingyuan.study.errors import missing
from qingyuan.study.forms.cases import VersionForm
from qingyuan.study.forms.essays import DeclineForm, OfferForm
from qingyuan.study.kinds import EssayState
from qingyuan.study.models import EssayPublication
from qingyuan.study.queries import curriculum, essay_published, essays
from qingyuan.study.rules import essay_publishing as rules
from qingyuan.study.views.found import Request, own_essay


@needs("study.write_essay")
@require_http_methods(["GET", "POST"])
def offer(request: Request, pk: int) -> HttpResponseBase:
    """The author's own offer."""
    mine = own_essay(request, pk)
    kept, back = essay_published.of(mine), reverse("study:essay", args=[pk])
    first = {"title": kept.title, "named": "yes" if kept.named else "no"} if kept else None
    form = OfferForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(form, lambda: rules.offer_essay(call_id=pk, by=request.by, at=clock.now(), **said)):
            return gone(request, _("已提出，等您的审阅人签发。签发以前没有别人看到。"), back)
    return asked_for(
        request,
        form,
        title=_("要求公开"),
        button=_("要求公开"),
        back=back,
        trail=_("我的心得"),
        lead=_("全凭自愿。公开以后本局民警能看到全文，随时可以撤回；教育整顿结束时删除。"),
    )


@needs("study.write_essay")
@require_POST
def take_back(request: Request, pk: int) -> HttpResponseBase:
    """Not published, or not any more."""
    own_essay(request, pk)
    return pressed(
        request,
        lambda: rules.take_offer_back(call_id=pk, by=request.by, at=clock.now()),
        _("已撤回，别人看不到了。"),
        reverse("study:essay", args=[pk]),
    )


def _before_reader(request: Request, pk: int) -> EssayPublication:
    essay = essays.to_review(request.by, clock.now()).filter(pk=pk, state=EssayState.READ).first()
    found = essay_published.of(essay) if essay else None
    if found is None:
        raise missing()
    return found


@needs(rules.PUBLISH)
@require_POST
def publish(request: Request, pk: int) -> HttpResponseBase:
    """The second person signs."""
    _before_reader(request, pk)
    form = VersionForm(request.POST)
    version = int(form.cleaned_data["version"]) if form.is_valid() else -1
    return pressed(
        request,
        lambda: rules.publish_essay(essay_id=pk, version=version, by=request.by, at=clock.now()),
        _("已签发，本局民警可以看到。"),
        reverse("study:essay_review", args=[pk]),
    )


@needs(rules.PUBLISH)
@require_http_methods(["GET", "POST"])
def decline(request: Request, pk: int) -> HttpResponseBase:
    """The second person says no."""
    found = _before_reader(request, pk)
    form, back = (
        DeclineForm(request.POST or None, initial={"version": found.version}),
        reverse("study:essay_review", args=[pk]),
    )
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(form, lambda: rules.decline_publication(essay_id=pk, by=request.by, at=clock.now(), **said)):
            return gone(request, _("没有公开，理由已告诉作者。"), back)
    return asked_for(
        request,
        form,
        title=_("不公开"),
        button=_("不公开"),
        back=back,
        trail=_("待我审阅"),
        lead=_("理由告诉作者，审阅这篇心得的人也看得到；改了可以再提。"),
    )


@needs("study.see")
@require_GET
def published(request: Request) -> HttpResponseBase:
    """What may be read, the latest first."""
    campaign = curriculum.campaign_of(request.by, at=clock.now(), chosen=request.GET.get("campaign", ""))
    rows = essay_published.published(campaign) if campaign else EssayPublication.objects.none()
    page = paging.page(
        rows, ["-pk"], after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    return render(request, "study/published_essays.html", {"page": page})


@needs("study.see")
@require_GET
def one(request: Request, pk: int) -> HttpResponseBase:
    """A published essay."""
    row = essay_published.one(request.by, pk, at=clock.now())
    if row is None:
        raise missing()
    return render(request, "study/published_essay.html", {"row": row, "text": essay_published.text_of(row)})
