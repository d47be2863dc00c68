"""Fields, form passports, forms sent to units and what units answered."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qingyuan.burden import policy
from qingyuan.burden.kinds import (
    ASK_WORDS,
    FILLER_WORDS,
    FREQUENCY_WORDS,
    RETIRED_WORDS,
    STATE_WORDS,
    UNFIT_WORDS,
    AskState,
    Filler,
    Frequency,
    PassportState,
    Retired,
    Unfit,
)
from qingyuan.kit.words import choices
from qingyuan.org.api import Level, Person, Unit

LEVEL_WORDS = {
    Level.MINISTRY: _("部级"),
    Level.PROVINCE: _("省级"),
    Level.CITY: _("市级"),
    Level.COUNTY: _("县级"),
    Level.STATION: _("基层所队"),
}


class Field(models.Model):
    """One thing that forms ask for: one owner, one source. ``different``: why it is not the near one that is known."""

    code = models.SlugField(_("代码"), max_length=40, unique=True)
    words = models.CharField(_("字段"), max_length=60)
    words_en = models.CharField(_("英文名称"), max_length=80, blank=True)
    owner = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+", verbose_name=_("主管单位"))
    source = models.CharField(_("数据来源"), max_length=80)
    different = models.CharField(_("与相近字段的区别"), max_length=200, blank=True)
    active = models.BooleanField(_("启用"), default=True)
    made_at = models.DateTimeField(null=True)  # null: shipped
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        ordering = ["code"]
        constraints = [models.UniqueConstraint(fields=["words"], name="field_named_once")]

    def __str__(self) -> str:
        return self.words_en if self.words_en and (get_language() or "").startswith("en") else self.words


class Passport(models.Model):
    """A form passport (表单护照). ``unit`` made it; ``maker``: who did, if that is no unit of ours (a form from above).

    ``existing``: it was in use when the stock was taken, so that it may still ask what others ask. ``own``: the code
    under which a room measures its own form.
    """

    number = models.CharField(_("表号"), max_length=30, unique=True)
    name = models.CharField(_("表单名称"), max_length=80)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("制表单位"))
    maker = models.CharField(_("制定机关"), max_length=80, blank=True)
    level = models.CharField(_("层级"), max_length=10, choices=choices(LEVEL_WORDS))
    approval = models.CharField(_("批准或者备案文号"), max_length=60)
    basis = models.CharField(_("依据"), max_length=200)
    purpose = models.CharField(_("用途"), max_length=200)
    filler = models.CharField(_("由谁填"), max_length=10, choices=choices(FILLER_WORDS))
    frequency = models.CharField(_("多久填一次"), max_length=10, choices=choices(FREQUENCY_WORDS))
    minutes = models.PositiveSmallIntegerField(_("预计用时（分钟）"))
    valid_until = models.DateField(_("有效期限至"))
    state = models.CharField(
        _("状态"), max_length=10, choices=choices(STATE_WORDS), default=PassportState.DRAFT
    )
    existing = models.BooleanField(default=False)
    own = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    return_words = models.CharField(_("退回理由"), max_length=300, blank=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    retired_at = models.DateTimeField(null=True)
    retired_on = models.DateField(_("停用日期"), null=True)
    retired_why = models.CharField(_("停用原因"), max_length=10, choices=choices(RETIRED_WORDS), blank=True)
    replaced_by = models.ForeignKey("self", models.PROTECT, null=True, related_name="replaces")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=list(PassportState)), name="passport_state_known"),
            models.CheckConstraint(condition=Q(filler__in=list(Filler)), name="passport_filler_known"),
            models.CheckConstraint(
                condition=Q(frequency__in=list(Frequency)), name="passport_frequency_known"
            ),
            models.CheckConstraint(
                condition=Q(level__in=[one.value for one in Level]), name="passport_level_known"
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=["draft", "submitted"], approved_by__isnull=True, approved_at__isnull=True
                )
                | Q(state__in=["in_force", "retired"], approved_by__isnull=False, approved_at__isnull=False),
                name="passport_in_force_means_approved",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=F("made_by")) & ~Q(approved_by=F("changed_by"))),
                name="passport_has_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(state="retired", retired_at__isnull=False, retired_on__isnull=False)
                & Q(retired_why__in=list(Retired))
                | ~Q(state="retired") & Q(retired_at__isnull=True, retired_on__isnull=True, retired_why=""),
                name="passport_retired_says_why",
            ),
            models.UniqueConstraint(
                fields=["own"], condition=~Q(own="") & ~Q(state="retired"), name="own_form_once"
            ),
        ]
        indexes = [models.Index(fields=["state", "level"], name="passports_of_level")]

    def __str__(self) -> str:
        return f"{self.number} {self.name}"

    @property
    def made_where(self) -> str:
        """Who made the form: an authority above, or the unit."""
        return self.maker or self.unit.label

    def unfit(self, today: date) -> Unfit | None:
        """Why it must not be sent and may be refused."""
        return policy.unfit(PassportState(self.state), self.valid_until, today)


class PassportField(models.Model):
    """That a form asks for a field; ``prefilled``: it is brought along, the filler only looks."""

    passport = models.ForeignKey(Passport, models.CASCADE, related_name="asks_for")
    field = models.ForeignKey(Field, models.PROTECT, related_name="asked_by")
    order = models.PositiveSmallIntegerField()
    prefilled = models.BooleanField(_("系统带出"), default=False)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["passport", "field"], name="field_once_a_form")]

    def __str__(self) -> str:
        return f"{self.passport_id} {self.field_id}"


class Ceiling(models.Model):
    """How many forms a level may have at most, since its stock was taken; it only goes down."""

    level = models.CharField(primary_key=True, max_length=10, choices=choices(LEVEL_WORDS))
    most = models.PositiveSmallIntegerField()
    counted = models.PositiveSmallIntegerField()
    counted_on = models.DateField()

    def __str__(self) -> str:
        return f"{self.level} {self.most}"


class FormRequest(models.Model):
    """A form sent to units, or several that were merged into one filling."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("发出单位"))
    filler = models.CharField(_("由谁填"), max_length=10, choices=choices(FILLER_WORDS))
    words = models.CharField(_("说明"), max_length=200, blank=True)
    due_on = models.DateField(_("填报期限"))
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    cancelled_at = models.DateTimeField(null=True)
    passports = models.ManyToManyField(Passport, through="Carried", related_name="requests")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(filler__in=list(Filler)), name="request_filler_known")
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.due_on}"


