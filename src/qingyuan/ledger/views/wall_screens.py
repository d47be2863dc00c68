"""Screens on walls: links for devices without a keyboard, and the page that such a device shows."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qingyuan.kit import clock
from qingyuan.kit.errors import Missing, Reason, Refused
from qingyuan.ledger.forms.screens import ScreenForm
from qingyuan.ledger.queries.screens import is_live, screen_of, screens
from qingyuan.ledger.queries.wall import public_wall
from qingyuan.ledger.rules.screens import hashed, open_screen, revoke_screen
from qingyuan.ledger.views.found import Request, campaign_of, explain
from qingyuan.ledger.views.wall import nowhere, shown
from qingyuan.org.api import needs, public

STOP_POLLING = 286  # htmx: put this in, and ask no more


@needs("ledger.open_screen")
@require_http_methods(["GET", "HEAD", "POST"])
def manage(request: Request) -> HttpResponseBase:
    """The screens, and the form for a new one. Its link is shown in the answer and never again."""
    at = clock.now()
    campaign = campaign_of(request)
    if campaign is None:
        raise Missing(Reason("missing", _("还没有教育整顿，没有可以上墙的内容")))
    form = ScreenForm(request.POST or None, by=request.by)
    opened = link = None
    if request.method == "POST" and form.is_valid():
        try:
            given = open_screen(
                name=form.cleaned_data["name"],
                unit=form.cleaned_data["unit"],
                campaign=campaign,
                last_day=form.cleaned_data["last_day"],
                by=request.by,
                at=at,
            )
        except Refused as refusal:
            explain(form, refusal)
        else:
            opened, form = given.screen, ScreenForm(by=request.by)
            link = request.build_absolute_uri(reverse("ledger:screen", args=[given.token]))
    rows = [(screen, is_live(screen, at)) for screen in screens(request.by, at=at)[:200]]
    shown_ = {"form": form, "rows": rows, "opened": opened, "link": link, "campaign": campaign}
    page = render(request, "ledger/wall_screens.html", shown_)
    page["Cache-Control"] = "no-store"
    return page


@needs("ledger.revoke_screen")
@require_POST
def revoke(request: Request, screen_id: int) -> HttpResponseBase:
    """Take a link back."""
    screen = revoke_screen(screen_id=screen_id, by=request.by, at=clock.now())
    messages.success(request, _("“%(name)s”已停用，屏幕将在一分钟内停止显示") % {"name": screen.name})
    return redirect("ledger:screens")


@public
@require_safe
def screen(request: HttpRequest, token: str) -> HttpResponseBase:
    """What a screen on a wall shows: counts of a unit and all below it, no names of people, no way further.

    The link is the key: 192 random bits. Whoever has it sees what hangs on the wall, and nothing else.
    """
    at = clock.now()
    found = screen_of(hashed(token))
    part = bool(request.headers.get("HX-Request"))
    if found is None or not is_live(found, at):
        why = "unknown" if found is None else "revoked" if found.revoked_at else "over"
        template = "ledger/wall_gone_part.html" if part else "ledger/wall_gone.html"
        status = STOP_POLLING if part else 404 if found is None else 410
        return _guarded(render(request, template, {"why": why}, status=status))
    context = shown(public_wall(found.campaign, found.unit, at=at), nowhere, nowhere)
    context |= {"screen": found, "here": request.path}
    return _guarded(render(request, "ledger/wall_live.html" if part else "ledger/wall_screen.html", context))


def _guarded(page: HttpResponse) -> HttpResponse:
    """Not kept by caches or search engines; the address of the page is told to nobody."""
    page["Cache-Control"] = "no-store"
    page["X-Robots-Tag"] = "noindex, nofollow"
    page["Referrer-Policy"] = "no-referrer"
    return page
