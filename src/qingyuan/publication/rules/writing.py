"""Writing: a document is begun from a template, its figures put in by the ledger, its words changed by the clerk."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from qingyuan.campaign.api import Campaign
from qingyuan.engines import officialdoc as doc
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person, Unit, require
from qingyuan.publication import policy
from qingyuan.publication.errors import WRITING_GAPS, CannotWrite, Gap, Missing, because, reasons
from qingyuan.publication.kinds import NUMBERED, Genre, State
from qingyuan.publication.models import (
    GivenFigure,
    Template,
    Writing,
    WritingFigure,
    WritingSection,
)
from qingyuan.publication.policy.writing import FIXED, names_in_braces, renamed, stray_braces
from qingyuan.publication.queries import default_addressees, facts, last_code
from qingyuan.publication.queries.writing import WRITE, question_of, writings
from qingyuan.trail.api import record

PART_AT_MOST = 5000


def missing() -> Missing:
    """The same words for what is not there and for what is not to be seen."""
    return Missing(Reason("missing", _("没有找到这份文稿，或者它不在您的权限范围内")))


def locked(writing_id: int, *, by: Person, permission: str, at: datetime) -> Writing:
    """Who, then lock: a document that exists for the person, if he may do this to it."""
    found = writings(by, at=at).filter(pk=writing_id).select_for_update(of=("self",)).first()
    if found is None:
        raise missing()
    require(by, permission, at=at, unit=found.unit)
    return found


def a_draft(writing_id: int, *, by: Person, at: datetime) -> Writing:
    """A locked document that is still being written, for one who writes."""
    found = locked(writing_id, by=by, permission=WRITE, at=at)
    if not found.is_draft:
        raise CannotWrite(because("not_a_draft", WRITING_GAPS))
    return found


def note(made: Writing, act: str, *, by: Person, at: datetime, **detail: str | int | bool | None) -> None:
    """One line in the trail: codes, ids, dates and counts, never words."""
    record(actor=by.key, act=f"publication.{act}", subject=f"writing:{made.pk}", at=at, detail=detail)


@transaction.atomic
def start_writing(
    *,
    template: Template,
    campaign: Campaign,
    unit: Unit,
    period_from: date,
    period_to: date,
    by: Person,
    at: datetime,
    ahead: bool = False,
    receiver: str = "",
) -> Writing:
    """Begin a document: its sections from the template, its figures from the ledger.

    ``ahead``: for a turn of the calendar that is not over yet; its figures will still move. ``receiver``: to whom
    that turn is owed.
    """
    require(by, WRITE, at=at, unit=unit)
    gaps = policy.period_gaps(period_from, period_to, local_day(at))
    problems = reasons([gap for gap in gaps if not (ahead and gap is Gap.PERIOD_AHEAD)])
    if not template.active:
        problems.append(because("no_template", WRITING_GAPS))
    if not unit.path.startswith(campaign.unit.path):
        problems.append(because("outside", WRITING_GAPS))
    if problems:
        raise CannotWrite(problems)
    fixed = {
        "unit": unit.short or unit.name,
        "period": doc.written_period(period_from, period_to),
        "from": doc.written_date(period_from),
        "to": doc.written_date(period_to),
    }
    to_units_below = default_addressees(unit) if template.genre == Genre.NOTICE else ""
    made = Writing.objects.create(
        campaign=campaign,
        unit=unit,
        template=template,
        genre=template.genre,
        title=_fix(template.title, fixed),
        period_from=period_from,
        period_to=period_to,
        addressees=receiver or to_units_below,
        code=last_code(campaign, unit) if template.genre in NUMBERED else "",
        drafted_at=at,
        drafted_by=by,
        changed_by=by,
    )
    sections = WritingSection.objects.bulk_create(
        WritingSection(
            writing=made,
            order=order,
            heading=one.heading,
            guidance=one.guidance,
            wants=one.wants,
            text=_fix(one.text, fixed),
        )
        for order, one in enumerate(template.sections.all(), 1)
    )
    figures = _put_in(made, [made.title, *(one.text for one in sections)], by=by, at=at)
    note(
        made, "start_writing", by=by, at=at,
        template=template.code, unit=unit.pk, to=str(period_to), figures=figures, **{"from": str(period_from)},
    )  # fmt: skip
    return made


def _fix(text: str, fixed: Mapping[str, str]) -> str:
    for name, words in fixed.items():
        text = text.replace("{" + name + "}", words)
    return text


def _put_in(made: Writing, texts: Iterable[str], *, by: Person, at: datetime) -> int:
    """See to it that every figure named in the texts is there, and no other; how many there are.

    What was given to somebody for the same unit and period is taken from there.
    """
    known = facts.names()
    wanted = [code for text in texts for code in names_in_braces(text) if code in known]
    wanted = list(dict.fromkeys(wanted))
    made.figures.exclude(fact__in=wanted).delete()
    there = set(made.figures.values_list("fact", flat=True))
    fresh = [code for code in wanted if code not in there]
    given = _given(made, fresh)
    now = facts.asked_for(question_of(made, by, at=at), [code for code in fresh if code not in given])
    rows = []
    for code in fresh:
        source = given.get(code)
        one = source or now[code].value
        rows.append(
            WritingFigure(
                writing=made,
                fact=code,
                part=one.part,
                whole=one.whole,
                text=one.text,
                at=at,
                by=by,
                given=source,
            )
        )
    WritingFigure.objects.bulk_create(rows)
    return len(wanted)


def _given(made: Writing, wanted: list[str]) -> dict[str, GivenFigure]:
    rows = GivenFigure.objects.filter(
        fact__in=wanted,
        given__submission__campaign=made.campaign_id,
        given__submission__unit=made.unit_id,
        given__period_from=made.period_from,
        given__period_to=made.period_to,
    )
    return {one.fact: one for one in rows.order_by("given__given_at", "pk")}


@dataclass(frozen=True)
class Words:
    """What the clerk writes. ``parts``: sections by their order; figures by their names, in braces."""

    title: str
    parts: Mapping[int, str] = field(default_factory=dict)
    addressees: str = ""
    copy_to: str = ""
    code: str = ""


@transaction.atomic
def change_writing(
    *, writing_id: int, words: Words, by: Person, at: datetime, version: int | None = None
) -> Writing:
    """Change the words of a draft. Figures that are named anew are put in, those no longer named are taken out.

    ``version``: the one that was before the eyes; who comes second sees what the first has written.
    """
    made = a_draft(writing_id, by=by, at=at)
    sections = list(made.sections.all())
    codes = facts.codes()
    problems = _head_problems(made, words)
    if version is not None and version != made.version:
        problems.append(because("changed", WRITING_GAPS))
    title = renamed(words.title.strip(), codes)
    problems += _text_problems(title, str(_("标题")), "title", codes)
    for one in sections:
        one.text = renamed(words.parts.get(one.order, one.text).replace("\r\n", "\n").strip(), codes)
        place = one.heading or str(_("第 %(n)s 部分")) % {"n": one.order}
        problems += _text_problems(one.text, place, f"part_{one.order}", codes)
        if len(one.text) > PART_AT_MOST:
            problems.append(because("part_long", WRITING_GAPS, place=place))
    if problems:
        raise CannotWrite(problems)
    made.title, made.code = title, words.code.strip()
    made.addressees, made.copy_to = words.addressees.strip(), words.copy_to.strip()
    made.version += 1
    made.changed_by = by
    made.save(update_fields=["title", "code", "addressees", "copy_to", "version", "changed_by"])
    WritingSection.objects.bulk_update(sections, ["text"])
    figures = _put_in(made, [made.title, *(one.text for one in sections)], by=by, at=at)
    note(made, "change_writing", by=by, at=at, version=made.version, figures=figures)
    return made


def _head_problems(made: Writing, words: Words) -> list[Reason]:
    problems = []
    if not words.title.strip():
        problems.append(because("no_title", WRITING_GAPS))
    if len(words.title) > 120:
        problems.append(because("title_long", WRITING_GAPS))
    if made.genre in NUMBERED and not policy.code_is_sound(words.code.strip()):
        problems.append(because("no_code", WRITING_GAPS))
    return problems


def _text_problems(text: str, place: str, at_field: str, codes: Mapping[str, str]) -> list[Reason]:
    known = set(codes.values()) | set(FIXED)
    unknown = [name for name in names_in_braces(text) if name not in known or name in FIXED]
    if unknown:
        words = WRITING_GAPS["unknown"][0]
        return [Reason("unknown", words, at_field, {"place": place, "names": "、".join(unknown)})]
    if stray_braces(text):
        return [Reason("stray", WRITING_GAPS["stray"][0], at_field, {"place": place})]
    return []


@transaction.atomic
def refresh_figures(*, writing_id: int, by: Person, at: datetime) -> int:
    """Put the ledger's present figures in place of those that have moved since; how many had moved."""
    made = a_draft(writing_id, by=by, at=at)
    figures = list(made.figures.all())
    now = facts.asked_for(question_of(made, by, at=at), [one.fact for one in figures])
    moved = []
    for one in figures:
        value = now[one.fact].value
        if (one.part, one.whole, one.text) != (value.part, value.whole, value.text):
            one.part, one.whole, one.text = value.part, value.whole, value.text
            one.at, one.by, one.given = at, by, None
            moved.append(one)
    if moved:
        WritingFigure.objects.bulk_update(moved, ["part", "whole", "text", "at", "by", "given"])
        made.version += 1
        made.changed_by = by
        made.save(update_fields=["version", "changed_by"])
        note(made, "refresh_figures", by=by, at=at, moved=len(moved), version=made.version)
    return len(moved)


@transaction.atomic
def discard_writing(*, writing_id: int, by: Person, at: datetime) -> None:
    """Throw a draft away. The record keeps that there was one."""
    made = a_draft(writing_id, by=by, at=at)
    note(made, "discard_writing", by=by, at=at, state=State.DRAFT.value)
    made.delete()
