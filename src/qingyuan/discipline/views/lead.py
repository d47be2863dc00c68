"""The page of one lead, and the notice that clears a name."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from qingyuan.discipline.errors import missing
from qingyuan.discipline.queries import handling as handlings
from qingyuan.discipline.queries import leads as queries
from qingyuan.discipline.queries import people
from qingyuan.discipline.views import acts
from qingyuan.discipline.views.found import WORD, Request, attachment, lead_of
from qingyuan.discipline.views.handling import lines
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
        "handlings": lines(handlings.handlings(request.by, at=at).filter(lead=found.pk), request.by),
        "cleared": found.clarifications.select_related("person", "unit", "by"),
        "escalations": found.escalations.select_related("clock", "unit"),
        "false_reports": found.false_reports.select_related("by", "decided_by"),
        "more_time": found.more_time.select_related("clock", "by", "answered_by"),
        "story": found.happened.select_related("by").order_by("-at", "-pk"),
        "alike": queries.alike(found, request.by, at=at),
        "matter_url": matter_queries.matter_url(matter.pk),
    }
    return render(request, "discipline/lead.html", shown)


@needs("discipline.see_leads")
@require_GET
def notice(request: Request, pk: int) -> HttpResponseBase:
    """The notice that clears a name, as Word."""
    made = handlings.cleared(request.by, pk, at=clock.now())
    if made is None:
        raise missing()
    return attachment(handlings.notice(made), "澄清正名通知书.docx", WORD)
