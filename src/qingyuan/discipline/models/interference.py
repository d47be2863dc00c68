"""The three rules: who asked about a case, nil returns, quarterly summaries, and the watch over who recorded it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qingyuan.discipline.kinds import (
    ADVERSE_WORDS,
    ASKING_WORDS,
    INTERFERENCE_WORDS,
    SOURCE_WORDS,
    WAY_WORDS,
    Adverse,
    Asking,
    Interference,
    Source,
    Way,
)
from qingyuan.kit.words import choices
from qingyuan.org.api import Person, Unit


class Record(models.Model):
    """An interference record (过问案件记录). It never changes; ``unit``: the recorder's home when he wrote it.

    ``asker``: the one who asked, if he is on the roster; the record does not exist for him, nor for ``hidden_path``
    and below, if he heads a unit.
    """

    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    on = models.DateField(_("时间"))
    asker = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    hidden_path = models.CharField(max_length=255, blank=True)
    who = models.CharField(_("过问人"), max_length=60)
    role = models.CharField(_("单位和职务"), max_length=100)
    relation = models.CharField(_("与案件或当事人的关系"), max_length=100, blank=True)
    case = models.CharField(_("案件"), max_length=100)
    way = models.CharField(_("方式"), max_length=8, choices=choices(WAY_WORDS))
    kind = models.CharField(_("性质"), max_length=14, choices=choices(ASKING_WORDS))
    forbidden = models.CharField(_("行为"), max_length=24, choices=choices(INTERFERENCE_WORDS), blank=True)
    content = models.TextField(_("内容"), max_length=1000)
    answer = models.TextField(_("如何答复"), max_length=500)
    urgent = models.BooleanField(_("紧急"), default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(Asking)), name="asking_known"),
            models.CheckConstraint(condition=Q(way__in=list(Way)), name="way_known"),
            models.CheckConstraint(
                condition=Q(forbidden__in=["", *Interference]), name="forbidden_act_known"
            ),
            models.CheckConstraint(
                condition=~Q(kind=Asking.GUIDANCE) | Q(way=Way.LETTER), name="guidance_is_written"
            ),
            models.CheckConstraint(
                condition=Q(asker__isnull=True) | ~Q(asker=F("by")), name="recorder_is_not_the_asker"
            ),
        ]
        indexes = [models.Index(fields=["unit", "on"], name="records_of_unit")]

    def __str__(self) -> str:
        return f"{self.on} {self.pk}"


class Material(models.Model):
    """A file that belongs to a record (rule T2: keep the material): kept for good, given out as a download only."""

    record = models.ForeignKey(Record, models.PROTECT, related_name="material")
    name = models.CharField(_("文件名"), max_length=120)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class Nil(models.Model):
    """A unit's own statement that nobody asked in a month (零报告): one a unit and month."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    month = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "month"], name="nil_once_a_month")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.month:%Y-%m}"


class Quarter(models.Model):
    """That the summary of a quarter was made (rule T4), with what was counted at that moment."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    begins_on = models.DateField()
    ends_on = models.DateField()
    at = models.DateTimeField()
    counted = models.JSONField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "begins_on"], name="summary_once_a_quarter")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.begins_on}"


class Protected(models.Model):
    """Somebody known by name who recorded, reported or witnessed: watched over for a time (rule T3)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    source = models.CharField(max_length=10, choices=choices(SOURCE_WORDS))
    since = models.DateField()
    until = models.DateField()
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(source__in=list(Source)), name="protected_for_a_reason"),
            models.CheckConstraint(condition=Q(until__gt=F("since")), name="protected_for_a_time"),
            models.UniqueConstraint(fields=["person", "source", "since"], name="protected_once_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.source}"


class Alert(models.Model):
    """An adverse personnel act on somebody protected, for the level above his unit: looked into and answered there."""

    protected = models.ForeignKey(Protected, models.CASCADE, related_name="alerts")
    kind = models.CharField(max_length=10, choices=choices(ADVERSE_WORDS))
    ref = models.CharField(max_length=40)
    on = models.DateField()
    at = models.DateTimeField()
    level = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    words = models.CharField(_("核查结论"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(Adverse)), name="adverse_act_known"),
            models.UniqueConstraint(fields=["protected", "kind", "ref"], name="alert_once_an_act"),
            models.CheckConstraint(
                condition=Q(words="", answered_by__isnull=True, answered_at__isnull=True)
                | (~Q(words="") & Q(answered_by__isnull=False, answered_at__isnull=False)),
                name="alert_answered_means_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.protected_id} {self.kind}"
