"""With the code: where the report stands, the messages, files, a name, a rating. The server never sees the code,
but from a browser without script."""

from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from qingyuan.kit import clock, menu
from qingyuan.kit.errors import Refused
from qingyuan.kit.templatetags.parts import day
from qingyuan.reports import forms, rules
from qingyuan.reports.errors import NO_CODE, CannotReport
from qingyuan.reports.kinds import (
    GROUND_WORDS,
    MORE_WORDS,
    ORGAN_WORDS,
    OUTCOME_WORDS,
    STAGE_WORDS,
    WHY_WORDS,
    Ground,
    More,
    Organ,
    Outcome,
    Rating,
    Stage,
    Why,
)
from qingyuan.reports.models import Report
from qingyuan.reports.policy.sealing import FILES_AT_MOST
from qingyuan.reports.queries import plain, reading, routing
from qingyuan.reports.views.answers import done, for_reporters, for_scripts, octets
from qingyuan.reports.views.words import for_page


def standing(report: Report) -> dict[str, Any]:
    """Where a report stands, in words: for its reporter."""
    due = reading.deadline(report)
    openings = reading.openings_of_vault(report, for_reporter=True)
    progress = reading.progress(report)
    more, until = progress.more_time, progress.ask_until
    return {
        "id": report.public_id,
        "stage": report.stage,
        "stage_words": str(STAGE_WORDS[Stage(report.stage)]),
        "received": day(report.received_at),
        "ground": str(GROUND_WORDS[Ground(report.ground)]) if report.ground else "",
        "outcome": str(OUTCOME_WORDS[Outcome(report.outcome)]) if report.outcome else "",
        "due_words": str(due.clock.words) if due else "",
        "due": day(due.on) if due else "",
        "basis": str(due.clock.basis) if due else "",
        "late": bool(due and due.late(clock.today())),
        "desk": str(report.desk) if report.desk else "",
        "rating": report.rating,
        "sent_to": str(ORGAN_WORDS[Organ(report.sent_to)]) if report.sent_to else "",
        "rose": _rose(progress),
        "more_time": str(MORE_WORDS[More(more.why)]) if more and more.granted else "",
        "reviews": _reviews(progress),
        "review_until": day(until) if until and clock.today() <= until else "",
        "real_name": report.real_name,
        "openings": [
            {"at": day(one.agreed_at), "why": str(WHY_WORDS[Why(one.why)]), "desk": str(one.key.holder.desk)}
            for one in openings
        ],
    }


def _rose(progress: reading.Progress) -> str:
    """That it went up, and when last: said to the reporter without naming a clock."""
    late = [one for one in progress.rises if one.clock]
    return _("逾期未办，已于 %(day)s 自动上报上一级") % {"day": day(late[-1].at)} if late else ""


def _reviews(progress: reading.Progress) -> str:
    said = [
        str(OUTCOME_WORDS[Outcome(one.outcome)]) if one.outcome else _("等待答复") for one in progress.reviews
    ]
    return "；".join(said)


def _found(post: Any) -> Report:
    report = reading.located(forms.locator_of(post))
    if report is None:
        raise CannotReport(NO_CODE)
    return report


@for_reporters
@require_http_methods(["GET", "HEAD", "POST"])
def back(request: HttpRequest) -> HttpResponseBase:
    """Enter the code. Without script the server opens the report for this one answer."""
    shown: dict[str, Any] = {
        "words": for_page(),
        "secure": request.is_secure(),
        "ratings": forms.RateForm.base_fields["rating"].choices,  # type: ignore[attr-defined]
        "most": FILES_AT_MOST,
        "check": menu.slot(request, "check"),
    }
    if request.method != "POST":
        return render(request, "reports/back.html", shown)
    status = 200
    try:
        post, files = forms.taken(request, limit=forms.PLAIN)
        found = plain.opened(post.get("code", ""))
        _act(post, files, found)
        found = plain.opened(post.get("code", ""))
        shown |= {"opened": found, "standing": standing(found.report), "code": post.get("code", "")}
    except Refused as refusal:
        shown |= {"reasons": refusal.reasons}
        status = 422
    return render(request, "reports/back.html", shown, status=status)


