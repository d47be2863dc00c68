"""Responsibility, the leading group, meetings and contact points."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TypeVar

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign import policy
from qingyuan.campaign.errors import CannotAssign, CannotRecord
from qingyuan.campaign.events import DecisionTaken
from qingyuan.campaign.kinds import Duty, MeetingKind, MemberRole, SectionKind
from qingyuan.campaign.models import (
    Campaign,
    ContactPoint,
    Decision,
    GroupMember,
    GroupSection,
    LeadingGroup,
    Meeting,
    Responsibility,
)
from qingyuan.campaign.policy import Period
from qingyuan.campaign.rules.frame import GROUP_NAME, locked, subject
from qingyuan.kit import bus
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.org.api import Person, Unit, require
from qingyuan.trail.api import record


def outside(campaign: Campaign, unit: Unit, field: str = "unit") -> list[Reason]:
    """What stands against a unit that is neither the campaign's own nor below it."""
    if unit.path.startswith(campaign.unit.path):
        return []
    return [Reason("outside", _("%(unit)s不是主办单位或其下级单位"), field, {"unit": unit.name})]


def ending_problems(row: Responsibility | GroupMember | ContactPoint, to_on: date) -> list[Reason]:
    """What stands against ending something on a day."""
    if row.to_on is not None and row.to_on <= to_on:
        return [Reason("ended", _("已于%(day)s结束"), params={"day": row.to_on})]
    if to_on < row.from_on:
        return [Reason("before", _("截止日期不能早于起始日期%(day)s"), "to_on", {"day": row.from_on})]
    return []


Ending = TypeVar("Ending", Responsibility, GroupMember, ContactPoint)


@transaction.atomic
def end_on(
    *,
    row: Ending,
    to_on: date,
    act: str,
    thing: str,
    campaign: Campaign,
    unit: Unit,
    by: Person,
    at: datetime,
) -> Ending:
    """End on a day what somebody is or does; the row stays as history. ``thing``: its name in the record."""
    require(by, act, at=at, unit=unit)
    above = locked(campaign)
    held = type(row).objects.select_for_update(of=("self",)).get(pk=row.pk)
    if problems := ending_problems(held, to_on):
        raise CannotAssign(problems)
    held.to_on = to_on
    held.save(update_fields=["to_on"])
    record(actor=by.key, act=act, subject=subject(above), at=at, detail={thing: held.pk, "to_on": str(to_on)})
    return held


@transaction.atomic
def assign_responsibility(
    *,
    campaign: Campaign,
    unit: Unit,
    person: Person,
    kind: Duty,
    from_on: date,
    by: Person,
    at: datetime,
    portfolio: str = "",
    covers: Sequence[Unit] = (),
    to_on: date | None = None,
) -> Responsibility:
    """Give a responsibility. A new first responsible person succeeds the one in office, who ends on the eve."""
    require(by, "campaign.assign_responsibility", at=at, unit=unit)
    row = locked(campaign)
    problems = outside(row, unit)
    for covered in covers:
        problems += outside(row, covered, "covers")
    if to_on is not None and to_on < from_on:
        problems.append(Reason("dates", _("截止日期不能早于起始日期"), "to_on"))
    if kind is Duty.DUAL and not portfolio.strip():
        problems.append(Reason("portfolio", _("一岗双责须写明分管工作"), "portfolio"))
    predecessor: Responsibility | None = None
    if kind is Duty.FIRST and not problems:
        predecessor, clashes = _succeed(row, unit, Period(person.pk, from_on, to_on))
        problems += clashes
    if problems:
        raise CannotAssign(problems)
    if predecessor is not None:
        predecessor.to_on = from_on - timedelta(days=1)
        predecessor.save(update_fields=["to_on"])
    given = Responsibility.objects.create(
        campaign=row,
        unit=unit,
        person=person,
        kind=kind,
        portfolio=portfolio.strip(),
        from_on=from_on,
        to_on=to_on,
    )
    given.covers.set(covers)
    record(
        actor=by.key,
        act="campaign.assign_responsibility",
        subject=subject(row),
        at=at,
        detail={
            "unit": unit.code,
            "person": person.key,
            "kind": str(kind),
            "from_on": str(from_on),
            "succeeds": predecessor is not None,
        },
    )
    return given


