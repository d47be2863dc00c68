"""Where a unit is full: leave it out, put the list off, take another list in. One press each."""

from django.http import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qingyuan.inspection.rules import room as rules
from qingyuan.inspection.views.found import Request, list_of, page_of
from qingyuan.kit import clock
from qingyuan.kit.endings import pressed
from qingyuan.org.api import needs


@needs("inspection.make_list")
@require_POST
def leave_out(request: Request, pk: int) -> HttpResponseBase:
    """Do not ask the units that are full."""
    found = list_of(request, pk)
    return pressed(
        request,
        lambda: rules.leave_out_full(list_id=pk, by=request.by, at=clock.now()),
        _("到了上限的单位已去掉，记为“未问”。"),
        page_of(found),
    )


@needs("inspection.make_list")
@require_POST
def put_off(request: Request, pk: int) -> HttpResponseBase:
    """Send it when there is room."""
    found = list_of(request, pk)
    return pressed(
        request,
        lambda: rules.put_off_list(list_id=pk, by=request.by, at=clock.now()),
        _("已推迟，答复期限同样顺延。可以先送批，到那一天再批准下发。"),
        page_of(found),
    )


@needs("inspection.make_list")
@require_POST
def merge(request: Request, pk: int, other_pk: int) -> HttpResponseBase:
    """Take a list in that nobody has answered yet."""
    found = list_of(request, pk)
    return pressed(
        request,
        lambda: rules.merge_list(list_id=pk, other_id=other_pk, by=request.by, at=clock.now()),
        _("已并入，原来那份清单已撤回，各单位只答一次。"),
        page_of(found),
    )
