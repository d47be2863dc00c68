"""What the ledger keeps of its own: views that people saved. The matters themselves are the spine's."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.api import Campaign
from qingyuan.kit.words import choices
from qingyuan.ledger.kinds import IMPORT_WORDS, PHASE_WORDS, ImportState
from qingyuan.org.api import Person, Unit

# Other files of the room add their tables below their own comment line.


class SavedView(models.Model):
    """A set of filters that a person gave a name; nobody else sees it."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    name = models.CharField(_("视图名称"), max_length=40)
    query = models.CharField(max_length=600)

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["person", "name"], name="view_name_once_a_person")]

    def __str__(self) -> str:
        return self.name


class Import(models.Model):
    """One Excel or CSV list on its way onto the ledger: looked at first, then taken as a whole, or dropped.

    ``key``: under what the file lies in the data directory until it is taken (then empty: the file is gone).
    ``decided``: what the person chose (columns, units, ...); ``report``: what the check found (codes, cells).
    """

    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+", verbose_name=_("教育整顿"))
    name = models.CharField(_("文件名"), max_length=120)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    key = models.CharField(max_length=64, blank=True)
    state = models.CharField(max_length=8, choices=choices(IMPORT_WORDS), default=ImportState.DRAFT)
    phase = models.CharField(max_length=10, choices=choices(PHASE_WORDS), blank=True)
    decided = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    rows = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    updated = models.PositiveIntegerField(default=0)
    duplicates = models.PositiveIntegerField(default=0)
    import_ref = models.CharField(max_length=40, blank=True)
    done_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    undone_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=[ImportState.DRAFT, ImportState.RUNNING], done_at__isnull=True)
                | models.Q(state__in=[ImportState.DONE, ImportState.UNDONE], done_at__isnull=False, key=""),
                name="import_done_means_when",
            ),
            models.CheckConstraint(
                condition=models.Q(state=ImportState.UNDONE, undone_at__isnull=False, undone_by__isnull=False)
                | (
                    ~models.Q(state=ImportState.UNDONE)
                    & models.Q(undone_at__isnull=True, undone_by__isnull=True)
                ),
                name="import_undone_means_who_and_when",
            ),
        ]
        indexes = [models.Index(fields=["by", "-id"], name="imports_of_person")]

    def __str__(self) -> str:
        return self.name


class HeaderMemory(models.Model):
    """Which column of a list held which field, decided once by a unit for all lists with this header."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    signature = models.CharField(max_length=64)
    columns = models.JSONField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "signature"], name="header_once_a_unit")]

    def __str__(self) -> str:
        return self.signature


class NameMemory(models.Model):
    """Which unit or category a text of the lists meant, decided once by a unit."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    field = models.CharField(max_length=10)
    text = models.CharField(max_length=120)
    code = models.CharField(max_length=40)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "field", "text"], name="name_once_a_unit")]

    def __str__(self) -> str:
        return f"{self.field} {self.text}"


# -- screens on walls --


class WallScreen(models.Model):
    """A screen that shows the wall chart of a unit without a person signed in. Of its link only a hash is kept."""

    name = models.CharField(_("屏幕名称"), max_length=60)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("显示单位"))
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+", verbose_name=_("教育整顿"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    created_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    ends_at = models.DateTimeField(_("有效期至"))
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("created_at")), name="screen_ends_after_start"
            ),
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True, revoked_by__isnull=True)
                | models.Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="screen_revoked_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return self.name
