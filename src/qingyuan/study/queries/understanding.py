"""Topics, where somebody stands with one, and how far topics are understood, by unit and rank group."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from qingyuan.campaign.api import Campaign, current_campaign, units_of
from qingyuan.kit.clock import local_day
from qingyuan.kit.disclosure import Place, Sizes, Told, told_of_tree
from qingyuan.kit.words import Words, _
from qingyuan.org.api import Person, Unit, kinds, scope
from qingyuan.study.models import Attempt, Choice, Question, Topic, Understanding
from qingyuan.study.policy import understanding as policy

SEE, COVERAGE = "study.see", "study.see_coverage"
RANKS = (kinds.Rank.LEADER, kinds.Rank.MIDDLE, kinds.Rank.OFFICER)  # leaders first
RANK_WORDS = (_("领导干部"), _("中层干部"), _("基层民警"))


def topics(campaign: Campaign) -> QuerySet[Topic]:
    """The topics of a campaign in the order of its curriculum, each with ``bank``, how many questions it can ask."""
    rows = Topic.objects.filter(node__campaign=campaign).select_related("node__education", "node__above")
    bank = Count("questions", filter=Q(questions__active=True))
    return rows.annotate(bank=bank).order_by("node__order", "pk")


def topic(by: Person, topic_id: int, *, at: datetime) -> Topic | None:
    """A topic of a campaign that the person sees."""
    found = (
        Topic.objects.select_related("node__campaign__unit", "node__education").filter(pk=topic_id).first()
    )
    if found is None:
        return None
    seen = current_campaign(by, at, chosen=str(found.node.campaign_id))
    return found if seen == found.node.campaign else None


def understood_by(by: Person, campaign: Campaign) -> dict[int, date]:
    """What a person understood himself, by topic. Asked for by nobody but him."""
    rows = Understanding.objects.filter(person=by, topic__node__campaign=campaign)
    return dict(rows.values_list("topic", "on"))


@dataclass(frozen=True)
class Standing:
    """Where somebody stands with a topic: the three questions asked, and which he answered right or wrong."""

    topic: Topic
    asked: tuple[int, ...]
    replies: Mapping[int, bool]
    number: int = 1

    @property
    def finished(self) -> bool:
        return all(question in self.replies for question in self.asked)

    @property
    def next(self) -> int | None:
        """The id of the next question, None if all three were answered."""
        return next((question for question in self.asked if question not in self.replies), None)


def standing_of(topic: Topic, by: Person) -> Standing:
    """Where a person stands. Three queries."""
    attempt = Attempt.objects.filter(topic=topic, person=by).first()
    bank = Question.objects.filter(topic=topic, active=True).values_list("pk", flat=True)
    number = attempt.number if attempt else 1
    asked = policy.drawn(bank, person=by.key, topic=topic.pk, number=number)
    replies = dict(attempt.replies.values_list("question", "right")) if attempt else {}
    return Standing(topic, asked, {key: right for key, right in replies.items() if key in asked}, number)


def question(question_id: int) -> Question:
    """A question with its choices."""
    return Question.objects.prefetch_related("choices").get(pk=question_id)


def offered(asked: Question, here: Standing, by: Person) -> list[tuple[int, str]]:
    """The choices of a question, mixed for the reader: what is right does not stand in one place."""
    words = {one.pk: one.text for one in asked.choices.all()}
    order = policy.mixed(words, person=by.key, topic=asked.pk, number=here.number)
    return [(key, words[key]) for key in order]


def right_choices(question_id: int) -> set[int]:
    """What is right: for the rule that compares, never for a page that asks."""
    return set(Choice.objects.filter(question=question_id, right=True).values_list("pk", flat=True))


# -- how far topics are understood --------------------------------------------------------------------------


@dataclass(frozen=True)
class Cell:
    """Understood of how many; ``shown`` False: about too few people, or telling of such a group."""

    understood: int
    whole: int
    shown: bool = True


@dataclass(frozen=True)
class Line:
    """A unit or a topic with its rank groups, leaders first, and all together."""

    name: Unit | Topic | None
    cells: tuple[Cell, ...]
    whole: Cell

    @property
    def named(self) -> list[tuple[Words, Cell]]:
        """The cells with the words of their columns."""
        return [*zip(RANK_WORDS, self.cells, strict=True), (_("合计"), self.whole)]


@dataclass(frozen=True)
class Coverage:
    """Lines of units and lines of topics, and the sum of either."""

    units: tuple[Line, ...]
    topics: tuple[Line, ...]
    sum: Line

    @property
    def any_hidden(self) -> bool:
        lines = [*self.units, *self.topics, self.sum]
        return any(not cell.shown for line in lines for cell in (*line.cells, line.whole) if cell.whole)


@dataclass(frozen=True)
class Kinds:
    """Topics of law and skills among all (法律和业务学习), open ones."""

    business: int
    whole: int

    @property
    def other(self) -> int:
        return self.whole - self.business


def kinds_of(rows: Sequence[Topic]) -> Kinds:
    """The share of law and skills among the open topics."""
    open_now = [one for one in rows if one.open]
    return Kinds(sum(one.node.education.business for one in open_now), len(open_now))


def units_counted(campaign: Campaign, by: Person, *, at: datetime) -> list[Unit]:
    """The covered units in the reader's reach."""
    return list(units_of(campaign).filter(scope(by, COVERAGE, at=at, path="path")))


