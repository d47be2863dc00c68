"""Buttons on a bulletin's page: include, leave out, outcomes, issue, withdraw, discard, object, answer."""

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from qingyuan.kit import clock
from qingyuan.kit.errors import Forbidden, Missing, Refused
from qingyuan.org.api import needs
from qingyuan.publication import queries, rules
from qingyuan.publication.forms import (
    AnswerForm,
    DecideForm,
    IssueForm,
    ObjectForm,
    OutcomeForm,
    WithdrawForm,
)
from qingyuan.publication.models import BulletinItem, Objection, Outcome
from qingyuan.publication.views.bulletin import item_choices, shown, unit_choices
from qingyuan.publication.views.found import Request, bulletin_of, done, explain, missing, site_of


def _item(request: Request, pk: int, item_pk: int) -> BulletinItem:
    item = BulletinItem.objects.filter(pk=item_pk, bulletin=bulletin_of(request, pk)).first()
    if item is None:
        raise missing()
    return item


@needs("publication.draft_bulletin")
@require_POST
def include(request: Request, pk: int, item_pk: int) -> HttpResponseBase:
    """Put a matter back."""
    item = _item(request, pk, item_pk)
    return done(
        request,
        lambda: rules.include_item(item_id=item.pk, by=request.by, at=clock.now()),
        _("已重新列入。"),
        pk,
    )


@needs("publication.draft_bulletin")
@require_POST
def leave_out(request: Request, pk: int, item_pk: int) -> HttpResponseBase:
    """Leave a matter out."""
    item = _item(request, pk, item_pk)
    said = _("已移出，事项仍在台账上，以后可以再通报。")
    return done(request, lambda: rules.leave_out(item_id=item.pk, by=request.by, at=clock.now()), said, pk)


@needs("publication.draft_bulletin")
@require_POST
def remove_file(request: Request, pk: int) -> HttpResponseBase:
    """Take the edited file off."""
    bulletin_of(request, pk)
    said = _("已移除上传的文件，签发时以台账生成的为准。")
    return done(request, lambda: rules.remove_file(bulletin_id=pk, by=request.by, at=clock.now()), said, pk)


@needs("publication.draft_bulletin")
@require_POST
def record_outcome(request: Request, pk: int) -> HttpResponseBase:
    """Write down an outcome."""
    found = bulletin_of(request, pk)
    form = OutcomeForm(request.POST, items=item_choices(found), units=unit_choices(found))
    if form.is_valid():
        asked = form.cleaned_data
        item, unit = asked.pop("item"), asked.pop("unit")
        try:
            rules.record_outcome(
                said=rules.Decision(**asked),
                bulletin_id=pk,
                matter_id=item.matter_id if item else None,
                unit=unit,
                by=request.by,
                at=clock.now(),
            )
        except (Missing, Forbidden):
            raise
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("处理结果已登记。"))
            return redirect("publication:bulletin", pk=pk)
    return shown(request, found, outcome_form=form)


def _outcome(request: Request, pk: int, outcome_pk: int) -> Outcome:
    found = bulletin_of(request, pk)
    made = Outcome.objects.select_related("unit", "matter").filter(pk=outcome_pk).first()
    told = found.items.filter(matter=made.matter_id).exists() if made and made.matter_id else False
    if made is None or (made.bulletin_id != found.pk and not (made.bulletin_id is None and told)):
        raise missing()
    return made


@needs("publication.draft_bulletin")
@require_http_methods(["GET", "POST"])
def decide_outcome(request: Request, pk: int, outcome_pk: int) -> HttpResponseBase:
    """Say that a pending outcome is decided."""
    made = _outcome(request, pk, outcome_pk)
    form = DecideForm(request.POST or None, outcome=made)
    if request.method == "POST" and form.is_valid():
        try:
            rules.decide_outcome(outcome_id=made.pk, by=request.by, at=clock.now(), **form.cleaned_data)
        except (Missing, Forbidden):
            raise
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("处理结果已登记为已决定。"))
            return redirect("publication:bulletin", pk=pk)
    words = {"form": form, "outcome": made, "bulletin": bulletin_of(request, pk)}
    return render(request, "publication/decide.html", words)


