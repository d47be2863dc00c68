"""Contests of practices: the list, one, entering, the ballot, and the outcome."""

from datetime import datetime
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingyuan.kit import clock
from qingyuan.kit.endings import asked_for, gone, pressed, tried
from qingyuan.kit.paging import page
from qingyuan.org.api import may, needs, reach, require, scope
from qingyuan.study.errors import missing
from qingyuan.study.forms.contests import BallotForm, ContestForm, OutcomeForm, WhyForm
from qingyuan.study.kinds import PHASE_WORDS, Phase
from qingyuan.study.models import Contest
from qingyuan.study.queries import contests as queries
from qingyuan.study.queries import curriculum
from qingyuan.study.rules import contests as rules
from qingyuan.study.views.found import Request, campaign_of


@needs(queries.SEE)
@require_GET
def contests(request: Request) -> HttpResponseBase:
    """The contests of the campaign."""
    by, at = request.by, clock.now()
    campaign = curriculum.campaign_of(by, at=at, chosen=request.GET.get("campaign", ""))
    rows = queries.contests(campaign) if campaign else Contest.objects.none()
    after, before = (request.GET.get(name, "") for name in ("after", "before"))
    found = page(rows, ["-made_at", "-pk"], after=after, before=before)
    lines = [
        {"contest": one, "phase": (now := queries.phase(one, clock.today())), "words": PHASE_WORDS[now]}
        for one in found.rows
    ]
    shown = {
        "page": found,
        "lines": lines,
        "can_keep": campaign is not None and may(by, queries.KEEP, at=at, path=campaign.unit.path),
    }
    return render(request, "study/contests.html", shown)


def _found(request: Request, pk: int) -> Contest:
    found = queries.one(request.by, pk, at=clock.now())
    if found is None:
        raise missing()
    return found


def _kept(request: Request, pk: int) -> Contest:
    found = _found(request, pk)
    require(request.by, queries.KEEP, at=clock.now(), path=found.campaign.unit.path)
    return found


def _page_of(pk: int) -> str:
    return reverse("study:contest", args=[pk])


@needs(queries.SEE)
@require_GET
def contest(request: Request, pk: int) -> HttpResponseBase:
    """One contest: what was entered, who judges, and what was chosen once that is signed."""
    by, at = request.by, clock.now()
    found = _found(request, pk)
    now = queries.phase(found, clock.today())
    shown = _shown(found, by=by, at=at, now=now)
    own = scope(by, queries.ENTER, at=at)
    mine = found.entries.filter(own).values_list("pk", flat=True) if shown["can_enter"] else ()
    return render(request, "study/contest.html", {**shown, "contest": found, "mine": set(mine)})


def _shown(found: Contest, *, by: Any, at: datetime, now: Phase) -> dict[str, Any]:
    path = found.campaign.unit.path
    keeps, signs = (may(by, name, at=at, path=path) for name in (queries.KEEP, queries.SIGN))
    jury = list(found.jury.select_related("person").order_by("person__police_no"))
    seat = next((one for one in jury if one.person_id == by.pk), None)
    return {
        "phase": now,
        "words": PHASE_WORDS[now],
        "lines": queries.lines(found, now, counts=keeps or signs),
        "jury": jury,
        "voted": sum(one.voted for one in jury),
        "seat": seat,
        "can_vote": seat is not None and not seat.voted and now is Phase.BALLOT,
        "can_enter": now is Phase.ENTRIES and bool(reach(by, queries.ENTER, at)),
        "can_change": keeps and now is Phase.ENTRIES,
        "can_call_off": keeps and now not in (Phase.SIGNED, Phase.CALLED_OFF),
        "can_tell": keeps and now is Phase.SIGNED,
        "can_sign": signs and now is Phase.COUNT,
        "second": now is Phase.COUNT and signs and queries.second(found, by),
    }


@needs(queries.KEEP)
@require_http_methods(["GET", "POST"])
def set_up(request: Request) -> HttpResponseBase:
    """A new one."""
    campaign = campaign_of(request)
    require(request.by, queries.KEEP, at=clock.now(), path=campaign.unit.path)
    form = ContestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        draft, made = rules.ContestDraft(**form.cleaned_data), list[Contest]()
        if tried(
            form,
            lambda: made.append(
                rules.set_up_contest(campaign=campaign, draft=draft, by=request.by, at=clock.now())
            ),
        ):
            return gone(request, _("已发起，各单位现在可以推荐。"), _page_of(made[0].pk))
    return _asked(request, form, _("发起事例评选"), _("发起"), reverse("study:contests"))


def _asked(request: Request, form: Any, title: str, button: str, back: str) -> HttpResponseBase:
    lead = _("事例从示范点和试点经验里推荐，不要求另写材料。不排名次，票数不公布。")
    return asked_for(request, form, title=title, button=button, back=back, trail=_("事例评选"), lead=lead)


