"""A campaign, its stages with their gates, and the units that it covers."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign import policy
from qingyuan.campaign.kinds import Side, StageState, Template
from qingyuan.campaign.models.words import SIDE_WORDS, STATE_WORDS, TEMPLATE_WORDS, choices, shipped
from qingyuan.org.api import Person, Unit


class Campaign(models.Model):
    """A campaign that a unit runs for itself and everything below it."""

    name = models.CharField(_("名称"), max_length=80)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("主办单位"))
    basis = models.TextField(_("依据文件"), max_length=500, blank=True)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    template = models.CharField(_("模板"), max_length=12, choices=choices(TEMPLATE_WORDS))
    deployment_days = models.PositiveSmallIntegerField(_("部署时限（自然日）"), default=2)
    kicked_off_on = models.DateField(_("启动日期"), null=True, blank=True)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="campaign_ends_after_start"
            ),
            models.CheckConstraint(condition=Q(template__in=list(Template)), name="campaign_template_known"),
            models.CheckConstraint(
                condition=Q(deployment_days__lte=60), name="campaign_deployment_days_sane"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="campaign_ended_by_someone",
            ),
            models.UniqueConstraint(fields=["unit", "name"], name="campaign_name_once_a_unit"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def deploy_by(self) -> date | None:
        """The last day for units to deploy; none before the kick-off."""
        return policy.deploy_by(self.kicked_off_on, self.deployment_days) if self.kicked_off_on else None


class Stage(models.Model):
    """A stage (环节) of a campaign; closing it is passing its gate."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="stages")
    order = models.PositiveSmallIntegerField()
    code = models.SlugField(max_length=30)
    name = models.CharField(_("环节名称"), max_length=40)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    state = models.CharField(max_length=8, choices=choices(STATE_WORDS), default=StageState.OPEN)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    gate_report = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "order"], name="stage_order_once"),
            models.UniqueConstraint(fields=["campaign", "name"], name="stage_name_once"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="stage_ends_after_start"),
            models.CheckConstraint(
                condition=Q(state="open", closed_at__isnull=True, closed_by__isnull=True)
                | Q(state="closed", closed_at__isnull=False, closed_by__isnull=False),
                name="stage_closed_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        return shipped(self.name)

    @property
    def closed(self) -> bool:
        return self.state == StageState.CLOSED


_MET = Q(met_at__isnull=False, met_by__isnull=False) & ~Q(evidence="")
_NOT_MET = Q(met_at__isnull=True, met_by__isnull=True, evidence="")
_ASKED = Q(waiver_asked_at__isnull=False, waiver_asked_by__isnull=False) & ~Q(waiver_reason="")
_NOT_ASKED = Q(waiver_asked_at__isnull=True, waiver_asked_by__isnull=True, waiver_reason="")
_SIGNED = Q(waiver_signed_at__isnull=False, waiver_signed_by__isnull=False)
_NOT_SIGNED = Q(waiver_signed_at__isnull=True, waiver_signed_by__isnull=True)


class ExitItem(models.Model):
    """One condition of a gate: met with evidence in words, or waived with a reason and a second signature."""

    stage = models.ForeignKey(Stage, models.PROTECT, related_name="items")
    side = models.CharField(_("类别"), max_length=5, choices=choices(SIDE_WORDS), default=Side.EXIT)
    order = models.PositiveSmallIntegerField()
    text = models.CharField(_("条件"), max_length=200)
    met_at = models.DateTimeField(null=True)
    met_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    evidence = models.TextField(_("佐证说明"), max_length=500, blank=True)
    waiver_reason = models.TextField(_("豁免理由"), max_length=500, blank=True)
    waiver_asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    waiver_asked_at = models.DateTimeField(null=True)
    waiver_signed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    waiver_signed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["side", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["stage", "side", "text"], name="gate_condition_once"),
            models.CheckConstraint(condition=Q(side__in=list(Side)), name="gate_side_known"),
            models.CheckConstraint(condition=_MET | _NOT_MET, name="gate_met_by_someone_with_evidence"),
            models.CheckConstraint(condition=_ASKED | _NOT_ASKED, name="waiver_asked_with_reason"),
            models.CheckConstraint(
                condition=_NOT_SIGNED | (_SIGNED & _ASKED & ~Q(waiver_signed_by=F("waiver_asked_by"))),
                name="waiver_signed_by_second_person",
            ),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def label(self) -> str:
        return shipped(self.text)

    @property
    def condition(self) -> policy.Condition:
        """This line as the policy sees it."""
        return policy.Condition(
            self.text,
            self.met_at is not None,
            self.waiver_asked_at is not None,
            self.waiver_signed_at is not None,
        )


class Deployment(models.Model):
    """A unit that the campaign covers, and when it set up its organisation and set to work."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="deployments")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    organised_on = models.DateField(_("组织机构成立日期"), null=True, blank=True)
    deployed_on = models.DateField(_("完成部署日期"), null=True, blank=True)
    reported_at = models.DateTimeField(null=True)
    reported_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit"], name="deployment_once_a_unit"),
            models.CheckConstraint(
                condition=Q(
                    deployed_on__isnull=True,
                    organised_on__isnull=True,
                    reported_at__isnull=True,
                    reported_by__isnull=True,
                )
                | Q(
                    deployed_on__isnull=False,
                    organised_on__isnull=False,
                    reported_at__isnull=False,
                    reported_by__isnull=False,
                ),
                name="deployment_reported_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(deployed_on__isnull=True) | Q(organised_on__lte=F("deployed_on")),
                name="deployment_after_organisation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id}/{self.unit_id}"
