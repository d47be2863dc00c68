"""Builders for the tests of any room: a campaign with its plan, tasks, meetings and the rest.

They go through the rules with an office of their own, so that what they build is what a bureau would have.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from qingyuan.campaign import policy
from qingyuan.campaign.kinds import Duty, MeetingKind, Template
from qingyuan.campaign.models import (
    Campaign,
    Clause,
    ContactPoint,
    GuidanceVisit,
    KeyTask,
    Meeting,
    PilotFinding,
    PlanVersion,
    Responsibility,
    Task,
)
from qingyuan.campaign.queries.frame import units_of
from qingyuan.campaign.queries.plan import clauses_in_force
from qingyuan.campaign.rules import contacts, frame, people, plans, registers
from qingyuan.org.api import Person, Role, Unit
from qingyuan.org.testing import a_person, a_unit

SHANGHAI = ZoneInfo("Asia/Shanghai")
KICK_OFF = date(2021, 3, 8)
AT = datetime(2021, 3, 9, 10, 0, tzinfo=SHANGHAI)
PLAN = """一、学习教育
(一)开展政治教育，每周集中学习不少于两次。
(二)开展警示教育，召开警示教育大会。
二、查纠整改
(一)自查自纠，逐人填写自查表。
(二)专项整治顽瘴痼疾。
三、总结提升
开展回头看，建章立制。
"""


def an_office(unit: Unit) -> Person:
    """A person of the campaign office at a unit: the same one each time it is asked for."""
    held = (
        Person.objects.filter(holdings__unit=unit, holdings__role=Role.CAMPAIGN_OFFICE).order_by("pk").first()
    )
    return held or a_person(unit, Role.CAMPAIGN_OFFICE, name="整顿办")


def a_campaign(
    unit: Unit | None = None,
    *,
    name: str = "",
    units: int = 2,
    template: Template = Template.THREE_STAGE,
    starts_on: date = date(2021, 2, 27),
    ends_on: date = date(2021, 6, 30),
    kicked_off_on: date | None = KICK_OFF,
    deployment_days: int = 2,
    at: datetime = AT,
) -> Campaign:
    """A campaign of a unit (else of a new root with ``units`` below it), kicked off unless told otherwise."""
    if unit is None:
        unit = a_unit(name="示例市公安局")
    below = Unit.objects.filter(depth=unit.depth + 1, path__startswith=unit.path)
    for _n in range(max(0, units - below.count())):
        a_unit(unit)
    unit = Unit.objects.get(pk=unit.pk)
    by = an_office(unit)
    campaign = frame.create_campaign(
        name=name or f"教育整顿{Campaign.objects.count() + 1}",
        unit=unit,
        starts_on=starts_on,
        ends_on=ends_on,
        template=template,
        deployment_days=deployment_days,
        by=by,
        at=at,
    )
    return frame.kick_off(campaign=campaign, on=kicked_off_on, by=by, at=at) if kicked_off_on else campaign


def a_plan(
    campaign: Campaign, *, text: str = PLAN, effective_on: date = KICK_OFF, at: datetime = AT
) -> PlanVersion:
    """The first plan of a campaign with one version (or a further version of it)."""
    by = an_office(campaign.unit)
    plan = campaign.plans.first() or plans.add_plan(campaign=campaign, title="教育整顿实施方案", by=by, at=at)
    return plans.issue_version(
        plan=plan, effective_on=effective_on, clauses=policy.split_clauses(text), by=by, at=at
    )


def a_task(
    campaign: Campaign,
    units: Sequence[Unit] = (),
    *,
    clause: Clause | None = None,
    title: str = "",
    due_on: date | None = None,
    shared: bool = False,
    at: datetime = AT,
) -> Task:
    """A task that points to a clause of the plan, which is made if there is none; to every unit unless told."""
    clause = clause or clauses_in_force(campaign).first() or a_plan(campaign, at=at).clauses.get(order=1)
    return plans.issue_task(
        campaign=campaign,
        clause=clause,
        title=title or f"任务{campaign.tasks.count() + 1}",
        criterion="按要求完成并有记录可查",
        due_on=due_on or at.date() + timedelta(days=30),
        lead_unit=campaign.unit,
        units=list(units) or list(units_of(campaign)),
        shared=shared,
        by=an_office(campaign.unit),
        at=at,
    )


def a_responsibility(
    campaign: Campaign,
    unit: Unit,
    *,
    person: Person | None = None,
    kind: Duty = Duty.FIRST,
    covers: Sequence[Unit] = (),
    portfolio: str = "",
    from_on: date = KICK_OFF,
    at: datetime = AT,
) -> Responsibility:
    """A first responsible person of a unit, or a leader with dual duty for the units ``covers``."""
    return people.assign_responsibility(
        campaign=campaign,
        unit=unit,
        person=person or a_person(unit, leader=True),
        kind=kind,
        portfolio=portfolio or ("执法办案" if kind is Duty.DUAL else ""),
        covers=covers,
        from_on=from_on,
        by=an_office(campaign.unit),
        at=at,
    )


def a_contact_point(
    campaign: Campaign,
    unit: Unit,
    *,
    leader: Person | None = None,
    from_on: date = KICK_OFF,
    at: datetime = AT,
) -> ContactPoint:
    """A leader of the campaign's unit looks after a unit."""
    leader = leader or a_person(campaign.unit, leader=True)
    return contacts.set_contact_point(
        campaign=campaign, leader=leader, unit=unit, from_on=from_on, by=an_office(campaign.unit), at=at
    )


