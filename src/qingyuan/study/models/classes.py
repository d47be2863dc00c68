"""The clerks' class. Of its surveys only sums are kept, and beside them, apart, who has answered."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.api import Campaign
from qingyuan.kit.words import choices
from qingyuan.org.api import Person, Unit
from qingyuan.study.kinds import CHOICE_WORDS, SURVEY_WORDS, Survey, SurveyChoice


class ClerkClass(models.Model):
    """A class for those who write (文秘培训班), on one day or several."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    title = models.CharField(_("名称"), max_length=80)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="class_has_title"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="class_ends_after_start"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def days(self) -> int:
        """How many days it takes, both ends included."""
        return int((self.ends_on - self.starts_on).days) + 1


class ClassMember(models.Model):
    """Somebody who takes part, for a unit."""

    clerk_class = models.ForeignKey(ClerkClass, models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["clerk_class", "person"], name="class_member_once")]

    def __str__(self) -> str:
        return f"{self.clerk_class_id} {self.person_id}"


class SurveyAnswered(models.Model):
    """That a member has answered a survey; not what, and not when."""

    member = models.ForeignKey(ClassMember, models.CASCADE, related_name="answered")
    survey = models.CharField(max_length=6, choices=choices(SURVEY_WORDS))

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(survey__in=list(Survey)), name="answered_survey_known"),
            models.UniqueConstraint(fields=["member", "survey"], name="survey_answered_once"),
        ]

    def __str__(self) -> str:
        return f"{self.member_id} {self.survey}"


class SurveySum(models.Model):
    """How often a choice was made in a survey of a class. There are no single answers to add up."""

    clerk_class = models.ForeignKey(ClerkClass, models.CASCADE, related_name="sums")
    survey = models.CharField(max_length=6, choices=choices(SURVEY_WORDS))
    choice = models.CharField(max_length=10, choices=choices(CHOICE_WORDS))
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(choice__in=list(SurveyChoice)), name="survey_choice_known"),
            models.UniqueConstraint(fields=["clerk_class", "survey", "choice"], name="survey_sum_once"),
        ]

    def __str__(self) -> str:
        return f"{self.survey} {self.choice} {self.times}"
