"""A lead (线索) beside its matter, what happened to it day by day, and how it is handled."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qingyuan.discipline.kinds import (
    CHANNEL_WORDS,
    DECIDED_WORDS,
    DISPOSAL_WORDS,
    EVENT_WORDS,
    RESULT_WORDS,
    Channel,
    Decided,
    DisposalKind,
    Event,
    Result,
)
from qingyuan.kit.words import choices
from qingyuan.matters.api import Matter
from qingyuan.org.api import Person, Unit


class Lead(models.Model):
    """What only a lead has; its state, handler, deadline and words are those of its matter.

    ``start``: the unit from which the search for who handles it began. No name of a reporter stands here.
    """

    matter = models.OneToOneField(Matter, models.CASCADE, related_name="+")
    channel = models.CharField(_("来源渠道"), max_length=12, choices=choices(CHANNEL_WORDS))
    assigned_by = models.CharField(_("交办单位"), max_length=80, blank=True)
    outside_number = models.CharField(_("来文编号"), max_length=60, blank=True)
    received_on = models.DateField(_("收到日期"))
    real_name = models.BooleanField(_("实名"), default=False)
    repeat = models.BooleanField(_("重复"), default=False)
    about = models.CharField(_("被反映人（职务或代号）"), max_length=120, blank=True)
    transferred_to = models.CharField(_("转往"), max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(channel__in=list(Channel)), name="lead_channel_known"),
            models.CheckConstraint(
                condition=~Q(channel=Channel.ASSIGNED) | ~Q(assigned_by=""), name="lead_assigned_says_by_whom"
            ),
        ]
        indexes = [models.Index(fields=["channel", "received_on"], name="leads_by_channel")]

    def __str__(self) -> str:
        return str(self.matter)


class Happened(models.Model):
    """One event of a lead on a day: what the clocks run between."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="happened")
    event = models.CharField(max_length=16, choices=choices(EVENT_WORDS))
    on = models.DateField(_("日期"))
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    words = models.CharField(_("说明"), max_length=500, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.CheckConstraint(condition=Q(event__in=list(Event)), name="event_known")]
        indexes = [models.Index(fields=["lead", "at"], name="events_of_lead")]

    def __str__(self) -> str:
        return f"{self.lead_id} {self.event}"


class Proposed(models.Model):
    """What one proposes of a lead and a second person approves or returns; one of each kind waits at a time."""

    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=choices(DECIDED_WORDS), default=Decided.PROPOSED)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(
                fields=["lead"], condition=Q(state=Decided.PROPOSED), name="one_%(class)s_waits"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("by")), name="%(class)s_by_a_second"
            ),
            models.CheckConstraint(
                condition=Q(state=Decided.PROPOSED, decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state=Decided.PROPOSED) & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="%(class)s_decided_means_who_and_when",
            ),
        ]


class Disposal(Proposed):
    """A proposal how to dispose of a lead, and what the second person said of it."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="disposals")
    kind = models.CharField(_("处置方式"), max_length=24, choices=choices(DISPOSAL_WORDS))
    opinion = models.TextField(_("处置意见"), max_length=1000)
    words = models.CharField(_("批示"), max_length=500, blank=True)

    class Meta(Proposed.Meta):
        abstract = False
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(DisposalKind)), name="disposal_known"),
            *Proposed.Meta.constraints,
        ]

    def __str__(self) -> str:
        return f"{self.lead_id} {self.kind}"


class Member(models.Model):
    """One of the verification team (核查组). Who recused himself stays on the list."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    chief = models.BooleanField(_("组长"), default=False)
    joined_at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    recused_at = models.DateTimeField(null=True)
    recused_why = models.CharField(_("回避理由"), max_length=300, blank=True)

    class Meta:
        ordering = ["-chief", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["lead", "person"], name="member_once"),
            models.UniqueConstraint(
                fields=["lead"], condition=Q(chief=True, recused_at__isnull=True), name="one_chief_a_team"
            ),
            models.CheckConstraint(
                condition=Q(recused_at__isnull=True) | ~Q(recused_why=""), name="recusal_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lead_id} {self.person_id}"


class Report(Proposed):
    """What the verification found, and what the second person said of it."""

    lead = models.ForeignKey(Lead, models.CASCADE, related_name="reports")
    words = models.TextField(_("核实情况"), max_length=4000)
    result = models.CharField(_("核实结论"), max_length=10, choices=choices(RESULT_WORDS))
    answer = models.CharField(_("批示"), max_length=500, blank=True)

    class Meta(Proposed.Meta):
        abstract = False
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(result__in=list(Result)), name="result_known"),
            *Proposed.Meta.constraints,
        ]

    def __str__(self) -> str:
        return f"{self.lead_id} {self.result}"


class SheetDraft(models.Model):
    """A list of leads that somebody looks at before taking it over; gone as soon as it is taken or dropped."""

    by = models.OneToOneField(Person, models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
