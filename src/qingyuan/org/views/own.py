"""What a person settles for himself: his password, his second factor, and what he may do."""

import io
from collections.abc import Sequence

import segno
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods
from django_otp import login as second_factor_login

from qingyuan.kit import clock
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Missing, Reason
from qingyuan.org import policy, rules
from qingyuan.org import sign_in as session
from qingyuan.org.errors import CannotSignIn
from qingyuan.org.forms import CodeForm, PasswordForm
from qingyuan.org.models import SecondFactor
from qingyuan.org.pages import Request, before_all, needs
from qingyuan.org.queries import Right, is_enrolled, own_duties, posts, reach, rights, second_factor_required


@needs("")
@require_GET
def own(request: Request) -> HttpResponseBase:
    """Who I am here, and what I may do, in words."""
    at = clock.now()
    holdings = request.by.holdings.on(local_day(at)).select_related("unit").order_by("unit__path", "role")
    return render(
        request,
        "org/own.html",
        {
            "person": request.by,
            "posts": posts(request.by, at),
            "holdings": holdings,
            "rights": _by_reach(rights(request.by, at)),
            "duties": own_duties(request.by, local_day(at), 14)
            if reach(request.by, "org.see_duty", at)
            else None,
            "enrolled": is_enrolled(request.user),
            "required": second_factor_required(request.by, at),
            "account": request.user,
            "days": policy.PASSWORD_DAYS,
        },
    )


def _by_reach(found: Sequence[Right]) -> list[dict[str, object]]:
    """Rights that reach equally far, under one heading: the same units are not named fifty times."""
    groups: dict[tuple[object, ...], list[Right]] = {}
    for right in found:
        groups.setdefault((right.any, right.own, right.units), []).append(right)
    return [{"reach": group[0], "words": [one.words for one in group]} for group in groups.values()]


@before_all
@needs("")
@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def password(request: Request) -> HttpResponseBase:
    """Change one's own password. Wrong old passwords count like failed sign-ins."""
    form = PasswordForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and not session.locked_now(request, request.user):
        words = form.cleaned_data
        try:
            account = rules.change_password(
                account=request.user, old=words["old"], new=words["new"], at=clock.now()
            )
        except CannotSignIn as refusal:
            if any(reason.code == "old" for reason in refusal.reasons):
                session.failed(request, request.user.username)
            for reason in refusal.reasons:
                form.add_error(reason.field or None, str(reason))
        else:
            device = request.user.otp_device  # type: ignore[attr-defined]
            update_session_auth_hash(request, account)
            if device is not None:
                second_factor_login(request, device)
            messages.success(request, _("密码已修改。"))
            return redirect(session.safe_next(request, None))
    changed = request.user.password_changed_at
    expired = changed is not None and policy.password_expired(local_day(changed), clock.today())
    words = {"form": form, "temporary": changed is None, "expired": expired, "days": policy.PASSWORD_DAYS}
    return render(request, "org/password.html", words)


@before_all
@needs("")
@never_cache
@require_http_methods(["GET", "POST"])
def second_factor(request: Request) -> HttpResponseBase:
    """Bind a device that makes codes (TOTP): begin, scan or type the secret, give the first code back."""
    device = SecondFactor.objects.filter(user=request.user).first()
    form = CodeForm(request.POST if request.POST.get("do") == "confirm" else None)
    if request.method == "POST":
        try:
            if request.POST.get("do") != "confirm":
                rules.enrol_second_factor(account=request.user, at=clock.now())
                return redirect("org:second_factor")
            if form.is_valid():
                confirmed = rules.confirm_second_factor(
                    account=request.user, code=form.cleaned_data["code"], at=clock.now()
                )
                second_factor_login(request, confirmed)
                messages.success(request, _("动态口令已绑定，以后登录时需要输入。"))
                return redirect(session.safe_next(request, None))
        except CannotSignIn as refusal:
            for reason in refusal.reasons:
                form.add_error(reason.field or None, str(reason)) if form.is_bound else messages.error(
                    request, str(reason)
                )
    required = second_factor_required(request.by, clock.now())
    words = {"form": form, "device": device, "secret": _secret(device), "required": required}
    return render(request, "org/second_factor.html", words)


def _secret(device: SecondFactor | None) -> str:
    """The secret for typing, in groups of four; nothing once it is confirmed."""
    if device is None or device.confirmed:
        return ""
    plain = policy.base32(device.bin_key)
    return " ".join(plain[start : start + 4] for start in range(0, len(plain), 4))


@before_all
@needs("")
@never_cache
@require_GET
def second_factor_image(request: Request) -> HttpResponseBase:
    """The secret as a QR code, as long as it is not confirmed: a file of its own, so that the policy allows it."""
    device = SecondFactor.objects.filter(user=request.user, confirmed=False).first()
    if device is None:
        raise Missing(Reason("missing", _("没有待绑定的动态口令")))
    drawn = io.BytesIO()
    segno.make(device.config_url, error="m", micro=False).save(
        drawn, kind="svg", scale=5, border=4, light="#fff"
    )
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
