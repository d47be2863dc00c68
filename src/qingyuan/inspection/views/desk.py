"""At the desk: draw a list up, write its items, choose its units, throw it away, use it again."""

from datetime import date, timedelta
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from qingyuan.campaign.api import Campaign, current_campaign
from qingyuan.inspection.errors import missing
from qingyuan.inspection.forms import AgainForm, ItemForm, ListForm, MakeForm, UnitsForm, VersionForm
from qingyuan.inspection.kinds import Grade, ListKind
from qingyuan.inspection.models import CheckList, Item, Topic
from qingyuan.inspection.queries import lists as queries
from qingyuan.inspection.queries.shipped import Template, templates
from qingyuan.inspection.rules import lists as rules
from qingyuan.inspection.views.found import Request, list_of, page_of
from qingyuan.kit import clock, workdays
from qingyuan.kit.endings import asked_for, gone, pressed, tried
from qingyuan.kit.errors import Missing, Reason
from qingyuan.matters.api import Category
from qingyuan.org.api import needs, units_within

DAYS = 10  # working days that a form proposes for answers
HEAD = ("topic", "title", "source", "article", "grade", "failed", "function", "effect", "due_on")


def _campaign(request: Request) -> Campaign:
    found = current_campaign(request.by, clock.now())
    if found is None:
        raise Missing(Reason("no_campaign", _("还没有开始的教育整顿，检查发现的问题登记在它的台账上")))
    return found


def _due() -> date:
    return workdays.shift(clock.today(), DAYS)


def _initial(template: Template | None) -> dict[str, Any]:
    if template is None:
        return {"due_on": _due(), "grade": Grade.U}
    fields = ("title", "source", "article", "grade", "failed", "function")
    topic = Topic.objects.filter(pk=template.topic).first()
    return {"due_on": _due(), "topic": topic, **{name: getattr(template, name) for name in fields}}


def _items(template: Template | None) -> list[rules.ItemDraft]:
    if template is None:
        return []
    categories = Category.objects.in_bulk([item["category"] for item in template.items])
    return [
        rules.ItemDraft(**{**item, "grade": Grade(item["grade"]), "category": categories[item["category"]]})
        for item in template.items
    ]


@needs("inspection.make_list")
@require_http_methods(["GET", "POST"])
def make(request: Request) -> HttpResponseBase:
    """A new list, from nothing or from a shipped template."""
    at, campaign = clock.now(), _campaign(request)
    template = templates().get(request.GET.get("template", ""))
    form = MakeForm(request.POST or None, initial=_initial(template))
    mine = units_within(request.by, queries.MAKE, at=at).filter(path__startswith=campaign.unit.path)
    form.fields["unit"].queryset = mine  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        unit = said.pop("unit")
        made: list[CheckList] = []

        def act() -> None:
            draft = rules.ListDraft(**said)
            made.append(
                rules.make_list(
                    campaign=campaign, unit=unit, draft=draft, items=_items(template), by=request.by, at=at
                )
            )

        if tried(form, act):
            return gone(request, _("已拟好清单头。接着写检查内容，选有这项职能的单位。"), page_of(made[0]))
    shown = {"form": form, "templates": templates().values(), "template": template}
    return render(request, "inspection/make.html", shown)


@needs("inspection.make_list")
@require_http_methods(["GET", "POST"])
def change(request: Request, pk: int) -> HttpResponseBase:
    """The head of a draft, written anew."""
    found = list_of(request, pk)
    first = {name: getattr(found, name) for name in HEAD} | {"version": found.version}
    form = ListForm(request.POST or None, initial=first)
    form.fields["version"] = VersionForm.base_fields["version"]
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        version = said.pop("version")
        draft = rules.ListDraft(**said)
        if tried(
            form,
            lambda: rules.change_list(
                list_id=pk, draft=draft, version=version, by=request.by, at=clock.now()
            ),
        ):
            return gone(request, _("已保存。"), page_of(found))
    return asked_for(
        request, form, title=_("修改清单"), button=_("保存"), back=page_of(found), trail=found.title
    )


@needs("inspection.make_list")
@require_http_methods(["GET", "POST"])
def add_item(request: Request, pk: int) -> HttpResponseBase:
    """One more item."""
    return _item_page(request, list_of(request, pk), None)


