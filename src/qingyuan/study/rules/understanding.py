"""Topics and their questions; answering them. Nothing is measured but whether somebody understood."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person, require
from qingyuan.study.errors import CannotAnswer, CannotKeepTopic, missing
from qingyuan.study.models import Attempt, Choice, Node, Question, Reply, Topic, Understanding
from qingyuan.study.policy import understanding as policy
from qingyuan.study.queries import understanding as queries
from qingyuan.trail.api import record

KEEP, UNDERSTAND = "study.keep_topics", "study.understand"
QUESTIONS_AT_MOST = 100
FAULTS = {
    "text": (_("请写明题目"), "text"),
    "explanation": (_("请写明解析：答错的人看了要能明白"), "explanation"),
    "source": (_("请写明出处"), "source"),
    "choices": (_("选项在2到6个之间，每行一个"), "choices"),
    "twice": (_("选项不能重复"), "choices"),
    "no_right": (_("请在正确的选项前面加*；单选题要有错误的选项"), "choices"),
    "many_right": (_("单选题只有一个正确的选项"), "choices"),
}


@transaction.atomic
def keep_topic(
    *,
    node: Node,
    title: str,
    text: str,
    source: str,
    by: Person,
    at: datetime,
    article: str = "",
    topic_id: int | None = None,
) -> Topic:
    """Put a topic below a part of the curriculum, or write it anew. It opens once it has its questions."""
    require(by, KEEP, at=at, path=node.campaign.unit.path)
    held = _locked(topic_id, by, at) if topic_id else None
    problems = []
    if not title.strip():
        problems.append(Reason("title", _("请写明专题"), "title"))
    if not text.strip():
        problems.append(Reason("text", _("请写明要点：看完要能回答三个小题"), "text"))
    if not source.strip():
        problems.append(Reason("source", _("请写明出处"), "source"))
    if not node.active and (held is None or held.node_id != node.pk):
        problems.append(Reason("off", _("这项学习内容已经停用"), "node"))
    if held is not None and held.node.campaign_id != node.campaign_id:
        problems.append(Reason("elsewhere", _("这项学习内容属于另一次教育整顿"), "node"))
    same = Topic.objects.filter(node=node, title=title.strip()).exclude(pk=topic_id or 0)
    if same.exists():
        problems.append(Reason("taken", _("这里已经有同名的专题"), "title"))
    if problems:
        raise CannotKeepTopic(problems)
    kept = held or Topic(node=node)
    kept.node, kept.title, kept.article = node, title.strip(), article.strip()
    kept.text, kept.source = text.strip(), source.strip()
    kept.save()
    _note(kept, by=by, at=at)
    return kept


def _locked(topic_id: int, by: Person, at: datetime) -> Topic:
    found = (
        Topic.objects.select_for_update(of=("self",))
        .select_related("node__campaign__unit")
        .filter(pk=topic_id)
        .first()
    )
    if found is None:
        raise missing()
    require(by, KEEP, at=at, path=found.node.campaign.unit.path)
    return found


def _note(topic: Topic, *, by: Person, at: datetime, **detail: int) -> None:
    record(
        actor=by.key,
        act=KEEP,
        subject=f"study_topic:{topic.pk}",
        at=at,
        detail={"open": topic.open, **detail},
    )


def _enough(topic: Topic, *, but: int | None = None) -> list[Reason]:
    active = topic.questions.filter(active=True).exclude(pk=but or 0).count()
    if active >= policy.DRAWN:
        return []
    return [Reason("few", _("开放的专题至少要有%(least)d道启用的题"), "", {"least": policy.DRAWN})]


@transaction.atomic
def keep_question(
    *,
    topic_id: int,
    said: policy.QuestionText,
    by: Person,
    at: datetime,
    active: bool = True,
    question_id: int | None = None,
) -> Question:
    """Put a question into a topic's bank, or write it anew."""
    topic = _locked(topic_id, by, at)
    held = topic.questions.filter(pk=question_id).first() if question_id else None
    if question_id and held is None:
        raise missing()
    problems = [Reason(code, *FAULTS[code]) for code in policy.question_faults(said)]
    if held is None and topic.questions.count() >= QUESTIONS_AT_MOST:
        problems.append(Reason("many", _("一个专题不超过%(most)d道题"), "", {"most": QUESTIONS_AT_MOST}))
    if held is not None and held.active and not active and topic.open:
        problems += _enough(topic, but=held.pk)
    if problems:
        raise CannotKeepTopic(problems)
    kept = held or Question(topic=topic)
    kept.kind, kept.text, kept.active = said.kind, said.text.strip(), active
    kept.explanation, kept.source = said.explanation.strip(), said.source.strip()
    kept.save()
    kept.choices.all().delete()
    Choice.objects.bulk_create(
        Choice(question=kept, order=n, text=text.strip(), right=right)
        for n, (text, right) in enumerate(said.choices)
    )
    _note(topic, by=by, at=at, question=kept.pk)
    return kept


