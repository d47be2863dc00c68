"""The library of warning cases, each as its reader may read it; and the desk where they are written."""

from pathlib import Path

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingyuan.engines.sheets import write_table
from qingyuan.kit import clock
from qingyuan.kit.endings import asked_for, gone, pressed, tried
from qingyuan.kit.paging import Page, page
from qingyuan.org.api import may, needs, reach, units_within
from qingyuan.study.errors import CannotExport, missing
from qingyuan.study.forms.cases import CaseForm, NewCaseForm, ReturnForm, VersionForm
from qingyuan.study.kinds import CaseState
from qingyuan.study.models import WarningCase
from qingyuan.study.queries import cases as queries
from qingyuan.study.rules import cases as rules
from qingyuan.study.shelves import case_uses
from qingyuan.study.views.found import Request
from qingyuan.study.views.materials import as_file


def _page(pk: int) -> str:
    return reverse("study:case", args=[pk])


def _case(request: Request, pk: int, permission: str = "") -> WarningCase:
    found = queries.cases(request.by, at=clock.now()).filter(pk=pk).first()
    if found is None or (permission and not may(request.by, permission, at=clock.now(), unit=found.unit)):
        raise missing()
    return found


@needs(queries.SEE)
@require_GET
def cases(request: Request) -> HttpResponseBase:
    """Approved cases, newest first; for who keeps the library also those at the desk."""
    at, by, words = clock.now(), request.by, request.GET.get("q", "")
    rows = queries.cases(by, at=at)
    found: Page[WarningCase] = page(
        queries.searched(rows.filter(state=CaseState.APPROVED), words, by, at=at),
        ("-pk",),
        after=request.GET.get("after", ""),
        before=request.GET.get("before", ""),
    )
    keeps = bool(reach(by, rules.KEEP, at))
    desk = rows.exclude(state=CaseState.APPROVED).order_by("-pk")[:100] if keeps else []
    shown = {
        "page": found,
        "rows": [queries.told(one, by, at=at) for one in found.rows],
        "desk": [(queries.told(one, by, at=at), one) for one in desk],
        "q": words,
        "can_keep": keeps,
        "can_export": bool(reach(by, rules.EXPORT, at)),
    }
    return render(request, "study/cases.html", shown)


@needs(queries.SEE)
@require_GET
def case(request: Request, pk: int) -> HttpResponseBase:
    """One case as this reader may read it."""
    return render(request, "study/case.html", _shown(request, _case(request, pk)))


def _shown(request: Request, found: WarningCase) -> dict[str, object]:
    at, by = clock.now(), request.by
    keeps = may(by, rules.KEEP, at=at, unit=found.unit)
    uses = [
        (use, reverse(use.address, args=[found.pk]))
        for use in case_uses.values()
        if found.state == CaseState.APPROVED and reach(by, use.permission, at)
    ]
    return {
        "case": queries.told(found, by, at=at),
        "row": found,
        "control": queries.control_of(found, by, at=at),
        "can_keep": keeps,
        "can_approve": may(by, rules.APPROVE, at=at, unit=found.unit),
        "can_open": may(by, rules.NAMES, at=at, unit=found.unit),
        "levels": queries.levels(found) if keeps else [],
        "against": rules.against_approving(found) if keeps and found.state != CaseState.APPROVED else [],
        "second": by.pk not in (found.made_by_id, found.changed_by_id),
        "version": VersionForm(initial={"version": found.version}),
        "uses": uses,
        "public": queries.as_public(found) if found.state == CaseState.APPROVED and found.public else None,
        "can_release": may(by, rules.RELEASE, at=at, unit=found.unit),
    }


@needs(rules.NAMES)
@require_POST
def names(request: Request, pk: int) -> HttpResponseBase:
    """The internal text with its names, once, for who pressed the button."""
    found = _case(request, pk)
    text = rules.open_names(case_id=pk, by=request.by, at=clock.now())
    answer = render(request, "study/case.html", {**_shown(request, found), "named": text})
    answer.headers["Cache-Control"] = "no-store"
    return answer


