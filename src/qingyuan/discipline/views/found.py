"""What a page starts from: the campaign, the lead if it exists for the person, and how a refusal is said."""

from urllib.parse import quote

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from qingyuan.campaign.api import Campaign, current_campaign
from qingyuan.discipline.errors import missing
from qingyuan.discipline.models import Lead
from qingyuan.discipline.queries import leads as queries
from qingyuan.kit import clock
from qingyuan.kit.errors import Missing, Reason
from qingyuan.kit.words import Words, _
from qingyuan.org.api import Person

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class Request(HttpRequest):
    """A request behind ``needs``: the person is known."""

    by: Person


def campaign_of(request: Request) -> Campaign:
    """The campaign that a lead is put on the ledger of; Missing if there is none."""
    found = current_campaign(request.by, clock.now())
    if found is None:
        raise Missing(Reason("no_campaign", _("还没有开始的教育整顿，线索登记在它的台账上")))
    return found


def lead_of(request: Request, pk: int) -> Lead:
    """A lead that exists for the person."""
    found = queries.one(request.by, pk, at=clock.now())
    if found is None:
        raise missing()
    return found


def asked(
    request: Request,
    form: Form,
    *,
    title: Words,
    button: Words,
    back: str,
    lead: Words = "",
    trail: Words = "",
) -> HttpResponse:
    """The page of one form. ``trail``: what the way back is called."""
    shown = {"form": form, "title": title, "button": button, "back": back, "lead": lead, "trail": trail}
    return render(request, "discipline/form.html", shown)


def attachment(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A file to keep, never to be shown or run in the page's place."""
    answer = HttpResponse(content, content_type=media_type)
    answer.headers["Content-Disposition"] = f"attachment; filename=\"file\"; filename*=UTF-8''{quote(name)}"
    answer.headers["Cache-Control"] = "no-store"
    return answer
