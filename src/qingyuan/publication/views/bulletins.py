"""The list of bulletins, and the page where one is drafted with a press of a button."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from qingyuan.burden.api import cap
from qingyuan.burden.api import kinds as burden
from qingyuan.campaign.api import Campaign
from qingyuan.kit import clock
from qingyuan.kit.errors import Refused
from qingyuan.org.api import Unit, needs, reach
from qingyuan.publication import policy, queries, rules
from qingyuan.publication.forms import DraftForm
from qingyuan.publication.kinds import State
from qingyuan.publication.queries import Choice
from qingyuan.publication.views.found import Request, campaign_of, explain, missing

AT_MOST = 200


@needs("publication.see")
@require_GET
def bulletins(request: Request) -> HttpResponseBase:
    """The bulletins that reach the person, drafts first, then the latest."""
    at = clock.now()
    campaign = campaign_of(request)
    rows = queries.bulletins(request.by, at=at)
    if campaign is not None:
        rows = rows.filter(campaign=campaign)
    rows = queries.with_counts(rows)
    drafts = rows.filter(state=State.DRAFT).order_by("-drafted_at", "-pk")[:AT_MOST]
    told = rows.exclude(state=State.DRAFT).order_by("-issued_at", "-pk")[:AT_MOST]
    issuers = queries.issuers(request.by, campaign, at=at) if campaign else []
    words: dict[str, Any] = {
        "campaign": campaign,
        "drafts": drafts,
        "told": told,
        "next": _next(request, campaign, issuers[0]) if campaign and issuers else None,
        "drafts_shown": bool(reach(request.by, "publication.draft_bulletin", at))
        or bool(reach(request.by, "publication.issue_bulletin", at)),
    }
    return render(request, "publication/bulletins.html", words)


def _next(request: Request, campaign: Campaign, unit: Unit) -> dict[str, Any]:
    """What the next bulletin would hold if it were drafted now: the one press of a button."""
    at = clock.now()
    first, last = queries.proposed_period(campaign, unit, clock.local_day(at))
    found = queries.preview(Choice(campaign, unit, first, last), request.by, at=at)
    return {"unit": unit, "first": first, "last": last, "found": found, "kinds": policy.TOLD_KINDS}


@needs("publication.draft_bulletin")
@require_http_methods(["GET", "POST"])
def draft(request: Request) -> HttpResponseBase:
    """Choose the period; see what will be in it and how long it gets; draft it."""
    at = clock.now()
    campaign = campaign_of(request)
    issuers = queries.issuers(request.by, campaign, at=at) if campaign else []
    if campaign is None or not issuers:
        raise missing()
    form = DraftForm(_asked(request, campaign, issuers), issuers=issuers)
    found = composed = None
    if form.is_valid():
        asked = form.cleaned_data
        if request.method == "POST":
            try:
                made = rules.draft_bulletin(campaign=campaign, by=request.by, at=at, **asked)
            except Refused as refusal:
                explain(form, refusal)
            else:
                messages.success(request, _("通报已起草。请核对后下载 Word 修改，再由第二人签发。"))
                return redirect("publication:bulletin", pk=made.pk)
        elif asked["period_from"] <= asked["period_to"]:
            choice = Choice(
                campaign,
                asked["unit"],
                asked["period_from"],
                asked["period_to"],
                asked["kinds"],
                list(asked["units"]),
            )
            found = queries.preview(choice, request.by, at=at)
            composed = _length(choice, found)
    most = cap(burden.Cap.BULLETIN_CHARACTERS)
    words = {"form": form, "campaign": campaign, "found": found, "length": composed, "limit": most}
    return render(request, "publication/draft_form.html", words)


def _asked(request: Request, campaign: Campaign, issuers: list[Unit]) -> Any:
    if request.method == "POST":
        return request.POST
    if "period_from" in request.GET:
        return request.GET
    first, last = queries.proposed_period(campaign, issuers[0], clock.today())
    return {"unit": issuers[0].pk, "period_from": first, "period_to": last, "kinds": list(policy.TOLD_KINDS)}


def _length(choice: Choice, found: queries.Preview) -> int:
    """How many characters the draft will have."""
    paper = queries.Paper(
        unit=choice.unit,
        title=policy.proposed_title(choice.first_on, choice.last_on),
        dated_on=clock.today(),
        first_on=choice.first_on,
        last_on=choice.last_on,
        matters=found.matters,
        addressees=queries.default_addressees(choice.unit),
        purpose=queries.default_purpose(choice.first_on, choice.last_on),
    )
    return queries.compose(paper).characters
