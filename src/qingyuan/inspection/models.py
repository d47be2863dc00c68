"""Topics, check lists with their items, the units that were asked or spared, answers with their corrections."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from qingyuan.campaign.api import Campaign
from qingyuan.inspection.kinds import (
    AT_DESK,
    GRADE_WORDS,
    KIND_WORDS,
    RESULT_WORDS,
    STATE_WORDS,
    Grade,
    ListKind,
    ListState,
    Result,
)
from qingyuan.kit.words import choices
from qingyuan.matters.api import Category, Matter
from qingyuan.org.api import Person, Unit


class Topic(models.Model):
    """What lists are about: a table that the office keeps. Within ``days`` no unit is asked about it twice."""

    code = models.SlugField(primary_key=True, max_length=40)
    kind = models.CharField(_("用于"), max_length=12, choices=choices(KIND_WORDS))
    name = models.CharField(_("专题"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=80, blank=True)
    days = models.PositiveSmallIntegerField(_("间隔天数"), default=30)
    active = models.BooleanField(_("启用"), default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "code"]
        constraints = [models.CheckConstraint(condition=Q(kind__in=list(ListKind)), name="topic_kind_known")]

    def __str__(self) -> str:
        return self.name_en if self.name_en and (get_language() or "").startswith("en") else self.name


class CheckList(models.Model):
    """A check list (检查清单). ``version`` counts what was changed in it, ``edition`` how often it was used again.

    ``not_before``: put off until that day, since a unit was full.
    ``function``: which function a unit must have to be asked. ``failed``: what control failed in the case elsewhere.
    ``effect``: what it wants, empty only where it went out before this was asked; ``came_of``: what came of it.
    """

    campaign = models.ForeignKey(Campaign, models.PROTECT, related_name="+")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+", verbose_name=_("拟订单位"))
    kind = models.CharField(_("类型"), max_length=12, choices=choices(KIND_WORDS))
    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+", verbose_name=_("专题"))
    title = models.CharField(_("标题"), max_length=100)
    source = models.CharField(_("出处"), max_length=200)
    article = models.CharField(_("条款"), max_length=200, blank=True)
    grade = models.CharField(_("出处等级"), max_length=1, choices=choices(GRADE_WORDS))
    failed = models.TextField(_("哪道关口失守"), max_length=500, blank=True)
    function = models.CharField(_("涉及的职能"), max_length=200)
    effect = models.CharField(_("想达到的效果"), max_length=120, blank=True)
    due_on = models.DateField(_("答复期限"))
    not_before = models.DateField(_("推迟到"), null=True)
    state = models.CharField(_("状态"), max_length=10, choices=choices(STATE_WORDS), default=ListState.DRAFT)
    edition = models.PositiveSmallIntegerField(_("期次"), default=1)
    before = models.ForeignKey("self", models.PROTECT, null=True, related_name="+")
    version = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    changed_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    return_words = models.CharField(_("退回理由"), max_length=300, blank=True)
    approved_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    sent_on = models.DateField(_("下发日期"), null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_words = models.CharField(_("撤回理由"), max_length=300, blank=True)
    came_of = models.CharField(_("结果"), max_length=200, blank=True)
    closed_at = models.DateTimeField(null=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(ListKind)), name="list_kind_known"),
            models.CheckConstraint(condition=Q(state__in=list(ListState)), name="list_state_known"),
            models.CheckConstraint(condition=Q(grade__in=list(Grade)), name="list_grade_known"),
            models.CheckConstraint(
                condition=Q(
                    state__in=AT_DESK,
                    approved_by__isnull=True,
                    approved_at__isnull=True,
                    sent_on__isnull=True,
                )
                | (
                    ~Q(state__in=AT_DESK)
                    & Q(approved_by__isnull=False, approved_at__isnull=False, sent_on__isnull=False)
                ),
                name="list_sent_means_approved",
            ),
            models.CheckConstraint(
                condition=Q(approved_by__isnull=True)
                | (~Q(approved_by=F("made_by")) & ~Q(approved_by=F("changed_by"))),
                name="list_approved_by_a_second",
            ),
            models.CheckConstraint(
                condition=Q(sent_on__isnull=True) | Q(due_on__gte=F("sent_on")), name="list_due_after_sent"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_words="")
                | (Q(state=ListState.WITHDRAWN, withdrawn_at__isnull=False) & ~Q(withdrawn_words="")),
                name="list_withdrawn_says_why",
            ),
            models.CheckConstraint(
                condition=(
                    Q(state=ListState.CLOSED, closed_at__isnull=False, closed_by__isnull=False)
                    & ~Q(came_of="")
                )
                | (
                    ~Q(state=ListState.CLOSED) & Q(came_of="", closed_at__isnull=True, closed_by__isnull=True)
                ),
                name="list_closed_says_what_came",
            ),
        ]
        indexes = [
            models.Index(fields=["unit", "-id"], name="lists_of_unit"),
            models.Index(fields=["topic", "sent_on"], name="lists_of_topic"),
        ]

    def __str__(self) -> str:
        return self.title


class Item(models.Model):
    """One thing to look at. A problem found there goes on the ledger under ``category``. ``paper``: what the step
    leaves and the answer should hold.
    """

    check_list = models.ForeignKey(CheckList, models.CASCADE, related_name="items")
    order = models.PositiveSmallIntegerField()
    what = models.CharField(_("看什么"), max_length=200)
    how = models.CharField(_("怎么看"), max_length=300, blank=True)
    basis = models.CharField(_("法律依据"), max_length=200, blank=True)
    grade = models.CharField(_("依据等级"), max_length=1, choices=choices(GRADE_WORDS))
    criterion = models.CharField(_("怎样算合格"), max_length=300, blank=True)
    category = models.ForeignKey(Category, models.PROTECT, related_name="+", verbose_name=_("问题类别"))
    example = models.BooleanField(_("仍是示例"), default=False)
    paper = models.CharField(_("需附的过程材料"), max_length=60, blank=True)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(grade__in=list(Grade)), name="item_grade_known"),
            models.CheckConstraint(condition=~Q(what=""), name="item_says_what"),
        ]

    def __str__(self) -> str:
        return self.what


class Asked(models.Model):
    """A unit as a list left the desk: asked, or spared because it does not have the function (requirement 231)."""

    check_list = models.ForeignKey(CheckList, models.CASCADE, related_name="units")
    unit = models.ForeignKey(Unit, models.PROTECT, related_name="+")
    asked = models.BooleanField()
    asked_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["check_list", "unit"], name="unit_once_a_list"),
            models.CheckConstraint(
                condition=Q(asked=True) | Q(asked_on__isnull=True), name="spared_means_not_asked"
            ),
        ]
        indexes = [models.Index(fields=["unit", "asked_on"], name="asked_of_unit")]

    def __str__(self) -> str:
        return f"{self.check_list_id} {self.unit_id}"


class Answer(models.Model):
    """What a unit answered to one item, once. A problem points down at its matter. ``no_paper``: why there is none."""

    asked = models.ForeignKey(Asked, models.PROTECT, related_name="answers")
    item = models.ForeignKey(Item, models.PROTECT, related_name="+")
    result = models.CharField(_("结果"), max_length=16, choices=choices(RESULT_WORDS))
    words = models.TextField(_("说明"), max_length=1000, blank=True)
    no_paper = models.CharField(_("没有材料的理由"), max_length=200, blank=True)
    fixed = models.BooleanField(_("当场整改"), default=False)
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["asked", "item"], name="answered_once"),
            models.CheckConstraint(condition=Q(result__in=list(Result)), name="answer_result_known"),
            models.CheckConstraint(
                condition=Q(result=Result.PROBLEM, matter__isnull=False)
                | (~Q(result=Result.PROBLEM) & Q(matter__isnull=True, fixed=False)),
                name="problem_is_on_the_ledger",
            ),
            models.CheckConstraint(
                condition=~Q(result=Result.NOT_APPLICABLE) | ~Q(words=""), name="not_applicable_says_why"
            ),
            models.CheckConstraint(
                condition=Q(no_paper="") | Q(result=Result.FINE), name="only_fine_says_why_no_paper"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asked_id} {self.item_id}"


class Correction(models.Model):
    """What an answer said before it was corrected, by whom and why."""

    answer = models.ForeignKey(Answer, models.CASCADE, related_name="corrections")
    result = models.CharField(max_length=16, choices=choices(RESULT_WORDS))
    words = models.TextField(max_length=1000, blank=True)
    no_paper = models.CharField(max_length=200, blank=True)
    matter = models.ForeignKey(Matter, models.PROTECT, null=True, related_name="+")
    reason = models.CharField(_("更正理由"), max_length=300)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="correction_says_why")]

    def __str__(self) -> str:
        return f"{self.answer_id} {self.result}"


class Paper(models.Model):
    """A paper that a step of the procedure left (过程材料), kept with the answer. ``key`` is where it lies outside the
    web root. Taken away by a correction, its name and content are gone and what it was stays: who, when, SHA-256.
    """

    answer = models.ForeignKey(Answer, models.PROTECT, related_name="papers")
    slot = models.PositiveSmallIntegerField()
    name = models.CharField(_("文件名"), max_length=120, blank=True)
    media_type = models.CharField(max_length=80)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    key = models.CharField(max_length=64, unique=True)
    at = models.DateTimeField()
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    removed = models.ForeignKey(Correction, models.PROTECT, null=True, related_name="removed_papers")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["answer", "slot"], condition=Q(removed__isnull=True), name="one_paper_a_slot"
            ),
            models.CheckConstraint(condition=Q(slot__gte=1), name="papers_count_from_one"),
            models.CheckConstraint(
                condition=(Q(removed__isnull=True) & ~Q(name="")) | Q(removed__isnull=False, name=""),
                name="removed_paper_has_no_name",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.sha256


class Sent(models.Model):
    """That a person was reminded of a list to answer: each step of the ladder once."""

    asked = models.ForeignKey(Asked, models.CASCADE, related_name="reminders")
    step = models.CharField(max_length=12)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["asked", "step", "person"], name="list_reminder_once")]
        indexes = [models.Index(fields=["person", "-at"], name="list_reminders_of_person")]

    def __str__(self) -> str:
        return f"{self.asked_id} {self.step}"
