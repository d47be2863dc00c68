"""Lists drawn from events: party lessons of leaders, first agenda items, bases, column posts."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingyuan.kit import clock
from qingyuan.kit.endings import asked_for, gone, pressed, tried
from qingyuan.kit.paging import page
from qingyuan.org.api import may, needs, reach, scope, units_within
from qingyuan.study import shelves
from qingyuan.study.errors import missing
from qingyuan.study.forms.events import BaseForm, PostForm, years
from qingyuan.study.models import ColumnPost
from qingyuan.study.queries import curriculum, life
from qingyuan.study.queries import events as queries
from qingyuan.study.rules import bases as rules
from qingyuan.study.views.found import Request


@needs(life.SEE)
@require_GET
def lessons(request: Request) -> HttpResponseBase:
    """Leaders in office with their party lessons of a year, in the order of the tree; nobody is compared."""
    at, today = clock.now(), clock.today()
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == 4 and asked >= "2000" else today.year
    rows = queries.lessons(request.by, at=at, year=year)
    shown = {
        "rows": rows,
        "year": year,
        "years": years(today),
        "given": sum(len(row.lessons) for row in rows),
        "done": sum(not row.missing for row in rows),
    }
    return render(request, "study/lessons.html", shown)


@needs(queries.SEE)
@require_GET
def first_items(request: Request) -> HttpResponseBase:
    """The party-committee meetings of the campaign, and at which of them something was studied as the first item."""
    at, by = clock.now(), request.by
    campaign = curriculum.campaign_of(by, at=at, chosen=request.GET.get("campaign", ""))
    rows = queries.meetings(campaign, by, at=at) if campaign else []
    shown = {
        "rows": rows,
        "first": sum(row.first for row in rows),
        "can_keep": bool(reach(by, queries.KEEP, at)),
    }
    return render(request, "study/first_items.html", shown)


@needs(queries.SEE)
@require_GET
def bases(request: Request) -> HttpResponseBase:
    """The catalogue."""
    at, by = clock.now(), request.by
    rows = [(one, may(by, rules.KEEP_BASES, at=at, unit=one.unit)) for one in queries.bases(by, at=at)[:300]]
    shown = {"rows": rows, "can_keep": bool(reach(by, rules.KEEP_BASES, at))}
    return render(request, "study/bases.html", shown)


@needs(rules.KEEP_BASES)
@require_http_methods(["GET", "POST"])
def add_base(request: Request) -> HttpResponseBase:
    """One more base."""
    at, by = clock.now(), request.by
    form = BaseForm(request.POST or None, units=units_within(by, rules.KEEP_BASES, at=at))
    back = reverse("study:bases")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(form, lambda: rules.keep_base(by=by, at=at, **said)):
            return gone(request, _("已保存。"), back)
    return asked_for(request, form, title=_("添加基地"), button=_("添加"), back=back, trail=_("教育基地"))


@needs(rules.KEEP_BASES)
@require_http_methods(["GET", "POST"])
def change_base(request: Request, pk: int) -> HttpResponseBase:
    """A base of the catalogue."""
    at, by = clock.now(), request.by
    found = queries.bases(by, at=at).filter(pk=pk).first()
    if found is None or not may(by, rules.KEEP_BASES, at=at, unit=found.unit):
        raise missing()
    first = {name: getattr(found, name) for name in ("kind", "name", "address", "booking", "active")}
    form = BaseForm(request.POST or None, units=None, initial=first)
    back = reverse("study:bases")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(form, lambda: rules.keep_base(base_id=pk, by=by, at=at, **said)):
            return gone(request, _("已保存。"), back)
    return asked_for(
        request, form, title=_("修改基地"), button=_("保存"), back=back, trail=_("教育基地"), lead=found.name
    )


@needs(queries.SEE)
@require_GET
def posts(request: Request) -> HttpResponseBase:
    """The register of column posts, and published results that are not in it yet. No figure about readers."""
    at, by = clock.now(), request.by
    rows = ColumnPost.objects.filter(scope(by, queries.SEE, at=at)).select_related("unit")
    can_post = bool(reach(by, rules.POST, at))
    fresh = []
    if can_post:
        told = set(ColumnPost.objects.exclude(drawn_from="").values_list("drawn_from", flat=True))
        every = [one for ask in shelves.published.values() for one in ask(by, at)]
        fresh = [one for one in every if one.ref not in told][:50]
    asked = {name: request.GET.get(name, "") for name in ("after", "before")}
    shown = {"page": page(rows, ["-on", "-pk"], size=30, **asked), "fresh": fresh, "can_post": can_post}
    return render(request, "study/posts.html", shown)


@needs(rules.POST)
@require_http_methods(["GET", "POST"])
def add_post(request: Request) -> HttpResponseBase:
    """One more, begun from a published result if the address names one."""
    at, by = clock.now(), request.by
    units = units_within(by, rules.POST, at=at)
    ref = request.GET.get("from", "")
    drawn = next((one for ask in shelves.published.values() for one in ask(by, at) if one.ref == ref), None)
    first: dict[str, object] = {"unit": units.first()}
    if drawn is not None:
        link = request.build_absolute_uri(drawn.address)
        first |= {"title": drawn.title, "on": drawn.on, "link": link, "drawn_from": drawn.ref}
    form = PostForm(request.POST or None, units=units, initial=first)
    back = reverse("study:posts")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(form, lambda: rules.add_post(by=by, at=at, **said)):
            return gone(request, _("已登记。"), back)
    return asked_for(request, form, title=_("登记专栏文章"), button=_("登记"), back=back, trail=_("专栏文章"))


@needs(rules.POST)
@require_POST
def remove_post(request: Request, pk: int) -> HttpResponseBase:
    """Out of the register."""
    return pressed(
        request,
        lambda: rules.remove_post(post_id=pk, by=request.by, at=clock.now()),
        _("已移出登记。"),
        reverse("study:posts"),
    )
