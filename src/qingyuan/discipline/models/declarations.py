"""Declarations by category: who is asked under which article, rounds, and what was declared; talks that are booked."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.api import Campaign
from qingyuan.discipline.kinds import BOOKED_WORDS, GRADE_WORDS, Booked, Grade
from qingyuan.kit.words import choices
from qingyuan.org.api import Person, Unit


class DeclarationCategory(models.Model):
    """What may be asked, of whom, and by which article. It asks nobody until a second person confirmed the basis."""

    code = models.SlugField(max_length=40, unique=True)
    name = models.CharField(_("申报事项"), max_length=60)
    asks = models.CharField(_("申报内容"), max_length=300)
    basis = models.CharField(_("依据条款"), max_length=200, blank=True)
    grade = models.CharField(_("依据来源"), max_length=1, choices=choices(GRADE_WORDS), default=Grade.U)
    ranks = models.JSONField(_("适用的职级组"), default=list)
    family = models.BooleanField(_("涉及配偶、子女及其配偶"), default=False)
    written_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    confirmed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True)
                | (~Q(basis="") & Q(confirmed_at__isnull=False) & ~Q(confirmed_by=F("written_by"))),
                name="category_confirmed_by_a_second",
            )
        ]

    def __str__(self) -> str:
        return self.name


class DeclarationRound(models.Model):
    """One time that a category is asked in a unit and all below it. Basis and ranks are those of that day."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    category = models.ForeignKey(DeclarationCategory, models.PROTECT, related_name="rounds")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    basis = models.CharField(max_length=200)
    ranks = models.JSONField()
    opens_on = models.DateField(_("开始日期"))
    due_on = models.DateField(_("截止日期"))
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gte=F("opens_on")), name="round_due_after_opening"),
            models.CheckConstraint(condition=~Q(basis=""), name="round_cites_its_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.category} {self.opens_on}"


class Declaration(models.Model):
    """One person's answer in a round. ``sealed``: the words under the platform's key, which is not in the database.

    ``hidden_path``: the unit that the person heads, if he does: nobody below it reads this.
    """

    of = models.ForeignKey(DeclarationRound, models.PROTECT, related_name="declarations")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    nil = models.BooleanField()
    sealed = models.BinaryField(null=True)
    hidden_path = models.CharField(max_length=255, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["of", "person"], name="declared_once_a_round"),
            models.CheckConstraint(
                condition=Q(nil=True, sealed__isnull=True) | Q(nil=False, sealed__isnull=False),
                name="nil_says_nothing_more",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of_id} {self.person_id}"


class Talk(models.Model):
    """A heart-to-heart talk (谈心谈话) of two people: when, and whether another is wanted. No word is kept."""

    asker = models.ForeignKey(Person, models.PROTECT, related_name="+")
    other = models.ForeignKey(Person, models.PROTECT, related_name="+")
    on = models.DateField(_("日期"))
    state = models.CharField(max_length=6, choices=choices(BOOKED_WORDS), default=Booked.ASKED)
    again = models.BooleanField(_("需要再谈"), null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(asker=F("other")), name="talk_of_two"),
            models.CheckConstraint(
                condition=Q(state=Booked.HELD, again__isnull=False)
                | (~Q(state=Booked.HELD) & Q(again__isnull=True)),
                name="talk_held_says_whether_again",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
