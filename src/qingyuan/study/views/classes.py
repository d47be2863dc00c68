"""The clerks' class: days, members by unit, and the two surveys."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingyuan.kit import clock
from qingyuan.kit.endings import asked_for, gone, pressed, tried
from qingyuan.org.api import may, needs, reach
from qingyuan.study.errors import missing
from qingyuan.study.forms.classes import ClassForm, EnrolForm, SurveyForm
from qingyuan.study.kinds import SURVEY_WORDS
from qingyuan.study.models import ClerkClass
from qingyuan.study.queries import classes as queries
from qingyuan.study.rules import classes as rules
from qingyuan.study.views.found import Request, campaign_of


def _class(request: Request, pk: int, *, keeps: bool = False) -> ClerkClass:
    found = queries.classes(request.by, at=clock.now()).filter(pk=pk).first()
    if found is None or (keeps and not _keeps(request, found)):
        raise missing()
    return found


def _keeps(request: Request, found: ClerkClass) -> bool:
    return may(request.by, rules.KEEP, at=clock.now(), path=found.campaign.unit.path)


@needs("study.see")
@require_GET
def classes(request: Request) -> HttpResponseBase:
    """The classes that concern the reader."""
    shown = {
        "rows": queries.classes(request.by, at=clock.now())[:100],
        "can_keep": bool(reach(request.by, rules.KEEP, clock.now())),
    }
    return render(request, "study/classes.html", shown)


@needs("study.see")
@require_GET
def clerk_class(request: Request, pk: int) -> HttpResponseBase:
    """One class. Names stand there only for who keeps its list."""
    at, by = clock.now(), request.by
    found = _class(request, pk)
    keeps = _keeps(request, found)
    shown = {
        "found": found,
        "units": queries.by_unit(found, by, at=at),
        "sums": queries.sums(found, clock.today()),
        "whole": bool(reach(by, queries.SEE, at)),
        "survey": queries.to_answer(found, by, at=at),
        "can_keep": keeps,
        "members": queries.members(found) if keeps else [],
        "over": clock.today() > found.ends_on,
    }
    return render(request, "study/class.html", shown)


@needs(rules.KEEP)
@require_http_methods(["GET", "POST"])
def add_class(request: Request) -> HttpResponseBase:
    """A new class."""
    campaign = campaign_of(request)
    form = ClassForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made: list[ClerkClass] = []
        said = form.cleaned_data
        if tried(
            form,
            lambda: made.append(rules.set_up_class(campaign=campaign, by=request.by, at=clock.now(), **said)),
        ):
            back = reverse("study:class", args=[made[0].pk])
            return gone(request, _("已建班，接着登记学员。"), back)
    back = reverse("study:classes")
    return asked_for(request, form, title=_("新建培训班"), button=_("建班"), back=back, trail=_("文秘培训"))


@needs(rules.KEEP)
@require_http_methods(["GET", "POST"])
def enrol(request: Request, pk: int) -> HttpResponseBase:
    """Members, by police number."""
    found = _class(request, pk, keeps=True)
    form = EnrolForm(request.POST or None)
    back = reverse("study:class", args=[pk])
    if request.method == "POST" and form.is_valid():
        numbers = form.numbers()
        if tried(form, lambda: rules.enrol(class_id=pk, people=numbers, by=request.by, at=clock.now())):
            return gone(request, _("已登记学员。"), back)
    return asked_for(request, form, title=_("登记学员"), button=_("登记"), back=back, trail=found.title)


@needs(rules.KEEP)
@require_POST
def remove_member(request: Request, pk: int, member_pk: int) -> HttpResponseBase:
    """Somebody who did not come."""
    _class(request, pk, keeps=True)
    return pressed(
        request,
        lambda: rules.remove_member(class_id=pk, member_id=member_pk, by=request.by, at=clock.now()),
        _("已从名单去掉。"),
        reverse("study:class", args=[pk]),
    )


@needs(rules.ANSWER)
@require_http_methods(["GET", "POST"])
def survey(request: Request, pk: int) -> HttpResponseBase:
    """The survey that is open, for a member who has not answered it."""
    found = _class(request, pk)
    asked = queries.to_answer(found, request.by, at=clock.now())
    back = reverse("study:class", args=[pk])
    if asked is None:
        raise missing()
    form = SurveyForm(request.POST or None, survey=asked)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(
            form,
            lambda: rules.answer_survey(class_id=pk, survey=asked, by=request.by, at=clock.now(), **said),
        ):
            return gone(request, _("已计入。只加一个数，不留您选了什么。"), back)
    lead = _("不记名：只加一个数，另外记下您已答过，两样对不上。答满5人、调查结束以后才显示合计。")
    return asked_for(
        request,
        form,
        title=SURVEY_WORDS[asked],
        button=_("提交"),
        back=back,
        trail=found.title,
        lead=lead,
    )
