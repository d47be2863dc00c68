"""One matter on one page: where it stands, what is asked of the reader, all that is known, and its story."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from qingyuan.burden.api import cap
from qingyuan.burden.api import kinds as burden
from qingyuan.campaign.api import portfolio_leader
from qingyuan.kit import clock
from qingyuan.ledger import forms
from qingyuan.ledger.kinds import DO_BUTTONS, DO_CONFIRMS, DO_ICONS, DO_WORDS, Do
from qingyuan.ledger.policy import Calendar, Offers, offers
from qingyuan.ledger.queries import next_recheck, people_of, position, rows_of, story
from qingyuan.ledger.queries.matter import hot_of, open_extension
from qingyuan.ledger.shelves import mentions
from qingyuan.ledger.views.found import (
    Request,
    matter_of,
    people_within,
    person_address,
    rosters,
    unit_address,
    units_of,
)
from qingyuan.matters.api import Matter, Milestone, kinds, policy, rules, sources, visible
from qingyuan.org.api import needs

EVIDENCE = "evidence"
OWN_TEMPLATE = (Do.FIX, Do.CLOSE, Do.ANSWER)
Bound = Mapping[str, forms.MatterForm]


@needs("matters.see")
@require_GET
def matter(request: Request, pk: int) -> HttpResponseBase:
    """The page of a matter."""
    return shown(request, matter_of(request, pk))


def shown(request: Request, matter: Matter, bound: Bound | None = None) -> HttpResponse:
    """The page with one form for each thing on offer; ``bound``: the forms that were just refused."""
    at = clock.now()
    calendar = Calendar(clock.local_day(at))
    stands = position(matter, request.by, at=at, today=calendar.today)
    offered = offers(stands)
    bound = bound or {}
    lost = [
        form
        for name, form in bound.items()
        if name != EVIDENCE and name not in [*offered.asked, *offered.more]
    ]
    works = stands.may_work and matter.state == kinds.State.WORKING
    files, most = list(matter.evidence.all()), cap(burden.Cap.ATTACHMENTS)
    source = sources.get(matter.source)
    common = matter.common if matter.common_id and _sees(request, matter.common_id) else None
    words = {
        "matter": matter,
        "leader": matter.leader or portfolio_leader(matter.unit, at),
        "row": rows_of([matter], calendar)[0],
        "asked": _cards(request, matter, offered.asked, bound, at),
        "more": _cards(request, matter, offered.more, bound, at),
        "lost": lost,
        "against": _against(request, matter, offered, at),
        "stages_open": stands.stages_open and works,
        "files": files,
        "evidence_most": most,
        "evidence_form": _evidence(matter, bound, room=len(files) < most) if works else None,
        "works": works,
        "story": story(matter),
        "source": source.words if source else matter.source,
        "source_url": source.address(matter.source_ref) if source else "",
        "common": common,
        "recheck": next_recheck(matter),
        "today": calendar.today,
        "steps": _steps(matter),
        "state": matter.state,
        "next_words": _next_words(offered),
        "signing": Do.CLOSE in offered,
        "waiting": open_extension(matter),
        "hot": hot_of(matter),
        "mentions": [one for ask in mentions.values() for one in ask(matter, request.by, at)],
    }
    return render(request, "ledger/matter.html", words)


def _next_words(offered: Offers) -> str:
    """What is asked of the reader, in one sentence."""
    if Do.RESPOND in offered.asked:
        return _("群众反映强烈：先把正在怎么办告诉群众，再记在这里，不必等办完。")
    if Do.FIX in offered.asked:
        return _("请定责任人、定措施、定时限。三样定齐，才开始整改。")
    if Do.ANSWER in offered.asked:
        return _("责任人申请延期，请批复。")
    if Do.SUBMIT in offered.asked:
        return _("还没改好，填报进展；已经改好，上传佐证后申请销号。")
    if Do.MILESTONE in offered.asked:
        return _("长期坚持的事项，完成一个阶段目标就记一个。")
    if Do.CLOSE in offered.asked:
        return _("请核对整改结果：属实、有效的验收销号；还差什么的写明理由退回。")
    if Do.RECHECK in offered.asked:
        return _("到了回头看的时候：再去看一次，没有反弹就记下，反弹了会自动重新启动。")
    return ""


def _sees(request: Request, pk: int) -> bool:
    return visible(request.by, at=clock.now()).filter(pk=pk).exists()


def _steps(matter: Matter) -> list[tuple[str, str]]:
    """The way of a matter, and how far it has come: done, here or nothing."""
    way = [kinds.State.REGISTERED, kinds.State.WORKING, kinds.State.SUBMITTED, kinds.State.CLOSED]
    names = [kinds.ACT_WORDS[kinds.Act.REGISTER], kinds.ACT_WORDS[kinds.Act.FIX]]
    names += [kinds.STATE_WORDS[kinds.State.WORKING], kinds.STATE_WORDS[kinds.State.SUBMITTED]]
    names += [kinds.STATE_WORDS[kinds.State.CLOSED]]
    if matter.state == kinds.State.VOID:
        return []
    at = way.index(kinds.State(matter.state)) + 1
    marks = ["done" if place < at or at == len(way) else "here" if place == at else "" for place in range(5)]
    return [(str(name), mark) for name, mark in zip(names, marks, strict=True)]


def _against(request: Request, matter: Matter, offered: Offers, at: datetime) -> list[str]:
    """Why this person cannot sign the matter off, said before he tries."""
    if Do.CLOSE not in offered:
        return []
    asked_in_form = ("review_note", "reviewer")
    problems = rules.against_closing(matter, by=request.by, at=at)
    return [str(reason) for reason in problems if reason.field not in asked_in_form]


def _cards(
    request: Request, matter: Matter, offered: tuple[Do, ...], bound: Bound, at: datetime
) -> list[dict[str, object]]:
    """What a page draws for each thing on offer: its words, icon, form, and whether it stands open."""
    refused = [do for do in offered if do in bound]
    cards: list[dict[str, object]] = []
    for place, do in enumerate(offered):
        form = bound.get(do) or form_for(request, do, matter, at)
        first = (
            place == 0
            and not refused
            and do in (Do.RESPOND, Do.FIX, Do.PROGRESS, Do.CLOSE, Do.ANSWER, Do.RECHECK)
        )
        cards.append(
            {
                "do": do.value,
                "words": DO_WORDS[do],
                "icon": DO_ICONS[do],
                "form": form,
                "button": DO_BUTTONS[do],
                "confirm": DO_CONFIRMS.get(do, ""),
                "action": _action(matter, do),
                "template": f"ledger/acts/{do.value if do in OWN_TEMPLATE else 'plain'}.html",
                "open": do in refused or first,
            }
        )
    return cards


def _action(matter: Matter, do: Do) -> str:
    """The address that the form of an act is sent to."""
    if do is Do.RECHECK and (planned := next_recheck(matter)) is not None:
        return reverse("ledger:recheck", args=[matter.pk, planned.pk])
    return reverse(f"ledger:{do.value}", args=[matter.pk])


def _evidence(matter: Matter, bound: Bound, *, room: bool) -> forms.MatterForm | None:
    if EVIDENCE in bound:
        return bound[EVIDENCE]
    if not room:
        return None
    return forms.EvidenceForm(name=EVIDENCE, initial={"version": matter.version})


def form_for(request: Request, do: Do, matter: Matter, at: datetime, data: object = None) -> forms.MatterForm:
    """The form of one act on one matter, empty or with what was sent."""
    start: dict[str, object] = {"version": matter.version}
    given: dict[str, Any] = {"name": do.value, "data": data}
    unit = matter.unit
    if do is Do.FIX:
        start |= {
            "measures": matter.measures,
            "criterion": matter.criterion,
            "owner": matter.owner,
            "due_on": matter.due_on
            or policy.proposed_deadline(kinds.Kind(matter.kind), max(matter.opened_on, clock.local_day(at))),
        }
        people = people_of(unit.path, clock.local_day(at))
        given |= {"ask": rosters(request, at), "address": person_address(unit=unit)}
        return forms.FixForm(people=people, initial=start, **given)
    if do is Do.SUBMIT:
        kept = ("effect", "cause", "cause_words", "rule_change", "rule_words")
        start |= {name: getattr(matter, name) for name in kept}
        start["ground"] = matter.ground or kinds.Ground.FIXED
        return forms.SubmitForm(initial=start, **given)
    if do is Do.CLOSE:
        again = matter.ground == kinds.Ground.ALREADY_INVESTIGATED
        return forms.CloseForm(
            people=people_within(request.by, "matters.close", at),
            address=person_address(permission="matters.close"),
            again=again,
            initial=start | {"breach": matter.breach},
            **given,
        )
    if do is Do.REASSIGN:
        start |= {"unit": unit}
        return forms.ReassignForm(
            units=units_of(request, "matters.fix"),
            people=people_within(request.by, "matters.fix", at),
            unit_address=unit_address("matters.fix"),
            address=person_address(permission="matters.fix"),
            initial=start,
            **given,
        )
    if do is Do.MILESTONE:
        stages = Milestone.objects.filter(matter=matter, met_at__isnull=True)
        return forms.MilestoneForm(stages=stages, initial=start, **given)
    if do is Do.EXTEND:
        later = matter.due_on + timedelta(days=1) if matter.due_on else None
        ask = rosters(request, at, not_before=later)
        return forms.ExtendForm(owner=matter.owner, ask=ask, initial=start, **given)
    plain: dict[Do, type[forms.MatterForm]] = {
        Do.PROGRESS: forms.ProgressForm,
        Do.RETURN: forms.ReturnForm,
        Do.ANSWER: forms.AnswerForm,
        Do.REOPEN: forms.ReopenForm,
        Do.VOID: forms.VoidForm,
        Do.RECHECK: forms.RecheckForm,
        Do.RESPOND: forms.RespondForm,
        Do.MARK_HOT: forms.HotForm,
    }
    return plain[do](initial=start, **given)
