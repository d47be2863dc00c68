"""What a page starts from: a list if it exists for the person, and how a refusal is said."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from qingyuan.inspection.errors import missing
from qingyuan.inspection.models import CheckList
from qingyuan.inspection.queries import lists as queries
from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing, Refused
from qingyuan.kit.words import Words
from qingyuan.org.api import Person


class Request(HttpRequest):
    """A request behind ``needs``: the person is known."""

    by: Person


def list_of(request: Request, pk: int) -> CheckList:
    """A list that exists for the person."""
    found = queries.one(request.by, pk, at=clock.now())
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
    return render(request, "inspection/form.html", shown | {"top": _("检查清单")})


def page_of(found: CheckList) -> str:
    """The address of a list."""
    return reverse("inspection:list", args=[found.pk])
