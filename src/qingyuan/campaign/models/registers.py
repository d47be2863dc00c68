"""Registers beside the plan: the pilot and its lessons, annual key tasks, the upper guidance group's opinions."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.models.frame import Campaign
from qingyuan.campaign.models.plan import Task
from qingyuan.campaign.models.words import GAP_WORDS, QUARTER_WORDS, choices
from qingyuan.org.api import Person, Unit


class PilotUnit(models.Model):
    """A unit that went first (试点单位), from one day to another, and what came out of it."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="pilots")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("试点单位"))
    from_on = models.DateField(_("起始日期"))
    to_on = models.DateField(_("截止日期"), null=True, blank=True)
    output = models.TextField(_("试点成果"), max_length=1000, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit"], name="pilot_once_a_unit"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="pilot_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.unit_id}"


class PilotFinding(models.Model):
    """What the pilot found, the measure that helped, and the task that carries it to every unit."""

    pilot = models.ForeignKey(PilotUnit, models.PROTECT, related_name="findings")
    finding = models.TextField(_("试点发现"), max_length=500)
    measure = models.TextField(_("有效措施"), max_length=500)
    task = models.ForeignKey(
        Task, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("推广任务")
    )
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(finding="") & ~Q(measure=""), name="pilot_finding_has_measure"
            ),
        ]

    def __str__(self) -> str:
        return self.finding[:40]


class Gap(models.Model):
    """A unit's answer to a pilot lesson: a gap, which becomes a matter upstairs, or why there is none."""

    finding = models.ForeignKey(PilotFinding, models.PROTECT, related_name="gaps")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    answer = models.CharField(_("对照结果"), max_length=10, choices=choices(GAP_WORDS))
    words = models.TextField(_("差距或说明"), max_length=500)
    answered_at = models.DateTimeField()
    answered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["finding", "unit"], name="gap_once_a_unit"),
            models.CheckConstraint(condition=~Q(words=""), name="gap_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.finding_id} {self.unit_id} {self.answer}"


class KeyTask(models.Model):
    """One of the year's key tasks (大事), with one owner."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="key_tasks")
    year = models.PositiveSmallIntegerField(_("年度"))
    number = models.PositiveSmallIntegerField(_("序号"))
    title = models.CharField(_("事项"), max_length=120)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("责任单位"))
    owner = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("责任人"))

    class Meta:
        ordering = ["year", "number"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "year", "number"], name="key_task_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1, year__gte=2000), name="key_task_numbers_sane"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class KeyTaskQuarter(models.Model):
    """What a key task should reach in a quarter, and where it stands."""

    key_task = models.ForeignKey(KeyTask, models.PROTECT, related_name="quarters")
    quarter = models.PositiveSmallIntegerField(_("季度"))
    target = models.CharField(_("季度目标"), max_length=200)
    state = models.CharField(_("进度"), max_length=12, choices=choices(QUARTER_WORDS), default="not_started")
    words = models.CharField(_("进展说明"), max_length=300, blank=True)
    reported_at = models.DateTimeField(null=True)
    reported_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["quarter"]
        constraints = [
            models.UniqueConstraint(fields=["key_task", "quarter"], name="key_task_quarter_once"),
            models.CheckConstraint(
                condition=Q(quarter__gte=1, quarter__lte=4), name="key_task_quarter_known"
            ),
            models.CheckConstraint(
                condition=Q(reported_at__isnull=True, reported_by__isnull=True, state="not_started")
                | Q(reported_at__isnull=False, reported_by__isnull=False),
                name="key_task_state_reported_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key_task_id} Q{self.quarter}"


class GuidanceVisit(models.Model):
    """A visit of the upper guidance group, in its own register."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="guidance_visits")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("被指导单位"))
    group_name = models.CharField(_("指导组"), max_length=80)
    visited_on = models.DateField(_("指导日期"))
    note = models.TextField(_("工作情况"), max_length=500, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["campaign", "-visited_on"], name="guidance_by_day")]

    def __str__(self) -> str:
        return f"{self.group_name} {self.visited_on}"


class GuidanceOpinion(models.Model):
    """An opinion of the guidance group; the answer is given on the matter that it becomes upstairs."""

    visit = models.ForeignKey(GuidanceVisit, models.PROTECT, related_name="opinions")
    order = models.PositiveSmallIntegerField()
    text = models.TextField(_("指导意见"), max_length=1000)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("责任单位"))
    due_on = models.DateField(_("整改时限"))
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["visit", "order"], name="opinion_order_once"),
            models.CheckConstraint(condition=~Q(text=""), name="opinion_has_words"),
        ]

    def __str__(self) -> str:
        return self.text[:40]
