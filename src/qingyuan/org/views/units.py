"""Units: the tree, one unit, and what the system administrator changes in it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.forms import Form
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from qingyuan.kit import clock
from qingyuan.kit.errors import Refused
from qingyuan.org import rules
from qingyuan.org.forms import BranchForm, MoveForm, RenameForm, UnitForm
from qingyuan.org.kinds import Role
from qingyuan.org.models import Unit
from qingyuan.org.pages import Request, needs
from qingyuan.org.queries import (
    branches,
    headcounts,
    holders,
    key_posts,
    may,
    reach,
    units_above,
    units_within,
)
from qingyuan.org.views.found import explain, unit_of

FOUND_AT_MOST = 50
PROPOSED_AT_MOST = 12


@needs("org.see_units")
@require_GET
def units(request: Request) -> HttpResponseBase:
    """The tops of what one may see with the units directly below; or the units that a search finds."""
    at = clock.now()
    seen = units_within(request.by, "org.see_units", at=at)
    asked = request.GET.get("q", "").strip()[:80]
    tops = reach(request.by, "org.see_units", at).paths
    if asked:
        matches = Q(name__icontains=asked) | Q(short__icontains=asked) | Q(name_en__icontains=asked)
        shown = list(seen.filter(matches | Q(code__startswith=asked))[:FOUND_AT_MOST])
    else:
        near = Q(pk__in=[])
        for top in tops:
            near |= Q(path__startswith=top, depth__lte=len(top) // Unit.steplen + 1)
        shown = list(seen.filter(near))
    counted = headcounts(shown, at)
    rows = [
        {"unit": unit, "count": counted[unit.pk], "inner": not asked and unit.path not in tops}
        for unit in shown
    ]
    full = len(shown) == FOUND_AT_MOST and bool(asked)
    return render(request, "org/units.html", {"rows": rows, "q": asked, "full": full, "most": FOUND_AT_MOST})


@needs("org.see_units")
@require_GET
def unit(request: Request, pk: int) -> HttpResponseBase:
    """One unit: where it stands, who leads it, its branches, the units below, how many people."""
    at = clock.now()
    found = unit_of(request, pk, "org.see_units")
    below = list(Unit.objects.filter(path__startswith=found.path, depth=found.depth + 1).order_by("path"))
    counted = headcounts([found, *below], at)
    above = units_above(found).filter(pk__in=units_within(request.by, "org.see_units", at=at).values("pk"))
    words = {
        "unit": found,
        "above": above,
        "below": [{"unit": one, "count": counted[one.pk]} for one in below],
        "count": counted[found.pk],
        "heads": holders(Role.UNIT_HEAD, unit=found, at=at),
        "clerks": holders(Role.CLERK, unit=found, at=at),
        "branches": branches(Unit.objects.filter(pk=found.pk)),
        "leaders": key_posts(found, at),
        "may_change": may(request.by, "org.change_units", at=at, unit=found),
        "may_staff": may(request.by, "org.change_people", at=at, unit=found),
    }
    return render(request, "org/unit.html", words)


@needs("org.see_units")
@require_GET
def suggest(request: Request) -> HttpResponseBase:
    """Names of units for what has been typed so far, as options of a list."""
    typed = next((word for value in request.GET.values() if (word := str(value).strip())), "")[:80]
    seen = units_within(request.by, "org.see_units", at=clock.now())
    matches = Q(name__icontains=typed) | Q(short__icontains=typed) | Q(code__startswith=typed)
    found = seen.filter(matches)[:PROPOSED_AT_MOST] if typed else []
    options = format_html_join("", '<option value="{}">{}</option>', ((one.name, one.code) for one in found))
    return HttpResponse(options)


def _changed(
    request: Request,
    form: Form,
    act: Callable[[dict[str, Any]], Unit],
    *,
    done: str,
    title: str,
    back: Unit,
) -> HttpResponseBase:
    """One form about a unit, one rule, and back to the unit."""
    if request.method == "POST" and form.is_valid():
        try:
            changed = act(form.cleaned_data)
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, done)
            return redirect("org:unit", pk=changed.pk)
    return render(
        request, "org/unit_form.html", {"form": form, "title": title, "unit": back, "submit": title}
    )


@needs("org.change_units")
@require_http_methods(["GET", "POST"])
def add(request: Request, pk: int) -> HttpResponseBase:
    """Add a unit below this one."""
    above = unit_of(request, pk, "org.change_units")
    form = UnitForm(request.POST or None, initial={"area": above.area})
    return _changed(
        request,
        form,
        lambda said: rules.add_unit(above=above, by=request.by, at=clock.now(), **said),
        done=_("单位已添加。"),
        title=_("添加下级单位"),
        back=above,
    )


@needs("org.change_units")
@require_http_methods(["GET", "POST"])
def rename(request: Request, pk: int) -> HttpResponseBase:
    """Give the unit another name."""
    found = unit_of(request, pk, "org.change_units")
    kept = {"name": found.name, "short": found.short, "name_en": found.name_en}
    form = RenameForm(request.POST or None, initial=kept)
    return _changed(
        request,
        form,
        lambda said: rules.rename_unit(unit=found, by=request.by, at=clock.now(), **said),
        done=_("单位名称已修改。"),
        title=_("修改单位名称"),
        back=found,
    )


@needs("org.change_units")
@require_http_methods(["GET", "POST"])
def move(request: Request, pk: int) -> HttpResponseBase:
    """Hang the unit under another."""
    found = unit_of(request, pk, "org.change_units")
    form = MoveForm(request.POST or None, by=request.by)
    return _changed(
        request,
        form,
        lambda said: rules.move_unit(unit=found, above=said["above"], by=request.by, at=clock.now()),
        done=_("单位已移动，下级单位随同移动。"),
        title=_("移动单位"),
        back=found,
    )


@needs("org.change_people")
@require_http_methods(["GET", "POST"])
def add_branch(request: Request, pk: int) -> HttpResponseBase:
    """Add a party branch to the unit."""
    found = unit_of(request, pk, "org.change_people")
    form = BranchForm(request.POST or None, by=request.by)
    return _changed(
        request,
        form,
        lambda said: rules.add_branch(unit=found, by=request.by, at=clock.now(), **said).unit,
        done=_("党支部已添加。"),
        title=_("添加党支部"),
        back=found,
    )
