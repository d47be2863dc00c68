"""How a page ends: an act that was done or refused in words, and the page of one form."""

from collections.abc import Callable

from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render

from qingyuan.kit.errors import Forbidden, Missing, Refused
from qingyuan.kit.words import Words


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


def pressed(request: HttpRequest, act: Callable[[], object], done: Words, back: str) -> HttpResponseBase:
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


def gone(request: HttpRequest, words: Words, back: str) -> HttpResponseBase:
    """Say that it was done, and go back."""
    messages.success(request, str(words))
    return redirect(back)


def asked_for(
    request: HttpRequest,
    form: BaseForm,
    *,
    title: Words,
    button: Words,
    back: str,
    trail: Words,
    lead: Words = "",
    opened: str = "",
) -> HttpResponse:
    """The page of one form. ``trail``: what the way back is called; ``opened``: a stamp that comes back with it."""
    shown = {"form": form, "title": title, "button": button, "back": back, "lead": lead, "trail": trail}
    return render(request, "kit/form.html", {**shown, "opened": opened})
