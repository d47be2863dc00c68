"""Essays: what is asked of whom and until when, what a text shares with others, who reads it, and counts by group."""

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet

from qingyuan.campaign.api import Campaign, units_of
from qingyuan.kit.clock import local_day
from qingyuan.org.api import Person, Unit, queries, reach, scope, setting
from qingyuan.org.api import kinds as org
from qingyuan.study.kinds import HANDED_IN, Authorship, Origin, SourceKind
from qingyuan.study.models import (
    Essay,
    EssayCall,
    EssayCount,
    EssayDraft,
    EssaySource,
)
from qingyuan.study.policy import essays as policy
from qingyuan.study.queries import essay_index, essay_published
from qingyuan.study.queries.essay_sealed import unsealed
from qingyuan.study.queries.special import suspended_units

if TYPE_CHECKING:
    from qingyuan.engines.originality import Passage

MOST = "study.essay_most"  # the setting: characters at most
WRITE, REVIEW, CALL = "study.write_essay", "study.review_essay", "study.call_essay"
FIGURES, KEEP = "study.see_essay_figures", "study.keep_essay_source"
_MINUTE = timedelta(minutes=1)
NAMED = 60  # who has not handed in, by name on one page


def most() -> int:
    """How many characters an essay has at most, as the bureau has decided it."""
    kept = setting(MOST, policy.MOST)
    return kept if isinstance(kept, int) and policy.LEAST <= kept <= policy.MOST_AT_MOST else policy.MOST


# -- calls --------------------------------------------------------------------------------------------------


def calls(campaign: Campaign) -> QuerySet[EssayCall]:
    """What was asked for in a campaign, the latest first."""
    found = EssayCall.objects.filter(campaign=campaign).select_related("stage", "campaign__unit")
    return found.order_by("-made_at", "-pk")


def closes_on(call: EssayCall) -> date:
    """The last day: that of the stage, or of a campaign without stages."""
    return call.stage.ends_on if call.stage else call.campaign.ends_on


def is_open(call: EssayCall, day: date) -> bool:
    """Whether an essay can still be written: the stage has not ended."""
    ended = call.campaign.ended_at is not None or (call.stage is not None and call.stage.closed)
    return not ended and day <= closes_on(call)


def asked_people(
    campaign: Campaign, ranks: Iterable[str], units: Iterable[Unit], at: datetime
) -> list[Person]:
    """Police officers of these rank groups in these units and below (none: the whole campaign), with their home.

    A unit in special duty is not asked, nor what lies below it.
    """
    tops = [unit.path for unit in units] or [campaign.unit.path]
    every = list(Unit.objects.filter(queries.within(tops, "path")))
    spared = suspended_units(every, local_day(at))
    kept = [unit for unit in every if unit.pk not in spared]
    found = queries.members(kept, at).filter(category=org.Category.POLICE, rank__in=list(ranks))
    return list(found.prefetch_related(queries.post_on(at)))


# -- the author ---------------------------------------------------------------------------------------------


def own(by: Person, at: datetime) -> QuerySet[Essay]:
    """What a person was asked for himself."""
    found = Essay.objects.filter(scope(by, WRITE, at=at, owner="person"), person=by)
    return found.select_related("call__stage", "call__campaign__unit", "unit").order_by("-pk")


def draft_of(essay: Essay) -> str:
    """The author's draft, or nothing."""
    kept = EssayDraft.objects.filter(essay=essay).first()
    return unsealed(kept.sealed, essay=essay.pk, draft=True) if kept else ""


def text_of(essay: Essay) -> str:
    """What was handed in."""
    return unsealed(essay.text, essay=essay.pk) if essay.text is not None else ""


# -- what stands elsewhere ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Part:
    """A part of a text as the page shows it: one's own (``origin`` None), or a passage with its number.

    ``title`` and ``source`` are of what anybody may read: the bureau's library, and essays that were published, with
    their ``author`` if he stands by it. Of another colleague's essay nothing stands here but that there is one.
    """

    text: str
    origin: Origin | None = None
    number: int = 0
    title: str = ""
    source: str = ""
    counts: bool = False
    author: str = ""
    published: int = 0


@dataclass(frozen=True)
class Looked:
    """What the author and his reader see."""

    parts: tuple[Part, ...]
    weighed: policy.Weighed

    @property
    def passages(self) -> list[Part]:
        return [part for part in self.parts if part.origin is not None]

    @property
    def copied(self) -> list[Part]:
        return [part for part in self.passages if part.counts]

    @property
    def quoted(self) -> list[Part]:
        return [part for part in self.passages if not part.counts]


def ready(essay: Essay) -> bool:
    """Whether looking takes no time worth speaking of."""
    return essay_index.is_near(essay.call.campaign_id)


