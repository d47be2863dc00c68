"""Sessions: the list of a branch, one session with its attendance, the screen's code, one's own."""

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from qingyuan.burden.api import measure, opening, stopped
from qingyuan.kit import clock, paging
from qingyuan.kit.clock import local_day
from qingyuan.kit.endings import asked_for, gone, pressed, tried
from qingyuan.org.api import needs
from qingyuan.study.errors import missing
from qingyuan.study.forms.plans import AttendanceForm, CancelForm, CodeForm, MakeUpForm, SessionsForm
from qingyuan.study.kinds import EXCUSED, SessionState
from qingyuan.study.models import Attendance, Session
from qingyuan.study.queries import sessions as queries
from qingyuan.study.queries.places import RECORD
from qingyuan.study.rules import sessions as rules
from qingyuan.study.views.found import Request, campaign_of

ORDER = ["-day", "-pk"]


@needs(RECORD)
@require_GET
def sessions(request: Request) -> HttpResponseBase:
    """The sessions that one records: those that wait first of all."""
    at = clock.now()
    campaign = campaign_of(request)
    rows = queries.recordable(request.by, at=at).filter(campaign=campaign)
    form = SessionsForm(request.GET, campaign=campaign)
    said = form.cleaned_data if form.is_valid() else {}
    waiting = rows.filter(state=SessionState.PLANNED, starts_at__lte=at)
    if said.get("node"):
        rows = rows.filter(node__in=[said["node"].pk, *said["node"].below.values_list("pk", flat=True)])
    if said.get("state") == "waiting":
        rows = rows.filter(state=SessionState.PLANNED, starts_at__lte=at)
    elif said.get("state") == "make_up":
        rows = queries.with_open_make_ups(rows)
    elif said.get("state"):
        rows = rows.filter(state=said["state"])
    page = paging.page(rows, ORDER, after=request.GET.get("after", ""), before=request.GET.get("before", ""))
    shown = {
        "form": form,
        "page": page,
        "waiting": waiting.count(),
        "now": at,
        "filtered": any(said.values()),
    }
    return render(request, "study/sessions.html", shown)


def _session(request: Request, pk: int, *, record: bool = False) -> Session:
    rows = (queries.recordable if record else queries.visible)(request.by, at=clock.now())
    found: Session | None = rows.filter(pk=pk).first()
    if found is None:
        raise missing()
    return found


@needs("study.see")
@require_http_methods(["GET", "POST"])
def session(request: Request, pk: int) -> HttpResponseBase:
    """One session: who records it has the list of members, who counts it the figures, a member his own line."""
    at, by = clock.now(), request.by
    found = _session(request, pk)
    records = queries.recordable(by, at=at).filter(pk=pk).exists()
    stop = stopped(RECORD, at=at) if records else None
    members = queries.expected(found, at=at) if records and found.state != SessionState.CANCELLED else []
    form = AttendanceForm(request.POST or None, members=members, initial={"words": found.note})
    if request.method == "POST":
        if not records:
            raise missing()
        if (
            stop is None
            and form.is_valid()
            and tried(
                form,
                lambda: rules.record_session(
                    session_id=pk, states=form.states, words=form.cleaned_data["words"], by=by, at=at
                ),
            )
        ):
            measure(form=RECORD, stamp=request.POST.get("opened", ""), by=by, at=at)
            return gone(request, _("已登记。"), reverse("study:session", args=[pk]))
    member = found.branch_id == by.branch_id
    roster = queries.rosters([found], [by.pk])[found.pk] if member else {}
    shown = {
        "session": found,
        "records": records,
        "stop": stop,
        "opened": request.POST.get("opened") or opening(form=RECORD, by=by, at=at),
        "counts": records or queries.counted(by, at=at).filter(pk=pk).exists(),
        "form": form,
        "rows": [(one, form[f"p{one.person.pk}"]) for one in members],
        "begun": found.starts_at <= at,
        "screen": records and found.state == SessionState.PLANNED and found.day == local_day(at),
        "to_make_up": [one for one in members if one.state in EXCUSED and not one.made_up_on],
        "make_up": MakeUpForm(initial={"on": local_day(at)}),
        "member": member,
        "own": Attendance.objects.filter(session=found, person=by).first() if member else None,
        "freed": roster.get(by.pk),
        "can_sign": member
        and by.pk not in roster
        and found.state == SessionState.PLANNED
        and found.day == local_day(at),
        "signed": member and found.sign_ins.filter(person=by).exists(),
    }
    return render(request, "study/session.html", shown)


@needs(RECORD)
@require_GET
def screen(request: Request, pk: int) -> HttpResponseBase:
    """The code for the room's screen; the page renews itself with each minute."""
    at = clock.now()
    found = _session(request, pk, record=True)
    if found.state != SessionState.PLANNED or found.day != local_day(at):
        raise missing()
    code = queries.code(found, at)
    left = int(queries.STEP.total_seconds() - at.timestamp() % queries.STEP.total_seconds())
    shown = {"session": found, "code": f"{code[:3]} {code[3:]}", "signed": found.sign_ins.count()}
    answer = render(request, "study/screen.html", shown)
    answer.headers["Refresh"] = str(left + 1)
    return answer


@needs("study.attend")
@require_http_methods(["GET", "POST"])
def sign(request: Request, pk: int) -> HttpResponseBase:
    """Type the code of the screen."""
    found = _session(request, pk)
    form = CodeForm(request.POST or None)
    back = reverse("study:session", args=[pk])
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        if tried(form, lambda: rules.sign_in(session_id=pk, code=code, by=request.by, at=clock.now())):
            return gone(request, _("已签到，最后以支部登记为准。"), back)
    return asked_for(
        request,
        form,
        title=_("输入屏幕上的数字"),
        button=_("签到"),
        back=back,
        trail=str(found),
        lead=_("这串数字只说明您在这一两分钟里看到了屏幕，不证明本人到场；是否到场由支部登记。"),
    )


@needs(RECORD)
@require_POST
def make_up(request: Request, pk: int) -> HttpResponseBase:
    """Note who has made up what he missed."""
    form = MakeUpForm(request.POST)
    _session(request, pk, record=True)
    back = reverse("study:session", args=[pk])
    chosen = [int(one) for one in request.POST.getlist("person") if one.isdecimal() and len(one) < 19]
    if not form.is_valid() or not chosen:
        return gone(request, _("没有选人，什么都没有改。"), back)
    on = form.cleaned_data["on"]
    return pressed(
        request,
        lambda: rules.make_up(made={pk: chosen}, on=on, by=request.by, at=clock.now()),
        _("已记为补学。"),
        back,
    )


@needs(RECORD)
@require_http_methods(["GET", "POST"])
def cancel(request: Request, pk: int) -> HttpResponseBase:
    """Say that a session is not held, and why."""
    found = _session(request, pk, record=True)
    form = CancelForm(request.POST or None)
    back = reverse("study:session", args=[pk])
    if request.method == "POST" and form.is_valid():
        why = form.cleaned_data["why"]
        if tried(form, lambda: rules.cancel_session(session_id=pk, why=why, by=request.by, at=clock.now())):
            return gone(request, _("已取消，没有人因此缺席。"), back)
    return asked_for(
        request, form, title=_("取消这次学习"), button=_("取消学习"), back=back, trail=str(found)
    )


@needs("study.attend")
@require_GET
def mine(request: Request) -> HttpResponseBase:
    """A member's own sessions of the next days and what he has to make up."""
    at = clock.now()
    shown = {"own": queries.own(request.by, at=at), "today": local_day(at), "branch": request.by.branch}
    return render(request, "study/mine.html", shown)
