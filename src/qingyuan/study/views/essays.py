"""Essays: what is asked, one's own with what stands elsewhere, reading, and figures of groups."""

from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingyuan.burden.api import stopped
from qingyuan.campaign.api import units_of
from qingyuan.kit import clock, paging
from qingyuan.kit.bounds import Bucket
from qingyuan.kit.endings import asked_for, gone, pressed, tried
from qingyuan.org.api import may, needs
from qingyuan.study import jobs
from qingyuan.study.errors import missing
from qingyuan.study.forms.essays import BackForm, CallForm, DraftForm, DueForm, HandInForm
from qingyuan.study.kinds import HANDED_IN, EssayState
from qingyuan.study.models import Essay, EssayCall
from qingyuan.study.policy import essays as policy
from qingyuan.study.queries import curriculum, essay_published
from qingyuan.study.queries import essays as queries
from qingyuan.study.rules import essays as rules
from qingyuan.study.views.found import Request, campaign_of, own_essay

ASKING = Bucket(rate=1 / 30, burst=1)  # a page that waits asks every two seconds


@needs("study.see")
@require_GET
def essays(request: Request) -> HttpResponseBase:
    """What was asked for, and where the reader's own essay stands."""
    by, at = request.by, clock.now()
    campaign = curriculum.campaign_of(by, at=at, chosen=request.GET.get("campaign", ""))
    asked = list(queries.calls(campaign)) if campaign else []
    mine = {one.call_id: one for one in queries.own(by, at).defer("text")} if asked else {}
    path = campaign.unit.path if campaign else ""
    lines = [
        {"call": call, "own": mine.get(call.pk), "open": queries.is_open(call, clock.today())}
        for call in asked
    ]
    shown = {
        "campaign": campaign,
        "lines": lines,
        "can_call": campaign is not None and may(by, queries.CALL, at=at, path=path),
        "can_review": bool(asked) and queries.to_review(by, at).exists(),
        "can_count": may(by, queries.FIGURES, at=at),
        "can_keep": may(by, queries.KEEP, at=at),
        "published": campaign is not None and essay_published.published(campaign).exists(),
        "least": policy.LEAST,
    }
    return render(request, "study/essays.html", shown)


@needs("study.call_essay")
@require_http_methods(["GET", "POST"])
def call_essay(request: Request) -> HttpResponseBase:
    """Ask for one."""
    campaign = campaign_of(request)
    if not may(request.by, queries.CALL, at=clock.now(), path=campaign.unit.path):
        raise missing()
    first = {"most": queries.most()}
    form = CallForm(request.POST or None, campaign=campaign, units=units_of(campaign), initial=first)
    back = reverse("study:essays")
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        stage = said.pop("stage", None)
        if tried(
            form,
            lambda: rules.call_essay(
                campaign=campaign, stage_id=stage, by=request.by, at=clock.now(), **said
            ),
        ):
            return gone(request, _("已布置。"), back)
    return asked_for(
        request,
        form,
        title=_("布置心得体会"),
        button=_("布置"),
        back=back,
        trail=_("心得体会"),
        lead=_("题目是固定的：本人工作中的一个问题，我是怎么改的。一个环节至多一篇，不少于300字。"),
    )


def _call(request: Request, pk: int, permission: str) -> EssayCall:
    found = EssayCall.objects.select_related("campaign__unit", "stage").filter(pk=pk).first()
    if found is None or not may(request.by, permission, at=clock.now(), path=found.campaign.unit.path):
        raise missing()
    return found


@needs("study.call_essay")
@require_http_methods(["GET", "POST"])
def move_due(request: Request, pk: int) -> HttpResponseBase:
    """Another day."""
    call = _call(request, pk, queries.CALL)
    form = DueForm(request.POST or None, initial={"due_on": call.due_on})
    back = reverse("study:essays")
    if request.method == "POST" and form.is_valid():
        due_on = form.cleaned_data["due_on"]
        if tried(form, lambda: rules.move_due(call_id=pk, due_on=due_on, by=request.by, at=clock.now())):
            return gone(request, _("已保存。"), back)
    return asked_for(request, form, title=_("改提交期限"), button=_("保存"), back=back, trail=_("心得体会"))


# -- the author ---------------------------------------------------------------------------------------------


@needs("study.write_essay")
@require_http_methods(["GET", "POST"])
def essay(request: Request, pk: int) -> HttpResponseBase:
    """One's own essay: write it, and look at what stands elsewhere as often as one likes."""
    mine = own_essay(request, pk)
    here = reverse("study:essay", args=[pk])
    if mine.state not in HANDED_IN and (stop := stopped(queries.WRITE, at=clock.now())):
        back = reverse("study:essays")
        return _for_his_eyes(render(request, "burden/stopped.html", {"stop": stop, "back": back}))
    draft = queries.draft_of(mine)
    form = DraftForm(request.POST or None, request.FILES or None, initial={"text": draft})
    if request.method == "POST" and form.is_valid():
        if tried(form, lambda: rules.keep_draft(call_id=pk, text=form.said, by=request.by, at=clock.now())):
            return redirect(f"{here}#looked")
        draft = ""
    text, open_now = queries.text_of(mine) or draft, queries.is_open(mine.call, clock.today())
    shown = {
        "refused": form.non_field_errors() if mine.state in HANDED_IN or not open_now else (),
        "essay": mine,
        "call": mine.call,
        "form": form,
        "hand_in": HandInForm(),
        "draft": draft,
        "open": open_now,
        "closes_on": queries.closes_on(mine.call),
        "handed_in": mine.state in HANDED_IN,
        "can_take_back": mine.state == EssayState.SUBMITTED and clock.today() <= mine.call.due_on,
        "least": policy.LEAST,
        "publication": essay_published.of(mine) if mine.state == EssayState.READ else None,
        "can_offer": mine.state == EssayState.READ and mine.call.campaign.ended_at is None,
        **_looked(mine, text if not form.errors else ""),
    }
    return _for_his_eyes(render(request, "study/essay.html", shown))


