"""Topics with their questions, and what somebody understood: the fact and the day, nothing of the way there."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from qingyuan.kit.words import choices
from qingyuan.org.api import Person
from qingyuan.study.kinds import QUESTION_WORDS, QuestionKind
from qingyuan.study.models.curriculum import Node


class Topic(models.Model):
    """A topic of study (学习专题) below a part of the curriculum: what to read, after which article, from where."""

    node = models.ForeignKey(Node, models.PROTECT, related_name="+", verbose_name=_("学习内容"))
    title = models.CharField(_("专题"), max_length=80)
    article = models.CharField(_("条款"), max_length=200, blank=True)
    text = models.TextField(_("要点"), max_length=3000)
    source = models.CharField(_("出处"), max_length=200)
    open = models.BooleanField(_("开放"), default=False)

    class Meta:
        ordering = ["node__order", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="study_topic_has_title"),
            models.UniqueConstraint(fields=["node", "title"], name="study_topic_once_a_node"),
        ]

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """A question of a topic's bank, with the explanation that is read after answering, and its source."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="questions")
    kind = models.CharField(_("题型"), max_length=10, choices=choices(QUESTION_WORDS))
    text = models.CharField(_("题目"), max_length=300)
    explanation = models.CharField(_("解析"), max_length=500)
    source = models.CharField(_("出处"), max_length=200)
    active = models.BooleanField(_("启用"), default=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=list(QuestionKind)), name="question_kind_known"),
            models.CheckConstraint(condition=~Q(explanation=""), name="question_is_explained"),
        ]

    def __str__(self) -> str:
        return self.text


class Choice(models.Model):
    """One thing to choose (选项). ``right`` never leaves the server before the question was answered."""

    question = models.ForeignKey(Question, models.CASCADE, related_name="choices")
    order = models.PositiveSmallIntegerField()
    text = models.CharField(_("选项"), max_length=200)
    right = models.BooleanField(_("正确"), default=False)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["question", "order"], name="choice_has_its_place")]

    def __str__(self) -> str:
        return self.text


class Understanding(models.Model):
    """Somebody understood a topic (掌握) on a day. All that is kept of it."""

    topic = models.ForeignKey(Topic, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "person"], name="understood_once")]

    def __str__(self) -> str:
        return f"{self.topic_id} {self.on}"


class Attempt(models.Model):
    """Where somebody stands with the three questions of a topic. His own; gone once he understood."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField(default=1)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["topic", "person"], name="one_attempt_at_a_time")]

    def __str__(self) -> str:
        return f"{self.topic_id}"


class Reply(models.Model):
    """Whether a question of the present attempt was answered right. What was chosen is not kept."""

    attempt = models.ForeignKey(Attempt, models.CASCADE, related_name="replies")
    question = models.ForeignKey(Question, models.CASCADE, related_name="+")
    right = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["attempt", "question"], name="replied_once")]

    def __str__(self) -> str:
        return f"{self.attempt_id} {self.question_id}"
