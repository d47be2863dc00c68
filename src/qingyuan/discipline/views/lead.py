"""The page of one lead, and what hangs on it: the handling of a person, the notice that clears a name."""

from datetime import datetime

from django.forms import Form
from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from qingyuan.discipline.errors import missing
from qingyuan.discipline.forms import handling as forms
from qingyuan.discipline.kinds import Measures
from qingyuan.discipline.models import Handling
from qingyuan.discipline.policy import handling as policy
from qingyuan.discipline.queries import handling as handlings
from qingyuan.discipline.queries import leads as queries
from qingyuan.discipline.queries import people
from qingyuan.discipline.rules import handling as rules
from qingyuan.discipline.views import acts
from qingyuan.discipline.views.found import WORD, Request, asked, attachment, gone, lead_of, tried
from qingyuan.kit import clock
from qingyuan.matters.api import kinds
from qingyuan.matters.api import queries as matter_queries
from qingyuan.matters.api import rules as matters
from qingyuan.org.api import needs


@needs("discipline.see_leads")
@require_GET
def lead(request: Request, pk: int) -> HttpResponseBase:
    """One lead with its clocks, disposal, team, report, handling and story."""
    at = clock.now()
    found = lead_of(request, pk)
    matter = found.matter
    closing = matter.state == kinds.State.SUBMITTED
    shown = {
        "lead": found,
        "matter": matter,
        "clocks": queries.readings([found], clock.today())[found.pk],
        "acts": acts.offered(found, request.by, at),
        "against": matters.against_closing(matter, by=request.by, at=at) if closing else [],
        "named": people.named(found),
        "named_units": [naming.unit for naming in matter.namings.select_related("unit") if naming.unit],
        "disposals": found.disposals.select_related("by", "decided_by"),
        "members": found.members.select_related("person"),
        "reports": found.reports.select_related("by", "decided_by"),
        "handlings": _shown(found.pk, request, at),
        "cleared": found.clarifications.select_related("person", "unit", "by"),
        "escalations": found.escalations.select_related("clock", "unit"),
        "more_time": found.more_time.select_related("clock", "by", "answered_by"),
        "story": found.happened.select_related("by").order_by("-at", "-pk"),
        "alike": queries.alike(found, request.by, at=at),
        "matter_url": matter_queries.matter_url(matter.pk),
    }
    return render(request, "discipline/lead.html", shown)


def _shown(lead_id: int, request: Request, at: datetime) -> list[tuple[Handling, list[str]]]:
    """The handlings of a lead, each with the names of the acts that are next."""
    rows = []
    for one in handlings.handlings(request.by, at=at).filter(lead=lead_id):
        appeal = getattr(one, "appeal", None)
        nexts = []
        if one.decided_on is None:
            nexts = ["hear"] if one.heard_on is None and policy.needs_hearing(Measures(one.measure)) else []
            if not nexts and one.by_id != request.by.pk:
                nexts = ["settle"]
        elif appeal is not None and not appeal.answer and request.by.pk not in (one.by_id, one.decided_by_id):
            nexts = ["answer_appeal"]
        rows.append((one, nexts))
    return rows


def _handling(request: Request, pk: int) -> Handling:
    made = handlings.handlings(request.by, at=clock.now()).filter(pk=pk).first()
    if made is None:
        raise missing()
    return made


def _about(request: Request, made: Handling, form: Form, title: str) -> HttpResponseBase:
    back = reverse("discipline:lead", args=[made.lead_id])
    number = made.lead.matter.number if made.lead else ""
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
                reverse("discipline:lead", args=[made.lead_id]),
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
                reverse("discipline:lead", args=[made.lead_id]),
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
            return gone(request, _("已答复。"), reverse("discipline:lead", args=[made.lead_id]))
    return _about(request, made, form, _("答复申诉"))


@needs("discipline.see_leads")
@require_GET
def notice(request: Request, pk: int) -> HttpResponseBase:
    """The notice that clears a name, as Word."""
    made = handlings.cleared(request.by, pk, at=clock.now())
    if made is None:
        raise missing()
    return attachment(handlings.notice(made), "澄清正名通知书.docx", WORD)


@needs("discipline.see_own")
@require_GET
def own(request: Request) -> HttpResponseBase:
    """What was decided about the person himself."""
    rows = [(one, getattr(one, "appeal", None)) for one in handlings.own(request.by)]
    return render(request, "discipline/own.html", {"rows": rows, "today": clock.today()})


@needs("discipline.see_own")
@require_http_methods(["GET", "POST"])
def appeal(request: Request, pk: int) -> HttpResponseBase:
    """An appeal against, or a reply to, what was decided about oneself."""
    made = handlings.own(request.by).filter(pk=pk).first()
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
