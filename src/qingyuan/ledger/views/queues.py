"""What waits for the reader: his matters, sign-offs, extensions, rechecks, reminders; and what is late."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_GET, require_POST

from qingyuan.kit import clock
from qingyuan.ledger.forms import LateForm
from qingyuan.ledger.policy import RECHECK_AHEAD, Calendar
from qingyuan.ledger.queries import clashes, extensions_waiting, late_by_unit, mine, rows_of, to_sign
from qingyuan.ledger.queries.queues import SHOWN_AT_MOST
from qingyuan.ledger.views.drawing import late_lines, matter_lines
from qingyuan.ledger.views.found import Request, campaign_of, unit_address, units_of
from qingyuan.matters.api import kinds, queries, rules, visible
from qingyuan.org.api import needs

STEP_WORDS = {
    "before": _lazy("即将到期"),
    "due": _lazy("今天到期"),
    "late_head": _lazy("已超期，请单位主要负责人过问"),
    "late_above": _lazy("已超期，请上一级督办"),
    "hot_due": _lazy("群众反映强烈，今天须首次答复"),
    "hot_head": _lazy("首次答复群众已超时，请单位主要负责人过问"),
    "hot_above": _lazy("首次答复群众已超时，请上一级督办"),
}


@needs("matters.see")
@require_GET
def my_matters(request: Request) -> HttpResponseBase:
    """The matters that the reader is responsible for: late first, then soon, then the rest."""
    at = clock.now()
    calendar = Calendar(clock.local_day(at))
    rows = rows_of(mine(request.by, at=at)[:SHOWN_AT_MOST], calendar)
    groups = [
        ("late", _("已经超期，先办这些"), [row for row in rows if row.deadline.tone == "late"]),
        ("warn", _("快到期了"), [row for row in rows if row.deadline.tone == "warn"]),
        (
            "",
            _("整改中"),
            [row for row in rows if not row.deadline.tone and row.matter.state in kinds.AT_UNIT],
        ),
        ("mute", _("已交验收，等别人办"), [row for row in rows if row.matter.state == kinds.State.SUBMITTED]),
    ]
    done = visible(request.by, at=at).filter(owner=request.by, state=kinds.State.CLOSED)
    closed = rows_of(done.select_related("unit").order_by("-closed_at")[:10], calendar)
    drawn = [(tone, words, len(some), matter_lines(some)) for tone, words, some in groups if some]
    shown = {"groups": drawn, "closed": closed, "any": bool(rows)}
    return render(request, "ledger/mine.html", shown)


@needs("matters.close")
@require_GET
def sign_queue(request: Request) -> HttpResponseBase:
    """What waits for a second person, and this person may be it."""
    at = clock.now()
    calendar = Calendar(clock.local_day(at))
    rows = rows_of(to_sign(request.by, at=at)[:SHOWN_AT_MOST], calendar)
    lines = [
        (row, (calendar.today - clock.local_day(row.matter.submitted_at)).days)
        for row in rows
        if row.matter.submitted_at
    ]
    return render(request, "ledger/to_sign.html", {"lines": lines})


@needs("matters.answer_extension")
@require_GET
def extensions(request: Request) -> HttpResponseBase:
    """Requests for more time that wait for an answer."""
    waiting = extensions_waiting(request.by, at=clock.now())[:SHOWN_AT_MOST]
    return render(request, "ledger/extensions.html", {"waiting": waiting})


@needs("matters.recheck")
@require_GET
def rechecks(request: Request) -> HttpResponseBase:
    """Closed matters that are to be looked at again."""
    at = clock.now()
    today = clock.local_day(at)
    due = queries.rechecks_due(request.by, at=at, until=today + RECHECK_AHEAD)
    later = queries.rechecks_due(request.by, at=at, until=today + timedelta(days=370))[len(due) :][:20]
    return render(request, "ledger/rechecks.html", {"due": due, "later": later, "today": today})


@needs("matters.see")
@require_GET
def reminders(request: Request) -> HttpResponseBase:
    """What the system reminded the reader of."""
    sent = queries.reminders(request.by, at=clock.now())
    lines = [(one, STEP_WORDS.get(one.step, one.step)) for one in sent]
    unread = sum(one.read_at is None for one in sent)
    return render(request, "ledger/reminders.html", {"lines": lines, "unread": unread})


@needs("matters.see")
@require_POST
def mark_read(request: Request) -> HttpResponseBase:
    """The reader has seen his reminders."""
    rules.mark_read(by=request.by, at=clock.now())
    messages.success(request, _("已全部标为已读。"))
    return redirect("ledger:reminders")


@needs("matters.see")
@require_GET
def late(request: Request) -> HttpResponseBase:
    """What is late and who owns it, on one page that can be printed."""
    at = clock.now()
    campaign = campaign_of(request)
    if campaign is None:
        return render(request, "ledger/no_campaign.html")
    units = units_of(request, "matters.see")
    form = LateForm(request.GET, units=units, unit_address=unit_address("matters.see"))
    unit = form.cleaned_data.get("unit") if form.is_valid() else None
    calendar = Calendar(clock.local_day(at))
    lines, total = late_by_unit(request.by, campaign.pk, at=at, calendar=calendar, unit=unit)
    shown = {
        "form": form,
        "lines": lines,
        "drawn_lines": [(line, late_lines(line)) for line in lines],
        "total": total,
        "listed": sum(line.total for line in lines),
        "people": sum(len(line.people) for line in lines),
        "few": sum(one.key_few for line in lines for one in line.people),
        "unit": unit,
        "clashes": clashes(request.by, campaign.pk, at=at, today=calendar.today, unit=unit),
        "campaign": campaign,
        "today": calendar.today,
    }
    return render(request, "ledger/late.html", shown)
