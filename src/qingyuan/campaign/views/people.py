"""Responsibility, the leading group, meetings, contact points."""

from functools import partial
from typing import Any

from django.db.models import Prefetch, Q
from django.forms import Form
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.forms.people import (
    ContactForm,
    DecisionForm,
    EndForm,
    GroupForm,
    MeetingForm,
    MemberForm,
    ResponsibilityForm,
    SectionForm,
    ShowForm,
    VisitForm,
)
from qingyuan.campaign.kinds import Duty, Followable, MeetingKind, MemberRole, SectionKind
from qingyuan.campaign.models import ContactPoint, GroupMember, LeadingGroup, Meeting, Responsibility, Visit
from qingyuan.campaign.queries import people as asked
from qingyuan.campaign.queries.followed import followed
from qingyuan.campaign.queries.frame import units_of
from qingyuan.campaign.rules import contacts as points
from qingyuan.campaign.rules import people
from qingyuan.campaign.views.desk import Desk, missing, page
from qingyuan.kit import paging
from qingyuan.org.api import Unit, queries


def _inside(desk: Desk, permission: str) -> Any:
    """Units of the campaign where the person may do this."""
    inside = Q(path__startswith=desk.campaign.unit.path)
    return Unit.objects.filter(inside, desk.scope(permission, path="path")).order_by("path")


def _narrow(desk: Desk, form: Form, permission: str, *units: str) -> None:
    """Offer only units within reach, and only people of the campaign."""
    for name in units:
        form.fields[name].queryset = _inside(desk, permission)  # type: ignore[attr-defined]
    for field in form.fields.values():
        if hasattr(field, "of"):
            field.of(desk.campaign.unit, desk.scope(permission, path="posts__unit__path"))


@page("campaign.see_work")
def responsibility(desk: Desk) -> HttpResponse:
    """Units and who is responsible for them: the campaign's own unit is for all to see."""
    seen = desk.scope("campaign.see_work", path="path") | Q(pk=desk.campaign.unit_id)
    lines = asked.responsibility_matrix(desk.campaign, seen, desk.on)
    return desk.show(
        "responsibility",
        "responsibility",
        lines=lines,
        without=sum(line.first is None for line in lines),
        can_assign=desk.may("campaign.assign_responsibility"),
        can_end=desk.may("campaign.end_responsibility"),
    )


@page("campaign.assign_responsibility", kind="form", here=True)
def responsibility_assign(desk: Desk) -> HttpResponse:
    initial = {
        "unit": desk.request.GET.get("unit"),
        "from_on": desk.on,
        "kind": desk.request.GET.get("kind", "first"),
    }
    form = ResponsibilityForm(desk.request.POST or None, initial=initial)
    _narrow(desk, form, "campaign.assign_responsibility", "unit")
    form.fields["covers"].queryset = units_of(desk.campaign)  # type: ignore[attr-defined]
    return desk.ask(
        form,
        lambda data: people.assign_responsibility(
            campaign=desk.campaign,
            **{**data, "kind": Duty(data["kind"]), "covers": list(data["covers"])},
            by=desk.by,
            at=desk.at,
        ),
        tab="responsibility",
        title=_("明确责任人"),
        to=desk.url("responsibility"),
        done=_("已明确"),
    )


@page("campaign.end_responsibility", kind="form", thing=Responsibility, sight="unit__path")
def responsibility_end(desk: Desk, row: Responsibility) -> HttpResponse:
    return desk.ask(
        EndForm(desk.request.POST or None, initial={"to_on": desk.on}),
        lambda data: people.end_responsibility(
            responsibility=row, to_on=data["to_on"], by=desk.by, at=desk.at
        ),
        tab="responsibility",
        title=_("结束责任"),
        lead=f"{row.unit} · {row.person}",
        to=desk.url("responsibility"),
        done=_("已结束"),
    )


@page("campaign.see_work")
def group(desk: Desk) -> HttpResponse:
    """The leading group with office, groups and teams, and everybody who sat in it before."""
    groups = list(
        desk.campaign.groups.filter(desk.scope("campaign.see_work") | Q(unit=desk.campaign.unit_id))
        .select_related("unit")
        .order_by("unit__path")
    )
    chosen = desk.request.GET.get("group", "")
    first = next((g for g in groups if str(g.pk) == chosen), groups[0] if groups else None)
    found = asked.group_of(desk.campaign, first.unit) if first else None
    members = list(found.members.all()) if found else []
    now = [m for m in members if m.from_on <= desk.on and (m.to_on is None or m.to_on >= desk.on)]
    turn = {role: n for n, role in enumerate(MemberRole)}
    now.sort(key=lambda m: (turn[MemberRole(m.role)], m.from_on, m.pk))
    return desk.show(
        "group",
        "group",
        groups=groups,
        group=found,
        own=[m for m in now if m.section_id is None],
        sections=[(s, [m for m in now if m.section_id == s.pk]) for s in found.sections.all()]
        if found
        else [],
        past=[m for m in members if m.to_on is not None and m.to_on < desk.on],
        names={s.pk: s for s in found.sections.all()} if found else {},
        can_join=found is not None and desk.may("campaign.join_group", found.unit),
        can_set_up=desk.may("campaign.set_up_group"),
    )


