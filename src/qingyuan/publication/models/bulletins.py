"""Bulletins with what they tell of, outcomes, objections, issued files; numbers; weekly figures that went out."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.api import Campaign
from qingyuan.kit.clock import local_day
from qingyuan.kit.words import choices
from qingyuan.matters.api import Matter
from qingyuan.org.api import Person, Unit
from qingyuan.publication import policy
from qingyuan.publication.kinds import (
    ANSWER_WORDS,
    OUTCOME_WORDS,
    OWN_SERIES,
    SANCTIONS,
    STATE_WORDS,
    FileKind,
    OutcomeKind,
    State,
)

WEEKLY = "周报"


class Series(models.Model):
    """The numbers of one code in one year: ``last`` is the last one given out. Taken under a lock."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    code = models.CharField(max_length=20)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit", "code", "year"], name="series_once"),
            models.UniqueConstraint(
                fields=["code", "year"],
                condition=~Q(code__in=OWN_SERIES),
                name="a_code_belongs_to_one_series",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.year}"


class Bulletin(models.Model):
    """A bulletin (通报) of a unit about a period. Its sections are drawn from the ledger; the clerk edits in Word."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+", verbose_name=_("教育整顿"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("发文单位"))
    state = models.CharField(_("状态"), max_length=10, choices=choices(STATE_WORDS), default=State.DRAFT)
    code = models.CharField(_("机关代字"), max_length=20)
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    serial = models.PositiveIntegerField(null=True, blank=True)
    number = models.CharField(_("发文字号"), max_length=40, blank=True)
    title = models.CharField(_("标题"), max_length=120)
    period_from = models.DateField(_("期间起"))
    period_to = models.DateField(_("期间止"))
    addressees = models.CharField(_("主送"), max_length=300, blank=True)
    copy_to = models.CharField(_("抄送"), max_length=300, blank=True)
    purpose = models.TextField(_("引言"), max_length=600, blank=True)
    method = models.CharField(_("督导方式"), max_length=80, blank=True)
    groups = models.PositiveSmallIntegerField(_("督导组数"), null=True, blank=True)
    praise = models.TextField(_("好的做法"), max_length=2000, blank=True)
    demands = models.TextField(_("补充的工作要求"), max_length=1500, blank=True)
    drafted_at = models.DateTimeField(_("起草时间"))
    drafted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("起草人"))
    issued_at = models.DateTimeField(_("印发时间"), null=True, blank=True)
    issued_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("签发人")
    )
    characters = models.PositiveIntegerField(null=True, blank=True)
    names_cleared = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_why = models.CharField(_("撤回理由"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(State)), name="bulletin_state_known"),
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")), name="bulletin_period_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, serial__isnull=True, year__isnull=True, number="")
                & Q(issued_at__isnull=True, issued_by__isnull=True)
                | ~Q(state=State.DRAFT)
                & Q(serial__isnull=False, year__isnull=False)
                & Q(issued_at__isnull=False, issued_by__isnull=False)
                & ~Q(number=""),
                name="bulletin_issued_means_number_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(issued_by__isnull=True) | ~Q(issued_by=F("drafted_by")),
                name="bulletin_issued_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(state=State.WITHDRAWN, withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~Q(withdrawn_why="")
                | ~Q(state=State.WITHDRAWN)
                & Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why=""),
                name="bulletin_withdrawn_means_who_when_and_why",
            ),
            models.UniqueConstraint(fields=["code", "year", "serial"], name="bulletin_number_once"),
        ]
        indexes = [
            models.Index(fields=["campaign", "state", "-issued_at"], name="bulletins_of_campaign"),
            models.Index(fields=["unit", "state"], name="bulletins_of_unit"),
        ]

    def __str__(self) -> str:
        return self.number or self.title

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def issued_on(self) -> date | None:
        return local_day(self.issued_at) if self.issued_at else None

    @property
    def object_by(self) -> date | None:
        """The last day on which a unit may object to what is said of it."""
        return policy.object_by(self.issued_on) if self.issued_on else None


class BulletinItem(models.Model):
    """A matter in a bulletin. ``told``: what the issued bulletin says of it, without names."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="items")
    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()
    included = models.BooleanField(default=True)
    told = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["bulletin", "matter"], name="matter_once_a_bulletin"),
            models.UniqueConstraint(fields=["bulletin", "order"], name="order_once_a_bulletin"),
        ]
        indexes = [models.Index(fields=["matter", "included"], name="bulletins_of_matter")]

    def __str__(self) -> str:
        return f"{self.bulletin_id}/{self.order}"