def look(essay: Essay, text: str) -> Looked:
    """What a text of this essay's author shares with the others, with documents and with templates."""
    found = found_in(essay, text)
    sources = _sources(found)
    open_to_all = essay_published.named({one.source for one in found if one.origin is Origin.PUBLISHED})
    found = [_as_told(one, open_to_all) for one in found]
    parts, number = list[Part](), 0
    for piece in policy.pieces(len(text), found):
        said = text[piece.begin : piece.end]
        if piece.found is None or not policy.letters(said):
            parts.append(Part(said))
            continue
        number += 1
        one = piece.found
        title, source = "", ""
        if one.origin in (Origin.TEMPLATE, Origin.DOCUMENT):
            kept = sources[one.source]
            title, source = kept.title, kept.text[one.source_begin : one.source_end]
        if one.origin is Origin.PUBLISHED:
            other = open_to_all[one.source]
            source = other.text[one.source_begin : one.source_end]
            parts.append(
                Part(said, one.origin, number, other.title, source, one.counts, other.author, other.pk)
            )
            continue
        parts.append(Part(said, one.origin, number, title, source, one.counts))
    return Looked(tuple(parts), policy.weighed(text, found))


def _as_told(one: policy.Found, named: Mapping[int, essay_published.Named]) -> policy.Found:
    """An essay that its author took back, between the two questions even, is another essay again."""
    if one.origin is Origin.PUBLISHED and one.source not in named:
        return policy.Found(one.begin, one.end, Origin.ESSAY)
    return one


def _sources(found: Iterable[policy.Found]) -> dict[int, EssaySource]:
    keys = {one.source for one in found if one.origin in (Origin.TEMPLATE, Origin.DOCUMENT)}
    return EssaySource.objects.in_bulk(keys) if keys else {}


def found_in(essay: Essay, text: str) -> list[policy.Found]:
    """Passages of a text that also stand elsewhere. Of what is handed in only what was there before it counts."""
    held = essay_index.of_essays(essay.call.campaign_id)
    keys = [pk for pk, _mark in held.names]
    place = keys.index(essay.pk) if essay.pk in keys else None
    mine = set(
        Essay.objects.filter(call__campaign=essay.call.campaign_id, person=essay.person_id).values_list(
            "pk", flat=True
        )
    )
    open_to_all = essay_published.published(essay.call.campaign)
    published = set(open_to_all.values_list("essay", flat=True))
    found = []
    for one in held.collection.find(text, leave_out=place):
        if _is_copy(one, held) and (place is None or one.document < place):
            other = int(keys[one.document])
            origin = policy.origin_of(other, mine=mine, published=published)
            if origin is Origin.PUBLISHED:
                found.append(
                    policy.Found(one.begin, one.end, origin, other, one.source_begin, one.source_end)
                )
            else:
                found.append(policy.Found(one.begin, one.end, origin))
    return found + library_found(text)


def _is_copy(one: "Passage", held: essay_index.Held) -> bool:
    return policy.is_copy(one.copied, agreed=one.agreed, longest=one.longest, texts=len(held.names))


def library_found(text: str) -> list[policy.Found]:
    """Quotations of the bureau's documents, and what stands in its templates."""
    found = []
    for kind, origin in ((SourceKind.DOCUMENT, Origin.DOCUMENT), (SourceKind.TEMPLATE, Origin.TEMPLATE)):
        held = essay_index.of_library(kind)
        for one in held.collection.find(text) if held.names else ():
            if one.quoted or _is_copy(one, held):
                source = int(held.names[one.document][0])
                found.append(
                    policy.Found(one.begin, one.end, origin, source, one.source_begin, one.source_end)
                )
    return found


# -- who reads it -------------------------------------------------------------------------------------------


def to_review(by: Person, at: datetime) -> QuerySet[Essay]:
    """Essays that a person reads; handed in or not. It says in SQL what ``policy.may_read`` says."""
    heads = _headed(by, at)
    above, here = Q(pk__in=[]), Q(person__branch__secretary=by)
    for unit in heads:
        above |= Q(unit__path__startswith=unit.path, unit__depth__gt=unit.depth)
        here |= Q(unit=unit) | Q(unit__path__startswith=unit.path, unit__depth=unit.depth + 1)
    leading = Q(rank=org.Rank.LEADER)
    found = Essay.objects.filter((leading & above) | (~leading & here))
    if not reach(by, REVIEW, at):
        found = found.none()
    return found.exclude(person=by).select_related("call__stage", "call__campaign__unit", "person", "unit")


def _headed(by: Person, at: datetime) -> list[Unit]:
    held = by.holdings.on(local_day(at)).filter(role=org.Role.UNIT_HEAD).select_related("unit")
    return [one.unit for one in held]