@page("campaign.set_up_group", kind="form", here=True)
def group_set_up(desk: Desk) -> HttpResponse:
    form = GroupForm(desk.request.POST or None)
    _narrow(desk, form, "campaign.set_up_group", "unit")
    return desk.ask(
        form,
        lambda data: people.set_up_group(campaign=desk.campaign, **data, by=desk.by, at=desk.at),
        tab="group",
        title=_("设立领导小组"),
        to=desk.url("group"),
        done=_("已设立"),
    )


@page("campaign.join_group", kind="form", thing=LeadingGroup, sight="unit__path")
def member_join(desk: Desk, group: LeadingGroup) -> HttpResponse:
    initial = {"from_on": desk.on, "section": desk.request.GET.get("section")}
    form = MemberForm(desk.request.POST or None, initial=initial)
    _narrow(desk, form, "campaign.join_group")
    form.fields["section"].queryset = group.sections.order_by("order")  # type: ignore[attr-defined]
    return desk.ask(
        form,
        lambda data: people.join_group(
            group=group, **{**data, "role": MemberRole(data["role"])}, by=desk.by, at=desk.at
        ),
        tab="group",
        title=_("增加成员"),
        lead=group.label,
        to=desk.url("group"),
        done=_("已增加"),
    )


@page(
    "campaign.leave_group",
    kind="form",
    thing=GroupMember,
    campaign="group__campaign",
    sight="group__unit__path",
)
def member_leave(desk: Desk, member: GroupMember) -> HttpResponse:
    return desk.ask(
        EndForm(desk.request.POST or None, initial={"to_on": desk.on}),
        lambda data: people.leave_group(member=member, to_on=data["to_on"], by=desk.by, at=desk.at),
        tab="group",
        title=_("成员离任"),
        lead=member.person.name,
        to=desk.url("group"),
        done=_("已办理，任职经历保留"),
    )


@page("campaign.set_up_group", kind="form", thing=LeadingGroup, sight="unit__path")
def section_add(desk: Desk, group: LeadingGroup) -> HttpResponse:
    return desk.ask(
        SectionForm(desk.request.POST or None),
        lambda data: people.add_section(
            group=group, name=data["name"], kind=SectionKind(data["kind"]), by=desk.by, at=desk.at
        ),
        tab="group",
        title=_("增加工作组或专班"),
        lead=group.label,
        to=desk.url("group"),
        done=_("已增加"),
    )


@page("campaign.see_work")
def meetings(desk: Desk) -> HttpResponse:
    """The meetings of the campaign's unit and of the units in sight."""
    rows = desk.campaign.meetings.filter(desk.scope("campaign.see_work") | Q(unit=desk.campaign.unit_id))
    rows = rows.select_related("unit").prefetch_related("decisions")
    cursors = {name: desk.request.GET.get(name, "") for name in ("after", "before")}
    found = paging.page(rows, ["-held_at", "-pk"], **cursors, size=30)
    return desk.show("meetings", "meetings", page=found, can_hold=desk.may("campaign.hold_meeting"))


@page("campaign.see_work", thing=Meeting)
def meeting(desk: Desk, meeting: Meeting) -> HttpResponse:
    if meeting.unit_id != desk.campaign.unit_id and not desk.may_see("campaign.see_work", meeting.unit):
        raise missing()
    decisions = list(meeting.decisions.select_related("unit", "person"))
    became = followed(Followable.DECISION, [decision.pk for decision in decisions], by=desk.by, at=desk.at)
    return desk.show(
        "meeting",
        "meetings",
        meeting=meeting,
        decisions=[(decision, became.get(decision.pk)) for decision in decisions],
        can_decide=desk.may("campaign.hold_meeting", meeting.unit),
    )


@page("campaign.hold_meeting", kind="form", here=True)
def meeting_hold(desk: Desk) -> HttpResponse:
    form = MeetingForm(desk.request.POST or None, initial={"unit": desk.campaign.unit})
    _narrow(desk, form, "campaign.hold_meeting", "unit")
    return desk.ask(
        form,
        lambda data: people.hold_meeting(
            campaign=desk.campaign, **{**data, "kind": MeetingKind(data["kind"])}, by=desk.by, at=desk.at
        ),
        tab="meetings",
        title=_("记录会议"),
        lead=_("保存后再逐条记录议定事项，每条会成为有责任单位、有时限的事项。"),
        to=desk.url("meetings"),
        done=_("已记录"),
    )


