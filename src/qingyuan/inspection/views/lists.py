"""Lists: what waits for answers, all lists, one list at the desk or under way, the months, the export."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib import messages
from django.http import FileResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from qingyuan.engines.sheets import write_table
from qingyuan.inspection.errors import CannotExport
from qingyuan.inspection.forms import VersionForm
from qingyuan.inspection.kinds import AT_DESK, KIND_WORDS, STATE_WORDS, ListKind, ListState
from qingyuan.inspection.queries import answers, papers, progress, room
from qingyuan.inspection.queries import lists as queries
from qingyuan.inspection.rules import sending
from qingyuan.inspection.rules import topics as rules
from qingyuan.inspection.views.found import Request, list_of, page_of
from qingyuan.kit import clock
from qingyuan.kit.paging import page
from qingyuan.org.api import may, needs, reach

MEDIA = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@needs("inspection.see")
@require_GET
def lists(request: Request) -> HttpResponseBase:
    """What the reader's units still have to answer, the late first; then every list that exists for him."""
    at, by = clock.now(), request.by
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    rows = queries.visible(by, at=at)
    if kind in list(ListKind):
        rows = rows.filter(kind=kind)
    if state in list(ListState):
        rows = rows.filter(state=state)
    found = page(
        rows, ["-pk"], after=request.GET.get("after", ""), before=request.GET.get("before", ""), size=30
    )
    can_make = bool(reach(by, queries.MAKE, at))
    waiting = list(answers.to_answer(by, at=at)[:50])
    shown = {
        "page": found,
        "waiting": waiting,
        "reminders": answers.reminders(by, at=at),
        "today": clock.today(),
        "kinds": [(code.value, words) for code, words in KIND_WORDS.items()],
        "states": [(code.value, words) for code, words in STATE_WORDS.items()],
        "kind": kind,
        "state": state,
        "narrow": bool(kind or state),
        "can_make": can_make,
        "to_close": list(queries.to_close(by, at=at)[:20]) if can_make else [],
    }
    return render(request, "inspection/lists.html", shown)


@needs("inspection.see")
@require_GET
def one(request: Request, pk: int) -> HttpResponseBase:
    """A list at the desk with what keeps it there, or under way with units by items."""
    at, by = clock.now(), request.by
    found = list_of(request, pk)
    path = found.unit.path
    shown = {
        "list": found,
        "version": VersionForm(initial={"version": found.version}),
        "can_make": may(by, queries.MAKE, at=at, path=path),
        "can_approve": may(by, queries.APPROVE, at=at, path=path),
        "today": clock.today(),
    }
    if found.state in AT_DESK:
        units = list(found.units.select_related("unit").order_by("unit__path"))
        shown |= {
            "items": list(found.items.select_related("category")),
            "asked": [one.unit for one in units if one.asked],
            "spared": [one.unit for one in units if not one.asked],
            "every": len(units),
            "against": sending.against_sending(found, clock.today()),
            "ways": room.ways(found, by, at=at, today=clock.today()),
            "second": by.pk not in (found.made_by_id, found.changed_by_id),
        }
        return render(request, "inspection/desk.html", shown)
    far = progress.progress(found, by, at=at)
    shown |= {
        "progress": far,
        "can_export": bool(reach(by, "inspection.export", at)),
        "due": clock.today() > found.due_on or far.complete == far.asked,
        "whole": may(by, queries.SEE, at=at, path=path),
    }
    if any(item.paper for item in far.items):
        shown["papers"] = papers.of_list(found, by, at=at)
    return render(request, "inspection/list.html", shown)


@needs("inspection.see")
@require_GET
def counted(request: Request) -> HttpResponseBase:
    """By month: inspections after rule D9, how often units were asked, and how often they were spared."""
    return render(request, "inspection/counted.html", {"months": progress.months(request.by, at=clock.now())})


@needs("inspection.export")
@require_GET
def export(request: Request, pk: int) -> HttpResponseBase:
    """The answers in the reader's reach as a file, in Chinese; written aside and gone once it is sent."""
    at, by = clock.now(), request.by
    found = list_of(request, pk)
    place = Path(settings.DATA) / "exports"
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(dir=place) as folder, translation.override(settings.LANGUAGE_CODE):
        target = Path(folder) / "answers.xlsx"

        def write() -> int:
            rows = progress.table(found, by, at=at)
            return write_table(target, progress.columns(), rows, sheet=str(_("检查清单答复")))

        try:
            rules.export_answers(list_id=found.pk, write=write, by=by, at=at)
        except CannotExport as refusal:
            for reason in refusal.reasons:
                messages.error(request, str(reason))
            return redirect(page_of(found))
        file = target.open("rb")  # stays readable after its name is gone
        name = f"{_('检查清单答复')}_{found.pk}_{clock.today():%Y%m%d}.xlsx"
    sent = FileResponse(file, as_attachment=True, filename=name, content_type=MEDIA)
    sent.headers["Cache-Control"] = "private, no-store"
    return sent
