"""The curriculum of a campaign."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingyuan.kit import clock
from qingyuan.kit.endings import asked_for, gone, pressed, tried
from qingyuan.org.api import may, needs
from qingyuan.study.errors import missing
from qingyuan.study.forms.curriculum import NodeChangeForm, NodeForm
from qingyuan.study.models import Node
from qingyuan.study.queries import curriculum as queries
from qingyuan.study.rules import curriculum as rules
from qingyuan.study.views.found import Request, campaign_of


@needs("study.see")
@require_GET
def curriculum(request: Request) -> HttpResponseBase:
    """The tree, and whether the reader may change it."""
    campaign = queries.campaign_of(request.by, at=clock.now(), chosen=request.GET.get("campaign", ""))
    parts = queries.tree(campaign) if campaign else []
    shown = {
        "campaign": campaign,
        "parts": parts,
        "pattern": queries.pattern(parts),
        "can_change": campaign is not None
        and may(request.by, rules.CHANGE, at=clock.now(), path=campaign.unit.path),
    }
    return render(request, "study/curriculum.html", shown)


@needs(rules.CHANGE)
@require_POST
def use_pattern(request: Request) -> HttpResponseBase:
    """Begin with the shipped pattern."""
    campaign = campaign_of(request)
    return pressed(
        request,
        lambda: rules.use_pattern(campaign=campaign, by=request.by, at=clock.now()),
        _("已带入“1+3+1+N”样板，请按本地方案增减。"),
        reverse("study:curriculum"),
    )


@needs(rules.CHANGE)
@require_http_methods(["GET", "POST"])
def add_node(request: Request) -> HttpResponseBase:
    """One more part."""
    campaign = campaign_of(request)
    form = NodeForm(request.POST or None, campaign=campaign)
    back = reverse("study:curriculum")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(form, lambda: rules.add_node(campaign=campaign, by=request.by, at=clock.now(), **said)):
            return gone(request, _("已添加学习内容。"), back)
    return asked_for(request, form, title=_("添加学习内容"), button=_("添加"), back=back, trail=_("学习内容"))


@needs(rules.CHANGE)
@require_http_methods(["GET", "POST"])
def change_node(request: Request, pk: int) -> HttpResponseBase:
    """Words of a part, or switched off."""
    found = Node.objects.select_related("campaign__unit").filter(pk=pk).first()
    if found is None or not may(request.by, rules.CHANGE, at=clock.now(), path=found.campaign.unit.path):
        raise missing()
    first = {"title": found.title, "education": found.education_id, "active": found.active}
    form = NodeChangeForm(request.POST or None, initial=first)
    back = reverse("study:curriculum")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(form, lambda: rules.change_node(node_id=pk, by=request.by, at=clock.now(), **said)):
            return gone(request, _("已保存。"), back)
    return asked_for(
        request,
        form,
        title=_("修改学习内容"),
        button=_("保存"),
        back=back,
        trail=_("学习内容"),
        lead=str(found),
    )
