"""A lost key: asked for, given by keepers of other offices, joined in the asker's browser."""

import base64
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing, Refused
from qingyuan.org.api import needs
from qingyuan.reports import forms, rules
from qingyuan.reports.errors import INCOMPLETE, CannotKeepKey, missing
from qingyuan.reports.kinds import Lost
from qingyuan.reports.queries import reading, recovering
from qingyuan.reports.views.answers import Request, done, for_scripts, quiet


def _done(request: Request, act: Callable[[], object], said: str, to: str) -> HttpResponseBase:
    try:
        act()
    except (Missing, Forbidden):
        raise
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
    else:
        messages.success(request, said)
    return redirect(to)


@needs("reports.handle")
@require_POST
def ask(request: Request, key: str) -> HttpResponseBase:
    """Ask for one's own old key."""
    old = recovering.lost(request.by).filter(key=key).first()
    if old is None:
        raise missing()
    form = forms.LostForm(request.POST)

    def act() -> None:
        if not form.is_valid():
            raise CannotKeepKey(INCOMPLETE)
        rules.ask_recovery(key_id=old.pk, why=Lost(form.cleaned_data["why"]), by=request.by, at=clock.now())

    said = _("已提出。请联系保管人，把您新密钥指纹的最后两组读给他听。")
    return _done(request, act, said, "reports:keys")


@needs("reports.handle")
@require_safe
def recoveries(request: Request) -> HttpResponseBase:
    """Every recovery, for those who watch over them; one's own for everybody else."""
    shown = {
        "rows": recovering.all_for(request.by, clock.now()),
        "all": reading.is_supervisor(request.by),
    }
    return quiet(render(request, "reports/recoveries.html", shown))


@needs("reports.handle")
@require_safe
def share(request: Request, pk: int) -> HttpResponseBase:
    """One's own share of the key that somebody asks for, and the key to seal it to."""
    found = recovering.one_waiting(request.by, pk)
    own = recovering.share_of(found, request.by)
    return done(share=base64.b64encode(bytes(own.sealed)).decode(), recipient=found.into.recipient)


@needs("reports.handle")
@require_POST
@for_scripts
def give(request: Request, pk: int) -> HttpResponseBase:
    """Give it. Whom nobody asked is told that there is nothing, before what he sent is looked at."""
    found = recovering.one_waiting(request.by, pk)
    rules.give_share(
        recovery_id=found.pk,
        sealed=forms.sealed_file(request.FILES),
        said=request.POST.get("said", "")[:40],
        by=request.by,
        at=clock.now(),
    )
    return done()


@needs("reports.handle")
@require_POST
def refuse(request: Request, pk: int) -> HttpResponseBase:
    """Say no."""
    return _done(
        request,
        lambda: rules.refuse_recovery(recovery_id=pk, by=request.by, at=clock.now()),
        _("没有同意，这次恢复到此为止。"),
        "reports:asked",
    )


@needs("reports.handle")
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponseBase:
    """Not needed any more."""
    return _done(
        request,
        lambda: rules.withdraw_recovery(recovery_id=pk, by=request.by, at=clock.now()),
        _("已撤回。"),
        "reports:keys",
    )


@needs("reports.handle")
@require_POST
@for_scripts
def take(request: Request, pk: int) -> HttpResponseBase:
    """The shares that were given, for who asked."""
    shares = rules.take_shares(recovery_id=pk, by=request.by, at=clock.now())
    return done(shares=[base64.b64encode(one).decode() for one in shares])


@needs("reports.handle")
@require_POST
@for_scripts
def finish(request: Request, pk: int) -> HttpResponseBase:
    """Everything is sealed again."""
    rules.finish_recovery(recovery_id=pk, by=request.by, at=clock.now())
    return done()
