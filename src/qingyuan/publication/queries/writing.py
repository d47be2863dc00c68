"""Questions about documents that clerks write: which exist for a person, how one stands, and what it looks like."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from qingyuan.burden.api import cap
from qingyuan.campaign.api import Campaign
from qingyuan.engines import officialdoc as doc
from qingyuan.kit.clock import local_day
from qingyuan.org.api import Person, Unit, reach, scope
from qingyuan.publication import policy
from qingyuan.publication.kinds import GENRE_SAID, NUMBERED, Genre, State
from qingyuan.publication.models import Series, Writing, WritingFigure, WritingSection
from qingyuan.publication.policy import writing as rules_of_writing
from qingyuan.publication.policy.writing import Part, Piece, Point, Value, Written, filled, pieces, said
from qingyuan.publication.queries import facts
from qingyuan.publication.queries.bulletins import roster_names
from qingyuan.publication.shelves import Question

WRITE, ISSUE, SEE = "publication.write", "publication.issue_writing", "publication.see_writing"


def writings(by: Person, *, at: datetime) -> QuerySet[Writing]:
    """The documents that exist for a person: issued ones of units in reach, drafts of units he writes or signs for."""
    told = ~Q(state=State.DRAFT) & scope(by, SEE, at=at)
    desk = Q(state=State.DRAFT) & (scope(by, WRITE, at=at) | scope(by, ISSUE, at=at))
    return Writing.objects.filter(told | desk).select_related(
        "unit", "campaign", "template", "drafted_by", "issued_by", "changed_by"
    )


def writers(by: Person, campaign: Campaign, *, at: datetime) -> list[Unit]:
    """The units for which a person may write: where he holds the role, as far as the campaign goes."""
    tops, own = reach(by, WRITE, at).paths, campaign.unit.path
    places = {
        own if own.startswith(top) else top for top in tops if own.startswith(top) or top.startswith(own)
    }
    return list(Unit.objects.filter(path__in=places).order_by("path"))


def question_of(made: Writing, by: Person, *, at: datetime) -> Question:
    """What its facts are asked of."""
    return Question(by, made.campaign, made.unit, made.period_from, made.period_to, at)


def values_of(figures: Sequence[WritingFigure]) -> dict[str, str]:
    """The figures of a document as they stand in it, by fact."""
    return {one.fact: said(Value(one.part, one.whole, one.text)) for one in figures}


def title_of(made: Writing) -> str:
    """Its title as it is read."""
    return filled(made.title, values_of(list(made.figures.all())))


def as_it_stands(made: Writing) -> str:
    """A mark of all that stands in a draft: another one as soon as anything of it is changed."""
    head = [made.title, made.addressees, made.copy_to, made.code, made.version]
    parts = [[one.heading, one.text] for one in made.sections.all()]
    figures = [[one.fact, one.part, one.whole, one.text] for one in made.figures.all()]
    return hashlib.sha256(json.dumps([head, parts, figures]).encode()).hexdigest()


def documents_issued(campaign: Campaign, at: datetime) -> int:
    """How many documents of the campaign are out at a moment, those withdrawn left aside."""
    out = Writing.objects.filter(campaign=campaign, issued_at__lte=at)
    return out.exclude(withdrawn_at__lte=at).count()


# -- the desk --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Line:
    """A figure of a draft beside what its fact comes to now. ``number``: the mark it carries in the text."""

    number: int
    figure: WritingFigure
    name: str
    said: str
    now: str
    source: str
    page: str
    given_to: str = ""
    gloss: str = ""

    @property
    def moved(self) -> bool:
        return self.said != self.now


@dataclass(frozen=True)
class Shown:
    """A section as it is shown: its paragraphs, cut at their figures, and what there is to look at."""

    section: WritingSection
    paragraphs: tuple[tuple[Piece, ...], ...]
    points: tuple[Point, ...]


@dataclass(frozen=True)
class Desk:
    """A draft with its figures, what has moved since, and what there is to look at."""

    made: Writing
    title: str
    sections: tuple[Shown, ...]
    lines: tuple[Line, ...]
    points: tuple[Point, ...]
    characters: int
    names: frozenset[str]
    offered: tuple[facts.Shown, ...]
    limit: int

    @property
    def moved(self) -> int:
        return sum(line.moved for line in self.lines)

    @property
    def numbers(self) -> dict[str, int]:
        return {line.figure.fact: line.number for line in self.lines}


def desk(made: Writing, by: Person, *, at: datetime) -> Desk:
    """Everything on the page of a draft. A fixed number of queries."""
    sections = list(made.sections.all())
    figures = list(made.figures.select_related("given__given__submission", "by"))
    offered = facts.asked_for(question_of(made, by, at=at))
    values = values_of(figures)
    lines = tuple(
        _line(n, one, offered[one.fact], values[one.fact])
        for n, one in enumerate(figures, 1)
        if one.fact in offered
    )
    names = names_in(made, sections, values)
    characters = doc.count_characters(document(made, sections, values, on=local_day(at)))
    most = cap(rules_of_writing.cap_of(made.genre))
    written = Written(
        made.genre,
        made.title,
        [Part(one.heading, one.text, one.wants) for one in sections],
        facts.known(offered),
        names,
        _units(made.unit),
        made.genre not in NUMBERED or bool(made.addressees),
        characters,
        most,
        made.period_to,
        local_day(at),
    )
    points = rules_of_writing.points(written)
    shown = tuple(
        Shown(
            one,
            tuple(tuple(pieces(line, values)) for line in one.text.splitlines() if line.strip()),
            tuple(point for point in points if point.part == order),
        )
        for order, one in enumerate(sections, 1)
    )
    return Desk(
        made,
        filled(made.title, values),
        shown,
        lines,
        tuple(points),
        characters,
        names,
        tuple(offered.values()),
        most,
    )


def _units(unit: Unit) -> frozenset[str]:
    """The names by which a document may speak of the unit and of those right below it."""
    below = Unit.objects.filter(path__startswith=unit.path, depth__lte=unit.depth + 1)
    return frozenset(name for pair in below.values_list("name", "short") for name in pair if name)


def _line(number: int, figure: WritingFigure, now: facts.Shown, then: str) -> Line:
    given = figure.given.given.submission.receiver if figure.given else ""
    return Line(number, figure, now.name, then, now.said, str(now.source), now.page, given, now.gloss)


def names_in(
    made: Writing, sections: Sequence[WritingSection], values: Mapping[str, str] | None = None
) -> frozenset[str]:
    """Names of the roster that stand in a document, but for those of the unit's own name."""
    texts = [filled(text, values or {}) for text in (made.title, *(one.text for one in sections))]
    return policy.names_in(texts, roster_names(made.unit))


