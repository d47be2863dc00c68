"""Occasions as far as a person may know: which there were, what was said, and what became of what was resolved."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import translation

from qingyuan.engines import officialdoc as doc
from qingyuan.kit.clock import local_day
from qingyuan.matters.api import kinds as matter_kinds
from qingyuan.matters.api import policy as matter_policy
from qingyuan.matters.api import queries as matters
from qingyuan.matters.api import visible
from qingyuan.org.api import Person, reach, scope
from qingyuan.org.api import queries as org
from qingyuan.resolutions.kinds import OccasionKind, Part, SaidKind
from qingyuan.resolutions.models import Occasion, Presence, Resolution, Said

SEE, HEAR, SEE_MEASURES = "resolutions.see", "resolutions.hear", "resolutions.see_measures"
HOLD, NOTE, RESOLVE = "resolutions.hold", "resolutions.note", "resolutions.resolve"


def _present(by: Person, permission: str, at: datetime, occasion: str) -> Q:
    """Whether the person took part, if what is his own counts with this permission."""
    if not reach(by, permission, at).own:
        return Q(pk__in=[])
    return Q(Exists(Presence.objects.filter(occasion=OuterRef(occasion), person=by.pk)))


def occasions(by: Person, *, at: datetime) -> QuerySet[Occasion]:
    """The occasions that exist for a person: of units in his reach, those in which he took part, and those that
    resolved something which he now has to do, so that the way from his matter leads somewhere.
    """
    known = scope(by, SEE, at=at) | _present(by, SEE, at, "pk")
    if reach(by, SEE, at).own:
        known |= Q(Exists(Resolution.objects.filter(occasion=OuterRef("pk"), matter__owner=by.pk)))
    return Occasion.objects.filter(known).select_related("unit")


def heard(by: Person, *, at: datetime) -> QuerySet[Said]:
    """What a person hears of what was said (``policy.hears``): he took part, or may hear the unit's."""
    known = scope(by, HEAR, at=at, path="occasion__unit__path") | _present(by, HEAR, at, "occasion")
    return (
        Said.objects.filter(known)
        .filter(occasion__in=occasions(by, at=at))
        .select_related("speaker", "about")
    )


def hears(by: Person, occasion: Occasion, *, at: datetime) -> bool:
    """Whether a person hears what was said on an occasion that exists for him."""
    known = scope(by, HEAR, at=at) | _present(by, HEAR, at, "pk")
    return Occasion.objects.filter(known, pk=occasion.pk).exists()


def one(by: Person, pk: int, *, at: datetime) -> Occasion | None:
    """An occasion that exists for the person, with who took part."""
    people = Presence.objects.select_related("person").order_by("person__police_no")
    found = occasions(by, at=at).prefetch_related(Prefetch("presences", people))
    return found.filter(pk=pk).first()


@dataclass(frozen=True)
class Choice:
    """What a list was narrowed to."""

    words: str = ""
    kind: str = ""


def listed(by: Person, chosen: Choice, *, at: datetime) -> QuerySet[Occasion]:
    """The list of occasions, the newest first when paged."""
    rows = occasions(by, at=at)
    if chosen.words:
        rows = rows.filter(Q(title__icontains=chosen.words) | Q(unit__name__icontains=chosen.words))
    return rows.filter(kind=chosen.kind) if chosen.kind else rows


@dataclass(frozen=True)
class Tally:
    """What became of what was resolved: void ones are not counted, late ones are among the open."""

    all: int = 0
    closed: int = 0
    late: int = 0


def tallies(occasions: Iterable[Occasion], today: date) -> dict[int, Tally]:
    """For each occasion what became of its resolutions. One query, however many."""
    rows = Resolution.objects.filter(occasion__in=[one.pk for one in occasions])
    late = Q(
        matter__state__in=matter_kinds.AT_UNIT, matter__term=matter_kinds.Term.DATED, matter__due_on__lt=today
    )
    counted = (
        rows.exclude(matter__state=matter_kinds.State.VOID)
        .order_by()
        .values("occasion")
        .annotate(
            all=Count("pk"),
            closed=Count("pk", filter=Q(matter__state=matter_kinds.State.CLOSED)),
            late=Count("pk", filter=late),
        )
    )
    return {row["occasion"]: Tally(row["all"], row["closed"], row["late"]) for row in counted}


@dataclass(frozen=True)
class Line:
    """One resolution as a page shows it. ``url``: of the matter, empty where the reader may not open it."""

    order: int
    words: str
    unit: str
    owner: str
    due_on: date | None
    state: str
    state_words: str
    late: bool
    url: str


def lines(occasion: Occasion, by: Person, *, at: datetime) -> list[Line]:
    """What was resolved, with the state of each matter. Two queries."""
    rows = list(occasion.resolutions.select_related("matter__unit", "matter__owner"))
    keys = [row.matter_id for row in rows]
    seen = set(visible(by, at=at).filter(pk__in=keys).values_list("pk", flat=True))
    today = local_day(at)
    return [_line(row, row.matter_id in seen, today) for row in rows if _told(row, seen)]


