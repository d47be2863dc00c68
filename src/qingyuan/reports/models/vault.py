"""Who the reporter is, and each time that somebody asked for it."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qingyuan.kit.words import choices
from qingyuan.org.api import Person
from qingyuan.reports.kinds import WHY_WORDS
from qingyuan.reports.models.desks import DutyKey
from qingyuan.reports.models.reports import Report


class Vault(models.Model):
    """Who the reporter is, sealed to a key that nobody has whole."""

    report = models.OneToOneField(Report, models.PROTECT, related_name="vault")
    recipient = models.CharField(max_length=62)
    sealed = models.BinaryField()
    sha256 = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return str(self.report_id)


class VaultShare(models.Model):
    """A share of the vault's key, sealed to one keeper."""

    vault = models.ForeignKey(Vault, models.PROTECT, related_name="shares")
    key = models.ForeignKey(DutyKey, models.PROTECT, related_name="+")
    sealed = models.BinaryField(max_length=1024)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["vault", "key"], name="vault_share_once")]

    def __str__(self) -> str:
        return f"{self.vault_id}/{self.key_id}"


class VaultOpening(models.Model):
    """Somebody asks for the reporter's identity with a reason; a second keeper agrees with his share.

    ``watched_at``: when who asked had the reporter watched over against retaliation; whom, stands nowhere here.
    """

    vault = models.ForeignKey(Vault, models.PROTECT, related_name="openings")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    key = models.ForeignKey(DutyKey, models.PROTECT, related_name="+")
    why = models.CharField(_("理由"), max_length=12, choices=choices(WHY_WORDS))
    tell_reporter = models.BooleanField(_("告知举报人"), default=True)
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    share = models.BinaryField(max_length=1024, null=True)
    taken_at = models.DateTimeField(null=True, blank=True)
    watched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True) | ~Q(agreed_by=F("asked_by")),
                name="vault_opened_by_two",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True, share__isnull=True)
                | Q(agreed_by__isnull=False, share__isnull=False),
                name="vault_share_with_agreement",
            ),
        ]

    def __str__(self) -> str:
        return str(self.vault_id)
