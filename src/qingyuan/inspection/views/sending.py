"""On its way: submit, approve, return, withdraw, close."""

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from qingyuan.inspection.forms import CloseForm, VersionForm, WordsForm
from qingyuan.inspection.queries.progress import tally
from qingyuan.inspection.rules import sending as rules
from qingyuan.inspection.views.found import Request, list_of, page_of
from qingyuan.kit import clock
from qingyuan.kit.endings import asked_for, gone, pressed, tried
from qingyuan.org.api import needs


def _version(request: Request) -> int:
    form = VersionForm(request.POST)
    return int(form.cleaned_data["version"]) if form.is_valid() else -1


@needs("inspection.make_list")
@require_POST
def submit(request: Request, pk: int) -> HttpResponseBase:
    """Lay a list before a second person."""
    found, version = list_of(request, pk), _version(request)
    return pressed(
        request,
        lambda: rules.submit_list(list_id=pk, version=version, by=request.by, at=clock.now()),
        _("已送批，由第二人批准后下发。"),
        page_of(found),
    )


@needs("inspection.approve_list")
@require_POST
def approve(request: Request, pk: int) -> HttpResponseBase:
    """Approve what was read, and send it."""
    found, version = list_of(request, pk), _version(request)
    return pressed(
        request,
        lambda: rules.approve_list(list_id=pk, version=version, by=request.by, at=clock.now()),
        _("已批准并下发。"),
        page_of(found),
    )


@needs("inspection.approve_list")
@require_http_methods(["GET", "POST"])
def send_back(request: Request, pk: int) -> HttpResponseBase:
    """Return a list with a reason."""
    found = list_of(request, pk)
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        if tried(form, lambda: rules.return_list(list_id=pk, words=words, by=request.by, at=clock.now())):
            return gone(request, _("已退回。"), page_of(found))
    title = _("退回清单")
    return asked_for(request, form, title=title, button=_("退回"), back=page_of(found), trail=found.title)


@needs("inspection.approve_list")
@require_http_methods(["GET", "POST"])
def withdraw(request: Request, pk: int) -> HttpResponseBase:
    """Stop asking, with a reason."""
    found = list_of(request, pk)
    form = WordsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        if tried(form, lambda: rules.withdraw_list(list_id=pk, words=words, by=request.by, at=clock.now())):
            return gone(request, _("已撤回，各单位不用再答复。"), page_of(found))
    return asked_for(
        request, form, title=_("撤回清单"), button=_("撤回"), back=page_of(found), trail=found.title,
        lead=_("已经答复的留着，已登记的问题仍在台账上。"),
    )  # fmt: skip


@needs("inspection.make_list")
@require_http_methods(["GET", "POST"])
def close(request: Request, pk: int) -> HttpResponseBase:
    """Say in one line what came of it; what it wanted and what was found stand above the line."""
    found = list_of(request, pk)
    form = CloseForm(request.POST or None, initial={"came_of": found.came_of})
    if request.method == "POST" and form.is_valid():
        came_of = form.cleaned_data["came_of"]
        if tried(form, lambda: rules.close_list(list_id=pk, came_of=came_of, by=request.by, at=clock.now())):
            return gone(request, _("已结束，被问单位和指导组都能看到结果。"), page_of(found))
    told = tally(found)
    lead = _(
        "想达到的效果：%(effect)s。问了%(asked)d个单位，答完%(complete)d个，发现问题%(problems)d个。"
    ) % {
        "effect": found.effect.rstrip("。") or _("下发时没有写"),
        "asked": told.asked,
        "complete": told.complete,
        "problems": told.problems,
    }
    return asked_for(
        request,
        form,
        title=_("结束清单"),
        button=_("保存"),
        back=page_of(found),
        trail=found.title,
        lead=lead,
    )
