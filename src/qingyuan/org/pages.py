"""What stands before every page: it is public, or it names the permission that it needs. Nothing else opens."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.utils.translation import gettext as _

from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing
from qingyuan.org import sign_in
from qingyuan.org.models import Account, Person
from qingyuan.org.queries import forbidden, reach


class Request(HttpRequest):
    """A request whose person is known: what a page behind ``needs`` is handed."""

    by: Person
    user: Account


View = Callable[..., HttpResponseBase]
V = TypeVar("V", bound=View)


def public(view: V) -> V:
    """Mark a page that anybody may open without an account."""
    view.opens_to = "everybody"  # type: ignore[attr-defined]
    return view


def before_all(view: V) -> V:
    """Mark a page that stays open while a password or a second factor is due: the pages where it is settled."""
    view.before_all = True  # type: ignore[attr-defined]
    return view


def needs(permission: str) -> Callable[[View], View]:
    """Let in only people who hold ``permission`` somewhere; which rows they see is for the page's scope.

    ``needs("")`` asks only for an account. Nobody signed in: to the sign-in page. No permission: 403.
    Something outside the person's scope: 404, as if it did not exist.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            person: Person | None = getattr(request, "by", None)
            if person is None:
                return sign_in.sent_to(request, sign_in.sign_in_address(request))
            try:
                if permission and not reach(person, permission, clock.now()):
                    raise forbidden(permission)
                return view(request, *args, **kwargs)
            except Missing as refusal:
                return turned_away(request, 404, refusal)
            except Forbidden as refusal:
                return turned_away(request, 403, refusal)

        guarded.opens_to = permission or "signed in"  # type: ignore[attr-defined]
        return guarded

    return mark


def turned_away(request: HttpRequest, status: int, refusal: Exception | None = None) -> HttpResponse:
    """The page that says no, in words, and offers a way on."""
    reasons = getattr(refusal, "reasons", ())
    return render(request, f"kit/{status}.html", {"reasons": reasons}, status=status)


@public
def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """No such address."""
    return turned_away(request, 404)


@public
def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """Refused before any page: by the protection against forged forms, or by Django itself."""
    return turned_away(request, 403)


@public
def broken(request: HttpRequest) -> HttpResponse:
    """An error of ours: the page must not need anything that may itself be broken."""
    try:
        return render(request, "kit/500.html", status=500)
    except (TemplateDoesNotExist, Exception):
        words = _("系统出错了，已有记录。您填写的内容没有保存，请稍后再试。")
        return HttpResponse(words, status=500, content_type="text/plain; charset=utf-8")
