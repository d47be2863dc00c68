"""The list, one occasion, a new one, what was said, what was resolved, and the bureau's page of own measures."""

from datetime import date
from urllib.parse import quote

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingyuan.campaign.api import Campaign, current_campaign
from qingyuan.kit import clock
from qingyuan.kit.endings import tried
from qingyuan.kit.errors import Missing, Reason
from qingyuan.kit.paging import page
from qingyuan.matters.api import kinds as matter_kinds
from qingyuan.matters.api import policy as matter_policy
from qingyuan.org.api import Person, may, needs, reach, require, units_within
from qingyuan.resolutions import policy, queries, rules
from qingyuan.resolutions.errors import missing
from qingyuan.resolutions.forms import (
    ROWS,
    CriticismForm,
    LinesForm,
    ListForm,
    OccasionForm,
    among,
    resolved_rows,
)
from qingyuan.resolutions.kinds import OccasionKind, SaidKind
from qingyuan.resolutions.models import Occasion

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
REGISTER = "matters.register"


class Request(HttpRequest):
    """A request behind ``needs``: the person is known."""

    by: Person


def _campaign(request: Request) -> Campaign:
    found = current_campaign(request.by, clock.now())
    if found is None:
        raise Missing(Reason("no_campaign", _("还没有开始的教育整顿，议定事项登记在它的台账上")))
    return found


def _occasion(request: Request, pk: int) -> Occasion:
    found = queries.one(request.by, pk, at=clock.now())
    if found is None:
        raise missing()
    return found


def _done(request: Request, words: str, pk: int) -> HttpResponseBase:
    messages.success(request, words)
    return redirect("resolutions:occasion", pk)


@needs(queries.SEE)
@require_GET
def occasions(request: Request) -> HttpResponseBase:
    """The occasions that exist for the reader, the newest first, with what became of what was resolved."""
    at = clock.now()
    form = ListForm(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    chosen = queries.Choice(words=said.get("q", ""), kind=said.get("kind", ""))
    found = page(
        queries.listed(request.by, chosen, at=at), ["-held_on", "-pk"],
        after=request.GET.get("after", ""), before=request.GET.get("before", ""),
    )  # fmt: skip
    counted = queries.tallies(found.rows, clock.today())
    shown = {
        "form": form,
        "page": found,
        "lines": [(row, counted.get(row.pk, queries.Tally())) for row in found.rows],
        "narrow": bool(chosen.words or chosen.kind),
        "may_hold": bool(reach(request.by, queries.HOLD, at)),
    }
    return render(request, "resolutions/occasions.html", shown)


@needs(queries.SEE_MEASURES)
@require_GET
def measures(request: Request) -> HttpResponseBase:
    """The lists of a committee's own measures, for everybody in the bureau."""
    shown = {"lists": queries.measure_lists(request.by, at=clock.now())}
    return render(request, "resolutions/measures.html", shown)


@needs(queries.HOLD)
@require_http_methods(["GET", "POST"])
def hold(request: Request) -> HttpResponseBase:
    """A meeting or a talk that was held."""
    at = clock.now()
    first = {"kind": request.GET.get("kind", ""), "held_on": clock.today(), "recorder": request.by.police_no}
    form = OccasionForm(request.POST or None, initial=first)
    among(form, "unit", units_within(request.by, queries.HOLD, at=at))
    if request.method == "POST" and form.is_valid():
        campaign, draft = _campaign(request), rules.Draft(**form.cleaned_data)
        made: list[Occasion] = []

        def act() -> None:
            made.append(rules.hold_occasion(campaign=campaign, draft=draft, by=request.by, at=at))

        if tried(form, act):
            return _done(request, _("已登记。接着记录会上说了什么，再登记议定事项。"), made[0].pk)
    return render(request, "resolutions/hold.html", {"form": form})


@needs(queries.SEE)
@require_GET
def occasion(request: Request, pk: int) -> HttpResponseBase:
    """One occasion: who took part, what was said (to those who hear it), and what was resolved."""
    at, found = clock.now(), _occasion(request, pk)
    hears = queries.hears(request.by, found, at=at)
    lines = queries.lines(found, request.by, at=at)
    kind = OccasionKind(found.kind)
    notes = hears and may(request.by, queries.NOTE, at=at, unit=found.unit)
    resolves = may(request.by, queries.RESOLVE, at=at, unit=found.unit)
    shown = {
        "occasion": found,
        "hears": hears,
        "said": queries.said_at(found, request.by, at=at) if hears else None,
        "kinds": {one.value for one in policy.SAID_AT[kind]},
        "notes": notes,
        "resolves": resolves,
        "lines": lines,
        "tally": queries.tallies([found], clock.today()).get(found.pk, queries.Tally()),
    }
    return render(request, "resolutions/occasion.html", shown)


def _to_note(request: Request, pk: int, kind: SaidKind) -> Occasion:
    """An occasion of which the person may note this; not there for who does not hear it."""
    found = _occasion(request, pk)
    if (
        not queries.hears(request.by, found, at=clock.now())
        or kind not in policy.SAID_AT[OccasionKind(found.kind)]
    ):
        raise missing()
    require(request.by, queries.NOTE, at=clock.now(), unit=found.unit)
    return found


def _lines(request: Request, pk: int, kind: SaidKind, title: str, lead: str) -> HttpResponseBase:
    found = _to_note(request, pk, kind)
    form = LinesForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]

        def act() -> None:
            rules.note_lines(occasion_id=pk, kind=kind, lines=words, by=request.by, at=clock.now())

        if tried(form, act):
            return _done(request, _("已记录 %(count)s 条。") % {"count": len(set(words))}, pk)
    return render(
        request, "resolutions/form.html", {"form": form, "title": title, "lead": lead, "occasion": found}
    )


