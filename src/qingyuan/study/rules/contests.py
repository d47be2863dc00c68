"""A contest of practices: set up, enter and withdraw, cast a ballot, sign the outcome, say what came, call off."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F

from qingyuan.campaign.api import Campaign, kinds, practices
from qingyuan.kit import effects
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import Words, _, listed
from qingyuan.org.api import Person, queries, require
from qingyuan.study.errors import CannotEnterPractice, CannotKeepContest, CannotVote, missing
from qingyuan.study.kinds import Phase
from qingyuan.study.models import Contest, ContestEntry, ContestJuror
from qingyuan.study.policy import contests as policy
from qingyuan.study.queries import contests as questions
from qingyuan.trail.api import record

KEEP, ENTER, VOTE, SIGN = questions.KEEP, questions.ENTER, questions.VOTE, questions.SIGN
FAULTS: dict[str, tuple[Words, str]] = {
    "title": (_("请写明名称"), "title"),
    "effect": (_("请用一句话写明想达到的效果"), "effect"),
    "past": (_("推荐截止日期不能早于今天"), "entries_until"),
    "reversed": (_("投票截止日期须晚于推荐截止日期"), "votes_until"),
    "picks": (_("每位评委可选1到%(picks)d个"), "picks"),
    "few": (_("评委不少于%(least)d人"), "jury"),
    "crowd": (_("评委不超过%(most)d人"), "jury"),
}
BALLOT_FAULTS: dict[str, Words] = {
    "interest": _("所选的事例不在本次评选里，或者与您有利害关系，您不投票"),
    "many": _("最多选%(picks)d个"),
}
SECOND = _("发起、推荐的人和评委不能核定结果，须由第二人核定")


@dataclass(frozen=True)
class ContestDraft:
    """A contest as it is put down. ``jury``: police numbers."""

    title: str
    entries_until: date
    votes_until: date
    picks: int
    jury: Sequence[str]
    effect: str = ""


@transaction.atomic
def set_up_contest(*, campaign: Campaign, draft: ContestDraft, by: Person, at: datetime) -> Contest:
    """Set a contest up, with its jury."""
    require(by, KEEP, at=at, path=campaign.unit.path)
    jury, problems = _jury(draft, campaign, {by.police_no}, at)
    if problems:
        raise CannotKeepContest(problems)
    made = Contest(campaign=campaign, made_at=at, made_by=by)
    return _keep(made, draft, jury, by=by, at=at)


@transaction.atomic
def change_contest(*, contest_id: int, draft: ContestDraft, by: Person, at: datetime) -> Contest:
    """Change days or jury while practices are entered; once the ballot is open both are fixed."""
    found = _locked(contest_id, by, at, KEEP)
    jury, problems = _jury(draft, found.campaign, {by.police_no, found.made_by.police_no}, at)
    if questions.phase(found, local_day(at)) is not Phase.ENTRIES:
        problems = [Reason("begun", _("推荐截止以后，日期和评委不能再改；确有问题的，取消后另行发起"))]
    if problems:
        raise CannotKeepContest(problems)
    return _keep(found, draft, jury, by=by, at=at)


def _keep(
    contest: Contest, draft: ContestDraft, jury: Sequence[Person], *, by: Person, at: datetime
) -> Contest:
    contest.title, contest.effect = draft.title.strip(), draft.effect.strip()
    contest.picks, contest.changed_by = draft.picks, by
    contest.entries_until, contest.votes_until = draft.entries_until, draft.votes_until
    contest.save()
    contest.jury.all().delete()
    ContestJuror.objects.bulk_create(ContestJuror(contest=contest, person=person) for person in jury)
    _note(contest, KEEP, by=by, at=at, jury=len(jury), votes_until=draft.votes_until.isoformat())
    return contest


def _jury(
    draft: ContestDraft, campaign: Campaign, keepers: set[str], at: datetime
) -> tuple[list[Person], list[Reason]]:
    """The jurors that the numbers name, and all that is wrong with the draft. ``keepers``: who sets it up."""
    wanted = list(dict.fromkeys(number.strip() for number in draft.jury if number.strip()))
    rows = Person.objects.filter(police_no__in=wanted).prefetch_related(queries.post_on(at))
    top = campaign.unit.path
    known = {
        person.police_no: person
        for person in rows
        if any(post.unit.path.startswith(top) for post in getattr(person, "homes", []))
    }
    faults = policy.contest_faults(
        title=draft.title,
        effect=draft.effect,
        entries_until=draft.entries_until,
        votes_until=draft.votes_until,
        today=local_day(at),
        picks=draft.picks,
        jurors=len(wanted),
    )
    said: dict[str, object] = {
        "picks": policy.PICKS_AT_MOST,
        "least": policy.JURORS,
        "most": policy.JURORS_AT_MOST,
    }
    problems = [Reason(fault, *FAULTS[fault], said) for fault in faults]
    strange = [number for number in wanted if number not in known]
    if strange:
        words = _("没有这些警号，或者不在本次教育整顿的单位：%(numbers)s")
        problems.append(Reason("unknown", words, "jury", {"numbers": listed(strange[:10])}))
    if keepers & set(wanted):
        problems.append(Reason("own", _("发起人不能当评委"), "jury"))
    return [known[number] for number in wanted if number in known], problems


def _locked(contest_id: int, by: Person, at: datetime, permission: str) -> Contest:
    if questions.one(by, contest_id, at=at) is None:
        raise missing()
    rows = Contest.objects.select_for_update(of=("self",)).select_related("campaign__unit")
    found = rows.get(pk=contest_id)
    require(by, permission, at=at, path=found.campaign.unit.path)
    return found


def _note(contest: Contest, act: str, *, by: Person, at: datetime, **detail: str | int | bool | None) -> None:
    record(actor=by.key, act=act, subject=f"contest:{contest.pk}", at=at, detail=detail)


@transaction.atomic
def call_off_contest(*, contest_id: int, why: str, by: Person, at: datetime) -> Contest:
    """It does not take place, or not to its end."""
    found = _locked(contest_id, by, at, KEEP)
    problems = [] if why.strip() else [Reason("why", _("请写明取消原因"), "why")]
    if questions.phase(found, local_day(at)) in (Phase.SIGNED, Phase.CALLED_OFF):
        problems.append(Reason("over", _("结果已经公布或者已经取消")))
    if problems:
        raise CannotKeepContest(problems)
    found.called_off_why = why.strip()
    found.save(update_fields=["called_off_why"])
    _note(found, "study.call_off_contest", by=by, at=at)
    return found


# -- entries ------------------------------------------------------------------------------------------------


@transaction.atomic
def enter_practice(*, contest_id: int, key: str, by: Person, at: datetime) -> ContestEntry:
    """Enter a practice card that is there already, as it stands now. Nothing is written for it."""
    found = _open_for_entries(contest_id, by, at)
    practice = next((one for one in practices(found.campaign) if one.key == key), None)
    if practice is None:
        raise missing()
    require(by, ENTER, at=at, unit=practice.unit)
    source = {"point" if practice.kind is kinds.PracticeKind.POINT else "lesson": practice.pk}
    if found.entries.filter(**source).exists():
        raise CannotEnterPractice(Reason("there", _("这个事例已经推荐")))
    made = ContestEntry.objects.create(
        contest=found,
        unit=practice.unit,
        leader_id=practice.leader_id,
        result=practice.result,
        evidence=practice.evidence,
        entered_at=at,
        entered_by=by,
        **{f"{name}_id": pk for name, pk in source.items()},
    )
    _note(found, ENTER, by=by, at=at, unit=practice.unit.pk, practice=practice.key)
    return made


@transaction.atomic
def withdraw_entry(*, contest_id: int, entry_id: int, by: Person, at: datetime) -> None:
    """Take an entry out again, while practices are entered."""
    found = _open_for_entries(contest_id, by, at)
    entry = found.entries.select_related("unit").filter(pk=entry_id).first()
    if entry is None:
        raise missing()
    require(by, ENTER, at=at, unit=entry.unit)
    entry.delete()
    _note(found, "study.withdraw_entry", by=by, at=at, unit=entry.unit_id)


def _open_for_entries(contest_id: int, by: Person, at: datetime) -> Contest:
    if questions.one(by, contest_id, at=at) is None:
        raise missing()
    rows = Contest.objects.select_for_update(of=("self",)).select_related("campaign__unit")
    found = rows.get(pk=contest_id)
    if questions.phase(found, local_day(at)) is not Phase.ENTRIES:
        raise CannotEnterPractice(Reason("shut", _("推荐已经截止")))
    return found


# -- the ballot ---------------------------------------------------------------------------------------------


@transaction.atomic
def cast_ballot(*, contest_id: int, picked: Collection[int], by: Person, at: datetime) -> None:
    """Cast one's ballot, once. Sums grow, and apart from them stands that the juror has voted."""
    require(by, VOTE, at=at, own=True)
    found = Contest.objects.select_for_update(of=("self",)).filter(pk=contest_id).first()
    seat = questions.juror(found, by) if found else None
    if found is None or seat is None:
        raise missing()
    problems = []
    if questions.phase(found, local_day(at)) is not Phase.BALLOT:
        problems.append(Reason("shut", _("现在不是投票的时候")))
    if seat.voted:
        problems.append(Reason("voted", _("您已经投过票，每人只投一次")))
    votes = questions.votes_on(found, by, at=at)
    faults = policy.ballot_faults(picked, votes, found.picks)
    problems += [Reason(fault, BALLOT_FAULTS[fault], "picked", {"picks": found.picks}) for fault in faults]
    if problems:
        raise CannotVote(problems)
    seat.voted = True
    seat.save(update_fields=["voted"])
    found.entries.filter(pk__in=votes).update(asked=F("asked") + 1)
    found.entries.filter(pk__in=set(picked)).update(in_favour=F("in_favour") + 1)
    _note(found, VOTE, by=by, at=at)


