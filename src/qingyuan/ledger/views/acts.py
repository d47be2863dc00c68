"""What is done to a matter: one address, one form, one rule each; then back to its page."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from qingyuan.kit import clock
from qingyuan.kit.errors import Refused
from qingyuan.ledger.forms import FixForm, MatterForm, SubmitForm
from qingyuan.ledger.kinds import DO_PERMISSIONS, Do
from qingyuan.ledger.views.found import Request, explain, matter_of, missing, require_on
from qingyuan.ledger.views.matter import form_for, shown
from qingyuan.matters.api import Matter, rules
from qingyuan.org.api import needs


def _acted(
    request: Request,
    pk: int,
    do: Do,
    act: Callable[[Matter, MatterForm, dict[str, Any]], Any],
    done: Callable[[], str],
) -> HttpResponseBase:
    """Load, one form, one rule; back to the page, or the page again with every reason at its field."""
    at = clock.now()
    matter = matter_of(request, pk)
    require_on(request, matter, DO_PERMISSIONS[do])
    form = form_for(request, do, matter, at, request.POST)
    if form.is_valid():
        given = {"by": request.by, "at": at, "version": form.cleaned_data["version"]}
        try:
            act(matter, form, given)
        except Refused as refusal:
            explain(form, refusal)
            if any(reason.code == "changed" for reason in refusal.reasons):
                matter = matter_of(request, pk)
                said = request.POST.copy()
                said["version"] = str(matter.version)
                form.data = said
        else:
            messages.success(request, done())
            return redirect("ledger:matter", pk=pk)
    return shown(request, matter, {do: form})


def _said(form: MatterForm) -> dict[str, Any]:
    """What was written, without the version."""
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}


@needs("matters.fix")
@require_POST
def fix(request: Request, pk: int) -> HttpResponseBase:
    """Person, measures, deadline."""

    def act(matter: Matter, form: MatterForm, given: dict[str, Any]) -> object:
        assert isinstance(form, FixForm)
        return rules.fix_matter(matter_id=matter.pk, plan=form.plan(), **given)

    return _acted(request, pk, Do.FIX, act, lambda: _("三定完成，已进入整改，责任人会收到到期提醒。"))


@needs("matters.fix")
@require_POST
def reassign(request: Request, pk: int) -> HttpResponseBase:
    """Another person, or another unit."""
    return _acted(
        request,
        pk,
        Do.REASSIGN,
        lambda matter, form, given: rules.reassign_matter(matter_id=matter.pk, **_said(form), **given),
        lambda: _("已改派。"),
    )


@needs("matters.work")
@require_POST
def progress(request: Request, pk: int) -> HttpResponseBase:
    """How far the work is."""
    return _acted(
        request,
        pk,
        Do.PROGRESS,
        lambda matter, form, given: rules.note_progress(matter_id=matter.pk, **_said(form), **given),
        lambda: _("进展已记录。"),
    )


@needs("matters.work")
@require_POST
def submit(request: Request, pk: int) -> HttpResponseBase:
    """Ask for sign-off."""

    def act(matter: Matter, form: MatterForm, given: dict[str, Any]) -> object:
        assert isinstance(form, SubmitForm)
        return rules.submit_matter(matter_id=matter.pk, statement=form.statement(), **given)

    return _acted(request, pk, Do.SUBMIT, act, lambda: _("已申请销号，等待第二人验收。"))


@needs("matters.mark_hot")
@require_POST
def mark_hot(request: Request, pk: int) -> HttpResponseBase:
    """The public feels strongly about it: the clock to the first response runs."""
    return _acted(
        request,
        pk,
        Do.MARK_HOT,
        lambda matter, form, given: rules.mark_hot(matter_id=matter.pk, **_said(form), **given),
        lambda: _("已列入快速通道，首次答复的时限从现在算起。"),
    )


@needs("matters.work")
@require_POST
def respond(request: Request, pk: int) -> HttpResponseBase:
    """What the public was told first."""
    return _acted(
        request,
        pk,
        Do.RESPOND,
        lambda matter, form, given: rules.respond(matter_id=matter.pk, **_said(form), **given),
        lambda: _("首次答复已记录，用时计入中位数。"),
    )


@needs("matters.close")
@require_POST
def give_back(request: Request, pk: int) -> HttpResponseBase:
    """Back to work, with the reason."""
    return _acted(
        request,
        pk,
        Do.RETURN,
        lambda matter, form, given: rules.return_matter(matter_id=matter.pk, **_said(form), **given),
        lambda: _("已退回整改，责任人会看到您写的理由。"),
    )


@needs("matters.close")
@require_POST
def close(request: Request, pk: int) -> HttpResponseBase:
    """The second person signs off."""
    return _acted(
        request,
        pk,
        Do.CLOSE,
        lambda matter, form, given: rules.close_matter(matter_id=matter.pk, **_said(form), **given),
        lambda: _("已验收销号。"),
    )


@needs("matters.work")
@require_POST
def ask_extension(request: Request, pk: int) -> HttpResponseBase:
    """Ask for more time."""
    return _acted(
        request,
        pk,
        Do.EXTEND,
        lambda matter, form, given: rules.ask_extension(matter_id=matter.pk, **_said(form), **given),
        lambda: _("延期申请已提交。批准之前，原时限不变。"),
    )


@needs("matters.answer_extension")
@require_POST
def answer_extension(request: Request, pk: int) -> HttpResponseBase:
    """Grant or refuse more time."""
    return _acted(
        request,
        pk,
        Do.ANSWER,
        lambda matter, form, given: rules.answer_extension(matter_id=matter.pk, **_said(form), **given),
        lambda: _("已批复延期申请。"),
    )


@needs("matters.reopen")
@require_POST
def reopen(request: Request, pk: int) -> HttpResponseBase:
    """Open a closed matter again."""
    return _acted(
        request,
        pk,
        Do.REOPEN,
        lambda matter, form, given: rules.reopen_matter(matter_id=matter.pk, **_said(form), **given),
        lambda: _("已重新启动，回到整改中。"),
    )


@needs("matters.void")
@require_POST
def void(request: Request, pk: int) -> HttpResponseBase:
    """Strike out what was registered by mistake."""
    return _acted(
        request,
        pk,
        Do.VOID,
        lambda matter, form, given: rules.void_matter(matter_id=matter.pk, **_said(form), **given),
        lambda: _("已作废，事项和经过仍可查看。"),
    )


@needs("matters.work")
@require_POST
def meet_milestone(request: Request, pk: int) -> HttpResponseBase:
    """A stage of a long-term matter is reached."""
    return _acted(
        request,
        pk,
        Do.MILESTONE,
        lambda matter, form, given: rules.meet_milestone(
            milestone_id=form.cleaned_data["stage"].pk, note=form.cleaned_data["note"], **given
        ),
        lambda: _("阶段目标已记为完成。"),
    )


@needs("matters.recheck")
@require_POST
def recheck(request: Request, pk: int, recheck_pk: int) -> HttpResponseBase:
    """Look back at a closed matter."""
    if not any(one.pk == recheck_pk for one in matter_of(request, pk).rechecks.all()):
        raise missing()
    return _acted(
        request,
        pk,
        Do.RECHECK,
        lambda matter, form, given: rules.recheck_matter(recheck_id=recheck_pk, **_said(form), **given),
        lambda: _("回头看结果已记录。"),
    )
