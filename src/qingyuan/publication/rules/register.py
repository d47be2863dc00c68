"""The register of guidance documents: put on, replaced by a new version, ended. Research topics: set and concluded."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from qingyuan.campaign.api import Campaign
from qingyuan.kit import kept
from qingyuan.kit.clock import local_day
from qingyuan.kit.errors import Reason
from qingyuan.kit.uploads import Checked
from qingyuan.kit.words import _
from qingyuan.matters.api import Matter, kinds
from qingyuan.matters.api import rules as matters
from qingyuan.org.api import Person, Unit, require
from qingyuan.publication.errors import REGISTER_GAPS, CannotRegisterGuidance, Missing, because
from qingyuan.publication.models import Guidance, Research, Writing
from qingyuan.publication.queries.register import REGISTER, SET, guidance, research, to_register
from qingyuan.trail.api import record

SOURCE = "research"


def _missing() -> Missing:
    return Missing(Reason("missing", _("没有找到，或者不在您的权限范围内")))


@dataclass(frozen=True)
class Entry:
    """A guidance document as it is put on the register: a file, or a document that was issued here."""

    title: str
    number: str
    from_on: date
    file: Checked | None = None
    writing: Writing | None = None


@transaction.atomic
def register_guidance(
    *, unit: Unit, entry: Entry, by: Person, at: datetime, replaces_id: int | None = None
) -> Guidance:
    """Put a document on the register, in force from a day; a new version ends the one that it replaces."""
    require(by, REGISTER, at=at, unit=unit)
    old = _open_one(replaces_id, by=by, at=at) if replaces_id else None
    writing = None
    if entry.writing is not None:
        writing = to_register(by, at=at).filter(pk=entry.writing.pk, unit=unit).first()
        if writing is None:
            raise _missing()
    title = entry.title.strip() or (writing.title if writing else "")
    number = entry.number.strip() or (writing.number if writing else "")
    problems = [] if title else [because("no_title", REGISTER_GAPS)]
    problems += [] if number else [because("no_number", REGISTER_GAPS)]
    problems += [because("no_text", REGISTER_GAPS)] if not (entry.file or writing) else []
    problems += [because("two_texts", REGISTER_GAPS)] if entry.file and writing else []
    Unit.objects.select_for_update().filter(pk=unit.pk).first()
    taken = Guidance.objects.filter(unit=unit, number=number).first()
    if number and taken is not None:
        problems.append(because("number_taken", REGISTER_GAPS, title=taken.title))
    if old is not None:
        problems += [because("before_last", REGISTER_GAPS)] if entry.from_on < old.from_on else []
    if problems:
        raise CannotRegisterGuidance(problems)
    file = kept.keep(entry.file.content) if entry.file else None
    made = Guidance.objects.create(
        unit=unit,
        title=title,
        number=number,
        version=old.version + 1 if old else 1,
        from_on=entry.from_on,
        replaces=old,
        writing=writing,
        name=entry.file.name if entry.file else "",
        media_type=entry.file.media_type if entry.file else "",
        key=file.key if file else "",
        size=file.size if file else 0,
        sha256=file.sha256 if file else "",
        registered_at=at,
        registered_by=by,
    )
    if old is not None:
        old.to_on = entry.from_on
        old.save(update_fields=["to_on"])
    _note(
        f"guidance:{made.pk}", "register_guidance", by=by, at=at,
        unit=unit.pk, version=made.version, from_on=str(made.from_on), replaces=replaces_id,
    )  # fmt: skip
    return made


def _open_one(guidance_id: int, *, by: Person, at: datetime) -> Guidance:
    found = guidance(by, at=at).filter(pk=guidance_id).select_for_update(of=("self",)).first()
    if found is None:
        raise _missing()
    require(by, REGISTER, at=at, unit=found.unit)
    if Guidance.objects.filter(replaces=found).exists():
        raise CannotRegisterGuidance(because("replaced", REGISTER_GAPS))
    if found.to_on:
        raise CannotRegisterGuidance(because("ended", REGISTER_GAPS))
    return found


@transaction.atomic
def end_guidance(*, guidance_id: int, to_on: date, by: Person, at: datetime) -> Guidance:
    """A document is no longer in force from a day on; nothing takes its place."""
    found = _open_one(guidance_id, by=by, at=at)
    if to_on < found.from_on:
        raise CannotRegisterGuidance(because("ends_early", REGISTER_GAPS))
    found.to_on = to_on
    found.save(update_fields=["to_on"])
    _note(f"guidance:{found.pk}", "end_guidance", by=by, at=at, to_on=str(to_on))
    return found


@dataclass(frozen=True)
class Topic:
    """A research topic as it is set."""

    title: str
    question: str
    lead: Person | None
    due_on: date


@transaction.atomic
def set_research(*, campaign: Campaign, unit: Unit, topic: Topic, by: Person, at: datetime) -> Research:
    """Set a topic: what is to be answered, who leads, until when."""
    require(by, SET, at=at, unit=unit)
    problems = [] if unit.path.startswith(campaign.unit.path) else [because("outside", REGISTER_GAPS)]
    problems += [] if topic.title.strip() else [because("no_title", REGISTER_GAPS)]
    problems += [] if topic.question.strip() else [because("no_question", REGISTER_GAPS)]
    problems += [] if topic.lead else [because("no_lead", REGISTER_GAPS)]
    problems += [because("due_past", REGISTER_GAPS)] if topic.due_on < local_day(at) else []
    if problems or topic.lead is None:
        raise CannotRegisterGuidance(problems)
    made = Research.objects.create(
        campaign=campaign,
        unit=unit,
        title=topic.title.strip(),
        question=topic.question.strip(),
        lead=topic.lead,
        due_on=topic.due_on,
        set_at=at,
        set_by=by,
    )
    subject = f"research:{made.pk}"
    _note(subject, "set_research", by=by, at=at, unit=unit.pk, lead=topic.lead.pk, due_on=str(topic.due_on))
    return made


@dataclass(frozen=True)
class Ending:
    """In what a topic ends: a document of the register, or a measure that a unit is to take."""

    found: str
    rule: Guidance | None = None
    measure: str = ""
    unit: Unit | None = None


@transaction.atomic
def conclude_research(*, research_id: int, ending: Ending, by: Person, at: datetime) -> Research:
    """Conclude a topic: its finding became a rule, or a measure that now stands on the ledger as a task."""
    topic = research(by, at=at).filter(pk=research_id).select_for_update(of=("self",)).first()
    if topic is None:
        raise _missing()
    require(by, SET, at=at, unit=topic.unit)
    measure = ending.measure.strip()
    problems = [because("concluded", REGISTER_GAPS)] if topic.concluded_at else []
    problems += [] if ending.found.strip() else [because("no_finding", REGISTER_GAPS)]
    problems += [because("no_end", REGISTER_GAPS)] if not (ending.rule or measure) else []
    problems += [because("two_ends", REGISTER_GAPS)] if ending.rule and measure else []
    if ending.rule and not guidance(by, at=at).filter(pk=ending.rule.pk).exists():
        raise _missing()
    if problems:
        raise CannotRegisterGuidance(problems)
    topic.found, topic.guidance = ending.found.strip(), ending.rule
    topic.matter = _measure(topic, measure, ending.unit or topic.unit, by, at) if measure else None
    topic.concluded_at, topic.concluded_by = at, by
    topic.save(update_fields=["found", "guidance", "matter", "concluded_at", "concluded_by"])
    _note(
        f"research:{topic.pk}", "conclude_research", by=by, at=at,
        guidance=topic.guidance_id, matter=topic.matter_id,
    )  # fmt: skip
    return topic


def _measure(topic: Research, measure: str, unit: Unit, by: Person, at: datetime) -> Matter:
    draft = matters.Draft(
        kind=kinds.Kind.DECISION, statement=measure, unit=unit, source=SOURCE, source_ref=str(topic.pk)
    )
    return matters.open_matter(campaign=topic.campaign, draft=draft, by=by, at=at)


def _note(subject: str, act: str, *, by: Person, at: datetime, **detail: str | int | bool | None) -> None:
    record(actor=by.key, act=f"publication.{act}", subject=subject, at=at, detail=detail)