def _told(row: Resolution, seen: Collection[int]) -> bool:
    """Whether a list tells of a resolution: of a matter that is about somebody, only to who sees that matter."""
    return not row.matter.restricted or row.matter_id in seen


def _line(row: Resolution, seen: bool, today: date) -> Line:
    matter = row.matter
    state, term = matter_kinds.State(matter.state), matter_kinds.Term(matter.term)
    return Line(
        order=row.order,
        words=matter.statement,
        unit=matter.unit.label,
        owner=matter.owner.name if matter.owner else "",
        due_on=matter.due_on,
        state=matter.state,
        state_words=str(matter_kinds.STATE_WORDS[state]),
        late=matter_policy.is_overdue(state, term, matter.due_on, today),
        url=matters.matter_url(matter.pk) if seen else "",
    )


@dataclass(frozen=True)
class Published:
    """One list of a committee's own measures as everybody in the bureau sees it."""

    occasion: Occasion
    lines: tuple[Line, ...]
    tally: Tally


def measure_lists(by: Person, *, at: datetime, most: int = 20) -> list[Published]:
    """The lists of measures, newest first, with the state of every measure. A few queries, however many."""
    if not reach(by, SEE_MEASURES, at):
        return []
    found = list(
        Occasion.objects.filter(kind=OccasionKind.OWN_MEASURES)
        .select_related("unit")
        .prefetch_related(
            Prefetch("resolutions", Resolution.objects.select_related("matter__unit", "matter__owner"))
        )
        .order_by("-held_on", "-pk")[:most]
    )
    today = local_day(at)
    keys = [row.matter_id for occasion in found for row in occasion.resolutions.all()]
    seen = set(visible(by, at=at).filter(pk__in=keys).values_list("pk", flat=True))
    counted = tallies(found, today)
    return [
        Published(
            occasion,
            tuple(
                _line(row, row.matter_id in seen, today)
                for row in occasion.resolutions.all()
                if _told(row, seen)
            ),
            counted.get(occasion.pk, Tally()),
        )
        for occasion in found
    ]


@dataclass(frozen=True)
class Heard:
    """What was said on one occasion, by what it is."""

    opinions: tuple[Said, ...]
    demands: tuple[Said, ...]
    criticisms: tuple[Said, ...]


def said_at(occasion: Occasion, by: Person, *, at: datetime) -> Heard:
    """What a person hears of one occasion; criticism by whom it is about, self-criticism first. One query."""
    rows: Mapping[str, list[Said]] = {kind.value: [] for kind in SaidKind}
    for said in heard(by, at=at).filter(occasion=occasion):
        rows[said.kind].append(said)
    criticisms = sorted(
        rows[SaidKind.CRITICISM],
        key=lambda one: (one.about.police_no, not one.of_himself, one.speaker.police_no, one.pk),  # type: ignore[union-attr]
    )
    opinions = sorted(rows[SaidKind.OPINION], key=lambda one: one.words)
    return Heard(tuple(opinions), tuple(rows[SaidKind.DEMAND]), tuple(criticisms))


def chair_of(occasion: Occasion) -> Person | None:
    """Who chaired, of an occasion whose people are at hand."""
    return next((one.person for one in occasion.presences.all() if one.part == Part.CHAIR), None)


def those_who_spoke(occasion: Occasion) -> QuerySet[Person]:
    """Who may criticise and be criticised: who chaired and who took part; not who observed or kept the minutes."""
    inside = occasion.presences.filter(part__in=[Part.CHAIR, Part.MEMBER]).values("person")
    return Person.objects.filter(pk__in=inside).order_by("police_no")


def home_of(person: Person, at: datetime) -> str:
    """The place of a person's main post on the day; empty without one."""
    return org.standing(person, at).home_path


def paper(occasion: Occasion, rows: Iterable[Line], at: datetime) -> bytes:
    """The list of what was resolved, as Word, with owner, day and state. Nothing that was said is in it."""
    with translation.override("zh-hans"):
        table = doc.Table(
            header=("序号", "事项", "责任单位和责任人", "完成时限", "状态"),
            rows=tuple(
                (
                    str(row.order),
                    row.words,
                    f"{row.unit} {row.owner}",
                    row.due_on.isoformat() if row.due_on else "长期坚持",
                    row.state_words,
                )
                for row in rows
            ),
            widths=(1, 6, 4, 2.5, 2),
        )
        document = doc.OfficialDocument(
            head=doc.RedHead(f"{occasion.unit.name}文件", None),
            title=f"{occasion.title}议定事项清单",
            body=(
                doc.Paragraph.of(
                    f"{doc.written_date(occasion.held_on)}，{occasion.unit.name}{occasion.get_kind_display()}"
                    f"议定以下事项，状态截至{doc.written_date(local_day(at))}。"
                ),
                table,
            ),
            signature=occasion.unit.name,
            dated_on=local_day(at),
        )
        return doc.to_docx(document, properties=doc.Properties(author=occasion.unit.name, subject="议定事项"))
