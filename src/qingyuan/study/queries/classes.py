"""Classes, their members by unit, and the sums of their surveys."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, Q, QuerySet, Sum

from qingyuan.campaign.api import Campaign
from qingyuan.kit.clock import local_day
from qingyuan.org.api import Person, Unit, scope
from qingyuan.study.kinds import CHOICE_WORDS, SURVEY_WORDS, Survey, SurveyChoice
from qingyuan.study.models import ClassMember, ClerkClass, SurveyAnswered, SurveySum
from qingyuan.study.policy import classes as policy

SEE = "study.see_classes"


def classes(by: Person, *, at: datetime) -> QuerySet[ClerkClass]:
    """The classes that concern a person: of campaigns in reach, with members of units in reach, or his own."""
    mine = ClassMember.objects.filter(Q(person=by) | scope(by, SEE, at=at))
    seen = scope(by, SEE, at=at, path="campaign__unit__path") | Q(pk__in=mine.values("clerk_class"))
    return ClerkClass.objects.filter(seen).select_related("campaign__unit").order_by("-starts_on", "-pk")


@dataclass(frozen=True)
class UnitMembers:
    """How many members a unit has."""

    unit: Unit
    members: int


def by_unit(found: ClerkClass, by: Person, *, at: datetime) -> list[UnitMembers]:
    """Members by unit, of units in reach. Two queries."""
    rows = found.members.filter(scope(by, SEE, at=at)).order_by().values_list("unit").annotate(n=Count("pk"))
    counted = dict(rows)
    units = Unit.objects.filter(pk__in=counted).order_by("path")
    return [UnitMembers(unit, counted[unit.pk]) for unit in units]


def members(found: ClerkClass) -> QuerySet[ClassMember]:
    """Everybody in a class, for who keeps its list."""
    return found.members.select_related("person", "unit").order_by("unit__path", "person__police_no")


@dataclass(frozen=True)
class Sums:
    """One survey: how many answered of how many; the choices with their sums once they may be shown."""

    survey: Survey
    words: Any
    answered: int
    whole: int
    choices: tuple[tuple[Any, int], ...]
    shown: bool


def sums(found: ClerkClass, today: date) -> list[Sums]:
    """Both surveys of a class. Three queries."""
    whole = found.members.count()
    rows = SurveyAnswered.objects.filter(member__clerk_class=found).order_by()
    answered = dict(rows.values_list("survey").annotate(n=Count("pk")))
    times = {
        (row.survey, row.choice): row.times
        for row in SurveySum.objects.filter(clerk_class=found)
        if row.times
    }
    told = []
    for survey in Survey:
        number = answered.get(survey, 0)
        shown = policy.is_shown(survey, found.starts_on, found.ends_on, today, number)
        kept = [
            (CHOICE_WORDS[one], times[survey, one])
            for one in SurveyChoice
            if shown and (survey, one) in times
        ]
        told.append(Sums(survey, SURVEY_WORDS[survey], number, whole, tuple(kept), shown))
    return told


def to_answer(found: ClerkClass, by: Person, *, at: datetime) -> Survey | None:
    """The survey that a member may answer now and has not."""
    member = found.members.filter(person=by).first()
    if member is None:
        return None
    done = set(member.answered.values_list("survey", flat=True))
    today = local_day(at)
    return next(
        (s for s in Survey if s not in done and policy.is_open(s, found.starts_on, found.ends_on, today)),
        None,
    )


def members_begun(campaign: Campaign, *, at: datetime) -> int:
    """Members of the classes of a campaign that have begun."""
    begun = {"clerk_class__campaign": campaign, "clerk_class__starts_on__lte": local_day(at)}
    return ClassMember.objects.filter(**begun).count()


def times_chosen(campaign: Campaign, survey: Survey, choice: SurveyChoice) -> int:
    """How often a choice was made in the surveys of a campaign's classes. For figures of the whole bureau."""
    rows = SurveySum.objects.filter(clerk_class__campaign=campaign, survey=survey, choice=choice)
    return int(rows.aggregate(n=Sum("times"))["n"] or 0)
