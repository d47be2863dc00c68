"""Pages for those who are signed in: the first page, the record, help."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from qingyuan.kit import clock, menu
from qingyuan.kit.errors import Missing, Reason
from qingyuan.kit.paging import page
from qingyuan.kit.words import _
from qingyuan.org.api import Person, needs
from qingyuan.org.api import queries as org
from qingyuan.portal import queries
from qingyuan.trail.api import proof_of, public_checkpoint, verifier_key


class Request(HttpRequest):
    by: Person


@needs("")
@require_safe
def home(request: Request) -> HttpResponse:
    """What waits for me today, and how the campaign stands."""
    found = queries.home(request.by, at=clock.now())
    manages = [] if found.works else [line for block in menu.blocks(request)[1:] for line in block.lines]
    sees = bool(org.reach(request.by, "burden.see_meter", clock.now()))
    shown = {"home": found, "today": clock.today(), "manages": manages, "sees_burden": sees}
    return render(request, "portal/home.html", shown)


class Search(forms.Form):
    """What is looked for in the record."""

    act = forms.CharField(label=_("行为"), required=False, max_length=60)
    actor = forms.CharField(label=_("警号"), required=False, max_length=40)
    subject = forms.CharField(label=_("对象"), required=False, max_length=80)


@needs("portal.see_record")
@require_safe
def record(request: Request) -> HttpResponse:
    """The record of all acts: codes, keys and times, never content."""
    form = Search(request.GET or None)
    sound = form.is_valid()
    asked = (
        queries.Asked(**{k: v.strip() for k, v in form.cleaned_data.items()}) if sound else queries.Asked()
    )
    after, before = request.GET.get("after", ""), request.GET.get("before", "")
    found = page(queries.record(asked), ["-index"], after=after, before=before)
    names = queries.names_of(found.rows)
    lines = [(entry, names.get(entry.actor), org.words_of(entry.act)) for entry in found.rows]
    context = {
        "form": form,
        "page": found,
        "lines": lines,
        "checkpoint": public_checkpoint(),
        "key": verifier_key(),
    }
    return render(request, "portal/record.html", context)


@needs("portal.see_record")
@require_safe
def proof(request: Request, index: int) -> HttpResponse:
    """The proof file of one entry, to be checked on any machine."""
    try:
        if not queries.record(queries.Asked()).filter(pk=index).exists():
            raise LookupError(index)
        text = proof_of(index)
    except LookupError as missing:
        raise Missing(Reason("missing", _("记录中没有这一条"))) from missing
    headers = {"Content-Disposition": f'attachment; filename="qingyuan-proof-{index}.txt"'}
    return HttpResponse(text, content_type="text/plain; charset=utf-8", headers=headers)


@needs("")
@require_safe
def help_page(request: Request) -> HttpResponse:
    """How the loop runs, in words."""
    return render(request, "portal/help.html")