def coverage(
    campaign: Campaign,
    by: Person,
    *,
    at: datetime,
    chosen: Topic | None = None,
    unit: Unit | None = None,
) -> Coverage:
    """How far the open topics are understood by the officers in reach, on the day. Six queries.

    ``chosen``: one topic only; ``unit``: one unit only. A person counts where his main post is. What is shown is
    decided for all the campaign covers, not for the reader's part of it (docs/decisions/0029-small-groups.md).
    """
    open_now = [one for one in topics(campaign) if one.open and (chosen is None or one == chosen)]
    units = [campaign.unit, *units_of(campaign)]
    places = {one.path: n for n, one in enumerate(units)}
    heads, got = Counter[tuple[int, int]](), Counter[tuple[int, int, int]]()
    place = (unit or campaign.unit).path
    police = Person.objects.filter(category=kinds.Category.POLICE).order_by()
    asked = police.values_list("posts__unit__path", "rank").annotate(n=Count("pk"))
    everybody = Sizes.of(asked.filter(_held("", campaign.unit.path, at)), Unit.steplen)
    parts: dict[tuple[int, int], list[Place]] = {}
    reached = scope(by, COVERAGE, at=at, path="posts__unit__path")
    for path, rank, number in asked.filter(_held("", place, at) & reached):
        cell = _place(path, places), _rank(rank)
        heads[cell] += number
        parts.setdefault(cell, []).append((path, rank))
    reached = scope(by, COVERAGE, at=at, path="person__posts__unit__path")
    known = Understanding.objects.filter(
        _held("person__", place, at) & reached, topic__in=open_now, person__category=kinds.Category.POLICE
    ).order_by()
    named = known.values_list("topic", "person__posts__unit__path", "person__rank")
    for key, path, rank, number in named.annotate(n=Count("pk")):
        got[key, _place(path, places), _rank(rank)] += number
    told = told_of_tree(everybody, together=tuple(RANKS), fewest=policy.FEWEST)
    return _tables(open_now, units, heads, got, parts, told)


def _held(before: str, place: str, at: datetime) -> Q:
    """A main post on the day at a place or below it."""
    post, day = f"{before}posts__", local_day(at)
    held = Q(**{f"{post}main": True, f"{post}from_on__lte": day, f"{post}unit__path__startswith": place})
    still = Q(**{f"{post}to_on__isnull": True}) | Q(**{f"{post}to_on__gte": day})
    return held & still


def _place(path: str, places: Mapping[str, int]) -> int:
    """The covered unit that a place belongs to; the campaign's own where it is below none."""
    found = 0
    for end in range(Unit.steplen, len(path) + 1, Unit.steplen):
        found = places.get(path[:end], found)
    return found


def _rank(code: str) -> int:
    return RANKS.index(kinds.Rank(code))


def _tables(
    open_now: list[Topic],
    units: list[Unit],
    heads: Counter[tuple[int, int]],
    got: Counter[tuple[int, int, int]],
    parts: Mapping[tuple[int, int], list[Place]],
    told: Told[Place, Place],
) -> Coverage:
    ranks = range(len(RANKS))
    rows = sorted({row for row, _column in heads})

    def shown(rows: Sequence[int], ranks: Sequence[int]) -> bool:
        return told.holds(part for row in rows for rank in ranks for part in parts.get((row, rank), ()))

    by_unit = Counter[tuple[int, int]]()
    for (_key, row, rank), number in got.items():
        by_unit[row, rank] += number
    lines = []
    for row in rows:
        cells = tuple(
            Cell(by_unit[row, rank], heads[row, rank] * len(open_now), shown([row], [rank])) for rank in ranks
        )
        lines.append(Line(units[row], cells, _sum(cells, shown=shown([row], ranks))))
    people = [sum(heads[row, rank] for row in rows) for rank in ranks]
    columns = [shown(rows, [rank]) for rank in ranks]
    whole = shown(rows, ranks)
    by_topic = Counter[tuple[int, int]]()
    for (key, _row, rank), number in got.items():
        by_topic[key, rank] += number
    topics = []
    for one in open_now:
        cells = tuple(Cell(by_topic[one.pk, rank], people[rank], columns[rank]) for rank in ranks)
        topics.append(Line(one, cells, _sum(cells, shown=whole)))
    sums = tuple(
        Cell(sum(line.cells[rank].understood for line in topics), people[rank] * len(open_now), columns[rank])
        for rank in ranks
    )
    return Coverage(tuple(lines), tuple(topics), Line(None, sums, _sum(sums, shown=whole)))


def _sum(cells: Sequence[Cell], *, shown: bool) -> Cell:
    return Cell(sum(cell.understood for cell in cells), sum(cell.whole for cell in cells), shown)