def _for_his_eyes(answer: HttpResponse) -> HttpResponse:
    """Not kept by a browser that others use after him."""
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _looked(essay: Essay, text: str) -> dict[str, Any]:
    """What a page shows of a text that was looked at; or that it is being made ready, in the background."""
    if not text:
        return {}
    faults = rules.against_text(essay.call, text)
    if not queries.ready(essay):
        if ASKING.take():
            jobs.prepare_collections.enqueue(essay.call.campaign_id)
        return {"preparing": True, "text": text, "faults": faults}
    return {"looked": queries.look(essay, text), "faults": faults}


@needs("study.write_essay")
@require_POST
def drop_draft(request: Request, pk: int) -> HttpResponseBase:
    """Delete the draft."""
    own_essay(request, pk)
    return pressed(
        request,
        lambda: rules.drop_draft(call_id=pk, by=request.by, at=clock.now()),
        _("草稿已删除。"),
        reverse("study:essay", args=[pk]),
    )


@needs("study.write_essay")
@require_POST
def hand_in(request: Request, pk: int) -> HttpResponseBase:
    """Hand it in."""
    own_essay(request, pk)
    form, back = HandInForm(request.POST), reverse("study:essay", args=[pk])
    said = form.cleaned_data["authorship"] if form.is_valid() else None
    return pressed(
        request,
        lambda: rules.hand_in(call_id=pk, authorship=said, by=request.by, at=clock.now()),
        _("已提交。"),
        back,
    )


@needs("study.write_essay")
@require_POST
def take_back(request: Request, pk: int) -> HttpResponseBase:
    """Take it back."""
    own_essay(request, pk)
    return pressed(
        request,
        lambda: rules.take_back(call_id=pk, by=request.by, at=clock.now()),
        _("已撤回，现在是草稿。"),
        reverse("study:essay", args=[pk]),
    )


# -- the reader ---------------------------------------------------------------------------------------------


@needs("study.review_essay")
@require_GET
def desk(request: Request, pk: int) -> HttpResponseBase:
    """What lies before a reader."""
    at = clock.now()
    call = EssayCall.objects.select_related("campaign__unit", "stage").filter(pk=pk).first()
    if call is None or not queries.to_review(request.by, at).filter(call=call).exists():
        raise missing()
    page = paging.page(
        queries.before(request.by, call, at),
        ["-state", "submitted_at", "pk"],
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    shown = {
        "call": call,
        "page": page,
        "open": queries.waited_for(request.by, call, at),
        "offers": essay_published.waiting(queries.before(request.by, call, at)),
    }
    return render(request, "study/essay_desk.html", shown)


def _before_reader(request: Request, pk: int) -> Essay:
    found = queries.to_review(request.by, clock.now()).filter(pk=pk, state__in=HANDED_IN).first()
    if found is None:
        raise missing()
    return found


@needs("study.review_essay")
@require_GET
def review(request: Request, pk: int) -> HttpResponseBase:
    """An essay with what its author saw."""
    found = _before_reader(request, pk)
    shown = {
        "essay": found,
        "call": found.call,
        "open": queries.is_open(found.call, clock.today()),
        "waiting": found.state == EssayState.SUBMITTED,
        "publication": essay_published.of(found),
        **_looked(found, queries.text_of(found)),
    }
    return _for_his_eyes(render(request, "study/essay_review.html", shown))


@needs("study.review_essay")
@require_POST
def sign_read(request: Request, pk: int) -> HttpResponseBase:
    """Read."""
    found = _before_reader(request, pk)
    return pressed(
        request,
        lambda: rules.sign_read(essay_id=pk, by=request.by, at=clock.now()),
        _("已签“已阅”。"),
        reverse("study:essay_desk", args=[found.call_id]),
    )


@needs("study.review_essay")
@require_http_methods(["GET", "POST"])
def send_back(request: Request, pk: int) -> HttpResponseBase:
    """Return it with words."""
    found = _before_reader(request, pk)
    form, back = BackForm(request.POST or None), reverse("study:essay_review", args=[pk])
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        if tried(form, lambda: rules.send_back(essay_id=pk, words=words, by=request.by, at=clock.now())):
            return gone(
                request, _("已退回，作者可以改了再交。"), reverse("study:essay_desk", args=[found.call_id])
            )
    return asked_for(
        request,
        form,
        title=_("退回心得"),
        button=_("退回"),
        back=back,
        trail=_("心得体会"),
        lead=_("写清楚希望改什么。作者本人看得到，别人看不到。"),
    )


# -- figures ------------------------------------------------------------------------------------------------


@needs("study.see_essay_figures")
@require_GET
def figures(request: Request, pk: int) -> HttpResponseBase:
    """By rank group and unit, leaders first."""
    at = clock.now()
    call = EssayCall.objects.select_related("campaign__unit", "stage").filter(pk=pk).first()
    seen = call and curriculum.campaign_of(request.by, at=at, chosen=str(call.campaign_id))
    if call is None or seen != call.campaign:
        raise missing()
    whole, parts = queries.figures(request.by, call, at)
    shown = {
        "call": call,
        "whole": whole,
        "parts": parts,
        "after": clock.today() > call.due_on,
        "least": policy.GROUP,
    }
    return render(request, "study/essay_figures.html", shown)
