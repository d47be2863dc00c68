"""Evidence: kept after a look at its content, given out only as a download, and only with the matter in sight."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from qingyuan.kit import clock
from qingyuan.kit import kept as files
from qingyuan.kit.errors import Refused
from qingyuan.ledger.forms import EvidenceForm
from qingyuan.ledger.views.found import Request, explain, matter_of, missing, require_on
from qingyuan.ledger.views.matter import EVIDENCE, shown
from qingyuan.matters.api import Evidence, rules, visible
from qingyuan.org.api import needs


@needs("matters.work")
@require_POST
def keep(request: Request, pk: int) -> HttpResponseBase:
    """Keep one more file with a matter."""
    matter = matter_of(request, pk)
    require_on(request, matter, "matters.work")
    form = EvidenceForm(request.POST, request.FILES, name=EVIDENCE)
    if form.is_valid():
        file: Any = form.cleaned_data["file"]
        try:
            rules.keep_evidence(
                matter_id=matter.pk,
                name=file.name,
                media_type=file.media_type,
                content=file.content,
                by=request.by,
                at=clock.now(),
            )
        except Refused as refusal:
            form.fields["file"].required = False
            explain(form, refusal)
        else:
            messages.success(request, _("佐证材料已上传。"))
            return redirect("ledger:matter", pk=pk)
    return shown(request, matter, {EVIDENCE: form})


def _evidence(request: Request, pk: int) -> Evidence:
    """A file of a matter that exists for this person."""
    kept = Evidence.objects.filter(pk=pk, matter__in=visible(request.by, at=clock.now())).first()
    if kept is None:
        raise missing()
    return kept


@needs("matters.work")
@require_POST
def remove(request: Request, pk: int) -> HttpResponseBase:
    """Take a file off a matter that is still at work."""
    kept = _evidence(request, pk)
    try:
        rules.remove_evidence(evidence_id=kept.pk, by=request.by, at=clock.now())
    except Refused as refusal:
        if refusal.reasons[0].code in ("missing", "forbidden"):
            raise
        for reason in refusal.reasons:
            messages.error(request, str(reason))
    else:
        messages.success(request, _("佐证材料已移除。"))
    return redirect("ledger:matter", pk=kept.matter_id)


@needs("matters.see")
@require_safe
def download(request: Request, pk: int) -> HttpResponseBase:
    """The file as a download: never shown in the page's own place, never guessed at by the browser."""
    kept = _evidence(request, pk)
    sent = files.download(kept.key, name=kept.name, media_type=kept.media_type)
    if sent is None:
        raise missing()
    return sent
