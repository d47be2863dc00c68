"""What followed for a person: the four forms, heard before decided, appealed against; and a name that is cleared."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qingyuan.discipline.kinds import (
    APPEAL_WORDS,
    FORM_WORDS,
    MEASURES_WORDS,
    REACH_WORDS,
    Form,
    Measures,
    Reach,
)
from qingyuan.discipline.models.leads import Lead
from qingyuan.kit.words import choices
from qingyuan.org.api import Person, Unit


class Handling(models.Model):
    """One measure for one person. Without ``decided_on`` it is proposed; ``heard_on`` stands before it in time.

    ``unit``: where the person belonged when it was proposed; scope is asked by ``unit_path``. ``lenient`` follows from
    ``self_reported_on`` and the day on which the lead was received, and from nothing else.
    """

    lead = models.ForeignKey(Lead, models.PROTECT, related_name="handlings", null=True)
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
        ]
        indexes = [models.Index(fields=["person", "decided_on"], name="handlings_of_person")]

    def __str__(self) -> str:
        return f"{self.measure} {self.pk}"


class Appeal(models.Model):
    """What the person says against a decision, once; answered by who neither proposed nor decided."""

    handling = models.OneToOneField(Handling, models.CASCADE, related_name="appeal")
    words = models.TextField(_("申诉或说明"), max_length=2000)
    at = models.DateTimeField()
    answer = models.CharField(max_length=10, choices=choices(APPEAL_WORDS), blank=True)
    measure = models.CharField(max_length=24, choices=choices(MEASURES_WORDS), blank=True)
    answer_words = models.CharField(_("答复"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answer="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(answer="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="appeal_answered_means_who_and_when",
            )
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
