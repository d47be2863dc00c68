"""What the public feels strongly about: the mark, its clock, the first response; and how long the clock is."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qingyuan.matters.models.matter import Matter
from qingyuan.org.api import Person


class Hot(models.Model):
    """That a matter was marked hot. ``due_on``: the last day of the first response, as the clock stood then."""

    matter = models.OneToOneField(Matter, models.CASCADE, related_name="hot")
    reason = models.CharField(_("群众反映了什么"), max_length=500)
    place = models.CharField(_("在哪里反映的"), max_length=100)
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    due_on = models.DateField(_("首次答复时限"))
    responded_at = models.DateTimeField(null=True)
    responded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    response = models.CharField(_("首次答复"), max_length=500, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason="") & ~Q(place=""), name="hot_says_what_and_where"),
            models.CheckConstraint(
                condition=Q(responded_at__isnull=True, responded_by__isnull=True, response="")
                | (Q(responded_at__isnull=False, responded_by__isnull=False) & ~Q(response="")),
                name="hot_response_means_who_when_and_words",
            ),
            models.CheckConstraint(
                condition=Q(responded_at__isnull=True) | Q(responded_at__gte=models.F("marked_at")),
                name="hot_response_after_the_mark",
            ),
        ]
        indexes = [
            models.Index(fields=["due_on"], condition=Q(responded_at__isnull=True), name="hot_waiting"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}"


class HotClock(models.Model):
    """How many working days a first response has, from a moment on. The newest counts; without one the default."""

    days = models.PositiveSmallIntegerField(_("工作日"))
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=15), name="hot_clock_is_short")
        ]

    def __str__(self) -> str:
        return str(self.days)
