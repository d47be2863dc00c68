"""Desks and their keys, reports and what is sealed with them. Nothing here can be read without a handler's key."""

import secrets

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qingyuan.kit.words import choices
from qingyuan.matters.api import Matter
from qingyuan.org.api import Person, Unit
from qingyuan.reports.kinds import (
    CHANNEL_WORDS,
    DESK_WORDS,
    GROUND_WORDS,
    OUTCOME_WORDS,
    OUTSIDE,
    PART_WORDS,
    RATING_WORDS,
    SIDE_WORDS,
    STAGE_WORDS,
    WHY_WORDS,
    Channel,
    DeskKind,
    Part,
    Side,
    Stage,
)

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


class Report(models.Model):
    """One report as far as the server knows it: not what it says, not who is named, not who sent it.

    ``received_at`` is the hour; ``promised`` commits to what it is about without telling it; ``digest`` is over
    all that never changes, as the record of acts has it.
    """

    public_id = models.CharField(max_length=10, unique=True, default=public_id, editable=False)
    locator_hash = models.BinaryField(max_length=32, unique=True)
    recipient = models.CharField(max_length=62)
    reporter = models.CharField(max_length=62)
    own_slot = models.BinaryField(max_length=1024)
    promised = models.BinaryField(max_length=32)
    digest = models.BinaryField(max_length=32)
    channel = models.CharField(max_length=10, choices=choices(CHANNEL_WORDS), default=Channel.BROWSER)
    real_name = models.BooleanField(_("实名"), default=False)
    received_at = models.DateTimeField(_("收到时间"))

    stage = models.CharField(_("状态"), max_length=10, choices=choices(STAGE_WORDS), default=Stage.RECEIVED)
    desk = models.ForeignKey(Desk, models.PROTECT, null=True, blank=True, related_name="+")
    ground = models.CharField(max_length=10, choices=choices(GROUND_WORDS), blank=True)
    accepted_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=choices(OUTCOME_WORDS), blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    rating = models.CharField(max_length=10, choices=choices(RATING_WORDS), blank=True)
    matter = models.OneToOneField(Matter, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stage__in=list(Stage)), name="report_stage_known"),
            models.CheckConstraint(
                condition=Q(stage__in=[Stage.RECEIVED, Stage.DECLINED]) | Q(accepted_at__isnull=False),
                name="report_worked_on_is_accepted",
            ),
            models.CheckConstraint(
                condition=~Q(stage=Stage.ANSWERED) | (Q(answered_at__isnull=False) & ~Q(outcome="")),
                name="report_answered_says_what",
            ),
        ]
        indexes = [models.Index(fields=["-received_at", "-id"], name="report_by_hour")]

    def __str__(self) -> str:
        return self.public_id


class Allowed(models.Model):
    """A key that routing lets read a report. Triggers refuse a slot for any other; none is ever changed."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="allowed")
    key = models.ForeignKey(DutyKey, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="allowed_once")]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.key_id}"


class Slot(models.Model):
    """The report's own key, sealed to one allowed reader. ``by``: who sealed it later; null: the reporter."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="slots")
    key = models.ForeignKey(DutyKey, models.PROTECT, related_name="+")
    sealed = models.BinaryField(max_length=1024)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="slot_once")]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.key_id}"


class Envelope(models.Model):
    """A sealed text or file of a report; a trigger refuses every change and removal."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="envelopes")
    number = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=8, choices=choices(PART_WORDS))
    side = models.CharField(max_length=8, choices=choices(SIDE_WORDS))
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    size = models.PositiveIntegerField()
    sha256 = models.BinaryField(max_length=32)
    sealed = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["report", "number"], name="envelope_numbered"),
            models.CheckConstraint(condition=Q(part__in=list(Part)), name="envelope_part_known"),
            models.CheckConstraint(
                condition=Q(side=Side.REPORTER, by__isnull=True) | Q(side=Side.HANDLER, by__isnull=False),
                name="envelope_from_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.number}"


class Opening(models.Model):
    """One time that somebody was handed his slot of a report: written before it is handed out."""

    report = models.ForeignKey(Report, models.PROTECT, related_name="openings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    key = models.ForeignKey(DutyKey, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.report_id} {self.person_id}"


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
    """Somebody asks for the reporter's identity with a reason; a second keeper agrees with his share."""

    vault = models.ForeignKey(Vault, models.PROTECT, related_name="openings")
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    key = models.ForeignKey(DutyKey, models.PROTECT, related_name="+")
    why = models.CharField(_("理由"), max_length=12, choices=choices(WHY_WORDS))
    tell_reporter = models.BooleanField(_("告知举报人"), default=True)
    asked_at = models.DateTimeField()
    agreed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    agreed_at = models.DateTimeField(null=True, blank=True)
    share = models.BinaryField(max_length=1024, null=True)

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


class Spent(models.Model):
    """A challenge that was used: it counts once. Gone when it has expired anyway."""

    seed = models.BinaryField(max_length=16, unique=True)
    until = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["until"], name="spent_until")]

    def __str__(self) -> str:
        return str(self.pk)