@needs(queries.KEEP)
@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int) -> HttpResponseBase:
    """Other days, another jury."""
    found = _kept(request, pk)
    numbers = found.jury.order_by("person__police_no").values_list("person__police_no", flat=True)
    first = {
        "title": found.title,
        "effect": found.effect,
        "entries_until": found.entries_until,
        "votes_until": found.votes_until,
        "picks": found.picks,
        "jury": "\n".join(numbers),
    }
    form = ContestForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        draft = rules.ContestDraft(**form.cleaned_data)
        if tried(
            form, lambda: rules.change_contest(contest_id=pk, draft=draft, by=request.by, at=clock.now())
        ):
            return gone(request, _("已保存。"), _page_of(pk))
    return _asked(request, form, _("修改事例评选"), _("保存"), _page_of(pk))


@needs(queries.KEEP)
@require_http_methods(["GET", "POST"])
def call_off(request: Request, pk: int) -> HttpResponseBase:
    """It does not take place."""
    found = _kept(request, pk)
    form = WhyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        if tried(form, lambda: rules.call_off_contest(contest_id=pk, why=why, by=request.by, at=clock.now())):
            return gone(request, _("已取消。"), _page_of(pk))
    return asked_for(
        request,
        form,
        title=_("取消评选"),
        button=_("取消这次评选"),
        back=_page_of(pk),
        trail=found.title,
    )


@needs(queries.ENTER)
@require_http_methods(["GET", "POST"])
def enter(request: Request, pk: int) -> HttpResponseBase:
    """The practices that are there: one press each."""
    found = _found(request, pk)
    here = reverse("study:enter_practice", args=[pk])
    if request.method == "POST":
        key = request.POST.get("practice", "")
        return pressed(
            request,
            lambda: rules.enter_practice(contest_id=pk, key=key, by=request.by, at=clock.now()),
            _("已推荐。"),
            here,
        )
    shown = {
        "contest": found,
        "cards": queries.cards(found, request.by, at=clock.now()),
        "open": queries.phase(found, clock.today()) is Phase.ENTRIES,
    }
    return render(request, "study/contest_enter.html", shown)


@needs(queries.ENTER)
@require_POST
def withdraw(request: Request, pk: int, entry_pk: int) -> HttpResponseBase:
    """Out again."""
    _found(request, pk)
    return pressed(
        request,
        lambda: rules.withdraw_entry(contest_id=pk, entry_id=entry_pk, by=request.by, at=clock.now()),
        _("已撤回推荐。"),
        _page_of(pk),
    )


@needs(queries.VOTE)
@require_http_methods(["GET", "POST"])
def ballot(request: Request, pk: int) -> HttpResponseBase:
    """A juror's ballot."""
    by, at = request.by, clock.now()
    found = _found(request, pk)
    seat = queries.juror(found, by)
    if seat is None:
        raise missing()
    now = queries.phase(found, clock.today())
    votes = queries.votes_on(found, by, at=at)
    lines = queries.lines(found, now, counts=False)
    said = request.POST if request.method == "POST" else None  # nothing ticked is an answer, too
    form = BallotForm(said, lines=[line for line in lines if line.entry.pk in votes])
    if form.is_valid():
        picked = form.cleaned_data["picked"]
        if tried(form, lambda: rules.cast_ballot(contest_id=pk, picked=picked, by=by, at=clock.now())):
            return gone(request, _("已投票。只加票数，不留您选了什么。"), _page_of(pk))
    shown = {
        "contest": found,
        "form": form,
        "choices": bool(votes),
        "open": now is Phase.BALLOT and not seat.voted,
        "voted": seat.voted,
        "apart": [line for line in lines if line.entry.pk not in votes],
    }
    return render(request, "study/contest_ballot.html", shown)


@needs(queries.SIGN)
@require_POST
def sign(request: Request, pk: int) -> HttpResponseBase:
    """The second person signs."""
    _found(request, pk)
    return pressed(
        request,
        lambda: rules.sign_contest(contest_id=pk, by=request.by, at=clock.now()),
        _("已核定，结果已公布。"),
        _page_of(pk),
    )


@needs(queries.KEEP)
@require_http_methods(["GET", "POST"])
def tell_result(request: Request, pk: int) -> HttpResponseBase:
    """In one line what came of it."""
    found = _kept(request, pk)
    form = OutcomeForm(request.POST or None, initial={"came_of": found.came_of})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(form, lambda: rules.tell_result(contest_id=pk, by=request.by, at=clock.now(), **said)):
            return gone(request, _("已登记结果。"), _page_of(pk))
    lead = _("当初想达到的效果：%(words)s") % {"words": found.effect or "—"}
    return asked_for(
        request, form, title=_("登记结果"), button=_("保存"), back=_page_of(pk), trail=found.title, lead=lead
    )
