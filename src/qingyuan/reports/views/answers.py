"""How the room's pages answer scripts and people: refusals with every reason, nothing kept by caches."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt

from qingyuan.kit.errors import Forbidden, Missing, Refused
from qingyuan.org.api import Person, public
from qingyuan.reports.errors import INCOMPLETE, CannotHandle
from qingyuan.reports.queries import reading

View = Callable[..., HttpResponseBase]
V = TypeVar("V", bound=View)


class Request(HttpRequest):
    """A request behind ``needs``: the person is known."""

    by: Person


def refused(refusal: Refused, status: int = 422) -> JsonResponse:
    """Every reason, for a script."""
    reasons = [{"code": one.code, "words": str(one), "field": one.field} for one in refusal.reasons]
    return quiet(JsonResponse({"ok": False, "reasons": reasons}, status=status))


def done(**said: Any) -> JsonResponse:
    """What a script asked for."""
    return quiet(JsonResponse({"ok": True, **said}))


Answer = TypeVar("Answer", bound=HttpResponseBase)


def quiet(answer: Answer) -> Answer:
    """Kept by no cache. Other sites are told nothing anyway: the policy of the whole house is same-origin."""
    answer.headers["Cache-Control"] = "no-store"
    return answer


def for_reporters(view: View) -> View:
    """A page for people without an account. Nothing in it rests on a cookie, so none is asked for or made:
    without a session there is nothing that a forged form could use (see the threat model).
    """

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return quiet(view(request, *args, **kwargs))
        except Missing as refusal:  # of a page that needs an account ``needs`` says it
            return refused(refusal, 404)

    return csrf_exempt(public(opened))


def for_scripts(view: View) -> View:
    """Refusals as JSON. What does not exist for a person stays Missing."""

    @wraps(view)
    def told(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except (Missing, Forbidden):
            raise
        except Refused as refusal:
            return refused(refusal)

    return told


def octets(data: bytes) -> HttpResponse:
    """A sealed thing as it is."""
    answer = HttpResponse(data, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = 'attachment; filename="sealed.age"'
    return quiet(answer)


def pressed(
    request: Request, public_id: str, act: Any, said: str, form: Form | None = None
) -> HttpResponseBase:
    """Press one button: do it, say so or say why not, and go back. With a form only if it is whole."""
    found = reading.report_of(request.by, public_id)
    try:
        if form is not None and not form.is_valid():
            raise CannotHandle(INCOMPLETE)
        act(found.pk)
    except (Missing, Forbidden):
        raise
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
    else:
        messages.success(request, said)
    return redirect("reports:report", public_id=public_id)
