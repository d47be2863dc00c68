"""Confirmed breaches that nobody has been held to yet, and the page where the outcome of one is written down."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing, Refused
from qingyuan.matters.api import Matter
from qingyuan.matters.api import queries as matters
from qingyuan.org.api import needs
from qingyuan.publication import queries, rules
from qingyuan.publication.forms import HandleForm
from qingyuan.publication.views.found import Request, explain, missing

AT_MOST = 200


@needs("publication.record_outcome")
@require_GET
def orphans(request: Request) -> HttpResponseBase:
    """Confirmed breaches without a record of handling, with their number on top."""
    rows = queries.orphans(request.by, at=clock.now())
    found = [(matter, matters.matter_url(matter.pk)) for matter in rows[:AT_MOST]]
    words = {"rows": found, "count": rows.count(), "shown": len(found)}
    return render(request, "publication/orphans.html", words)


def _matter(request: Request, pk: int) -> Matter:
    """A matter whose outcomes the person may write down; any other does not exist here."""
    found = queries.recordable(request.by, at=clock.now()).select_related("unit").filter(pk=pk).first()
    if found is None:
        raise missing()
    return found


@needs("publication.record_outcome")
@require_http_methods(["GET", "POST"])
def handle(request: Request, pk: int) -> HttpResponseBase:
    """The outcomes of a matter, and one more."""
    at = clock.now()
    matter = _matter(request, pk)
    form = HandleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said = rules.Decision(**form.cleaned_data)
        try:
            rules.record_outcome(said=said, matter_id=pk, by=request.by, at=at)
        except (Missing, Forbidden):
            raise
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("处理结果已登记。"))
            return redirect("publication:handle", pk=pk)
    words = {
        "matter": matter,
        "matter_url": matters.matter_url(pk),
        "form": form,
        "outcomes": queries.outcomes_seen(pk, request.by, at=at),
    }
    return render(request, "publication/handle.html", words)


@needs("publication.record_outcome")
@require_POST
def unhandle(request: Request, pk: int, handled_pk: int) -> HttpResponseBase:
    """Take an outcome that was written down by mistake off a matter; one that was told stays."""
    _matter(request, pk)
    at = clock.now()
    if not queries.outcomes_seen(pk, request.by, at=at).filter(pk=handled_pk).exists():
        raise missing()
    try:
        rules.remove_outcome(outcome_id=handled_pk, by=request.by, at=at)
    except (Missing, Forbidden):
        raise
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
    else:
        messages.success(request, _("处理结果已删除。"))
    return redirect("publication:handle", pk=pk)
