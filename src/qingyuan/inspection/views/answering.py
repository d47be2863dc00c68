"""A unit's page: every item with its answer or its form, what was said last time, and corrections."""

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from qingyuan.burden.api import cap, measure, opening, stopped
from qingyuan.burden.api import kinds as burden
from qingyuan.inspection import policy
from qingyuan.inspection.errors import missing
from qingyuan.inspection.forms import AnswerForm, CorrectForm
from qingyuan.inspection.kinds import OUT, ListState, Result
from qingyuan.inspection.queries import answers as queries
from qingyuan.inspection.rules import answers as rules
from qingyuan.inspection.views.found import Request
from qingyuan.kit import clock
from qingyuan.kit.endings import asked_for, gone, tried
from qingyuan.kit.errors import Forbidden, Missing, Refused
from qingyuan.org.api import may, needs

MEASURED = "inspection.answer"
Shown = list[tuple[queries.Line, AnswerForm | None]]


@needs("inspection.see")
@require_http_methods(["GET", "POST"])
def asked(request: Request, pk: int) -> HttpResponseBase:
    """The list as one unit has it. Who may answer sends as many items as he has looked at."""
    at, by = clock.now(), request.by
    found = queries.one(by, pk, at=at)
    if found is None:
        raise missing()
    lines = queries.lines(found, by, at=at)
    correctable = found.check_list.state in OUT and may(by, queries.ANSWER, at=at, path=found.unit.path)
    open_now = correctable and found.check_list.state == ListState.SENT
    stop = stopped(MEASURED, at=at) if open_now and "needed" not in request.GET else None
    open_now, correctable = open_now and stop is None, correctable and stop is None
    copy = "copy" in request.GET
    most = cap(burden.Cap.ATTACHMENTS)
    rows = [
        (line, _form(request, line, copy=copy, most=most) if line.answer is None else None) for line in lines
    ]
    refused: list[str] = []
    if request.method == "POST" and stop is None:
        refused = _send(request, pk, rows)
        if not refused and all(form is None or not form.errors for _line, form in rows):
            stamp = request.POST.get("opened", "")
            measure(form=MEASURED, stamp=stamp, by=by, at=at, kind=burden.Spending.INSPECTION)
            words = _("已保存。发现的问题已登记到本单位台账。")
            return gone(request, words, reverse("inspection:asked", args=[pk]))
    done = sum(line.answer is not None for line in lines)
    held = found.check_list
    shown = {
        "asked": found,
        "list": held,
        "rows": rows,
        "done": done,
        "whole": len(lines),
        "open": open_now,
        "correctable": correctable,
        "stop": stop,
        "late": held.state in OUT and policy.is_late(held.due_on, done, len(lines), clock.today()),
        "last": any(line.last for line, form in rows if form),
        "copied": copy,
        "refused": refused,
        "files": bool(request.FILES),
        "opened": request.POST.get("opened") or opening(form=MEASURED, by=by, at=at),
    }
    return render(request, "inspection/asked.html", shown)


def _form(request: Request, line: queries.Line, *, copy: bool, most: int) -> AnswerForm:
    """The form of an item. What was fine or did not apply last time may be filled in; a problem is told anew."""
    first: dict[str, Any] = {}
    if copy and line.last and line.last.result != Result.PROBLEM:
        first = {"result": line.last.result, "words": line.last.words}
    sent = request.POST if request.method == "POST" else None
    files = request.FILES if request.method == "POST" else None
    return AnswerForm(sent, files, paper=line.item.paper, most=most, prefix=f"i{line.item.pk}", initial=first)


def _send(request: Request, pk: int, rows: Shown) -> list[str]:
    """Send what was filled in; the reasons against it stand at their fields, the others are returned."""
    said, forms = [], {form.prefix: form for _line, form in rows if form is not None}
    for line, form in rows:
        if form is None or not form.is_valid():
            continue
        if form.cleaned_data["result"] is None:
            if any(form.cleaned_data.values()):
                form.add_error("result", _("请选择结果"))
            continue
        said.append(_said(line.item.pk, form))
    if any(form.errors for form in forms.values()):
        return [_("有几项还没有填好，请看标出的地方")]
    try:
        rules.answer_items(asked_id=pk, said=said, by=request.by, at=clock.now())
    except (Missing, Forbidden):
        raise
    except Refused as refusal:
        return _at_fields(refusal, forms)
    return []


def _at_fields(refusal: Refused, forms: dict[str | None, AnswerForm]) -> list[str]:
    for reason in refusal.reasons:
        prefix, _dash, field = reason.field.partition("-")
        if (form := forms.get(prefix)) is not None and field in form.fields:
            form.add_error(field, str(reason))
    return [str(reason) for reason in refusal.reasons]


def _said(item_id: int, form: AnswerForm) -> rules.Said:
    given = form.cleaned_data
    return rules.Said(
        item_id,
        given["result"],
        words=given["words"],
        fixed=bool(given["done"]),
        done=given["done"],
        number=given["number"],
        papers=form.papers(),
        no_paper=given.get("no_paper", ""),
    )


@needs("inspection.answer")
@require_http_methods(["GET", "POST"])
def correct(request: Request, pk: int) -> HttpResponseBase:
    """An answer written anew; what it said before stays on the page."""
    at = clock.now()
    held = queries.answer_of(request.by, pk, at=at)
    if held is None:
        raise missing()
    there = list(held.papers.filter(removed__isnull=True))
    form = CorrectForm(
        request.POST or None,
        request.FILES or None,
        paper=held.item.paper,
        most=max(cap(burden.Cap.ATTACHMENTS), len(there)),
        there=there,
        initial={"result": held.result, "words": held.words, "no_paper": held.no_paper},
    )
    back = reverse("inspection:asked", args=[held.asked_id])
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        said, removed = _said(held.item_id, form), given.get("removed", [])
        prefix = f"i{held.item_id}-"

        def act() -> None:
            try:
                rules.correct_answer(
                    answer_id=pk, said=said, reason=given["reason"], removed=removed, by=request.by, at=at
                )
            except (Missing, Forbidden):
                raise
            except Refused as refusal:
                raise Refused([_plain(reason, prefix) for reason in refusal.reasons]) from refusal

        if tried(form, act):
            return gone(request, _("已更正，原来的答复留有记录。"), back)
    if request.FILES:
        form.add_error(None, _("选好的文件没有保存，改好以后请重新选择。"))
    times = held.corrections.count()
    lead = ngettext("已更正%(count)d次。", "已更正%(count)d次。", times) % {"count": times} if times else ""
    return asked_for(
        request, form, title=_("更正答复"), button=_("更正"), back=back, trail=held.item.what, lead=lead
    )


def _plain(reason: Any, prefix: str) -> Any:
    """The same reason beside the field of a form without a prefix."""
    return type(reason)(reason.code, reason.words, reason.field.removeprefix(prefix), reason.params)
