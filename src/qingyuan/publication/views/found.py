"""What a page starts from: the campaign, the bulletin if it exists for the person, and how a refusal is said."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect

from qingyuan.campaign.api import Campaign, current_campaign
from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing, Reason, Refused
from qingyuan.kit.words import _
from qingyuan.org.api import Person
from qingyuan.publication.models import Bulletin
from qingyuan.publication.policy import word_file
from qingyuan.publication.queries import bulletins, site_address


class Request(HttpRequest):
    """A request behind ``needs``: the person is known."""

    by: Person


WORD, PDF = word_file.MEDIA_TYPE, "application/pdf"


def missing() -> Missing:
    """The same words for what is not there and for what is not to be seen."""
    return Missing(Reason("missing", _("没有找到，或者不在您的权限范围内")))


def campaign_of(request: Request) -> Campaign | None:
    """The campaign whose pages are shown."""
    return current_campaign(request.by, clock.now(), chosen=request.GET.get("campaign", ""))


def bulletin_of(request: Request, pk: int) -> Bulletin:
    """A bulletin that exists for the person."""
    found = bulletins(request.by, at=clock.now()).filter(pk=pk).first()
    if found is None:
        raise missing()
    return found


def site_of(request: HttpRequest) -> str:
    """The address that stands before links in documents."""
    return site_address(request.build_absolute_uri("/"))


def explain(form: Form, refusal: Refused) -> None:
    """Put the reasons of a refusal beside the fields that they belong to."""
    for reason in refusal.reasons:
        form.add_error(reason.field if reason.field in form.fields else None, str(reason))


def done(request: Request, act: Callable[[], object], said: str, pk: int) -> HttpResponseBase:
    """Press one button: do it, say so or say why not, and go back to the bulletin."""
    try:
        act()
    except (Missing, Forbidden):
        raise
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
    else:
        messages.success(request, said)
    return redirect("publication:bulletin", pk=pk)


def attachment(content: bytes, name: str, media_type: str) -> HttpResponse:
    """A file to keep, never to be shown or run in the page's place."""
    answer = HttpResponse(content, content_type=media_type)
    answer.headers["Content-Disposition"] = _disposition(name)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _disposition(name: str) -> str:
    from urllib.parse import quote

    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in name)
    return f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