def a_meeting(
    campaign: Campaign,
    *,
    decisions: Sequence[people.Resolved] = (),
    kind: MeetingKind = MeetingKind.TELECONFERENCE,
    held_at: datetime | None = None,
    at: datetime = AT,
) -> Meeting:
    """A meeting of the campaign's unit, held an hour before ``at``."""
    return people.hold_meeting(
        campaign=campaign,
        unit=campaign.unit,
        kind=kind,
        title="全市公安队伍教育整顿动员部署会",
        held_at=held_at or at - timedelta(hours=1),
        venues=3,
        attendance=120,
        decisions=decisions,
        by=an_office(campaign.unit),
        at=at,
    )


def a_lesson(campaign: Campaign, pilot: Unit, *, task: Task | None = None, at: datetime = AT) -> PilotFinding:
    """A lesson of a pilot unit, which is named if it is not one yet."""
    by = an_office(campaign.unit)
    named = campaign.pilots.filter(unit=pilot).first() or registers.name_pilot(
        campaign=campaign, unit=pilot, from_on=date(2020, 8, 1), to_on=date(2020, 10, 31), by=by, at=at
    )
    return registers.record_lesson(
        pilot=named, finding="涉案财物台账与实物不符", measure="每月一次账物核对", task=task, by=by, at=at
    )


def a_key_task(campaign: Campaign, unit: Unit, *, owner: Person | None = None, at: datetime = AT) -> KeyTask:
    """A key task of the year with a target in each quarter."""
    return registers.list_key_task(
        campaign=campaign,
        year=at.year,
        number=campaign.key_tasks.count() + 1,
        title="身份证全市通办",
        unit=unit,
        owner=owner or a_person(unit),
        targets=("启动", "覆盖一半窗口", "覆盖全部窗口", "评估"),
        by=an_office(campaign.unit),
        at=at,
    )


def a_guidance_visit(
    campaign: Campaign, *, unit: Unit | None = None, by: Person | None = None, at: datetime = AT
) -> GuidanceVisit:
    """A visit in the register of the upper guidance group."""
    return registers.record_guidance_visit(
        campaign=campaign,
        unit=unit or campaign.unit,
        group_name="省第十一驻点指导组",
        visited_on=at.date(),
        by=by or a_person(campaign.unit, Role.GUIDANCE),
        at=at,
    )
