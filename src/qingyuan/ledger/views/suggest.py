"""Names for what has been typed so far: people and units, as options of a list."""

from django.db.models import Q
from django.http import HttpResponse, HttpResponseBase
from django.utils.html import format_html_join
from django.views.decorators.http import require_GET

from qingyuan.kit import clock
from qingyuan.ledger.queries import people_of
from qingyuan.ledger.views.found import Request, missing, people_within
from qingyuan.org.api import needs, units_within

AT_MOST = 12
OPEN_FOR = ("matters.see", "matters.register", "matters.fix", "matters.close")
OURS = ("in", "for")


def _typed(request: Request) -> str:
    values = (str(value).strip() for name, value in request.GET.items() if name not in OURS)
    return next((value for value in values if value), "")[:40]


def _permission(request: Request) -> str:
    permission = request.GET.get("for", "matters.see")
    if permission not in OPEN_FOR:
        raise missing()
    return permission


@needs("matters.see")
@require_GET
def units(request: Request) -> HttpResponseBase:
    """Units within reach."""
    typed = _typed(request)
    seen = units_within(request.by, _permission(request), at=clock.now())
    fits = Q(name__icontains=typed) | Q(short__icontains=typed) | Q(code__startswith=typed)
    found = seen.filter(fits)[:AT_MOST] if typed else []
    return HttpResponse(
        format_html_join("", '<option value="{}">{}</option>', ((u.name, u.code) for u in found))
    )


@needs("matters.see")
@require_GET
def people(request: Request) -> HttpResponseBase:
    """People of a unit within reach, or of all units that a permission reaches."""
    at = clock.now()
    typed = _typed(request)
    place = request.GET.get("in", "")
    if place.isdecimal():
        unit = units_within(request.by, "matters.fix", at=at).filter(pk=int(place[:18])).first()
        if unit is None:
            raise missing()
        seen = people_of(unit.path, clock.local_day(at))
    else:
        seen = people_within(request.by, _permission(request), at)
    found = seen.filter(Q(name__icontains=typed) | Q(police_no__startswith=typed))[:AT_MOST] if typed else []
    return HttpResponse(
        format_html_join("", '<option value="{}">{}</option>', ((one.police_no, one.name) for one in found))
    )
