"""Units, people, posts, roles and accounts."""

import secrets
from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice
from treebeard.mp_tree import MP_Node

from qingyuan.kit import secrets as secrets_of_data
from qingyuan.org.kinds import Category, DutyKind, Level, Rank, Role

FACTOR_KEY = "second-factor"  # name of the key in the data directory that seals their secrets


def person_key() -> str:
    """The name under which a person stands in the trail: random, so that it tells nothing."""
    return secrets.token_hex(8)


def names(kind: Any, words: dict[str, Any]) -> list[tuple[str, Any]]:
    """Choices of a closed vocabulary with their words."""
    return [(item.value, words[item.value]) for item in kind]


LEVEL_WORDS = {
    "ministry": _("部级"),
    "province": _("省级"),
    "city": _("市级"),
    "county": _("县级"),
    "station": _("基层所队"),
}
CATEGORY_WORDS = {"police": _("民警"), "auxiliary": _("辅警"), "civilian": _("文职")}
RANK_WORDS = {"leader": _("领导干部"), "middle": _("中层干部"), "officer": _("基层民警")}
DUTY_WORDS = {"duty": _("值班"), "training": _("脱产培训"), "errand": _("出差"), "leave": _("休假")}
ROLE_WORDS = {
    "campaign_office": _("教育整顿办公室"),
    "unit_head": _("单位主要负责人"),
    "clerk": _("内勤文秘"),
    "branch_secretary": _("党支部书记"),
    "officer": _("民警辅警"),
    "discipline": _("纪检督察"),
    "legal": _("法制"),
    "guidance": _("上级指导组"),
    "system_admin": _("系统管理员"),
    "security_admin": _("安全管理员"),
    "audit_admin": _("审计管理员"),
}


class Unit(MP_Node):  # type: ignore[misc]
    """A unit in the tree. ``path`` (kept by treebeard) is what scope is asked by."""

    code = models.CharField(
        _("机构代码"),
        max_length=12,
        unique=True,
        validators=[RegexValidator(r"^\d{12}$", _("机构代码应为12位数字"))],
    )
    area = models.CharField(
        _("行政区划代码"), max_length=6, validators=[RegexValidator(r"^\d{6}$", _("应为6位数字"))]
    )
    name = models.CharField(_("单位名称"), max_length=80)
    name_en = models.CharField(_("英文名称"), max_length=120, blank=True)
    short = models.CharField(_("简称"), max_length=30, blank=True)
    level = models.CharField(_("层级"), max_length=10, choices=names(Level, LEVEL_WORDS))
    order = models.PositiveSmallIntegerField(_("次序"), default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(level__in=list(Level)), name="unit_level_known"),
        ]

    def __str__(self) -> str:
        return self._english() or self.name

    def _english(self) -> str:
        return self.name_en if (get_language() or "").startswith("en") else ""

    @property
    def label(self) -> str:
        """The short name where there is one, in the language of the page: what fits into a column head."""
        return self._english() or self.short or self.name


class Branch(models.Model):
    """A party branch of a unit."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="branches", verbose_name=_("单位"))
    name = models.CharField(_("党支部"), max_length=80)
    secretary = models.ForeignKey(
        "Person", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("书记")
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["unit", "name"], name="branch_once_a_unit")]

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """A person of the force or of the guidance group. No identity number, no private data: see the charter."""

    key = models.CharField(max_length=16, unique=True, default=person_key, editable=False)
    police_no = models.CharField(_("警号"), max_length=16, unique=True)
    name = models.CharField(_("姓名"), max_length=40)
    category = models.CharField(_("人员类别"), max_length=10, choices=names(Category, CATEGORY_WORDS))
    rank = models.CharField(_("职级组"), max_length=10, choices=names(Rank, RANK_WORDS), default=Rank.OFFICER)
    branch = models.ForeignKey(
        Branch, models.SET_NULL, null=True, blank=True, related_name="members", verbose_name=_("党支部")
    )

    class Meta:
        indexes = [models.Index(fields=["name"])]

    def __str__(self) -> str:
        return self.name


class PostQuerySet(models.QuerySet["Post"]):
    def on(self, day: date) -> "PostQuerySet":
        """The posts held on a day."""
        return self.filter(Q(from_on__lte=day) & (Q(to_on__isnull=True) | Q(to_on__gte=day)))


class Post(models.Model):
    """A post that a person holds in a unit from one day to another; the main one is the person's home."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts", verbose_name=_("人员"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="posts", verbose_name=_("单位"))
    title = models.CharField(_("职务"), max_length=60)
    leader = models.BooleanField(_("关键少数"), default=False)
    main = models.BooleanField(_("主要职务"), default=True)
    from_on = models.DateField(_("起始日期"))
    to_on = models.DateField(_("截止日期"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="post_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(main=True, to_on__isnull=True), name="one_main_post_at_a_time"
            ),
        ]
        indexes = [models.Index(fields=["unit", "to_on"])]

    def __str__(self) -> str:
        return f"{self.unit} {self.title}"


class HoldingQuerySet(models.QuerySet["RoleHolding"]):
    def on(self, day: date) -> "HoldingQuerySet":
        """The roles held on a day."""
        return self.filter(Q(from_on__lte=day) & (Q(to_on__isnull=True) | Q(to_on__gte=day)))


