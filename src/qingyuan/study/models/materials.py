"""Material and books, and what was handed out to which unit. Nothing here is about who reads or writes what."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.api import Campaign
from qingyuan.kit.words import choices
from qingyuan.org.api import Person, Unit
from qingyuan.study.kinds import MATERIAL_WORDS, MaterialKind


class Material(models.Model):
    """Something that a campaign hands out (学习资料). ``reading``: it is on the reading list, with ``note`` why."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    kind = models.CharField(_("类别"), max_length=12, choices=choices(MATERIAL_WORDS))
    title = models.CharField(_("名称"), max_length=100)
    reading = models.BooleanField(_("列入推荐书目"), default=False)
    note = models.CharField(_("读什么、为什么读"), max_length=300, blank=True)
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(MaterialKind)), name="material_kind_known"),
            models.CheckConstraint(condition=~Q(title=""), name="material_has_title"),
            models.UniqueConstraint(fields=["campaign", "title"], name="material_once_a_campaign"),
        ]

    def __str__(self) -> str:
        return self.title


class Handout(models.Model):
    """Copies of a material handed out to a unit (发放). ``received``: what the unit's clerk counted; fewer says why."""

    material = models.ForeignKey(Material, models.PROTECT, related_name="handouts")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    quantity = models.PositiveIntegerField(_("发放数量"))
    handed_on = models.DateField(_("发放日期"))
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    received = models.PositiveIntegerField(_("实收数量"), null=True)
    words = models.CharField(_("短少的原因"), max_length=200, blank=True)
    received_at = models.DateTimeField(null=True)
    received_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(quantity__gt=0), name="handout_has_copies"),
            models.CheckConstraint(
                condition=Q(received__isnull=True, received_at__isnull=True, received_by__isnull=True)
                | Q(received__isnull=False, received_at__isnull=False, received_by__isnull=False),
                name="handout_received_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(received__isnull=True)
                | Q(received=F("quantity"))
                | (Q(received__lt=F("quantity")) & ~Q(words="")),
                name="handout_short_says_why",
            ),
        ]
        indexes = [models.Index(fields=["unit", "received"], name="handouts_of_unit")]

    def __str__(self) -> str:
        return f"{self.material_id} {self.unit_id} {self.quantity}"

    @property
    def short(self) -> int:
        """How many copies the unit's clerk did not find; nothing while nobody has counted."""
        return 0 if self.received is None else self.quantity - self.received
