"""Sign in, the code of the second factor, sign out, the language."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from qingyuan.kit import clock
from qingyuan.org import sign_in as session
from qingyuan.org.forms import CodeForm, SignInForm
from qingyuan.org.models import Account
from qingyuan.org.pages import Request, before_all, needs, public

WHY = {"idle", "again"}


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponseBase:
    """A name and a password; then, for who has one, the code of the second factor."""
    asked = request.POST.get("next") or request.GET.get("next")
    if getattr(request, "by", None) is not None:
        return redirect(session.safe_next(request, asked))
    form = SignInForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at = clock.now()
        tried = session.attempt(request, at=at, **form.cleaned_data)
        if tried.account is not None and session.owes_code(tried.account):
            session.wait_for_code(request, tried.account, at)
            return redirect(f"{reverse('org:sign_in_code')}?{urlencode({'next': asked or ''})}")
        if tried.account is not None:
            session.begin(request, tried.account, at)
            return _welcomed(request, tried.account, asked)
        form.add_error(None, _refused(_("账号或密码不对。"), tried.left))
    why = request.GET.get("why", "")
    return render(
        request,
        "org/sign_in.html",
        {
            "form": form,
            "next": asked or "",
            "why": why if why in WHY else "",
            "minutes": settings.IDLE_MINUTES,
        },
    )


@public
@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponseBase:
    """The second step: a code from the device that the account's owner holds."""
    asked = request.POST.get("next") or request.GET.get("next")
    at = clock.now()
    account = session.waiting(request, at)
    if account is None:
        return redirect(f"{reverse('org:sign_in')}?{urlencode({'next': asked or '', 'why': 'again'})}")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        device, left = session.attempt_code(request, account=account, code=form.cleaned_data["code"], at=at)
        if device is not None:
            session.begin(request, account, at, device)
            return _welcomed(request, account, asked)
        form.add_error("code", _refused(_("动态口令不对，或者刚刚用过。请等手机上换了新的数字再试。"), left))
    return render(request, "org/sign_in_code.html", {"form": form, "next": asked or ""})


def _refused(words: str, left: int) -> str:
    if not left:
        return words
    return words + ngettext("还可以再试 %(left)d 次。", "还可以再试 %(left)d 次。", left) % {"left": left}


def _welcomed(request: HttpRequest, account: Account, asked: str | None) -> HttpResponseBase:
    """Onwards; in a browser where nobody has chosen a language, in the one that the account remembers."""
    response = redirect(session.safe_next(request, asked))
    session.remember_browser(request, response, account)
    if settings.LANGUAGE_COOKIE_NAME in request.COOKIES:
        return response
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        account.language,
        max_age=365 * 24 * 3600,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


@before_all
@needs("")
@require_POST
def sign_out(request: Request) -> HttpResponseBase:
    """End the session."""
    session.end(request, request.user, clock.now())
    messages.success(request, _("您已退出。"))
    response = redirect("org:sign_in")
    response.delete_cookie(settings.LANGUAGE_COOKIE_NAME)
    return response
