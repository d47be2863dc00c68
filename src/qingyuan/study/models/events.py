"""Events of study, series, the units that join, education bases, who entered a quiz of his own will, column posts."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qingyuan.kit.words import choices
from qingyuan.org.api import Person, Unit
from qingyuan.study.kinds import (
    BASE_WORDS,
    EVENT_STATE_WORDS,
    EVENT_WORDS,
    OF_MEETINGS,
    OPENNESS_WORDS,
    BaseKind,
    EventKind,
    EventState,
    Openness,
)


class EducationBase(models.Model):
    """A place to be educated at (教育基地), in the catalogue of a unit and all below it."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("登记单位"))
    kind = models.CharField(_("类别"), max_length=12, choices=choices(BASE_WORDS))
    name = models.CharField(_("基地名称"), max_length=80)
    address = models.CharField(_("地址"), max_length=120)
    booking = models.CharField(_("怎样预约"), max_length=120, blank=True)
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        ordering = ["kind", "name"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(BaseKind)), name="base_kind_known"),
            models.CheckConstraint(condition=~Q(name="") & ~Q(address=""), name="base_has_name_and_address"),
            models.UniqueConstraint(fields=["unit", "name"], name="base_once_a_unit"),
        ]

    def __str__(self) -> str:
        return self.name


class Series(models.Model):
    """A series of sessions (大讲堂) that a unit gives, each of them an event."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("主办单位"))
    name = models.CharField(_("系列名称"), max_length=80)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="series_has_name"),
            models.UniqueConstraint(fields=["unit", "name"], name="study_series_once_a_unit"),
        ]

    def __str__(self) -> str:
        return self.name


_HELD = Q(state=EventState.HELD, held_by__isnull=False, held_at__isnull=False) & ~Q(came_of="")
_NOT_HELD = Q(held_by__isnull=True, held_at__isnull=True)


class Event(models.Model):
    """An event: what, where, when, what effect it wants, and in one line what came of it. Nobody is counted by name.

    ``giver``: a leader who gives a party lesson; ``speaker``: whoever else speaks. ``meeting``: the meeting of the
    campaign at which it was studied, ``first_item``: as the first item of its agenda (第一议题).
    """

    kind = models.CharField(_("类型"), max_length=16, choices=choices(EVENT_WORDS))
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("主办单位"))
    branch = models.ForeignKey(
        "org.Branch", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("党支部")
    )
    open_to = models.CharField(
        _("对谁开放"), max_length=8, choices=choices(OPENNESS_WORDS), default=Openness.UNIT
    )
    title = models.CharField(_("主题"), max_length=120)
    on = models.DateField(_("日期"))
    begins = models.TimeField(_("开始时间"), null=True, blank=True)
    place = models.CharField(_("地点"), max_length=80, blank=True)
    speaker = models.CharField(_("主讲人"), max_length=80, blank=True)
    giver = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("授课领导")
    )
    audience = models.CharField(_("听众范围"), max_length=80, blank=True)
    texts = models.TextField(_("学习篇目"), max_length=500, blank=True)
    base = models.ForeignKey(
        EducationBase, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("教育基地")
    )
    series = models.ForeignKey(
        Series, models.PROTECT, null=True, blank=True, related_name="events", verbose_name=_("系列")
    )
    meeting = models.ForeignKey(
        "campaign.Meeting", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("会议")
    )
    first_item = models.BooleanField(_("列为第一议题"), default=False)
    effect = models.CharField(_("想达到的效果"), max_length=120)
    state = models.CharField(
        _("状态"), max_length=12, choices=choices(EVENT_STATE_WORDS), default=EventState.PLANNED
    )
    headcount = models.PositiveIntegerField(_("到场人数"), null=True, blank=True)
    came_of = models.CharField(_("结果"), max_length=200, blank=True)
    called_off_why = models.CharField(_("取消原因"), max_length=120, blank=True)
    planned_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("安排人"))
    planned_at = models.DateTimeField()
    held_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    held_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["unit", "-on"], name="events_of_unit"),
            models.Index(fields=["open_to", "-on"], name="events_open"),
            models.Index(fields=["giver", "on"], name="events_of_giver"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(EventKind)), name="event_kind_known"),
            models.CheckConstraint(condition=Q(open_to__in=list(Openness)), name="event_openness_known"),
            models.CheckConstraint(condition=~Q(title="") & ~Q(effect=""), name="event_says_what_and_why"),
            models.CheckConstraint(
                condition=_HELD
                | Q(state=EventState.PLANNED, came_of="", headcount__isnull=True) & _NOT_HELD
                | Q(state=EventState.CALLED_OFF, came_of="", headcount__isnull=True) & _NOT_HELD,
                name="event_held_means_who_when_and_what_came",
            ),
            models.CheckConstraint(
                condition=Q(state=EventState.CALLED_OFF) & ~Q(called_off_why="")
                | ~Q(state=EventState.CALLED_OFF) & Q(called_off_why=""),
                name="event_called_off_says_why",
            ),
            models.CheckConstraint(
                condition=Q(open_to=Openness.UNIT) | ~Q(kind__in=sorted(OF_MEETINGS)),
                name="what_a_team_studies_stays_in_its_unit",
            ),
            models.CheckConstraint(
                condition=~Q(open_to=Openness.ALL) | Q(kind=EventKind.LECTURE_HALL),
                name="only_lecture_halls_open_to_all",
            ),
            models.CheckConstraint(
                condition=Q(first_item=False) | Q(meeting__isnull=False), name="first_item_is_of_a_meeting"
            ),
            models.CheckConstraint(
                condition=Q(meeting__isnull=True) | Q(kind__in=sorted(OF_MEETINGS)),
                name="only_study_of_meetings_has_a_meeting",
            ),
            models.CheckConstraint(
                condition=Q(kind=EventKind.PARTY_LESSON) | Q(giver__isnull=True),
                name="only_party_lessons_have_givers",
            ),
            models.UniqueConstraint(
                fields=["meeting"],
                condition=~Q(state=EventState.CALLED_OFF) & Q(meeting__isnull=False),
                name="one_study_record_a_meeting",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Joining(models.Model):
    """A unit that joins a session of another, with how many it sends. No names."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="joinings")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    headcount = models.PositiveIntegerField(_("参加人数"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["unit__path"]
        constraints = [
            models.UniqueConstraint(fields=["event", "unit"], name="a_unit_joins_once"),
            models.CheckConstraint(condition=Q(headcount__gte=1), name="joining_has_people"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id} {self.unit_id}"


class QuizEntry(models.Model):
    """Who entered a quiz of his own will, and the prize he took, if any. Nothing else about how he did."""

    event = models.ForeignKey(Event, models.PROTECT, related_name="entries")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("人员"))
    prize = models.CharField(_("奖项"), max_length=20, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["event", "person"], name="quiz_entered_once")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.person_id}"


class ColumnPost(models.Model):
    """A post of the bureau's public column: title, day, link. No figure about readers."""

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("单位"))
    title = models.CharField(_("标题"), max_length=120)
    on = models.DateField(_("发布日期"))
    link = models.CharField(_("链接"), max_length=300)
    drawn_from = models.CharField(
        max_length=40, blank=True, editable=False
    )  # of what was published, as answer:12
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title="") & ~Q(link=""), name="post_has_title_and_link"),
            models.UniqueConstraint(
                fields=["unit", "drawn_from"], condition=~Q(drawn_from=""), name="a_result_is_posted_once"
            ),
        ]
        indexes = [models.Index(fields=["unit", "-on"], name="posts_of_unit")]

    def __str__(self) -> str:
        return self.title
