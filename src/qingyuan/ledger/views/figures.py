"""Pages about many matters: root causes, common problems, thematic rectifications, the code table of categories."""

from datetime import date

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from qingyuan.campaign.api import current_campaign
from qingyuan.kit import clock
from qingyuan.kit.errors import Refused
from qingyuan.ledger.forms import CategoryForm, CausesForm, CommonForm, ThemeForm
from qingyuan.ledger.queries import pareto, theme_lines
from qingyuan.ledger.views.found import Request, campaign_of, explain, missing, unit_address, units_of
from qingyuan.matters.api import Category, kinds, queries, rules, visible
from qingyuan.org.api import may, needs, reach, require

ALIKE_AT_MOST = 300


def quarter_of(day: date) -> tuple[date, date]:
    """The first and last day of the quarter that a day lies in.

    >>> quarter_of(date(2021, 5, 4))
    (datetime.date(2021, 4, 1), datetime.date(2021, 6, 30))
    """
    month = (day.month - 1) // 3 * 3 + 1
    after = date(day.year + (month == 10), (month + 2) % 12 + 1, 1)
    return date(day.year, month, 1), date.fromordinal(after.toordinal() - 1)


@needs("ledger.see_figures")
@require_GET
def causes(request: Request) -> HttpResponseBase:
    """Root causes of a quarter, most frequent first."""
    campaign = campaign_of(request)
    if campaign is None:
        return render(request, "ledger/no_campaign.html")
    first, last = quarter_of(clock.today())
    form = CausesForm(
        request.GET or None,
        units=units_of(request, "matters.see"),
        unit_address=unit_address("matters.see"),
        initial={"first": first, "last": last},
    )
    asked = form.cleaned_data if form.is_valid() else {}
    first, last = asked.get("first") or first, asked.get("last") or last
    bars, total = pareto(
        request.by, campaign.pk, at=clock.now(), first=first, last=last, unit=asked.get("unit")
    )
    shown = {"form": form, "bars": bars, "total": total, "first": first, "last": last, "campaign": campaign}
    return render(request, "ledger/causes.html", shown)


@needs("matters.make_common")
@require_GET
def common(request: Request) -> HttpResponseBase:
    """Categories in which like problems stand open in three or more units; and the common problems there are."""
    campaign = campaign_of(request)
    if campaign is None:
        return render(request, "ledger/no_campaign.html")
    at = clock.now()
    made = visible(request.by, at=at).filter(campaign=campaign, breadth=kinds.Breadth.COMMON)
    shown = {
        "proposals": queries.common_proposals(request.by, campaign.pk, at=at),
        "made": made.select_related("unit", "category").order_by("-pk")[:50],
        "campaign": campaign,
    }
    return render(request, "ledger/common.html", shown)


@needs("matters.make_common")
@require_http_methods(["GET", "POST"])
def make_common(request: Request, category: str) -> HttpResponseBase:
    """Choose the alike problems of one category, and put one common problem over them."""
    campaign = campaign_of(request)
    known = Category.objects.filter(pk=category).first()
    if campaign is None or known is None:
        raise missing()
    at = clock.now()
    alike = (
        visible(request.by, at=at)
        .open()
        .filter(campaign=campaign, category=known, breadth=kinds.Breadth.INDIVIDUAL, common__isnull=True)
        .select_related("unit", "owner")
        .order_by("unit_path", "pk")
    )
    form = CommonForm(
        request.POST or None,
        units=units_of(request, "matters.register"),
        unit_address=unit_address("matters.register"),
        initial={"unit": campaign.unit},
    )
    rows = list(alike[: ALIKE_AT_MOST + 1])
    more, rows = len(rows) > ALIKE_AT_MOST, rows[:ALIKE_AT_MOST]
    chosen = {pk for pk in request.POST.getlist("id") if pk.isdecimal()}
    if request.method == "POST" and form.is_valid():
        ids = [matter.pk for matter in rows if str(matter.pk) in chosen]
        try:
            made = rules.make_common(
                matter_ids=ids, statement=form.cleaned_data["statement"], unit=form.cleaned_data["unit"],
                by=request.by, at=at,
            )  # fmt: skip
        except Refused as refusal:
            explain(form, refusal)
        else:
            words = _("已立共性问题 %(number)s，%(count)s个个性问题归入其下，各单位照常整改。")
            messages.success(request, words % {"number": made.number, "count": len(ids)})
            return redirect("ledger:matter", pk=made.pk)
    lines = [(matter, request.method == "GET" or str(matter.pk) in chosen) for matter in rows]
    shown = {"form": form, "lines": lines, "category": known, "more": more}
    return render(request, "ledger/make_common.html", shown)


@needs("ledger.see_figures")
@require_GET
def themes(request: Request) -> HttpResponseBase:
    """Thematic rectifications: found, fixed, fixed at the root."""
    campaign = campaign_of(request)
    if campaign is None:
        return render(request, "ledger/no_campaign.html")
    at = clock.now()
    shown = {
        "lines": theme_lines(request.by, campaign.pk, at=at),
        "may_change": may(request.by, "matters.change_theme", at=at, unit=campaign.unit),
        "add": f"{reverse('ledger:add_theme')}?campaign={campaign.pk}",
    }
    return render(request, "ledger/themes.html", shown)


@needs("matters.change_theme")
@require_http_methods(["GET", "POST"])
def change_theme(request: Request, pk: int | None = None) -> HttpResponseBase:
    """Set up a thematic rectification, or change one."""
    at = clock.now()
    theme = queries.theme(pk) if pk is not None else None
    campaign = (
        current_campaign(request.by, at, chosen=str(theme.campaign_id)) if theme else campaign_of(request)
    )
    if campaign is None or (pk is not None and (theme is None or theme.campaign_id != campaign.pk)):
        raise missing()
    require(request.by, "matters.change_theme", at=at, unit=campaign.unit)
    start = {"name": theme.name, "categories": list(theme.categories.all())} if theme else {}
    form = ThemeForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            rules.change_theme(
                campaign=campaign, theme=theme, by=request.by, at=at,
                name=said["name"], categories=list(said["categories"]),
            )  # fmt: skip
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("专项整治已保存。"))
            return redirect(f"{reverse('ledger:themes')}?campaign={campaign.pk}")
    return render(request, "ledger/theme.html", {"form": form, "theme": theme, "campaign": campaign})


@needs("matters.see")
@require_GET
def categories(request: Request) -> HttpResponseBase:
    """The code table of categories."""
    may_change = bool(reach(request.by, "matters.change_category", clock.now()))
    return render(
        request, "ledger/categories.html", {"rows": Category.objects.all(), "may_change": may_change}
    )


@needs("matters.change_category")
@require_http_methods(["GET", "POST"])
def change_category(request: Request, code: str = "") -> HttpResponseBase:
    """Add a category, or change its words."""
    known = Category.objects.filter(pk=code).first()
    if code and known is None:
        raise missing()
    names = ("code", "name", "name_en", "order", "active")
    start = {name: getattr(known, name) for name in names} if known else {}
    form = CategoryForm(request.POST or None, initial=start, known=known is not None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data | ({"code": known.code} if known else {})
        taken = known is None and Category.objects.filter(pk=said["code"]).exists()
        if taken:
            form.add_error("code", _("这个代码已经有了，请换一个"))
        else:
            try:
                rules.change_category(by=request.by, at=clock.now(), **said)
            except Refused as refusal:
                explain(form, refusal)
            else:
                messages.success(request, _("问题类别已保存。"))
                return redirect("ledger:categories")
    return render(request, "ledger/category.html", {"form": form, "known": known})
