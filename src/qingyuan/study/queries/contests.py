"""Contests: which a reader sees, what may be entered, what a juror votes on, and the outcome once it may be told."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, QuerySet

from qingyuan.campaign.api import Campaign, practices
from qingyuan.kit.clock import local_day
from qingyuan.org.api import Person, may, standing
from qingyuan.study.kinds import PRACTICE_WORDS, Phase
from qingyuan.study.models import Contest, ContestEntry, ContestJuror
from qingyuan.study.policy import contests as policy
from qingyuan.study.queries.curriculum import campaign_of

SEE, KEEP, ENTER = "study.see", "study.keep_contest", "study.enter_practice"
VOTE, SIGN = "study.cast_ballot", "study.sign_contest"


def contests(campaign: Campaign) -> QuerySet[Contest]:
    """Contests of a campaign, the latest first, with the number of entries."""
    rows = Contest.objects.filter(campaign=campaign).select_related("campaign__unit")
    return rows.annotate(entered=Count("entries")).order_by("-made_at", "-pk")


def one(by: Person, pk: int, *, at: datetime) -> Contest | None:
    """A contest of a campaign in the reader's sight, or one on whose jury he is."""
    rows = Contest.objects.select_related("campaign__unit", "signed_by", "made_by", "came_by")
    found = rows.filter(pk=pk).first()
    if found is None or found.jury.filter(person=by).exists():
        return found
    return found if campaign_of(by, at=at, chosen=str(found.campaign_id)) == found.campaign else None


def phase(contest: Contest, day: date) -> Phase:
    """Where it stands on a day."""
    return policy.phase(
        entries_until=contest.entries_until,
        votes_until=contest.votes_until,
        today=day,
        signed=contest.signed_at is not None,
        called_off=bool(contest.called_off_why),
    )


def entries(contest: Contest) -> QuerySet[ContestEntry]:
    """What was entered, in the order of the units: there is no other."""
    return contest.entries.select_related("unit").order_by("unit__path", "pk")


@dataclass(frozen=True)
class Card:
    """A practice that may be entered, and whether it is."""

    key: str
    unit: str
    kind: object
    result: str
    evidence: str
    entered: bool


def cards(contest: Contest, by: Person, *, at: datetime) -> list[Card]:
    """The practices of units for which a person enters. Three queries."""
    there = {(row.kind, row.point_id or row.lesson_id) for row in contest.entries.all()}
    return [
        Card(
            one.key,
            one.unit.label,
            PRACTICE_WORDS[one.kind],
            one.result,
            one.evidence,
            (one.kind, one.pk) in there,
        )
        for one in practices(contest.campaign)
        if may(by, ENTER, at=at, path=one.unit.path)
    ]


def juror(contest: Contest, by: Person) -> ContestJuror | None:
    """The person's seat on the jury."""
    return contest.jury.filter(person=by).first()


def votes_on(contest: Contest, by: Person, *, at: datetime) -> set[int]:
    """The entries on which a juror has a vote: those in which he has no interest."""
    said = [
        policy.Entry(row.pk, row.unit.path, row.leader_id, row.entered_by_id)
        for row in contest.entries.select_related("unit")
    ]
    return policy.open_to(juror_of(by, at), said, contest.campaign.unit.path)


def juror_of(by: Person, at: datetime) -> policy.Juror:
    """Where a juror belongs: the unit of his main post, and those for which he holds a role."""
    return policy.Juror(by.pk, standing(by, at).places)


@dataclass(frozen=True)
class Line:
    """An entry as a reader is told of it. ``in_favour`` of ``asked``: None until, and for whom, sums are told."""

    entry: ContestEntry
    kind: object
    chosen: bool | None = None
    in_favour: int | None = None
    asked: int | None = None


def lines(contest: Contest, now: Phase, *, counts: bool) -> list[Line]:
    """Entries as they are told. ``counts``: the reader sees to the outcome. Others hear only which were chosen."""
    told = policy.sums_are_told(now) and counts
    outcome = told or now is Phase.SIGNED
    return [
        Line(
            row,
            PRACTICE_WORDS[row.kind],
            policy.is_chosen(row.in_favour, row.asked) if outcome else None,
            row.in_favour if told else None,
            row.asked if told else None,
        )
        for row in entries(contest)
    ]


def second(contest: Contest, by: Person) -> bool:
    """Whether a person is the second one who may sign the outcome. Two queries."""
    return policy.may_sign(
        by.pk,
        kept_by=(contest.made_by_id, contest.changed_by_id),
        jury=set(contest.jury.values_list("person", flat=True)),
        enterers=set(contest.entries.values_list("entered_by", flat=True)),
    )


def waiting_for(by: Person, at: datetime) -> QuerySet[Contest]:
    """Contests in which a person has a seat and has not voted yet, while the ballot is open."""
    day = local_day(at)
    rows = Contest.objects.filter(
        entries_until__lt=day, votes_until__gte=day, called_off_why="", signed_at__isnull=True
    )
    return rows.filter(jury__person=by, jury__voted=False)
