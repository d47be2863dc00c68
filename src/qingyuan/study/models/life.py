"""Party life by rule, rotation training, special-duty mode, and the address of a person's calendar."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qingyuan.kit.words import choices
from qingyuan.org.api import Person, Unit
from qingyuan.study.kinds import EVENT_WORDS, OFTEN_WORDS, WEEKDAYS, WHOM_WORDS, Often, Whom


class LifeRule(models.Model):
    """What party life asks: of whom, how often, and on which day of the period it is proposed.

    Nothing is asked before ``from_on``, and nothing at all until the office has set it. ``by_event``: told by events of
    this kind, so that nothing is entered twice. The day: the ``week``-th ``weekday`` (Monday is 1) of the ``month``-th
    month of the period.
    """

    code = models.SlugField(primary_key=True, max_length=30)
    name = models.CharField(_("名称"), max_length=40)
    name_en = models.CharField(_("英文名称"), max_length=60, blank=True)
    whom = models.CharField(_("对象"), max_length=10, choices=choices(WHOM_WORDS))
    often = models.CharField(_("频次"), max_length=8, choices=choices(OFTEN_WORDS))
    month = models.PositiveSmallIntegerField(_("期内第几个月"), default=1)
    week = models.PositiveSmallIntegerField(_("第几个"), default=1)
    weekday = models.PositiveSmallIntegerField(_("星期几"), choices=list(WEEKDAYS.items()), default=5)
    by_event = models.CharField(max_length=16, choices=choices(EVENT_WORDS), blank=True)
    basis = models.CharField(_("依据"), max_length=120, blank=True)
    active = models.BooleanField(_("启用"), default=True)
    from_on = models.DateField(_("从哪天起要求"), null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(condition=Q(whom__in=list(Whom)), name="life_rule_whom_known"),
            models.CheckConstraint(condition=Q(often__in=list(Often)), name="life_rule_often_known"),
            models.CheckConstraint(
                condition=Q(week__range=(1, 4), weekday__range=(1, 7))
                & (
                    Q(often=Often.MONTH, month=1)
                    | Q(often=Often.QUARTER, month__range=(1, 3))
                    | Q(often=Often.YEAR, month__range=(1, 12))
                ),
                name="life_rule_day_exists",
            ),
        ]

    def __str__(self) -> str:
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name


class LifeDate(models.Model):
    """One of them: the day that was accepted for it, and that it was held, in one line. Made when first touched."""

    rule = models.ForeignKey(LifeRule, models.PROTECT, related_name="+", verbose_name=_("项目"))
    branch = models.ForeignKey("org.Branch", models.PROTECT, related_name="+", verbose_name=_("党支部"))
    period_on = models.DateField(_("期间首日"))
    planned_on = models.DateField(_("确定日期"), null=True, blank=True)
    planned_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    planned_at = models.DateTimeField(null=True)
    theme = models.CharField(_("主题"), max_length=120, blank=True)
    held_on = models.DateField(_("开展日期"), null=True, blank=True)
    held_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    held_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "branch", "period_on"], name="life_once_a_branch_and_period"
            ),
            models.CheckConstraint(
                condition=Q(planned_on__isnull=True, planned_by__isnull=True, planned_at__isnull=True)
                | Q(planned_on__isnull=False, planned_by__isnull=False, planned_at__isnull=False),
                name="life_planned_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(held_on__isnull=True, held_by__isnull=True, held_at__isnull=True)
                | Q(held_on__isnull=False, held_by__isnull=False, held_at__isnull=False) & ~Q(theme=""),
                name="life_held_by_someone_with_a_line",
            ),
        ]
        indexes = [models.Index(fields=["period_on", "rule"], name="life_of_period")]

    def __str__(self) -> str:
        return f"{self.rule_id} {self.branch_id} {self.period_on}"


class SpecialDuty(models.Model):
    """Special-duty mode (战时) of a unit and all below it, from one day to another. Ends by itself."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    reason = models.CharField(_("任务"), max_length=80)
    from_on = models.DateField(_("开始日期"))
    to_on = models.DateField(_("结束日期"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_on__gte=F("from_on")), name="special_duty_ends_after_start"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="special_duty_says_why"),
        ]
        indexes = [models.Index(fields=["to_on", "from_on"], name="special_duty_days")]

    def __str__(self) -> str:
        return self.reason


class SpecialDutyItem(models.Model):
    """One of the ten things to see to while it lasts (十个一); ticking it is free."""

    duty = models.ForeignKey(SpecialDuty, models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=80)
    done_on = models.DateField(null=True)

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["duty", "order"], name="special_duty_item_once")]

    def __str__(self) -> str:
        return self.text


class Rotation(models.Model):
    """A cycle of rotation training (政治轮训): everybody of the unit and below is placed once in it.

    ``came_of``: in one line what came of it, when its last batch is over.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("组织单位"))
    name = models.CharField(_("名称"), max_length=80)
    from_on = models.DateField(_("开始日期"))
    to_on = models.DateField(_("结束日期"))
    effect = models.CharField(_("想达到的效果"), max_length=120)
    came_of = models.CharField(_("结果"), max_length=200, blank=True)
    came_at = models.DateTimeField(null=True)
    came_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(to_on__gte=F("from_on")), name="rotation_ends_after_start"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(effect=""), name="rotation_says_what_and_why"),
            models.CheckConstraint(
                condition=Q(came_of="", came_at__isnull=True, came_by__isnull=True)
                | ~Q(came_of="") & Q(came_at__isnull=False, came_by__isnull=False),
                name="rotation_says_who_told_what_came",
            ),
            models.UniqueConstraint(fields=["unit", "name"], name="rotation_once_a_unit"),
        ]

    def __str__(self) -> str:
        return self.name


class Batch(models.Model):
    """One batch of a cycle: its days, its place and how many seats it has."""

    rotation = models.ForeignKey(Rotation, models.PROTECT, related_name="batches")
    number = models.PositiveSmallIntegerField()
    first_on = models.DateField(_("首日"))
    last_on = models.DateField(_("末日"))
    place = models.CharField(_("地点"), max_length=80, blank=True)
    seats = models.PositiveSmallIntegerField(_("名额"))

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["rotation", "number"], name="batch_number_once"),
            models.CheckConstraint(
                condition=Q(last_on__gte=F("first_on"), seats__gte=1), name="batch_has_days_and_seats"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rotation_id}/{self.number}"


class Placement(models.Model):
    """Who is placed in a batch: once a cycle."""

    rotation = models.ForeignKey(Rotation, models.PROTECT, related_name="placements")
    batch = models.ForeignKey(Batch, models.PROTECT, related_name="placements")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("人员"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["rotation", "person"], name="placed_once_a_rotation"),
        ]

    def __str__(self) -> str:
        return f"{self.batch_id} {self.person_id}"


class CalendarFeed(models.Model):
    """The secret address of a person's calendar. Only its hash is kept; none while it is taken back."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="+")
    token_hash = models.CharField(max_length=64, unique=True, null=True, editable=False)
    since = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(token_hash__isnull=True) | ~Q(token_hash=""), name="feed_hash_or_none"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person_id)
