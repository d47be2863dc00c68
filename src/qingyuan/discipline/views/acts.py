"""What can be done to a lead, each on a page of one form; and which of it is offered where the lead stands."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms import Form
from django.http import HttpResponseBase
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from qingyuan.discipline.forms import handling as people_forms
from qingyuan.discipline.forms import leads as forms
from qingyuan.discipline.forms.fields import among
from qingyuan.discipline.kinds import Decided, DisposalKind, Result
from qingyuan.discipline.models import Lead, Report
from qingyuan.discipline.queries import leads as queries
from qingyuan.discipline.queries import people
from qingyuan.discipline.rules import clocks, disposal, handling, leads
from qingyuan.discipline.views.found import Request, asked, lead_of
from qingyuan.kit import clock
from qingyuan.kit.endings import gone, tried
from qingyuan.kit.words import Words, _
from qingyuan.matters.api import kinds
from qingyuan.matters.api import policy as matters
from qingyuan.org.api import Person, Unit, needs

Said = dict[str, Any]
Make = Callable[[Request, Lead, Any], Form]
Do = Callable[[Lead, Said, Person, datetime], object]


@dataclass(frozen=True)
class Act:
    """One act: what its button says, its form, its rule, and what is said when it is done."""

    name: str
    words: Words
    make: Make
    do: Do
    done: Words
    icon: str = "circle-dot"


def _plain(kind: type[Form]) -> Make:
    return lambda _request, _lead, data: kind(data)


def _with_people(kind: type[Form], field: str, *, named: bool = False, team: bool = False) -> Make:
    """A form in which one is chosen of those who may handle, of those named, or of the team."""

    def make(request: Request, lead: Lead, data: Any) -> Form:
        form = kind(data)
        rows = people.named(lead) if named else people.able(lead, clock.now())
        if team:
            members = lead.members.filter(recused_at__isnull=True).values("person")
            rows = Person.objects.filter(pk__in=members)
        among(form, field, rows)
        return form

    return make


def _accept(request: Request, lead: Lead, data: Any) -> Form:
    due = matters.proposed_deadline(kinds.Kind.LEAD, lead.received_on)
    form = forms.AcceptForm(data, initial={"due_on": due})
    among(form, "handler", people.able(lead, clock.now()))
    return form


def _event(request: Request, lead: Lead, data: Any) -> Form:
    return forms.EventForm(data, events=queries.notable(lead), initial={"on": clock.today()})


def _extendable(lead: Lead) -> list[tuple[str, str]]:
    shown = queries.readings([lead], clock.today())[lead.pk]
    used = set(lead.more_time.values_list("clock", flat=True))
    running = [one for one in shown if one.reading.running and one.clock.more]
    return [(one.clock.code, str(one.clock)) for one in running if one.clock.code not in used]


def _more_time(request: Request, lead: Lead, data: Any) -> Form:
    return forms.MoreTimeForm(data, clocks=_extendable(lead))


def _clear(request: Request, lead: Lead, data: Any) -> Form:
    form = people_forms.ClearForm(data)
    among(form, "person", people.named(lead))
    units = lead.matter.namings.filter(unit__isnull=False).values("unit")
    among(form, "unit", Unit.objects.filter(pk__in=units))
    return form


def _decide(rule: Callable[..., object]) -> Do:
    return lambda lead, said, by, at: rule(
        lead_id=lead.pk, approve=said["answer"] == "yes", words=said["words"], by=by, at=at
    )


def _rule(rule: Callable[..., object]) -> Do:
    return lambda lead, said, by, at: rule(lead_id=lead.pk, by=by, at=at, **said)


ACTS: tuple[Act, ...] = (
    Act("accept", _("受理并明确承办人"), _accept, _rule(leads.accept_lead), _("已受理。"), "user-check"),
    Act(
        "note_event",
        _("记录告知或谈话函询"),
        _event,
        _rule(leads.note_event),
        _("已记录。"),
        "message-square",
    ),
    Act(
        "propose",
        _("提出处置意见"),
        _plain(forms.DisposalForm),
        _rule(disposal.propose_disposal),
        _("处置意见已提出，等第二人批准。"),
        "split",
    ),
    Act(
        "decide",
        _("批准或退回处置意见"),
        _plain(forms.DecideForm),
        _decide(disposal.decide_disposal),
        _("已批复。"),
        "stamp",
    ),
    Act(
        "join",
        _("组成核查组"),
        _with_people(forms.MemberForm, "person"),
        _rule(disposal.join_team),
        _("已加入核查组。"),
        "users",
    ),
    Act(
        "recuse",
        _("登记回避"),
        _with_people(forms.RecuseForm, "person", team=True),
        _rule(disposal.recuse_member),
        _("已登记回避。"),
        "user-x",
    ),
    Act(
        "report",
        _("提交核实报告"),
        _plain(forms.ReportForm),
        _rule(disposal.submit_report),
        _("报告已提交，等第二人批准。"),
        "file-text",
    ),
    Act(
        "conclude",
        _("批准或退回核实结论"),
        _plain(forms.DecideForm),
        _decide(disposal.decide_report),
        _("已批复。"),
        "stamp",
    ),
    Act(
        "handle",
        _("提出处理意见"),
        _with_people(people_forms.HandlingForm, "person", named=True),
        _rule(handling.propose_handling),
        _("处理意见已提出；决定之前先听取本人陈述申辩。"),
        "gavel",
    ),
    Act(
        "clear",
        _("澄清正名"),
        _clear,
        _rule(handling.clear_name),
        _("已登记澄清，可以下载通知书。"),
        "badge-check",
    ),
    Act(
        "propose_false_report",
        _("提请认定诬告陷害"),
        _plain(people_forms.FalseReportForm),
        _rule(disposal.propose_false_report),
        _("已提请，等设区的市级以上机关批准。"),
        "file-warning",
    ),
    Act(
        "determine_false_report",
        _("批准或退回诬告陷害认定"),
        _plain(forms.DecideForm),
        _decide(disposal.determine_false_report),
        _("已批复。"),
        "stamp",
    ),
    Act(
        "ask_time",
        _("申请延长时限"),
        _more_time,
        _rule(clocks.ask_more_time),
        _("已申请，等第二人批准。"),
        "calendar-plus",
    ),
    Act(
        "answer_time",
        _("批复延长申请"),
        _plain(forms.AnswerTimeForm),
        _rule(clocks.answer_more_time),
        _("已批复。"),
        "stamp",
    ),
    Act(
        "ask_close",
        _("申请办结"),
        _plain(forms.AskClosingForm),
        _rule(disposal.ask_closing),
        _("已申请办结，等单位以外的第二人验收。"),
        "send",
    ),
    Act(
        "close",
        _("验收办结"),
        _with_people(forms.CloseForm, "reviewer"),
        _rule(disposal.close_lead),
        _("已办结。"),
        "circle-check",
    ),
    Act("return", _("退回"), _plain(forms.ReasonForm), _rule(disposal.return_lead), _("已退回。"), "undo-2"),
    Act(
        "reopen",
        _("重新启动核查"),
        _plain(forms.ReasonForm),
        _rule(disposal.reopen_lead),
        _("已重新启动。"),
        "rotate-ccw",
    ),
    Act(
        "transfer",
        _("转出"),
        _plain(forms.TransferForm),
        _rule(leads.transfer_lead),
        _("已转出。"),
        "forward",
    ),
)
BY_NAME = {act.name: act for act in ACTS}


def page(name: str) -> Callable[..., HttpResponseBase]:
    """The page of one act."""
    act = BY_NAME[name]

    @needs("discipline.handle_lead")
    @require_http_methods(["GET", "POST"])
    def shown(request: Request, pk: int) -> HttpResponseBase:
        lead = lead_of(request, pk)
        form = act.make(request, lead, request.POST if request.method == "POST" else None)
        back = reverse("discipline:lead", args=[pk])
        if request.method == "POST" and form.is_valid():
            at = clock.now()
            if tried(form, lambda: act.do(lead, form.cleaned_data, request.by, at)):
                return gone(request, act.done, back)
        return asked(
            request, form, title=act.words, button=act.words, back=back,
            lead=lead.matter.statement[:60], trail=lead.matter.number,
        )  # fmt: skip

    return shown


def _unfounded(lead: Lead, by: Person, ended: Report | None) -> list[str]:
    """What follows where nothing was found: a name is cleared; a false report is proposed, and determined."""
    if ended is None or ended.result != Result.UNFOUNDED:
        return []
    said = lead.false_reports.exclude(state=Decided.RETURNED).first()
    if said is None:
        return ["clear", "propose_false_report"]
    waits = said.state == Decided.PROPOSED and by.pk not in (said.by_id, lead.matter.owner_id)
    return ["clear", "determine_false_report"] if waits else ["clear"]


def offered(lead: Lead, by: Person, at: datetime) -> list[Act]:
    """The acts that fit where the lead stands and who looks, in the order of the work."""
    matter, names = lead.matter, []
    state = matter.state
    owns = matter.owner_id == by.pk
    waits = lead.disposals.filter(state=Decided.PROPOSED).first()
    agreed = lead.disposals.filter(state=Decided.APPROVED).last()
    report = lead.reports.filter(state=Decided.PROPOSED).first()
    ended = lead.reports.filter(state=Decided.APPROVED).last()
    team = lead.members.filter(recused_at__isnull=True)
    in_team = team.filter(person=by).exists()
    if state == kinds.State.REGISTERED:
        names = ["accept", "transfer"]
    elif state == kinds.State.WORKING:
        if waits is None:
            names.append("propose")
        elif by.pk not in (waits.by_id, matter.owner_id) and not in_team:
            names.append("decide")
        if agreed is not None and agreed.kind in (DisposalKind.TALK, DisposalKind.VERIFY):
            if report is None and ended is None:
                names.append("join")
                if owns or in_team:
                    names.append("report")
            elif report is not None and by.pk not in (report.by_id, matter.owner_id) and not in_team:
                names.append("conclude")
        if team.exists():
            names.append("recuse")
        if ended is not None and ended.result in (Result.FOUNDED, Result.PARTLY):
            names.append("handle")
        names += _unfounded(lead, by, ended)
        if agreed is not None and (owns or ended is not None):
            names.append("ask_close")
        names.append("transfer")
    elif state == kinds.State.SUBMITTED:
        names = ["close", "return"]
    elif state == kinds.State.CLOSED:
        names = ["reopen", *_unfounded(lead, by, ended)]
    if state != kinds.State.VOID:
        names.insert(1, "note_event")
        asked_for = lead.more_time.filter(answer="").first()
        if asked_for is not None and by.pk not in (asked_for.by_id, matter.owner_id):
            names.append("answer_time")
        elif asked_for is None and _extendable(lead):
            names.append("ask_time")
    return [BY_NAME[name] for name in names]


__all__ = ["ACTS", "offered", "page"]
