"""What is asked of units beforehand, minutes as they were spent, and what is kept of them: figures of groups."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qingyuan.burden.kinds import (
    CAP_WORDS,
    FILLER_WORDS,
    GROUP_WORDS,
    SPENDING_WORDS,
    Cap,
    Group,
    Spending,
)
from qingyuan.kit.words import choices
from qingyuan.org.api import Person, Unit


class Claim(models.Model):
    """What is asked of a unit on a day, so that nobody asks beyond the caps. ``part``: of a part of it only, as a
    party branch. ``source``: by which the room that asks finds it again.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    part = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=10, choices=choices(SPENDING_WORDS))
    filler = models.CharField(max_length=10, choices=choices(FILLER_WORDS), blank=True)
    on = models.DateField()
    minutes = models.PositiveSmallIntegerField()
    sender = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    source = models.CharField(max_length=60)
    label = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "unit", "part"], name="claimed_once"),
            models.CheckConstraint(condition=Q(kind__in=list(Spending)), name="claim_kind_known"),
        ]
        indexes = [models.Index(fields=["unit", "on"], name="claims_of_unit")]

    def __str__(self) -> str:
        return f"{self.source} {self.unit_id}"


class Spent(models.Model):
    """Time that somebody spent. Kept until his week is added up, then gone; no page shows it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    group = models.CharField(max_length=10, choices=choices(GROUP_WORDS))
    week = models.DateField(db_index=True)
    kind = models.CharField(max_length=10, choices=choices(SPENDING_WORDS))
    source = models.CharField(max_length=60)
    seconds = models.PositiveIntegerField()
    times = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(Spending)), name="spent_kind_known"),
            models.CheckConstraint(condition=Q(group__in=list(Group)), name="spent_group_known"),
        ]

    def __str__(self) -> str:
        return f"{self.week} {self.kind}"


class Share(models.Model):
    """Of a unit's group in a week: so many people spent so many minutes, on forms or (``kind`` empty) on all."""

    week = models.DateField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    group = models.CharField(max_length=10, choices=choices(GROUP_WORDS))
    kind = models.CharField(max_length=10, choices=choices(SPENDING_WORDS), blank=True)
    minutes = models.PositiveSmallIntegerField()
    people = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["week", "kind", "unit", "group", "minutes"], name="share_once"),
            models.CheckConstraint(condition=Q(group__in=list(Group)), name="share_group_known"),
        ]

    def __str__(self) -> str:
        return f"{self.week} {self.unit_id} {self.minutes}"


class Week(models.Model):
    """A week that is added up, for the first pages: minutes to how many police officers of the bureau had so many.

    What :class:`Share` says unit by unit, kept because everybody's first page shows it.
    """

    first = models.DateField(primary_key=True)
    officers = models.JSONField()

    def __str__(self) -> str:
        return str(self.first)


class Use(models.Model):
    """Where a group's time of a week went: how many minutes in how many sittings, by source."""

    week = models.DateField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    group = models.CharField(max_length=10, choices=choices(GROUP_WORDS))
    kind = models.CharField(max_length=10, choices=choices(SPENDING_WORDS))
    source = models.CharField(max_length=60)
    minutes = models.PositiveIntegerField()
    times = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["week", "unit", "group", "kind", "source"], name="use_once"),
        ]

    def __str__(self) -> str:
        return f"{self.week} {self.source}"


class CapChange(models.Model):
    """That a cap was set: by whom, from what to what, and, where it was raised, why. The last one holds."""

    code = models.CharField(_("上限"), max_length=30, choices=choices(CAP_WORDS))
    before = models.PositiveIntegerField()
    value = models.PositiveIntegerField()
    reason = models.CharField(_("理由"), max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__in=list(Cap)), name="cap_known"),
            models.CheckConstraint(
                condition=Q(value__lt=models.F("before")) | ~Q(reason=""), name="raised_cap_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.value}"
