"""Which warning cases exist for whom, and how much of each: nothing above a reader's level leaves this file."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from qingyuan.engines.sheets import ExportColumn
from qingyuan.kit.clock import local_day
from qingyuan.kit.words import _
from qingyuan.matters.api import Matter, visible
from qingyuan.matters.api import queries as matters
from qingyuan.org.api import Person, Unit, kinds, may, reach, scope
from qingyuan.study.kinds import LEVEL_WORDS, CaseLevel, CaseState
from qingyuan.study.models import WarningCase
from qingyuan.study.policy import cases as policy

SEE, KEEP = "study.see", "study.keep_cases"
INTERNAL, LEADERS = "study.read_cases_internal", "study.read_cases_leaders"
PLAIN = ("title", "rule", "source", "audience", "function", "failed", "control")
TEXTS = tuple(level.value for level in CaseLevel)


def _above(by: Person, at: datetime) -> Q:
    """Cases of the units above the reader's: a library is for everybody below."""
    paths = reach(by, SEE, at).paths
    places = {path[:end] for path in paths for end in range(Unit.steplen, len(path) + 1, Unit.steplen)}
    return Q(unit__path__in=sorted(places))


def cases(by: Person, *, at: datetime) -> QuerySet[WarningCase]:
    """The cases that exist for a person: approved ones, and for who keeps the library those at the desk."""
    approved = Q(state=CaseState.APPROVED) & (scope(by, SEE, at=at) | _above(by, at))
    rows = WarningCase.objects.filter(approved | scope(by, KEEP, at=at))
    return rows.select_related("unit", "matter", "made_by", "changed_by", "approved_by")


def level_of(by: Person, unit: Unit, *, at: datetime) -> CaseLevel:
    """How much of a unit's cases a person reads."""
    if may(by, INTERNAL, at=at, unit=unit):
        return CaseLevel.INTERNAL
    return CaseLevel.LEADERS if _reads_leaders(by, at) else CaseLevel.FORCE


def _reads_leaders(by: Person, at: datetime) -> bool:
    """The text for leaders is for who holds the permission, and for everybody of the leaders' rank group."""
    return by.rank == kinds.Rank.LEADER or bool(reach(by, LEADERS, at))


@dataclass(frozen=True)
class Told:
    """A case as one reader reads it: names hidden, one text, at or below his level."""

    pk: int
    unit: Unit
    title: str
    rule: str
    source: str
    audience: str
    function: str
    failed: str
    control: str
    text: str
    level: CaseLevel
    external: bool
    medium: Any
    state: str
    approved_at: datetime | None

    @property
    def level_words(self) -> Any:
        return LEVEL_WORDS[self.level]


def told(case: WarningCase, by: Person, *, at: datetime) -> Told:
    """What one person reads of a case."""
    texts = {level: getattr(case, level) for level in CaseLevel}
    level, text = policy.text_at(texts, level_of(by, case.unit, at=at))
    plain = {name: policy.shown(getattr(case, name)) for name in PLAIN}
    return Told(
        pk=case.pk,
        unit=case.unit,
        text=policy.shown(text),
        level=level,
        external=case.external,
        medium=case.get_medium_display(),
        state=case.state,
        approved_at=case.approved_at,
        **plain,
    )


def searched(rows: QuerySet[WarningCase], words: str, by: Person, *, at: datetime) -> QuerySet[WarningCase]:
    """The cases in which the words stand where this reader reads. Names are in none of the texts, so none is found."""
    wanted = policy.PRIVATE.sub("", words).strip()[:60]
    if not wanted:
        return rows
    hit = Q()
    for name in (*PLAIN, CaseLevel.FORCE, CaseLevel.PUBLIC):
        hit |= Q(**{f"{name}__icontains": wanted})
    if _reads_leaders(by, at):
        hit |= Q(leaders__icontains=wanted)
    inside = Q(internal__icontains=wanted) | Q(leaders__icontains=wanted)
    return rows.filter(hit | (scope(by, INTERNAL, at=at) & inside))


def levels(case: WarningCase) -> list[tuple[Any, str]]:
    """Every text of a case with names hidden, for who keeps the library."""
    return [(LEVEL_WORDS[level], policy.shown(getattr(case, level))) for level in CaseLevel]


def typed(case: WarningCase) -> dict[str, Any]:
    """A case as it was typed, names marked, for who keeps the library."""
    names = [one.words for one in case.names.all()]
    return {name: policy.with_names(getattr(case, name), names, marked=True) for name in (*PLAIN, *TEXTS)}


@dataclass(frozen=True)
class Control:
    """The matter under which a control was put in place, as it stands, for who sees it."""

    number: str
    state: str
    url: str


def control_of(case: WarningCase, by: Person, *, at: datetime) -> Control | None:
    """Where the control stands now; nothing for who does not see the matter."""
    found: Matter | None = visible(by, at=at).filter(pk=case.matter_id).first() if case.matter_id else None
    return Control(found.number, found.get_state_display(), matters.matter_url(found.pk)) if found else None


def columns() -> list[ExportColumn]:
    """The columns of the exported library."""
    names = (
        (_("标题"), 30), (_("形式"), 12), (_("违反的规定"), 30), (_("面向对象"), 20), (_("稿别"), 18), (_("案情"), 60),
        (_("哪道关口失守"), 40), (_("现在的关口"), 40), (_("出处"), 30),
    )  # fmt: skip
    return [ExportColumn(str(name), width) for name, width in names]


def table(by: Person, *, at: datetime) -> Iterator[list[Any]]:
    """A row for each approved case, as the reader reads it."""
    for case in cases(by, at=at).filter(state=CaseState.APPROVED).order_by("-pk").iterator(200):
        one = told(case, by, at=at)
        yield [
            *(one.title, str(one.medium), one.rule, one.audience, str(one.level_words), one.text),
            *(one.failed, one.control, one.source),
        ]


@dataclass(frozen=True)
class ApprovedCase:
    """What of an approved case may go out to units: names hidden, what the whole force may read."""

    pk: int
    title: str
    source: str
    rule: str
    failed: str
    control: str
    function: str
    external: bool


def approved_case(by: Person, case_id: int, *, at: datetime) -> ApprovedCase | None:
    """An approved case that exists for the person, as rooms above take it further."""
    found = cases(by, at=at).filter(pk=case_id, state=CaseState.APPROVED).first()
    if found is None:
        return None
    names = ("title", "source", "rule", "failed", "control", "function")
    plain = {name: policy.shown(getattr(found, name)) for name in names}
    return ApprovedCase(pk=found.pk, external=found.external, **plain)


@dataclass(frozen=True)
class PublicCase:
    """What everybody reads of a released case. No unit, no source, no text of another level."""

    title: str
    text: str
    rule: str
    failed: str
    control: str
    released_on: date | None


def as_public(case: WarningCase) -> PublicCase:
    """A case as everybody would read it, names hidden; also before it is released, for who releases it."""
    plain = {name: policy.shown(getattr(case, name)) for name in ("title", "rule", "failed", "control")}
    on = local_day(case.released_at) if case.released_at else None
    return PublicCase(text=policy.shown(case.public), released_on=on, **plain)


def public_cases(*, most: int = 50) -> tuple[list[PublicCase], int]:
    """The released cases, the latest first, and how many there are. Nothing here depends on who reads."""
    rows = WarningCase.objects.filter(released_at__isnull=False, state=CaseState.APPROVED)
    return [as_public(one) for one in rows.order_by("-released_at", "-pk")[:most]], rows.count()
