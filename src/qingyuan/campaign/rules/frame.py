"""Set a campaign up, change its stages, kick it off, hear that units have deployed, end it."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign import policy
from qingyuan.campaign.errors import CannotRecord, CannotSetUp
from qingyuan.campaign.events import CampaignCreated, CampaignKickedOff, UnitDeployed
from qingyuan.campaign.kinds import OFFICE_CHART, PATTERNS, Side, StageState, Template
from qingyuan.campaign.models import Campaign, Deployment, ExitItem, GroupSection, LeadingGroup, Stage
from qingyuan.kit import bus
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.org.api import Level, Person, Unit, require
from qingyuan.trail.api import record

GROUP_NAME = "教育整顿领导小组"


def locked(campaign: Campaign, *, ended: bool = False) -> Campaign:
    """The campaign's row, locked; an ended campaign is a record and refuses every change."""
    # no_key: what only points at the campaign (its matters, their figures) goes on while this is held
    rows = Campaign.objects.select_for_update(of=("self",), no_key=True).select_related("unit")
    row = rows.get(pk=campaign.pk)
    if row.ended_at is not None and not ended:
        raise CannotSetUp(Reason("ended", _("该教育整顿已结束，只能查看，不能再修改")))
    return row


def subject(campaign: Campaign) -> str:
    return f"campaign:{campaign.pk}"


def _frame_problems(
    unit: Unit, name: str, starts_on: date, ends_on: date, deployment_days: int, own: int = 0
) -> list[Reason]:
    problems = []
    if not name.strip():
        problems.append(Reason("name", _("名称不能为空"), "name"))
    elif Campaign.objects.filter(unit=unit, name=name.strip()).exclude(pk=own).exists():
        problems.append(Reason("name_taken", _("本单位已有同名的教育整顿"), "name"))
    if ends_on < starts_on:
        problems.append(Reason("dates", _("结束日期不能早于开始日期"), "ends_on"))
    if not 0 <= deployment_days <= 60:
        problems.append(Reason("days", _("部署时限应在0到60天之间"), "deployment_days"))
    return problems


@transaction.atomic
def create_campaign(
    *,
    name: str,
    unit: Unit,
    starts_on: date,
    ends_on: date,
    template: Template,
    by: Person,
    at: datetime,
    basis: str = "",
    deployment_days: int = 2,
) -> Campaign:
    """Set up a campaign from a template: stages with their gates, the units covered, the office's chart."""
    require(by, "campaign.create_campaign", at=at, unit=unit)
    pattern = PATTERNS[Template(template)]
    problems = _frame_problems(unit, name, starts_on, ends_on, deployment_days)
    if ends_on >= starts_on and (ends_on - starts_on).days + 1 < len(pattern.stages):
        problems.append(Reason("short", _("起止日期太短，放不下模板中的各个环节"), "ends_on"))
    if problems:
        raise CannotSetUp(problems)
    campaign = Campaign.objects.create(
        name=name.strip(),
        unit=unit,
        basis=basis.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
        template=template,
        deployment_days=deployment_days,
        created_at=at,
        created_by=by,
    )
    dates = policy.stage_dates(starts_on, ends_on, [stage.weight for stage in pattern.stages])
    stages = Stage.objects.bulk_create(
        Stage(campaign=campaign, order=n, code=s.code, name=s.name, starts_on=d[0], ends_on=d[1])
        for n, (s, d) in enumerate(zip(pattern.stages, dates, strict=True), 1)
    )
    ExitItem.objects.bulk_create(
        ExitItem(stage=stage, side=side, order=order, text=text)
        for stage, shape in zip(stages, pattern.stages, strict=True)
        for side, texts in ((Side.ENTRY, shape.entry), (Side.EXIT, shape.exit))
        for order, text in enumerate(texts, 1)
    )
    children = list(Unit.objects.filter(depth=unit.depth + 1, path__startswith=unit.path).order_by("path"))
    below = [child for child in children if child.level != Level.STATION] or children or [unit]
    Deployment.objects.bulk_create(Deployment(campaign=campaign, unit=covered) for covered in below)
    group = LeadingGroup.objects.create(campaign=campaign, unit=unit, name=GROUP_NAME)
    GroupSection.objects.bulk_create(
        GroupSection(group=group, code=s.code, name=s.name, kind=s.kind, order=n)
        for n, s in enumerate(OFFICE_CHART, 1)
    )
    record(
        actor=by.key,
        act="campaign.create_campaign",
        subject=subject(campaign),
        at=at,
        detail={"unit": unit.code, "template": str(template), "units": len(below)},
    )
    bus.tell(CampaignCreated(campaign.pk, unit.pk, at))
    return campaign


