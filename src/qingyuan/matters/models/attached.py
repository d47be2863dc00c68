"""What hangs on a matter: stages, story, evidence, more time, looks back, reminders, search words."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qingyuan.kit.words import choices
from qingyuan.matters.kinds import (
    ACT_WORDS,
    ANSWER_WORDS,
    RESULT_WORDS,
)
from qingyuan.matters.models.matter import Matter
from qingyuan.org.api import Person


class Milestone(models.Model):
    """A stage on the way of a long-term matter."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="milestones")
    words = models.CharField(_("阶段目标"), max_length=200)
    due_on = models.DateField(_("日期"))
    met_at = models.DateTimeField(null=True)
    met_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    note = models.CharField(_("完成情况"), max_length=300, blank=True)

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "due_on"], name="one_milestone_a_day"),
            models.CheckConstraint(
                condition=Q(met_at__isnull=True, met_by__isnull=True)
                | Q(met_at__isnull=False, met_by__isnull=False),
                name="milestone_met_means_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return self.words


class Step(models.Model):
    """One line of a matter's story, in the words of the one who acted."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="steps")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    act = models.CharField(max_length=10, choices=choices(ACT_WORDS))
    words = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["matter", "at"], name="steps_of_matter")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.act}"


class Evidence(models.Model):
    """A file that shows the result. ``key`` is where it lies outside the web root; how many: a cap of `burden`."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="evidence")
    slot = models.PositiveSmallIntegerField()
    name = models.CharField(_("文件名"), max_length=120)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["slot"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "slot"], name="one_file_a_slot"),
            models.CheckConstraint(condition=Q(slot__gte=1), name="files_count_from_one"),
        ]

    def __str__(self) -> str:
        return self.name


class Extension(models.Model):
    """A request for more time and its answer; the deadline moves only with a granted one."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="extensions")
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    old_due_on = models.DateField()
    new_due_on = models.DateField(_("申请延至"))
    reason = models.TextField(_("延期理由"), max_length=500)
    answer = models.CharField(max_length=8, choices=choices(ANSWER_WORDS), blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answer_words = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["matter"], condition=Q(answer=""), name="one_open_extension"),
            models.CheckConstraint(condition=Q(new_due_on__gt=F("old_due_on")), name="extension_is_later"),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("asked_by")),
                name="extension_by_another",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | (~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False)),
                name="extension_answered_means_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.new_due_on}"


class Recheck(models.Model):
    """A look back at a closed matter: planned when it closes, done by somebody outside the unit."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="rechecks")
    months = models.PositiveSmallIntegerField()
    round = models.PositiveSmallIntegerField(default=0)
    due_on = models.DateField()
    result = models.CharField(max_length=10, choices=choices(RESULT_WORDS), blank=True)
    words = models.TextField(max_length=500, blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["matter", "round", "months"], name="one_recheck_a_date"),
            models.CheckConstraint(
                condition=Q(result="", done_at__isnull=True, done_by__isnull=True)
                | (~Q(result="") & Q(done_at__isnull=False, done_by__isnull=False)),
                name="recheck_done_means_who_and_when",
            ),
        ]
        indexes = [models.Index(fields=["due_on"], condition=Q(result=""), name="recheck_to_do")]

    def __str__(self) -> str:
        return f"{self.matter_id} +{self.months}"


class Sent(models.Model):
    """A reminder that went to one person: each step of the ladder once for a deadline."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=12)
    due_on = models.DateField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["matter", "step", "due_on", "person"], name="reminder_once")
        ]
        indexes = [models.Index(fields=["person", "-at"], name="reminders_of_person")]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.step}"


class Text(models.Model):
    """The search words of a matter: see ``kit.grams``. SQLite keeps them again in an FTS5 table."""

    matter = models.OneToOneField(Matter, models.CASCADE, primary_key=True, related_name="+")
    grams = models.TextField()

    def __str__(self) -> str:
        return str(self.matter_id)
