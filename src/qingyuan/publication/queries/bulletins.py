"""Questions about bulletins: which exist for a person, what one would hold, what was told, outcomes."""

import hashlib
import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum

from qingyuan.campaign.api import Campaign
from qingyuan.kit.clock import local_day
from qingyuan.matters.api import Matter, kinds, visible
from qingyuan.org.api import Person, Unit, reach, scope
from qingyuan.publication import policy
from qingyuan.publication.kinds import State
from qingyuan.publication.models import Bulletin, BulletinItem, Objection, Outcome, Series

WORDING = (
    "code", "title", "addressees", "copy_to", "purpose", "method", "groups", "praise", "demands",
)  # fmt: skip
DRAFT, ISSUE, READ = "publication.draft_bulletin", "publication.issue_bulletin", "publication.see"


def readable(by: Person, *, at: datetime) -> Q:
    """The predicate "told to this person": issued by a unit within reach, or by one above the own units."""
    tops = reach(by, READ, at).paths
    above = {top[:end] for top in tops for end in range(Unit.steplen, len(top) + 1, Unit.steplen)}
    return scope(by, READ, at=at) | Q(unit__path__in=sorted(above))


def bulletins(by: Person, *, at: datetime) -> QuerySet[Bulletin]:
    """The bulletins that exist for a person: issued ones that reach him, and drafts that he may work on."""
    told = ~Q(state=State.DRAFT) & readable(by, at=at)
    desk = Q(state=State.DRAFT) & (scope(by, DRAFT, at=at) | scope(by, ISSUE, at=at))
    return Bulletin.objects.filter(told | desk).select_related("unit", "campaign", "drafted_by", "issued_by")


def with_counts(rows: QuerySet[Bulletin]) -> QuerySet[Bulletin]:
    """Bulletins with how many matters and units they tell of."""
    return rows.annotate(
        matters_told=Count("items", filter=Q(items__included=True), distinct=True),
        units_told=Count("items__matter__unit", filter=Q(items__included=True), distinct=True),
    )


def issuers(by: Person, campaign: Campaign, *, at: datetime) -> list[Unit]:
    """The units in whose name a person may draft: where he holds the role, as far as the campaign goes."""
    tops = reach(by, DRAFT, at).paths
    own = campaign.unit.path
    places = {
        own if own.startswith(top) else top for top in tops if own.startswith(top) or top.startswith(own)
    }
    return list(Unit.objects.filter(path__in=places).order_by("path"))


def told_already() -> Exists:
    """Whether an issued bulletin has told of the matter."""
    told = BulletinItem.objects.filter(matter=OuterRef("pk"), included=True, bulletin__state=State.ISSUED)
    return Exists(told)


@dataclass(frozen=True)
class Choice:
    """What a bulletin is drawn from. ``units`` empty: all below the issuing unit."""

    campaign: Campaign
    unit: Unit
    first_on: date
    last_on: date
    kinds: Collection[str] = policy.TOLD_KINDS
    units: Sequence[Unit] = ()


def candidates(choice: Choice, by: Person | None, *, at: datetime) -> QuerySet[Matter]:
    """The matters that a bulletin could tell of, by unit and day. Nothing that names a person or unit; no leads.

    ``by`` None: for the command line of the one who runs the machine.
    """
    seen: QuerySet[Matter] = visible(by, at=at) if by is not None else Matter.objects.all()
    places = Q()
    for unit in choice.units:
        places |= Q(unit_path__startswith=unit.path)
    return (
        seen.filter(
            places,
            campaign=choice.campaign,
            kind__in=[kind for kind in policy.TOLD_KINDS if kind in choice.kinds],
            restricted=False,
            opened_on__gte=choice.first_on,
            opened_on__lte=choice.last_on,
            unit_path__startswith=choice.unit.path,
        )
        .exclude(state=kinds.State.VOID)
        .select_related("unit")
        .order_by("unit_path", "opened_on", "pk")
    )


@dataclass(frozen=True)
class Preview:
    """What a draft would hold. ``told``: in the period but told before; ``earlier``: before it and never told.

    Of very many matters only as many are read as show that they are too many.
    """

    matters: tuple[Matter, ...]
    told: int
    earlier: int

    @property
    def too_many(self) -> bool:
        return len(self.matters) > policy.ITEMS_AT_MOST

    @property
    def units(self) -> int:
        return len({matter.unit_id for matter in self.matters})

    @property
    def by_kind(self) -> list[tuple[str, int]]:
        found = [matter.kind for matter in self.matters]
        return [
            (str(kinds.KIND_WORDS[kind]), found.count(kind)) for kind in policy.TOLD_KINDS if kind in found
        ]


def preview(choice: Choice, by: Person | None, *, at: datetime) -> Preview:
    """What a draft of this choice would hold. Three queries."""
    rows = candidates(choice, by, at=at)
    fresh = rows.filter(~told_already())
    first = choice.campaign.starts_on
    before = choice.first_on - timedelta(days=1)
    old = Choice(choice.campaign, choice.unit, first, before, choice.kinds, choice.units)
    earlier = candidates(old, by, at=at).filter(~told_already()).count() if before >= first else 0
    read = tuple(fresh[: policy.ITEMS_AT_MOST + 1])
    return Preview(read, rows.filter(told_already()).count(), earlier)


