"""Forms that rooms bring with them: how each stands, and the one tap that refuses one that is stopped."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from qingyuan.burden.queries import own as queries
from qingyuan.burden.queries import register
from qingyuan.burden.rules import own as rules
from qingyuan.burden.views.found import Request
from qingyuan.kit import clock
from qingyuan.kit.endings import pressed
from qingyuan.org.api import needs, reach


@needs("burden.see")
@require_GET
def own(request: Request) -> HttpResponseBase:
    """Every form that came with the system, those first that stop first."""
    at, by = clock.now(), request.by
    refused = queries.refusals(by, at=at)
    shown = {
        "lines": [(line, refused.get(line.code, 0)) for line in queries.standings(clock.today())],
        "can_make": bool(reach(by, register.MAKE, at)),
    }
    return render(request, "burden/own.html", shown)


@needs("burden.see")
@require_POST
def refuse(request: Request, form: str) -> HttpResponseBase:
    """One tap: the form is stopped, the unit does not fill it."""
    return pressed(
        request,
        lambda: rules.refuse_own(code=form, by=request.by, at=clock.now()),
        _("已代表本单位拒绝填报并告知整顿办（《统计法》第十七条）。"),
        reverse("burden:own"),
    )
