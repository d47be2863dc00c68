"""Types of education, and the tree of what is studied."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.api import Campaign
from qingyuan.kit.words import choices
from qingyuan.study.kinds import NODE_WORDS, NodeKind


class EducationType(models.Model):
    """A type of education (教育类型), kept by the office. ``business``: law and skills, not political study."""

    code = models.SlugField(primary_key=True, max_length=40)
    name = models.CharField(_("教育类型"), max_length=40)
    name_en = models.CharField(_("英文名称"), max_length=60, blank=True)
    business = models.BooleanField(_("法律和业务学习"), default=False)
    active = models.BooleanField(_("启用"), default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]

    def __str__(self) -> str:
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name


class Node(models.Model):
    """A part of a campaign's curriculum (学习内容): line, education, link or activity, and the topics below each."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    above = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="below")
    kind = models.CharField(_("类别"), max_length=10, choices=choices(NODE_WORDS))
    title = models.CharField(_("内容"), max_length=80)
    education = models.ForeignKey(EducationType, models.PROTECT, related_name="+", verbose_name=_("教育类型"))
    active = models.BooleanField(_("启用"), default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(NodeKind)), name="node_kind_known"),
            models.CheckConstraint(condition=~Q(title=""), name="node_has_title"),
            models.UniqueConstraint(fields=["campaign", "above", "title"], name="node_once_a_place"),
            models.UniqueConstraint(
                fields=["campaign", "title"], condition=Q(above__isnull=True), name="node_once_at_the_top"
            ),
        ]

    def __str__(self) -> str:
        return self.title
