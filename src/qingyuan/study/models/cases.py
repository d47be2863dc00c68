"""Warning cases. Where a name stood, the texts hold one private character; the names lie in a table of their own."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qingyuan.kit.words import choices
from qingyuan.matters.api import Matter
from qingyuan.org.api import Person, Unit
from qingyuan.study.kinds import CASE_STATE_WORDS, MEDIUM_WORDS, CaseState, Medium


class WarningCase(models.Model):
    """A warning case (警示案例). ``failed``: what control failed; ``control``: the one now in place, with the matter
    under which it was put there. ``external``: it happened elsewhere, to units that have the ``function``.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("拟稿单位"))
    title = models.CharField(_("标题"), max_length=100)
    medium = models.CharField(_("形式"), max_length=10, choices=choices(MEDIUM_WORDS))
    rule = models.CharField(_("违反的规定"), max_length=200, blank=True)
    source = models.CharField(_("出处"), max_length=200, blank=True)
    audience = models.CharField(_("面向对象"), max_length=100, blank=True)
    external = models.BooleanField(_("外单位案例"), default=False)
    function = models.CharField(_("涉及的职能"), max_length=200, blank=True)
    internal = models.TextField(_("内部稿"), max_length=8000, blank=True)
    leaders = models.TextField(_("领导干部稿"), max_length=8000, blank=True)
    force = models.TextField(_("全体民警稿"), max_length=8000, blank=True)
    public = models.TextField(_("公开稿"), max_length=8000, blank=True)
    failed = models.TextField(_("哪道关口失守"), max_length=500, blank=True)
    control = models.TextField(_("现在的关口"), max_length=500, blank=True)
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="+")
    state = models.CharField(
        _("状态"), max_length=10, choices=choices(CASE_STATE_WORDS), default=CaseState.DRAFT
    )
    version = models.PositiveIntegerField(default=0)
    return_words = models.CharField(_("退回理由"), max_length=300, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    released_at = models.DateTimeField(null=True)  # everybody reads the public text, without an account
    released_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(medium__in=list(Medium)), name="case_medium_known"),
            models.CheckConstraint(condition=Q(state__in=list(CaseState)), name="case_state_known"),
            models.CheckConstraint(
                condition=(
                    Q(state=CaseState.APPROVED, approved_by__isnull=False, approved_at__isnull=False)
                    & ~Q(failed="")
                    & ~Q(control="")
                    & ~Q(rule="")
                    & ~Q(force="")
                )
                | (~Q(state=CaseState.APPROVED) & Q(approved_by__isnull=True, approved_at__isnull=True)),
                name="case_approved_says_both",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=F("made_by")) & ~Q(approved_by=F("changed_by"))),
                name="case_approved_by_a_second",
            ),
            models.CheckConstraint(
                condition=Q(released_at__isnull=True, released_by__isnull=True)
                | (
                    Q(state=CaseState.APPROVED, released_at__isnull=False, released_by__isnull=False)
                    & ~Q(public="")
                    & ~Q(released_by=F("made_by"))
                    & ~Q(released_by=F("changed_by"))
                ),
                name="case_released_by_a_second",
            ),
        ]
        indexes = [models.Index(fields=["state", "-id"], name="cases_by_state")]

    def __str__(self) -> str:
        return f"{self.pk}"


class HiddenName(models.Model):
    """What is hidden in a case: a name, a unit, a number. ``order`` is the character that stands for it."""

    case = models.ForeignKey(WarningCase, models.CASCADE, related_name="names")
    order = models.PositiveSmallIntegerField()
    words = models.CharField(max_length=60)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["case", "order"], name="hidden_name_has_its_place")]

    def __str__(self) -> str:
        return f"{self.case_id} {self.order}"
