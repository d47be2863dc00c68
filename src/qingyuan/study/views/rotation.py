"""Rotation training: cycles, one with its batches, how many are placed by unit, what came of it."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from qingyuan.kit import clock
from qingyuan.kit.endings import asked_for, gone, tried
from qingyuan.org.api import may, needs, reach, units_within
from qingyuan.study.errors import missing
from qingyuan.study.forms.life import BatchForm, MoveForm, ResultForm, RotationForm
from qingyuan.study.models import Rotation
from qingyuan.study.policy.life import is_over
from qingyuan.study.queries import rotation as queries
from qingyuan.study.rules import rotation as rules
from qingyuan.study.views.found import Request


@needs(queries.SEE)
@require_GET
def rotations(request: Request) -> HttpResponseBase:
    """The cycles."""
    at = clock.now()
    shown = {
        "rows": queries.visible(request.by, at=at)[:100],
        "can_keep": bool(reach(request.by, queries.KEEP, at)),
    }
    return render(request, "study/rotations.html", shown)


def _found(request: Request, pk: int) -> Rotation:
    found = queries.visible(request.by, at=clock.now()).filter(pk=pk).first()
    if found is None:
        raise missing()
    return found


def _kept(request: Request, pk: int) -> Rotation:
    found = _found(request, pk)
    if not may(request.by, queries.KEEP, at=clock.now(), unit=found.unit):
        raise missing()
    return found


@needs(queries.SEE)
@require_GET
def rotation(request: Request, pk: int) -> HttpResponseBase:
    """One cycle: batches, and placed and waiting by unit; names of a batch for those who plan it."""
    at, by = clock.now(), request.by
    found = _found(request, pk)
    keeps = may(by, queries.KEEP, at=at, unit=found.unit)
    batches = list(queries.batches(found))
    asked = request.GET.get("batch", "")
    chosen = next((one for one in batches if str(one.number) == asked), None) if keeps else None
    lines = queries.by_unit(found, by, at=at)
    people, placed = sum(line.people for line in lines), sum(line.placed for line in lines)
    shown = {
        "rotation": found,
        "keeps": keeps,
        "batches": batches,
        "chosen": chosen,
        "names": queries.names(chosen) if chosen else (),
        "lines": lines,
        "over": is_over(found.to_on, [one.last_on for one in batches], clock.today()),
        "due": found.to_on < clock.today() or placed == people,
        "people": people,
        "placed": placed,
    }
    return render(request, "study/rotation.html", shown)


@needs(queries.KEEP)
@require_http_methods(["GET", "POST"])
def begin(request: Request) -> HttpResponseBase:
    """A new cycle."""
    at, by = clock.now(), request.by
    form = RotationForm(request.POST or None, units=units_within(by, queries.KEEP, at=at))
    back = reverse("study:rotations")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(form, lambda: rules.begin_rotation(by=by, at=at, **said)):
            return gone(request, _("已建立，接着安排第一批。"), back)
    return asked_for(request, form, title=_("新建轮训"), button=_("建立"), back=back, trail=_("政治轮训"))


@needs(queries.KEEP)
@require_http_methods(["GET", "POST"])
def add_batch(request: Request, pk: int) -> HttpResponseBase:
    """One more batch, filled at once."""
    found = _kept(request, pk)
    form = BatchForm(request.POST or None)
    back = reverse("study:rotation", args=[pk])
    if request.method == "POST" and form.is_valid():
        draft = rules.BatchDraft(**form.cleaned_data)
        if tried(form, lambda: rules.add_batch(rotation_id=pk, draft=draft, by=request.by, at=clock.now())):
            return gone(request, _("已安排这一批。"), back)
    return asked_for(
        request,
        form,
        title=_("安排一批"),
        button=_("安排一批"),
        back=back,
        trail=found.name,
        lead=_("先排值班倒班的人，再按单位轮流；这几天有值班、休假、出差的不排。"),
    )


@needs(queries.KEEP)
@require_http_methods(["GET", "POST"])
def move(request: Request, pk: int) -> HttpResponseBase:
    """Somebody into another batch."""
    found = _kept(request, pk)
    form = MoveForm(request.POST or None, batches=queries.batches(found))
    back = reverse("study:rotation", args=[pk])
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(form, lambda: rules.move_placement(rotation_id=pk, by=request.by, at=clock.now(), **said)):
            return gone(request, _("已保存。"), back)
    return asked_for(request, form, title=_("调整批次"), button=_("保存"), back=back, trail=found.name)


@needs(queries.KEEP)
@require_http_methods(["GET", "POST"])
def tell_result(request: Request, pk: int) -> HttpResponseBase:
    """In one line what came of it."""
    found = _kept(request, pk)
    form = ResultForm(request.POST or None, initial={"came_of": found.came_of})
    back = reverse("study:rotation", args=[pk])
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if tried(form, lambda: rules.tell_result(rotation_id=pk, by=request.by, at=clock.now(), **said)):
            return gone(request, _("已登记结果。"), back)
    lead = _("当初想达到的效果：%(words)s") % {"words": found.effect}
    return asked_for(
        request, form, title=_("登记结果"), button=_("保存"), back=back, trail=found.name, lead=lead
    )
