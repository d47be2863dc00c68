"""Templates, and what is written from them: sections, the figures in them with their source, the issued files."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.api import Campaign
from qingyuan.kit.clock import local_day
from qingyuan.kit.words import choices
from qingyuan.org.api import Person, Unit
from qingyuan.publication.kinds import GENRE_WORDS, STATE_WORDS, WANTS_WORDS, FileKind, Genre, State, Wants


class Template(models.Model):
    """How a kind of document is begun (文稿模板). Kept by the office; those that are shipped may be changed."""

    code = models.SlugField(max_length=40, unique=True)
    genre = models.CharField(_("文种"), max_length=10, choices=choices(GENRE_WORDS))
    name = models.CharField(_("名称"), max_length=60)
    title = models.CharField(_("标题的写法"), max_length=120)
    active = models.BooleanField(_("启用"), default=True)
    order = models.PositiveSmallIntegerField(default=900)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(genre__in=list(Genre)), name="template_genre_known"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(title=""), name="template_has_words"),
        ]

    def __str__(self) -> str:
        return self.name


class TemplateSection(models.Model):
    """A section of a template: heading, what belongs in it, and the words to begin with, facts in braces."""

    template = models.ForeignKey(Template, models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField()
    heading = models.CharField(_("小标题"), max_length=60, blank=True)
    guidance = models.CharField(_("写什么"), max_length=300, blank=True)
    wants = models.CharField(_("内容"), max_length=8, choices=choices(WANTS_WORDS), default=Wants.FREE)
    text = models.TextField(_("开头的文字"), max_length=2000, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["template", "order"], name="section_order_once_a_template"),
            models.CheckConstraint(condition=Q(wants__in=list(Wants)), name="template_section_wants_known"),
        ]

    def __str__(self) -> str:
        return self.heading


class Writing(models.Model):
    """A document that a clerk writes from a template, about a unit and a period (文稿)."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+", verbose_name=_("教育整顿"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    template = models.ForeignKey(Template, models.PROTECT, related_name="+", verbose_name=_("模板"))
    genre = models.CharField(_("文种"), max_length=10, choices=choices(GENRE_WORDS))
    state = models.CharField(_("状态"), max_length=10, choices=choices(STATE_WORDS), default=State.DRAFT)
    title = models.CharField(_("标题"), max_length=120)
    period_from = models.DateField(_("期间起"))
    period_to = models.DateField(_("期间止"))
    addressees = models.CharField(_("主送"), max_length=300, blank=True)
    copy_to = models.CharField(_("抄送"), max_length=300, blank=True)
    code = models.CharField(_("机关代字"), max_length=20, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    serial = models.PositiveIntegerField(null=True)
    number = models.CharField(_("文号或期号"), max_length=40, blank=True)
    version = models.PositiveIntegerField(default=1)
    drafted_at = models.DateTimeField(_("起草时间"))
    drafted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("起草人"))
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    issued_at = models.DateTimeField(_("签发时间"), null=True)
    issued_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=_("签发人")
    )
    characters = models.PositiveIntegerField(null=True)
    names_cleared = models.BooleanField(default=False)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    withdrawn_why = models.CharField(_("撤回理由"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(State)), name="writing_state_known"),
            models.CheckConstraint(condition=Q(genre__in=list(Genre)), name="writing_genre_known"),
            models.CheckConstraint(
                condition=Q(period_to__gte=F("period_from")), name="writing_period_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(state=State.DRAFT, issued_at=None, issued_by=None, serial=None, year=None)
                | (
                    ~Q(state=State.DRAFT)
                    & Q(issued_at__isnull=False, issued_by__isnull=False)
                    & Q(serial__isnull=False, year__isnull=False)
                    & ~Q(number="")
                ),
                name="writing_issued_means_number_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(issued_by__isnull=True)
                | (~Q(issued_by=F("drafted_by")) & ~Q(issued_by=F("changed_by"))),
                name="writing_issued_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(state=State.WITHDRAWN, withdrawn_at__isnull=False, withdrawn_by__isnull=False)
                & ~Q(withdrawn_why="")
                | ~Q(state=State.WITHDRAWN) & Q(withdrawn_at=None, withdrawn_by=None, withdrawn_why=""),
                name="writing_withdrawn_means_who_when_and_why",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "state"], name="writings_of_unit"),
            models.Index(fields=["-drafted_at", "-id"], name="writings_newest"),
        ]

    def __str__(self) -> str:
        return self.number or self.title

    @property
    def is_draft(self) -> bool:
        return self.state == State.DRAFT

    @property
    def issued_on(self) -> date | None:
        return local_day(self.issued_at) if self.issued_at else None


class WritingSection(models.Model):
    """A section as it is written; a figure stands in it as the code of its fact, in braces."""

    writing = models.ForeignKey(Writing, models.CASCADE, related_name="sections")
    order = models.PositiveSmallIntegerField()
    heading = models.CharField(max_length=60, blank=True)
    guidance = models.CharField(max_length=300, blank=True)
    wants = models.CharField(max_length=8, choices=choices(WANTS_WORDS), default=Wants.FREE)
    text = models.TextField(max_length=5000, blank=True)

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["writing", "order"], name="section_order_once_a_writing"),
            models.CheckConstraint(condition=Q(wants__in=list(Wants)), name="section_wants_known"),
        ]

    def __str__(self) -> str:
        return self.heading


class WritingFigure(models.Model):
    """A figure in a document: which fact, as it was when it was put in, who put it in and when."""

    writing = models.ForeignKey(Writing, models.CASCADE, related_name="figures")
    fact = models.CharField(max_length=40)
    part = models.IntegerField(default=0)
    whole = models.IntegerField(null=True)
    text = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    given = models.ForeignKey("GivenFigure", models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["writing", "fact"], name="fact_once_a_writing"),
        ]

    def __str__(self) -> str:
        return self.fact


class WritingFile(models.Model):
    """A document as it was issued, as a file. ``key`` is where it lies outside everything that is served."""

    writing = models.ForeignKey(Writing, models.PROTECT, related_name="files")
    kind = models.CharField(max_length=4, choices=[(kind.value, kind.value) for kind in FileKind])
    key = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["writing", "kind"], name="writing_file_once_a_kind"),
        ]

    def __str__(self) -> str:
        return self.key
