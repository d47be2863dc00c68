"""What belongs to the handling of a report: that it went up a level, more time, reviews of the result."""

from django.db import models
from django.db.models import F, Q

from qingyuan.kit.words import choices
from qingyuan.org.api import Person
from qingyuan.reports.kinds import MORE_WORDS, OUTCOME_WORDS
from qingyuan.reports.models.reports import Report


class Rise(models.Model):
    """A report went up to ``level``: because a ``clock`` passed its day, or because a handler sent it up (no clock).

    Once for each clock and day; where no level was left, ``level`` stays what it was.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="rises")
    clock = models.CharField(max_length=10, blank=True)
    due_on = models.DateField(null=True, blank=True)
    level = models.PositiveSmallIntegerField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "clock", "due_on"], name="rise_once_a_clock"),
            models.CheckConstraint(
                condition=Q(clock="", due_on__isnull=True, by__isnull=False)
                | (~Q(clock="") & Q(due_on__isnull=False, by__isnull=True)),
                name="rise_by_a_clock_or_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.level}"


class MoreTime(models.Model):
    """More time to finish: asked for once with a reason that the reporter is told, answered by a second person."""

    report = models.OneToOneField(Report, models.PROTECT, related_name="more_time")
    why = models.CharField(max_length=10, choices=choices(MORE_WORDS))
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    granted = models.BooleanField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
                name="report_more_time_by_a_second",
            ),
            models.CheckConstraint(
                condition=Q(granted__isnull=True, answered_by__isnull=True, answered_at__isnull=True)
                | Q(granted__isnull=False, answered_by__isnull=False, answered_at__isnull=False),
                name="report_more_time_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.granted}"


class Review(models.Model):
    """The reporter asks that the result be looked at again: 复查 (1), then 复核 (2). By somebody else each time."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="reviews")
    round = models.PositiveSmallIntegerField()
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=choices(OUTCOME_WORDS), blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["round"]
        constraints = [
            models.UniqueConstraint(fields=["report", "round"], name="review_once_a_round"),
            models.CheckConstraint(condition=Q(round__in=[1, 2]), name="review_twice_at_most"),
            models.CheckConstraint(
                condition=Q(outcome="", by__isnull=True, answered_at__isnull=True)
                | (~Q(outcome="") & Q(by__isnull=False, answered_at__isnull=False)),
                name="review_answered_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id} {self.round}"
