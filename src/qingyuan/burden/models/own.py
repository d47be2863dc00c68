"""Forms that rooms bring with them: when the house first met one, and who refused one that was stopped."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qingyuan.burden.kinds import UNFIT_WORDS, Unfit
from qingyuan.kit.words import choices
from qingyuan.org.api import Person, Unit


class OwnSeen(models.Model):
    """That a form came with a room; from this day it may be asked without passport for a while."""

    code = models.CharField(primary_key=True, max_length=40)
    on = models.DateField()

    def __str__(self) -> str:
        return self.code


class OwnRefusal(models.Model):
    """That a unit refused a form that was stopped (统计法 art. 17); ``stopped_on``: since when it was."""

    code = models.CharField(max_length=40)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("填报单位"))
    why = models.CharField(_("拒绝理由"), max_length=12, choices=choices(UNFIT_WORDS))
    stopped_on = models.DateField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code", "unit", "stopped_on"], name="own_form_refused_once"),
            models.CheckConstraint(condition=Q(why__in=list(Unfit)), name="own_refusal_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.unit_id}"
