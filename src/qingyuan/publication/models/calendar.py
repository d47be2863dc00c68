"""The calendar of submissions (报送): what is owed to whom and when, what was given, and the figures in it."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.api import Campaign
from qingyuan.kit.clock import local_day
from qingyuan.kit.words import choices
from qingyuan.org.api import Person, Unit
from qingyuan.publication.kinds import CADENCE_WORDS, ORIGIN_WORDS, Cadence, Origin
from qingyuan.publication.models.bulletins import Weekly
from qingyuan.publication.models.writing import Template, Writing


class Submission(models.Model):
    """A line of the calendar: a unit owes a receiver something at every turn. Its periods are computed, not kept."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+", verbose_name=_("教育整顿"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("报送单位"))
    name = models.CharField(_("报送什么"), max_length=80)
    receiver = models.CharField(_("报给谁"), max_length=80)
    receiver_key = models.CharField(max_length=80)
    basis = models.CharField(_("依据"), max_length=200)
    cadence = models.CharField(_("周期"), max_length=10, choices=choices(CADENCE_WORDS))
    day = models.PositiveSmallIntegerField(_("哪一天"))
    origin = models.CharField(_("数字来源"), max_length=10, choices=choices(ORIGIN_WORDS))
    template = models.ForeignKey(
        Template, models.PROTECT, null=True, related_name="+", verbose_name=_("模板")
    )
    begins_on = models.DateField(_("从哪天起"))
    ended_on = models.DateField(_("到哪天止"), null=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["unit", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(cadence__in=list(Cadence)), name="submission_cadence_known"),
            models.CheckConstraint(
                condition=Q(cadence=Cadence.WEEKLY, day__gte=1, day__lte=7)
                | (~Q(cadence=Cadence.WEEKLY) & Q(day__gte=1, day__lte=28)),
                name="submission_day_possible",
            ),
            models.CheckConstraint(
                condition=Q(origin=Origin.FIGURES, template=None)
                | Q(origin=Origin.TEMPLATE, template__isnull=False),
                name="submission_has_a_source",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(receiver="") & ~Q(basis=""),
                name="submission_says_what_to_whom_why",
            ),
        ]
        indexes = [models.Index(fields=["unit", "ended_on"], name="submissions_of_unit")]

    def __str__(self) -> str:
        return self.name


class Asked(models.Model):
    """A fact that a line of the calendar asks for. No receiver is owed one twice for the same turn."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="asked")
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    receiver_key = models.CharField(max_length=80)
    cadence = models.CharField(max_length=10)
    fact = models.CharField(max_length=40)
    running = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["submission", "fact"], name="fact_once_a_submission"),
            models.UniqueConstraint(
                fields=["campaign", "unit", "receiver_key", "cadence", "fact"],
                condition=Q(running=True),
                name="no_figure_owed_twice",
            ),
        ]

    def __str__(self) -> str:
        return self.fact


class Given(models.Model):
    """That what was due for a period was given (已报送), and the document or weekly figures that it was."""

    submission = models.ForeignKey(Submission, models.PROTECT, related_name="given")
    period_from = models.DateField()
    period_to = models.DateField()
    due_on = models.DateField()
    writing = models.ForeignKey(Writing, models.PROTECT, null=True, related_name="+")
    weekly = models.ForeignKey(Weekly, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField()
    given_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-period_to", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "period_to"], name="given_once_a_period"),
            models.CheckConstraint(
                condition=Q(writing__isnull=False, weekly=None) | Q(writing=None, weekly__isnull=False),
                name="given_is_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")), name="given_period_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.period_to}"

    @property
    def given_on(self) -> date:
        return local_day(self.given_at)

    @property
    def late(self) -> bool:
        return self.given_on > self.due_on


class GivenFigure(models.Model):
    """A figure as it was given: what is asked for the same period again takes it from here."""

    given = models.ForeignKey(Given, models.PROTECT, related_name="figures")
    fact = models.CharField(max_length=40)
    part = models.IntegerField(default=0)
    whole = models.IntegerField(null=True)
    text = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["given", "fact"], name="fact_once_a_given")]

    def __str__(self) -> str:
        return self.fact


class SubmissionSent(models.Model):
    """A reminder of a submission that went out, each step once to a person."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="+")
    due_on = models.DateField()
    step = models.CharField(max_length=10)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "due_on", "step", "person"], name="submission_reminded_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.submission_id} {self.step}"
