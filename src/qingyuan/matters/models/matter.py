"""One table for everything that was found or promised."""

from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.api import Campaign, Task
from qingyuan.kit.words import choices
from qingyuan.matters.kinds import (
    AT_UNIT,
    BREADTH_WORDS,
    CAUSE_WORDS,
    GROUND_WORDS,
    KIND_WORDS,
    OPEN,
    RULE_CHANGE_WORDS,
    STATE_WORDS,
    TERM_WORDS,
    Breadth,
    Ground,
    Kind,
    State,
    Term,
)
from qingyuan.matters.models.tables import Category
from qingyuan.org.api import Person, Unit


def lane_of(task_id: int | None, category_id: str | None) -> str:
    """The column of the wall chart that a matter stands in."""
    return f"task:{task_id}" if task_id else f"category:{category_id or ''}"


class MatterQuerySet(models.QuerySet["Matter"]):
    def open(self) -> "MatterQuerySet":
        """Not yet closed, and not void."""
        return self.filter(state__in=OPEN)

    def overdue(self, today: date) -> "MatterQuerySet":
        """Past the deadline: derived, never stored."""
        return self.filter(state__in=AT_UNIT, term=Term.DATED, due_on__lt=today)

    def hidden_from(self, person_id: int, *places: str) -> "MatterQuerySet":
        """Leave out what names the person, or a unit that the person belongs to: at one of the places, or above."""
        steps = sorted({at[:end] for at in places for end in range(Unit.steplen, len(at) + 1, Unit.steplen)})
        naming = Naming.objects.filter(matter=OuterRef("pk"))
        named = naming.filter(Q(person=person_id) | Q(unit__path__in=steps))
        return self.filter(Q(restricted=False) | ~Exists(named))


