"""Reports and what is sealed with them. Nothing here can be read without a handler's key."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qingyuan.kit.words import choices
from qingyuan.matters.api import Matter
from qingyuan.org.api import Person
from qingyuan.reports.kinds import (
    CHANNEL_WORDS,
    GROUND_WORDS,
    ORGAN_WORDS,
    OUTCOME_WORDS,
    PART_WORDS,
    RATING_WORDS,
    SIDE_WORDS,
    STAGE_WORDS,
    Channel,
    Part,
    Side,
    Stage,
)
from qingyuan.reports.models.desks import Desk, DutyKey, public_id


class Report(models.Model):
    """One report as far as the server knows it: not what it says, not who is named, not who sent it.

    ``level``: how many levels it went up; slots of higher ones are not handed out yet. ``received_at`` is the hour;
    ``promised`` commits to what it is about without telling it; ``digest`` is over
    all that never changes, as the record of acts has it.
    """

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    locator_hash = models.BinaryField(max_length=32, unique=True)
    recipient = models.CharField(max_length=62)
    reporter = models.CharField(max_length=62)
    own_slot = models.BinaryField(max_length=1024)
    promised = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)
    channel = models.CharField(max_length=10, choices=choices(CHANNEL_WORDS), default=Channel.BROWSER)
    real_name = models.BooleanField(_("实名"), default=False)
    received_at = models.DateTimeField(_("收到时间"))

    stage = models.CharField(_("状态"), max_length=10, choices=choices(STAGE_WORDS), default=Stage.RECEIVED)
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, blank=True, related_name="+")
    ground = models.CharField(max_length=10, choices=choices(GROUND_WORDS), blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    sent_to = models.CharField(max_length=14, choices=choices(ORGAN_WORDS), blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=choices(OUTCOME_WORDS), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    level = models.PositiveSmallIntegerField(default=0)
    rating = models.CharField(max_length=10, choices=choices(RATING_WORDS), blank=True)
    matter = models.OneToOneField(Matter, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=list(Stage)), name="report_stage_known"),
            models.CheckConstraint(
                condition=Q(stage__in=[Stage.RECEIVED, Stage.DECLINED, Stage.SENT_ON])
                | Q(accepted_at__isnull=False),
                name="report_worked_on_is_accepted",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.ANSWERED) | (Q(answered_at__isnull=False) & ~Q(outcome="")),
                name="report_answered_says_what",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.SENT_ON) | (Q(sent_at__isnull=False) & ~Q(sent_to="")),
                name="report_sent_on_says_where",
            ),
        ]
        indexes = [models.Index(fields=["-received_at", "-id"], name="report_by_hour")]

    def __str__(self) -> str:
        return self.public_id


class Allowed(models.Model):
    """A key that routing lets read a report. Triggers refuse a slot for any other; none is ever changed."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="allowed")
    key = models.ForeignKey(DutyKey, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="allowed_once")]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.key_id}"


class Slot(models.Model):
    """The report's own key, sealed to one allowed reader. ``by``: who sealed it later; null: the reporter.

    ``level``: it is handed out once the report has gone up so many levels; 0 at once.
    """

    report = models.ForeignKey(Report, models.PROTECT, related_name="slots")
    key = models.ForeignKey(DutyKey, models.PROTECT, related_name="+")
    sealed = models.BinaryField(max_length=1024)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    level = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="slot_once")]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.key_id}"


class Envelope(models.Model):
    """A sealed text or file of a report; a trigger refuses every change and removal."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="envelopes")
    number = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=8, choices=choices(PART_WORDS))
    side = models.CharField(max_length=8, choices=choices(SIDE_WORDS))
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    size = models.PositiveIntegerField()
    sha256 = models.BinaryField(max_length=32)
    sealed = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="envelope_numbered"),
            models.CheckConstraint(condition=Q(part__in=list(Part)), name="envelope_part_known"),
            models.CheckConstraint(
                condition=Q(side=Side.REPORTER, by__isnull=True) | Q(side=Side.HANDLER, by__isnull=False),
                name="envelope_from_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.number}"


class Opening(models.Model):
    """One time that somebody was handed his slot of a report: written before it is handed out."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="openings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    key = models.ForeignKey(DutyKey, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.report_id} {self.person_id}"


class Spent(models.Model):
    """A challenge that was used: it counts once. Gone when it has expired anyway."""

    seed = models.BinaryField(max_length=16, unique=True)
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["until"], name="spent_until")]

    def __str__(self) -> str:
        return str(self.pk)
