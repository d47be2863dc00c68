"""Self-examination: the policy read first, windows, what leaders say in public, answers, sealed self-reports."""

import secrets

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.api import Campaign
from qingyuan.discipline.kinds import FOLLOWED_WORDS, SAID_WORDS, Followed, Said
from qingyuan.discipline.models.leads import Lead
from qingyuan.kit.words import choices
from qingyuan.org.api import Person, Unit

SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


def receipt_number() -> str:
    """50 random bits in Crockford's base32: no number of a receipt tells how many there are."""
    return "".join(secrets.choice(SIGNS) for _sign in range(10))


class LeniencyPolicy(models.Model):
    """One version of the policy (自查从宽、被查从严). None is ever changed: a new text is a new version.

    ``answer_days``: working days within which the person is told what follows. A promise of the office, not a law.
    ``adviser``: whom one may ask before deciding anything, by duty and telephone.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField(_("版本"))
    title = models.CharField(_("标题"), max_length=120)
    words = models.TextField(_("政策原文"), max_length=6000)
    basis = models.CharField(_("依据"), max_length=300)
    answer_days = models.PositiveSmallIntegerField(_("几个工作日内告知处理情况"))
    adviser = models.CharField(_("咨询联系方式"), max_length=120)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["unit", "version"], name="policy_versions_differ"),
            models.CheckConstraint(condition=~Q(words="") & ~Q(basis=""), name="policy_has_words_and_basis"),
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"


class PolicyRead(models.Model):
    """That somebody read a version of the policy: once."""

    policy = models.ForeignKey(LeniencyPolicy, models.PROTECT, related_name="reads")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["policy", "person"], name="policy_read_once")]

    def __str__(self) -> str:
        return f"{self.policy_id} {self.person_id}"


class Window(models.Model):
    """A self-examination window (自查自纠窗口) for a unit and all below it."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    policy = models.ForeignKey(LeniencyPolicy, models.PROTECT, related_name="windows")
    title = models.CharField(_("名称"), max_length=80)
    opens_on = models.DateField(_("开始日期"))
    closes_on = models.DateField(_("截止日期"))
    auxiliaries = models.BooleanField(_("辅警也参加"), default=False)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-opens_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="window_closes_after_opening"
            )
        ]

    def __str__(self) -> str:
        return self.title


class CheckItem(models.Model):
    """One line of the list that people check themselves against (对照检查): conduct, with the article it breaks."""

    window = models.ForeignKey(Window, models.CASCADE, related_name="items")
    number = models.PositiveSmallIntegerField()
    words = models.CharField(_("对照内容"), max_length=200)
    basis = models.CharField(_("依据"), max_length=120)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["window", "number"], name="check_items_numbered"),
            models.CheckConstraint(condition=~Q(basis=""), name="check_item_has_basis"),
        ]

    def __str__(self) -> str:
        return self.words


class LeaderSaid(models.Model):
    """What a leader found in himself and will change, said to all whom the window asks below him. Never changed."""

    window = models.ForeignKey(Window, models.PROTECT, related_name="leaders_said")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    words = models.TextField(_("公开的检视和承诺"), max_length=1000)
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["window", "person"], name="leader_speaks_once")]

    def __str__(self) -> str:
        return f"{self.window_id} {self.person_id}"


class Draft(models.Model):
    """What somebody is writing, sealed in his browser with his own passphrase; gone when he sends or withdraws it."""

    window = models.ForeignKey(Window, models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["window", "person"], name="one_draft_a_window"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(window__isnull=True), name="one_draft_beside_windows"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class SelfReport(models.Model):
    """An answer in a window, or what somebody told by himself. What it says can be read with a slot only.

    ``plain``: the browser had no script, and the server sealed it on arrival. Nothing above ``followed`` ever changes.
    """

    public_id = models.CharField(max_length=10, unique=True, default=receipt_number, editable=False)
    window = models.ForeignKey(Window, models.PROTECT, null=True, related_name="answers")
    policy = models.ForeignKey(LeniencyPolicy, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    said = models.CharField(max_length=4, choices=choices(SAID_WORDS))
    at = models.DateTimeField()
    nonce = models.BinaryField(max_length=16)
    digest = models.BinaryField(max_length=32)
    recipient = models.CharField(max_length=62, blank=True)
    sealed = models.BinaryField(null=True)
    own = models.BinaryField(null=True)
    plain = models.BooleanField(default=False)
    followed = models.CharField(max_length=8, choices=choices(FOLLOWED_WORDS), blank=True)
    followed_at = models.DateTimeField(null=True)
    followed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    lead = models.ForeignKey(Lead, models.PROTECT, null=True, related_name="self_reports")

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(said__in=list(Said)), name="self_report_said_known"),
            models.CheckConstraint(
                condition=Q(said=Said.NIL, sealed__isnull=True, window__isnull=False, followed="")
                | Q(said=Said.TOLD, sealed__isnull=False, followed__in=list(Followed)),
                name="only_what_is_told_is_sealed",
            ),
            models.UniqueConstraint(
                fields=["window", "person"], condition=Q(window__isnull=False), name="one_answer_a_window"
            ),
            models.CheckConstraint(
                condition=Q(
                    followed__in=["", Followed.WAITING], followed_by__isnull=True, followed_at__isnull=True
                )
                | Q(
                    followed__in=[Followed.NOTED, Followed.MATTER],
                    followed_by__isnull=False,
                    followed_at__isnull=False,
                ),
                name="self_report_followed_means_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(followed=Followed.MATTER, lead__isnull=False)
                | (~Q(followed=Followed.MATTER) & Q(lead__isnull=True)),
                name="self_report_matter_has_a_lead",
            ),
        ]
        indexes = [models.Index(fields=["person", "said", "at"], name="self_reports_of_person")]

    def __str__(self) -> str:
        return self.public_id


class SelfSlot(models.Model):
    """The key of a self-report, sealed to one reader's duty key; ``key`` names that key as its own room does."""

    report = models.ForeignKey(SelfReport, models.PROTECT, related_name="slots")
    key = models.CharField(max_length=10)
    holder = models.ForeignKey(Person, models.PROTECT, related_name="+")
    sealed = models.BinaryField(max_length=1024)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["report", "key"], name="self_slot_once")]

    def __str__(self) -> str:
        return f"{self.report_id}/{self.key}"


class SelfOpening(models.Model):
    """One time that somebody was handed his slot of a self-report: written before it is handed out."""

    report = models.ForeignKey(SelfReport, models.PROTECT, related_name="openings")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.report_id} {self.person_id}"