class Carried(models.Model):
    """That a request carries a form."""

    request = models.ForeignKey(FormRequest, models.CASCADE, related_name="carries")
    passport = models.ForeignKey(Passport, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["request", "passport"], name="form_once_a_request")]

    def __str__(self) -> str:
        return f"{self.request_id} {self.passport_id}"


class Ask(models.Model):
    """A unit that was asked to fill a request. It is refused with the reason that the passport gave."""

    request = models.ForeignKey(FormRequest, models.PROTECT, related_name="asks")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("填报单位"))
    state = models.CharField(_("状态"), max_length=10, choices=choices(ASK_WORDS), default=AskState.OPEN)
    refusal = models.CharField(_("拒绝理由"), max_length=12, choices=choices(UNFIT_WORDS), blank=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["request", "unit"], name="asked_once_a_request"),
            models.CheckConstraint(condition=Q(state__in=list(AskState)), name="ask_state_known"),
            models.CheckConstraint(
                condition=Q(state="refused", refusal__in=list(Unfit)) | ~Q(state="refused") & Q(refusal=""),
                name="refused_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state="open", done_at__isnull=True) | ~Q(state="open") & Q(done_at__isnull=False),
                name="ask_done_has_a_moment",
            ),
        ]
        indexes = [models.Index(fields=["unit", "state"], name="asks_of_unit")]

    def __str__(self) -> str:
        return f"{self.request_id} {self.unit_id}"


class Value(models.Model):
    """What a unit answered to a field; ``prefilled``: it was brought along and left as it was."""

    ask = models.ForeignKey(Ask, models.CASCADE, related_name="values")
    field = models.ForeignKey(Field, models.PROTECT, related_name="+")
    words = models.CharField(max_length=300, blank=True)
    prefilled = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["ask", "field"], name="value_once")]
        indexes = [models.Index(fields=["field", "-id"], name="values_of_field")]

    def __str__(self) -> str:
        return f"{self.ask_id} {self.field_id}"