@transaction.atomic
def change_campaign(
    *,
    campaign: Campaign,
    name: str,
    basis: str,
    starts_on: date,
    ends_on: date,
    deployment_days: int,
    by: Person,
    at: datetime,
) -> Campaign:
    """Change name, basis, dates or the days that units have for deployment."""
    require(by, "campaign.change_campaign", at=at, unit=campaign.unit)
    row = locked(campaign)
    if problems := _frame_problems(row.unit, name, starts_on, ends_on, deployment_days, row.pk):
        raise CannotSetUp(problems)
    row.name, row.basis, row.starts_on, row.ends_on = name.strip(), basis.strip(), starts_on, ends_on
    row.deployment_days = deployment_days
    row.save(update_fields=["name", "basis", "starts_on", "ends_on", "deployment_days"])
    record(
        actor=by.key,
        act="campaign.change_campaign",
        subject=subject(row),
        at=at,
        detail={"starts_on": str(starts_on), "ends_on": str(ends_on), "deployment_days": deployment_days},
    )
    return row


@transaction.atomic
def cover_units(*, campaign: Campaign, units: Sequence[Unit], by: Person, at: datetime) -> int:
    """Say which units the campaign covers. A unit that has reported its deployment stays."""
    require(by, "campaign.cover_units", at=at, unit=campaign.unit)
    row = locked(campaign)
    wanted = {unit.pk: unit for unit in units}
    problems = [
        Reason("outside", _("%(unit)s不是主办单位或其下级单位"), "units", {"unit": unit.name})
        for unit in wanted.values()
        if not unit.path.startswith(row.unit.path)
    ]
    if not wanted:
        problems.append(Reason("none", _("至少选择一个单位"), "units"))
    held = {d.unit_id: d for d in row.deployments.select_for_update(of=("self",)).select_related("unit")}
    problems += [
        Reason("reported", _("%(unit)s已报告部署情况，不能移出"), "units", {"unit": d.unit.name})
        for key, d in held.items()
        if key not in wanted and d.deployed_on
    ]
    if problems:
        raise CannotSetUp(problems)
    row.deployments.exclude(unit__in=wanted).delete()
    Deployment.objects.bulk_create(
        Deployment(campaign=row, unit=u) for k, u in wanted.items() if k not in held
    )
    record(
        actor=by.key, act="campaign.cover_units", subject=subject(row), at=at, detail={"units": len(wanted)}
    )
    return len(wanted)


@transaction.atomic
def kick_off(*, campaign: Campaign, on: date, by: Person, at: datetime) -> Campaign:
    """Begin: from this day units have ``deployment_days`` calendar days to deploy."""
    require(by, "campaign.kick_off", at=at, unit=campaign.unit)
    row = locked(campaign)
    problems = []
    if row.kicked_off_on is not None:
        problems.append(Reason("begun", _("已于%(day)s启动"), params={"day": row.kicked_off_on}))
    if not row.starts_on <= on <= row.ends_on:
        problems.append(Reason("outside", _("启动日期应在起止日期之内"), "on"))
    if problems:
        raise CannotSetUp(problems)
    row.kicked_off_on = on
    row.save(update_fields=["kicked_off_on"])
    last = policy.deploy_by(on, row.deployment_days)
    record(
        actor=by.key,
        act="campaign.kick_off",
        subject=subject(row),
        at=at,
        detail={"on": str(on), "deploy_by": str(last)},
    )
    bus.tell(CampaignKickedOff(row.pk, last, at))
    return row


@transaction.atomic
def end_campaign(*, campaign: Campaign, by: Person, at: datetime) -> Campaign:
    """End a campaign whose stages are all closed. What it holds stays as a record."""
    require(by, "campaign.end_campaign", at=at, unit=campaign.unit)
    row = locked(campaign)
    problems = [
        Reason("stage_open", _("环节“%(stage)s”尚未转段"), params={"stage": stage.label})
        for stage in row.stages.filter(state=StageState.OPEN).order_by("order")
    ]
    if row.kicked_off_on is None:
        problems.append(Reason("not_begun", _("尚未启动")))
    if problems:
        raise CannotSetUp(problems)
    row.ended_at, row.ended_by = at, by
    row.save(update_fields=["ended_at", "ended_by"])
    record(actor=by.key, act="campaign.end_campaign", subject=subject(row), at=at)
    return row


@transaction.atomic
def report_deployment(
    *, campaign: Campaign, unit: Unit, organised_on: date, deployed_on: date, by: Person, at: datetime
) -> Deployment:
    """A unit says when it set up its organisation and set to work; a second report corrects the first."""
    require(by, "campaign.report_deployment", at=at, unit=unit)
    row = locked(campaign)
    held = Deployment.objects.select_for_update().filter(campaign=row, unit=unit).first()
    if held is None:
        raise CannotRecord(
            Reason("not_covered", _("%(unit)s不在本次教育整顿范围内"), params={"unit": unit.name})
        )
    problems = []
    if row.kicked_off_on is None:
        problems.append(Reason("not_begun", _("尚未启动，启动后才能报告部署情况")))
    if organised_on > deployed_on:
        problems.append(Reason("order", _("完成部署日期不能早于组织机构成立日期"), "deployed_on"))
    if deployed_on > local_day(at):
        problems.append(Reason("future", _("不能填写将来的日期"), "deployed_on"))
    if organised_on < row.starts_on:
        words = _("日期早于教育整顿开始日期%(day)s")
        problems.append(Reason("too_early", words, "organised_on", {"day": row.starts_on}))
    if problems:
        raise CannotRecord(problems)
    corrects = held.deployed_on is not None
    held.organised_on, held.deployed_on, held.reported_at, held.reported_by = (
        organised_on,
        deployed_on,
        at,
        by,
    )
    held.save(update_fields=["organised_on", "deployed_on", "reported_at", "reported_by"])
    record(
        actor=by.key,
        act="campaign.report_deployment",
        subject=subject(row),
        at=at,
        detail={"unit": unit.code, "deployed_on": str(deployed_on), "corrects": corrects},
    )
    bus.tell(UnitDeployed(row.pk, unit.pk, deployed_on, at))
    return held


