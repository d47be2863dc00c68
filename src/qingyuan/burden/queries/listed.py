"""The list of burdens: what waits for an answer, what was answered, what one said oneself."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, F, Q, QuerySet

from qingyuan.burden.models import BurdenItem, Survey
from qingyuan.org.api import Person, Unit, may, scope

HAND_OVER, ANSWER = "burden.hand_over", "burden.answer_item"


def first_owner() -> Unit:
    """Who answers as long as nobody else was named: the bureau."""
    root: Unit = Unit.objects.order_by("path")[0]
    return root


def to_handle(by: Person, *, at: datetime) -> QuerySet[BurdenItem]:
    """Items that a person hands over or answers: the office all, a unit those it owns. Nobody reads who said them."""
    rows = BurdenItem.objects.select_related("owner", "survey", "answered_by").defer("said_by")
    if may(by, HAND_OVER, at=at):
        return rows
    return rows.filter(scope(by, ANSWER, at=at, path="owner__path"))


def answered() -> QuerySet[BurdenItem]:
    """What was answered, for everybody: the burden and what was done about it."""
    rows = BurdenItem.objects.exclude(outcome="").select_related("owner", "survey").defer("said_by")
    return rows.order_by("-answered_at", "-pk")


def own(by: Person) -> QuerySet[BurdenItem]:
    """What somebody said himself."""
    return BurdenItem.objects.filter(said_by=by).select_related("owner").order_by("-pk")


@dataclass(frozen=True)
class Counts:
    """The list in numbers: ``late`` of the open ones are past their day, ``on_time`` of the answered ones were not."""

    whole: int
    open: int
    late: int
    answered: int
    on_time: int


def counts(today: date) -> Counts:
    """The whole list in numbers. One query."""
    waiting = Q(outcome="")
    found = BurdenItem.objects.aggregate(
        whole=Count("pk"),
        open=Count("pk", filter=waiting),
        late=Count("pk", filter=waiting & Q(due_on__lt=today)),
        answered=Count("pk", filter=~waiting),
        on_time=Count("pk", filter=~waiting & Q(answered_on__lte=F("due_on"))),
    )
    return Counts(**found)


def running_survey(today: date) -> Survey | None:
    """The survey that is open today."""
    return Survey.objects.filter(opens_on__lte=today, closes_on__gte=today).first()


def surveys() -> QuerySet[Survey]:
    """Every survey, the last first, with how many items it brought and how many are answered."""
    done = Count("items", filter=~Q(items__outcome=""))
    return Survey.objects.annotate(said=Count("items"), done=done).order_by("-year")
