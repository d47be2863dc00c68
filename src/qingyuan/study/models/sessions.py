"""Sessions of branches, and who attended."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.api import Campaign
from qingyuan.kit.words import choices
from qingyuan.org.api import Branch, Person, Unit
from qingyuan.study.kinds import (
    ATTENDED_WORDS,
    EXCUSED,
    SESSION_WORDS,
    STATE_WORDS,
    Attended,
    SessionKind,
    SessionState,
)
from qingyuan.study.models.curriculum import Node
from qingyuan.study.models.plans import PlanLine


class Session(models.Model):
    """A session of one branch (集中学习). What was counted when it was recorded stands here, kept with every change.

    ``outside``: the minutes of it that lie outside office hours, on a weekend or a holiday: they are load.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    line = models.ForeignKey(PlanLine, models.PROTECT, null=True, related_name="+")
    branch = models.ForeignKey(Branch, models.PROTECT, related_name="+", verbose_name=_("党支部"))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    kind = models.CharField(_("形式"), max_length=12, choices=choices(SESSION_WORDS))
    title = models.CharField(_("学习主题"), max_length=80)
    node = models.ForeignKey(Node, models.PROTECT, null=True, related_name="+", verbose_name=_("学习内容"))
    day = models.DateField(_("日期"))
    starts_at = models.DateTimeField(_("开始"))
    ends_at = models.DateTimeField(_("结束"))
    outside = models.PositiveSmallIntegerField(_("班后分钟数"), default=0)
    place = models.CharField(_("地点"), max_length=60, blank=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=choices(STATE_WORDS), default=SessionState.PLANNED
    )
    note = models.CharField(_("要点"), max_length=300, blank=True)
    why_cancelled = models.CharField(_("取消原因"), max_length=100, blank=True)
    recorded_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    expected = models.PositiveSmallIntegerField(_("应到"), default=0)
    present = models.PositiveSmallIntegerField(_("实到"), default=0)
    on_duty = models.PositiveSmallIntegerField(_("值班"), default=0)
    on_leave = models.PositiveSmallIntegerField(_("请假"), default=0)
    absent = models.PositiveSmallIntegerField(_("缺席"), default=0)
    made_up = models.PositiveSmallIntegerField(_("已补学"), default=0)
    leaders_expected = models.PositiveSmallIntegerField(default=0)
    leaders_present = models.PositiveSmallIntegerField(default=0)
    leaders_made_up = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(SessionKind)), name="session_kind_known"),
            models.CheckConstraint(condition=Q(state__in=list(SessionState)), name="session_state_known"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="session_ends_after_start"),
            models.CheckConstraint(
                condition=Q(state=SessionState.HELD, recorded_at__isnull=False, recorded_by__isnull=False)
                | (~Q(state=SessionState.HELD) & Q(recorded_at__isnull=True, recorded_by__isnull=True)),
                name="session_held_means_recorded",
            ),
            models.CheckConstraint(
                condition=Q(expected=F("present") + F("on_duty") + F("on_leave") + F("absent")),
                name="session_counts_add_up",
            ),
            models.CheckConstraint(
                condition=Q(made_up__lte=F("on_duty") + F("on_leave")), name="session_made_up_of_excused"
            ),
            models.CheckConstraint(
                condition=Q(leaders_present__lte=F("leaders_expected") - F("leaders_made_up")),
                name="session_leaders_add_up",
            ),
            models.UniqueConstraint(fields=["line", "branch"], name="session_once_a_line_and_branch"),
        ]
        indexes = [
            models.Index(fields=["branch", "day"], name="sessions_of_branch"),
            models.Index(fields=["unit", "day"], name="sessions_of_unit"),
            models.Index(fields=["-day", "-id"], name="sessions_latest"),
        ]

    def __str__(self) -> str:
        return self.title


class Attendance(models.Model):
    """How one member stood to one session, and whether what was missed is made up (补学)."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="attendance")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=choices(ATTENDED_WORDS))
    leader = models.BooleanField(default=False)
    made_up_on = models.DateField(_("补学日期"), null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="attended_once"),
            models.CheckConstraint(condition=Q(state__in=list(Attended)), name="attended_state_known"),
            models.CheckConstraint(
                condition=Q(made_up_on__isnull=True) | Q(state__in=list(EXCUSED)),
                name="only_excused_make_up",
            ),
        ]
        indexes = [models.Index(fields=["person", "state"], name="attended_by_person")]

    def __str__(self) -> str:
        return f"{self.session_id} {self.person_id} {self.state}"


class SignIn(models.Model):
    """Somebody typed the code that stood on the room's screen: nearness to the picture, not presence."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="sign_ins")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="signed_in_once")]

    def __str__(self) -> str:
        return f"{self.session_id} {self.person_id}"
