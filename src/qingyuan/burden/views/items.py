"""The list of burdens: say one, see what was answered, hand one over, answer it; the yearly survey."""

from urllib.parse import urlsplit

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from qingyuan.burden.errors import missing
from qingyuan.burden.forms.asking import AnswerForm, HandOverForm, SayForm, SurveyForm
from qingyuan.burden.models import BurdenItem
from qingyuan.burden.queries import listed as queries
from qingyuan.burden.queries.meter import SEE
from qingyuan.burden.rules import listed as rules
from qingyuan.burden.views.found import Request
from qingyuan.kit import clock, menu
from qingyuan.kit.endings import asked_for, gone, tried
from qingyuan.kit.paging import page
from qingyuan.org.api import may, needs, reach


@needs("burden.see")
@require_GET
def items(request: Request) -> HttpResponseBase:
    """What waits for one's answer, the late first; then everything that was answered."""
    at, by, today = clock.now(), request.by, clock.today()
    handles = bool(reach(by, queries.ANSWER, at)) or may(by, queries.HAND_OVER, at=at)
    waiting = (
        list(queries.to_handle(by, at=at).filter(outcome="").order_by("due_on", "pk")[:100])
        if handles
        else []
    )
    found = page(
        queries.answered(),
        ["-pk"],
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
        size=20,
    )
    shown = {
        "sees_meter": bool(reach(by, SEE, at)),
        "waiting": waiting,
        "handles": handles,
        "page": found,
        "counts": queries.counts(today),
        "today": today,
        "survey": queries.running_survey(today),
        "surveys": list(queries.surveys()[:5]),
        "can_hold": may(by, "burden.hold_survey", at=at),
        "can_say": bool(reach(by, "burden.say", at)),
    }
    return render(request, "burden/items.html", shown)


def _where(request: Request, page_of: str) -> str:
    """What the menu calls the page that is complained of; a page below the menu by its address."""
    lines = [line for block in menu.blocks(request) for line in block.lines]
    return next((line.words for line in lines if line.address == page_of), page_of)


@needs("burden.say")
@require_http_methods(["GET", "POST"])
def complain(request: Request) -> HttpResponseBase:
    """From any page: what weighs on one. Below it, what one said before and what came of it."""
    page_of = urlsplit(request.GET.get("page", "")).path[:200]
    form = SayForm(request.POST or None, initial={"page": page_of})
    here = reverse("burden:complain")
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(form, lambda: rules.say(by=request.by, at=clock.now(), **form.cleaned_data))
    ):
        return gone(request, _("已收到，5个工作日内答复。答复的人看不到您是谁。"), here)
    mine = list(queries.own(request.by)[:30])
    shown = {
        "form": form,
        "mine": mine,
        "page": page_of,
        "where": _where(request, page_of),
        "today": clock.today(),
    }
    return render(request, "burden/complain.html", shown)


@needs("burden.say")
@require_http_methods(["GET", "POST"])
def answer_survey(request: Request) -> HttpResponseBase:
    """The yearly survey: one burden at a time, as many as one has."""
    survey = queries.running_survey(clock.today())
    if survey is None:
        raise missing()
    form = SayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data | {"page": ""}
        if tried(form, lambda: rules.say(survey_id=survey.pk, by=request.by, at=clock.now(), **given)):
            return gone(request, _("已记下。还有别的可以接着写。"), request.path)
    lead = _("每一条都有责任单位和答复，答复在减负清单上公开；不公开谁写的。没有的不用填。")
    title = _("%(year)d年困扰基层突出问题排查") % {"year": survey.year}
    return asked_for(
        request,
        form,
        title=title,
        button=_("提交"),
        back=reverse("burden:items"),
        trail=_("减负清单"),
        lead=lead,
    )


@needs("burden.hold_survey")
@require_http_methods(["GET", "POST"])
def hold_survey(request: Request) -> HttpResponseBase:
    """Open the survey of a year."""
    today = clock.today()
    form = SurveyForm(request.POST or None, initial={"year": today.year, "opens_on": today})
    back = reverse("burden:items")
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(form, lambda: rules.hold_survey(by=request.by, at=clock.now(), **form.cleaned_data))
    ):
        return gone(request, _("已开放排查。"), back)
    return asked_for(
        request, form, title=_("组织排查起底"), button=_("开始排查"), back=back, trail=_("减负清单"),
        lead=_("一年一次。每条都会指定责任单位并答复。"),
    )  # fmt: skip


def _item(request: Request, pk: int) -> BurdenItem:
    found = queries.to_handle(request.by, at=clock.now()).filter(pk=pk, outcome="").first()
    if found is None:
        raise missing()
    return found


@needs("burden.hand_over")
@require_http_methods(["GET", "POST"])
def hand_over(request: Request, pk: int) -> HttpResponseBase:
    """Who asks for what weighs, answers for it."""
    found = _item(request, pk)
    form = HandOverForm(request.POST or None, initial={"owner": found.owner_id})
    back = reverse("burden:items")
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(
            form, lambda: rules.hand_over(item_id=pk, by=request.by, at=clock.now(), **form.cleaned_data)
        )
    ):
        return gone(request, _("已交责任单位。"), back)
    return asked_for(
        request,
        form,
        title=_("交责任单位"),
        button=_("交办"),
        back=back,
        trail=_("减负清单"),
        lead=found.words,
    )


@needs("burden.see")
@require_http_methods(["GET", "POST"])
def answer(request: Request, pk: int) -> HttpResponseBase:
    """What was done about it, or why it stays."""
    found = _item(request, pk)
    form = AnswerForm(request.POST or None)
    back = reverse("burden:items")
    if (
        request.method == "POST"
        and form.is_valid()
        and tried(
            form, lambda: rules.answer_item(item_id=pk, by=request.by, at=clock.now(), **form.cleaned_data)
        )
    ):
        return gone(request, _("已答复，全局都能看到。"), back)
    return asked_for(
        request, form, title=_("答复"), button=_("答复"), back=back, trail=_("减负清单"), lead=found.words
    )