def before(by: Person, call: EssayCall, at: datetime) -> QuerySet[Essay]:
    """What was handed in to a reader, read or not."""
    rows = to_review(by, at).filter(call=call, state__in=HANDED_IN).select_related("publication")
    return rows.defer("text")


@dataclass(frozen=True)
class WaitedFor:
    """Who may be asked kindly, and how many more there are; the away are only counted."""

    people: list[Essay]
    more: int
    away: int


def waited_for(by: Person, call: EssayCall, at: datetime) -> WaitedFor:
    """Whose essay a reader has not got. Who is on duty, on leave or away today is only counted, as is special duty."""
    rows = list(
        to_review(by, at)
        .filter(call=call)
        .exclude(state__in=HANDED_IN)
        .order_by("unit__path", "person__police_no")
    )
    taken = queries.on_duty([one.person_id for one in rows], at, at + _MINUTE)
    spared = suspended_units({one.unit_id: one.unit for one in rows}.values(), local_day(at))
    there = [one for one in rows if one.person_id not in taken and one.unit_id not in spared]
    return WaitedFor(there[:NAMED], len(there[NAMED:]), len(rows) - len(there))


# -- figures ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """One line of the figures: a rank group of all units, or of one. ``after``: found and helped are told."""

    rank: str
    unit: Unit | None
    cell: policy.Cell
    after: bool


def figures(by: Person, call: EssayCall, at: datetime) -> tuple[list[Line], list[Line]]:
    """By rank group, and by rank group and unit, of the units in reach; leaders first. As last counted."""
    rows = EssayCount.objects.filter(call=call)
    units = {row.unit_id: row.unit for row in rows.filter(scope(by, FIGURES, at=at)).select_related("unit")}
    after = local_day(at) > call.due_on
    every = [
        policy.Cell(row.unit_id, row.rank, row.asked, row.submitted, row.much * after, row.helped * after)
        for row in rows
    ]
    told = policy.shown(every)
    cells = [one for one in every if one.unit in units]
    whole = [
        Line(rank, None, cell, after)
        for rank in org.Rank
        if (cell := policy.summed(cells, rank, told)) is not None
    ]
    parts = [
        Line(cell.rank, units[cell.unit], cell, after)
        for rank in org.Rank
        for cell in sorted(cells, key=lambda one: units[one.unit].path)
        if cell.rank == rank and (cell.unit, cell.rank) in told
    ]
    return whole, parts


def counted(call: EssayCall) -> list[policy.Cell]:
    """A call by rank group and unit of the campaign, with the engine comparing all essays with all, now."""
    much = much_copied(call)
    homes = [(unit.path, unit.pk) for unit in (*units_of(call.campaign), call.campaign.unit)]
    groups: dict[tuple[int, str], Counter[str]] = {}
    rows = Essay.objects.filter(call=call).order_by("pk")
    for pk, path, rank, state, authorship in rows.values_list(
        "pk", "unit__path", "rank", "state", "authorship"
    ):
        home = next((unit for place, unit in homes if path.startswith(place)), homes[-1][1])
        found = groups.setdefault((home, rank), Counter())
        found["asked"] += 1
        found["submitted"] += state in HANDED_IN
        found["much"] += pk in much
        found["helped"] += authorship == Authorship.HELPED
    return [
        policy.Cell(unit, rank, n["asked"], n["submitted"], n["much"], n["helped"])
        for (unit, rank), n in groups.items()
    ]


def much_copied(call: EssayCall) -> set[int]:
    """Essays of a call of which more than two fifths stand elsewhere: all against all, by the engine, now."""
    held = essay_index.of_essays(call.campaign_id, whole=True)
    keys = [int(pk) for pk, _mark in held.names]
    people = dict(Essay.objects.filter(call__campaign=call.campaign_id).values_list("pk", "person"))
    wanted = set(Essay.objects.filter(call=call, state__in=HANDED_IN).values_list("pk", flat=True))
    found: dict[int, list[policy.Found]] = {pk: [] for pk in wanted}
    least = {"least": -math.inf} if len(keys) < policy.YOUNG else {}
    for later, one in held.collection.check(**least) if wanted else ():
        mine, theirs = keys[later], keys[one.document]
        if _is_copy(one, held) and mine in wanted and people[mine] != people[theirs]:
            found[mine].append(policy.Found(one.begin, one.end, Origin.ESSAY))
    templates = EssaySource.objects.filter(kind=SourceKind.TEMPLATE).exists()
    asked = sorted(pk for pk, passages in found.items() if passages or templates)
    much = set()
    for begin in range(0, len(asked), 500):
        kept = Essay.objects.filter(pk__in=asked[begin : begin + 500]).values_list("pk", "text")
        for pk, text in kept:
            plain = unsealed(text, essay=pk)
            if policy.weighed(plain, found[pk] + library_found(plain)).much:
                much.add(pk)
    return much
