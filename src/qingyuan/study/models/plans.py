"""Rules of recurrence, weekly plans and their lines."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.api import Campaign
from qingyuan.kit.words import choices
from qingyuan.org.api import Branch, Person, Unit
from qingyuan.study.kinds import SESSION_WORDS, SessionKind
from qingyuan.study.models.curriculum import Node


class Lesson(models.Model):
    """What a rule and a line of a plan have in common: what is studied, from when to when, where."""

    kind = models.CharField(
        _("形式"), max_length=12, choices=choices(SESSION_WORDS), default=SessionKind.GROUP
    )
    title = models.CharField(_("学习主题"), max_length=80)
    node = models.ForeignKey(
        Node, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("学习内容")
    )
    starts = models.TimeField(_("开始"))
    ends = models.TimeField(_("结束"))
    place = models.CharField(_("地点"), max_length=60, blank=True)

    class Meta:
        abstract = True


class Recurrence(Lesson):
    """A rule by which a unit and everything below it studies: on which weekdays, every week or the n-th of the month.

    ``weekdays``: 1 for Monday to 64 for Sunday, added up. ``nth``: 0 every week, 1 to 4 that one of the month.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    weekdays = models.PositiveSmallIntegerField(_("星期"))
    nth = models.PositiveSmallIntegerField(_("每月第几个"), default=0)
    from_on = models.DateField(_("起始日期"))
    until_on = models.DateField(_("截止日期"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(SessionKind)), name="recurrence_kind_known"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="recurrence_ends_after_start"),
            models.CheckConstraint(
                condition=Q(weekdays__gte=1, weekdays__lte=127), name="recurrence_has_a_day"
            ),
            models.CheckConstraint(condition=Q(nth__lte=4), name="recurrence_nth_sane"),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("from_on")),
                name="recurrence_until_after_from",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class WeeklyPlan(models.Model):
    """The study of a week (周计划): of a unit with all its branches, or what one branch adds of its own."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    branch = models.ForeignKey(
        Branch, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("党支部")
    )
    monday = models.DateField(_("周一"))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "unit", "monday"],
                condition=Q(branch__isnull=True),
                name="plan_once_a_unit_and_week",
            ),
            models.UniqueConstraint(
                fields=["campaign", "branch", "monday"],
                condition=Q(branch__isnull=False),
                name="plan_once_a_branch_and_week",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=True, settled_by__isnull=True)
                | Q(settled_at__isnull=False, settled_by__isnull=False),
                name="plan_settled_by_someone",
            ),
        ]
        indexes = [models.Index(fields=["monday", "unit"], name="plans_of_week")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.monday}"


class HoursChange(models.Model):
    """New office hours of the bureau. The latest ones hold; who let them be longer says why."""

    opens = models.TimeField(_("上班时间"))
    shuts = models.TimeField(_("下班时间"))
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(shuts__gt=F("opens")), name="office_shuts_after_it_opens"),
        ]

    def __str__(self) -> str:
        return f"{self.opens:%H:%M}–{self.shuts:%H:%M}"


class PlanLine(Lesson):
    """One line of a plan. When the plan is settled, it is a session of every branch concerned."""

    plan = models.ForeignKey(WeeklyPlan, models.CASCADE, related_name="lines")
    day = models.DateField(_("日期"))
    dropped_at = models.DateTimeField(null=True)  # after the plan was settled

    class Meta:
        ordering = ["day", "starts", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(SessionKind)), name="line_kind_known"),
            models.CheckConstraint(condition=Q(ends__gt=F("starts")), name="line_ends_after_start"),
            models.CheckConstraint(condition=~Q(title=""), name="line_has_title"),
        ]

    def __str__(self) -> str:
        return self.title
