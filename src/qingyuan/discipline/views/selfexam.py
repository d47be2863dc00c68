"""One's own self-examination: the policy first, what the leaders said, nil in one tap, telling, drafts, receipts."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingyuan.discipline.errors import missing
from qingyuan.discipline.forms import selfreport as forms
from qingyuan.discipline.models import SelfReport, Window
from qingyuan.discipline.queries import selfreport as queries
from qingyuan.discipline.rules import selfhandling
from qingyuan.discipline.rules import selfreport as rules
from qingyuan.discipline.views import scripts
from qingyuan.discipline.views.found import Request, asked
from qingyuan.kit import clock, menu
from qingyuan.kit.endings import gone, tried
from qingyuan.kit.errors import Forbidden, Missing, Refused
from qingyuan.org.api import needs
from qingyuan.org.api import queries as org
from qingyuan.trail.api import acts_on, proof_of

TELL = "discipline.self_report"


def _window(request: Request, pk: int | None) -> Window | None:
    if pk is None:
        return None
    found = queries.windows_for(request.by, clock.now()).filter(pk=pk).first()
    if found is None:
        raise missing()
    return found


def _page(pk: int | None) -> str:
    return reverse("discipline:window", args=[pk]) if pk else reverse("discipline:tell")


@needs(TELL)
@require_GET
def own(request: Request) -> HttpResponseBase:
    """The windows that ask me, what I have answered and told, and the way to tell at any time."""
    at = clock.now()
    windows = [
        (window, queries.place(window, request.by, at)) for window in queries.windows_for(request.by, at)[:12]
    ]
    rows = queries.with_due(queries.own(request.by)[:50])
    shown = {"windows": windows, "rows": rows, "today": clock.today()}
    return render(request, "discipline/selfexam.html", shown)


@needs(TELL)
@require_http_methods(["GET", "POST"])
def window(request: Request, pk: int | None = None) -> HttpResponseBase:
    """One window, or telling without one: the policy, then the list; what a script sends is sealed already."""
    at = clock.now()
    found = _window(request, pk)
    home = org.home_path(request.by, at)
    text = found.policy if found else queries.policy_for(home)
    reasons: tuple[object, ...] = ()
    if request.method == "POST":
        try:
            made = _told(request, found)
        except (Missing, Forbidden):
            raise
        except Refused as refusal:
            if "body" in request.POST:
                return scripts.refused(refusal)
            reasons = refusal.reasons
        else:
            to = reverse("discipline:receipt", args=[made.public_id])
            return scripts.done(url=to) if "body" in request.POST else redirect(to)
    readers = queries.readers(request.by, at)
    place = queries.place(found, request.by, at) if found else None
    shown = {
        "window": found,
        "policy": text,
        "read": queries.has_read(request.by, text) if text else False,
        "place": place,
        "gaps": rules.reasons([gap for gap in place.gaps if gap not in ("not_read", "no_commitment")])
        if place
        else [],
        "said": queries.said_above(found, home) if found else [],
        "items": list(found.items.all()) if found else [],
        "readers": [{"key": one.key, "recipient": one.recipient} for one in readers],
        "desks": sorted({one.desk for one in readers}),
        "draft": queries.draft(request.by, found),
        "here": _page(pk),
        "reasons": reasons,
        "given": request.POST if reasons else {},
        "secure": request.is_secure(),
        "spoken": scripts.for_page(),
    }
    return scripts.quiet(render(request, "discipline/window.html", shown))


def _told(request: Request, found: Window | None) -> SelfReport:
    at, pk = clock.now(), found.pk if found else None
    if "body" in request.POST:
        return rules.tell(window_id=pk, sealed=forms.sealed_of(request.POST), by=request.by, at=at)
    names = (
        {f"item-{item.number}": f"{item.words}（{item.basis}）" for item in found.items.all()}
        if found
        else {}
    )
    words = {label: str(request.POST.get(name, "")).strip() for name, label in names.items()}
    words["text"] = str(request.POST.get("text", "")).strip()
    said = {label: text for label, text in words.items() if text}
    if not said:
        raise rules.nothing_said()
    return selfhandling.tell_plain(window_id=pk, words=said, by=request.by, at=at)


@needs(TELL)
@require_POST
def read(request: Request, pk: int) -> HttpResponseBase:
    """I have read this version of the policy."""
    rules.read_policy(policy_id=pk, by=request.by, at=clock.now())
    chosen = request.POST.get("window", "")
    window_id = int(chosen) if chosen.isdecimal() and len(chosen) < 10 else None
    return redirect(_page(_window(request, window_id).pk if window_id else None))  # type: ignore[union-attr]


@needs(TELL)
@require_http_methods(["GET", "POST"])
def speak(request: Request, pk: int) -> HttpResponseBase:
    """A leader speaks first."""
    found = _window(request, pk)
    form = forms.SpeakForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        if tried(form, lambda: rules.speak_first(window_id=pk, words=words, by=request.by, at=clock.now())):
            return gone(request, _("已公开。现在请作答，作答后本单位民警的窗口才会打开。"), _page(pk))
    return asked(
        request, form, title=_("领导先行：公开检视和承诺"), button=_("公开承诺"), back=_page(pk),
        lead=_("公开以后不能修改。"), trail=str(found),
    )  # fmt: skip


@needs(TELL)
@require_POST
def nil(request: Request, pk: int) -> HttpResponseBase:
    """Nothing to tell: one tap."""
    _window(request, pk)
    try:
        made = rules.answer_nil(window_id=pk, by=request.by, at=clock.now())
    except (Missing, Forbidden):
        raise
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
        return redirect(_page(pk))
    return redirect("discipline:receipt", made.public_id)


@needs(TELL)
@require_http_methods(["GET", "POST"])
@scripts.for_scripts
def draft(request: Request, pk: int | None = None) -> HttpResponseBase:
    """My draft as it was sealed; or a new one in its place."""
    found = _window(request, pk)
    if request.method == "POST":
        sealed = forms.octets(request.POST.get("sealed", ""))
        rules.keep_draft(window_id=pk, sealed=sealed, by=request.by, at=clock.now())
        return scripts.done()
    kept = queries.draft(request.by, found)
    if kept is None:
        raise missing()
    return scripts.octets(bytes(kept.sealed))


@needs(TELL)
@require_POST
def drop_draft(request: Request, pk: int | None = None) -> HttpResponseBase:
    """Take my draft back."""
    _window(request, pk)
    rules.withdraw_draft(window_id=pk, by=request.by, at=clock.now())
    messages.success(request, _("草稿已撤回，没有留下记录。"))
    return redirect(_page(pk))


def _mine(request: Request, public_id: str) -> SelfReport:
    found = queries.own(request.by).filter(public_id=public_id).first()
    if found is None:
        raise missing()
    return found


@needs(TELL)
@require_GET
def receipt(request: Request, public_id: str) -> HttpResponseBase:
    """The receipt: when, its number, its digest, what follows and by when."""
    found = _mine(request, public_id)
    shown = {
        "report": found,
        "digest": bytes(found.digest).hex(),
        "due": queries.answer_due(found),
        "check": menu.slot(request, "check"),
        "spoken": scripts.for_page(),
    }
    return scripts.quiet(render(request, "discipline/receipt.html", shown))


@needs(TELL)
@require_GET
def proof(request: Request, public_id: str) -> HttpResponseBase:
    """The proof that the record has this answer, to be checked on any machine."""
    found = _mine(request, public_id)
    entry = acts_on(f"{queries.SUBJECT}:{found.public_id}").filter(act="discipline.self_report")[0]
    answer = scripts.octets(proof_of(entry.index).encode())
    answer.headers["Content-Disposition"] = 'attachment; filename="receipt.txt"'
    return answer


@needs(TELL)
@require_GET
def own_sealed(request: Request, public_id: str, part: str) -> HttpResponseBase:
    """What I told, as it was sealed: my passphrase opens ``key``, and that opens ``body``."""
    found = SelfReport.objects.filter(person=request.by, public_id=public_id).first()
    data = None if found is None else found.own if part == "key" else found.sealed
    if not data:
        raise missing()
    return scripts.octets(bytes(data))