@needs("inspection.make_list")
@require_http_methods(["GET", "POST"])
def change_item(request: Request, pk: int, item_pk: int) -> HttpResponseBase:
    """An item, written anew."""
    found = list_of(request, pk)
    item = found.items.filter(pk=item_pk).first()
    if item is None:
        raise missing()
    return _item_page(request, found, item)


def _item_page(request: Request, found: CheckList, item: Item | None) -> HttpResponseBase:
    names = ("what", "how", "basis", "grade", "criterion", "category", "example", "paper")
    first = {name: getattr(item, name) for name in names} if item else {"grade": Grade.U}
    form = ItemForm(request.POST or None, initial=first)
    if found.kind != ListKind.SELECTION:
        del form.fields["paper"]
    if request.method == "POST" and form.is_valid():
        draft = rules.ItemDraft(**form.cleaned_data)
        key = item.pk if item else None
        if tried(
            form,
            lambda: rules.write_item(
                list_id=found.pk, item=draft, item_id=key, by=request.by, at=clock.now()
            ),
        ):
            more = reverse("inspection:add_item", args=[found.pk])
            return gone(request, _("已保存。"), more if "more" in request.POST else page_of(found))
    shown = {"form": form, "list": found, "item": item, "back": page_of(found)}
    return render(request, "inspection/item.html", shown)


@needs("inspection.make_list")
@require_POST
def remove_item(request: Request, pk: int, item_pk: int) -> HttpResponseBase:
    """Take an item out."""
    found = list_of(request, pk)
    return pressed(
        request,
        lambda: rules.remove_item(list_id=pk, item_id=item_pk, by=request.by, at=clock.now()),
        _("已去掉这一项。"),
        page_of(found),
    )


@needs("inspection.make_list")
@require_http_methods(["GET", "POST"])
def units(request: Request, pk: int) -> HttpResponseBase:
    """Who has the function. Units that were asked about the topic lately stand apart, with the list that asked them."""
    found, today = list_of(request, pk), clock.today()
    every = queries.askable(found)
    chosen = list(found.units.filter(asked=True).values_list("unit", flat=True))
    form = UnitsForm(request.POST or None, initial={"units": chosen})
    form.fields["units"].queryset = every  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        picked = list(form.cleaned_data["units"])
        if tried(form, lambda: rules.choose_units(list_id=pk, units=picked, by=request.by, at=clock.now())):
            return gone(request, _("已记下有这项职能的单位，其余单位记为“未问”。"), page_of(found))
    barred = queries.repeating(found, every.values_list("pk", flat=True), today)
    against = queries.against_repeating(found, barred, today)
    shown = {"form": form, "list": found, "back": page_of(found), "against": against}
    return render(request, "inspection/units.html", shown)


@needs("inspection.make_list")
@require_POST
def discard(request: Request, pk: int) -> HttpResponseBase:
    """Throw a draft away."""
    list_of(request, pk)
    return pressed(
        request,
        lambda: rules.discard_list(list_id=pk, by=request.by, at=clock.now()),
        _("草稿已删除。"),
        reverse("inspection:lists"),
    )


@needs("inspection.make_list")
@require_http_methods(["GET", "POST"])
def again(request: Request, pk: int) -> HttpResponseBase:
    """The next edition of a list that was sent."""
    found, made = list_of(request, pk), []
    form = AgainForm(request.POST or None, initial={"due_on": clock.today() + timedelta(days=14)})
    if request.method == "POST" and form.is_valid():
        due_on = form.cleaned_data["due_on"]
        if tried(
            form,
            lambda: made.append(rules.repeat_list(list_id=pk, due_on=due_on, by=request.by, at=clock.now())),
        ):
            return gone(request, _("已拟好下一期，检查内容照旧，请重新选择单位。"), page_of(made[0]))
    return asked_for(
        request, form, title=_("再拟一期"), button=_("再拟一期"), back=page_of(found), trail=found.title,
        lead=_("检查内容照抄上一期，可以再改；单位重新选择，各单位能看到自己上次的答复。"),
    )  # fmt: skip