@transaction.atomic
def open_topic(*, topic_id: int, open_now: bool, by: Person, at: datetime) -> Topic:
    """Open a topic to the force, or close it: what was understood stays, what was begun is deleted."""
    topic = _locked(topic_id, by, at)
    if open_now and (problems := _enough(topic)):
        raise CannotKeepTopic(problems)
    topic.open = open_now
    topic.save(update_fields=["open"])
    if not open_now:
        Attempt.objects.filter(topic=topic).delete()
    _note(topic, by=by, at=at)
    return topic


@dataclass(frozen=True)
class Answered:
    """What came of an answer; ``place`` of the question among the three."""

    right: bool
    understood: bool
    place: int


def _standing(topic_id: int, by: Person, at: datetime) -> queries.Standing:
    """Who, then lock: where he stands with an open topic that he sees."""
    require(by, UNDERSTAND, at=at, own=True)
    topic = queries.topic(by, topic_id, at=at)
    if topic is None:
        raise missing()
    if not topic.open:
        raise CannotAnswer(Reason("shut", _("这个专题现在不开放")))
    if Understanding.objects.filter(topic=topic, person=by).exists():
        raise CannotAnswer(Reason("understood", _("这个专题您已经掌握，不用再答")))
    Attempt.objects.get_or_create(topic=topic, person=by)
    Attempt.objects.select_for_update().get(topic=topic, person=by)
    return queries.standing_of(topic, by)


@transaction.atomic
def answer_question(
    *, topic_id: int, question_id: int, chosen: set[int], by: Person, at: datetime
) -> Answered:
    """Answer one of one's three questions. With the third right answer the topic is understood.

    Only this is recorded. What was answered on the way leaves no line, so that nobody can count anybody's tries;
    the rows of the attempt are deleted in the same moment.
    """
    here = _standing(topic_id, by, at)
    if question_id not in here.asked or question_id in here.replies:
        raise CannotAnswer(Reason("not_now", _("这道题现在不用您答，请从专题页面接着答")))
    offered = set(Choice.objects.filter(question=question_id).values_list("pk", flat=True))
    if not chosen or not chosen <= offered:
        raise CannotAnswer(Reason("nothing", _("请选择"), "chosen"))
    right = policy.is_right(queries.right_choices(question_id), chosen)
    attempt = Attempt.objects.get(topic=here.topic, person=by)
    Reply.objects.create(attempt=attempt, question_id=question_id, right=right)
    done = policy.understood(here.asked, {**here.replies, question_id: right})
    if done:
        Understanding.objects.create(topic=here.topic, person=by, on=local_day(at))
        attempt.delete()
        record(actor=by.key, act=UNDERSTAND, subject=f"understanding:{here.topic.pk}", at=at)
    return Answered(right, done, here.asked.index(question_id) + 1)


@transaction.atomic
def try_again(*, topic_id: int, by: Person, at: datetime) -> None:
    """Three other questions, once the present ones were answered; of the former attempt nothing stays."""
    here = _standing(topic_id, by, at)
    if not here.finished:
        raise CannotAnswer(Reason("open", _("先把这三个小题答完")))
    attempt = Attempt.objects.get(topic=here.topic, person=by)
    attempt.replies.all().delete()
    attempt.number += 1
    attempt.save(update_fields=["number"])
