"""Answers to the public: the desk, the draft, publishing, withdrawing; and the page that everybody may read."""

from collections.abc import Callable
from datetime import datetime

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from qingyuan.kit import clock
from qingyuan.kit.bounds import Bucket
from qingyuan.kit.errors import Forbidden, Missing, Refused
from qingyuan.org.api import may, needs, public, require
from qingyuan.publication import rules
from qingyuan.publication.forms import PublicAnswerForm, PublishForm, WithdrawForm
from qingyuan.publication.models import PublicAnswer
from qingyuan.publication.queries import answers as queries
from qingyuan.publication.views.found import Request, explain, missing

AT_MOST = 200
DRAFT, PUBLISH = "publication.draft_answer", "publication.publish_answer"
turns = Bucket(rate=20, burst=60)


@public
@require_safe
def public_answers(request: HttpRequest) -> HttpResponseBase:
    """What was published, for everybody: question, what was done, day. The same for whoever reads."""
    if not turns.take():
        return HttpResponse(status=503, headers={"Retry-After": "5"})
    return render(request, "publication/public.html", {"page": queries.public_page(clock.today())})


@needs(queries.SEE)
@require_GET
def desk(request: Request) -> HttpResponseBase:
    """What waits for an answer, for approval, and what is public."""
    at = clock.now()

    def can(permission: str, path: str) -> bool:
        return may(request.by, permission, at=at, path=path)

    rows = list(queries.answers(request.by, at=at).order_by("-drafted_at", "-pk")[:AT_MOST])
    waiting = queries.unanswered(request.by, at=at)[:AT_MOST]
    shown = {
        "waiting": [(one, can(DRAFT, one.matter.unit_path)) for one in waiting],
        "drafts": [
            (one, can(DRAFT, one.matter.unit_path), can(PUBLISH, one.matter.unit_path))
            for one in rows
            if one.published_at is None
        ],
        "told": [(one, can(PUBLISH, one.matter.unit_path)) for one in rows if one.published_at is not None],
    }
    return render(request, "publication/answers.html", shown)


def _tried(form: Form, act: Callable[[], object]) -> bool:
    try:
        act()
    except (Missing, Forbidden):
        raise
    except Refused as refusal:
        explain(form, refusal)
        return False
    return True


def _answer(request: Request, pk: int) -> PublicAnswer:
    found = queries.answers(request.by, at=clock.now()).filter(pk=pk).first()
    if found is None:
        raise missing()
    require(request.by, PUBLISH, at=clock.now(), path=found.matter.unit_path)
    return found


def _page(request: Request, form: Form, title: str, button: str, **more: object) -> HttpResponse:
    shown = {"form": form, "title": title, "button": button, **more}
    return render(request, "publication/answer.html", shown)


@needs(DRAFT)
@require_http_methods(["GET", "POST"])
def draft(request: Request, pk: int) -> HttpResponseBase:
    """Write what the public will read of one hot problem."""
    at = clock.now()
    hot = queries.hot_of(pk, request.by, at=at)
    if hot is None:
        raise missing()
    require(request.by, DRAFT, at=at, path=hot.matter.unit_path)
    standing = queries.answers(request.by, at=at).filter(matter=pk, withdrawn_at=None).first()
    first = {
        "question": standing.question if standing else hot.reason[:300],
        "done": standing.done if standing else hot.matter.effect[:1000],
    }
    form = PublicAnswerForm(request.POST or None, initial=first)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        if _tried(form, lambda: rules.draft_answer(matter_id=pk, **said, by=request.by, at=clock.now())):
            messages.success(request, _("已保存，等待第二人批准公开。"))
            return redirect("publication:answers")
    return _page(request, form, _("起草公开答复"), _("保存，送第二人批准"), hot=hot)


@needs(PUBLISH)
@require_http_methods(["GET", "POST"])
def publish(request: Request, pk: int) -> HttpResponseBase:
    """Read it once more as the public will, and approve it."""
    found = _answer(request, pk)
    form = PublishForm(request.POST or None, initial={"seen": found.drafted_at.isoformat()})
    if request.method == "POST" and form.is_valid():
        seen = _moment(form.cleaned_data["seen"]) or found.drafted_at
        cleared = form.cleaned_data["names_cleared"]

        def act() -> None:
            rules.publish_answer(
                answer_id=pk, names_cleared=cleared, seen=seen, by=request.by, at=clock.now()
            )

        if _tried(form, act):
            messages.success(request, _("已公开，没有账号的人也能看到。"))
            return redirect("publication:answers")
    return _page(request, form, _("批准公开"), _("批准公开"), answer=found)


def _moment(text: str) -> datetime | None:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return found if found.tzinfo else None


@needs(PUBLISH)
@require_http_methods(["GET", "POST"])
def withdraw(request: Request, pk: int) -> HttpResponseBase:
    """Take an answer off the public page."""
    found = _answer(request, pk)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        reason = form.cleaned_data["reason"]

        def act() -> None:
            rules.withdraw_answer(answer_id=pk, reason=reason, by=request.by, at=clock.now())

        if _tried(form, act):
            messages.success(request, _("已撤回，公开页面上不再显示。"))
            return redirect("publication:answers")
    return _page(request, form, _("撤回公开答复"), _("撤回"), answer=found)