class Matter(models.Model):
    """One matter: one unit, one person, measures, a deadline, and where it stands."""

    number = models.CharField(_("编号"), max_length=20, unique=True)
    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+", verbose_name=_("教育整顿"))
    kind = models.CharField(_("类型"), max_length=10, choices=choices(KIND_WORDS))
    state = models.CharField(_("状态"), max_length=10, choices=choices(STATE_WORDS), default=State.REGISTERED)
    source = models.CharField(_("来源"), max_length=40)
    source_ref = models.CharField(max_length=80, blank=True)
    category = models.ForeignKey(
        Category, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("问题类别")
    )
    task = models.ForeignKey(
        Task, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("方案任务")
    )
    statement = models.TextField(_("问题表述"), max_length=2000)
    basis = models.CharField(_("法规政策依据"), max_length=200, blank=True)
    breadth = models.CharField(
        _("共性/个性"), max_length=10, choices=choices(BREADTH_WORDS), default=Breadth.INDIVIDUAL
    )
    common = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="individuals")

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("责任单位"))
    unit_path = models.CharField(max_length=255, editable=False)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("责任人")
    )
    leader = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("责任领导")
    )
    key_few = models.BooleanField(_("关键少数"), default=False)
    measures = models.TextField(_("整改措施"), max_length=2000, blank=True)
    criterion = models.CharField(_("整改完成标准"), max_length=500, blank=True)
    term = models.CharField(_("整改类型"), max_length=6, choices=choices(TERM_WORDS), default=Term.DATED)
    due_on = models.DateField(_("整改时限"), null=True, blank=True)
    due_rank = models.GeneratedField(
        expression=Coalesce(F("due_on"), Cast(Value("9999-12-31"), models.DateField())),
        output_field=models.DateField(),
        db_persist=True,
    )

    opened_at = models.DateTimeField(_("登记时间"))
    opened_on = models.DateField(_("发现日期"))
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    fixed_at = models.DateTimeField(null=True, blank=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    submitted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(_("销号时间"), null=True, blank=True)
    closed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("验收人")
    )
    on_time = models.BooleanField(null=True)
    reopened = models.PositiveSmallIntegerField(_("重新启动次数"), default=0)

    effect = models.TextField(_("整改成效"), max_length=2000, blank=True)
    cause = models.CharField(_("问题根源"), max_length=20, choices=choices(CAUSE_WORDS), blank=True)
    cause_words = models.TextField(_("根源说明"), max_length=1000, blank=True)
    rule_change = models.CharField(
        _("完善制度情况"), max_length=10, choices=choices(RULE_CHANGE_WORDS), blank=True
    )
    rule_words = models.TextField(_("制度名称或理由"), max_length=1000, blank=True)
    ground = models.CharField(_("销号理由"), max_length=24, choices=choices(GROUND_WORDS), blank=True)
    review_note = models.TextField(_("复核说明"), max_length=2000, blank=True)
    reviewer = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")

    breach = models.BooleanField(_("确认违规"), default=False)
    restricted = models.BooleanField(default=False)
    import_ref = models.CharField(max_length=40, blank=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects = MatterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(Kind)), name="matter_kind_known"),
            models.CheckConstraint(condition=Q(state__in=list(State)), name="matter_state_known"),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, closed_at__isnull=False, closed_by__isnull=False)
                | (~Q(state=State.CLOSED) & Q(closed_at__isnull=True, closed_by__isnull=True)),
                name="matter_closed_means_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.REGISTERED, State.VOID])
                | (Q(owner__isnull=False, fixed_at__isnull=False) & ~Q(measures="")),
                name="matter_at_work_has_person_and_measures",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.REGISTERED, State.VOID])
                | Q(term=Term.DATED, due_on__isnull=False)
                | Q(term=Term.LONG, due_on__isnull=True),
                name="matter_at_work_has_a_deadline_or_is_long_term",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.SUBMITTED, State.CLOSED])
                | (
                    Q(submitted_at__isnull=False, submitted_by__isnull=False)
                    & ~Q(effect="")
                    & ~Q(rule_change="")
                ),
                name="matter_submitted_states_its_effect",
            ),
            models.CheckConstraint(
                condition=Q(closed_by__isnull=True)
                | (~Q(closed_by=F("owner")) & ~Q(closed_by=F("submitted_by"))),
                name="matter_closed_by_a_second_person",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.CLOSED, ground=Ground.ALREADY_INVESTIGATED)
                | (
                    ~Q(review_note="")
                    & Q(reviewer__isnull=False)
                    & ~Q(reviewer=F("closed_by"))
                    & ~Q(reviewer=F("owner"))
                    & ~Q(reviewer=F("submitted_by"))
                ),
                name="matter_investigated_before_is_reviewed",
            ),
            models.CheckConstraint(condition=~Q(statement=""), name="matter_says_something"),
            models.CheckConstraint(
                condition=Q(due_on__isnull=True) | Q(due_on__gte=F("opened_on")),
                name="matter_due_after_opened",
            ),
            models.CheckConstraint(
                condition=Q(breadth=Breadth.INDIVIDUAL) | Q(common__isnull=True), name="common_of_no_common"
            ),
        ]
        indexes = [
            models.Index(
                fields=["campaign", "due_rank", "id"], condition=Q(state__in=OPEN), name="matter_open_by_due"
            ),
            models.Index(fields=["campaign", "-opened_at", "-id"], name="matter_by_opening"),
            models.Index(
                fields=["unit_path", "due_rank", "id"],
                condition=Q(state__in=OPEN),
                name="matter_open_in_unit",
            ),
            models.Index(fields=["unit_path", "-opened_at", "-id"], name="matter_in_unit"),
            models.Index(fields=["owner", "state"], name="matter_of_owner"),
            models.Index(fields=["category", "campaign", "-id"], name="matter_in_category"),
            models.Index(
                fields=["campaign", "-closed_at"], condition=Q(state=State.CLOSED), name="matter_by_closing"
            ),
            models.Index(
                fields=["due_on"],
                condition=Q(state__in=AT_UNIT, term=Term.DATED),
                name="matter_at_unit_by_due",
            ),
            models.Index(fields=["campaign", "id"], condition=Q(restricted=True), name="matter_restricted"),
            models.Index(fields=["unit_path", "id"], condition=Q(breach=True), name="matter_breach"),
            models.Index(fields=["unit", "fingerprint"], name="matter_alike"),
            models.Index(fields=["import_ref"], condition=~Q(import_ref=""), name="matter_imported"),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def lane(self) -> str:
        """The column of the wall chart: a task of the plan, or a category of problems."""
        return lane_of(self.task_id, self.category_id)


class Naming(models.Model):
    """A person or unit that a matter is about, and from whom it is therefore hidden."""

    matter = models.ForeignKey(Matter, models.CASCADE, related_name="namings")
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True, unit__isnull=False)
                | Q(person__isnull=False, unit__isnull=True),
                name="naming_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id}"