@needs(queries.NOTE)
@require_http_methods(["GET", "POST"])
def opinions(request: Request, pk: int) -> HttpResponseBase:
    """Opinions collected before a meeting, one on a line; nobody is kept who said or typed them."""
    lead = _("一行一条。不写是谁提的：系统没有这一栏，也不记先后。")
    return _lines(request, pk, SaidKind.OPINION, _("记录征求到的意见"), lead)


@needs(queries.NOTE)
@require_http_methods(["GET", "POST"])
def demands(request: Request, pk: int) -> HttpResponseBase:
    """What was demanded in a talk, one on a line."""
    return _lines(request, pk, SaidKind.DEMAND, _("记录约谈要求"), _("一行一条。"))


@needs(queries.NOTE)
@require_http_methods(["GET", "POST"])
def criticism(request: Request, pk: int) -> HttpResponseBase:
    """One criticism: who, whom, what he did, when."""
    found = _to_note(request, pk, SaidKind.CRITICISM)
    form = CriticismForm(request.POST or None)
    for name in ("speaker", "about"):
        among(form, name, queries.those_who_spoke(found))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data

        def act() -> None:
            rules.note_criticism(occasion_id=pk, **said, by=request.by, at=clock.now())

        if tried(form, act):
            return _done(request, _("已记录。"), pk)
    title, lead = (
        _("记录批评与自我批评"),
        _("一次一条：谁对谁提出，什么事实，什么时候。只有参加会议的人和有权查看的人能看到。"),
    )
    return render(
        request, "resolutions/form.html", {"form": form, "title": title, "lead": lead, "occasion": found}
    )


@needs(queries.NOTE)
@require_POST
def remove(request: Request, said_pk: int) -> HttpResponseBase:
    """Strike out what was noted wrongly."""
    found = rules.remove_said(said_id=said_pk, by=request.by, at=clock.now())
    return _done(request, _("已删除。"), found.pk)


@needs(queries.RESOLVE)
@require_http_methods(["GET", "POST"])
def resolve(request: Request, pk: int) -> HttpResponseBase:
    """Rows of what was resolved, each with unit, person and deadline: on the ledger in one act."""
    at, found = clock.now(), _occasion(request, pk)
    require(request.by, queries.RESOLVE, at=at, unit=found.unit)
    units = units_within(request.by, REGISTER, at=at)
    proposed = matter_policy.proposed_deadline(matter_kinds.Kind.DECISION, clock.today())
    typed = request.GET.get("rows", "")
    wanted = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 3 else ROWS
    rows = resolved_rows(request.POST or None, units, _first(found, proposed), wanted)
    head = Form(request.POST or None)
    if request.method == "POST":
        filled = [row for row in rows if row.filled]
        wrong = [row for row in filled if not row.is_valid()]
        if head.is_valid() and not wrong:
            resolved = [rules.Resolved(**row.cleaned_data) for row in filled]

            def act() -> None:
                rules.resolve(occasion_id=pk, resolved=resolved, by=request.by, at=at)

            if tried(head, act):
                words = _("已登记 %(count)s 项，责任人、措施和时限一次定下，已在台账上办理。")
                return _done(request, words % {"count": len(resolved)}, pk)
    shown = {"occasion": found, "rows": rows, "head": head, "more": min(len(rows) + ROWS, 20)}
    return render(request, "resolutions/resolve.html", shown)


def _first(found: Occasion, proposed: date) -> dict[str, object]:
    return {"unit": found.unit_id, "due_on": proposed}


@needs(queries.SEE)
@require_GET
def word(request: Request, pk: int) -> HttpResponseBase:
    """The list of what was resolved as Word, to print; nothing that was said is in it."""
    at, found = clock.now(), _occasion(request, pk)
    content = queries.paper(found, queries.lines(found, request.by, at=at), at)
    answer = HttpResponse(content, content_type=WORD)
    name = quote(f"{found.title}议定事项清单.docx")
    answer.headers["Content-Disposition"] = f"attachment; filename=\"file\"; filename*=UTF-8''{name}"
    answer.headers["Cache-Control"] = "no-store"
    return answer
