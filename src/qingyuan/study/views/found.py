"""What a page starts from, and how a refusal is said."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from qingyuan.campaign.api import Campaign
from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing, Refused
from qingyuan.kit.words import Words
from qingyuan.org.api import Person
from qingyuan.study.errors import missing
from qingyuan.study.queries import curriculum


class Request(HttpRequest):
    """A request behind ``needs``: the person is known."""

    by: Person


def campaign_of(request: Request) -> Campaign:
    """The campaign whose study is shown; none in sight is missing."""
    found = curriculum.campaign_of(request.by, at=clock.now(), chosen=request.GET.get("campaign", ""))
    if found is None:
        raise missing()
    return found


def tried(form: Form, act: Callable[[], object]) -> bool:
    """Do it and say yes, or put every reason why not into the form."""
    try:
        act()
    except (Missing, Forbidden):
        raise
    except Refused as refusal:
        for reason in refusal.reasons:
            form.add_error(reason.field if reason.field in form.fields else None, str(reason))
        return False
    return True


def pressed(request: Request, act: Callable[[], object], done: Words, back: str) -> HttpResponseBase:
    """A button without a form: do it, or say every reason why not, and go back either way."""
    try:
        act()
    except (Missing, Forbidden):
        raise
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
    else:
        messages.success(request, str(done))
    return redirect(back)


def gone(request: Request, words: Words, back: str) -> HttpResponseBase:
    """Say that it was done, and go back."""
    messages.success(request, str(words))
    return redirect(back)


def asked_for(
    request: Request, form: Form, *, title: Words, button: Words, back: str, trail: Words, lead: Words = ""
) -> HttpResponse:
    """The page of one form. ``trail``: what the way back is called."""
    shown = {"form": form, "title": title, "button": button, "back": back, "lead": lead, "trail": trail}
    return render(request, "study/form.html", shown | {"top": _("学习教育")})
