"""Take a roster over from Excel: send the file, look at what it would do, take it over or drop it."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from qingyuan.kit import clock
from qingyuan.kit.errors import Reason, Refused
from qingyuan.org import rules
from qingyuan.org.forms import RosterForm
from qingyuan.org.forms.roster import Roster, read_roster
from qingyuan.org.models import RosterDraft
from qingyuan.org.pages import Request, needs
from qingyuan.org.views.found import explain

SHOWN = 20
ERRORS_SHOWN = 200


@needs("org.change_people")
@require_http_methods(["GET", "POST"])
def roster(request: Request) -> HttpResponseBase:
    """Three steps on one page. Nothing is changed until the last, and then all or nothing."""
    draft = RosterDraft.objects.filter(by=request.by).first()
    do = request.POST.get("do", "look") if request.method == "POST" else ""
    form = RosterForm(request.POST or None, request.FILES or None) if do == "look" else RosterForm()
    if do == "drop":
        rules.drop_roster(by=request.by)
        messages.success(request, _("已放弃，没有导入任何人。"))
        return redirect("org:roster")
    if do == "look" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            if sent.size > rules.DRAFT_BYTES:
                raise rules.too_large()
            rules.keep_roster(name=sent.name, content=sent.read(), by=request.by, at=clock.now())
        except Refused as refusal:
            explain(form, refusal)
        else:
            return redirect("org:roster")
    if draft is None:
        return render(request, "org/roster.html", {"form": form})
    read, reasons, outcome = _looked_at(request, draft, dry=do != "take")
    if do == "take" and outcome is not None:
        rules.drop_roster(by=request.by)
        words = _("已导入 %(added)d 人，新建党支部 %(branches)d 个，%(unchanged)d 人已在册、未变动。")
        counts = {"added": outcome.added, "branches": outcome.branches, "unchanged": outcome.unchanged}
        messages.success(request, words % counts)
        return redirect("org:people")
    shown = {
        "form": form,
        "draft": draft,
        "read": read,
        "lines": read.lines[:SHOWN] if read else (),
        "outcome": outcome,
        **errors_of(reasons),
    }
    return render(request, "org/roster.html", shown)


def errors_of(reasons: Sequence[Reason]) -> dict[str, object]:
    """What a page shows of what is wrong with a file: the first of them, and how many there are."""
    return {
        "reasons": reasons[:ERRORS_SHOWN],
        "more": max(0, len(reasons) - ERRORS_SHOWN),
        "errors": len(reasons),
    }


def _looked_at(
    request: Request, draft: RosterDraft, *, dry: bool
) -> tuple[Roster | None, list[Reason], rules.Enrolled | None]:
    """Read the kept file and try it: what was read, every reason against it, and what it does or would do."""
    read: Roster | None = None
    try:
        read = read_roster(bytes(draft.content), draft.name, on=clock.today())
        reasons = list(read.reasons)
        outcome = rules.enrol(lines=read.lines, by=request.by, at=clock.now(), dry=dry or bool(reasons))
    except Refused as refusal:
        return read, [*(read.reasons if read else ()), *refusal.reasons], None
    return read, reasons, outcome if not reasons else None