@needs("publication.draft_bulletin")
@require_POST
def remove_outcome(request: Request, pk: int, outcome_pk: int) -> HttpResponseBase:
    """Take an outcome off."""
    made = _outcome(request, pk, outcome_pk)
    said = _("处理结果已删除。")
    return done(
        request, lambda: rules.remove_outcome(outcome_id=made.pk, by=request.by, at=clock.now()), said, pk
    )


@needs("publication.issue_bulletin")
@require_POST
def issue(request: Request, pk: int) -> HttpResponseBase:
    """Sign and issue."""
    found = bulletin_of(request, pk)
    form = IssueForm(request.POST)
    if form.is_valid():
        said = form.cleaned_data | {"seen": form.cleaned_data["seen"] or None}
        try:
            made = rules.issue_bulletin(
                bulletin_id=pk, by=request.by, at=clock.now(), site=site_of(request), **said
            )
        except (Missing, Forbidden):
            raise
        except Refused as refusal:
            explain(form, refusal)
            found = bulletin_of(request, pk)
            latest = request.POST.copy()
            latest["seen"] = queries.as_it_stands(found)
            form.data = latest
        else:
            messages.success(request, _("已印发，发文字号 %(number)s。") % {"number": made.number})
            return redirect("publication:bulletin", pk=pk)
    return shown(request, found, issue_form=form)


@needs("publication.withdraw_bulletin")
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponseBase:
    """Withdraw an issued bulletin."""
    found = bulletin_of(request, pk)
    form = WithdrawForm(request.POST)
    if form.is_valid():
        try:
            rules.withdraw_bulletin(bulletin_id=pk, by=request.by, at=clock.now(), **form.cleaned_data)
        except (Missing, Forbidden):
            raise
        except Refused as refusal:
            explain(form, refusal)
        else:
            messages.success(request, _("通报已撤回，字号保留。"))
            return redirect("publication:bulletin", pk=pk)
    return shown(request, found, withdraw_form=form)


@needs("publication.draft_bulletin")
@require_POST
def discard(request: Request, pk: int) -> HttpResponseBase:
    """Throw a draft away."""
    bulletin_of(request, pk)
    try:
        rules.discard_bulletin(bulletin_id=pk, by=request.by, at=clock.now())
    except (Missing, Forbidden):
        raise
    except Refused as refusal:
        for reason in refusal.reasons:
            messages.error(request, str(reason))
        return redirect("publication:bulletin", pk=pk)
    messages.success(request, _("草稿已删除，事项仍在台账上。"))
    return redirect("publication:bulletins")


@needs("publication.object_to_item")
@require_POST
def object_to(request: Request, pk: int, item_pk: int) -> HttpResponseBase:
    """Object to what is told of the own unit."""
    item = _item(request, pk, item_pk)
    form = ObjectForm(request.POST)
    if not form.is_valid():
        return shown(request, bulletin_of(request, pk), object_form=form, objecting=item.pk)
    words = form.cleaned_data["words"]
    said = _("异议已提出，30天内答复。")
    return done(
        request,
        lambda: rules.object_to_item(item_id=item.pk, words=words, by=request.by, at=clock.now()),
        said,
        pk,
    )


@needs("publication.answer_objection")
@require_POST
def answer(request: Request, pk: int, objection_pk: int) -> HttpResponseBase:
    """Answer an objection."""
    found = bulletin_of(request, pk)
    made = Objection.objects.filter(pk=objection_pk, item__bulletin=found).first()
    if made is None:
        raise missing()
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return shown(request, found, answer_form=form, answering=made.pk)
    said = _("已答复。")
    return done(
        request,
        lambda: rules.answer_objection(
            objection_id=made.pk, by=request.by, at=clock.now(), **form.cleaned_data
        ),
        said,
        pk,
    )
