"""For handlers: the reports that they have a slot of, opened in the browser with the passphrase."""

import base64
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qingyuan.kit import clock
from qingyuan.kit.errors import Reason
from qingyuan.kit.paging import page
from qingyuan.kit.templatetags.parts import day
from qingyuan.matters.api import queries as matters
from qingyuan.org.api import Person, needs
from qingyuan.reports import forms, rules
from qingyuan.reports.errors import WRONG_FACTS, CannotHandle
from qingyuan.reports.kinds import Ground, Outcome, Why
from qingyuan.reports.models import VaultShare
from qingyuan.reports.queries import reading, recovering
from qingyuan.reports.views.answers import Request, done, for_scripts, octets, pressed, quiet
from qingyuan.reports.views.words import for_page


@needs("reports.handle")
@require_safe
def listing(request: Request) -> HttpResponseBase:
    """The reports that one has a slot of; no totals of others."""
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    found = page(reading.listed(request.by), ["-received_at", "-id"], after=after, before=before)
    shown = {
        "page": found,
        "lines": reading.lines(found.rows, clock.today()),
        "seats": reading.holdings(request.by),
        "keys": reading.my_keys(request.by),
        "unsealed": reading.unsealed(request.by, clock.now()).count(),
        "waiting": recovering.waits(request.by),
        "words": for_page(),
    }
    return quiet(render(request, "reports/list.html", shown))


@needs("reports.handle")
@require_safe
def report(request: Request, public_id: str) -> HttpResponseBase:
    """One report: where it stands, what is due, what is sealed; its content opens in the browser only."""
    found = reading.report_of(request.by, public_id)
    due = reading.deadline(found)
    shown: dict[str, Any] = {
        "report": found,
        "due": due,
        "late": bool(due and due.late(clock.today())),
        "lines": reading.told(found),
        "openings": found.openings.select_related("person", "key__holder__desk").order_by("-at", "-pk")[:50],
        "identity": reading.openings_of_vault(found),
        "mine": list(reading.my_keys(request.by)),
        "take_up": forms.TakeUpForm(),
        "decline": forms.DeclineForm(),
        "send_on": forms.SendOnForm(),
        "more": forms.MoreTimeForm(),
        "result": forms.ResultForm(),
        "review": forms.ReviewForm(),
        "ask": forms.IdentityForm(),
        "watch": forms.WatchForm(),
        "course": reading.progress(found),
        "matter_url": matters.matter_url(found.matter_id) if found.matter_id else "",
        "words": for_page(),
    }
    return quiet(render(request, "reports/report.html", shown))


def _b64(data: bytes | memoryview) -> str:
    return base64.b64encode(bytes(data)).decode()


@needs("reports.handle")
@require_POST
@for_scripts
def open_report(request: Request, public_id: str) -> HttpResponseBase:
    """One's slots, after the record says that one had them."""
    found = reading.report_of(request.by, public_id)
    slots = rules.open_report(report_id=found.pk, by=request.by, at=clock.now())
    lines = [
        {"number": one.number, "part": one.part, "side": one.side, "at": day(one.at)}
        for one in reading.told(found)
    ]
    keys = [{"recipient": slot.key.recipient, "sealed": _b64(slot.sealed)} for slot in slots]
    return done(slots=keys, recipient=found.recipient, lines=lines)


@needs("reports.handle")
@require_safe
def envelope(request: Request, public_id: str, number: int) -> HttpResponseBase:
    """The bytes of one sealed thing."""
    return octets(reading.envelope(reading.report_of(request.by, public_id), number))


@needs("reports.handle")
@require_POST
@for_scripts
def reply(request: Request, public_id: str) -> HttpResponseBase:
    """A sealed message to the reporter."""
    found = reading.report_of(request.by, public_id)
    kept = rules.reply(
        report_id=found.pk, sealed=forms.sealed_file(request.FILES), by=request.by, at=clock.now()
    )
    return done(number=kept.number)


@needs("reports.handle")
@require_POST
def take_up(request: Request, public_id: str) -> HttpResponseBase:
    """Accept it: it becomes a lead."""
    form = forms.TakeUpForm(request.POST)
    return pressed(
        request,
        public_id,
        lambda pk: rules.take_up(
            report_id=pk, summary=form.cleaned_data["summary"], by=request.by, at=clock.now()
        ),
        _("已受理，举报人凭查询码可以看到。"),
        form,
    )


@needs("reports.handle")
@require_POST
def decline(request: Request, public_id: str) -> HttpResponseBase:
    """It does not belong here."""
    form = forms.DeclineForm(request.POST)
    return pressed(
        request,
        public_id,
        lambda pk: rules.decline(
            report_id=pk, ground=Ground(form.cleaned_data["ground"]), by=request.by, at=clock.now()
        ),
        _("已告知不在受理范围及应向哪里反映。"),
        form,
    )


