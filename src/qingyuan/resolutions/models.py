"""Occasions, who took part, what was said, and what was resolved."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.api import Campaign
from qingyuan.kit.words import choices
from qingyuan.matters.api import Matter
from qingyuan.org.api import Person, Unit
from qingyuan.resolutions.kinds import KIND_WORDS, PART_WORDS, SAID_WORDS, OccasionKind, Part, SaidKind


class Occasion(models.Model):
    """A meeting or a talk (会议、约谈). ``unit``: whose leadership team met, or was summoned. ``reason``: of a talk."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    kind = models.CharField(_("类型"), max_length=24, choices=choices(KIND_WORDS))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    title = models.CharField(_("名称"), max_length=100)
    held_on = models.DateField(_("日期"))
    reason = models.CharField(_("约谈事由"), max_length=500, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(OccasionKind)), name="occasion_kind_known"),
            models.CheckConstraint(condition=~Q(title=""), name="occasion_has_a_title"),
            models.CheckConstraint(
                condition=(Q(kind=OccasionKind.SUMMONED_TALK) & ~Q(reason=""))
                | (~Q(kind=OccasionKind.SUMMONED_TALK) & Q(reason="")),
                name="talk_has_a_reason",
            ),
        ]
        indexes = [models.Index(fields=["-held_on", "-id"], name="occasions_by_day")]

    def __str__(self) -> str:
        return self.title


class Presence(models.Model):
    """That somebody took part, and as what. One chair an occasion."""

    occasion = models.ForeignKey(Occasion, models.CASCADE, related_name="presences")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    part = models.CharField(max_length=8, choices=choices(PART_WORDS))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(part__in=list(Part)), name="part_known"),
            models.UniqueConstraint(fields=["occasion", "person"], name="present_once"),
            models.UniqueConstraint(fields=["occasion"], condition=Q(part=Part.CHAIR), name="one_chair"),
        ]

    def __str__(self) -> str:
        return f"{self.occasion_id} {self.part}"


class Said(models.Model):
    """What was said. Of an opinion and a demand nobody is kept, of a criticism who said it of whom, and when it was.

    Nobody is kept who typed it, and no moment: with them an opinion could be traced.
    """

    occasion = models.ForeignKey(Occasion, models.CASCADE, related_name="said")
    kind = models.CharField(max_length=10, choices=choices(SAID_WORDS))
    words = models.CharField(max_length=500)
    speaker = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    about = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    happened_on = models.DateField(_("发生日期"), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(SaidKind)), name="said_kind_known"),
            models.CheckConstraint(condition=~Q(words=""), name="said_says_something"),
            models.CheckConstraint(
                condition=Q(
                    kind=SaidKind.CRITICISM,
                    speaker__isnull=False,
                    about__isnull=False,
                    happened_on__isnull=False,
                )
                | (
                    ~Q(kind=SaidKind.CRITICISM)
                    & Q(speaker__isnull=True, about__isnull=True, happened_on__isnull=True)
                ),
                name="only_criticism_has_a_speaker",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.occasion_id} {self.kind}"

    @property
    def of_himself(self) -> bool:
        """Whether it is self-criticism."""
        return self.speaker_id is not None and self.speaker_id == self.about_id


class Resolution(models.Model):
    """That an occasion resolved a matter, and in which place of its list. State, owner and day are the matter's."""

    occasion = models.ForeignKey(Occasion, models.PROTECT, related_name="resolutions")
    matter = models.OneToOneField(Matter, models.PROTECT, related_name="+")
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order"]
        constraints = [
            models.UniqueConstraint(fields=["occasion", "order"], name="one_resolution_a_place"),
            models.CheckConstraint(condition=Q(order__gte=1), name="resolutions_begin_at_one"),
        ]

    def __str__(self) -> str:
        return f"{self.occasion_id} {self.order}"
