"""From a warning case to a check list: what one room knows, the other room's desk gets as a draft."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _now
from django.views.decorators.http import require_http_methods

from qingyuan.campaign.api import Campaign, current_campaign
from qingyuan.inspection.api import CheckList, Topic, kinds, rules
from qingyuan.kit import clock, workdays
from qingyuan.kit.errors import Forbidden, Missing, Reason, Refused
from qingyuan.kit.words import _
from qingyuan.matters.api import Category
from qingyuan.org.api import Person, Unit, needs, units_within
from qingyuan.study.api import queries as study

MAKE = "inspection.make_list"
DAYS = 10  # working days that the form proposes for answers


class Request(HttpRequest):
    by: Person


class CheckForm(forms.Form):
    """The head of a list as the case fills it in, and whether its control becomes the first thing to look at."""

    unit = forms.ModelChoiceField(label=_("拟订单位"), queryset=Unit.objects.none(), empty_label=None)
    topic = forms.ModelChoiceField(
        label=_("专题"),
        queryset=Topic.objects.filter(active=True, kind=kinds.ListKind.ALERT),
        empty_label=_("请选择"),
    )
    title = forms.CharField(label=_("标题"), max_length=100)
    source = forms.CharField(label=_("出处"), max_length=200)
    article = forms.CharField(label=_("条款"), max_length=200, required=False)
    failed = forms.CharField(label=_("哪道关口失守"), max_length=500, widget=forms.Textarea)
    function = forms.CharField(
        label=_("涉及的职能"), max_length=200, help_text=_("没有这项职能的单位不问，并记为“未问”")
    )
    effect = forms.CharField(
        label=_("想达到的效果"), max_length=120, required=False, help_text=_("一句话，下发前必填")
    )
    due_on = forms.DateField(label=_("答复期限"))
    what = forms.CharField(
        label=_("第一项看什么"), max_length=200, help_text=_("由案例里现在的关口带入，可以改")
    )
    category = forms.ModelChoiceField(
        label=_("发现问题时记作"), queryset=Category.objects.filter(active=True), empty_label=_("请选择")
    )


def _first(case: study.cases.ApprovedCase) -> dict[str, Any]:
    return {
        "title": (_now("对照“%(title)s”自查") % {"title": case.title})[:100],
        "source": (case.source or case.title)[:200],
        "article": case.rule[:200],
        "failed": case.failed,
        "function": case.function,
        "due_on": workdays.shift(clock.today(), DAYS),
        "what": (_now("本单位是否已落实：%(control)s") % {"control": case.control})[:200],
    }


@needs(MAKE)
@require_http_methods(["GET", "POST"])
def check_list(request: Request, pk: int) -> HttpResponse:
    """A draft of a check list from a case; at the desk its units are chosen: those that have the function only."""
    at, by = clock.now(), request.by
    case, campaign = study.cases.approved_case(by, pk, at=at), current_campaign(by, at)
    if case is None or campaign is None:
        raise Missing(Reason("missing", _("没有找到，或者不在您的权限范围内")))
    form = CheckForm(request.POST or None, initial=_first(case))
    mine = units_within(by, MAKE, at=at).filter(path__startswith=campaign.unit.path)
    form.fields["unit"].queryset = mine  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        try:
            made = _make(form.cleaned_data, campaign, by)
        except (Missing, Forbidden):
            raise
        except Refused as refusal:
            for reason in refusal.reasons:
                form.add_error(reason.field if reason.field in form.fields else None, str(reason))
        else:
            messages.success(request, _now("已拟好自查清单草稿。补全检查内容，再选有这项职能的单位。"))
            return redirect("inspection:list", made.pk)
    return render(request, "portal/check_list.html", {"form": form, "case": case})


def _make(said: dict[str, Any], campaign: Campaign, by: Person) -> CheckList:
    given = dict(said)
    item = rules.lists.ItemDraft(what=given.pop("what"), category=given.pop("category"))
    unit = given.pop("unit")
    draft = rules.lists.ListDraft(grade=kinds.Grade.B, **given)
    return rules.lists.make_list(
        campaign=campaign, unit=unit, draft=draft, items=[item], by=by, at=clock.now()
    )
