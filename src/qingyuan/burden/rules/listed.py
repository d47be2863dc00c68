"""The list of burdens: anybody may say what weighs on him; each has an owner and is answered."""

from datetime import date, datetime

from django.db import transaction

from qingyuan.burden import policy
from qingyuan.burden.errors import CannotSay, missing
from qingyuan.burden.kinds import Origin, Outcome, Sign
from qingyuan.burden.models import BurdenItem, Survey
from qingyuan.burden.queries import listed as queries
from qingyuan.kit import workdays
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person, Unit, may, require
from qingyuan.trail.api import record

OPEN_AT_MOST = 20  # of one person, unanswered: beyond that he is heard already


@transaction.atomic
def say(
    *, sign: Sign, words: str, by: Person, at: datetime, page: str = "", survey_id: int | None = None
) -> BurdenItem:
    """Say what weighs on one: on any page (answered in five working days), or in the yearly survey."""
    today = local_day(at)
    problems = []
    if not words.strip():
        problems.append(Reason("no_words", _("请写一两句：什么事、多久一次、为什么觉得没有必要"), "words"))
    if BurdenItem.objects.filter(said_by=by, outcome="").count() >= OPEN_AT_MOST:
        problems.append(
            Reason("many", _("您有%(n)d条意见还没有答复，请等答复后再提"), "", {"n": OPEN_AT_MOST})
        )
    survey = None
    if survey_id is not None:
        survey = Survey.objects.filter(pk=survey_id, opens_on__lte=today, closes_on__gte=today).first()
        if survey is None:
            problems.append(Reason("closed", _("这次排查没有开放")))
    if problems:
        raise CannotSay(problems)
    days = policy.SURVEY_DAYS if survey else policy.ANSWER_DAYS
    made = BurdenItem.objects.create(
        origin=Origin.SURVEY if survey else Origin.COMPLAINT,
        survey=survey,
        sign=sign,
        words=words.strip(),
        page=page,
        said_at=at,
        said_by=by,
        due_on=workdays.shift(survey.closes_on if survey else today, days),
        owner=queries.first_owner(),
    )
    record(actor=by.key, act="burden.say", subject=f"complaint:{made.pk}", at=at, detail={"sign": sign})
    return made


@transaction.atomic
def hand_over(*, item_id: int, owner: Unit, by: Person, at: datetime) -> BurdenItem:
    """Say which unit answers for an item: the one that asks for what weighs."""
    found = _open(item_id, by=by, at=at)
    require(by, queries.HAND_OVER, at=at)
    found.owner = owner
    found.save(update_fields=["owner"])
    detail: dict[str, str | int | bool | None] = {"owner": owner.pk}
    record(actor=by.key, act="burden.hand_over", subject=f"complaint:{found.pk}", at=at, detail=detail)
    return found


def _open(item_id: int, *, by: Person, at: datetime) -> BurdenItem:
    if not queries.to_handle(by, at=at).filter(pk=item_id).exists():
        raise missing()
    found = BurdenItem.objects.select_for_update().get(pk=item_id)
    if found.outcome:
        raise CannotSay(Reason("answered", _("这一条已经答复了")))
    return found


@transaction.atomic
def answer_item(*, item_id: int, outcome: Outcome, words: str, by: Person, at: datetime) -> BurdenItem:
    """Answer an item: what was done about it, or why it stays. Everybody reads the answer."""
    found = _open(item_id, by=by, at=at)
    if not may(by, queries.HAND_OVER, at=at):
        require(by, queries.ANSWER, at=at, unit=found.owner)
    if not words.strip():
        raise CannotSay(Reason("no_words", _("请写明做了什么；保留的写明依据和理由"), "words"))
    found.outcome, found.answer = outcome, words.strip()
    found.answered_at, found.answered_on, found.answered_by = at, local_day(at), by
    found.save()
    late = found.answered_on > found.due_on
    detail: dict[str, str | int | bool | None] = {"outcome": outcome, "late": late}
    record(actor=by.key, act="burden.answer_item", subject=f"complaint:{found.pk}", at=at, detail=detail)
    return found


@transaction.atomic
def hold_survey(*, year: int, opens_on: date, closes_on: date, by: Person, at: datetime) -> Survey:
    """Hold the yearly survey of what weighs on the grassroots."""
    require(by, "burden.hold_survey", at=at)
    problems = []
    if closes_on < opens_on:
        problems.append(Reason("reversed", _("截止日期不能早于开始日期"), "closes_on"))
    if closes_on < local_day(at):
        problems.append(Reason("past", _("截止日期不能早于今天"), "closes_on"))
    if Survey.objects.filter(year=year).exists():
        problems.append(Reason("taken", _("这一年已经排查过了，一年一次"), "year"))
    if problems:
        raise CannotSay(problems)
    made = Survey.objects.create(year=year, opens_on=opens_on, closes_on=closes_on, at=at, by=by)
    record(actor=by.key, act="burden.hold_survey", subject=f"survey:{made.pk}", at=at, detail={"year": year})
    return made
