"""Topics of study and their three questions: one a screen, no clock, nobody looks on."""

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingyuan.kit import clock
from qingyuan.kit.endings import asked_for, gone, pressed, tried
from qingyuan.kit.words import Words
from qingyuan.org.api import may, needs, reach
from qingyuan.study.errors import missing
from qingyuan.study.forms.understanding import AnswerForm, QuestionForm, TopicForm
from qingyuan.study.models import Question, Topic
from qingyuan.study.queries import curriculum
from qingyuan.study.queries import understanding as queries
from qingyuan.study.rules import understanding as rules
from qingyuan.study.views.found import Request, campaign_of


def _page(pk: int) -> str:
    return reverse("study:topic", args=[pk])


def _topic(request: Request, pk: int, *, keeps: bool = False) -> Topic:
    found = queries.topic(request.by, pk, at=clock.now())
    if found is None or not (found.open or _keeps(request, found)) or (keeps and not _keeps(request, found)):
        raise missing()
    return found


def _keeps(request: Request, found: Topic) -> bool:
    return may(request.by, rules.KEEP, at=clock.now(), path=found.node.campaign.unit.path)


@needs(queries.SEE)
@require_GET
def topics(request: Request) -> HttpResponseBase:
    """The topics of the campaign; which of them the reader understood stands there for him alone."""
    at, by = clock.now(), request.by
    campaign = curriculum.campaign_of(by, at=at, chosen=request.GET.get("campaign", ""))
    keeps = campaign is not None and may(by, rules.KEEP, at=at, path=campaign.unit.path)
    rows = list(queries.topics(campaign)) if campaign else []
    mine = queries.understood_by(by, campaign) if campaign else {}
    open_now = [one for one in rows if one.open]
    shown = {
        "campaign": campaign,
        "rows": [(one, mine.get(one.pk)) for one in rows if one.open or keeps],
        "open": len(open_now),
        "done": sum(one.pk in mine for one in open_now),
        "kinds": queries.kinds_of(rows),
        "can_keep": keeps,
        "can_answer": bool(reach(by, rules.UNDERSTAND, at)),
        "can_count": bool(reach(by, queries.COVERAGE, at)),
    }
    return render(request, "study/topics.html", shown)


@needs(queries.SEE)
@require_GET
def topic(request: Request, pk: int) -> HttpResponseBase:
    """What to read, and the way to the three questions; the bank for who keeps it."""
    found = _topic(request, pk)
    keeps = _keeps(request, found)
    here = queries.standing_of(found, request.by)
    shown = {
        "topic": found,
        "understood": queries.understood_by(request.by, found.node.campaign).get(found.pk),
        "begun": bool(here.replies),
        "can_answer": found.open and bool(reach(request.by, rules.UNDERSTAND, clock.now())),
        "can_keep": keeps,
        "bank": found.questions.prefetch_related("choices") if keeps else [],
    }
    return render(request, "study/topic.html", shown)


@needs(rules.UNDERSTAND)
@require_http_methods(["GET", "POST"])
def question(request: Request, pk: int) -> HttpResponseBase:
    """The next of the three questions; when all were answered and not all right, what to read once more."""
    found = _topic(request, pk)
    if not found.open or pk in queries.understood_by(request.by, found.node.campaign):
        return redirect(_page(pk))
    here = queries.standing_of(found, request.by)
    if here.next is None:
        told = [(n, queries.question(key), here.replies[key]) for n, key in enumerate(here.asked, 1)]
        return render(request, "study/topic_again.html", {"topic": found, "told": told})
    asked = queries.question(here.next)
    offered = queries.offered(asked, here, request.by)
    form = AnswerForm(request.POST or None, question=asked, offered=offered)
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["question"] != asked.pk:  # sent twice, or from another window
            return redirect("study:question", pk)
        said: list[rules.Answered] = []
        if tried(
            form,
            lambda: said.append(
                rules.answer_question(
                    topic_id=pk,
                    question_id=asked.pk,
                    chosen=form.chosen(),
                    by=request.by,
                    at=clock.now(),
                )
            ),
        ):
            if said[0].understood:
                words = _("三题全对，这个专题已经掌握。只留下掌握的日期，作答内容已删除。")
                return gone(request, words, _page(pk))
            return redirect("study:explained", pk, said[0].place)
    place = here.asked.index(asked.pk) + 1
    shown = {"topic": found, "question": asked, "form": form, "place": place, "whole": len(here.asked)}
    return render(request, "study/topic_question.html", shown)


@needs(rules.UNDERSTAND)
@require_GET
def explained(request: Request, pk: int, place: int) -> HttpResponseBase:
    """Whether an answer was right, and why; only of a question that was answered."""
    found = _topic(request, pk)
    here = queries.standing_of(found, request.by)
    if not 1 <= place <= len(here.asked) or here.asked[place - 1] not in here.replies:
        raise missing()
    asked = queries.question(here.asked[place - 1])
    shown = {"topic": found, "question": asked, "right": here.replies[asked.pk], "last": here.next is None}
    return render(request, "study/topic_explained.html", shown | {"place": place, "whole": len(here.asked)})