@page("campaign.hold_meeting", kind="form", thing=Meeting, sight="unit__path")
def decision_add(desk: Desk, meeting: Meeting) -> HttpResponse:
    ask = partial(queries.duty_doubts, by=desk.by, at=desk.at)
    form = DecisionForm(desk.request.POST or None, ask=ask)
    _narrow(desk, form, "campaign.hold_meeting", "unit")
    return desk.ask(
        form,
        lambda data: people.add_decision(
            meeting=meeting, resolved=people.Resolved(**data), by=desk.by, at=desk.at
        ),
        tab="meetings",
        title=_("记录议定事项"),
        lead=meeting.title,
        to=desk.url("meeting", meeting.pk),
        done=_("已记录，并已转为待办事项"),
    )


@page("campaign.see")
def contacts(desk: Desk) -> HttpResponse:
    """Which leader looks after which unit; visits are shown for what they found, never as a score."""
    rows = asked.contact_points(desk.campaign).filter(desk.scope("campaign.see_work") | Q(leader=desk.by.pk))
    points = list(rows)
    now = [p for p in points if p.to_on is None or p.to_on >= desk.on]
    return desk.show(
        "contacts",
        "contacts",
        points=now,
        past=[p for p in points if p not in now],
        leaders=len({p.leader_id for p in now}),
        units=len({p.unit_id for p in now}),
        can_set=desk.may("campaign.set_contact_point"),
    )


@page("campaign.see", thing=ContactPoint)
def contact(desk: Desk, contact: ContactPoint) -> HttpResponse:
    if contact.leader_id != desk.by.pk and not desk.may_see("campaign.see_work", contact.unit):
        raise missing()
    recorded = Prefetch("visits", Visit.objects.select_related("recorded_by").order_by("-visited_on", "-pk"))
    found = (
        ContactPoint.objects.select_related("leader", "unit").prefetch_related(recorded).get(pk=contact.pk)
    )
    visits = list(found.visits.all())
    became = followed(
        Followable.VISIT, [visit.pk for visit in visits if visit.finding], by=desk.by, at=desk.at
    )
    own = contact.leader_id == desk.by.pk and desk.campaign.ended_at is None
    return desk.show(
        "contact",
        "contacts",
        contact=found,
        visits=[(visit, became.get(visit.pk)) for visit in visits],
        can_visit=own or desk.may("campaign.record_visit", contact.unit),
        can_show=desk.may("campaign.show_contact_point"),
        can_end=desk.may("campaign.end_contact_point", contact.unit) and contact.to_on is None,
    )


@page("campaign.set_contact_point", kind="form", here=True)
def contact_set(desk: Desk) -> HttpResponse:
    form = ContactForm(desk.request.POST or None, initial={"from_on": desk.on})
    _narrow(desk, form, "campaign.set_contact_point", "unit")
    return desk.ask(
        form,
        lambda data: points.set_contact_point(campaign=desk.campaign, **data, by=desk.by, at=desk.at),
        tab="contacts",
        title=_("确定联系点"),
        to=desk.url("contacts"),
        done=_("已确定"),
    )


@page("campaign.end_contact_point", kind="form", thing=ContactPoint, sight="unit__path")
def contact_end(desk: Desk, contact: ContactPoint) -> HttpResponse:
    return desk.ask(
        EndForm(desk.request.POST or None, initial={"to_on": desk.on}),
        lambda data: points.end_contact_point(contact=contact, to_on=data["to_on"], by=desk.by, at=desk.at),
        tab="contacts",
        title=_("结束联系点"),
        lead=f"{contact.leader} · {contact.unit}",
        to=desk.url("contacts"),
        done=_("已结束，走访记录保留"),
    )


@page("campaign.see", kind="form", thing=ContactPoint)
def visit_record(desk: Desk, contact: ContactPoint) -> HttpResponse:
    """The leader's own page: it asks for campaign.see, and for the visit itself as the owner."""
    own = contact.leader_id == desk.by.pk
    if not own and not desk.may_see("campaign.see_work", contact.unit):
        raise missing()
    desk.require("campaign.record_visit", contact.unit, own=own)
    return desk.ask(
        VisitForm(desk.request.POST or None, initial={"visited_on": desk.on}),
        lambda data: points.record_visit(contact=contact, **data, by=desk.by, at=desk.at),
        tab="contacts",
        title=_("记录走访"),
        lead=f"{contact.leader} · {contact.unit}",
        to=desk.url("contact", contact.pk),
        done=_("已记录"),
    )


@page("campaign.show_contact_point", kind="form", thing=ContactPoint, here=True, sight="unit__path")
def contact_show(desk: Desk, contact: ContactPoint) -> HttpResponse:
    initial = {"reason": contact.shown_reason, "evidence": contact.shown_evidence}
    return desk.ask(
        ShowForm(desk.request.POST or None, initial=initial),
        lambda data: points.show_contact_point(contact=contact, **data, by=desk.by, at=desk.at),
        tab="contacts",
        title=_("确定为示范点"),
        lead=f"{contact.leader} · {contact.unit}",
        to=desk.url("contact", contact.pk),
        done=_("已确定为示范点"),
    )
