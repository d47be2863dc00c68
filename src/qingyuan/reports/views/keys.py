"""Keys of handlers, and the desks that they sit at."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing, Reason, Refused
from qingyuan.org.api import Person, Unit, needs
from qingyuan.reports import forms, rules
from qingyuan.reports.errors import CannotKeepKey, missing
from qingyuan.reports.kinds import DeskKind
from qingyuan.reports.models import Desk
from qingyuan.reports.policy.sealing import SHARES_NEEDED
from qingyuan.reports.queries import reading, recovering, routing
from qingyuan.reports.shelves import key_files
from qingyuan.reports.views.answers import Request, done, for_scripts, octets, quiet
from qingyuan.reports.views.words import for_page

NO_UNIT = Reason("no_unit", _("没有这个机构代码"), "unit")


@needs("reports.handle")
@require_safe
def keys(request: Request) -> HttpResponseBase:
    """One's own keys: make one, keep its file, leave shares of it with other offices."""
    mine = list(reading.my_keys(request.by))
    desks = {key.holder.desk_id for key in mine}
    others = [key for key in routing.current_keys() if key.holder.desk_id not in desks]
    shown = {
        "seats": reading.holdings(request.by),
        "keys": mine,
        "kept": recovering.kept(mine),
        "needed": SHARES_NEEDED,
        "lost": recovering.lost(request.by),
        "recoveries": recovering.asked_by(request.by),
        "why": forms.LostForm(),
        "demo": bool(_demo_file(request.by)),
        "others": [{"id": key.key, "recipient": key.recipient, "desk": key.holder.desk_id} for key in others],
        "keepers": others,
        "words": for_page(),
    }
    return quiet(render(request, "reports/keys.html", shown))


def _demo_file(by: Person) -> bytes:
    found = key_files.get("demo")
    return found(by.police_no) if found else b""


@needs("reports.handle")
@require_safe
def key_file(request: Request) -> HttpResponseBase:
    """The sealed key file that a demo city made for one; no other bureau has any."""
    found = _demo_file(request.by)
    if not found:
        raise missing()
    return octets(found)


@needs("reports.handle")
@require_POST
@for_scripts
def make(request: Request, pk: int) -> HttpResponseBase:
    """Register the public half."""
    if pk not in {seat.pk for seat in reading.holdings(request.by)}:
        raise missing()
    key = rules.make_key(
        holder_id=pk, recipient=request.POST.get("recipient", ""), by=request.by, at=clock.now()
    )
    return done(key=key.key, fingerprint=key.fingerprint)


@needs("reports.handle")
@require_POST
@for_scripts
def shares(request: Request, key: str) -> HttpResponseBase:
    """Leave shares of one's own key."""
    found = reading.my_keys(request.by).filter(key=key).first()
    if found is None:
        raise missing()
    given = forms.sealed_map(request.POST.get("shares", ""))
    rules.keep_shares(key_id=found.pk, shares=given, by=request.by, at=clock.now())
    return done()


@needs("reports.keep_desks")
@require_http_methods(["GET", "HEAD", "POST"])
def desks(request: Request) -> HttpResponseBase:
    """The desks, who sits there, whose key there is."""
    form = forms.DeskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            unit = Unit.objects.filter(code=said["unit"]).first() if said["unit"] else None
            if said["unit"] and unit is None:
                raise CannotKeepKey(NO_UNIT)
            rules.open_desk(
                kind=DeskKind(said["kind"]),
                unit=unit,
                name=said["name"],
                name_en=said["name_en"],
                by=request.by,
                at=clock.now(),
            )
        except (Missing, Forbidden):
            raise
        except Refused as refusal:
            for reason in refusal.reasons:
                form.add_error(reason.field if reason.field in form.fields else None, str(reason))
        else:
            messages.success(request, _("岗位已设置，下一步提名人员。"))
            return redirect("reports:desks")
    rows = Desk.objects.filter(closed_at__isnull=True).select_related("unit")
    seats = [
        (desk, desk.holders.filter(to_at__isnull=True).select_related("person", "proposed_by", "agreed_by"))
        for desk in rows.prefetch_related("holders").order_by("pk")
    ]
    shown = {
        "form": form,
        "seats": [(desk, list(held)) for desk, held in seats],
        "with_key": set(routing.current_keys().values_list("holder", flat=True)),
        "holder": forms.HolderForm(),
        "closed": routing.closed(clock.now()),
    }
    return render(request, "reports/desks.html", shown)


def _pressed(request: Request, act: object, said: str) -> HttpResponseBase:
    try:
        act()  # type: ignore[operator]
    except (Missing, Forbidden):
        raise
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
    else:
        messages.success(request, said)
    return redirect("reports:desks")


@needs("reports.keep_desks")
@require_POST
def close_desk(request: Request, pk: int) -> HttpResponseBase:
    """Close a desk."""
    return _pressed(
        request, lambda: rules.close_desk(desk_id=pk, by=request.by, at=clock.now()), _("岗位已撤销。")
    )


@needs("reports.keep_desks")
@require_POST
def propose(request: Request, pk: int) -> HttpResponseBase:
    """Propose a holder."""
    person = Person.objects.filter(police_no=request.POST.get("person", "").strip()[:16]).first()

    def act() -> None:
        if person is None:
            raise CannotKeepKey(Reason("no_person", _("没有这个警号")))
        rules.propose_holder(desk_id=pk, person=person, by=request.by, at=clock.now())

    return _pressed(request, act, _("已提名，须由第二人同意后生效。"))


@needs("reports.agree_to_holder")
@require_POST
def agree(request: Request, pk: int) -> HttpResponseBase:
    """Agree to a holder."""
    return _pressed(
        request,
        lambda: rules.agree_to_holder(holder_id=pk, by=request.by, at=clock.now()),
        _("已同意，本人可以生成密钥。"),
    )


@needs("reports.keep_desks")
@require_POST
def end(request: Request, pk: int) -> HttpResponseBase:
    """Somebody leaves a desk."""
    return _pressed(
        request,
        lambda: rules.end_holder(holder_id=pk, by=request.by, at=clock.now()),
        _("已离岗，密钥已停用。"),
    )