def proposed_period(campaign: Campaign, unit: Unit, today: date) -> tuple[date, date]:
    """Since the unit's last issued bulletin until today."""
    last = (
        Bulletin.objects.filter(campaign=campaign, unit=unit, state=State.ISSUED)
        .order_by("-period_to")
        .values_list("period_to", flat=True)
        .first()
    )
    return policy.proposed_period(last, campaign.starts_on, today)


def last_code(campaign: Campaign, unit: Unit) -> str:
    """The code that the unit used last, else one to begin with."""
    used = (
        Bulletin.objects.filter(campaign=campaign, unit=unit).order_by("-pk").values_list("code", flat=True)
    )
    return used.first() or policy.proposed_code(unit.name)


def next_serial(bulletin: Bulletin, year: int) -> int:
    """The number that the bulletin would get now. Given out only when it is issued."""
    series = Series.objects.filter(
        code=bulletin.code, year=year, unit=bulletin.unit_id, campaign=bulletin.campaign_id
    )
    return (series.values_list("last", flat=True).first() or 0) + 1


def items_of(bulletin: Bulletin) -> list[BulletinItem]:
    """What a bulletin tells of, in order, with objections. Two queries."""
    asked = Objection.objects.select_related("by", "answered_by").order_by("pk")
    rows = bulletin.items.select_related("matter", "matter__unit", "matter__category")
    return list(rows.prefetch_related(Prefetch("objections", asked)).order_by("order"))


def as_it_stands(bulletin: Bulletin) -> str:
    """A mark of all that a person decided about a draft: another one as soon as anything of it is changed."""
    said = [getattr(bulletin, name) for name in WORDING]
    items = list(bulletin.items.filter(included=True).order_by("order").values_list("matter", flat=True))
    files = list(bulletin.files.order_by("kind").values_list("kind", "sha256"))
    outcomes = [[one.pk, str(one.decided_on)] for one in outcomes_of(bulletin, items)]
    return hashlib.sha256(json.dumps([said, items, files, outcomes]).encode()).hexdigest()


def outcomes_of(bulletin: Bulletin, matter_ids: Iterable[int]) -> list[Outcome]:
    """Outcomes that belong in a bulletin: its own, and those of its matters that no bulletin has told yet."""
    free = Q(bulletin__isnull=True, matter__in=list(matter_ids)) if bulletin.is_draft else Q(pk__in=[])
    rows = Outcome.objects.filter(Q(bulletin=bulletin) | free).select_related(
        "unit", "matter", "matter__unit"
    )
    return list(rows.order_by("unit__path", "pk"))


def outcomes_of_matters(matter_ids: Iterable[int]) -> list[Outcome]:
    """Every outcome of some matters, told or not."""
    rows = Outcome.objects.filter(matter__in=list(matter_ids)).select_related(
        "unit", "matter", "matter__unit"
    )
    return list(rows.order_by("unit__path", "pk"))


def roster_names(unit: Unit) -> list[str]:
    """The names of everybody who has, or had, a post in a unit or below it."""
    held = Person.objects.filter(posts__unit__path__startswith=unit.path)
    return list(held.order_by().values_list("name", flat=True).distinct())


# -- figures ---------------------------------------------------------------------------------------------------


def _out(campaign: Campaign, at: datetime) -> QuerySet[Bulletin]:
    """Bulletins in force at a moment: issued by then and not withdrawn by then."""
    gone = Q(withdrawn_at__isnull=False, withdrawn_at__lte=at)
    return Bulletin.objects.filter(campaign=campaign, issued_at__lte=at).exclude(gone)


def bulletins_issued(campaign: Campaign, at: datetime) -> int:
    """How many bulletins of the campaign are out at a moment (requirement 113)."""
    return _out(campaign, at).count()


@dataclass(frozen=True)
class Told:
    """Matters that bulletins have told of, in how many units."""

    matters: int
    units: int


def findings_told(campaign: Campaign, at: datetime) -> Told:
    """Matters told by the bulletins that are out, each once, and the units they stand in."""
    found = BulletinItem.objects.filter(bulletin__in=_out(campaign, at), included=True).aggregate(
        matters=Count("matter", distinct=True), units=Count("matter__unit", distinct=True)
    )
    return Told(**found)


def outcome_totals(campaign: Campaign, at: datetime) -> dict[str, int]:
    """Persons by kind of outcome, as told by the bulletins that are out (requirements 092, 093)."""
    rows = Outcome.objects.filter(bulletin__in=_out(campaign, at), decided_on__lte=local_day(at))
    counted = rows.order_by().values_list("kind").annotate(Sum("persons"))
    return {str(kind): int(persons) for kind, persons in counted}


def bulletins_of_matter(matter_id: int) -> QuerySet[Bulletin]:
    """The bulletins in force that tell of a matter: the way from a finding to its bulletin and outcomes."""
    return Bulletin.objects.filter(
        items__matter=matter_id, items__included=True, state=State.ISSUED
    ).order_by("pk")