@needs("reports.handle")
@require_POST
def tell_result(request: Request, public_id: str) -> HttpResponseBase:
    """Tell the result."""
    form = forms.ResultForm(request.POST)
    return pressed(
        request,
        public_id,
        lambda pk: rules.tell_result(
            report_id=pk, outcome=Outcome(form.cleaned_data["outcome"]), by=request.by, at=clock.now()
        ),
        _("结果已告知，举报人可以评价。"),
        form,
    )


@needs("reports.handle")
@require_POST
@for_scripts
def offer(request: Request, public_id: str) -> HttpResponseBase:
    """For whom a later slot may be sealed: by the facts that came out of the sealed report."""
    found = reading.report_of(request.by, public_id)
    facts = forms.facts_of(request.POST.get("facts", ""))
    if facts.promised != bytes(found.promised):
        raise CannotHandle(WRONG_FACTS)
    able = reading.without_slot(found, facts, clock.now())
    return done(
        keys=[{"id": key.key, "recipient": key.recipient, "who": str(key.holder.person)} for key in able]
    )


@needs("reports.handle")
@require_POST
@for_scripts
def reseal(request: Request, public_id: str) -> HttpResponseBase:
    """Keep slots for later holders."""
    found = reading.report_of(request.by, public_id)
    made = rules.reseal(
        report_id=found.pk,
        slots=forms.sealed_map(request.POST.get("slots", "")),
        facts=forms.facts_of(request.POST.get("facts", "")),
        by=request.by,
        at=clock.now(),
    )
    return done(count=len(made))


@needs("reports.handle")
@require_POST
def ask_identity(request: Request, public_id: str) -> HttpResponseBase:
    """Ask for the reporter's identity, with a reason."""
    form = forms.IdentityForm(request.POST)
    return pressed(
        request,
        public_id,
        lambda pk: rules.ask_identity(
            report_id=pk,
            why=Why(form.cleaned_data["why"]),
            tell_reporter=form.cleaned_data["tell_reporter"],
            by=request.by,
            at=clock.now(),
        ),
        _("已提出，须由另一位保管人同意。"),
        form,
    )


@needs("reports.handle")
@require_safe
def share(request: Request, pk: int) -> HttpResponseBase:
    """One's own share of a vault that somebody asks to open, and the key to seal it to."""
    asked = reading.asked_of(request.by, pk)
    own = VaultShare.objects.filter(vault=asked.vault_id, key__in=reading.my_keys(request.by))[0]
    return done(share=_b64(own.sealed), recipient=asked.key.recipient)


@needs("reports.handle")
@require_POST
@for_scripts
def agree(request: Request, pk: int) -> HttpResponseBase:
    """Agree, with one's share sealed to who asked."""
    asked = reading.asked_of(request.by, pk)
    rules.agree_to_identity(
        opening_id=asked.pk, sealed=forms.sealed_file(request.FILES), by=request.by, at=clock.now()
    )
    return done()


@needs("reports.handle")
@require_POST
@for_scripts
def take(request: Request, pk: int) -> HttpResponseBase:
    """Both shares and the vault, for who asked."""
    asked, own = rules.take_identity(opening_id=pk, by=request.by, at=clock.now())
    return done(shares=[_b64(own), _b64(asked.share or b"")], vault=_b64(asked.vault.sealed))


@needs("reports.handle")
@require_POST
def watch(request: Request, pk: int) -> HttpResponseBase:
    """Have the reporter watched over: by who opened the identity, with the police number that it held."""
    opening = reading.opened_by(request.by, pk)
    form = forms.WatchForm(request.POST)

    def act(_report_id: int) -> None:
        person = Person.objects.filter(police_no=form.cleaned_data["person"].strip()).first()
        if person is None:
            raise CannotHandle(Reason("no_person", _("没有这个警号")))
        rules.watch_reporter(opening_id=opening.pk, person=person, by=request.by, at=clock.now())

    said = _("已列入防打击报复名单，名单上看不到是哪一件举报。")
    return pressed(request, opening.vault.report.public_id, act, said, form)


@needs("reports.handle")
@require_safe
def asked(request: Request) -> HttpResponseBase:
    """What others ask of one: identities, lost keys, more time."""
    shown = {
        "asked": reading.waiting_for(request.by),
        "recoveries": recovering.waiting_for(request.by),
        "more_time": reading.more_time_for(request.by),
        "words": for_page(),
    }
    return quiet(render(request, "reports/asked.html", shown))
