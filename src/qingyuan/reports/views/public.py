"""For people without an account: what is handled here, and the report itself."""

import os
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from qingyuan.kit import clock, menu
from qingyuan.kit.errors import Refused
from qingyuan.org.api import Unit
from qingyuan.reports import forms, rules
from qingyuan.reports.errors import CannotReport
from qingyuan.reports.models import DutyKey
from qingyuan.reports.policy.clocks import CLOCKS
from qingyuan.reports.queries import routing, work
from qingyuan.reports.views.answers import done, for_reporters, for_scripts
from qingyuan.reports.views.words import for_page
from qingyuan.trail.api import acts_on, proof_of

FOUND_AT_MOST = 20


@for_reporters
@require_safe
def scope(request: HttpRequest) -> HttpResponseBase:
    """What is handled here and what is not, who would read it, what happens next and when."""
    at = clock.now()
    keys = routing.current_keys().order_by("holder__desk__pk", "pk")
    shown = {
        "closed": routing.closed(at),
        "clocks": CLOCKS,
        "keys": keys,
        "signed_in": getattr(request, "by", None) is not None,
        "check": menu.slot(request, "check"),
    }
    return render(request, "reports/scope.html", shown)


def _form(
    request: HttpRequest, refusal: Refused | None = None, given: Mapping[str, str] | None = None
) -> HttpResponseBase:
    shown: dict[str, Any] = {
        "closed": routing.closed(clock.now()),
        "units": Unit.objects.order_by("path"),
        "desks": routing.open_desks(),
        "posts": forms.POSTS,
        "rows": range(3),
        "reasons": refusal.reasons if refusal else (),
        "given": given or {},
        "secure": request.is_secure(),
        "signed_in": getattr(request, "by", None) is not None,
        "words": for_page(),
        "salt": routing.tag_salt(),
    }
    return render(request, "reports/new.html", shown, status=422 if refusal else 200)


@for_reporters
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponseBase:
    """The form. Sent without script, the server seals it on arrival and shows the code, once."""
    if request.method != "POST":
        return _form(request)
    post: Mapping[str, str] = {}
    try:
        post, files = forms.taken(request, limit=forms.PLAIN)
        work.room_for_plain()
        words = forms.plain_words(request.POST, files, os.urandom(16))
        report, code = rules.take_plain(words=words, at=clock.now())
    except Refused as refusal:
        return _form(request, refusal, {name: post.get(name, "") for name, _most in forms.PARTS})
    shown = {"code": code, "public_id": report.public_id, "check": menu.slot(request, "check")}
    return render(request, "reports/receipt.html", shown)


@for_reporters
@require_safe
@for_scripts
def units(request: HttpRequest) -> HttpResponseBase:
    """Units whose name holds what is typed: the public tree, nobody's name."""
    typed = request.GET.get("q", "").strip()[:40]
    if not typed or "\0" in typed:
        return done(units=[])
    found = Unit.objects.filter(name__icontains=typed) | Unit.objects.filter(name_en__icontains=typed)
    above = {unit.path: str(unit) for unit in Unit.objects.all()}
    rows = [
        {"code": unit.code, "name": str(unit), "above": above.get(unit.path[: -Unit.steplen], "")}
        for unit in found.order_by("path")[:FOUND_AT_MOST]
    ]
    return done(units=rows)


def _key(key: DutyKey) -> dict[str, str]:
    return {
        "id": key.key,
        "recipient": key.recipient,
        "fingerprint": key.fingerprint,
        "desk": str(key.holder.desk),
        "tag": routing.tag_of(key.holder.person.name),
        "person": routing.tag_of(f"person {key.holder.person_id}"),
    }


@for_reporters
@require_POST
@for_scripts
def route(request: HttpRequest) -> HttpResponseBase:
    """Who would read a report about these: their public keys, and a challenge to be solved before it is sent."""
    post, _files = forms.taken(request)
    way = routing.routed(forms.facts_of(post.get("facts", "")), clock.now())
    return done(
        readers=[{**_key(key), "level": way.way.level(key.pk)} for key in way.sealed_to],
        keepers=[_key(key) for key in way.keepers],
        challenge=work.challenge(),
    )


@for_reporters
@require_POST
@for_scripts
def send(request: HttpRequest) -> HttpResponseBase:
    """Take a sealed report. The answer comes after it stands in the record."""
    post, files = forms.taken(request)
    done_work = work.solved(post.get("challenge", ""), post.get("solution", ""))
    facts = forms.facts_of(post.get("facts", ""))
    at = clock.now()
    way = routing.routed(facts, at)
    sealed = forms.report_of(post, files, {key.key: pk for pk, key in way.keys.items()})
    report = rules.accept_report(sealed=sealed, facts=facts, work=done_work, at=at, way=way)
    return done(id=report.public_id)


@for_reporters
@require_POST
@for_scripts
def proof(request: HttpRequest) -> HttpResponseBase:
    """The proof that the record has this report: tells no word of it, but whoever holds it knew of a report."""
    from qingyuan.reports.queries.reading import located

    post, _files = forms.taken(request)
    report = located(forms.locator_of(post))
    if report is None:
        raise CannotReport(forms.UNREADABLE)
    entry = acts_on(f"report:{report.public_id}").filter(act="reports.accept")[0]
    return done(name=_("举报回执") + ".txt", proof=proof_of(entry.index))
