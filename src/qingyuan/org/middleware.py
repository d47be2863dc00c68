"""Who is asking: puts the person on the request, ends idle sessions, and closes every page nobody opened."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import translation

from qingyuan.kit import clock
from qingyuan.kit.clock import local_day
from qingyuan.org import policy, rules, sign_in
from qingyuan.org.models import Account
from qingyuan.org.queries import second_factor_required

Next = Callable[[HttpRequest], HttpResponseBase]


class SignedIn:
    """Sets ``request.by`` (the person, or None) and the language of the account's pages."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "%00" in request.META.get("QUERY_STRING", ""):  # no database can be asked for it
            raise BadRequest
        account: Any = request.user
        person = None
        if account.is_authenticated:
            at = clock.now()
            if sign_in.stayed_idle(request, at):
                address = sign_in.sign_in_address(request, why="idle")
                sign_in.end(request, account, at, idle=True)
                return sign_in.sent_to(request, address)
            person = account.person
            speak(request, account)
        request.by = person  # type: ignore[attr-defined]
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, *_arguments: Any) -> HttpResponseBase | None:
        """Deny by default: a view without ``needs`` or ``public`` opens to nobody.

        What is due from the account comes before every page that needs one: a password of one's own that
        has not expired, and the second factor where a role asks for it.
        """
        opens_to = getattr(view, "opens_to", None)
        if opens_to is None:
            raise LookupError(f"{view.__module__}.{view.__name__} does not say whom it opens to")
        if request.by is None or opens_to == "everybody" or getattr(view, "before_all", False):  # type: ignore[attr-defined]
            return None
        due = what_is_due(request)
        return sign_in.sent_to(request, reverse(due)) if due else None


def speak(request: HttpRequest, account: Account) -> None:
    """The language chosen in this browser, which the account then remembers; else the one it remembers."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    if chosen in dict(settings.LANGUAGES):
        if chosen != account.language:
            rules.choose_language(account=account, language=chosen)
        return
    translation.activate(account.language)
    request.LANGUAGE_CODE = account.language


def what_is_due(request: HttpRequest) -> str:
    """The page that the account must pass before any other: its url name, or nothing."""
    account: Any = request.user
    at = clock.now()
    changed = account.password_changed_at
    if policy.password_expired(local_day(changed) if changed else None, local_day(at)):
        return "org:password"
    if not account.is_verified() and second_factor_required(account.person, at):
        return "org:second_factor"
    return ""


def who(request: HttpRequest) -> dict[str, Any]:
    """For templates: the person who is signed in."""
    return {"by": getattr(request, "by", None)}
