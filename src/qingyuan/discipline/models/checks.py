"""Spot checks (抽查): a sample that a seed drew, each piece looked at by somebody who had no part in it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qingyuan.discipline.kinds import CHECKED_WORDS, OUTCOME_WORDS, Checked, Outcome
from qingyuan.discipline.models.interference import Record
from qingyuan.discipline.models.leads import Lead
from qingyuan.kit.words import choices
from qingyuan.matters.api import Matter
from qingyuan.org.api import Person, Unit


class SpotCheck(models.Model):
    """The sample of one unit (with all below it) and quarter. ``seed`` and ``population`` let anybody draw it again."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    what = models.CharField(max_length=8, choices=choices(CHECKED_WORDS))
    begins_on = models.DateField()
    ends_on = models.DateField()
    seed = models.CharField(max_length=64)
    population = models.PositiveIntegerField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(what__in=list(Checked)), name="spot_check_of_something_known"),
            models.UniqueConstraint(fields=["unit", "what", "begins_on"], name="spot_check_once_a_quarter"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.what} {self.begins_on}"


class Sampled(models.Model):
    """One piece of a sample, and what was found in it; ``matter``: the finding on the ledger."""

    check_of = models.ForeignKey(SpotCheck, models.PROTECT, related_name="sampled")
    lead = models.ForeignKey(Lead, models.PROTECT, null=True, related_name="+")
    record = models.ForeignKey(Record, models.PROTECT, null=True, related_name="+")
    outcome = models.CharField(max_length=8, choices=choices(OUTCOME_WORDS), blank=True)
    words = models.CharField(_("抽查意见"), max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(outcome__in=["", *Outcome]), name="outcome_known"),
            models.CheckConstraint(
                condition=Q(lead__isnull=False, record__isnull=True)
                | Q(lead__isnull=True, record__isnull=False),
                name="sampled_is_one",
            ),
            models.CheckConstraint(
                condition=Q(
                    outcome="", answered_by__isnull=True, answered_at__isnull=True, matter__isnull=True
                )
                | (~Q(outcome="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="sampled_answered_means_who_and_when",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.FINDING) | Q(matter__isnull=False),
                name="finding_is_on_the_ledger",
            ),
            models.UniqueConstraint(fields=["check_of", "lead", "record"], name="sampled_once"),
        ]

    def __str__(self) -> str:
        return f"{self.check_of_id} {self.pk}"
