"""The figures that the wall chart is drawn from."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from qingyuan.campaign.api import Campaign

NEVER = date(9999, 12, 31)


class Tally(models.Model):
    """Figures kept with every move, for each unit and every unit above it: what the wall chart is drawn from.

    Totals stand under 9999-12-31. Open dated matters are counted once more under their deadline, in ``open``
    and ``submitted`` only: what is late is summed from these on the day, nothing about lateness is stored.
    Restricted matters are not in it; they are counted for each reader.
    """

    campaign = models.ForeignKey(Campaign, models.CASCADE, related_name="+")
    path = models.CharField(max_length=255)
    kind = models.CharField(max_length=10)
    lane = models.CharField(max_length=50)
    key_few = models.BooleanField()
    due_on = models.DateField()
    open = models.IntegerField(default=0)
    submitted = models.IntegerField(default=0)
    registered = models.IntegerField(default=0)
    long_open = models.IntegerField(default=0)
    closed = models.IntegerField(default=0)
    on_time = models.IntegerField(default=0)
    dated_closed = models.IntegerField(default=0)
    reopened = models.IntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "path", "kind", "lane", "key_few", "due_on"], name="tally_once"
            )
        ]
        indexes = [
            models.Index(fields=["campaign", "path"], condition=Q(due_on=NEVER), name="tally_totals"),
            models.Index(
                fields=["campaign", "path", "due_on"],
                condition=Q(open__gt=F("submitted"), due_on__lt=NEVER),
                name="tally_at_unit_by_due",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.path} {self.lane} {self.due_on}"
