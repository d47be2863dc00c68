"""Events: the list, one, planning, what came of it, joining, and a quiz that one enters oneself."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.forms import Form
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingyuan.kit import clock
from qingyuan.kit.endings import asked_for, gone, pressed, tried
from qingyuan.kit.paging import page
from qingyuan.kit.words import choices
from qingyuan.org.api import Person, leaders, may, needs, reach, require, units_within
from qingyuan.study.errors import missing
from qingyuan.study.forms.events import CallOffForm, CameForm, EventForm, JoinForm, prizes_of
from qingyuan.study.kinds import EVENT_STATE_WORDS, EVENT_WORDS, EventKind, EventState, Openness
from qingyuan.study.models import Event, QuizEntry
from qingyuan.study.queries import events as queries
from qingyuan.study.rules import events as rules
from qingyuan.study.rules import quiz
from qingyuan.study.views.found import Request


@needs(queries.SEE)
@require_GET
def events(request: Request) -> HttpResponseBase:
    """What is coming, then every event that exists for the reader."""
    at, by = clock.now(), request.by
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    rows = queries.visible(by, at=at)
    if kind in list(EventKind):
        rows = rows.filter(kind=kind)
    if state in list(EventState):
        rows = rows.filter(state=state)
    asked = {name: request.GET.get(name, "") for name in ("after", "before")}
    shown = {
        "page": page(rows, ["-on", "-pk"], size=30, **asked),
        "kinds": choices(EVENT_WORDS),
        "states": choices(EVENT_STATE_WORDS),
        "kind": kind,
        "state": state,
        "narrow": bool(kind or state),
        "today": clock.today(),
        "can_keep": bool(reach(by, queries.KEEP, at)),
        "sees_life": bool(reach(by, "study.see_life", at)),
    }
    return render(request, "study/event_list.html", shown)


def _found(request: Request, pk: int) -> Event:
    found = queries.one(request.by, pk, at=clock.now())
    if found is None:
        raise missing()
    return found


def _kept(request: Request, pk: int) -> Event:
    """An event that the reader records or calls off; one that he only sees is forbidden."""
    found = _found(request, pk)
    own = found.branch is not None and found.branch.secretary_id == request.by.pk
    require(request.by, queries.KEEP, at=clock.now(), unit=found.unit, own=own)
    return found


def _page_of(pk: int) -> str:
    return reverse("study:event", args=[pk])


def _by_prize(entries: Iterable[QuizEntry]) -> dict[str, list[Person]]:
    """Who took which prize; within one in the order of their numbers."""
    found: dict[str, list[Person]] = {}
    for one in entries:
        found.setdefault(one.prize, []).append(one.person)
    return found


@needs(queries.SEE)
@require_GET
def event(request: Request, pk: int) -> HttpResponseBase:
    """One event; of a quiz the reader's own entry, and the names of who took a prize."""
    at, by = clock.now(), request.by
    found = _found(request, pk)
    keeps = rules.may_keep(found, by, at=at)
    going = found.state == EventState.PLANNED
    today = clock.today()
    shown: dict[str, Any] = {
        "event": found,
        "keeps": keeps,
        "ahead": found.on > today,
        "going": going,
        "can_join": going
        and found.on >= today
        and found.open_to == Openness.ALL
        and bool(reach(by, rules.JOIN, at)),
    }
    if found.open_to == Openness.ALL:
        shown |= {
            "joinings": found.joinings.select_related("unit") if keeps else (),
            "sent": queries.joined(found),
        }
    if found.kind == EventKind.QUIZ:
        entries = found.entries.select_related("person").order_by("person__police_no")
        shown |= {
            "quiz": queries.quiz_figures(found),
            "mine": entries.filter(person=by).first(),
            "winners": _by_prize(entries.exclude(prize="")[:300]),
            "can_enter": going and found.on >= today and may(by, queries.ENTER, at=at, own=True),
        }
    return render(request, "study/event.html", shown)


@needs(queries.KEEP)
@require_http_methods(["GET", "POST"])
def plan(request: Request) -> HttpResponseBase:
    """Which kind first, then the few fields that this kind needs."""
    at, by = clock.now(), request.by
    asked = request.GET.get("kind", "")
    if asked not in list(EventKind):
        return render(request, "study/event_kinds.html", {"kinds": choices(EVENT_WORDS)})
    kind = EventKind(asked)
    branches = queries.branches_kept(by, at=at)
    units = units_within(by, queries.KEEP, at=at)
    if not reach(by, queries.KEEP, at).paths:
        units = units.model.objects.filter(pk__in=branches.values("unit"))
    offered = {
        "unit": units,
        "branch": branches,
        "base": queries.bases(by, at=at).filter(active=True),
        "giver": queries.givers(at).filter(Q(pk__in=leaders(at)) | Q(pk__in=branches.values("secretary"))),
        "meeting": queries.meetings_to_choose(by, at=at),
    }
    form = EventForm(request.POST or None, kind=kind, offered=offered, initial=_first(request, offered))
    back = reverse("study:events")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        draft = rules.Draft(kind=kind, **said)
        if tried(form, lambda: rules.plan_event(draft=draft, by=by, at=at)):
            return gone(request, _("已安排。"), back)
    title = _("安排%(kind)s") % {"kind": EVENT_WORDS[kind]}
    return asked_for(request, form, title=title, button=_("安排活动"), back=back, trail=_("学习活动"))


