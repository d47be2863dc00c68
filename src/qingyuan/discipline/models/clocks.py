"""Clocks as the office keeps them, more time that was given, and leads that went up a level."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qingyuan.discipline.kinds import (
    DISPOSAL_WORDS,
    EFFECT_WORDS,
    EVENT_WORDS,
    GRADE_WORDS,
    MEASURE_WORDS,
    OF_WORDS,
    Effect,
    Grade,
    Measure,
    Of,
)
from qingyuan.discipline.models.leads import Lead
from qingyuan.kit.words import choices
from qingyuan.matters.api import kinds as matter_kinds
from qingyuan.org.api import Person, Unit


class Clock(models.Model):
    """One deadline rule, from ``start`` to the first of ``stops``; without a found source only once confirmed."""

    code = models.CharField(max_length=24, primary_key=True)
    preset = models.CharField(max_length=24)
    words = models.CharField(_("名称"), max_length=80)
    words_en = models.CharField(max_length=80, blank=True)
    start = models.CharField(_("起算"), max_length=16, choices=choices(EVENT_WORDS))
    stops = models.JSONField()
    amount = models.PositiveSmallIntegerField(_("期限"))
    measure = models.CharField(_("单位"), max_length=10, choices=choices(MEASURE_WORDS))
    channels = models.JSONField(default=list, blank=True)
    real_name = models.BooleanField(_("只适用于实名"), default=False)
    disposal = models.CharField(max_length=24, choices=choices(DISPOSAL_WORDS), blank=True)
    of = models.CharField(_("对象"), max_length=10, choices=choices(OF_WORDS), default=Of.LEAD)
    measures = models.JSONField(default=list, blank=True)
    effect = models.CharField(_("期满后"), max_length=6, choices=choices(EFFECT_WORDS), default=Effect.RISE)
    more = models.PositiveSmallIntegerField(_("可延长（日）"), default=0)
    source = models.CharField(_("出处"), max_length=160)
    grade = models.CharField(_("出处等级"), max_length=1, choices=choices(GRADE_WORDS))
    confirmed = models.BooleanField(_("已确认"), default=True)
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        ordering = ["preset", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(measure__in=list(Measure)), name="clock_measure_known"),
            models.CheckConstraint(condition=Q(grade__in=list(Grade)), name="clock_grade_known"),
            models.CheckConstraint(
                condition=Q(of__in=list(Of), effect__in=list(Effect)), name="clock_of_what_and_what_follows"
            ),
            models.CheckConstraint(
                condition=Q(active=False) | Q(amount__gt=0), name="clock_that_runs_has_an_amount"
            ),
            models.CheckConstraint(
                condition=Q(active=False) | ~Q(grade=Grade.U) | Q(confirmed=True),
                name="clock_without_a_source_is_confirmed",
            ),
        ]

    def __str__(self) -> str:
        return (self.words_en if (get_language() or "").startswith("en") else "") or self.words


class MoreTime(models.Model):
    """More time for one clock of a lead: asked for once, answered by a second person."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="more_time")
    clock = models.ForeignKey(Clock, models.PROTECT, related_name="+")
    reason = models.CharField(_("延期理由"), max_length=500)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    answer = models.CharField(max_length=8, choices=choices(matter_kinds.ANSWER_WORDS), blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["lead", "clock"], name="more_time_once"),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("by")), name="more_time_by_a_second"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lead_id} {self.clock_id}"


class Escalation(models.Model):
    """A clock passed and the lead went up: ``unit`` watches over it now; none: it is for the higher organ."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="escalations")
    clock = models.ForeignKey(Clock, models.PROTECT, related_name="+")
    due_on = models.DateField()
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["lead", "clock", "due_on"], name="rises_once_a_deadline")
        ]

    def __str__(self) -> str:
        return f"{self.lead_id} {self.clock_id}"