def _succeed(campaign: Campaign, unit: Unit, wanted: Period) -> tuple[Responsibility | None, list[Reason]]:
    """Whom ``wanted`` would succeed as first responsible person, and which periods stand against it."""
    held = list(
        Responsibility.objects.select_for_update(of=("self",))
        .filter(campaign=campaign, unit=unit, kind=Duty.FIRST)
        .select_related("person")
    )
    before, against = policy.succession([r.period for r in held], wanted)
    clashes = [
        Reason(
            "clash",
            _("%(name)s自%(day)s起已是该单位第一责任人，同一时间只能有一名"),
            "from_on",
            {"name": r.person.name, "day": r.from_on},
        )
        for r in held
        if r.period in against
    ]
    if before is not None and before.key == wanted.key:
        clashes.append(Reason("same", _("该人员已是该单位第一责任人"), "person"))
    return next((r for r in held if r.period == before), None), clashes


@transaction.atomic
def end_responsibility(
    *, responsibility: Responsibility, to_on: date, by: Person, at: datetime
) -> Responsibility:
    """End a responsibility on a day; the row stays as history."""
    return end_on(
        row=responsibility, to_on=to_on, act="campaign.end_responsibility", thing="responsibility",
        campaign=responsibility.campaign, unit=responsibility.unit, by=by, at=at,
    )  # fmt: skip


@transaction.atomic
def set_up_group(*, campaign: Campaign, unit: Unit, by: Person, at: datetime, name: str = "") -> LeadingGroup:
    """Set up the leading group of a unit below the campaign's own."""
    require(by, "campaign.set_up_group", at=at, unit=unit)
    row = locked(campaign)
    problems = outside(row, unit)
    if row.groups.filter(unit=unit).exists():
        problems.append(Reason("taken", _("该单位已有领导小组"), "unit"))
    if problems:
        raise CannotAssign(problems)
    group = LeadingGroup.objects.create(campaign=row, unit=unit, name=name.strip() or GROUP_NAME)
    record(actor=by.key, act="campaign.set_up_group", subject=subject(row), at=at, detail={"unit": unit.code})
    return group


@transaction.atomic
def add_section(
    *, group: LeadingGroup, name: str, kind: SectionKind, by: Person, at: datetime
) -> GroupSection:
    """Add a group or team below a leading group."""
    require(by, "campaign.set_up_group", at=at, unit=group.unit)
    row = locked(group.campaign)
    problems = []
    if not name.strip():
        problems.append(Reason("name", _("名称不能为空"), "name"))
    if group.sections.filter(name=name.strip()).exists():
        problems.append(Reason("taken", _("已有同名机构"), "name"))
    if problems:
        raise CannotAssign(problems)
    order = (group.sections.aggregate(last=Max("order"))["last"] or 0) + 1
    section = GroupSection.objects.create(
        group=group, code=f"own_{order}", name=name.strip(), kind=kind, order=order
    )
    record(actor=by.key, act="campaign.add_section", subject=subject(row), at=at, detail={"group": group.pk})
    return section


@transaction.atomic
def join_group(
    *,
    group: LeadingGroup,
    person: Person,
    role: MemberRole,
    from_on: date,
    by: Person,
    at: datetime,
    section: GroupSection | None = None,
) -> GroupMember:
    """Make a person a member of the leading group, or of its office, a group or a team."""
    require(by, "campaign.join_group", at=at, unit=group.unit)
    row = locked(group.campaign)
    LeadingGroup.objects.select_for_update(of=("self",)).get(pk=group.pk)
    sitting = group.members.filter(section=section, to_on__isnull=True)
    problems = []
    if section is not None and section.group_id != group.pk:
        problems.append(Reason("section", _("该机构不属于此领导小组"), "section"))
    if sitting.filter(person=person).exists():
        problems.append(Reason("member", _("该人员已在其中"), "person"))
    if section is None and role is MemberRole.HEAD and sitting.filter(role=MemberRole.HEAD).exists():
        problems.append(Reason("head", _("领导小组已有组长，请先办理原组长离任"), "role"))
    if problems:
        raise CannotAssign(problems)
    member = GroupMember.objects.create(
        group=group, section=section, person=person, role=role, from_on=from_on
    )
    record(
        actor=by.key,
        act="campaign.join_group",
        subject=subject(row),
        at=at,
        detail={
            "group": group.pk,
            "section": section.code if section else "",
            "person": person.key,
            "role": str(role),
        },
    )
    return member