class Outcome(models.Model):
    """What followed for people: how many, decided when, by whom and on what basis. Never who.

    Of a matter, of a bulletin, or of a matter as a bulletin tells it. Without ``decided_on`` it is pending.
    """

    bulletin = models.ForeignKey(
        Bulletin, models.SET_NULL, null=True, blank=True, related_name="outcomes", verbose_name=_("通报")
    )
    matter = models.ForeignKey(
        Matter, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("事项")
    )
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    kind = models.CharField(_("处理方式"), max_length=24, choices=choices(OUTCOME_WORDS))
    persons = models.PositiveSmallIntegerField(_("人数"))
    heard_on = models.DateField(_("听取陈述申辩日期"), null=True, blank=True)
    decided_on = models.DateField(_("决定日期"), null=True, blank=True)
    decided_by = models.CharField(_("决定单位"), max_length=80, blank=True)
    basis = models.CharField(_("依据"), max_length=200, blank=True)
    duty_checked = models.BooleanField(_("已核对排班和请假"), default=False)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["unit", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(OutcomeKind)), name="outcome_kind_known"),
            models.CheckConstraint(condition=Q(persons__gte=1), name="outcome_of_someone"),
            models.CheckConstraint(
                condition=Q(bulletin__isnull=False) | Q(matter__isnull=False), name="outcome_of_something"
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True) | (~Q(decided_by="") & ~Q(basis="")),
                name="outcome_decided_means_by_whom_and_why",
            ),
            models.CheckConstraint(
                condition=Q(decided_on__isnull=True)
                | ~Q(kind__in=sorted(SANCTIONS))
                | Q(heard_on__isnull=False, heard_on__lte=F("decided_on")),
                name="sanction_only_after_hearing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.persons}"


class BulletinFile(models.Model):
    """A bulletin as a file. ``key`` is where it lies outside the web root; ``edited``: uploaded by a person."""

    bulletin = models.ForeignKey(Bulletin, models.CASCADE, related_name="files")
    kind = models.CharField(max_length=4, choices=[(kind.value, kind.value) for kind in FileKind])
    edited = models.BooleanField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=64, unique=True)
    characters = models.PositiveIntegerField(null=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["bulletin", "kind"], name="one_file_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.bulletin_id}.{self.kind}"


class Objection(models.Model):
    """A unit says that what a bulletin tells of it is not so; somebody who did not write it answers."""

    item = models.ForeignKey(BulletinItem, models.CASCADE, related_name="objections")
    words = models.TextField(_("异议内容"), max_length=1000)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    answer_by = models.DateField()
    answer = models.CharField(_("答复"), max_length=10, choices=choices(ANSWER_WORDS), blank=True)
    answer_words = models.TextField(_("复核说明"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["item"], condition=Q(answer=""), name="one_open_objection"),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True, answered_by__isnull=True)
                | ~Q(answer="")
                & ~Q(answer_words="")
                & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="objection_answered_means_who_when_and_words",
            ),
            models.CheckConstraint(
                condition=Q(answered_by__isnull=True) | ~Q(answered_by=F("by")),
                name="objection_answered_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.item_id}"


class Weekly(models.Model):
    """That the weekly figures (周报) of a period went out, under which number. The figures are computed, not kept."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    period_from = models.DateField(_("期间起"))
    period_to = models.DateField(_("期间止"))
    year = models.PositiveSmallIntegerField()
    serial = models.PositiveIntegerField(_("期号"))
    issued_at = models.DateTimeField()
    issued_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "unit", "year", "serial"], name="weekly_number_once"),
            models.UniqueConstraint(
                fields=["campaign", "unit", "period_from", "period_to"], name="weekly_once_a_period"
            ),
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")), name="weekly_period_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year} {self.serial}"


class PublicAnswer(models.Model):
    """The published result of a hot problem: question, what was done, day. One in force for a matter."""

    matter = models.ForeignKey(Matter, models.PROTECT, related_name="+")
    question = models.CharField(_("群众反映的问题"), max_length=300)
    done = models.CharField(_("怎么解决的"), max_length=1000)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["matter"], condition=Q(withdrawn_at__isnull=True), name="one_answer_in_force"
            ),
            models.CheckConstraint(condition=~Q(question="") & ~Q(done=""), name="answer_says_something"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="answer_published_means_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(published_by__isnull=True) | ~Q(published_by=F("drafted_by")),
                name="answer_published_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_why="")
                | (
                    Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False, published_at__isnull=False)
                    & ~Q(withdrawn_why="")
                ),
                name="answer_withdrawn_means_who_when_and_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(published_at__isnull=False, withdrawn_at__isnull=True),
                name="answers_in_force",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}"

    @property
    def published_on(self) -> date:
        """The day of publication; of a draft the day of writing."""
        return local_day(self.published_at or self.drafted_at)
