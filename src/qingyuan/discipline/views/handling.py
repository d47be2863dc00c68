"""The handling of people: what is in force, heard, decided, appealed against and lifted; and one's own."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from qingyuan.discipline.errors import missing
from qingyuan.discipline.forms import handling as forms
from qingyuan.discipline.kinds import Effect, Measures
from qingyuan.discipline.models import Handling
from qingyuan.discipline.policy import handling as policy
from qingyuan.discipline.queries import handling as queries
from qingyuan.discipline.queries.leads import Shown
from qingyuan.discipline.rules import handling as rules
from qingyuan.discipline.views.found import Request, asked
from qingyuan.kit import clock
from qingyuan.kit.endings import gone, tried
from qingyuan.kit.paging import page
from qingyuan.org.api import Person, needs


@dataclass(frozen=True)
class Line:
    """A handling as the pages of those who handle show it: its clocks, and which acts are next."""

    made: Handling
    clocks: list[Shown]
    lapsed: bool
    over: bool
    nexts: list[str]


@dataclass(frozen=True)
class Own:
    """A handling as the person himself sees it: the text of the decision, and whether he may appeal."""

    made: Handling
    clocks: list[Shown]
    lapsed: bool
    may_appeal: bool


def lines(rows: Iterable[Handling], by: Person) -> list[Line]:
    """Handlings with what can be done to them next. Two queries for however many."""
    found, today = list(rows), clock.today()
    read = queries.readings(found, today)
    return [
        Line(
            one,
            [shown for shown in read[one.pk] if shown.reading.running and shown.clock.effect == Effect.RISE],
            queries.has_lapsed(read[one.pk]),
            one.ends_on is not None and one.ends_on < today and one.released_on is None,
            _nexts(one, by),
        )
        for one in found
    ]


def _nexts(one: Handling, by: Person) -> list[str]:
    waits = next((appeal for appeal in one.appeals.all() if not appeal.answer), None)
    if one.decided_on is None:
        if one.heard_on is None and policy.needs_hearing(Measures(one.measure)):
            return ["hear"]
        return ["settle"] if one.by_id != by.pk else []
    nexts = []
    if waits is not None and by.pk not in (one.by_id, one.decided_by_id):
        nexts.append("answer_appeal")
    if one.ends_on is not None and one.ends_on < clock.today() and not one.released_on and one.by_id != by.pk:
        nexts.append("release")
    return nexts


def may_appeal(one: Handling, read: Iterable[Shown]) -> bool:
    """Whether the person may still appeal, or appeal again: not while an answer is due, nor after his time."""
    said = [bool(appeal.answer) for appeal in one.appeals.all()]
    if said not in ([], [True]):
        return False
    return not any(shown.right and shown.reading.running and shown.late for shown in read)


def _back(made: Handling) -> str:
    """Where the page of a handling leads back to: its lead, or the list."""
    if made.lead_id is not None:
        return reverse("discipline:lead", args=[made.lead_id])
    return reverse("discipline:handlings")


@needs("discipline.see_leads")
@require_GET
def handlings(request: Request) -> HttpResponseBase:
    """Handlings out of leads and of problems: in force, over and to be lifted, with an appeal; what lapsed apart."""
    at, today = clock.now(), clock.today()
    rows = queries.handlings(request.by, at=at)
    tabs: dict[str, QuerySet[Handling]] = {
        "over": rows.filter(ends_on__lt=today, released_on__isnull=True, decided_on__isnull=False),
        "force": rows.filter(ends_on__gte=today, decided_on__isnull=False),
        "appeal": rows.filter(appeals__answer="").distinct(),
        "open": rows.filter(decided_on__isnull=True),
        "all": rows,
    }
    chosen = request.GET.get("tab", "over")
    chosen = chosen if chosen in tabs else "over"
    found = page(
        tabs[chosen], ["-pk"], after=request.GET.get("after", ""), before=request.GET.get("before", "")
    )
    words = {
        "over": _("期满待解除"),
        "force": _("处分期内"),
        "appeal": _("申诉待答复"),
        "open": _("待决定"),
        "all": _("全部"),
    }
    counts = [(key, words[key], tabs[key].count()) for key in tabs]
    shown = {"page": found, "lines": lines(found.rows, request.by), "tabs": counts, "tab": chosen}
    return render(request, "discipline/handlings.html", shown)


@needs("discipline.handle_lead")
@require_http_methods(["GET", "POST"])
def adjust(request: Request) -> HttpResponseBase:
    """An organisational adjustment for a problem on the ledger that came by no lead."""
    form = forms.AdjustForm(request.POST or None, initial={"number": request.GET.get("number", "")})
    back = reverse("discipline:handlings")
    if request.method == "POST" and form.is_valid():
        said, at = dict(form.cleaned_data), clock.now()
        number, said["person"] = said.pop("number"), said.pop("person_no")
        found = queries.on_ledger(request.by, at=at).filter(number=number.strip()).first()
        if found is None:
            form.add_error("number", _("您能看到的台账里没有这个编号；线索请在线索页提出处理意见"))
        elif tried(form, lambda: rules.propose_adjustment(matter_id=found.pk, by=request.by, at=at, **said)):
            return gone(request, _("已提出；决定之前先听取本人陈述申辩。"), f"{back}?tab=open")
    title = _("就台账问题提出组织调整")
    words = _("依据是台账上已查实的问题；须另一人决定。")
    return asked(request, form, title=title, button=_("提出"), back=back, lead=words, trail=_("处理"))


@needs("discipline.handle_lead")
@require_http_methods(["GET", "POST"])
def release(request: Request, pk: int) -> HttpResponseBase:
    """A sanction is lifted after its period."""
    made = _handling(request, pk)
    form = forms.ReleaseForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        on = form.cleaned_data["on"]
        if tried(form, lambda: rules.release_handling(handling_id=pk, on=on, by=request.by, at=clock.now())):
            return gone(request, _("已解除。"), _back(made))
    return _about(request, made, form, _("解除处分"))


def _handling(request: Request, pk: int) -> Handling:
    made = queries.handlings(request.by, at=clock.now()).filter(pk=pk).first()
    if made is None:
        raise missing()
    return made


def _about(request: Request, made: Handling, form: Form, title: str) -> HttpResponseBase:
    back = _back(made)
    number = made.lead.matter.number if made.lead else _("处理")
    words = f"{made.person.name} · {made.get_measure_display()}"
    return asked(request, form, title=title, button=title, back=back, lead=words, trail=number)


@needs("discipline.handle_lead")
@require_http_methods(["GET", "POST"])
def hear(request: Request, pk: int) -> HttpResponseBase:
    """The person's statement and defence."""
    made = _handling(request, pk)
    form = forms.HearForm(request.POST or None, initial={"on": clock.today()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(form, lambda: rules.hear_person(handling_id=pk, by=request.by, at=clock.now(), **said)):
            return gone(
                request,
                _("陈述申辩已记录，可以由第二人决定。"),
                _back(made),
            )
    return _about(request, made, form, _("听取陈述申辩"))


@needs("discipline.handle_lead")
@require_http_methods(["GET", "POST"])
def settle(request: Request, pk: int) -> HttpResponseBase:
    """The decision by a second person."""
    made = _handling(request, pk)
    form = forms.DecisionForm(request.POST or None, initial={"decided_on": clock.today()})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(form, lambda: rules.decide_handling(handling_id=pk, by=request.by, at=clock.now(), **said)):
            return gone(
                request,
                _("处理已决定，本人可以看到并申诉。"),
                _back(made),
            )
    return _about(request, made, form, _("决定处理"))


@needs("discipline.handle_lead")
@require_http_methods(["GET", "POST"])
def answer_appeal(request: Request, pk: int) -> HttpResponseBase:
    """The answer to an appeal, never heavier."""
    made = _handling(request, pk)
    form = forms.AnswerAppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(form, lambda: rules.answer_appeal(handling_id=pk, by=request.by, at=clock.now(), **said)):
            return gone(request, _("已答复。"), _back(made))
    return _about(request, made, form, _("答复申诉"))


@needs("discipline.see_own")
@require_GET
def own(request: Request) -> HttpResponseBase:
    """What was decided about the person himself."""
    rows = list(queries.own(request.by))
    read = queries.readings(rows, clock.today())
    shown = [
        Own(one, read[one.pk], queries.has_lapsed(read[one.pk]), may_appeal(one, read[one.pk]))
        for one in rows
    ]
    current = [one for one in shown if not one.lapsed]
    lapsed = [one for one in shown if one.lapsed]
    return render(request, "discipline/own.html", {"rows": current, "lapsed": lapsed, "today": clock.today()})


@needs("discipline.see_own")
@require_http_methods(["GET", "POST"])
def appeal(request: Request, pk: int) -> HttpResponseBase:
    """An appeal against, or a reply to, what was decided about oneself."""
    made = queries.own(request.by).filter(pk=pk).first()
    if made is None:
        raise missing()
    form = forms.AppealForm(request.POST or None)
    back = reverse("discipline:own")
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        if tried(
            form, lambda: rules.appeal_handling(handling_id=pk, words=words, by=request.by, at=clock.now())
        ):
            return gone(request, _("已提出，由提出人和决定人以外的人答复；不会因此加重处理。"), back)
    title = _("申诉或说明")
    return asked(
        request,
        form,
        title=title,
        button=_("提出"),
        back=back,
        lead=made.get_measure_display(),
        trail=_("对我的处理"),
    )
