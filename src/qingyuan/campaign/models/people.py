"""Who is responsible for what, who leads, who meets, and which leader looks after which unit."""

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.kinds import Duty, MemberRole
from qingyuan.campaign.models.frame import Campaign
from qingyuan.campaign.models.words import (
    DUTY_WORDS,
    MEETING_WORDS,
    MEMBER_WORDS,
    SECTION_WORDS,
    choices,
    shipped,
)
from qingyuan.campaign.policy import Period
from qingyuan.org.api import Person, Unit

_ENDS_AFTER_START = Q(to_on__isnull=True) | Q(to_on__gte=F("from_on"))


def held_on(day: date) -> Q:
    """The predicate "holds on this day" for anything with from_on and to_on."""
    return Q(from_on__lte=day) & (Q(to_on__isnull=True) | Q(to_on__gte=day))


class Responsibility(models.Model):
    """A person's responsibility for a unit, or for a line of work across the units it covers."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="responsibilities")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("责任人"))
    kind = models.CharField(_("责任类型"), max_length=10, choices=choices(DUTY_WORDS))
    portfolio = models.CharField(_("分管工作"), max_length=120, blank=True)
    covers = models.ManyToManyField(Unit, related_name="+", blank=True, verbose_name=_("分管单位"))
    from_on = models.DateField(_("起始日期"))
    to_on = models.DateField(_("截止日期"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_ENDS_AFTER_START, name="responsibility_ends_after_start"),
            models.CheckConstraint(condition=Q(kind__in=list(Duty)), name="responsibility_kind_known"),
            models.CheckConstraint(
                condition=~Q(kind="dual_duty") | ~Q(portfolio=""), name="dual_duty_names_its_line"
            ),
            models.UniqueConstraint(
                fields=["campaign", "unit"],
                condition=Q(kind="first", to_on__isnull=True),
                name="one_first_responsible_a_unit",
            ),
            models.UniqueConstraint(
                fields=["campaign", "unit", "kind", "from_on"],
                condition=Q(kind="first"),
                name="first_responsible_begins_once_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.kind} {self.person_id}"

    @property
    def period(self) -> Period:
        return Period(self.person_id, self.from_on, self.to_on)


class LeadingGroup(models.Model):
    """The leading group (领导小组) of a unit in a campaign, with its office, groups and teams."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="groups")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    name = models.CharField(_("名称"), max_length=80)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["campaign", "unit"], name="leading_group_once_a_unit")]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        return shipped(self.name)


class GroupSection(models.Model):
    """The office, a group or a team below the leading group."""

    group = models.ForeignKey(LeadingGroup, models.PROTECT, related_name="sections")
    code = models.SlugField(max_length=30)
    name = models.CharField(_("名称"), max_length=40)
    kind = models.CharField(_("类别"), max_length=6, choices=choices(SECTION_WORDS))
    order = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["group", "name"], name="section_name_once")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        return shipped(self.name)


class GroupMember(models.Model):
    """A person's membership from one day to another; ``section`` empty: of the leading group itself."""

    group = models.ForeignKey(LeadingGroup, models.PROTECT, related_name="members")
    section = models.ForeignKey(
        GroupSection, models.PROTECT, null=True, blank=True, related_name="members", verbose_name=_("机构")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("人员"))
    role = models.CharField(_("职责"), max_length=8, choices=choices(MEMBER_WORDS))
    from_on = models.DateField(_("起始日期"))
    to_on = models.DateField(_("截止日期"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_ENDS_AFTER_START, name="membership_ends_after_start"),
            models.CheckConstraint(condition=Q(role__in=list(MemberRole)), name="membership_role_known"),
            models.UniqueConstraint(
                fields=["group", "person"],
                condition=Q(section__isnull=True, to_on__isnull=True),
                name="member_of_group_once",
            ),
            models.UniqueConstraint(
                fields=["section", "person"], condition=Q(to_on__isnull=True), name="member_of_section_once"
            ),
            models.UniqueConstraint(
                fields=["group"],
                condition=Q(section__isnull=True, to_on__isnull=True, role="head"),
                name="one_head_of_group",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.role} {self.person_id}"


class Meeting(models.Model):
    """A meeting of the campaign; what it decides is told upwards and becomes work there."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="meetings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("召开单位"))
    kind = models.CharField(_("会议类型"), max_length=16, choices=choices(MEETING_WORDS))
    title = models.CharField(_("会议名称"), max_length=120)
    held_at = models.DateTimeField(_("召开时间"))
    venues = models.PositiveSmallIntegerField(_("会场数"), default=1)
    attendance = models.PositiveIntegerField(_("参会人数"))
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["campaign", "-held_at"], name="meeting_by_time")]
        constraints = [
            models.CheckConstraint(condition=Q(venues__gte=1, attendance__gte=1), name="meeting_has_people"),
        ]

    def __str__(self) -> str:
        return self.title


class Decision(models.Model):
    """Something a meeting decided that a unit shall do by a day."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(_("议定事项"), max_length=300)
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("责任单位"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("责任人")
    )
    due_on = models.DateField(_("完成时限"))

    class Meta:
        ordering = ["order"]
        constraints = [models.UniqueConstraint(fields=["meeting", "order"], name="decision_order_once")]

    def __str__(self) -> str:
        return self.text


class ContactPoint(models.Model):
    """A leader looks after a unit (联系点); it may be shown to others as a demonstration point, for a result."""

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="contact_points")
    leader = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("联系领导"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("联系单位"))
    from_on = models.DateField(_("起始日期"))
    to_on = models.DateField(_("截止日期"), null=True, blank=True)
    shown_on = models.DateField(_("示范点确定日期"), null=True, blank=True)
    shown_reason = models.TextField(_("可推广的成果"), max_length=500, blank=True)
    shown_evidence = models.TextField(_("佐证"), max_length=500, blank=True)
    shown_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_ENDS_AFTER_START, name="contact_ends_after_start"),
            models.UniqueConstraint(
                fields=["campaign", "leader", "unit"], condition=Q(to_on__isnull=True), name="contact_once"
            ),
            models.CheckConstraint(
                condition=Q(shown_on__isnull=True, shown_by__isnull=True, shown_reason="", shown_evidence="")
                | (
                    Q(shown_on__isnull=False, shown_by__isnull=False)
                    & ~Q(shown_reason="")
                    & ~Q(shown_evidence="")
                ),
                name="demonstration_has_reason_and_evidence",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.leader_id} {self.unit_id}"


class Visit(models.Model):
    """A leader's visit to a contact point: what was found, or nothing. Visits are never scored by number."""

    contact = models.ForeignKey(ContactPoint, models.PROTECT, related_name="visits")
    visited_on = models.DateField(_("走访日期"))
    finding = models.TextField(_("发现的问题"), max_length=1000, blank=True)
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-visited_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.contact_id} {self.visited_on}"
