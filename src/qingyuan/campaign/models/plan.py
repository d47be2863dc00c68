"""The plan with its versions and clauses, objectives, and the tasks that go out to units."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.models.frame import Campaign
from qingyuan.campaign.policy import ClauseLine
from qingyuan.org.api import Person, Unit


class PlanDocument(models.Model):
    """A plan document (实施方案) of a campaign."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="plans")
    title = models.CharField(_("方案名称"), max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "title"], name="plan_title_once")]

    def __str__(self) -> str:
        return self.title


class PlanVersion(models.Model):
    """A version of a plan, in force from its effective date until the next one is. Never changed once issued.

    Of the file that was issued only name, size in bytes and SHA-256 are kept, to tell whether a copy is the same.
    """

    plan = models.ForeignKey(PlanDocument, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版本"))
    effective_on = models.DateField(_("生效日期"))
    file_name = models.CharField(max_length=120, blank=True)
    file_sha256 = models.CharField(max_length=64, blank=True)
    file_size = models.PositiveIntegerField(null=True)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once"),
            models.UniqueConstraint(fields=["plan", "effective_on"], name="plan_version_once_a_day"),
            models.CheckConstraint(
                condition=Q(file_sha256="", file_size__isnull=True)
                | (~Q(file_sha256="") & Q(file_size__isnull=False)),
                name="plan_file_known_by_hash_and_size",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} v{self.number}"


class Clause(models.Model):
    """A numbered clause of a version: ``number`` is the full one (二（三）1), ``level`` 1 to 4."""

    version = models.ForeignKey(PlanVersion, models.PROTECT, related_name="clauses")
    number = models.CharField(max_length=40)
    level = models.PositiveSmallIntegerField()
    order = models.PositiveSmallIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["version", "number"], name="clause_number_once"),
            models.UniqueConstraint(fields=["version", "order"], name="clause_order_once"),
            models.CheckConstraint(condition=Q(level__gte=1, level__lte=4), name="clause_level_known"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.heading}"

    @property
    def heading(self) -> str:
        """The first line, or as much of it as fits in a list."""
        first = self.text.split("\n", 1)[0]
        return first if len(first) <= 60 else first[:59] + "…"

    @property
    def line(self) -> ClauseLine:
        """This clause as the policy sees it."""
        return ClauseLine(self.pk, self.number, self.level, self.text)


class Objective(models.Model):
    """An objective (目标) above tasks; its result is told as checkable evidence, not adjectives."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="objectives")
    order = models.PositiveSmallIntegerField()
    title = models.CharField(_("目标"), max_length=80)
    evidence = models.TextField(_("结果佐证"), max_length=500, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "title"], name="objective_once"),
            models.UniqueConstraint(fields=["campaign", "order"], name="objective_order_once"),
        ]

    def __str__(self) -> str:
        return self.title


class Task(models.Model):
    """A task of the campaign. It always points to the clause it comes from (requirement 006)."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="tasks")
    clause = models.ForeignKey(Clause, models.PROTECT, related_name="tasks", verbose_name=_("方案条款"))
    objective = models.ForeignKey(
        Objective, models.PROTECT, null=True, blank=True, related_name="tasks", verbose_name=_("目标")
    )
    title = models.CharField(_("任务"), max_length=120)
    criterion = models.TextField(_("完成标准"), max_length=500)
    due_on = models.DateField(_("完成时限"))
    lead_unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("牵头单位"))
    shared = models.BooleanField(_("共性任务"), default=False)
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["campaign", "due_on"], name="task_by_due")]
        constraints = [
            models.UniqueConstraint(fields=["clause", "title"], name="task_once_a_clause"),
            models.CheckConstraint(condition=~Q(criterion=""), name="task_has_criterion"),
        ]

    def __str__(self) -> str:
        return self.title


class TaskUnit(models.Model):
    """A unit's share (事项) of a task."""

    task = models.ForeignKey(Task, models.PROTECT, related_name="allocations")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    result = models.TextField(_("完成情况"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["task", "unit"], name="task_once_a_unit"),
            models.CheckConstraint(
                condition=Q(done_at__isnull=True, done_by__isnull=True, result="")
                | (Q(done_at__isnull=False, done_by__isnull=False) & ~Q(result="")),
                name="task_done_by_someone_with_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id}/{self.unit_id}"
