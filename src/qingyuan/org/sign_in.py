"""How a session begins and ends: the steps between a typed password and a signed-in person.

Failures are counted by django-axes (5, then 15 minutes), codes are checked by django-otp (RFC 6238).
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode, urlsplit

from axes.handlers.proxy import AxesProxyHandler
from django.conf import settings
from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.signals import user_login_failed
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render, resolve_url
from django.urls import NoReverseMatch, reverse
from django.utils.crypto import constant_time_compare
from django.utils.http import url_has_allowed_host_and_scheme
from django_otp import login as second_factor_login

from qingyuan.org import policy, rules
from qingyuan.org.models import Account, SecondFactor
from qingyuan.org.queries import hashed_name, is_enrolled, minutes_locked

BACKEND = "django.contrib.auth.backends.ModelBackend"
SEEN = "seen"  # session: when the person last asked for something himself, in seconds since the epoch
WAITING = "waiting_for_code"  # session: who has given the right password and still owes the code
WAIT = timedelta(minutes=5)
KNOWN = "qingyuan_known"
KNOWN_FOR = timedelta(days=180)
GRAIN = 15  # seconds: the session is not written again within them; idleness is forgiven as much
AUTOMATIC = "X-Qingyuan-Auto"  # header of requests that a page makes by itself


@dataclass(frozen=True)
class Attempt:
    """What came of a password: the account, or how many more may be tried (0: locked now)."""

    account: Account | None
    left: int = 0


def counted_under(request: HttpRequest | None, credentials: dict[str, Any] | None) -> str:
    """For ``AXES_USERNAME_CALLABLE``: failures are counted under a hash, so that no typed name is kept.

    A browser in which this account was signed in before counts for itself (device cookies, OWASP: Slow Down Online
    Guessing Attacks): a stranger's failures lock the name for browsers that nobody knows, not for its owner.
    """
    name = str((credentials or {}).get("username") or "")
    known = known_browser(request, name) if request is not None else ""
    return hashed_name(name) + (f".{known}" if known else "")


def known_browser(request: HttpRequest, username: str) -> str:
    """The random mark of a browser in which this account was signed in before; empty for any other."""
    try:
        said = signing.loads(request.COOKIES.get(KNOWN, ""), salt=KNOWN, max_age=KNOWN_FOR)
        return str(said["browser"]) if said["name"] == hashed_name(username) else ""
    except (signing.BadSignature, KeyError, TypeError):
        return ""


def remember_browser(request: HttpRequest, response: HttpResponseBase, account: Account) -> None:
    """Leave the mark of a known browser, for the pages of the account only: reporters' pages are never sent it."""
    mark = known_browser(request, account.username) or secrets.token_hex(8)
    said = {"name": hashed_name(account.username), "browser": mark}
    response.set_cookie(
        KNOWN,
        signing.dumps(said, salt=KNOWN),
        max_age=KNOWN_FOR,
        path=reverse("org:sign_in"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def attempt(request: HttpRequest, *, username: str, password: str, at: datetime) -> Attempt:
    """Try a password. Who is signed in only follows from :func:`begin`."""
    username = policy.sign_in_name(username)
    account = authenticate(request, username=username, password=password)
    if isinstance(account, Account):
        return Attempt(account)
    return Attempt(None, _told(request, username, at, "password"))


def attempt_code(
    request: HttpRequest, *, account: Account, code: str, at: datetime
) -> tuple[SecondFactor | None, int]:
    """Try a code of the second factor: the device, or how many more may be tried. Failures count like passwords."""
    if locked_now(request, account):
        return None, 0
    device = rules.check_second_factor(account=account, code=code)
    if device is not None:
        return device, 0
    failed(request, account.username)
    return None, _told(request, account.username, at, "code")


def locked_now(request: HttpRequest, account: Account) -> bool:
    """Whether nobody may try this account's password now; the page that says so then answers instead of ours."""
    credentials = {"username": account.username}
    if AxesProxyHandler.is_allowed(request, credentials):
        return False
    request.axes_locked_out, request.axes_credentials = True, credentials  # type: ignore[attr-defined]
    return True


def failed(request: HttpRequest, username: str) -> None:
    """Have one more failure counted against a name."""
    user_login_failed.send(sender=__name__, credentials={"username": username}, request=request)


def _told(request: HttpRequest, username: str, at: datetime, step: str) -> int:
    """Tell the trail about a failure, and about the lock if this one brought it; return the tries that are left."""
    failures = getattr(request, "axes_failures_since_start", None) or 0
    rules.note_failure(username=username, at=at, step=step)
    if failures == settings.AXES_FAILURE_LIMIT:
        rules.note_lock(username=username, at=at)
    return max(0, settings.AXES_FAILURE_LIMIT - failures)


def owes_code(account: Account) -> bool:
    """Whether the password alone does not sign this account in."""
    return is_enrolled(account)


def wait_for_code(request: HttpRequest, account: Account, at: datetime) -> None:
    """Remember that the password was right; nobody is signed in yet."""
    request.session.cycle_key()
    request.session[WAITING] = {
        "account": account.pk,
        "hash": account.get_session_auth_hash(),
        "at": at.timestamp(),
    }


def waiting(request: HttpRequest, at: datetime) -> Account | None:
    """Who has given the right password within the last five minutes, and still has it."""
    kept = request.session.get(WAITING)
    if not kept or not 0 <= at.timestamp() - kept["at"] <= WAIT.total_seconds():
        return None
    account = Account.objects.filter(pk=kept["account"], is_active=True).first()
    if account is None or not constant_time_compare(account.get_session_auth_hash(), kept["hash"]):
        return None
    return account


def begin(request: HttpRequest, account: Account, at: datetime, device: SecondFactor | None = None) -> None:
    """Sign an account in: a fresh session key, the clock of idleness, an entry in the trail."""
    request.session.pop(WAITING, None)
    login(request, account, backend=BACKEND)
    if device is not None:
        second_factor_login(request, device)
    request.session[SEEN] = at.timestamp()
    rules.note_sign_in(account=account, second_factor=device is not None, at=at)


def end(request: HttpRequest, account: Account, at: datetime, *, idle: bool = False) -> None:
    """Sign out, and leave nothing of the session behind."""
    logout(request)
    rules.note_sign_out(account=account, at=at, idle=idle)


def is_automatic(request: HttpRequest) -> bool:
    """Whether a page asked by itself (polling): that does not keep a session alive."""
    return request.headers.get(AUTOMATIC, "") not in ("", "0")


def stayed_idle(request: HttpRequest, at: datetime) -> bool:
    """Whether the person has asked for nothing for ``IDLE_MINUTES``; else this request counts, if it is his own."""
    now, seen = at.timestamp(), request.session.get(SEEN)
    if seen is not None and now - seen >= settings.IDLE_MINUTES * 60 + GRAIN:
        return True
    if seen is None or (not is_automatic(request) and not 0 <= now - seen < GRAIN):
        request.session[SEEN] = now
    return False


def home() -> str:
    """The page that a person comes to who asked for none."""
    try:
        return resolve_url(settings.LOGIN_REDIRECT_URL)
    except NoReverseMatch:
        return reverse("org:own")


def safe_next(request: HttpRequest, asked: str | None) -> str:
    """Where to go after signing in: the page asked for if it is one of ours, else the person's home."""
    ours = url_has_allowed_host_and_scheme(
        asked or "", allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if not asked or not ours:
        return home()
    parts = urlsplit(asked)
    path = "/" + parts.path.lstrip("/\\")  # two slashes at the beginning would name another host
    if path in {reverse("org:sign_in"), reverse("org:sign_in_code"), reverse("org:sign_out")}:
        return home()
    return f"{path}?{parts.query}" if parts.query else path


def sign_in_address(request: HttpRequest, *, why: str = "") -> str:
    """The sign-in page that leads back to the page at hand: for a form or a part of a page, to its page."""
    here = request.get_full_path()
    page = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if request.method not in ("GET", "HEAD") or "HX-Request" in request.headers or is_automatic(request):
        here = safe_next(request, page) if page else ""
    asked = {"next": here} if here else {}
    query = urlencode({**asked, **({"why": why} if why else {})})
    return f"{reverse('org:sign_in')}?{query}" if query else reverse("org:sign_in")


def sent_to(request: HttpRequest, address: str) -> HttpResponseBase:
    """A redirect that htmx follows with the whole page, not inside the part that it asked for."""
    if "HX-Request" in request.headers:
        return HttpResponse(status=204, headers={"HX-Redirect": address})
    if is_automatic(request):
        return HttpResponse(status=401, headers={"X-Qingyuan-Sign-In": address})
    return HttpResponse(status=302, headers={"Location": address})


def locked_out(request: HttpRequest, response: HttpResponseBase, credentials: dict[str, Any]) -> HttpResponse:  # noqa: ARG001
    """For ``AXES_LOCKOUT_CALLABLE``: the page that says for how long."""
    minutes = minutes_locked(counted_under(request, credentials))
    page = render(request, "kit/locked.html", {"minutes": minutes}, status=429)
    page["Retry-After"] = str(60 * (minutes or 1))
    return page
