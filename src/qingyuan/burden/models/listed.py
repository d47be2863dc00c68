"""The list of burdens: what people say weighs on them, who answers for it, and the answer."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qingyuan.burden.kinds import ORIGIN_WORDS, OUTCOME_WORDS, SIGN_WORDS, Origin, Outcome, Sign
from qingyuan.kit.words import choices
from qingyuan.org.api import Person, Unit


class Survey(models.Model):
    """The yearly survey of what weighs on the grassroots (困扰基层突出问题排查起底)."""

    year = models.PositiveSmallIntegerField(_("年度"), unique=True)
    opens_on = models.DateField(_("开始日期"))
    closes_on = models.DateField(_("截止日期"))
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=models.F("opens_on")), name="survey_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return str(self.year)


class BurdenItem(models.Model):
    """One burden. ``said_by`` is for him to find his answer; nobody else is shown it. ``owner``: who answers for it."""

    origin = models.CharField(_("来源"), max_length=10, choices=choices(ORIGIN_WORDS))
    survey = models.ForeignKey(Survey, models.PROTECT, null=True, related_name="items")
    sign = models.CharField(_("哪一类负担"), max_length=12, choices=choices(SIGN_WORDS))
    words = models.TextField(_("具体情况"), max_length=500)
    page = models.CharField(_("所在页面"), max_length=200, blank=True)
    said_at = models.DateTimeField()
    said_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    due_on = models.DateField(_("答复期限"))
    owner = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("责任单位"))
    outcome = models.CharField(_("处理结果"), max_length=10, choices=choices(OUTCOME_WORDS), blank=True)
    answer = models.TextField(_("答复"), max_length=500, blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_on = models.DateField(null=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(origin__in=list(Origin)), name="item_origin_known"),
            models.CheckConstraint(condition=Q(sign__in=list(Sign)), name="item_sign_known"),
            models.CheckConstraint(
                condition=Q(origin="survey", survey__isnull=False)
                | Q(origin="complaint", survey__isnull=True),
                name="item_of_a_survey_has_one",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", answer="", answered_at__isnull=True, answered_on__isnull=True)
                | Q(outcome__in=list(Outcome), answered_at__isnull=False, answered_on__isnull=False)
                & ~Q(answer=""),
                name="item_answered_with_words",
            ),
        ]
        indexes = [models.Index(fields=["outcome", "due_on"], name="items_by_due")]

    def __str__(self) -> str:
        return f"{self.origin} {self.pk}"