class RoleHolding(models.Model):
    """A role that a person holds at a unit from one day to another."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="holdings", verbose_name=_("人员"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="holdings", verbose_name=_("单位"))
    role = models.CharField(_("角色"), max_length=20, choices=names(Role, ROLE_WORDS))
    from_on = models.DateField(_("起始日期"))
    to_on = models.DateField(_("截止日期"), null=True, blank=True)
    given_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    objects = HoldingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__isnull=True) | Q(to_on__gte=F("from_on")), name="holding_ends_after_start"
            ),
            models.UniqueConstraint(
                fields=["person", "unit", "role"], condition=Q(to_on__isnull=True), name="role_held_once"
            ),
            models.CheckConstraint(condition=Q(role__in=list(Role)), name="role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.role}@{self.unit_id}"


class AccountManager(BaseUserManager["Account"]):
    """Accounts come with their person: every request asks for both."""

    def get_queryset(self) -> models.QuerySet["Account"]:
        return super().get_queryset().select_related("person")


class Account(AbstractBaseUser):
    """What a person signs in with. Everything it may do comes from the person's roles, nothing from here."""

    person = models.OneToOneField(Person, models.PROTECT, related_name="account")
    username = models.CharField(_("账号"), max_length=40, unique=True)
    is_active = models.BooleanField(_("启用"), default=True)
    created_at = models.DateTimeField()
    password_changed_at = models.DateTimeField(null=True)  # null: a temporary password that others know
    language = models.CharField(max_length=10, default="zh-hans")

    objects: ClassVar[AccountManager] = AccountManager()

    USERNAME_FIELD = "username"
    REQUIRED_FIELDS: list[str] = []  # type: ignore[misc]

    def __str__(self) -> str:
        return self.username


class SecondFactor(TOTPDevice):  # type: ignore[misc]
    """A device that makes codes. Its secret lies sealed in the table: whoever reads the database alone has no codes."""

    class Meta:
        proxy = True

    def seal(self, secret: bytes) -> None:
        """Keep a secret (20 bytes, RFC 4226 section 4)."""
        self.key = secrets_of_data.seal(settings.DATA, FACTOR_KEY, secret, f"account:{self.user_id}").hex()

    @property
    def bin_key(self) -> bytes:
        """The secret. ValueError if the key of the data directory is not the one it was sealed with."""
        sealed = bytes.fromhex(self.key)
        return secrets_of_data.unseal(settings.DATA, FACTOR_KEY, sealed, f"account:{self.user_id}")

    def verify_token(self, token: str) -> bool:
        """Whether the code is the present one. None is, once the key has gone that the secret was sealed with."""
        try:
            return bool(super().verify_token(token))
        except ValueError:
            return False


class FormerPassword(models.Model):
    """Hashes of passwords used before, so that the last five cannot come back."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="former_passwords")
    password = models.CharField(max_length=128)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.account_id} {self.at:%Y-%m-%d}"


class SheetDraft(models.Model):
    """A file that somebody looks at before taking it over; gone as soon as it is taken or dropped."""

    by = models.OneToOneField(Person, models.CASCADE, related_name="+")
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name


class RosterDraft(SheetDraft):
    """A roster of people."""


class DutyDraft(SheetDraft):
    """A duty roster of one unit. Without days of its own it is for those that it names."""

    unit = models.ForeignKey(Unit, models.CASCADE, related_name="+")
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)


class Duty(models.Model):
    """An entry of a duty roster (值班排班): whom it takes away from other work, from one moment up to another.

    ``unit``: where the person belonged when it was entered; scope is asked by it. ``roster``: the unit whose list
    it stands on. ``first_on`` and ``last_on``, the bureau's days that it touches, are kept beside the moments,
    because a deadline is a day and no index compares days with moments.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="duties", verbose_name=_("人员"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    roster = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("排班单位"))
    kind = models.CharField(_("安排"), max_length=10, choices=names(DutyKind, DUTY_WORDS))
    from_at = models.DateTimeField(_("开始"))
    to_at = models.DateTimeField(_("结束"))
    first_on = models.DateField(editable=False)
    last_on = models.DateField(editable=False)
    source = models.CharField(_("来源"), max_length=120, blank=True)  # the list's file; empty: typed

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(DutyKind)), name="duty_kind_known"),
            models.CheckConstraint(condition=Q(to_at__gt=F("from_at")), name="duty_ends_after_start"),
            models.CheckConstraint(condition=Q(last_on__gte=F("first_on")), name="duty_touches_a_day"),
            models.UniqueConstraint(
                fields=["roster", "person", "kind", "from_at"], name="duty_once_a_roster"
            ),
        ]
        indexes = [
            models.Index(fields=["person", "first_on", "last_on"], name="duty_of_person"),
            models.Index(fields=["roster", "first_on"], name="duty_of_roster"),
            models.Index(fields=["unit", "first_on"], name="duty_in_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.first_on}"


class DayOff(models.Model):
    """A bureau's own working calendar: a day that is worked, or not, against the public one."""

    day = models.DateField(_("日期"), unique=True)
    worked = models.BooleanField(_("上班"))
    words = models.CharField(_("说明"), max_length=80, blank=True)

    def __str__(self) -> str:
        return f"{self.day} {self.worked}"


class Setting(models.Model):
    """A decision of the bureau that differs from the shipped default, by name."""

    name = models.CharField(max_length=60, primary_key=True)
    value = models.JSONField()

    def __str__(self) -> str:
        return self.name
