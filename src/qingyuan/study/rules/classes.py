"""The clerks' class: set one up, enrol members, answer its surveys without leaving one's answer behind."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from qingyuan.campaign.api import Campaign, units_of
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _, listed
from qingyuan.org.api import Person, Unit, require
from qingyuan.org.api import queries as org
from qingyuan.study.errors import CannotAnswerSurvey, CannotKeepClass, missing
from qingyuan.study.kinds import Survey, SurveyChoice
from qingyuan.study.models import ClassMember, ClerkClass, SurveyAnswered, SurveySum
from qingyuan.study.policy import classes as policy
from qingyuan.study.queries import classes as queries
from qingyuan.trail.api import record

KEEP, ANSWER = "study.keep_classes", "study.answer_survey"
MEMBERS_AT_MOST = 500
FAULTS = {
    "hurdle": (_("请选择写材料的主要困难"), "hurdle"),
    "feedback": (_("请选择这次培训有没有用"), "feedback"),
    "early": (_("训前调查不问培训有没有用"), "feedback"),
}


@transaction.atomic
def set_up_class(
    *, campaign: Campaign, title: str, starts_on: date, ends_on: date, by: Person, at: datetime
) -> ClerkClass:
    """Set a class up."""
    require(by, KEEP, at=at, path=campaign.unit.path)
    problems = []
    if not title.strip():
        problems.append(Reason("title", _("请写明名称"), "title"))
    if not 0 <= (ends_on - starts_on).days < policy.DAYS_AT_MOST:
        words = _("培训在1到%(most)d天之间")
        problems.append(Reason("days", words, "ends_on", {"most": policy.DAYS_AT_MOST}))
    if problems:
        raise CannotKeepClass(problems)
    made = ClerkClass.objects.create(
        campaign=campaign, title=title.strip(), starts_on=starts_on, ends_on=ends_on
    )
    _note(made, KEEP, by=by, at=at, days=made.days)
    return made


def _note(held: ClerkClass, act: str, *, by: Person, at: datetime, **detail: str | int | bool | None) -> None:
    record(actor=by.key, act=act, subject=f"clerk_class:{held.pk}", at=at, detail=detail)


@transaction.atomic
def enrol(*, class_id: int, people: Sequence[str], by: Person, at: datetime) -> int:
    """Enrol people by their police numbers, all or none; each for the covered unit that he belongs to."""
    found = queries.classes(by, at=at).select_for_update(of=("self",)).filter(pk=class_id).first()
    if found is None:
        raise missing()
    require(by, KEEP, at=at, path=found.campaign.unit.path)
    wanted = list(dict.fromkeys(number.strip() for number in people if number.strip()))
    rows = Person.objects.filter(police_no__in=wanted).prefetch_related(org.post_on(at))
    known = {person.police_no: person for person in rows}
    held = set(found.members.values_list("person", flat=True))
    units = {unit.path: unit for unit in units_of(found.campaign)}
    new, strange = [], []
    for number in wanted:
        person = known.get(number)
        unit = _unit_of(person, units) if person else None
        if person is None or unit is None:
            strange.append(number)
        elif person.pk not in held:
            new.append(ClassMember(clerk_class=found, person=person, unit=unit))
    problems = []
    if strange:
        words = _("没有这些警号，或者不在本次教育整顿的单位：%(numbers)s")
        problems.append(Reason("unknown", words, "people", {"numbers": listed(strange[:10])}))
    if not wanted:
        problems.append(Reason("nobody", _("请写警号，每行一个"), "people"))
    if len(held) + len(new) > MEMBERS_AT_MOST:
        problems.append(Reason("many", _("一个班不超过%(most)d人"), "people", {"most": MEMBERS_AT_MOST}))
    if local_day(at) > found.ends_on:
        problems.append(Reason("over", _("培训已经结束"), ""))
    if problems:
        raise CannotKeepClass(problems)
    ClassMember.objects.bulk_create(new)
    _note(found, "study.enrol", by=by, at=at, members=len(new))
    return len(new)


def _unit_of(person: Person, units: dict[str, Unit]) -> Unit | None:
    """The covered unit to which the main post belongs."""
    homes = getattr(person, "homes", [])
    path = homes[0].unit.path if homes else ""
    places = (path[:end] for end in range(len(path), 0, -Unit.steplen))
    return next((units[place] for place in places if place in units), None)


@transaction.atomic
def remove_member(*, class_id: int, member_id: int, by: Person, at: datetime) -> None:
    """Take somebody off the list who did not come; not once he has answered, or the sums would speak of him."""
    found = queries.classes(by, at=at).filter(pk=class_id).first()
    member = found.members.select_for_update().filter(pk=member_id).first() if found else None
    if found is None or member is None:
        raise missing()
    require(by, KEEP, at=at, path=found.campaign.unit.path)
    if member.answered.exists():
        raise CannotKeepClass(Reason("answered", _("已经答过调查的学员不能去掉")))
    member.delete()
    _note(found, "study.remove_member", by=by, at=at)


@transaction.atomic
def answer_survey(
    *,
    class_id: int,
    survey: Survey,
    hurdle: SurveyChoice,
    by: Person,
    at: datetime,
    feedback: SurveyChoice | None = None,
) -> None:
    """Answer a survey once. The sums grow by one, and apart from them stands that the member has answered."""
    require(by, ANSWER, at=at, own=True)
    found = ClerkClass.objects.select_for_update().filter(pk=class_id).first()
    member = found.members.filter(person=by).first() if found else None
    if found is None or member is None:
        raise missing()
    problems = [Reason(code, *FAULTS[code]) for code in policy.choice_faults(survey, hurdle, feedback)]
    if not policy.is_open(survey, found.starts_on, found.ends_on, local_day(at)):
        problems.append(Reason("shut", _("这个调查现在不开放")))
    if member.answered.filter(survey=survey).exists():
        problems.append(Reason("answered", _("您已经答过，每人只答一次")))
    if problems:
        raise CannotAnswerSurvey(problems)
    SurveyAnswered.objects.create(member=member, survey=survey)
    for choice in (hurdle, feedback):
        if choice is not None:
            row, _made = SurveySum.objects.get_or_create(clerk_class=found, survey=survey, choice=choice)
            SurveySum.objects.filter(pk=row.pk).update(times=F("times") + 1)
    _note(found, ANSWER, by=by, at=at, survey=str(survey))
