"""What the public feels strongly about: the late first, how quickly it is answered, and how long the clock is."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing, Refused
from qingyuan.ledger.forms import HotClockForm
from qingyuan.ledger.views.found import Request, explain
from qingyuan.matters.api import Hot, policy, queries, rules
from qingyuan.org.api import may, needs

SHOWN_AT_MOST = 200


def _shown(request: Request, form: HotClockForm | None = None) -> HttpResponseBase:
    at = clock.now()
    today = clock.local_day(at)
    rows = list(queries.hot(request.by, at=at))
    days = queries.hot_days()
    may_change = may(request.by, "matters.change_hot_clock", at=at)
    shown = {
        "lines": [(one, _late(one)) for one in rows[:SHOWN_AT_MOST]],
        "figures": queries.hot_figures(rows, today),
        "days": days,
        "default": policy.HOT_DAYS,
        "form": (form or HotClockForm(initial={"days": days})) if may_change else None,
    }
    return render(request, "ledger/hot.html", shown)


def _late(one: Hot) -> bool:
    responded_on = clock.local_day(one.responded_at) if one.responded_at else None
    return policy.is_response_late(one.due_on, responded_on, clock.today())


@needs("ledger.see_hot")
@require_GET
def listed(request: Request) -> HttpResponseBase:
    """The hot matters that the reader sees, unanswered first, with the median of the response times."""
    return _shown(request)


@needs("matters.change_hot_clock")
@require_POST
def change_clock(request: Request) -> HttpResponseBase:
    """Set how many working days a first response has."""
    form = HotClockForm(request.POST)
    if form.is_valid():
        try:
            rules.change_hot_clock(days=form.cleaned_data["days"], by=request.by, at=clock.now())
        except (Missing, Forbidden):
            raise
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("已设定；已经列入的仍按原来的时限。"))
            return redirect("ledger:hot")
    return _shown(request, form)
