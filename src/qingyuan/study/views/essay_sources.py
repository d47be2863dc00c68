"""The bureau's library of templates and issued documents."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingyuan.kit import clock, paging
from qingyuan.kit.endings import asked_for, gone, pressed, tried
from qingyuan.org.api import needs
from qingyuan.study.forms.essays import SourceForm
from qingyuan.study.models import EssaySource
from qingyuan.study.rules import essay_sources as rules
from qingyuan.study.views.found import Request


@needs("study.keep_essay_source")
@require_GET
def sources(request: Request) -> HttpResponseBase:
    """What is in the library, the latest first."""
    rows = EssaySource.objects.defer("text").select_related("added_by")
    page = paging.page(
        rows, ["-pk"], after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    return render(request, "study/essay_sources.html", {"page": page})


@needs("study.keep_essay_source")
@require_http_methods(["GET", "POST"])
def add_source(request: Request) -> HttpResponseBase:
    """One more."""
    form = SourceForm(request.POST or None, request.FILES or None)
    back = reverse("study:essay_sources")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(
            form,
            lambda: rules.add_source(
                kind=said["kind"], title=said["title"], text=form.said, by=request.by, at=clock.now()
            ),
        ):
            return gone(request, _("已加入。"), back)
    return asked_for(request, form, title=_("加入比对资料"), button=_("加入"), back=back, trail=_("比对资料"))


@needs("study.keep_essay_source")
@require_POST
def remove_source(request: Request, pk: int) -> HttpResponseBase:
    """Out of the library."""
    return pressed(
        request,
        lambda: rules.remove_source(source_id=pk, by=request.by, at=clock.now()),
        _("已移出。"),
        reverse("study:essay_sources"),
    )
