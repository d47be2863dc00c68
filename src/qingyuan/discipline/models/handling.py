"""What followed for a person: the four forms, heard before decided, appealed against; and a name that is cleared."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qingyuan.discipline.kinds import (
    APPEAL_WORDS,
    FORM_WORDS,
    MEASURES_WORDS,
    REACH_WORDS,
    STAGE_WORDS,
    Form,
    Measures,
    Reach,
    Stage,
)
from qingyuan.discipline.models.leads import Lead, Proposed
from qingyuan.kit.words import choices
from qingyuan.matters.api import Matter
from qingyuan.org.api import Person, Unit


class Handling(models.Model):
    """One measure for one person. Without ``decided_on`` it is proposed; ``heard_on`` stands before it in time.

    It follows from a lead, or, where the ledger found it, from the matter of a problem; not from both. ``unit``: where
    the person belonged when it was proposed. ``lenient`` follows from ``self_reported_on`` and the day on which the
    lead was received, and from nothing else. ``end_told_at``: when the end of its period was brought to mind;
    ``released_on``: when the sanction was lifted.
    """

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="handlings", null=True)
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+", null=True)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    form = models.CharField(_("形态"), max_length=1, choices=choices(FORM_WORDS))
    measure = models.CharField(_("处理方式"), max_length=24, choices=choices(MEASURES_WORDS))
    basis = models.CharField(_("依据"), max_length=200)
    facts = models.CharField(_("违纪违法事实"), max_length=1000)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    heard_on = models.DateField(_("听取陈述申辩"), null=True)
    heard_words = models.TextField(_("陈述申辩"), max_length=2000, blank=True)
    decided_on = models.DateField(_("决定日期"), null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    ends_on = models.DateField(_("期满日期"), null=True)
    self_reported_on = models.DateField(_("主动说明日期"), null=True)
    lenient = models.BooleanField(_("自查从宽"), default=False)
    end_told_at = models.DateTimeField(null=True)
    released_on = models.DateField(_("解除日期"), null=True)
    released_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(form__in=list(Form)), name="form_known"),
            models.CheckConstraint(condition=Q(measure__in=list(Measures)), name="measure_known"),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True)
                | Q(form=Form.FIRST)
                | Q(heard_on__isnull=False, heard_on__lte=F("decided_on")),
                name="heard_before_decided",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | (~Q(decided_by=F("by")) & ~Q(decided_by=F("person"))),
                name="handling_by_a_second",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True, decided_by__isnull=True)
                | Q(decided_on__isnull=False, decided_by__isnull=False),
                name="handling_decided_means_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(lenient=False) | Q(self_reported_on__isnull=False), name="lenient_has_its_date"
            ),
            models.CheckConstraint(
                condition=Q(lead__isnull=True) | Q(matter__isnull=True), name="handling_from_one"
            ),
            models.CheckConstraint(
                condition=Q(released_on__isnull=True, released_by__isnull=True)
                | Q(released_by__isnull=False, ends_on__isnull=False, released_on__gte=F("ends_on")),
                name="released_after_its_period",
            ),
        ]
        indexes = [models.Index(fields=["person", "decided_on"], name="handlings_of_person")]

    def __str__(self) -> str:
        return f"{self.measure} {self.pk}"


class Appeal(models.Model):
    """What the person says against a decision, and against the answer; each once, answered by who had no part in it."""

    handling = models.ForeignKey(Handling, models.CASCADE, related_name="appeals")
    stage = models.CharField(max_length=1, choices=choices(STAGE_WORDS), default=Stage.APPEAL)
    words = models.TextField(_("申诉或说明"), max_length=2000)
    at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=choices(APPEAL_WORDS), blank=True)
    measure = models.CharField(max_length=24, choices=choices(MEASURES_WORDS), blank=True)
    answer_words = models.CharField(_("答复"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["handling", "stage"]
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="appeal_answered_means_who_and_when",
            ),
            models.CheckConstraint(condition=Q(stage__in=list(Stage)), name="appeal_stage_known"),
            models.UniqueConstraint(fields=["handling", "stage"], name="appeal_once_a_stage"),
        ]

    def __str__(self) -> str:
        return f"{self.handling_id}"


class Clarification(models.Model):
    """A name cleared (澄清正名) after a report that was unfounded; ``told``: what the notice says."""

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="clarifications")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    reach = models.CharField(_("澄清范围"), max_length=10, choices=choices(REACH_WORDS))
    told = models.TextField(_("澄清内容"), max_length=1000)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(reach__in=list(Reach)), name="reach_known"),
            models.CheckConstraint(
                condition=Q(person__isnull=False, unit__isnull=True)
                | Q(person__isnull=True, unit__isnull=False),
                name="clarification_of_one",
            ),
            models.UniqueConstraint(
                fields=["lead", "person"], condition=Q(person__isnull=False), name="cleared_once"
            ),
            models.UniqueConstraint(
                fields=["lead", "unit"], condition=Q(unit__isnull=False), name="unit_cleared_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lead_id}"


class FalseReport(Proposed):
    """That a report was a deliberate false accusation (诬告陷害): proposed, and determined by a second person at
    prefecture level or above. It says nothing of who reported."""

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="false_reports")
    words = models.TextField(_("认定依据"), max_length=1000)
    answer = models.CharField(_("批示"), max_length=500, blank=True)

    class Meta(Proposed.Meta):
        abstract = False
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.lead_id}"
