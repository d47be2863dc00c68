"""Desks, who sits at them, their keys, the shares of those keys, and how a lost key comes back."""

import secrets

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qingyuan.kit.words import choices
from qingyuan.org.api import Person, Unit
from qingyuan.reports.kinds import DESK_WORDS, LOST_WORDS, OUTSIDE, RECOVERY_WORDS, DeskKind

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def public_id() -> str:
    """50 random bits in Crockford's base32: no number of a report tells how many there are."""
    return "".join(secrets.choice(SIGNS) for _sign in range(10))


class Desk(models.Model):
    """A place where reports are handled. Without a unit it stands outside the bureau."""

    key = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    kind = models.CharField(_("类别"), max_length=10, choices=choices(DESK_WORDS))
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("单位")
    )
    name = models.CharField(_("名称"), max_length=80)
    name_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(DeskKind)), name="desk_kind_known"),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(OUTSIDE), unit__isnull=True)
                | (~Q(kind__in=sorted(OUTSIDE)) & Q(unit__isnull=False)),
                name="desk_outside_has_no_unit",
            ),
        ]

    def __str__(self) -> str:
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name


class Holder(models.Model):
    """A person at a desk from one moment to another. It counts only once a second person agreed."""

    desk = models.ForeignKey(Desk, models.PROTECT, related_name="holders", verbose_name=_("岗位"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("人员"))
    from_at = models.DateTimeField()
    to_at = models.DateTimeField(null=True, blank=True)
    proposed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    agreed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["desk", "person"], condition=Q(to_at__isnull=True), name="holder_once_a_desk"
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True)
                | (~Q(agreed_by=F("proposed_by")) & ~Q(agreed_by=F("person"))),
                name="holder_agreed_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.desk_id} {self.person_id}"


class DutyKey(models.Model):
    """A public key of a holder. The private one was made in his browser and has never been here."""

    key = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    holder = models.ForeignKey(Holder, models.PROTECT, related_name="keys")
    recipient = models.CharField(max_length=62, unique=True)
    fingerprint = models.CharField(max_length=80)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["holder"], condition=Q(retired_at__isnull=True), name="one_key_a_holder"
            )
        ]

    def __str__(self) -> str:
        return self.fingerprint


class KeyShare(models.Model):
    """A share of a holder's private key, sealed to the key of somebody at another desk."""

    of = models.ForeignKey(DutyKey, models.PROTECT, related_name="shares")
    keeper = models.ForeignKey(DutyKey, models.PROTECT, related_name="+")
    sealed = models.BinaryField(max_length=1024)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["of", "keeper"], name="share_once_a_keeper")]

    def __str__(self) -> str:
        return f"{self.of_id}/{self.keeper_id}"


class Recovery(models.Model):
    """A holder asks for a key of his own that he can no longer open; ``into``: the new key that shares come to."""

    of = models.ForeignKey(DutyKey, models.PROTECT, related_name="recoveries")
    into = models.ForeignKey(DutyKey, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    why = models.CharField(_("理由"), max_length=12, choices=choices(LOST_WORDS))
    asked_at = models.DateTimeField()
    end = models.CharField(max_length=10, choices=choices(RECOVERY_WORDS), blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["of"], condition=Q(ended_at__isnull=True), name="one_recovery_a_key"
            ),
            models.CheckConstraint(condition=~Q(of=F("into")), name="recovery_into_another_key"),
            models.CheckConstraint(
                condition=Q(end="", ended_at__isnull=True, ended_by__isnull=True)
                | (~Q(end="") & Q(ended_at__isnull=False, ended_by__isnull=False)),
                name="recovery_ended_says_how",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.of_id}/{self.into_id}"


class RecoveryShare(models.Model):
    """A keeper's share, opened in his browser and sealed again to who asks. Empty once the recovery has ended."""

    recovery = models.ForeignKey(Recovery, models.PROTECT, related_name="shares")
    keeper = models.ForeignKey(DutyKey, models.PROTECT, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    sealed = models.BinaryField(max_length=1024)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["recovery", "by"], name="recovery_share_once_a_person"),
            models.UniqueConstraint(fields=["recovery", "keeper"], name="recovery_share_once_a_keeper"),
        ]

    def __str__(self) -> str:
        return f"{self.recovery_id}/{self.keeper_id}"
