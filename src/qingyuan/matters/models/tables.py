"""Code tables and counters of the spine."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.api import Campaign


class Category(models.Model):
    """A category of problems (顽瘴痼疾 and others): a code table that the bureau edits."""

    code = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(_("问题类别"), max_length=60)
    name_en = models.CharField(max_length=80, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    active = models.BooleanField(default=True)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name


class Theme(models.Model):
    """A thematic rectification (专项整治) that groups problems of one or more categories."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    name = models.CharField(_("专项整治"), max_length=80)
    categories = models.ManyToManyField(Category, related_name="themes")

    def __str__(self) -> str:
        return self.name


class Counter(models.Model):
    """The last number given out for a prefix and year, and the last serial key of a matter."""

    prefix = models.CharField(max_length=10, primary_key=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.prefix} {self.last}"
