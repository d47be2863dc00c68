"""Contests of practices. Of ballots only sums are kept, and apart from them who has voted; not how, and not when."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.api import Campaign, kinds
from qingyuan.org.api import Person, Unit


class Contest(models.Model):
    """A contest of practices (事例评选). ``picks``: for how many entries a juror votes at most.

    ``effect``: what it wants, empty only where it began before this was asked. ``came_of``: what came of it.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    title = models.CharField(_("名称"), max_length=80)
    effect = models.CharField(_("想达到的效果"), max_length=120, blank=True)
    entries_until = models.DateField(_("推荐截止"))
    votes_until = models.DateField(_("投票截止"))
    picks = models.PositiveSmallIntegerField(_("每位评委最多选几个"))
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    called_off_why = models.CharField(_("取消原因"), max_length=200, blank=True)
    signed_at = models.DateTimeField(null=True)
    signed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    came_of = models.CharField(_("结果"), max_length=200, blank=True)
    came_at = models.DateTimeField(null=True)
    came_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & Q(picks__gte=1), name="contest_has_title"),
            models.CheckConstraint(
                condition=Q(votes_until__gt=F("entries_until")), name="contest_votes_after_entries"
            ),
            models.CheckConstraint(
                condition=Q(signed_at__isnull=True, signed_by__isnull=True)
                | Q(signed_at__isnull=False, signed_by__isnull=False, called_off_why=""),
                name="contest_signed_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(signed_by__isnull=True)
                | (~Q(signed_by=F("made_by")) & ~Q(signed_by=F("changed_by"))),
                name="contest_signed_by_a_second",
            ),
            models.CheckConstraint(
                condition=Q(came_of="", came_at__isnull=True, came_by__isnull=True)
                | ~Q(came_of="") & Q(came_at__isnull=False, came_by__isnull=False, signed_at__isnull=False),
                name="contest_says_what_came_when_signed",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ContestEntry(models.Model):
    """A practice card as it stood when it was entered. ``asked``: ballots of jurors who had a vote on it."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="entries")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    point = models.ForeignKey("campaign.ContactPoint", models.PROTECT, null=True, related_name="+")
    lesson = models.ForeignKey("campaign.PilotFinding", models.PROTECT, null=True, related_name="+")
    leader = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    result = models.TextField(_("做法和成效"), max_length=500)
    evidence = models.TextField(_("佐证"), max_length=500)
    entered_at = models.DateTimeField()
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    in_favour = models.PositiveSmallIntegerField(default=0)
    asked = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(point__isnull=False, lesson__isnull=True)
                | Q(point__isnull=True, lesson__isnull=False),
                name="entry_is_one_practice",
            ),
            models.UniqueConstraint(fields=["contest", "point"], name="entry_point_once"),
            models.UniqueConstraint(fields=["contest", "lesson"], name="entry_lesson_once"),
            models.CheckConstraint(condition=Q(in_favour__lte=F("asked")), name="entry_sums_fit"),
        ]

    def __str__(self) -> str:
        return f"{self.contest_id} {self.unit_id}"

    @property
    def kind(self) -> kinds.PracticeKind:
        """What it is drawn from."""
        return kinds.PracticeKind.POINT if self.point_id else kinds.PracticeKind.LESSON


class ContestJuror(models.Model):
    """Who votes, and whether he has: not for what, and not when."""

    contest = models.ForeignKey(Contest, models.CASCADE, related_name="jury")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    voted = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contest", "person"], name="juror_once")]

    def __str__(self) -> str:
        return f"{self.contest_id} {self.person_id}"
