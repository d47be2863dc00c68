"""The clocks as the office keeps them: value, source, grade, and whether it runs."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from qingyuan.discipline.errors import missing
from qingyuan.discipline.forms.leads import ClockForm
from qingyuan.discipline.kinds import CHANNEL_WORDS, EVENT_WORDS, Channel, Event
from qingyuan.discipline.models import Clock
from qingyuan.discipline.rules.clocks import change_clock
from qingyuan.discipline.views.found import Request, asked
from qingyuan.kit import clock
from qingyuan.kit.endings import gone, tried
from qingyuan.kit.words import _ as _lazy
from qingyuan.kit.words import listed
from qingyuan.org.api import needs

PRESETS = {
    "petition": _lazy("信访工作条例"),
    "discipline_report": _lazy("检举控告工作规则"),
    "county": _lazy("县级做法"),
    "national": _lazy("国家规定（须确认）"),
    "handling": _lazy("对人的处理：申诉和失效"),
    "hotline": _lazy("12389（须确认）"),
}


@needs("discipline.change_clock")
@require_GET
def clocks(request: Request) -> HttpResponseBase:
    """All clocks by preset."""
    rows: dict[str, list[tuple[Clock, str, str]]] = {}
    for one in Clock.objects.all():
        stops = listed(str(EVENT_WORDS[Event(stop)]) for stop in one.stops)
        channels = listed(str(CHANNEL_WORDS[Channel(code)]) for code in one.channels)
        rows.setdefault(one.preset, []).append((one, stops, channels))
    shown = [(PRESETS.get(preset, preset), lines) for preset, lines in rows.items()]
    return render(request, "discipline/clocks.html", {"presets": shown})


@needs("discipline.change_clock")
@require_http_methods(["GET", "POST"])
def change(request: Request, clock_code: str) -> HttpResponseBase:
    """Change one clock."""
    found = Clock.objects.filter(pk=clock_code).first()
    if found is None:
        raise missing()
    fields = ("amount", "measure", "more", "source", "grade", "confirmed", "active")
    form = ClockForm(request.POST or None, initial={name: getattr(found, name) for name in fields})
    back = reverse("discipline:clocks")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(form, lambda: change_clock(code=clock_code, by=request.by, at=clock.now(), **said)):
            return gone(request, _("时限已修改，正在办理的线索按新的时限计算。"), back)
    title = _("修改时限")
    return asked(
        request, form, title=title, button=_("保存"), back=back, lead=str(found), trail=_("线索时限")
    )
