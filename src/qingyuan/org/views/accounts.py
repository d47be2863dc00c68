"""Accounts and what the bureau decides about sign-in and its calendar."""

from collections.abc import Callable

from django.contrib import messages
from django.db.models import Exists, OuterRef, Q
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingyuan.kit import clock, paging
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Refused
from qingyuan.org import rules
from qingyuan.org.forms import DayForm, OpenAccountForm, SecondFactorRolesForm
from qingyuan.org.models import Account, DayOff, Person, Post, SecondFactor
from qingyuan.org.pages import Request, needs
from qingyuan.org.queries import locked_names, scope, second_factor_roles
from qingyuan.org.views.found import account_of, explain, person_of


@needs("org.manage_accounts")
@require_GET
def accounts(request: Request) -> HttpResponseBase:
    """Accounts of people within reach: open or closed, locked, with or without a second factor."""
    at = clock.now()
    asked = request.GET.get("q", "").strip()[:40]
    held = Post.objects.on(local_day(at)).filter(scope(request.by, "org.manage_accounts", at=at), main=True)
    found = Account.objects.filter(person__in=held.values("person")).annotate(
        enrolled=Exists(SecondFactor.objects.filter(user=OuterRef("pk"), confirmed=True))
    )
    if asked:
        found = found.filter(
            Q(username__startswith=asked.lower())
            | Q(person__name__icontains=asked)
            | Q(person__police_no=asked)
        )
    page = paging.page(
        found, ["username"], after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    locked = locked_names([account.username for account in page.rows])
    rows = [{"account": account, "locked": account.username in locked} for account in page.rows]
    return render(request, "org/accounts.html", {"page": page, "rows": rows, "q": asked})


@needs("org.manage_accounts")
@never_cache
@require_http_methods(["GET", "POST"])
def open_account(request: Request) -> HttpResponseBase:
    """Open an account for a person within reach, and show its temporary password this once."""
    form = OpenAccountForm(request.POST or None, initial={"police_no": request.GET.get("police_no", "")})
    if request.method == "POST" and form.is_valid():
        known = Person.objects.filter(police_no=form.cleaned_data["police_no"].strip()).first()
        try:
            person = person_of(request, known.pk if known else 0, "org.manage_accounts")
            opened = rules.open_account(
                person=person, by=request.by, at=clock.now(), username=form.cleaned_data["username"]
            )
        except Refused as refusal:
            explain(form, refusal)
            if not form.errors:
                form.add_error("police_no", str(refusal))
        else:
            return _handed_over(request, opened)
    return render(request, "org/account_form.html", {"form": form})


def _handed_over(request: Request, opened: rules.Opened) -> HttpResponseBase:
    """The one page that shows a temporary password. It is not kept anywhere, so there is no way back to it."""
    return render(request, "org/handed_over.html", {"account": opened.account, "password": opened.password})


@needs("org.manage_accounts")
@never_cache
@require_POST
def reset_password(request: Request, pk: int) -> HttpResponseBase:
    """A temporary password for who has forgotten his own."""
    account = account_of(request, pk)
    try:
        opened = rules.reset_password(account=account, by=request.by, at=clock.now())
    except Refused as refusal:
        return _told(request, account, refusal)
    return _handed_over(request, opened)


def _done(request: Request, pk: int, rule: Callable[..., None], words: str) -> HttpResponseBase:
    account = account_of(request, pk)
    try:
        rule(account=account, by=request.by, at=clock.now())
    except Refused as refusal:
        return _told(request, account, refusal)
    messages.success(request, words)
    return redirect("org:person", pk=account.person_id)


def _told(request: Request, account: Account, refusal: Refused) -> HttpResponseBase:
    for reason in refusal.reasons:
        messages.error(request, str(reason))
    return redirect("org:person", pk=account.person_id)


@needs("org.manage_accounts")
@require_POST
def close(request: Request, pk: int) -> HttpResponseBase:
    """Close an account."""
    return _done(request, pk, rules.close_account, _("账号已停用，已登录的会话同时失效。"))


@needs("org.manage_accounts")
@require_POST
def unlock(request: Request, pk: int) -> HttpResponseBase:
    """Lift a lock."""
    return _done(request, pk, rules.unlock_account, _("账号已解锁。"))


@needs("org.manage_accounts")
@require_POST
def reset_second_factor(request: Request, pk: int) -> HttpResponseBase:
    """Take a lost device's second factor away."""
    return _done(request, pk, rules.reset_second_factor, _("动态口令已重置，本人下次登录后可重新绑定。"))


@needs("org.require_second_factor")
@require_http_methods(["GET", "POST"])
def security(request: Request) -> HttpResponseBase:
    """Which roles need a second factor."""
    sent = request.POST if request.method == "POST" else None  # nothing ticked is an answer too
    form = SecondFactorRolesForm(sent, initial={"roles": [*second_factor_roles()]})
    if request.method == "POST" and form.is_valid():
        rules.require_second_factor(roles=form.cleaned_data["roles"], by=request.by, at=clock.now())
        messages.success(request, _("已保存。有这些角色而未绑定的人，下次打开页面时会先去绑定。"))
        return redirect("org:security")
    return render(request, "org/security.html", {"form": form})


@needs("org.change_settings")
@require_http_methods(["GET", "POST"])
def calendar(request: Request) -> HttpResponseBase:
    """The bureau's own working days against the public calendar."""
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        rules.set_working_day(by=request.by, at=clock.now(), **form.cleaned_data)
        messages.success(request, _("已保存，期限按新的工作日历计算。"))
        return redirect("org:calendar")
    return render(request, "org/calendar.html", {"form": form, "days": DayOff.objects.order_by("-day")[:200]})


@needs("org.change_settings")
@require_POST
def forget_day(request: Request, pk: int) -> HttpResponseBase:
    """Let the public calendar count again for a day."""
    kept = DayOff.objects.filter(pk=pk).first()
    if kept is not None:
        rules.forget_working_day(day=kept.day, by=request.by, at=clock.now())
        messages.success(request, _("已删除，该日按国家日历计算。"))
    return redirect("org:calendar")