@needs(rules.UNDERSTAND)
@require_POST
def again(request: Request, pk: int) -> HttpResponseBase:
    """Three other questions."""
    _topic(request, pk)
    return pressed(
        request,
        lambda: rules.try_again(topic_id=pk, by=request.by, at=clock.now()),
        _("换了三个小题。"),
        reverse("study:question", args=[pk]),
    )


@needs(rules.KEEP)
@require_http_methods(["GET", "POST"])
def add_topic(request: Request) -> HttpResponseBase:
    """A new topic."""
    campaign = campaign_of(request)
    form = TopicForm(request.POST or None, campaign=campaign)
    if request.method == "POST" and form.is_valid():
        made: list[Topic] = []
        said = form.cleaned_data
        if tried(form, lambda: made.append(rules.keep_topic(by=request.by, at=clock.now(), **said))):
            return gone(request, _("已添加专题，接着出题；有三道题就能开放。"), _page(made[0].pk))
    back = reverse("study:topics")
    return asked_for(request, form, title=_("添加专题"), button=_("添加"), back=back, trail=_("学习专题"))


@needs(rules.KEEP)
@require_http_methods(["GET", "POST"])
def change_topic(request: Request, pk: int) -> HttpResponseBase:
    """A topic, written anew."""
    found = _topic(request, pk, keeps=True)
    first = {name: getattr(found, name) for name in ("node", "title", "article", "text", "source")}
    form = TopicForm(request.POST or None, campaign=found.node.campaign, initial=first)
    if request.method == "POST" and form.is_valid():
        said = {**form.cleaned_data, "topic_id": pk}
        if tried(form, lambda: rules.keep_topic(by=request.by, at=clock.now(), **said)):
            return gone(request, _("已保存。"), _page(pk))
    return asked_for(request, form, title=_("修改专题"), button=_("保存"), back=_page(pk), trail=found.title)


@needs(rules.KEEP)
@require_POST
def open_topic(request: Request, pk: int) -> HttpResponseBase:
    """Open a topic, or close it."""
    _topic(request, pk, keeps=True)
    open_now = request.POST.get("open") == "1"
    words: Words = _("已开放。") if open_now else _("已关闭，掌握的记录不变。")
    return pressed(
        request,
        lambda: rules.open_topic(topic_id=pk, open_now=open_now, by=request.by, at=clock.now()),
        words,
        _page(pk),
    )


@needs(rules.KEEP)
@require_http_methods(["GET", "POST"])
def add_question(request: Request, pk: int) -> HttpResponseBase:
    """One more question."""
    return _question_page(request, _topic(request, pk, keeps=True), None)


@needs(rules.KEEP)
@require_http_methods(["GET", "POST"])
def change_question(request: Request, pk: int, question_pk: int) -> HttpResponseBase:
    """A question, written anew."""
    found = _topic(request, pk, keeps=True)
    held = found.questions.filter(pk=question_pk).first()
    if held is None:
        raise missing()
    return _question_page(request, found, held)


def _question_page(request: Request, found: Topic, held: Question | None) -> HttpResponseBase:
    first = {}
    if held is not None:
        names = ("kind", "text", "explanation", "source", "active")
        lines = [f"{'* ' if one.right else ''}{one.text}" for one in held.choices.all()]
        first = {name: getattr(held, name) for name in names} | {"choices": "\n".join(lines)}
    form = QuestionForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        active, key = form.cleaned_data["active"], held.pk if held else None
        if tried(
            form,
            lambda: rules.keep_question(
                topic_id=found.pk,
                said=form.said(),
                active=active,
                question_id=key,
                by=request.by,
                at=clock.now(),
            ),
        ):
            return gone(request, _("已保存。"), _page(found.pk))
    title: Words = _("修改题目") if held else _("添加题目")
    return asked_for(request, form, title=title, button=_("保存"), back=_page(found.pk), trail=found.title)


@needs(queries.COVERAGE)
@require_GET
def coverage(request: Request) -> HttpResponseBase:
    """How far topics are understood, by unit and rank group; never a named list, no minutes, no order by result."""
    at, by = clock.now(), request.by
    campaign = curriculum.campaign_of(by, at=at, chosen=request.GET.get("campaign", ""))
    if campaign is None:
        return render(request, "study/coverage.html", {"campaign": None})
    every = list(queries.topics(campaign))
    open_now = [one for one in every if one.open]
    topic_id, code = request.GET.get("topic", ""), request.GET.get("unit", "")
    chosen = next((one for one in open_now if str(one.pk) == topic_id), None)
    units = queries.units_counted(campaign, by, at=at)
    unit = next((one for one in units if one.code == code), None)
    shown = {
        "campaign": campaign,
        "coverage": queries.coverage(campaign, by, at=at, chosen=chosen, unit=unit),
        "kinds": queries.kinds_of(every),
        "topics": open_now,
        "units": units,
        "topic": chosen,
        "unit": unit,
    }
    return render(request, "study/coverage.html", shown)