@transaction.atomic
def sign_contest(*, contest_id: int, by: Person, at: datetime) -> Contest:
    """The second person signs the outcome; from now on it is told."""
    found = _locked(contest_id, by, at, SIGN)
    problems = []
    if questions.phase(found, local_day(at)) is not Phase.COUNT:
        problems.append(Reason("early", _("投票截止以后才能核定结果，核定一次")))
    if not questions.second(found, by):
        problems.append(Reason("second", SECOND))
    if problems:
        raise CannotKeepContest(problems)
    found.signed_at, found.signed_by = at, by
    found.save(update_fields=["signed_at", "signed_by"])
    rows = found.entries.values_list("in_favour", "asked")
    chosen = sum(policy.is_chosen(*row) for row in rows)
    _note(found, SIGN, by=by, at=at, entries=len(rows), chosen=chosen)
    return found


@transaction.atomic
def tell_result(*, contest_id: int, came_of: str, by: Person, at: datetime) -> Contest:
    """Say in one line what came of a contest whose outcome is signed; said again it is corrected."""
    found = _locked(contest_id, by, at, KEEP)
    problems = []
    if questions.phase(found, local_day(at)) is not Phase.SIGNED:
        problems.append(Reason("unsigned", _("核定并公布以后才能登记结果")))
    if fault := effects.fault(found.effect, came_of):
        problems.append(Reason(fault, effects.WORDS[fault], "came_of"))
    if problems:
        raise CannotKeepContest(problems)
    again = bool(found.came_of)
    found.came_of, found.came_at, found.came_by = came_of.strip(), at, by
    found.save(update_fields=["came_of", "came_at", "came_by"])
    _note(found, "study.tell_contest_result", by=by, at=at, again=again)
    return found