def _stage_problems(
    campaign: Campaign, name: str, starts_on: date, ends_on: date, own: int = 0
) -> list[Reason]:
    problems = []
    if not name.strip():
        problems.append(Reason("name", _("环节名称不能为空"), "name"))
    elif campaign.stages.filter(name=name.strip()).exclude(pk=own).exists():
        problems.append(Reason("name_taken", _("已有同名环节"), "name"))
    if ends_on < starts_on:
        problems.append(Reason("dates", _("结束日期不能早于开始日期"), "ends_on"))
    if starts_on < campaign.starts_on or ends_on > campaign.ends_on:
        problems.append(
            Reason(
                "outside",
                _("环节日期应在%(first)s至%(last)s之内"),
                "starts_on",
                {"first": campaign.starts_on, "last": campaign.ends_on},
            )
        )
    return problems


@transaction.atomic
def add_stage(
    *, campaign: Campaign, name: str, starts_on: date, ends_on: date, by: Person, at: datetime
) -> Stage:
    """Add a stage after the last one."""
    require(by, "campaign.change_stages", at=at, unit=campaign.unit)
    row = locked(campaign)
    if problems := _stage_problems(row, name, starts_on, ends_on):
        raise CannotSetUp(problems)
    order = (row.stages.aggregate(last=Max("order"))["last"] or 0) + 1
    stage = Stage.objects.create(
        campaign=row,
        order=order,
        code=f"own_{order}",
        name=name.strip(),
        starts_on=starts_on,
        ends_on=ends_on,
    )
    _record_stage("add", stage, by, at)
    return stage


@transaction.atomic
def change_stage(
    *, stage: Stage, name: str, starts_on: date, ends_on: date, by: Person, at: datetime
) -> Stage:
    """Rename a stage or move its dates, while it is open."""
    require(by, "campaign.change_stages", at=at, unit=stage.campaign.unit)
    row, held = locked(stage.campaign), _open(stage)
    if problems := _stage_problems(row, name, starts_on, ends_on, held.pk):
        raise CannotSetUp(problems)
    held.name, held.starts_on, held.ends_on = name.strip(), starts_on, ends_on
    held.save(update_fields=["name", "starts_on", "ends_on"])
    _record_stage("change", held, by, at)
    return held


@transaction.atomic
def move_stage(*, stage: Stage, earlier: bool, by: Person, at: datetime) -> Stage:
    """Change places with the open stage before or after; nothing happens at the ends."""
    require(by, "campaign.change_stages", at=at, unit=stage.campaign.unit)
    row, held = locked(stage.campaign), _open(stage)
    side = {"order__lt": held.order} if earlier else {"order__gt": held.order}
    other = row.stages.filter(**side).order_by("-order" if earlier else "order").first()
    if other is None:
        return held
    _open(other)
    mine, theirs = held.order, other.order
    free = (row.stages.aggregate(last=Max("order"))["last"] or 0) + 1
    Stage.objects.filter(pk=held.pk).update(order=free)
    Stage.objects.filter(pk=other.pk).update(order=mine)
    Stage.objects.filter(pk=held.pk).update(order=theirs)
    held.order = theirs
    _record_stage("move", held, by, at)
    return held


@transaction.atomic
def remove_stage(*, stage: Stage, by: Person, at: datetime) -> None:
    """Remove a stage that holds no record: nothing met, no waiver asked for, not closed."""
    require(by, "campaign.change_stages", at=at, unit=stage.campaign.unit)
    locked(stage.campaign)
    held = _open(stage)
    if any(item.met_at or item.waiver_asked_at for item in held.items.all()):
        raise CannotSetUp(Reason("has_records", _("该环节已有记录，不能删除")))
    _record_stage("remove", held, by, at)
    held.items.all().delete()
    held.delete()


def _open(stage: Stage) -> Stage:
    held = Stage.objects.select_for_update(of=("self",)).get(pk=stage.pk)
    if held.closed:
        raise CannotSetUp(
            Reason("closed", _("环节“%(stage)s”已转段，不能再修改"), params={"stage": held.label})
        )
    return held


def _record_stage(what: str, stage: Stage, by: Person, at: datetime) -> None:
    record(
        actor=by.key,
        act="campaign.change_stages",
        subject=f"stage:{stage.pk}",
        at=at,
        detail={"what": what, "campaign": stage.campaign_id, "order": stage.order},
    )
