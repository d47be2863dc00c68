"""What a page starts from, and how it ends: a form, a button, a refusal in words."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from qingyuan.burden.errors import missing
from qingyuan.burden.models import Passport
from qingyuan.burden.queries import register
from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing, Refused
from qingyuan.kit.words import Words
from qingyuan.org.api import Person


class Request(HttpRequest):
    """A request behind ``needs``: the person is known."""

    by: Person


def passport_of(request: Request, pk: int) -> Passport:
    """A passport that exists for the person."""
    found = register.one(request.by, pk, at=clock.now())
    if found is None:
        raise missing()
    return found


def tried(form: BaseForm, act: Callable[[], object]) -> bool:
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
    request: Request,
    form: BaseForm,
    *,
    title: Words,
    button: Words,
    back: str,
    trail: Words,
    lead: Words = "",
) -> HttpResponse:
    """The page of one form. ``trail``: what the way back is called."""
    shown: dict[str, Any] = {
        "form": form,
        "title": title,
        "button": button,
        "back": back,
        "lead": lead,
        "trail": trail,
    }
    return render(request, "burden/form.html", shown)