@needs(rules.KEEP)
@require_http_methods(["GET", "POST"])
def add_case(request: Request) -> HttpResponseBase:
    """A new case."""
    form = NewCaseForm(request.POST or None)
    mine = units_within(request.by, rules.KEEP, at=clock.now())
    form.fields["unit"].queryset = mine  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        unit, number = said.pop("unit"), said.pop("number")
        said.pop("version")
        made: list[WarningCase] = []

        def act() -> None:
            draft = rules.CaseDraft(**said)
            made.append(
                rules.write_case(unit=unit, draft=draft, number=number, by=request.by, at=clock.now())
            )

        if tried(form, act):
            return gone(request, _("已保存，还没有人能看到。写全以后提交第二人批准。"), _page(made[0].pk))
    back = reverse("study:cases")
    return asked_for(request, form, title=_("添加案例"), button=_("保存"), back=back, trail=_("警示案例"))


@needs(rules.KEEP)
@require_http_methods(["GET", "POST"])
def change_case(request: Request, pk: int) -> HttpResponseBase:
    """A case, written anew; whoever does reads all of it, so it is for who keeps the library."""
    found = _case(request, pk, rules.KEEP)
    first = {
        **queries.typed(found),
        "medium": found.medium,
        "external": found.external,
        "version": found.version,
        "number": found.matter.number if found.matter else "",
    }
    form = CaseForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        number, version = said.pop("number"), said.pop("version")
        if tried(
            form,
            lambda: rules.write_case(
                unit=found.unit,
                draft=rules.CaseDraft(**said),
                number=number,
                case_id=pk,
                version=version,
                by=request.by,
                at=clock.now(),
            ),
        ):
            return gone(request, _("已保存。"), _page(pk))
    trail = queries.told(found, request.by, at=clock.now()).title
    return asked_for(request, form, title=_("修改案例"), button=_("保存"), back=_page(pk), trail=trail)


@needs(rules.KEEP)
@require_POST
def submit_case(request: Request, pk: int) -> HttpResponseBase:
    """Lay it before a second person."""
    _case(request, pk)
    version = _version(request)
    return pressed(
        request,
        lambda: rules.submit_case(case_id=pk, version=version, by=request.by, at=clock.now()),
        _("已提交，等第二人批准。"),
        _page(pk),
    )


@needs(rules.APPROVE)
@require_POST
def approve_case(request: Request, pk: int) -> HttpResponseBase:
    """The second person says yes."""
    _case(request, pk)
    version = _version(request)
    return pressed(
        request,
        lambda: rules.approve_case(case_id=pk, version=version, by=request.by, at=clock.now()),
        _("已批准，按层级可见。"),
        _page(pk),
    )


@needs(rules.RELEASE)
@require_POST
def release_case(request: Request, pk: int) -> HttpResponseBase:
    """Out to everybody."""
    _case(request, pk)
    version = _version(request)
    return pressed(
        request,
        lambda: rules.release_case(case_id=pk, version=version, by=request.by, at=clock.now()),
        _("已签发，任何人不用登录就能看到公开稿。"),
        _page(pk),
    )


@needs(rules.RELEASE)
@require_POST
def take_down_case(request: Request, pk: int) -> HttpResponseBase:
    """In again."""
    _case(request, pk)
    return pressed(
        request,
        lambda: rules.take_down_case(case_id=pk, by=request.by, at=clock.now()),
        _("已停止对外公开。"),
        _page(pk),
    )


def _version(request: Request) -> int:
    form = VersionForm(request.POST)
    return int(form.cleaned_data["version"]) if form.is_valid() else -1


@needs(rules.APPROVE)
@require_http_methods(["GET", "POST"])
def return_case(request: Request, pk: int) -> HttpResponseBase:
    """Back to be written anew, with a reason."""
    found = _case(request, pk, rules.APPROVE)
    form = ReturnForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        words = form.cleaned_data["words"]
        if tried(form, lambda: rules.return_case(case_id=pk, words=words, by=request.by, at=clock.now())):
            return gone(request, _("已退回拟稿，别人看不到了。"), _page(pk))
    trail = queries.told(found, request.by, at=clock.now()).title
    title = _("撤回案例") if found.state == CaseState.APPROVED else _("退回案例")
    return asked_for(request, form, title=title, button=title, back=_page(pk), trail=trail)


@needs(rules.EXPORT)
@require_GET
def export_cases(request: Request) -> HttpResponseBase:
    """The approved cases as the reader reads them, as a file."""
    at, by = clock.now(), request.by

    def write(target: Path) -> int:
        return write_table(target, queries.columns(), queries.table(by, at=at), sheet=str(_("警示案例")))

    try:
        return as_file(
            _("警示案例"), lambda target: rules.export_cases(write=lambda: write(target), by=by, at=at)
        )
    except CannotExport as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
        return redirect("study:cases")