# -- the document ----------------------------------------------------------------------------------------------


def next_serial(made: Writing, code: str, year: int) -> int:
    """The number that it would get now. Given out only when it is issued."""
    series = Series.objects.filter(code=code, year=year, unit=made.unit_id, campaign=made.campaign_id)
    return (series.values_list("last", flat=True).first() or 0) + 1


def series_of(made: Writing) -> str:
    """The series in which it is numbered."""
    return made.code if made.genre in NUMBERED else GENRE_SAID[Genre(made.genre)]


def number_of(made: Writing, year: int, serial: int) -> str:
    """Its number as it is read: a document number, or the issue within the year."""
    if made.genre in NUMBERED:
        return doc.DocumentNumber(made.code, year, serial).text
    return f"{GENRE_SAID[Genre(made.genre)]}〔{year}〕第{serial}期"


def document(
    made: Writing,
    sections: Sequence[WritingSection],
    values: Mapping[str, str],
    *,
    on: date,
    serial: int | None = None,
    signatory: str = "",
) -> doc.OfficialDocument:
    """The official document in the layout of GB/T 9704-2012: red head with number, or head of a briefing."""
    word, on = GENRE_SAID[Genre(made.genre)], made.issued_on or on
    serial = serial or made.serial or 1
    title = filled(made.title, values)
    body = tuple(_blocks(sections, values))
    listed = tuple(part for part in re.split(r"[\n;；，,、]", made.addressees) if part.strip())
    copied = tuple(part for part in re.split(r"[\n;；，,、]", made.copy_to) if part.strip())
    office = f"{made.unit.name}教育整顿办公室"
    if made.genre in NUMBERED:
        up = made.genre == Genre.REPORT  # what goes up names who signed it (7.2.6)
        number = doc.DocumentNumber(made.code, on.year, serial) if made.code else None
        return doc.OfficialDocument(
            head=doc.RedHead(f"{made.unit.name}文件", number, signatory=signatory if up else ""),
            title=title,
            genre=word,
            addressees=listed,
            body=body,
            signature=made.unit.name,
            dated_on=on,
            foot=doc.Imprint(copied, office, on),
        )
    return doc.OfficialDocument(
        head=doc.BriefingHead(f"教育整顿{'工作' if word == '信息' else ''}{word}", serial, office, on),
        title=title,
        body=body,
        foot=doc.BriefingFoot(report_to=listed, send_to=copied),
    )


def _blocks(sections: Sequence[WritingSection], values: Mapping[str, str]) -> list[doc.Block]:
    blocks: list[doc.Block] = []
    for one in sections:
        lines = [line.strip() for line in filled(one.text, values).splitlines() if line.strip()]
        if lines and one.heading:
            blocks.append(doc.Heading(one.heading))
        blocks += [doc.Paragraph.of(line) for line in lines]
    return blocks


def document_of(made: Writing, *, at: datetime) -> doc.OfficialDocument:
    """A draft as it would be issued now."""
    on = local_day(at)
    sections = list(made.sections.all())
    serial = made.serial or next_serial(made, series_of(made), on.year)
    return document(made, sections, values_of(list(made.figures.all())), on=on, serial=serial)
