"""Templates, kept by the office: add, change, switch off."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from qingyuan.kit.errors import Reason
from qingyuan.kit.words import _
from qingyuan.org.api import Person, require
from qingyuan.publication.errors import WRITING_GAPS, CannotKeepTemplate, Missing, because
from qingyuan.publication.kinds import Genre, Wants
from qingyuan.publication.models import Asked, Submission, Template, TemplateSection
from qingyuan.publication.policy.writing import FIXED, names_in_braces, renamed, stray_braces
from qingyuan.publication.queries import facts
from qingyuan.trail.api import record

KEEP = "publication.keep_template"
SECTIONS_AT_MOST = 8


@dataclass(frozen=True)
class SectionWords:
    """A section as the office writes it; figures by their names, in braces."""

    heading: str = ""
    guidance: str = ""
    wants: Wants = Wants.FREE
    text: str = ""


@dataclass(frozen=True)
class TemplateWords:
    """A template as the office writes it."""

    genre: Genre
    name: str
    title: str
    sections: Sequence[SectionWords] = ()
    active: bool = True


@transaction.atomic
def keep_template(
    *, code: str, words: TemplateWords, by: Person, at: datetime, new: bool = False
) -> Template:
    """Add a template, or change one. What was begun from it stays as it is."""
    require(by, KEEP, at=at)
    codes = facts.codes() | {name: code for code, name in FIXED.items()} | {code: code for code in FIXED}
    sections = [one for one in words.sections if (one.heading + one.guidance + one.text).strip()]
    held = Template.objects.select_for_update().filter(code=code).first()
    problems = []
    if new and held:
        problems.append(because("template_taken", WRITING_GAPS))
    if not re.fullmatch(r"[a-z0-9-]{2,40}", code):
        problems.append(because("bad_template_code", WRITING_GAPS))
    if not words.name.strip():
        problems.append(because("no_name", WRITING_GAPS))
    if not words.title.strip():
        problems.append(because("no_title", WRITING_GAPS))
    if not sections:
        problems.append(because("no_sections", WRITING_GAPS))
    texts = [(str(_("标题")), "title", words.title)]
    texts += [
        (one.heading or str(_("第 %(n)s 部分")) % {"n": n}, f"text_{n}", one.text)
        for n, one in enumerate(sections, 1)
    ]
    for place, at_field, text in texts:
        unknown = [name for name in names_in_braces(text) if name not in codes]
        if unknown:
            shown = {"place": place, "names": "、".join(unknown)}
            problems.append(Reason("unknown", WRITING_GAPS["unknown"][0], at_field, shown))
        elif stray_braces(text):
            problems.append(Reason("stray", WRITING_GAPS["stray"][0], at_field, {"place": place}))
    if problems:
        raise CannotKeepTemplate(problems)
    if held is None and not new:
        raise Missing(Reason("missing", _("没有找到这个模板")))
    made = held or Template(code=code)
    made.genre = made.genre if held else words.genre
    made.name, made.title = words.name.strip(), renamed(words.title.strip(), codes)
    made.active = words.active
    made.save()
    made.sections.all().delete()
    TemplateSection.objects.bulk_create(
        TemplateSection(
            template=made,
            order=order,
            heading=one.heading.strip(),
            guidance=one.guidance.strip(),
            wants=one.wants,
            text=renamed(one.text.replace("\r\n", "\n").strip(), codes),
        )
        for order, one in enumerate(sections[:SECTIONS_AT_MOST], 1)
    )
    _ask_anew(made)
    record(
        actor=by.key,
        act="publication.keep_template",
        subject=f"template:{made.pk}",
        at=at,
        detail={"code": code, "active": made.active, "sections": len(sections)},
    )
    return made


def wanted_by(template: Template) -> list[str]:
    """The facts that a template asks for."""
    known = facts.names()
    texts = [template.title, *template.sections.values_list("text", flat=True)]
    found = dict.fromkeys(code for text in texts for code in names_in_braces(text))
    return [code for code in found if code in known]


def _ask_anew(template: Template) -> None:
    """Lines of the calendar that use the template ask for its figures; none may then be owed twice."""
    lines = Submission.objects.filter(template=template, ended_on=None)
    wanted = wanted_by(template)
    for line in lines:
        others = Asked.objects.filter(
            campaign=line.campaign_id,
            unit=line.unit_id,
            receiver_key=line.receiver_key,
            cadence=line.cadence,
            running=True,
            fact__in=wanted,
        ).exclude(submission=line)
        if twice := list(others.values_list("fact", flat=True)):
            said = "、".join(facts.names()[code] for code in twice)
            raise CannotKeepTemplate(because("asked_twice", WRITING_GAPS, name=line.name, facts=said))
        line.asked.exclude(fact__in=wanted).delete()
        held = set(line.asked.values_list("fact", flat=True))
        Asked.objects.bulk_create(asked_rows(line, [code for code in wanted if code not in held]))


def asked_rows(line: Submission, wanted: Sequence[str]) -> list[Asked]:
    """The rows that say what a line asks for."""
    return [
        Asked(
            submission=line,
            campaign=line.campaign,
            unit=line.unit,
            receiver_key=line.receiver_key,
            cadence=line.cadence,
            fact=code,
        )
        for code in wanted
    ]