def _act(post: Any, files: Any, found: plain.Opened) -> None:
    """What a browser without script asks for beside reading."""
    at = clock.now()
    recipient = found.report.recipient
    if words := post.get("text", "").strip()[:8000]:
        rules.say_plain(locator_bytes=found.locator, recipient=recipient, words=words, at=at)
    given = files.getlist("file") if hasattr(files, "getlist") else []
    for place, one in enumerate(given[:FILES_AT_MOST], 1):
        rules.attach_plain(
            locator_bytes=found.locator,
            recipient=recipient,
            name=f"附件{place}",
            kind="application/octet-stream",
            data=bytes(one.read()),
            at=at,
        )
    form = forms.RateForm(post)
    if post.get("review"):
        rules.ask_review(locator=found.locator, at=at)
    if post.get("rating") and form.is_valid():
        rules.rate(locator=found.locator, rating=Rating(form.cleaned_data["rating"]), at=at)


@for_reporters
@require_POST
@for_scripts
def find(request: HttpRequest) -> HttpResponseBase:
    """The report that a locator leads to: where it stands, the reporter's slot, what there is to open."""
    import base64

    post, _files = forms.taken(request)
    report = _found(post)
    lines = [
        {"number": one.number, "part": one.part, "side": one.side, "at": day(one.at), "size": one.size}
        for one in reading.told(report)
    ]
    slot = base64.b64encode(bytes(report.own_slot)).decode()
    return done(standing=standing(report), slot=slot, recipient=report.recipient, lines=lines)


@for_reporters
@require_POST
@for_scripts
def envelope(request: HttpRequest) -> HttpResponseBase:
    """The bytes of one sealed thing."""
    post, _files = forms.taken(request)
    number = str(post.get("number", ""))
    report = _found(post)
    return octets(
        reading.envelope(
            report, int(number) if number.isascii() and number.isdigit() and len(number) < 6 else 0
        )
    )


@for_reporters
@require_POST
@for_scripts
def say(request: HttpRequest) -> HttpResponseBase:
    """A sealed message."""
    post, files = forms.taken(request)
    kept = rules.say(locator=forms.locator_of(post), sealed=forms.sealed_file(files), at=clock.now())
    return done(number=kept.number)


@for_reporters
@require_POST
@for_scripts
def attach(request: HttpRequest) -> HttpResponseBase:
    """A sealed file."""
    post, files = forms.taken(request)
    kept = rules.attach(locator=forms.locator_of(post), sealed=forms.sealed_file(files), at=clock.now())
    return done(number=kept.number)


@for_reporters
@require_POST
@for_scripts
def rate(request: HttpRequest) -> HttpResponseBase:
    """Whether the result answers the report."""
    post, _files = forms.taken(request)
    form = forms.RateForm(post)
    if not form.is_valid():
        raise CannotReport(forms.UNREADABLE)
    rated = rules.rate(
        locator=forms.locator_of(post), rating=Rating(form.cleaned_data["rating"]), at=clock.now()
    )
    return done(standing=standing(rated))


@for_reporters
@require_POST
@for_scripts
def ask_review(request: HttpRequest) -> HttpResponseBase:
    """Ask that the result be looked at again."""
    post, _files = forms.taken(request)
    locator = forms.locator_of(post)
    rules.ask_review(locator=locator, at=clock.now())
    return done(standing=standing(_found(post)))


@for_reporters
@require_POST
@for_scripts
def give_name(request: HttpRequest) -> HttpResponseBase:
    """An anonymous report becomes a real-name one."""
    post, _files = forms.taken(request)
    ids = {key.key: key.pk for key in routing.current_keys()}
    named = rules.give_name(
        locator=forms.locator_of(post),
        vault=forms.vault_of(post, ids),
        facts=forms.facts_of(post.get("facts", "")),
        at=clock.now(),
    )
    return done(standing=standing(named))
