"""Calls for essays, the essays, drafts that only their author reads, texts to compare with, and counts by group."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.api import Campaign
from qingyuan.kit.words import choices
from qingyuan.org.api import Person, Unit
from qingyuan.org.api import kinds as org
from qingyuan.study.kinds import (
    AUTHORSHIP_WORDS,
    ESSAY_WORDS,
    HANDED_IN,
    SOURCE_WORDS,
    Authorship,
    EssayState,
    SourceKind,
)

RANKS = [str(rank.value) for rank in org.Rank]


class EssayCall(models.Model):
    """That an essay is asked for (布置心得): once a stage; in a campaign without stages once in all."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    stage = models.ForeignKey(
        "campaign.Stage", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("环节")
    )
    ranks = models.JSONField(_("哪些人写"), default=list)
    most = models.PositiveIntegerField(_("最多字数"))
    due_on = models.DateField(_("提交期限"))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    counted_at = models.DateTimeField(null=True)
    emptied_at = models.DateTimeField(null=True)  # the campaign is over: only counts are left

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["campaign", "stage"], name="essay_once_a_stage"),
            models.UniqueConstraint(
                fields=["campaign"], condition=Q(stage__isnull=True), name="essay_once_without_stages"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campaign_id} {self.stage_id}"


_OPEN = Q(state__in=[EssayState.ASKED, EssayState.RETURNED])


class Essay(models.Model):
    """What one person was asked for. Unit and rank group are those of the day of asking. ``text`` lies sealed."""

    call = models.ForeignKey(EssayCall, models.PROTECT, related_name="essays")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    rank = models.CharField(max_length=10)
    state = models.CharField(_("状态"), max_length=10, choices=choices(ESSAY_WORDS), default=EssayState.ASKED)
    authorship = models.CharField(_("撰写情况"), max_length=10, choices=choices(AUTHORSHIP_WORDS), blank=True)
    text = models.BinaryField(null=True)
    mark = models.CharField(
        max_length=16, blank=True
    )  # of the text as it was handed in: random, says nothing
    submitted_at = models.DateTimeField(null=True)
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    words = models.CharField(_("退回理由"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "person"], name="essay_once_a_call"),
            models.CheckConstraint(
                condition=Q(rank__in=[str(rank.value) for rank in org.Rank]), name="essay_rank_known"
            ),
            models.CheckConstraint(condition=Q(state__in=list(EssayState)), name="essay_state_known"),
            models.CheckConstraint(
                condition=(_OPEN & Q(text__isnull=True, submitted_at__isnull=True, authorship=""))
                | (
                    Q(state__in=HANDED_IN, text__isnull=False, submitted_at__isnull=False)
                    & Q(authorship__in=list(Authorship))
                ),
                name="essay_handed_in_has_text",
            ),
            models.CheckConstraint(
                condition=Q(state=EssayState.READ, read_at__isnull=False, read_by__isnull=False)
                | (~Q(state=EssayState.READ) & Q(read_at__isnull=True, read_by__isnull=True)),
                name="essay_read_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(read_by__isnull=True) | ~Q(read_by=F("person")), name="essay_read_by_another"
            ),
            models.CheckConstraint(
                condition=Q(state=EssayState.RETURNED) & ~Q(words="")
                | ~Q(state=EssayState.RETURNED) & Q(words=""),
                name="essay_returned_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="essays_of_person"),
            models.Index(fields=["unit", "state"], name="essays_of_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.person_id}"


class EssayDraft(models.Model):
    """What an author has written so far, sealed; nobody else's page reads it. Gone when the stage ends."""

    essay = models.OneToOneField(Essay, models.CASCADE, related_name="draft")
    sealed = models.BinaryField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.essay_id)


class EssayPublication(models.Model):
    """That an author lets his essay be read in the bureau, with his name or without. It goes when the essay goes.

    ``words``: why the second person said no.
    """

    essay = models.OneToOneField(Essay, models.CASCADE, related_name="publication")
    title = models.CharField(_("题目"), max_length=60)
    named = models.BooleanField(_("署名"), default=False)
    version = models.PositiveSmallIntegerField(default=0)
    offered_at = models.DateTimeField()
    words = models.CharField(_("不公开的理由"), max_length=300, blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="publication_has_title"),
            models.CheckConstraint(
                condition=Q(published_at__isnull=True, published_by__isnull=True)
                | Q(published_at__isnull=False, published_by__isnull=False, words=""),
                name="publication_signed_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return str(self.essay_id)


class EssaySource(models.Model):
    """A text of the bureau's library: a template that is sold or passed on, or an issued document."""

    kind = models.CharField(_("类别"), max_length=10, choices=choices(SOURCE_WORDS))
    title = models.CharField(_("名称"), max_length=100)
    text = models.TextField(_("正文"))
    sha256 = models.CharField(max_length=64)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(SourceKind)), name="essay_source_known"),
            models.UniqueConstraint(fields=["kind", "sha256"], name="essay_source_once"),
        ]

    def __str__(self) -> str:
        return self.title


class EssayCount(models.Model):
    """A rank group of a unit as it was last counted. No essay and no person stands here."""

    call = models.ForeignKey(EssayCall, models.CASCADE, related_name="counts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    rank = models.CharField(max_length=10)
    asked = models.PositiveIntegerField()
    submitted = models.PositiveIntegerField()
    much = models.PositiveIntegerField()
    helped = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["call", "unit", "rank"], name="essay_count_once"),
            models.CheckConstraint(
                condition=Q(asked__gte=F("submitted"))
                & Q(submitted__gte=F("much"))
                & Q(submitted__gte=F("helped")),
                name="essay_counts_fit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.call_id} {self.unit_id} {self.rank}"