@transaction.atomic
def leave_group(*, member: GroupMember, to_on: date, by: Person, at: datetime) -> GroupMember:
    """End a membership on a day; the row stays as history."""
    return end_on(
        row=member, to_on=to_on, act="campaign.leave_group", thing="member",
        campaign=member.group.campaign, unit=member.group.unit, by=by, at=at,
    )  # fmt: skip


@dataclass(frozen=True)
class Resolved:
    """A decision as a meeting hands it over: what, which unit, by when, and the person if one was named."""

    text: str
    unit: Unit
    due_on: date
    person: Person | None = None


@transaction.atomic
def hold_meeting(
    *,
    campaign: Campaign,
    unit: Unit,
    kind: MeetingKind,
    title: str,
    held_at: datetime,
    attendance: int,
    by: Person,
    at: datetime,
    venues: int = 1,
    decisions: Sequence[Resolved] = (),
) -> Meeting:
    """Put a meeting on record, with what it decided."""
    require(by, "campaign.hold_meeting", at=at, unit=unit)
    row = locked(campaign)
    problems = outside(row, unit)
    if not title.strip():
        problems.append(Reason("title", _("会议名称不能为空"), "title"))
    if held_at > at:
        problems.append(Reason("future", _("会议尚未召开，不能记录"), "held_at"))
    if venues < 1:
        problems.append(Reason("venues", _("会场数至少为1"), "venues"))
    if attendance < 1:
        problems.append(Reason("attendance", _("参会人数至少为1"), "attendance"))
    if problems:
        raise CannotRecord(problems)
    meeting = Meeting.objects.create(
        campaign=row,
        unit=unit,
        kind=kind,
        title=title.strip(),
        held_at=held_at,
        venues=venues,
        attendance=attendance,
        recorded_at=at,
        recorded_by=by,
    )
    record(
        actor=by.key,
        act="campaign.hold_meeting",
        subject=f"meeting:{meeting.pk}",
        at=at,
        detail={"campaign": row.pk, "kind": str(kind), "venues": venues, "attendance": attendance},
    )
    for resolved in decisions:
        add_decision(meeting=meeting, resolved=resolved, by=by, at=at)
    return meeting


@transaction.atomic
def add_decision(*, meeting: Meeting, resolved: Resolved, by: Person, at: datetime) -> Decision:
    """Put down one decision; it is told at once, so that it becomes work with a deadline."""
    require(by, "campaign.hold_meeting", at=at, unit=meeting.unit)
    row = locked(meeting.campaign)
    Meeting.objects.select_for_update(of=("self",)).get(pk=meeting.pk)
    problems = outside(row, resolved.unit)
    if not resolved.text.strip():
        problems.append(Reason("text", _("议定事项不能为空"), "text"))
    if resolved.due_on < local_day(meeting.held_at):
        problems.append(Reason("due", _("完成时限不能早于会议日期"), "due_on"))
    if problems:
        raise CannotRecord(problems)
    order = (meeting.decisions.aggregate(last=Max("order"))["last"] or 0) + 1
    decision = Decision.objects.create(
        meeting=meeting,
        order=order,
        text=resolved.text.strip(),
        unit=resolved.unit,
        person=resolved.person,
        due_on=resolved.due_on,
    )
    record(
        actor=by.key,
        act="campaign.add_decision",
        subject=f"meeting:{meeting.pk}",
        at=at,
        detail={"decision": decision.pk, "unit": resolved.unit.code, "due_on": str(resolved.due_on)},
    )
    person_id = resolved.person.pk if resolved.person else None
    bus.tell(DecisionTaken(decision.pk, row.pk, resolved.unit.pk, person_id, resolved.due_on, by.pk, at))
    return decision
