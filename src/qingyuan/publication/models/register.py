"""The register of guidance documents (指导意见、制度), research topics, and contests of cases."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.api import Campaign
from qingyuan.matters.api import Matter
from qingyuan.org.api import Person, Unit
from qingyuan.publication.models.writing import Writing


class Guidance(models.Model):
    """A guidance document in one version: number, since when in force, and which version replaces it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("发文单位"))
    title = models.CharField(_("标题"), max_length=120)
    number = models.CharField(_("文号"), max_length=40)
    version = models.PositiveSmallIntegerField(_("版本"), default=1)
    from_on = models.DateField(_("施行日期"))
    to_on = models.DateField(_("废止日期"), null=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, related_name="replaced_by", verbose_name=_("代替")
    )
    writing = models.ForeignKey(Writing, models.PROTECT, null=True, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    media_type = models.CharField(max_length=100, blank=True)
    key = models.CharField(max_length=64, blank=True)
    size = models.PositiveIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    registered_at = models.DateTimeField()
    registered_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["unit", "number"], name="guidance_number_once"),
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="guidance_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(writing__isnull=False, key="") | (Q(writing=None) & ~Q(key="")),
                name="guidance_has_its_text",
            ),
            models.CheckConstraint(condition=~Q(title="") & ~Q(number=""), name="guidance_has_words"),
        ]
        indexes = [models.Index(fields=["unit", "to_on"], name="guidance_of_unit")]

    def __str__(self) -> str:
        return self.number


class Research(models.Model):
    """A research topic (调研课题). It ends in a rule or a measure, or it does not end."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("承担单位"))
    title = models.CharField(_("课题"), max_length=120)
    question = models.CharField(_("要回答的问题"), max_length=300)
    lead = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("课题负责人"))
    due_on = models.DateField(_("完成时限"))
    found = models.CharField(_("结论"), max_length=1000, blank=True)
    guidance = models.ForeignKey(Guidance, models.PROTECT, null=True, related_name="+")
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="+")
    concluded_at = models.DateTimeField(null=True)
    concluded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    set_at = models.DateTimeField()
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(concluded_at=None, concluded_by=None, guidance=None, matter=None, found="")
                | (
                    Q(concluded_at__isnull=False, concluded_by__isnull=False)
                    & ~Q(found="")
                    & (Q(guidance__isnull=False, matter=None) | Q(guidance=None, matter__isnull=False))
                ),
                name="research_ends_in_a_rule_or_a_measure",
            ),
        ]

    def __str__(self) -> str:
        return self.title