def _first(request: Request, offered: dict[str, Any]) -> dict[str, Any]:
    """What the address already says: a meeting brings its unit, its day and its title."""
    asked = request.GET.get("meeting", "")
    if asked.isdecimal() and len(asked) < 19:
        meeting = offered["meeting"].filter(pk=int(asked)).first()
        if meeting is not None:
            on = clock.local_day(meeting.held_at)
            return {
                "meeting": meeting.pk,
                "unit": meeting.unit_id,
                "on": on,
                "title": meeting.title,
                "first_item": True,
            }
    only = list(offered["unit"][:2])
    return {"unit": only[0].pk} if len(only) == 1 else {}


@needs(queries.KEEP)
@require_http_methods(["GET", "POST"])
def record(request: Request, pk: int) -> HttpResponseBase:
    """In one line what came of it."""
    found = _kept(request, pk)
    form = CameForm(request.POST or None, initial={"headcount": found.headcount, "came_of": found.came_of})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(form, lambda: rules.record_event(event_id=pk, by=request.by, at=clock.now(), **said)):
            return gone(request, _("已登记结果。"), _page_of(pk))
    lead = _("当初想达到的效果：%(words)s") % {"words": found.effect}
    return asked_for(
        request, form, title=_("登记结果"), button=_("保存"), back=_page_of(pk), trail=found.title, lead=lead
    )


@needs(queries.KEEP)
@require_http_methods(["GET", "POST"])
def call_off(request: Request, pk: int) -> HttpResponseBase:
    """It does not take place."""
    found = _kept(request, pk)
    form = CallOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        if tried(form, lambda: rules.call_off_event(event_id=pk, why=why, by=request.by, at=clock.now())):
            return gone(request, _("已取消。"), _page_of(pk))
    return asked_for(
        request, form, title=_("取消活动"), button=_("取消这次活动"), back=_page_of(pk), trail=found.title
    )


@needs(rules.JOIN)
@require_http_methods(["GET", "POST"])
def join(request: Request, pk: int) -> HttpResponseBase:
    """The reader's unit joins."""
    at, by = clock.now(), request.by
    found = _found(request, pk)
    form = JoinForm(request.POST or None, units=units_within(by, rules.JOIN, at=at))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(form, lambda: rules.join_event(event_id=pk, by=by, at=at, **said)):
            return gone(request, _("已登记参加人数。"), _page_of(pk))
    return asked_for(
        request,
        form,
        title=_("组织参加"),
        button=_("保存"),
        back=_page_of(pk),
        trail=found.title,
        lead=_("只登记本单位去多少人，不要名单。"),
    )


@needs(queries.ENTER)
@require_POST
def enter(request: Request, pk: int) -> HttpResponseBase:
    """Enter oneself."""
    return pressed(
        request,
        lambda: quiz.enter_quiz(event_id=pk, by=request.by, at=clock.now()),
        _("已报名。不想参加了，活动开始前随时可以退出。"),
        _page_of(pk),
    )


@needs(queries.ENTER)
@require_POST
def leave(request: Request, pk: int) -> HttpResponseBase:
    """Go back."""
    return pressed(
        request,
        lambda: quiz.leave_quiz(event_id=pk, by=request.by, at=clock.now()),
        _("已退出，不留记录在名单上。"),
        _page_of(pk),
    )


@needs(queries.KEEP)
@require_http_methods(["GET", "POST"])
def prizes(request: Request, pk: int) -> HttpResponseBase:
    """Prizes for those who entered: for whoever holds the quiz, in the order of numbers."""
    at, by = clock.now(), request.by
    found = _found(request, pk)
    if found.kind != EventKind.QUIZ or not rules.may_keep(found, by, at=at):
        raise missing()
    entries = list(found.entries.select_related("person").order_by("person__police_no"))
    form = Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        given = prizes_of(request.POST)
        if form.is_valid() and tried(form, lambda: quiz.give_prizes(event_id=pk, prizes=given, by=by, at=at)):
            return gone(request, _("已登记奖项。"), _page_of(pk))
        for one in entries:  # what was written stays on the page
            one.prize = given.get(one.pk, "")
    shown = {"event": found, "entries": entries, "form": form}
    return render(request, "study/event_prizes.html", shown)
